"""Examine tenders: exclusion, selection, regularity, their arithmetic and their price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.web.clock import now, today
from stuurbord.web.reader import reader
from stuurbord.web.tenders.actions.receiving import MOST_EURO, checked_euro, held, stepped
from stuurbord.web.tenders.keeping import (
    MAX_TEXT,
    Refused,
    require_after_closing,
    require_opened,
    text,
)
from stuurbord.web.tenders.law import answer_due, regularisation_due
from stuurbord.web.tenders.models import (
    VERDICTS,
    WITHOUT_REASON,
    Examination,
    ExaminationStep,
    ExaminationVerdict,
    PriceCheck,
    PriceVerdict,
    Tender,
    TenderLine,
)

MOST_LINES = 500
_THREE, _FOUR = Decimal("0.001"), Decimal("0.0001")


@dataclass(frozen=True)
class BillLine:
    """One line of the bill as the tender states it; the unit price may be negative (a deduction)."""

    title: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    stated: Decimal


@transaction.atomic
def examine(
    actor: Any, tender: Tender, version: int, step: str, verdict: str, reason: str = ""
) -> Examination:
    """Write down what a step of the examination gives for a tender.

    Raises
    ------
    Refused
        If the tenders are sealed, this one came too late or was withdrawn, the verdict does not belong to
        the step, or a verdict that is not in favour has no reason.
    NotPermitted, VersionConflict
        As every action.
    """
    row, found = held(actor, tender, version)
    require_opened(row)
    _require_in_play(found)
    if verdict not in VERDICTS.get(step, ()):
        raise Refused(_("Choose a verdict of this step."))
    reason = text(reason)
    if verdict not in WITHOUT_REASON and not reason:
        raise Refused(_("Give the reasons: they go into the reasoned decision."))
    before = Examination.objects.filter(tender=found, step=step).first()
    due = regularisation_due(today()) if verdict == ExaminationVerdict.REGULARISE else None
    if due is not None and before is not None and before.due is not None:
        raise Refused(_("Regularisation is asked once: judge what the tenderer brought."))
    made, _made = Examination.objects.update_or_create(
        tender=found,
        step=step,
        defaults={
            "verdict": verdict,
            "reason": reason,
            "by_id": actor.pk,
            "at": now(),
            "due": due or (before.due if before else None),
        },
    )
    data = {"step": step, "verdict": [before.verdict if before else "", verdict], "reason": reason}
    stepped(actor, row, found, "tender.examine", data)
    return made


@transaction.atomic
def set_lines(actor: Any, tender: Tender, version: int, lines: Sequence[BillLine]) -> list[TenderLine]:
    """Take over the bill of a tender for the check of its arithmetic; the amount does not change by it.

    Raises
    ------
    Refused
        If the tenders are sealed, or a figure does not fit.
    NotPermitted, VersionConflict
        As every action.
    """
    row, found = held(actor, tender, version)
    require_opened(row)
    if len(lines) > MOST_LINES:
        raise Refused(_("At most {most} lines are checked.").format(most=MOST_LINES))
    for number, one in enumerate(lines, 1):
        _check_line(number, one)
    found.lines.all().delete()
    made = TenderLine.objects.bulk_create(
        TenderLine(
            tender=found,
            number=number,
            title=text(one.title, 300),
            quantity=one.quantity,
            unit=text(one.unit, 20),
            unit_price=one.unit_price,
            stated=one.stated,
        )
        for number, one in enumerate(lines, 1)
    )
    stepped(actor, row, found, "tender.lines", {"n": len(made)})
    return made


@transaction.atomic
def correct_amount(actor: Any, tender: Tender, version: int, amount: Decimal | None, reason: str) -> Tender:
    """Correct the amount of a tender for its arithmetic; None takes the correction back.

    Raises
    ------
    Refused, NotPermitted, VersionConflict
        If the tenders are sealed or there is no reason.
    """
    row, found = held(actor, tender, version)
    require_opened(row)
    reason = text(reason, 1000)
    if not reason:
        raise Refused(_("Say which error is corrected, and how."))
    if found.amount_given is None:
        raise Refused(_("The amount of this tender is not known yet."))
    before = found.corrected_given
    found.corrected_given, found.correction_reason = checked_euro(amount), reason
    data = {"amount": [before if before is not None else found.amount_given, amount], "reason": reason}
    stepped(actor, row, found, "tender.correct", data)
    return found


@transaction.atomic
def ask_justification(actor: Any, tender: Tender, version: int, question: str, asked_on: date) -> PriceCheck:
    """Write down that a tenderer was asked to justify its price; the answer is due after the legal period.

    Raises
    ------
    Refused, NotPermitted, VersionConflict
        If the tenders are sealed, there is no question, or it was asked already.
    """
    row, found = held(actor, tender, version)
    require_opened(row)
    _require_in_play(found)
    question = text(question)
    if not question:
        raise Refused(_("Write what was asked."))
    _check_past(asked_on)
    require_after_closing(row.file, asked_on)
    if PriceCheck.objects.filter(tender=found, asked_on__isnull=False).exists():
        raise Refused(_("The justification was asked already."))
    due = answer_due(asked_on)
    made, _made = PriceCheck.objects.update_or_create(
        tender=found,
        defaults={
            "verdict": PriceVerdict.ASKED,
            "question": question,
            "asked_on": asked_on,
            "due": due,
            "by_id": actor.pk,
            "at": now(),
        },
    )
    stepped(actor, row, found, "tender.ask_price", {"asked_on": asked_on.isoformat(), "due": due})
    return made


@transaction.atomic
def record_answer(actor: Any, tender: Tender, version: int, answer: str, answered_on: date) -> PriceCheck:
    """Write down what a tenderer answered about its price.

    Raises
    ------
    Refused, NotPermitted, VersionConflict
        If nothing was asked, or the answer is empty or lies before the question.
    """
    row, found = held(actor, tender, version)
    check = PriceCheck.objects.filter(tender=found).first()
    if check is None or check.asked_on is None:
        raise Refused(_("Nothing was asked about this price."))
    answer = text(answer, MAX_TEXT)
    if not answer:
        raise Refused(_("Write what the tenderer answered."))
    _check_past(answered_on)
    if answered_on < check.asked_on:
        raise Refused(_("An answer does not come before its question."))
    check.answer, check.answered_on, check.by_id, check.at = answer, answered_on, actor.pk, now()
    check.save()
    is_late = check.due is not None and answered_on > check.due
    stepped(
        actor, row, found, "tender.answer_price", {"answered_on": answered_on.isoformat(), "is_late": is_late}
    )
    return check


@transaction.atomic
def judge_price(actor: Any, tender: Tender, version: int, verdict: str, reason: str) -> PriceCheck:
    """Judge the price of a tender: every tender has its price checked.

    Raises
    ------
    Refused
        If the reasons are missing, a price is called justified or abnormal that nobody asked about, or is
        rejected while the answer may still come.
    NotPermitted, VersionConflict
        As every action.
    """
    row, found = held(actor, tender, version)
    require_opened(row)
    _require_in_play(found)
    if verdict not in (PriceVerdict.NORMAL, PriceVerdict.JUSTIFIED, PriceVerdict.REJECTED):
        raise Refused(_("Choose normal, justified or not justified."))
    reason = text(reason)
    if not reason:
        raise Refused(_("Give the reasons: they go into the award report."))
    check = PriceCheck.objects.filter(tender=found).first()
    is_asked = check is not None and check.asked_on is not None
    if verdict == PriceVerdict.NORMAL and is_asked:
        raise Refused(_("A justification was asked: judge whether the price is justified."))
    if verdict != PriceVerdict.NORMAL and not is_asked:
        raise Refused(_("No price is called abnormal before the tenderer could justify it."))
    if verdict == PriceVerdict.JUSTIFIED and check is not None and check.answered_on is None:
        raise Refused(_("The tenderer did not answer yet."))
    if verdict == PriceVerdict.REJECTED and check is not None:
        _require_time_over(check)
    before = check.verdict if check else ""
    made, _made = PriceCheck.objects.update_or_create(
        tender=found,
        defaults={"verdict": verdict, "reason": reason, "by_id": actor.pk, "at": now()},
    )
    stepped(actor, row, found, "tender.price", {"verdict": [before, verdict], "reason": reason})
    return made


def steps_of(tender: Tender) -> dict[str, Examination]:
    """Return the examinations of a tender by their step."""
    return {one.step: one for one in tender.examinations.all() if one.step in ExaminationStep.values}


def _require_time_over(check: PriceCheck) -> None:
    """Raise `Refused` while the tenderer may still answer."""
    is_over = check.due is not None and today() > check.due
    if check.answered_on is None and not is_over:
        told = _("The tenderer may still answer until {day}.")
        raise Refused(told.format(day=reader().day(check.due) if check.due else "–"))


def _require_in_play(tender: Tender) -> None:
    if tender.is_late:
        raise Refused(_("This tender came too late; it is not examined."))
    if tender.is_withdrawn:
        raise Refused(_("This tender was withdrawn; it is not examined."))


def _check_past(day: date) -> None:
    if day > today():
        raise Refused(_("This day lies ahead: write it down when it has come."))


def _check_line(number: int, one: BillLine) -> None:
    figures = (one.quantity, one.unit_price, one.stated)
    if not text(one.title, 300):
        raise Refused(_("Line {number}: what it is about is missing.").format(number=number))
    if not all(figure.is_finite() and abs(figure) <= MOST_EURO / 100 for figure in figures):
        raise Refused(_("Line {number}: a figure is out of reach.").format(number=number))
    if one.quantity < 0:
        raise Refused(_("Line {number}: a quantity is not below zero.").format(number=number))
    if one.quantity != one.quantity.quantize(_THREE) or one.unit_price != one.unit_price.quantize(_FOUR):
        raise Refused(
            _("Line {number}: a quantity has three decimals at most, a unit price four.").format(
                number=number
            )
        )
