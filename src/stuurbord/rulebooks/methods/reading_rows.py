"""Reading one table of a template: which keys it may have, and what stands behind each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from stuurbord.errors import N_, Finding, Severity, Where
from stuurbord.rulebooks.rule_pack.toml_lines import Place

_LANGUAGES: Final = frozenset({"nl", "fr", "en"})
_NAME: Final = re.compile(r"[A-Za-z][\w.-]{0,39}\Z")
LONGEST: Final = 2_000
"""Characters of one text."""


class Rows:
    """The tables of one text being read; what is wrong with them is collected with its line."""

    def __init__(self, told: dict[str, Any], file: str, lines: Mapping[Place, int]) -> None:
        self.told, self.file, self.lines = told, file, lines
        self.findings: list[Finding] = []

    def refuse(self, place: Place, sentence: str, **fields: Any) -> None:
        """Collect an error at a place: the line of its key, else of its table."""
        table, index, key = place
        line = self.lines.get(place) or self.lines.get((table, index, "")) or self.lines.get(("", 0, key))
        where = Where(file=self.file, line=line or 1)
        self.findings.append(Finding("method_template_invalid", sentence, Severity.ERROR, where, fields))

    def keys(
        self, place: Place, row: Mapping[str, Any], needed: frozenset[str], allowed: frozenset[str]
    ) -> None:
        """Collect the keys that are not known and those that are missing."""
        table, index, _key = place
        for key in sorted(row.keys() - needed - allowed):
            self.refuse((table, index, key), N_("the key {key} is not known here."), key=key)
        for key in sorted(needed - row.keys()):
            self.refuse((table, index, ""), N_("the key {key} is missing."), key=key)

    def value(self, place: Place, kind: str, value: Any) -> Any:
        """Return a value as its kind says; what it is not is told, and an empty one given instead."""
        read = getattr(self, f"_{kind.partition(':')[0]}")
        choices = tuple(kind.partition(":")[2].split("|")) if ":" in kind else ()
        return read(place, value, choices)

    def _text(self, place: Place, value: Any, _choices: tuple[str, ...]) -> str:
        if isinstance(value, str) and len(value) <= LONGEST:
            return value
        self.refuse(place, N_("{key} is a text."), key=place[2])
        return ""

    def _name(self, place: Place, value: Any, _choices: tuple[str, ...]) -> str:
        if isinstance(value, str) and _NAME.match(value):
            return value
        self.refuse(place, N_("{key} is a name of letters, digits, dots and hyphens."), key=place[2])
        return ""

    def _choice(self, place: Place, value: Any, choices: tuple[str, ...]) -> str:
        if value in choices:
            return str(value)
        self.refuse(
            place, N_("{value} is none of {choices}."), value=str(value)[:80], choices=", ".join(choices)
        )
        return choices[0]

    def _texts(self, place: Place, value: Any, _choices: tuple[str, ...]) -> dict[str, str]:
        is_table = isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
        if is_table and not value.keys() - _LANGUAGES and all(len(one) <= LONGEST for one in value.values()):
            if value and not value.get("nl"):
                self.refuse(place, N_("{key} has no Dutch text."), key=place[2])
            return dict(value)
        self.refuse(place, N_("{key} is a text per language: nl, fr, en."), key=place[2])
        return {}

    def _flag(self, place: Place, value: Any, _choices: tuple[str, ...]) -> bool:
        if isinstance(value, bool):
            return value
        self.refuse(place, N_("{key} is true or false."), key=place[2])
        return False

    def _number(self, place: Place, value: Any, _choices: tuple[str, ...]) -> Decimal:
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e12:
            return Decimal(str(value))
        self.refuse(place, N_("{key} is a number from 0 on."), key=place[2])
        return Decimal(0)

    def _grade(self, place: Place, value: Any, _choices: tuple[str, ...]) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 5:
            return value
        self.refuse(place, N_("{key} is a whole number from 1 to 5."), key=place[2])
        return 3

    def _words(self, place: Place, value: Any, choices: tuple[str, ...]) -> tuple[str, ...]:
        is_list = isinstance(value, list) and all(isinstance(one, str) for one in value)
        if not is_list:
            self.refuse(place, N_("{key} is a list of texts."), key=place[2])
            return ()
        for one in value:
            if choices and one not in choices:
                self._choice(place, one, choices)
        return tuple(value)
