"""The sentences on top of the pages of a procurement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.rulebooks.be_procurement import Advice
from stuurbord.web.procurements.advising import Asked
from stuurbord.web.procurements.choosing import counting
from stuurbord.web.procurements.dated import Dates
from stuurbord.web.procurements.models import ChoiceVerdict, ProcurementFile, Stage
from stuurbord.web.procurements.plan_effect.effect_rows import consequences
from stuurbord.web.procurements.rows import validity
from stuurbord.web.procurements.words import the_procedure
from stuurbord.web.reader import reader

_LAWFUL = (ChoiceVerdict.ALLOWED, ChoiceVerdict.CONDITIONAL)


def amount(value: Decimal | None) -> str:
    """Return euros within a sentence; cents only where there are some."""
    if value is None:
        return "–"
    return reader().exact_euro(value)


def conclusion(file: ProcurementFile, before: Asked, dates: Dates) -> str:
    """Return what the page says: what is no longer allowed, what the rules propose, what comes along.

    Parameters
    ----------
    before
        The advice on the facts that are kept; ``dates`` holds the one that the page speaks of.
    """
    after = dates.answer
    estimate = after.advice.estimate
    told = [] if dates.pending or dates.is_changed else [*_so_far(file, dates)]
    if told:
        return " ".join(told)
    if unclear := _unclear(after.advice):
        return unclear
    if estimate is None:
        return _("The estimate is not known yet: fill it in, and the rules say which procedure is allowed.")
    lost = _lost(file, before, after)
    if lost:
        text = _("At {amount}, {procedure} is no longer allowed.")
        told.append(text.format(amount=amount(estimate), procedure=the_procedure(lost)))
    chosen = counting(before, after, file.procedure) if file.procedure and not dates.pending else None
    if chosen is not None and chosen.code == file.procedure and chosen.verdict in _LAWFUL:
        told.append(_chosen(file, dates, estimate))
    else:
        told.append(_proposal(dates, estimate, is_lost=bool(lost)))
    if dates.pending is not None:
        told.append(consequences(dates.pending.effect))
    return " ".join(filter(None, told))


def validity_words(advice: Advice) -> str:
    """Return for how long the rules behind this stand."""
    if not advice.law.is_known:
        return _("excluding VAT · validity of the rules undetermined")
    words = validity(advice.validity)
    return _("excluding VAT · rules valid {days}").format(days=words) if words else _("excluding VAT")


def _so_far(file: ProcurementFile, dates: Dates) -> Iterator[str]:
    """Yield where a procurement stands whose procedure can no longer be chosen, as it was written down."""
    if file.stage == Stage.STOPPED:
        yield _("This procurement was stopped.")
        return
    if dates.is_open or not file.procedure:
        return
    named = the_procedure(file.procedure)
    if file.concluded_on is not None:
        yield _("Concluded on {day} after {procedure}.").format(day=_day(file.concluded_on), procedure=named)
        return
    if file.awarded_on is not None:
        yield _("Awarded on {day} after {procedure}.").format(day=_day(file.awarded_on), procedure=named)
    elif file.published_on is not None:
        text = _("Dispatched on {day} for {procedure}.")
        yield text.format(day=_day(file.published_on), procedure=named)
    else:
        yield _("Under way with {procedure}.").format(procedure=named)
    verdict = dates.answer.verdict_on(file.procedure)
    closing = dates.lanes[file.procedure].closing if verdict is not None else None
    if closing is not None:
        yield _("Conclusion is expected on {day}.").format(day=_day(closing))


def _unclear(advice: Advice) -> str:
    """Return why it is not known which procedure is allowed, whatever the estimate; empty where it is."""
    if advice.contradictions:
        return _(
            "The facts contradict each other: which procedure is allowed stays undetermined until they are"
            " put right."
        )
    if not advice.is_answered:
        return _(
            "A fact cannot be right: which procedure is allowed stays undetermined until it is put right."
        )
    if advice.told.known.get("concession"):
        return _(
            "A concession falls outside this law and follows a law of its own, whose procedures the rule book"
            " does not know."
        )
    if advice.is_in_scope is False:
        return _("Below the European threshold, a contract of this buyer falls outside the law.")
    if advice.law.is_known or advice.told.estimate is None:
        return ""
    day = advice.told.day
    if day is None:
        return _("The day of dispatch is not known yet: which procedure is allowed is undetermined.")
    text = _("The rule book does not know the law of {day}: which procedure is allowed is undetermined.")
    return text.format(day=_day(day))


def _chosen(file: ProcurementFile, dates: Dates, estimate: Decimal) -> str:
    """Return what was chosen and is still allowed."""
    named, closing = the_procedure(file.procedure), dates.lanes[file.procedure].closing
    if closing is None:
        return _("At {amount}, {procedure} was chosen.").format(amount=amount(estimate), procedure=named)
    text = _("At {amount}, {procedure} was chosen: concluded on {day}.")
    return text.format(amount=amount(estimate), procedure=named, day=_day(closing))


def _proposed(dates: Dates, estimate: Decimal, code: str) -> str:
    """Return what was proposed, which is not what the rules put first."""
    named = the_procedure(code)
    closing = dates.lanes[code].closing if code in dates.lanes else None
    if closing is None:
        return _("At {amount}, {procedure} is proposed.").format(amount=amount(estimate), procedure=named)
    text = _("At {amount}, {procedure} is proposed: concluded on {day}.")
    return text.format(amount=amount(estimate), procedure=named, day=_day(closing))


def _day(day: date) -> str:
    return reader().day(day)


def _lost(file: ProcurementFile, before: Asked, after: Asked) -> str:
    """Return the procedure that was chosen or proposed and that these facts no longer allow."""
    first = before.first_allowed
    code = file.procedure or (first.code if first else "")
    verdict = after.verdict_on(code) if code else None
    return code if verdict is not None and verdict.verdict == ChoiceVerdict.REFUSED else ""


def _proposal(dates: Dates, estimate: Decimal, *, is_lost: bool) -> str:
    after = dates.answer
    first = after.first_allowed
    if dates.pending is not None and (first is None or dates.pending.choice != first.code):
        return _proposed(dates, estimate, dates.pending.choice)
    if first is None:
        waiting = len(after.advice.missing)
        if waiting:
            text = ngettext(
                "No procedure can be called allowed as long as {n} fact is missing.",
                "No procedure can be called allowed as long as {n} facts are missing.",
                waiting,
            )
            return text.format(n=reader().count(waiting))
        if any(one.verdict == ChoiceVerdict.UNKNOWN for one in after.advice.procedures):
            text = _("At {amount}, which procedure is allowed is undetermined.")
            return text.format(amount=amount(estimate))
        return _("At {amount}, no procedure is allowed without a ground of the law.").format(
            amount=amount(estimate)
        )
    named, closing = the_procedure(first.code), dates.lanes[first.code].closing
    if closing is not None:
        text = (
            _("The rules propose {procedure}: concluded on {day}.")
            if is_lost
            else _("At {amount}, the rules propose {procedure}: concluded on {day}.")
        )
        return text.format(amount=amount(estimate), procedure=named, day=reader().day(closing))
    text = (
        _("The rules propose {procedure}.") if is_lost else _("At {amount}, the rules propose {procedure}.")
    )
    return text.format(amount=amount(estimate), procedure=named)
