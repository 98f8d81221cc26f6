"""What a procurement file must hold: the items of ``checklist.toml``, mandatory or not, or not known yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final, Protocol

from stuurbord.rulebooks.rule_pack import Pack, read_pack
from stuurbord.rulebooks.rule_pack.facts import typed
from stuurbord.rulebooks.rule_pack.literals import Value
from stuurbord.rulebooks.rule_pack.looking import Look, standing
from stuurbord.rulebooks.rule_pack.model import Rule, Text
from stuurbord.rulebooks.rule_pack.truth import Truth

STAGES: Final = (
    "need",
    "estimate",
    "procedure",
    "specifications",
    "publication",
    "opening",
    "examination",
    "negotiation",
    "award_report",
    "decision",
    "notice",
    "standstill",
    "conclusion",
    "started",
    "ended",
)
"""By which an item must be there, in the order of a file's life."""


_NONE: Final = "none"


class Advised(Protocol):
    """An answer of the evaluator."""

    def plain(self) -> Mapping[str, Any]:
        """Return it with the keys of the worked cases."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A fact that keeps an item from being known."""

    fact: str
    question: Text


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing that a file holds.

    Attributes
    ----------
    due
        The stage by which it must be there, one of `STAGES`.
    mandatory
        TRUE, FALSE (it may be there), or UNKNOWN while a fact is missing.
    missing
        The facts on which that waits.
    documents
        Codes of the kinds of evidence that show it.
    retention_years
        How long it is kept after final acceptance.
    """

    id: str
    title: Text
    due: str
    mandatory: Truth
    missing: tuple[Unanswered, ...]
    documents: tuple[str, ...]
    role: str
    references: tuple[str, ...]
    is_verified: bool
    retention_years: int

    @property
    def number(self) -> str:
        """Its place in the list: ``1``, ``09A`` as ``9A``."""
        return self.id.removeprefix("PF-").lstrip("0")


def checklist(advice: Advised | Mapping[str, Any], facts: Mapping[str, Any]) -> tuple[ChecklistItem, ...]:
    """Return every item in the order of the file, with whether it is mandatory for these facts.

    Parameters
    ----------
    advice
        The evaluator's answer, or its plain form as it was kept.
    facts
        Those of the evaluator and of `questions`. An answer of a person goes before what the advice tells.

    Raises
    ------
    ValueError
        If a fact that the list reads is of another kind: a text where a flag is meant.
    """
    pack = checklist_pack()
    on = facts.get("date")
    look = Look(standing(pack, on if type(on) is date else date.max), _facts(pack, advice, facts))
    return tuple(_item(look, rule) for rule in look.standing.rules)


def questions() -> Mapping[str, Text]:
    """Return fact → question for the facts that people answer, in the order of the file."""
    return {one.name: one.question for one in checklist_pack().facts if one.question}


@cache
def checklist_pack() -> Pack:
    """Return the items as a rule pack."""
    text = files("stuurbord.rulebooks.be_procurement").joinpath("checklist.toml").read_text(encoding="utf-8")
    return read_pack(text, "be_procurement/checklist.toml")


def _item(look: Look, rule: Rule) -> ChecklistItem:
    pack, years = look.standing.pack, look.standing.values["retention_years"]
    asked = pack.fact
    return ChecklistItem(
        id=rule.id,
        title=rule.title,
        due=rule.at[0],
        mandatory=Truth(look.condition(rule.applies)),
        missing=tuple(
            Unanswered(name, found.question)
            for name in look.unknown_facts(look.unknown_names(rule.applies))
            if (found := asked(name)) is not None
        ),
        documents=rule.evidence,
        role=rule.role,
        references=rule.references,
        is_verified=rule.is_verified,
        retention_years=int(Decimal(str(years))),
    )


def _facts(pack: Pack, advice: Advised | Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Value]:
    told = dict(advice) if isinstance(advice, Mapping) else dict(advice.plain())
    chosen = facts.get("chosen") or None
    follows: dict[str, Any] = {
        "procedure": chosen,
        "standstill": _flag(told.get(f"standstill_if_{chosen}", told.get("standstill"))),
        "lots_duty": _flag(told.get("lots_duty")),
        "bond": _flag(told.get("bond_eur")),
        # whether one is granted is for people to say, unless the law knows none
        "advance": False if told.get("advance") == _NONE else None,
    }
    given = {one.name: facts[one.name] for one in pack.facts if facts.get(one.name) is not None}
    given = {name: value for name, value in given.items() if not _is_beside(pack, name, value)}
    kinds = {one.name: one.kind for one in pack.facts}
    return {name: typed(kinds[name], value) for name, value in {**follows, **given}.items()}


def _is_beside(pack: Pack, name: str, value: Any) -> bool:
    """Return whether a value is none of the choices of its fact: the list knows nothing of concessions."""
    fact = pack.fact(name)
    return fact is not None and bool(fact.choices) and value not in fact.choices


def _flag(told: Any) -> bool | None:
    """Return whether a figure of the advice asks for something; None where it is not known."""
    if told is None or isinstance(told, str):
        return None
    return bool(told)
