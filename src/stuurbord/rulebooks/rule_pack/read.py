"""Read a rule pack strictly: an unknown, missing or repeated key is an error with its file and line."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from stuurbord.errors import N_, Finding, InvalidRulePack, Where
from stuurbord.errors import Severity as Gravity
from stuurbord.rulebooks.rule_pack.checks import conditions_in, contradictions_in
from stuurbord.rulebooks.rule_pack.facts import typed
from stuurbord.rulebooks.rule_pack.literals import (
    ALWAYS,
    Condition,
    Term,
    Unreadable,
    names_in,
    read_condition,
    read_term,
)
from stuurbord.rulebooks.rule_pack.looking import AGGREGATES, ON
from stuurbord.rulebooks.rule_pack.model import (
    Contradiction,
    Dated,
    Fact,
    NamedValue,
    Obligation,
    Pack,
    Rule,
    Severity,
    Text,
    VerdictRule,
)
from stuurbord.rulebooks.rule_pack.toml_lines import Place, deep_line, toml_lines
from stuurbord.rulebooks.rule_pack.toml_words import in_words

InvalidPack = InvalidRulePack

MOST_CHARACTERS: Final = 1_000_000
"""The largest rule book we know has some 30,000."""
MOST_FINDINGS: Final = 200
MOST_DOTS: Final = 500
"""On one line."""

KINDS: Final = ("flag", "number", "date", "text")
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,59}\Z")
_DATED: Final = frozenset({"from", "until"})
_TOP: Final = frozenset(
    {"key", "version", "title", "source", "default_class", "default_label", "unknown_class", "derive"}
)
_TABLES: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    # table → keys it must have, keys it may have
    "fact": (frozenset({"name"}), frozenset({"kind", "label", "question", "unit", "choices"})),
    "value": (frozenset({"name", "value"}), _DATED | {"label", "unit", "reference", "act", "verified"}),
    "class": (frozenset({"code", "when"}), _DATED | {"label", "reference", "verified"}),
    "rule": (
        frozenset({"id", "title", "severity", "require"}),
        _DATED | {"at", "applies", "message", "refs", "evidence", "question", "role", "verified"},
    ),
    "obligation": (
        frozenset({"id", "when"}),
        _DATED | {"what", "from_legacy", "by", "reference", "verified"},
    ),
    "contradiction": (frozenset({"id", "when", "text"}), frozenset()),
}
_LANGUAGES: Final = frozenset({"nl", "fr", "en"})


def read_pack(text: str, file: str) -> Pack:
    """Return the pack that a TOML text declares.

    Parameters
    ----------
    file
        How the errors call it.

    Raises
    ------
    InvalidRulePack
        With every error and the line where it stands.
    """
    reading = _Reading(toml_of(text, file), file, toml_lines(text))
    pack = reading.pack(sha256_of(text))
    if not reading.findings:
        for place, sentence, fields in contradictions_in(pack):
            reading.refuse(place, sentence, **fields)
    if reading.findings:
        raise InvalidRulePack(*reading.findings[:MOST_FINDINGS])
    return pack


def sha256_of(text: str) -> str:
    """Return the hash by which a text of rules is kept."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def toml_of(text: str, file: str) -> dict[str, Any]:
    """Return the tables of a TOML text.

    Raises
    ------
    InvalidRulePack
        If it is too large, too deep or no TOML.
    """
    if len(text) > MOST_CHARACTERS:
        sentence = N_("The text is longer than {limit} characters; it is refused.")
        limit = f"{MOST_CHARACTERS:,}".replace(",", " ")
        raise InvalidRulePack(_finding("rule_pack_too_large", sentence, Where(file=file), limit=limit))
    sentence = N_("Its lists or tables stand too deep inside each other; it is refused.")
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > MOST_DOTS:  # a.a.a.… takes the square of its length to read
            raise InvalidRulePack(_finding("rule_pack_too_deep", sentence, Where(file=file, line=number)))
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        where = Where(file=file, line=deep_line(text))
        raise InvalidRulePack(_finding("rule_pack_too_deep", sentence, where)) from error
    except ValueError as error:  # a TOMLDecodeError, or a number or a day that Python cannot hold
        told = re.search(r" \(at line (\d+), column (\d+)\)", str(error))
        at_end = text.count("\n") + 1 if "end of document" in str(error) else None
        where = Where(file=file, line=int(told[1]) if told else at_end)
        problem = str(error).replace(told[0], "") if told else str(error)
        sentence, fields = in_words(problem, text.split("\n")[(where.line or 1) - 1])
        raise InvalidRulePack(_finding("rule_pack_unreadable", sentence, where, **fields)) from error


