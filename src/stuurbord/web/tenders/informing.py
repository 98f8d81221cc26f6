"""Who is told what of a decision, and from which day the contract can be concluded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from stuurbord.errors import N_
from stuurbord.plan.legal_periods import legal_period
from stuurbord.rulebooks.be_procurement import value
from stuurbord.rulebooks.rule_pack.model import Text, said
from stuurbord.web.procurements.models import ProcurementFile, ProcurementLot
from stuurbord.web.reader import reader
from stuurbord.web.tenders.keeping import standing_decision
from stuurbord.web.tenders.law import (
    ONE_PHASE,
    WITHOUT_INFORMATION,
    asked_with_award,
    reference_day,
    validity_end,
)
from stuurbord.web.tenders.models import (
    REMOVED,
    AwardDecision,
    DecisionKind,
    Examination,
    ExaminationStep,
    PriceVerdict,
    Tender,
    TendererInformed,
)
from stuurbord.web.tenders.queries import awarded_elsewhere

WINNER, NOT_CHOSEN, IRREGULAR, NOT_SELECTED, LATE = (
    "winner",
    "not_chosen",
    "irregular",
    "not_selected",
    "late",
)
_WHAT: Final = {
    WINNER: N_("the reasoned decision; it creates no contract yet"),
    NOT_CHOSEN: N_("the reasoned decision"),
    IRREGULAR: N_("the reasons for the removal, as an extract of the reasoned decision"),
    NOT_SELECTED: N_(
        "the reasons for the exclusion or non-selection, as an extract of the reasoned decision"
    ),
    LATE: N_("that the tender came too late and was not considered"),
}
"""What the law on legal protection asks to send (law of 17/06/2013, art. 7 and 8)."""
_RESULT_ONLY: Final = N_("the result; the reasons follow on written request")
"""What suffices up to the threshold of the motivation (art. 29/1)."""
_NO_AWARD: Final = N_("the reasoned decision not to award")
_LIGHT: Final = "art29_1"


@dataclass(frozen=True)
class Recipient:
    """One tenderer to tell; ``sent_on`` is None as long as nobody was told."""

    tender: Tender
    role: str
    what: str
    sent_on: date | None
    channel: str


@dataclass(frozen=True)
class Standstill:
    """Until when the conclusion waits.

    Attributes
    ----------
    days
        0 where no standstill is due; None where that is not known.
    sent_on
        The last sending; None until everybody was told.
    last_day, first_day
        The last day of the standstill, and the first on which the contract can be concluded.
    unknown
        The questions on which it waits, where ``days`` is None.
    """

    days: int | None
    sent_on: date | None
    last_day: date | None
    first_day: date | None
    article: str
    is_verified: bool
    unknown: Sequence[str] = ()


@dataclass(frozen=True)
class Hindrance:
    """Why the contract cannot be concluded; not sure: it is, with a reason that stays."""

    text: str
    is_sure: bool


def recipients_of(decision: AwardDecision, regime: str | None = None) -> list[Recipient]:
    """Return who is told of a decision, and whether that was done.

    Parameters
    ----------
    regime
        Of the rule book; None: asked here.
    """
    if regime is None:
        regime = regime_of(decision)
    return [
        Recipient(
            tender=tender,
            role=role,
            what=_what(role, decision, regime),
            sent_on=done.sent_on if done else None,
            channel=done.channel if done else "",
        )
        for tender, role, done in _concerned(decision)
    ]


def _concerned(decision: AwardDecision) -> list[tuple[Tender, str, TendererInformed | None]]:
    """Return each tender with its role and who told of it, read once for this decision."""
    if "_concerned" not in decision.__dict__:
        told = {one.tender_id: one for one in decision.informed.all()}
        tenders = Tender.objects.filter(file=decision.file_id, lot=decision.lot_id, is_withdrawn=False)
        found = tenders.select_related("price_check").prefetch_related("examinations").order_by("number")
        decision.__dict__["_concerned"] = [(one, _role(one, decision), told.get(one.pk)) for one in found]
    made: list[tuple[Tender, str, TendererInformed | None]] = decision.__dict__["_concerned"]
    return made


def regime_of(decision: AwardDecision) -> str:
    """Return the regime of information of the rule book; empty where it is not known."""
    amount = decision.amount
    total = None if amount is None else amount + awarded_elsewhere(decision.file, decision.lot)
    return str(asked_with_award(decision.file, total).advice.plain().get("regime") or "")


def standstill_of(file: ProcurementFile, decision: AwardDecision) -> Standstill:
    """Return until when the conclusion of what was awarded waits."""
    total = (decision.amount or Decimal(0)) + awarded_elsewhere(file, decision.lot)
    answer = asked_with_award(file, total, only_concerned=_only_concerned(decision))
    verdict = answer.verdict_on(file.procedure)
    rule = value("standstill_days", reference_day(file))
    article = rule.article if rule else ""
    is_verified = rule is not None and rule.verified
    if verdict is None or verdict.standstill_days is None:
        unknown = [reader_text(one.question) for one in answer.advice.missing]
        return Standstill(None, None, None, None, article, is_verified, unknown)
    if verdict.standstill_days == 0:
        return Standstill(0, None, None, None, article, is_verified)
    sent = [one.sent_on for one in recipients_of(decision, "")]
    days = verdict.standstill_days
    last = None if not sent or None in sent else max(one for one in sent if one is not None)
    if last is None:
        return Standstill(days, None, None, None, article, is_verified)
    period = legal_period(last, days)
    return Standstill(days, last, period.last_day, period.next_day, article, is_verified)


def reader_text(text: Text) -> str:
    """Return a text of the rule book in the reader's language."""
    return said(text, reader().code)


