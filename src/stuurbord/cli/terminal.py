"""Where a command speaks: answers on standard output, progress and refusals on standard error."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import typer

from stuurbord.language import DEFAULT_LANGUAGE, Language, language

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

WIDE: Final = 160
"""Columns of a table that goes into a file or a pipe, where nothing tells the width."""
_CONTROLS: Final = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)), "�")
"""Characters with which the text of a file could steer the terminal; tab and newline may stay."""
_JSON_CONTROLS: Final = {code: f"\\u{code:04x}" for code in range(127, 160)}


@dataclass
class Terminal:
    """One run of a command: the reader's language, and whether a machine reads along."""

    language: Language = field(default_factory=lambda: language(DEFAULT_LANGUAGE))
    wants_json: bool = False

    def gettext(self, text: str) -> str:
        """Return a sentence of the catalogue in the reader's language."""
        return self.language.gettext(text)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Return the sentence for this number, with ``{count}`` filled in."""
        return self.language.ngettext(one, many, number).format(count=self.language.number(number))

    @cached_property
    def out(self) -> Console:
        """Standard output; colours only where a person looks."""
        return _console(sys.stdout)

    @cached_property
    def err(self) -> Console:
        """Standard error."""
        return _console(sys.stderr)

    @property
    def is_interactive(self) -> bool:
        """Whether somebody can answer a question."""
        return sys.stdin.isatty() and sys.stderr.isatty() and not self.wants_json

    def say(self, text: str = "", style: str = "") -> None:
        """Print a sentence that is the answer; a machine gets none."""
        if not self.wants_json:
            self.out.print(printable(text), style=style or None)

    def hanging(self, text: str, by: int = 2) -> str:
        """Return a text whose further lines stand under its first word; in a file it stays one line."""
        if not self.out.is_terminal:
            return text
        return textwrap.fill(text, max(self.out.width - by, 20), break_long_words=False).replace(
            "\n", "\n" + " " * by
        )

    def show(self, renderable: RenderableType) -> None:
        """Print a table; a machine gets none."""
        if not self.wants_json:
            self.out.print(renderable)

    def tell(self, text: str, style: str = "") -> None:
        """Print a sentence beside the answer: what happens, or why it does not."""
        self.err.print(printable(text), style=style or None)

    def print_json(self, document: Any) -> None:
        """Print the one document a machine reads."""
        text = json.dumps(document, ensure_ascii=False, indent=2)
        sys.stdout.write(text.translate(_JSON_CONTROLS) + "\n")

    @contextmanager
    def progress(self, label: str) -> Iterator[None]:
        """Show that something takes a while, on a terminal only."""
        if not self.err.is_terminal or self.wants_json:
            yield
            return
        with self.err.status(printable(label)):
            yield


def printable(text: str) -> str:
    """Return a text without the characters that steer a terminal.

    >>> printable("a\\x1b[31mb")
    'a\\ufffd[31mb'
    """
    return text.translate(_CONTROLS)


def terminal(context: typer.Context) -> Terminal:
    """Return the terminal of this run; without one (a test of one command) a Dutch one."""
    found = context.find_root().obj
    return found if isinstance(found, Terminal) else Terminal()


def _console(stream: Any) -> Console:
    from rich.console import Console  # here, since an answer in JSON needs none of it

    is_screen = stream.isatty()
    return Console(
        file=stream,
        markup=False,
        highlight=False,
        emoji=False,
        soft_wrap=True,
        width=None if is_screen else WIDE,
    )
