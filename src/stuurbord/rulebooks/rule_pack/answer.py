"""What the engine answers: verdict, reasons, missing facts, dated obligations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from stuurbord.rulebooks.rule_pack.model import Pack, Rule, Severity, Text, said
from stuurbord.rulebooks.rule_pack.truth import Truth


@dataclass(frozen=True, slots=True)
class Because:
    """Why the verdict is what it is: the rule that gave it and the facts that satisfied it."""

    rule: str
    reference: str
    text: Text
    facts: tuple[str, ...] = ()
    """The conditions that held, as the pack writes them."""


@dataclass(frozen=True, slots=True)
class RuleResult:
    """One rule that was asked: met, not met or not known; where ``applies`` is false it was not asked."""

    rule: Rule
    met: Truth
    applies: Truth
    find_unknown: Callable[[Rule], tuple[str, ...]] | None = field(default=None, compare=False, repr=False)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The facts that keep it from being known; worked out when it is asked."""
        return self.find_unknown(self.rule) if self.find_unknown else ()

    @property
    def severity(self) -> Severity:
        """What it weighs: a rule that nobody verified only warns."""
        return self.rule.weight


@dataclass(frozen=True, slots=True)
class Obliged:
    """An obligation that follows; ``is_possible`` if only facts that are missing can tell."""

    id: str
    what: Text
    since: date | None
    by: date | None
    reference: str
    is_possible: bool = False
    is_verified: bool = True


@dataclass(frozen=True, slots=True)
class Warned:
    """Something to mind: facts that contradict each other, rules that nobody verified."""

    code: str
    text: Text
    names: tuple[str, ...] = ()
    """The rules that it speaks of."""


@dataclass(frozen=True)
class Answer:
    """The verdict of a pack on facts, as of a day.

    Attributes
    ----------
    at_least
        A later verdict that holds already while an earlier one is not known, so that work can begin.
    """

    pack: Pack
    on: date
    verdict: str
    label: Text
    is_decided: bool
    because: tuple[Because, ...]
    obligations: tuple[Obliged, ...]
    warnings: tuple[Warned, ...]
    rules: tuple[RuleResult, ...] = ()
    at_least: str = ""
    find_missing: Callable[[], tuple[str, ...]] | None = field(default=None, compare=False, repr=False)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The shortest list of facts that decides, whatever their values turn out to be; empty when decided.

        Worked out when it is asked: that costs more than the verdict.
        """
        return self.find_missing() if self.find_missing else ()

    def record(self, language: str = "nl", *, is_full: bool = True) -> dict[str, Any]:
        """Return the answer as plain data, its sentences in one language.

        Parameters
        ----------
        is_full
            With each rule, the conditions that held, and what may follow once more is known.
        """
        made: dict[str, Any] = {
            "pack": self.pack.key,
            "version": self.pack.version,
            "hash": self.pack.sha256,
            "on": self.on.isoformat(),
            "verdict": self.verdict,
            "because": [_because(one, language, is_full) for one in self.because],
            "missing": list(self.missing),
            "obligations": [_obliged(one, language) for one in self.obligations if not one.is_possible],
            "warnings": [_warned(one, language) for one in self.warnings],
        }
        return made | self._rest(language) if is_full else made

    def _rest(self, language: str) -> dict[str, Any]:
        made: dict[str, Any] = {}
        if possible := [_obliged(one, language) for one in self.obligations if one.is_possible]:
            made["possible_obligations"] = possible
        if self.at_least:
            made["at_least"] = self.at_least
        if self.rules:
            made["rules"] = [_rule(one, language) for one in self.rules]
        return made


def _because(one: Because, language: str, is_full: bool) -> dict[str, Any]:
    made = {"rule": one.rule, "reference": one.reference, "text": said(one.text, language)}
    return made | {"facts": list(one.facts)} if is_full else made


def _warned(one: Warned, language: str) -> dict[str, Any]:
    named = f"{', '.join(one.names)}: " if one.names else ""
    return {"code": one.code, "text": f"{named}{said(one.text, language)}"}


def _obliged(one: Obliged, language: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "what": said(one.what, language),
        "from": one.since.isoformat() if one.since else None,
        "by": one.by.isoformat() if one.by else None,
        "reference": one.reference,
    }


def _rule(one: RuleResult, language: str) -> Mapping[str, Any]:
    return {
        "rule": one.rule.id,
        "met": {Truth.TRUE: True, Truth.FALSE: False}.get(one.met),
        "applies": {Truth.TRUE: True, Truth.FALSE: False}.get(one.applies),
        "severity": one.severity.value,
        "reference": one.rule.reference,
        "text": said(one.rule.refusal if one.met is Truth.FALSE else one.rule.title, language),
        "unknown": list(one.unknown),
    }