def conclusion_hindrances(
    file: ProcurementFile, lot: ProcurementLot | None, on: date, decision: AwardDecision | None = None
) -> list[Hindrance]:
    """Return what stands in the way of concluding the contract of a lot on a day; nothing if not awarded.

    Parameters
    ----------
    decision
        The one that counts; None: read here.
    """
    decision = decision or standing_decision(file, lot)
    if decision is None:
        return [Hindrance(_("Nothing was decided yet."), True)]
    if decision.kind != DecisionKind.AWARD:
        return []
    if on < decision.on:
        return [Hindrance(_("A contract is not concluded before its award."), True)]
    found = []
    waiting = [one.tender.number for one in recipients_of(decision, "") if one.sent_on is None]
    if waiting and regime_of(decision) != WITHOUT_INFORMATION:
        told = _("Not told of the decision yet: tender {numbers}.")
        found.append(Hindrance(told.format(numbers=", ".join(map(str, waiting))), True))
    standstill = standstill_of(file, decision)
    if standstill.days is None:
        told = _("Whether a standstill is due is undetermined. {what}")
        found.append(Hindrance(told.format(what=" ".join(standstill.unknown)).strip(), False))
    elif standstill.first_day is not None and on < standstill.first_day:
        told = _(
            "Standstill of {n} days: the contract may not be concluded before {day} "
            "(law of 17/06/2013, {article})."
        )
        text = told.format(
            n=standstill.days, day=reader().day(standstill.first_day), article=standstill.article
        )
        found.append(Hindrance(text, standstill.is_verified))
    end = validity_end(file)
    if end is not None and on > end[0] and not standstill.days:
        told = _("The tenders were valid until {day}: ask the tenderer to keep its tender.")
        found.append(Hindrance(told.format(day=reader().day(end[0])), False))
    return found


def _only_concerned(decision: AwardDecision) -> bool | None:
    """Return whether the winner is the only tenderer concerned; None where candidates may be so too."""
    if any(tender.pk != decision.tender_id for tender, _role, _done in _concerned(decision)):
        return False
    return True if decision.file.procedure in ONE_PHASE else None


def _role(tender: Tender, decision: AwardDecision) -> str:
    if tender.pk == decision.tender_id and decision.kind == DecisionKind.AWARD:
        return WINNER
    if tender.is_late:
        return LATE
    removed: dict[str, Examination] = {
        one.step: one for one in tender.examinations.all() if one.verdict in REMOVED
    }
    if ExaminationStep.EXCLUSION in removed or ExaminationStep.SELECTION in removed:
        return NOT_SELECTED
    price = getattr(tender, "price_check", None)
    is_abnormal = price is not None and price.verdict == PriceVerdict.REJECTED
    return IRREGULAR if removed or is_abnormal else NOT_CHOSEN


def _what(role: str, decision: AwardDecision, regime: str) -> str:
    if decision.kind == DecisionKind.NO_AWARD:
        return _(_NO_AWARD)
    if regime == _LIGHT and role != LATE:
        return _(_RESULT_ONLY)
    return _(_WHAT[role])
