"""What a rule pack holds. It is read from TOML (`read_pack`) and never changes afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from stuurbord.rulebooks.rule_pack.literals import ALWAYS, Condition, Term, Value

Text = Mapping[str, str]
"""Language → sentence; Dutch is always there."""


class Severity(StrEnum):
    """What it means that a rule is not met."""

    BLOCKING = "blocking"
    """No decision is possible without a waiver."""
    CONDITION = "condition"
    """Going on is possible, on condition that it is met by a day."""
    NOTICE = "notice"
    """Worth saying."""


@dataclass(frozen=True, slots=True)
class Dated:
    """What holds from a day up to, not including, another; None leaves that side open."""

    since: date | None = None
    until: date | None = None

    def holds_on(self, on: date) -> bool:
        """Return whether it is in force on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that the pack reads.

    Attributes
    ----------
    name
        A name that ends in ``.*`` stands for a family: ``evidence.GEB``, ``evidence.TST``.
    kind
        ``flag``, ``number``, ``date`` or ``text``.
    """

    name: str
    kind: str
    label: Text
    question: Text = field(default_factory=dict)
    unit: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedValue:
    """A threshold with its validity: read like a fact that is always known.

    Attributes
    ----------
    act
        The act that set it in what ``reference`` names; empty where that is not told.
    """

    name: str
    value: Value
    kind: str
    window: Dated
    label: Text
    unit: str = ""
    reference: str = ""
    is_verified: bool = True
    act: str = ""


@dataclass(frozen=True, slots=True)
class VerdictRule:
    """One possible verdict; the first whose condition holds is given."""

    code: str
    when: Condition
    label: Text
    window: Dated
    reference: str = ""
    is_verified: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """A requirement that is met, not met or not known, each judged by itself.

    Attributes
    ----------
    at
        Where it is asked: gates, targets. Empty: everywhere.
    applies, require
        It is met if it does not apply or what it requires holds.
    evidence
        Kinds of evidence that show it.
    question
        What a person attests, where no computation can tell.
    role
        Who may attest it, as a role of the method: ``ciso``.
    """

    id: str
    at: tuple[str, ...]
    title: Text
    message: Text
    severity: Severity
    window: Dated
    require: Condition
    applies: Condition = ALWAYS
    references: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    question: Text = field(default_factory=dict)
    role: str = ""
    is_verified: bool = True

    @property
    def reference(self) -> str:
        return " · ".join(self.references)

    @property
    def refusal(self) -> Text:
        """What is said when it is not met."""
        return self.message or self.title

    @property
    def weight(self) -> Severity:
        """What it weighs: a rule that nobody verified only warns."""
        return self.severity if self.is_verified else Severity.NOTICE

    @property
    def is_attested(self) -> bool:
        """Whether a person answers it."""
        return bool(self.question)


@dataclass(frozen=True, slots=True)
class Obligation:
    """A duty that follows from the facts, from a day and perhaps by a day."""

    id: str
    when: Condition
    what: Text
    window: Dated
    """``since`` is the day from which the duty applies: one that is still to come is told with its day."""
    since_legacy: date | None = None
    """The day for what was in use before."""
    by: Term | None = None
    reference: str = ""
    is_verified: bool = True


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Facts that cannot hold together."""

    id: str
    when: Condition
    text: Text


@dataclass(frozen=True)
class Pack:
    """A rule book as it stands in one version."""

    key: str
    version: str
    sha256: str
    title: Text
    source: str = ""
    unknown_verdict: str = "ONBEPAALD"
    default_verdict: str = ""
    default_label: Text = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    values: tuple[NamedValue, ...] = ()
    derived: Mapping[str, Condition] = field(default_factory=dict)
    verdicts: tuple[VerdictRule, ...] = ()
    rules: tuple[Rule, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)
    """Where each rule stands in its file: ``rule:G2-PLAN`` → line."""

    def fact(self, name: str) -> Fact | None:
        """Return the declaration of a fact, by its name or its family; None if it is not declared."""
        return self._declared.get(name) or self._declared.get(name.rpartition(".")[0] + ".*")

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The gates or targets that its rules name."""
        return tuple(sorted({place for rule in self.rules for place in rule.at}))

    def asks_at(self, place: str) -> bool:
        """Return whether a rule names a place; one that names ``G3`` is asked at each ``G3.n``."""
        return place in self.places or place.partition(".")[0] in self.places

    @cached_property
    def _declared(self) -> Mapping[str, Fact]:
        return {one.name: one for one in self.facts}

    def with_rules_of(self, other: Pack) -> Pack:
        """Return this pack with the rules of another beside its own; its hash tells both."""
        known = {one.id for one in self.rules}
        own = {one.name for one in self.values}
        both = hashlib.sha256(f"{self.sha256}{other.sha256}".encode()).hexdigest()
        return replace(
            self,
            version=f"{self.version}+{other.key}/{other.version}",
            sha256=both,
            facts=(*self.facts, *(one for one in other.facts if self.fact(one.name) is None)),
            values=(*self.values, *(one for one in other.values if one.name not in own)),
            derived={**other.derived, **self.derived},
            rules=(*self.rules, *(one for one in other.rules if one.id not in known)),
        )


def said(text: Text, language: str) -> str:
    """Return a text in a language, else in Dutch."""
    return text.get(language) or text.get("nl") or next(iter(text.values()), "")


def as_plain(value: Any) -> Any:
    """Return a value as TOML and JSON write it."""
    return value.isoformat() if isinstance(value, date) else value
