"""What the engine answers: verdict, reasons, missing facts, dated obligations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
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
    unknown: tuple[str, ...]
    """The facts that keep it from being known."""

    @property
    def severity(self) -> Severity:
        """What it weighs: a rule that nobody verified only warns."""
        return self.rule.severity if self.rule.is_verified else Severity.NOTICE


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
    """Something to mind: a contradiction, a rule that nobody verified."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict of a pack on facts, as of a day.

    Attributes
    ----------
    missing
        The shortest list of facts that decides, whatever their values turn out to be; empty when decided.
    at_least
        A later verdict that holds already while an earlier one is not known, so that work can begin.
    """

    pack: Pack
    on: date
    verdict: str
    label: Text
    is_decided: bool
    because: tuple[Because, ...]
    missing: tuple[str, ...]
    obligations: tuple[Obliged, ...]
    warnings: tuple[Warned, ...]
    rules: tuple[RuleResult, ...] = ()
    at_least: str = ""

    def record(self, language: str = "nl") -> dict[str, Any]:
        """Return the answer as plain data, its sentences in one language."""
        made: dict[str, Any] = {
            "pack": self.pack.key,
            "version": self.pack.version,
            "hash": self.pack.sha256,
            "on": self.on.isoformat(),
            "verdict": self.verdict,
            "because": [_because(one, language) for one in self.because],
            "missing": list(self.missing),
            "obligations": [_obliged(one, language) for one in self.obligations if not one.is_possible],
            "warnings": [{"code": one.code, "text": said(one.text, language)} for one in self.warnings],
        }
        if possible := [_obliged(one, language) for one in self.obligations if one.is_possible]:
            made["possible_obligations"] = possible
        if self.at_least:
            made["at_least"] = self.at_least
        if self.rules:
            made["rules"] = [_rule(one, language) for one in self.rules]
        return made


def _because(one: Because, language: str) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "reference": one.reference,
        "text": said(one.text, language),
        "facts": list(one.facts),
    }


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
        "severity": one.severity.value,
        "reference": one.rule.reference,
        "text": said(one.rule.title if one.met is Truth.TRUE else one.rule.message, language),
        "unknown": list(one.unknown),
    }
