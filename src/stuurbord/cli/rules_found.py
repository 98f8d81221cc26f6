"""Which rule book a command means: one that comes with the product, one in a folder, or a file."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import typer

from stuurbord.cli.given_file import read_bytes
from stuurbord.cli.terminal import Terminal
from stuurbord.errors import N_, Finding, InvalidRulePack, Severity, UnreadableFile, Where
from stuurbord.rulebooks.rule_pack import Pack, read_pack, shipped_packs
from stuurbord.rulebooks.rule_pack.library import CASES, shipped_cases

MOST_BYTES: Final = 4 << 20
"""A text of a million characters fits in it, whatever the alphabet."""


@dataclass(frozen=True, slots=True)
class FoundBook:
    """A rule book and where it was found; ``path`` is None for one of the product."""

    pack: Pack
    path: Path | None = None

    @property
    def cases(self) -> tuple[str, str] | None:
        """The text of its worked cases and how errors call it."""
        if self.path is None:
            text = shipped_cases().get(self.pack.key)
            return None if text is None else (text, f"{self.pack.key}/{CASES}")
        beside = self.path.with_suffix(f".{CASES}")
        if not beside.is_file() and self._is_alone:
            beside = self.path.with_name(CASES)
        return (text_of(beside), beside.name) if beside.is_file() else None

    @property
    def _is_alone(self) -> bool:
        """Whether the cases in its folder can only be its own."""
        assert self.path is not None
        return all(one == self.path or is_cases(one) for one in self.path.parent.glob("*.toml"))


def is_cases(path: Path) -> bool:
    """Return whether a file holds worked cases, by its name: ``cases.toml`` or ``size.cases.toml``."""
    return path.name == CASES or path.name.endswith(f".{CASES}")


def found_book(name: str, folder: Path | None, terminal: Terminal) -> FoundBook:
    """Return the rule book of a key, or of a file.

    Raises
    ------
    InvalidRulePack, UnreadableFile
        If it cannot be read.
    """
    if name.endswith(".toml") or "/" in name:
        return book_in(Path(name))
    if folder is not None:
        for one in books_in(folder):
            if one.pack.key == name:
                return one
    if (pack := shipped_packs().get(name.replace("_", "-"))) is not None:
        return FoundBook(pack)
    known = ", ".join(sorted({*shipped_packs(), *(one.pack.key for one in books_in(folder))}))
    text = terminal.gettext(N_("There is no rule book {name}. There are: {known}."))
    raise typer.BadParameter(text.format(name=name, known=known))


def book_in(path: Path) -> FoundBook:
    """Return the rule book that a file holds."""
    return FoundBook(read_pack(text_of(path), path.name), path)


def books_in(folder: Path | None) -> Iterator[FoundBook]:
    """Yield the rule books of a folder and of the folders in it; files that are none are left alone."""
    if folder is None:
        return
    if not folder.is_dir():
        raise NotADirectoryError(20, "Not a directory", str(folder))
    for path in sorted({*folder.glob("*.toml"), *folder.glob("*/*.toml")}):
        if not is_cases(path):
            yield book_in(path)


def text_of(path: Path) -> str:
    """Return the text of a file.

    Raises
    ------
    UnreadableFile
        If it cannot be opened, is too large or no text.
    """
    data = read_bytes(path, MOST_BYTES)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        text = N_("This is not a text in UTF-8.")
        finding = Finding("rule_pack_unreadable", text, Severity.ERROR, Where(path.name, line=line))
        raise InvalidRulePack(finding) from error


def facts_in(path: Path) -> Mapping[str, Any]:
    """Return the facts that a JSON or TOML file gives, those in tables by a name with a dot.

    Raises
    ------
    UnreadableFile
        If it cannot be read, or is no table of names and values.
    """
    return _flat(told_in(path))


def told_in(path: Path) -> dict[str, Any]:
    """Return the table that a JSON or TOML file of facts holds.

    Raises
    ------
    UnreadableFile
        If it cannot be read, or is no table of names and values.
    """
    text = text_of(path)
    try:
        if path.suffix.lower() == ".toml":
            made = tomllib.loads(text, parse_float=Decimal)
        else:
            made = json.loads(text, parse_float=Decimal, object_pairs_hook=_each_once)
    except RecursionError as error:
        raise _unreadable(path, N_("The facts lie too deep in one another.")) from error
    except ValueError as error:
        raise _unreadable(path, *_problem_of(error)) from error
    if not isinstance(made, dict):
        raise _unreadable(path, N_("The facts are no table of names and values."))
    return made


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = next(name for name, _ in pairs if sum(name == other for other, _ in pairs) > 1)
        raise _TwiceTold(twice)
    return made


class _TwiceTold(ValueError):
    """The name of a fact that a file gives two values."""


def _problem_of(error: ValueError) -> tuple[str, int | None, dict[str, Any]]:
    """Return what is wrong with facts: the sentence, its line where that is known, what it names."""
    if isinstance(error, _TwiceTold):
        return N_("The fact {fact} stands there twice."), None, {"fact": str(error)[:80]}
    if isinstance(error, json.JSONDecodeError):
        return N_("Here the text is no longer JSON."), error.lineno, {}
    if isinstance(error, tomllib.TOMLDecodeError):
        told = re.search(r"at line (\d+)", str(error))
        return N_("Here the text is no longer TOML."), int(told[1]) if told else None, {}
    return N_("The facts hold a number or a day that cannot be read."), None, {}


def _flat(told: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Return ``{"evidence": {"GEB": true}}`` as ``{"evidence.GEB": true}``."""
    made: dict[str, Any] = {}
    for name, value in told.items():
        if isinstance(value, dict):
            made |= _flat(value, f"{before}{name}.")
        else:
            made[f"{before}{name}"] = value
    return made


def _unreadable(
    path: Path, text: str, line: int | None = None, fields: Mapping[str, Any] | None = None
) -> UnreadableFile:
    place = Where(path.name, line=line)
    return UnreadableFile(Finding("facts_unreadable", text, Severity.ERROR, place, fields or {}))


def refuse_other_place(pack: Pack, place: str, terminal: Terminal) -> None:
    """Refuse a gate or target that no rule names: asked there, nothing would stand in the way."""
    if place and not pack.asks_at(place):
        text = terminal.gettext(N_("The rule book {key} asks nothing at {at}. It knows: {known}."))
        known = ", ".join(pack.places) or "–"
        raise typer.BadParameter(text.format(key=pack.key, at=place, known=known))


def refuse_draft(name: str, against: str, terminal: Terminal, *, is_law: bool) -> None:
    """Refuse a draft that does not exist, that lies over no law, or that stands beside another text."""
    from stuurbord.rulebooks.be_procurement.law import OVERLAYS

    if not name:
        return
    if name not in OVERLAYS:
        text = terminal.gettext(N_("There is no draft {name}. There are: {known}."))
        raise typer.BadParameter(text.format(name=name, known=", ".join(OVERLAYS)))
    if against or not is_law:
        raise typer.BadParameter(
            terminal.gettext(
                N_("A draft lies over the law on procurement: give be_procurement, and no other text.")
            )
        )


def day_of(text: str | None, terminal: Terminal) -> date:
    """Return a day that was written as ``2027-12-02``; today without one."""
    if text is None:
        return datetime.now(UTC).astimezone().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        told = terminal.gettext(N_("{text} is no day; write it as 2027-12-02."))
        raise typer.BadParameter(told.format(text=text)) from None
