"""What the Procedure page shows of an advice, line by line, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stuurbord.language import LANGUAGES, NBSP
from stuurbord.plan.legal_periods import legal_period
from stuurbord.rulebooks.be_procurement import (
    DatedValue,
    MissingFact,
    Obligation,
    ProcedureVerdict,
    Reason,
    assumed,
    value,
)
from stuurbord.rulebooks.be_procurement.catalogue import catalogue
from stuurbord.rulebooks.be_procurement.duties import advance
from stuurbord.rulebooks.be_procurement.sentences import plain
from stuurbord.rulebooks.rule_pack.model import said
from stuurbord.web.procurements.advising import Asked, day_of
from stuurbord.web.procurements.answering import Question, question_of
from stuurbord.web.procurements.dated import Dates, earliest
from stuurbord.web.procurements.models import ChoiceVerdict, ProcurementFile
from stuurbord.web.procurements.people import in_charge
from stuurbord.web.procurements.timeline import DISPATCH, Bar, Lane
from stuurbord.web.procurements.words import procedure_name
from stuurbord.web.reader import reader

STATUS_OF = {
    ChoiceVerdict.ALLOWED: "on_track",
    ChoiceVerdict.CONDITIONAL: "adjust",
    ChoiceVerdict.UNKNOWN: "undetermined",
    ChoiceVerdict.REFUSED: "intervene",
}
"""Shape and colour of a verdict, as the pages draw a status."""


_AFTER_CONCLUSION = {
    "AWARD-NOTICE-EU": "award_notice_days",
    "AWARD-NOTICE-SIMPLE": "award_notice_days",
    "BOND": "bond_days",
    "BOND-OLD": "bond_days",
}
"""Duty → the figure of the law that counts its days from the conclusion."""
_BONDS = ("BOND", "BOND-OLD")
"""The buyer asks the bond in the procurement documents; the contractor lodges it after the conclusion."""
_BY_DISPATCH = ("LOTS", "BOND", "BOND-OLD", "E-PROCUREMENT", "WEIGHTS", "PRICE-REVISION", "REASONED-CHOICE")
"""Duties that the documents or the choice of procedure fulfil: after the dispatch it is too late."""
_BY_DECISION = {"PRICE-CHECK": ("S15", "S14", "S21"), "DELEGATION": ("S21",)}
"""Duty → the steps before the award of which the first that the calendar has ends it."""
HFB = "HFB"
_ONLY_CENTRAL = "HFB-ONLY"
"""The rule under which a purchase goes through a central purchasing body."""
_BY_AMOUNT = ("VOPZB", "OZO", "MPO")
"""Procedures that are allowed up to an amount without a ground."""
_CENTRAL, _GROUNDS = "central_purchasing", "grounds"
_EXECUTION = ("PROCESSING", "PROCESSING-OLD", "E-INVOICE")
"""Duties of the holder of the file; the lawyer sees to the others."""


@dataclass(frozen=True)
class Article:
    """One article that a verdict rests on."""

    article: str
    source: str
    validity: str
    is_verified: bool


@dataclass(frozen=True)
class VerdictRow:
    """One procedure in the table.

    Attributes
    ----------
    gate_on
        The day of the gate that waits for the contract, by the plan.
    is_marked_out
        Whether the rest of the page speaks of this one.
    is_choosable
        False where a question comes first.
    """

    code: str
    name: str
    why: tuple[str, ...]
    verdict: str
    status: str
    word: str
    note: str
    articles: tuple[Article, ...]
    minimum: str
    closing: date | None
    gate_on: date | None
    is_chosen: bool
    is_suggested: bool
    is_marked_out: bool
    is_choosable: bool = True


@dataclass(frozen=True)
class DutyRow:
    """One duty; ``is_expected`` where its day rests on a moment that is still to come."""

    text: str
    article: str
    is_verified: bool
    due: date | None
    is_expected: bool
    who: str


@dataclass(frozen=True)
class MissingRow:
    """One question that is not answered yet: what waits for it, or what is taken for granted meanwhile."""

    question: Question
    waits: str


_RANK = (ChoiceVerdict.ALLOWED, ChoiceVerdict.CONDITIONAL, ChoiceVerdict.UNKNOWN, ChoiceVerdict.REFUSED)
"""Which verdicts come first in the table; among equals, the order of merit of the rule book."""


def verdict_rows(dates: Dates, file: ProcurementFile, before: Asked, marked_out: str) -> list[VerdictRow]:
    """Return the procedures in question: those that are allowed first, each group in order of merit.

    Parameters
    ----------
    before
        The advice on the facts that are kept.
    marked_out
        The procedure that the rest of the page speaks of.
    """
    first, soonest = dates.answer.first_allowed, earliest(dates)
    notes = {one.code: _note(one, file, dates.answer, before) for one in dates.answer.advice.procedures}
    if first is not None and dates.is_open and not notes[first.code]:
        notes[first.code] = _("proposed: concluded first") if first.code == soonest else _("proposed")
    rows = [
        _row(
            one,
            dates,
            notes[one.code],
            is_chosen=one.code == file.procedure,
            is_suggested=one is first and dates.is_open,
            is_marked_out=one.code == marked_out,
        )
        for one in dates.answer.advice.procedures
    ]
    if dates.is_open and _CENTRAL in _asked_apart(dates.answer):
        rows.append(_unasked_central(dates.answer))
    return sorted(rows, key=lambda row: _RANK.index(ChoiceVerdict(row.verdict)))


def minimum_words(days: int | tuple[int, int] | None, verdict: str, *, is_known: bool = True) -> str:
    """Return the shortest periods: ``30 d``, ``30 + 25 d``, that there are none, or that it is unknown."""
    if verdict == ChoiceVerdict.REFUSED and (days is None or not is_known):
        return "–"
    if not is_known:
        return pgettext("procedure", "undetermined")
    if days is None:
        return _("none set")
    unit = _("d")
    if isinstance(days, int):
        return f"{reader().number(days)}{NBSP}{unit}" if days else _("none set")
    return f"{NBSP}+{NBSP}".join(reader().number(one) for one in days) + f"{NBSP}{unit}"


def articles_of(reasons: Iterable[Reason]) -> tuple[Article, ...]:
    """Return the articles of some reasons, each once."""
    made = {
        (one.source, one.article): Article(one.article, one.source, validity(one), one.verified)
        for one in reasons
        if one.article or one.source
    }
    return tuple(made.values())


def validity(one: Any) -> str:
    """Return the days on which something holds: ``01/01/2026 – 31/12/2027``, ``vanaf 01/01/2026``."""
    if one.valid_from and one.valid_to:
        return f"{reader().day(one.valid_from)} – {reader().day(one.valid_to)}"
    if one.valid_from:
        return _("from {day}").format(day=reader().day(one.valid_from))
    if one.valid_to:
        return _("to {day}").format(day=reader().day(one.valid_to))
    return ""


def duty_rows(file: ProcurementFile, answer: Asked, lane: Lane | None) -> list[DutyRow]:
    """Return the duties that follow, those with a day first and in their order.

    Parameters
    ----------
    lane
        The procedure that counts, on the calendar: the days that are still to come follow from it.
    """
    made = [row for one in answer.advice.obligations for row in _duty(one, file, answer, lane)]
    made += _advance(file, answer)
    return sorted(made, key=lambda one: (one.due is None, one.due or date.max))


def assumed_texts(answer: Asked, *, is_open: bool) -> list[str]:
    """Return what the verdicts take for granted as long as nobody fills in otherwise.

    Parameters
    ----------
    is_open
        Whether a procedure can still be chosen: then what may turn a verdict is asked instead.
    """
    if not answer.own:
        return []
    told = {
        "urgency": _("the ordinary periods: no urgency"),
        _CENTRAL: _("no purchase through a central purchasing body (art. 47 or 129)"),
        "framework": _("no framework agreement"),
        _GROUNDS: _("no ground for a procedure with negotiation or without a notice"),
    }
    apart = _asked_apart(answer) if is_open else ()
    return [told[one] for one in assumed(answer.own) if one not in apart]


def assumed_rows(answer: Asked) -> list[MissingRow]:
    """Return the questions whose answer is taken for no meanwhile, though a yes turns a verdict."""
    asked = {
        _CENTRAL: (
            _("Does a contract of a central purchasing body cover this?"),
            _("If so, no procedure of one’s own is needed (art. 47 or 129)."),
        ),
        _GROUNDS: (
            _("Is there a ground to negotiate, or to do without a notice?"),
            _waits_for(_on_grounds(answer)),
        ),
    }
    return [
        MissingRow(question_of(name, dict.fromkeys(LANGUAGES, asked[name][0]), answer.own), asked[name][1])
        for name in _asked_apart(answer)
    ]


def _asked_apart(answer: Asked) -> tuple[str, ...]:
    """Return what is taken for granted and decides on a procedure of this contract."""
    advice = answer.advice
    if advice.level not in ("eu", "national"):
        return ()
    names = assumed(answer.own)
    decides = {_CENTRAL: True, _GROUNDS: bool(_on_grounds(answer))}
    return tuple(one for one in names if decides.get(one))


def _on_grounds(answer: Asked) -> list[str]:
    """Return the procedures that a ground would allow; none where the amount allows to negotiate."""
    told = answer.advice.told
    found = {
        code
        for one in catalogue().grounds.values()
        if one.fits(told.text("sector"), told.text("kind"))
        for code in one.procedures
    }
    beyond = (ChoiceVerdict.CONDITIONAL, ChoiceVerdict.REFUSED)
    codes = [one.code for one in answer.advice.procedures if one.code in found and one.verdict in beyond]
    return codes if {*codes} & {*_BY_AMOUNT} else []


def _unasked_central(answer: Asked) -> VerdictRow:
    """Return the purchase through a central body, as long as nobody looked whether there is a contract."""
    advice, sector = answer.advice, answer.advice.told.text("sector")
    reason = advice.law.reasons[_ONLY_CENTRAL]
    reason = replace(reason, article=catalogue().procedure(HFB).articles.get(sector, reason.article))
    return VerdictRow(
        code=HFB,
        name=procedure_name(HFB),
        why=(_("Whether an existing contract covers this was not checked."),),
        verdict=ChoiceVerdict.UNKNOWN,
        status=STATUS_OF[ChoiceVerdict.UNKNOWN],
        word=str(ChoiceVerdict.UNKNOWN.label),
        note="",
        articles=articles_of((reason,)),
        minimum=minimum_words(None, ChoiceVerdict.UNKNOWN),
        closing=None,
        gate_on=None,
        is_chosen=False,
        is_suggested=False,
        is_marked_out=False,
        is_choosable=False,
    )


def missing_rows(answer: Asked) -> list[MissingRow]:
    """Return the questions that keep a verdict open, with what waits for each."""
    return [
        MissingRow(question_of(one.fact, one.question, answer.own), _waits(one))
        for one in answer.advice.missing
    ]


def _duty(one: Obligation, file: ProcurementFile, answer: Asked, lane: Lane | None) -> Iterator[DutyRow]:
    """Yield a duty with who sees to it; of a bond, what the buyer asks and what the contractor does."""
    text = said(one.text, reader().code)
    found = in_charge(file.lawyer, file.owner, executes=one.key in _EXECUTION)
    who = str(found or file.project.manager or "")
    due, is_expected = _due(one.key, file, answer, lane)
    if one.key not in _BONDS:
        yield DutyRow(text, one.article, one.verified, due, is_expected, who)
        return
    asked_by, is_planned = _with_dispatch(file, lane)
    yield DutyRow(text, one.article, one.verified, asked_by, is_planned, who)
    rule = _rule("bond_days", answer)
    if rule is not None:
        lodged = _("Lodge the bond, within {n} days of the conclusion.").format(
            n=reader().number(int(rule.amount))
        )
        article = f"{rule.source}, {rule.article}" if rule.article else rule.source
        is_verified = one.verified and rule.verified
        yield DutyRow(lodged, article, is_verified, due, is_expected, _("contractor"))


def _advance(file: ProcurementFile, answer: Asked) -> Iterator[DutyRow]:
    """Yield the advance whose duty hangs on the contractor, as long as its size is not filled in."""
    told = advance(answer.advice)
    rules = [_rule(f"advance_{size}_pct", answer) for size in ("micro", "small", "medium")]
    found = [one for one in rules if one is not None]
    if told is None or len(found) != len(rules) or told != plain(answer.advice.law, "advance_sme"):
        return
    micro, small, medium = (reader().number(one.amount) for one in found)
    text = _(
        "Pay an advance if the contractor is an SME: {micro}% to a micro, at least {small}% to a small and"
        " at least {medium}% to a medium-sized enterprise. Undetermined until the size of the contractor is"
        " filled in."
    ).format(micro=micro, small=small, medium=medium)
    who = str(in_charge(file.lawyer, file.owner, executes=True) or file.project.manager or "")
    first = found[0]
    article = f"{first.source}, {first.article}" if first.article else first.source
    yield DutyRow(text, article, all(one.verified for one in found), None, False, who)


def _due(key: str, file: ProcurementFile, answer: Asked, lane: Lane | None) -> tuple[date | None, bool]:
    """Return the day by which a duty falls due, and whether that rests on an expected moment."""
    if key in _AFTER_CONCLUSION:  # of a bond: when it is lodged
        concluded = file.concluded_on or (lane.closing if lane else None)
        figure = _figure(_AFTER_CONCLUSION[key], answer)
        if concluded is None or figure is None:
            return None, False
        return legal_period(concluded, figure).last_day, file.concluded_on is None
    if key == "STANDSTILL":
        bar = _bar(lane, "S23")
        figure = _figure("standstill_days", answer)
        if file.informed_on is not None and figure is not None:
            return legal_period(file.informed_on, figure).last_day, False
        return (bar.last if bar else None), True
    if key == "INFORM":
        bar = _bar(lane, "S22") or _bar(lane, "S21")
        return file.informed_on or (bar.last if bar else None), file.informed_on is None
    if key in _BY_DISPATCH:
        return _with_dispatch(file, lane)
    if key == "INSPECTION":
        bar = _bar(lane, "S07")
        return (bar.first if bar else None), True
    if key in _BY_DECISION:
        bars = (_bar(lane, step) for step in _BY_DECISION[key])
        bar = next((one for one in bars if one is not None), None)
        return file.awarded_on or (bar.last if bar else None), file.awarded_on is None
    return None, False


def _with_dispatch(file: ProcurementFile, lane: Lane | None) -> tuple[date | None, bool]:
    bar = _bar(lane, DISPATCH)
    return file.published_on or (bar.last if bar else None), file.published_on is None


def _figure(name: str, answer: Asked) -> int | None:
    found = _rule(name, answer)
    return int(found.amount) if found else None


def _rule(name: str, answer: Asked) -> DatedValue | None:
    on = day_of(answer.own.get("date"))
    try:
        return value(name, on) if on else None
    except KeyError:
        return None


def _bar(lane: Lane | None, step: str) -> Bar | None:
    return next((one for one in lane.bars if one.step == step), None) if lane else None


def _waits(one: MissingFact) -> str:
    return _waits_for(one.procedures)


def _waits_for(codes: Iterable[str]) -> str:
    names = [f"{name[:1].lower()}{name[1:]}" for name in map(procedure_name, codes)]
    if not names:
        return ""
    return _("Decides on: {names}.").format(names=", ".join(names))


def _row(one: ProcedureVerdict, dates: Dates, note: str, **flags: bool) -> VerdictRow:
    code, lane = reader().code, dates.lanes[one.code]
    why = [said(reason.text, code) for reason in one.reasons]
    if one.condition and not one.is_on_grounds:
        why.append(said(one.condition, code))
    has_days = one.verdict != ChoiceVerdict.REFUSED or flags["is_chosen"]
    return VerdictRow(
        code=one.code,
        name=procedure_name(one.code),
        why=tuple(dict.fromkeys(filter(None, why))),
        verdict=one.verdict,
        status=STATUS_OF[ChoiceVerdict(one.verdict)],
        word=str(ChoiceVerdict(one.verdict).label),
        note=note,
        articles=articles_of(one.reasons),
        minimum=minimum_words(one.min_days, one.verdict, is_known=one.is_minimum_known),
        closing=lane.closing if has_days else None,
        gate_on=lane.gate_on if has_days else None,
        **flags,
    )


def _note(one: ProcedureVerdict, file: ProcurementFile, answer: Asked, before: Asked) -> str:
    """Return whether it was chosen, and at which estimate where that is another one now."""
    if one.code != file.procedure:
        return ""
    was, now = before.advice.estimate, answer.advice.estimate
    if was is None or was == now:
        return _("chosen")
    amount = reader().exact_euro(was)
    return _("chosen at {amount}").format(amount=amount)
