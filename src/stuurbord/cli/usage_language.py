"""What the command-line library says in English only, in the reader's language.

The library builds its usage lines and its refusals from fixed English; what it says is recognised here by
its pattern. A sentence of a later version that no pattern knows stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from string import Formatter
from typing import Any, Final

import typer

from stuurbord.errors import N_
from stuurbord.language import Language

HELP_OPTION: Final = N_("Show this message and exit.")
_USAGE: Final = N_("Usage: ")
_OPTIONS: Final = N_("[OPTIONS]")
_SUBCOMMAND: Final = N_("COMMAND [ARGS]...")
_SENTENCES: Final = (
    N_("Invalid value for {name}: {sentence}"),
    N_("Invalid value: {sentence}"),
    N_("Missing argument {name}."),
    N_("Missing option {name}."),
    N_("No such option: {name} (Possible options: {others})"),
    N_("No such option: {name}"),
    N_("Option {name} requires an argument."),
    N_("Option {name} does not take a value."),
    N_("Got unexpected extra argument(s) ({names})"),
    N_("{sentence} Did you mean {names}?"),
    N_("Input should be a valid integer, unable to parse string as an integer"),
    N_("Input should be greater than or equal to {limit}"),
    N_("Input should be less than or equal to {limit}"),
    N_("Value error, {value} is not one of {choices}."),
)
"""What the library refuses, the most telling pattern first; a {sentence} is itself recognised again."""


def speak_usage(command: Any, context: typer.Context, language: Language) -> None:
    """Let a command write its usage line and explain its help option in the reader's language."""
    option = command.get_help_option(context)
    if option is not None:
        option.help = language.gettext(HELP_OPTION)
    command.options_metavar = language.gettext(_OPTIONS)
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = language.gettext(_SUBCOMMAND)

    def format_usage(ctx: Any, formatter: Any) -> None:
        pieces = " ".join(command.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, language.gettext(_USAGE))

    command.format_usage = format_usage


def speak_refusal(error: Exception, gettext: Callable[[str], str]) -> None:
    """Let a refusal of the library tell itself in the reader's language; others stay as they are."""
    original = getattr(error, "format_message", None)
    if original is not None:
        with suppress(AttributeError):  # an exception that takes no attributes says it in English
            error.format_message = lambda: said(original(), gettext)  # type: ignore[attr-defined]


def said(text: str, gettext: Callable[[str], str]) -> str:
    """Return a sentence of the library in the reader's language.

    >>> said("Missing argument 'FILE'.", lambda pattern: pattern.replace("Missing argument", "Er ontbreekt"))
    "Er ontbreekt 'FILE'."
    """
    for pattern in _SENTENCES:
        found = re.fullmatch(_expression(pattern), text, re.DOTALL)
        if found:
            fields = found.groupdict()
            if "sentence" in fields:
                fields["sentence"] = said(fields["sentence"], gettext)
            return gettext(pattern).format(**fields)
    return text


def _expression(pattern: str) -> str:
    parts = Formatter().parse(pattern)
    return "".join(re.escape(text) + (f"(?P<{name}>.+)" if name else "") for text, name, *_ in parts)
