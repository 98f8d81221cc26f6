"""Why two answers on the same contract differ: the figure that moved and the rule that reads it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from stuurbord.rulebooks.be_procurement.difference.aspects import Aspect
from stuurbord.rulebooks.be_procurement.difference.figures import ALWAYS_IN_LAW
from stuurbord.rulebooks.be_procurement.evaluate import Advice
from stuurbord.rulebooks.be_procurement.law import Asked
from stuurbord.rulebooks.rule_pack.literals import names_in
from stuurbord.rulebooks.rule_pack.model import NamedValue, Obligation


@dataclass(frozen=True, slots=True)
class Cause:
    """Why an answer differs.

    Attributes
    ----------
    figure
        The name of the figure that moved; ``works_half`` for half of the European threshold for works; empty
        where no figure did, but another procedure is in force.
    before, after
        That figure on both days, in its unit; None where the book has none that day.
    reference
        Source and article of the rule or duty that reads it.
    reads
        ``estimate`` or ``approved``: which amount it tests.
    act
        The figure with the act that set it, as it becomes.
    set_by
        What that act is called; contracts of which another act sets the figure are told apart.
    """

    figure: str = ""
    before: Decimal | None = None
    after: Decimal | None = None
    reference: str = ""
    reads: str = "estimate"
    is_verified: bool = True
    act: NamedValue | None = field(default=None, hash=False, compare=False)
    set_by: str = ""


def cause_of(aspect: Aspect, old: Advice, new: Advice) -> Cause:
    """Return why an aspect of two answers on the same contract differs."""
    found = _cause_of(aspect, old, new)
    if found.act is None:
        return found
    special = new.law.values.get("eu_special")
    is_of_works = found.figure in ("eu_works", "works_half") and new.told.text("sector") == "special"
    # One amount for works in both sectors, each set for its own directive.
    act = replace(found.act, reference=special.reference) if is_of_works and special else found.act
    cited = act.reference if found.reference == found.act.reference else found.reference
    return replace(found, act=act, set_by=act.reference, reference=cited)


def _cause_of(aspect: Aspect, old: Advice, new: Advice) -> Cause:
    topic, procedure = aspect
    if topic == "procedure":
        return _of_rule(procedure, old, new)
    is_other_level = old.level != new.level
    sector = new.told.text("sector")
    if topic in ("level", "award_notice", "term", "standstill", "reasons") and is_other_level:
        return _of_figure(eu_figure(new), old, new, aspect)
    names = {
        "standstill": "works_half",
        "reasons": f"motivation_{sector}",
        "lots": "eu_classic_central",
        "bond": "bond_floor",
        "advance": "advance_direct_pct",
        "payment": "processing_days",
        "e_invoice": "e_invoice_floor",
        "award_notice": "simplified_award_notice",
        "yearly": "yearly_report_due",
    }
    return _of_figure(names.get(topic, ""), old, new, aspect)


def eu_figure(advice: Advice) -> str:
    """Return the name of the European threshold of a contract."""
    told = advice.told
    kind, sector = told.text("kind"), told.text("sector")
    if kind == "works":
        return "eu_works"
    if kind == "social":
        return f"eu_social_{sector}"
    if sector == "special":
        return "eu_special"
    return "eu_classic_central" if told.text("buyer") == "federal_central" else "eu_classic_subcentral"


_DUTIES: Final = {
    "standstill": "STANDSTILL",
    "lots": "LOTS",
    "award_notice": "AWARD-NOTICE-EU",
    "payment": "PROCESSING",
    "e_invoice": "E-INVOICE",
    "bond": "BOND",
    "yearly": "YEARLY-TOTALS-LOW",
    "reasons": "INFORM",
}
"""The duty of the rule book whose article a topic cites."""
_APPROVED: Final = ("works_half", "bond_floor", *ALWAYS_IN_LAW)
"""Figures that are held against the expenditure to approve."""


def _of_figure(name: str, old: Advice, new: Advice, aspect: Aspect) -> Cause:
    """Return a figure of the law as the reason, if it moved; else that another procedure is in force."""
    read = "eu_works" if name == "works_half" else name
    before, after_ = old.law.values.get(read), new.law.values.get(read)
    cited, is_cited_verified = _cited(aspect, new, name)
    reads = "approved" if name in _APPROVED else "estimate"
    sides = [one for one in (before, after_) if one is not None]
    is_gap = read in ALWAYS_IN_LAW and None in (before, after_)
    is_verified = is_cited_verified and not is_gap and all(one.is_verified for one in sides)
    if before == after_:
        return Cause("", None, None, cited, reads, is_verified)
    return Cause(name, _amount(name, old), _amount(name, new), cited, reads, is_verified, after_ or before)


def _cited(aspect: Aspect, advice: Advice, figure: str) -> tuple[str, bool]:
    """Return source and article of what a topic rests on, and whether somebody read it."""
    topic, procedure = aspect
    pack, sector = advice.law.pack, advice.told.text("sector")
    starts = {"term": f"days.{sector}.{procedure}.", "advance": "advance_", "level": figure}
    if figure in ALWAYS_IN_LAW:
        starts[topic] = figure
    rows: list[NamedValue | Obligation]
    if (start := starts.get(topic)) is not None:
        rows = [one for one in pack.values if start and one.name.startswith(start)]
    else:
        rows = [one for one in pack.obligations if one.id == _DUTIES.get(topic)]
    rows = [one for one in rows if one.window.holds_on(advice.law.on)] or rows
    return (rows[0].reference, rows[0].is_verified) if rows else ("", True)


def _amount(name: str, advice: Advice) -> Decimal | None:
    return advice.law.works_half if name == "works_half" else advice.law.amounts.get(name)


def _of_rule(procedure: str, old: Advice, new: Advice) -> Cause:
    """Return the rule of a procedure that is met on one day only, with the figure in it that moved."""
    before = {one.rule.id: (old.truth_of(one.rule.id), one.is_verified) for one in old.law.asked[procedure]}
    causes = [
        _of_asked(asked, old, new)
        for asked in new.law.asked[procedure]
        if before.get(asked.rule.id) != (new.truth_of(asked.rule.id), asked.is_verified)
    ]
    return min(causes, key=lambda one: (not one.figure, not one.is_verified), default=Cause())


def _of_asked(asked: Asked, old: Advice, new: Advice) -> Cause:
    rule = asked.rule
    names = [one for one in names_in(rule.require) if one in new.law.amounts]
    moved = next((one for one in names if old.law.amounts.get(one) != new.law.amounts.get(one)), "")
    if not moved and old.level != new.level:
        moved = eu_figure(new)
    reads = "approved" if "approved" in names_in(rule.require) else "estimate"
    reference = rule.references[0] if rule.references else ""
    act = new.law.values.get(moved)
    return Cause(moved, _amount(moved, old), _amount(moved, new), reference, reads, asked.is_verified, act)