class _Reading:
    """One text being read; what is wrong with it is collected."""

    def __init__(self, told: dict[str, Any], file: str, lines: Mapping[Place, int]) -> None:
        self.told, self.file, self.lines = told, file, lines
        self.findings: list[Finding] = []

    def refuse(self, place: Place, sentence: str, /, **fields: Any) -> None:
        table, index, key = place
        lines = self.lines
        line = lines.get(place) or lines.get((table, index, "")) or lines.get(("", 0, table or key))
        where = Where(file=self.file, line=line or (1 if not table else None))
        self.findings.append(_finding("rule_pack_invalid", sentence, where, **fields))

    def pack(self, sha256: str) -> Pack:
        told = self.told
        for key in told.keys() - _TOP - _TABLES.keys():
            place = ("", 0, key) if ("", 0, key) in self.lines else (key, 0, "")
            self.refuse(place, N_("the key {key} is not known here."), key=key)
        for key in sorted({"key", "version"} - told.keys()):
            self.refuse(("", 0, key), N_("the key {key} is missing."), key=key)
        made = Pack(
            key=self._name("key", told.get("key", "")),
            version=self._text("", 0, "version", told.get("version", "")).strip(),
            sha256=sha256,
            title=self._texts("", 0, "title", told.get("title", {})),
            source=self._text("", 0, "source", told.get("source", "")),
            unknown_verdict=self._text("", 0, "unknown_class", told.get("unknown_class", "ONBEPAALD")),
            default_verdict=self._text("", 0, "default_class", told.get("default_class", "")),
            default_label=self._texts("", 0, "default_label", told.get("default_label", {})),
            facts=self._each("fact", self._fact),
            values=self._each("value", self._value),
            derived={
                name: self._condition("derive", 0, name, rows) for name, rows in self._table("derive").items()
            },
            verdicts=self._each("class", self._verdict),
            rules=self._each("rule", self._rule),
            obligations=self._each("obligation", self._obligation),
            contradictions=self._each("contradiction", self._contradiction),
            lines=self._places(),
        )
        return made if "fact" in told else replace(made, facts=_flags_of(made))

    def _name(self, key: str, value: Any) -> str:
        made = self._text("", 0, key, value)
        if made and not _KEY.match(made):
            self.refuse(("", 0, key), N_("{value} is no key: small letters, digits and hyphens."), value=made)
        return made

    def _table(self, name: str) -> dict[str, Any]:
        found = self.told.get(name, {})
        if isinstance(found, dict):
            return found
        self.refuse((name, 0, ""), N_("[{key}] is a table."), key=name)
        return {}

    def _each(self, table: str, made: Callable[[int, dict[str, Any]], Any]) -> tuple[Any, ...]:
        rows = self.told.get(table, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.refuse((table, 0, ""), N_("[[{key}]] stands between double brackets."), key=table)
            return ()
        needed, allowed = _TABLES[table]
        complete = []
        for index, row in enumerate(rows):
            for key in sorted(row.keys() - needed - allowed):
                self.refuse((table, index, key), N_("the key {key} is not known here."), key=key)
            absent = sorted(needed - row.keys())
            for key in absent:
                self.refuse((table, index, ""), N_("the key {key} is missing."), key=key)
            if not absent:
                complete.append(made(index, row))
        return tuple(complete)

    def _fact(self, index: int, row: dict[str, Any]) -> Fact:
        kind = row.get("kind", "flag")
        if kind not in KINDS:
            self.refuse(
                ("fact", index, "kind"),
                N_("{value} is none of {choices}."),
                value=kind,
                choices=", ".join(KINDS),
            )
        return Fact(
            name=self._text("fact", index, "name", row["name"]),
            kind=str(kind),
            label=self._texts("fact", index, "label", row.get("label", {})),
            question=self._texts("fact", index, "question", row.get("question", {})),
            unit=self._text("fact", index, "unit", row.get("unit", "")),
            choices=self._words("fact", index, "choices", row.get("choices", [])),
        )

    def _value(self, index: int, row: dict[str, Any]) -> NamedValue:
        given = row["value"]
        kind = "flag" if isinstance(given, bool) else "date" if isinstance(given, date) else "number"
        kind = "text" if isinstance(given, str) else kind
        value = None
        try:
            value = typed(kind, given)
        except ValueError:
            self.refuse(("value", index, "value"), N_("{value} is no value."), value=str(given))
        return NamedValue(
            name=self._text("value", index, "name", row["name"]),
            value=value,
            kind=kind,
            window=self._window("value", index, row),
            label=self._texts("value", index, "label", row.get("label", {})),
            unit=self._text("value", index, "unit", row.get("unit", "")),
            reference=self._text("value", index, "reference", row.get("reference", "")),
            is_verified=self._flag("value", index, "verified", row.get("verified", True)),
            act=self._text("value", index, "act", row.get("act", "")),
        )

    def _verdict(self, index: int, row: dict[str, Any]) -> VerdictRule:
        return VerdictRule(
            code=self._text("class", index, "code", row["code"]),
            when=self._condition("class", index, "when", row["when"]),
            label=self._texts("class", index, "label", row.get("label", {})),
            window=self._window("class", index, row),
            reference=self._text("class", index, "reference", row.get("reference", "")),
            is_verified=self._flag("class", index, "verified", row.get("verified", True)),
        )

    def _rule(self, index: int, row: dict[str, Any]) -> Rule:
        severity = row["severity"]
        if severity not in tuple(Severity):
            choices = ", ".join(Severity)
            self.refuse(
                ("rule", index, "severity"),
                N_("{value} is none of {choices}."),
                value=severity,
                choices=choices,
            )
            severity = Severity.NOTICE
        return Rule(
            id=self._text("rule", index, "id", row["id"]),
            at=self._words("rule", index, "at", row.get("at", [])),
            title=self._sentence("rule", index, "title", row["title"]),
            message=self._texts("rule", index, "message", row.get("message", {})),
            severity=Severity(severity),
            window=self._window("rule", index, row),
            require=self._condition("rule", index, "require", row["require"]),
            applies=self._condition("rule", index, "applies", row["applies"]) if "applies" in row else ALWAYS,
            references=self._words("rule", index, "refs", row.get("refs", [])),
            evidence=self._words("rule", index, "evidence", row.get("evidence", [])),
            question=self._texts("rule", index, "question", row.get("question", {})),
            role=self._text("rule", index, "role", row.get("role", "")),
            is_verified=self._flag("rule", index, "verified", row.get("verified", True)),
        )

    def _obligation(self, index: int, row: dict[str, Any]) -> Obligation:
        return Obligation(
            id=self._text("obligation", index, "id", row["id"]),
            when=self._condition("obligation", index, "when", row["when"]),
            what=self._texts("obligation", index, "what", row.get("what", {})),
            window=self._window("obligation", index, row),
            since_legacy=self._day("obligation", index, "from_legacy", row.get("from_legacy")),
            by=self._term("obligation", index, "by", row.get("by")),
            reference=self._text("obligation", index, "reference", row.get("reference", "")),
            is_verified=self._flag("obligation", index, "verified", row.get("verified", True)),
        )

    def _contradiction(self, index: int, row: dict[str, Any]) -> Contradiction:
        return Contradiction(
            self._text("contradiction", index, "id", row["id"]),
            self._condition("contradiction", index, "when", row["when"]),
            self._sentence("contradiction", index, "text", row["text"]),
        )

    def _condition(self, table: str, index: int, key: str, rows: Any) -> Condition:
        try:
            return read_condition(rows)
        except Unreadable as error:
            self.refuse((table, index, key), error.sentence, key=key, text=error.text)
            return ()

    def _term(self, table: str, index: int, key: str, text: Any) -> Term | None:
        if text is None:
            return None
        try:
            return read_term(str(text).split())
        except Unreadable as error:
            self.refuse((table, index, key), error.sentence, key=key, text=error.text)
            return None

    def _window(self, table: str, index: int, row: dict[str, Any]) -> Dated:
        since = self._day(table, index, "from", row.get("from"))
        until = self._day(table, index, "until", row.get("until"))
        if since and until and until <= since:
            self.refuse((table, index, "until"), N_("it ends before it begins."))
        return Dated(since, until)

    def _day(self, table: str, index: int, key: str, value: Any) -> date | None:
        if value is None or type(value) is date:
            return value
        self.refuse((table, index, key), N_("{key} is a day, such as 2027-12-02."), key=key)
        return None

    def _text(self, table: str, index: int, key: str, value: Any) -> str:
        if isinstance(value, str):
            return value
        self.refuse((table, index, key), N_("{key} is a text."), key=key)
        return ""

    def _flag(self, table: str, index: int, key: str, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        self.refuse((table, index, key), N_("{key} is true or false."), key=key)
        return False

    def _words(self, table: str, index: int, key: str, value: Any) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        self.refuse((table, index, key), N_("{key} is a list of texts."), key=key)
        return ()

    def _texts(self, table: str, index: int, key: str, value: Any) -> Text:
        is_table = isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
        if not is_table or value.keys() - _LANGUAGES:
            self.refuse((table, index, key), N_("{key} is a text per language: nl, fr, en."), key=key)
            return {}
        made: dict[str, str] = dict(value)
        if made and "nl" not in made:
            self.refuse((table, index, key), N_("{key} has no Dutch text."), key=key)
        return made

    def _sentence(self, table: str, index: int, key: str, value: Any) -> Text:
        """Return a text that must be there."""
        if value == {}:
            self.refuse((table, index, key), N_("{key} has no Dutch text."), key=key)
        return self._texts(table, index, key, value)

    def _places(self) -> dict[str, int]:
        named: Iterable[tuple[str, str]] = (
            ("rule", "id"),
            ("class", "code"),
            ("obligation", "id"),
            ("value", "name"),
            ("fact", "name"),
        )
        return {
            f"{table}:{row.get(key)}": self.lines.get((table, index, ""), 0)
            for table, key in named
            for index, row in enumerate(
                self.told.get(table, []) if isinstance(self.told.get(table), list) else []
            )
            if isinstance(row, dict)
        }


def _flags_of(pack: Pack) -> tuple[Fact, ...]:
    """Return the facts of a pack that declares none: the flags that its conditions read."""
    told = {*pack.derived, *(one.name for one in pack.values), *AGGREGATES, ON}
    read = dict.fromkeys(name for _, condition in conditions_in(pack) for name in names_in(condition))
    return tuple(Fact(name, "flag", {}) for name in read if name not in told)


def _finding(code: str, text: str, where: Where, /, **fields: Any) -> Finding:
    return Finding(code, text, Gravity.ERROR, where, fields)
