"""What is to be minded at a file, as sentences: by the rule book, and by what the product sees itself."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from stuurbord.rulebooks.be_procurement import Advice
from stuurbord.rulebooks.rule_pack.model import said
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.procurements.advising import Asked
from stuurbord.web.procurements.credit import credit_left, lacking
from stuurbord.web.procurements.models import PlanLink, ProcurementFile
from stuurbord.web.procurements.scale import near_miss
from stuurbord.web.procurements.timeline import DISPATCH, Lane
from stuurbord.web.procurements.words import cited
from stuurbord.web.reader import reader


def warning_texts(advice: Advice) -> list[str]:
    """Return what the rule book warns of, each with its article."""
    code = reader().code
    return [cited(said(one.text, code), one.article) for one in advice.warnings]


def own_warnings(file: ProcurementFile, before: Asked, after: Asked, lanes: Sequence[Lane]) -> list[str]:
    """Return what the product minds: a near miss, a plan that dispatches another day, credit that is lacking.

    Each holds as long as the facts do, also once a proposal was accepted.

    Parameters
    ----------
    before
        The advice on the facts that are kept; ``after`` on those that the page speaks of.
    lanes
        The procedure that counts, on the calendar; below it the one on the facts that the page speaks of.
    """
    return [*_near_miss(file, before, after), *_other_dispatch(before, after, lanes)]


def credit_warnings(file: ProcurementFile, link: PlanLink) -> list[str]:
    """Return the years whose commitment credit does not cover what the forecast holds of this contract.

    None once the contract is concluded: its money is committed then. A year of which no credit or no forecast
    is known is left out.
    """
    held = {int(year): Decimal(euro) for year, euro in link.forecast.get("commitment", {}).items()}
    if not held or not link.has_budget_line or file.concluded_on is not None or file.is_closed:
        return []
    text = _(
        "The commitment credit of {year} does not cover this contract: {short} too little. Ask for credit to"
        " be moved, or lower the estimate."
    )
    made = []
    for year, left in credit_left(link, file.project_id, held):
        if short := lacking(left, held[year]):
            euro = reader().exact_euro(short)
            made.append(text.format(year=year, short=euro))
    return made


def _near_miss(file: ProcurementFile, before: Asked, after: Asked) -> list[str]:
    estimates = dict.fromkeys((before.advice.estimate, *_earlier_estimates(file)))
    return [told for was in estimates if (told := near_miss(was, after))][:1]


def _earlier_estimates(file: ProcurementFile) -> list[Decimal]:
    """Return what the estimate was before each of its changes, the last first, from the log."""
    found = AuditEntry.objects.filter(subject=file.subject, action="procurement.facts").order_by("-number")
    pairs = found.filter(data__has_key="estimate").values_list("data__estimate", flat=True)
    return [amount for pair in pairs if pair and (amount := _amount(pair[0])) is not None]


def _amount(told: Any) -> Decimal | None:
    try:
        return Decimal(str(told))
    except InvalidOperation:  # not known then
        return None


def _other_dispatch(before: Asked, after: Asked, lanes: Sequence[Lane]) -> list[str]:
    """Compare like with like: the day that is kept with the plan, another day with what it would make of it.

    Other facts with the day that is kept would be proposed on the day of that plan.
    """
    if not lanes:
        return []
    answer, lane = (before, lanes[0]) if after.dispatch == before.dispatch else (after, lanes[-1])
    day, planned = answer.dispatch, lane.last_of(DISPATCH)
    if not lane.is_planned or planned is None or day is None or planned == day:
        return []
    told = _(
        "The plan dispatches on {planned}, the facts say {day}: the law of the day in the facts decides."
    )
    return [told.format(planned=reader().day(planned), day=reader().day(day))]
