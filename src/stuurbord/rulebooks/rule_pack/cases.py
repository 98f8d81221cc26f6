"""Worked cases beside a pack: facts, and what its answer must be, so that a change cannot go by unnoticed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from stuurbord.errors import N_, Finding, InvalidRulePack, Severity, Where
from stuurbord.rulebooks.rule_pack.answer import Answer, RuleResult
from stuurbord.rulebooks.rule_pack.checks import conditions_in
from stuurbord.rulebooks.rule_pack.decide import decide
from stuurbord.rulebooks.rule_pack.facts import facts_from
from stuurbord.rulebooks.rule_pack.literals import Value, names_in
from stuurbord.rulebooks.rule_pack.model import Pack
from stuurbord.rulebooks.rule_pack.read import toml_of
from stuurbord.rulebooks.rule_pack.toml_lines import toml_lines
from stuurbord.rulebooks.rule_pack.truth import Truth

_TOP: Final = frozenset({"default", "case"})
_KEYS: Final = frozenset({"name", "on", "at", "facts", "unknown", "expect"})
_EXPECTED: Final = frozenset(
    {"verdict", "missing", "obligations", "by", "possible", "rules", "because", "at_least", "warnings"}
)
_SAID: Final = {Truth.TRUE: "met", Truth.FALSE: "not met", Truth.UNKNOWN: "unknown"}


@dataclass(frozen=True, slots=True)
class Case:
    """One worked case.

    Attributes
    ----------
    expect
        What must be there, by the keys of the answer; what it does not name is not looked at.
    """

    name: str
    on: date
    at: str
    facts: Mapping[str, Value]
    expect: Mapping[str, Any]
    where: Where = field(compare=False, default_factory=Where)


def read_cases(text: str, file: str, pack: Pack) -> tuple[Case, ...]:
    """Return the cases that a TOML text tells of a pack.

    Raises
    ------
    InvalidRulePack
        With every error and the line where it stands.
    """
    reading = _Reading(toml_of(text, file), file, pack, toml_lines(text))
    made = tuple(reading.cases())
    if reading.findings:
        raise InvalidRulePack(*reading.findings)
    return made


def failures_of(pack: Pack, cases: Iterable[Case]) -> list[Finding]:
    """Return an error for each thing in which the pack does not answer as a case tells."""
    return [
        Finding(
            "rule_case_failed",
            N_("Case “{case}”: {key} is {found}, where the case tells {told}."),
            Severity.ERROR,
            case.where,
            {"case": case.name, "key": key, "found": _plain(found), "told": _plain(told)},
        )
        for case in cases
        for key, found, told in _differences(decide(pack, case.facts, case.on, case.at), case.expect)
    ]


def _differences(answer: Answer, expect: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for key, told in expect.items():
        found = _found(answer, key, told)
        if isinstance(told, list):
            found, told = sorted(found), sorted(told)
        if found != told:
            yield key, found, told


def _found(answer: Answer, key: str, told: Any) -> Any:
    """Return what an answer says under one key of a case, in the shape in which the case tells it."""
    certain = [one for one in answer.obligations if not one.is_possible]
    rules = {one.rule.id: _said(one) for one in answer.rules}
    if key == "obligations" and isinstance(told, Mapping):
        return {one.id: one.since or "" for one in certain}
    if key == "rules":
        return {name: rules.get(name, "not there") for name in told}
    found: dict[str, Any] = {
        "verdict": answer.verdict,
        "at_least": answer.at_least,
        "missing": list(answer.missing) if key == "missing" else [],
        "obligations": [one.id for one in certain],
        "by": {one.id: one.by or "" for one in certain if isinstance(told, Mapping) and one.id in told},
        "possible": [one.id for one in answer.obligations if one.is_possible],
        "because": [one.rule for one in answer.because],
        "warnings": [one.code for one in answer.warnings],
    }
    return found[key]


def _said(one: RuleResult) -> str:
    return "not asked" if one.applies is Truth.FALSE else _SAID[one.met]


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {told}".strip() for name, told in sorted(value.items())) or "–"
    return str(value) or "–"


class _Reading:
    """One text of cases being read."""

    def __init__(self, told: dict[str, Any], file: str, pack: Pack, lines: Mapping[Any, int]) -> None:
        self.told, self.file, self.pack, self.lines = told, file, pack, lines
        self.findings: list[Finding] = []

    def refuse(self, index: int | None, at: str, text: str, /, **fields: Any) -> None:
        place = ("", 0, at) if index is None else ("case", index, at)
        line = self.lines.get(place) or self.lines.get(("case", index or 0, ""))
        where = Where(file=self.file, line=line)
        self.findings.append(Finding("rule_cases_invalid", text, Severity.ERROR, where, fields))

    def cases(self) -> Iterator[Case]:
        for key in sorted(self.told.keys() - _TOP):
            self.refuse(None, key, N_("the key {key} is not known here."), key=key)
        rows = self.told.get("case", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows) or not rows:
            self.refuse(None, "case", N_("[[{key}]] stands between double brackets."), key="case")
            return
        for index, row in enumerate(rows):
            if (case := self._case(index, row)) is not None:
                yield case

    def _case(self, index: int, row: dict[str, Any]) -> Case | None:
        n_before = len(self.findings)
        for key in sorted(row.keys() - _KEYS):
            self.refuse(index, key, N_("the key {key} is not known here."), key=key)
        for key in sorted({"name", "on", "expect"} - row.keys()):
            self.refuse(index, "", N_("the key {key} is missing."), key=key)
        expect, given = row.get("expect", {}), row.get("facts", {})
        for key, value in (("expect", expect), ("facts", given)):
            if not isinstance(value, dict):
                self.refuse(index, key, N_("{key} is a table of names and values."), key=key)
        if len(self.findings) > n_before:
            return None
        for key in sorted(expect.keys() - _EXPECTED):
            self.refuse(index, "expect", N_("the key {key} is not known here."), key=key)
        if type(row["on"]) is not date:
            self.refuse(index, "on", N_("{key} is a day, such as 2027-12-02."), key="on")
        facts = self._facts(index, given, row.get("unknown", []))
        if len(self.findings) > n_before:
            return None
        where = Where(file=self.file, line=self.lines.get(("case", index, "")))
        return Case(str(row["name"]), row["on"], str(row.get("at", "")), facts, expect, where)

    def _facts(self, index: int, given: dict[str, Any], unknown: Any) -> dict[str, Value]:
        """Return the facts of a case; a flag that it does not name has the file's default."""
        names = [*given, *(unknown if isinstance(unknown, list) else [])]
        for name in names:
            if self.pack.fact(str(name)) is None:
                self.refuse(index, "facts", N_("the fact {name} is not declared."), name=name)
        made, findings = facts_from(self.pack, given, self.file)
        for one in findings:
            self.refuse(index, "facts", one.text, **one.fields)
        default = self.told.get("default")
        if not isinstance(default, bool | None):
            self.refuse(None, "default", N_("{key} is true or false."), key="default")
        filled = {} if default is None else {name: default for name in self._flags() if name not in names}
        return filled | made

    def _flags(self) -> Iterator[str]:
        """Yield every flag that the pack declares, and those of its families that a condition reads."""
        read = [name for _, condition in conditions_in(self.pack) for name in names_in(condition)]
        for name in dict.fromkeys([*(one.name for one in self.pack.facts), *read]):
            fact = self.pack.fact(name)
            if fact is not None and fact.kind == "flag" and not name.endswith(".*"):
                yield name
