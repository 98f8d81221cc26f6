"""The sentences on top of the pages of a procurement."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.rulebooks.be_procurement import Advice
from stuurbord.web.procurements.advising import Asked
from stuurbord.web.procurements.dated import Dates
from stuurbord.web.procurements.models import ChoiceVerdict, ProcurementFile
from stuurbord.web.procurements.plan_effect.effect_rows import consequences
from stuurbord.web.procurements.rows import validity
from stuurbord.web.procurements.words import the_procedure
from stuurbord.web.reader import reader


def amount(value: Decimal | None) -> str:
    """Return euros within a sentence; cents only where there are some."""
    if value is None:
        return "–"
    return reader().euro(value, 0 if value == int(value) else 2)


def conclusion(file: ProcurementFile, before: Asked, dates: Dates) -> str:
    """Return what the page says: what is no longer allowed, what the rules propose, what comes along.

    Parameters
    ----------
    before
        The advice on the facts that are kept; ``dates`` holds the one that the page speaks of.
    """
    after = dates.answer
    estimate = after.advice.estimate
    if estimate is None:
        return _("The estimate is not known yet: fill it in, and the rules say which procedure is allowed.")
    lost = _lost(file, before, after)
    told = []
    if lost:
        text = _("At {amount}, {procedure} is no longer allowed.")
        told.append(text.format(amount=amount(estimate), procedure=the_procedure(lost)))
    told.append(_proposal(dates, estimate, is_lost=bool(lost)))
    if dates.pending is not None:
        told.append(consequences(dates.pending.effect))
    return " ".join(filter(None, told))


def validity_words(advice: Advice) -> str:
    """Return for how long the rules behind this stand."""
    words = validity(advice.validity)
    return _("excluding VAT · rules valid {days}").format(days=words) if words else _("excluding VAT")


def _lost(file: ProcurementFile, before: Asked, after: Asked) -> str:
    """Return the procedure that was chosen or proposed and that these facts no longer allow."""
    first = before.first_allowed
    code = file.procedure or (first.code if first else "")
    verdict = after.verdict_on(code) if code else None
    return code if verdict is not None and verdict.verdict == ChoiceVerdict.REFUSED else ""


def _proposal(dates: Dates, estimate: Decimal, *, is_lost: bool) -> str:
    after = dates.answer
    first = after.first_allowed
    if first is None:
        waiting = len(after.advice.missing)
        if waiting:
            text = ngettext(
                "No procedure can be called allowed as long as {n} fact is missing.",
                "No procedure can be called allowed as long as {n} facts are missing.",
                waiting,
            )
            return text.format(n=reader().count(waiting))
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
