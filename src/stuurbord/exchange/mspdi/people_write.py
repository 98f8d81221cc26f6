"""Resources and assignments of a plan as MSPDI."""

from __future__ import annotations

from stuurbord.exchange.mspdi.fields import TENTH_OF_MINUTE, duration_text, number_text
from stuurbord.exchange.mspdi.markup import Markup
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Plan, ResourceKind

_PER_HOUR = 2


def write_resources(markup: Markup, plan: Plan, uids: list[int], calendar_uids: dict[int, int]) -> None:
    """Write the element ``Resources``.

    Parameters
    ----------
    uids
        Resource position → number in the file.
    calendar_uids
        Resource position → number of its calendar, for those that have one.
    """
    resources = plan.resources
    with markup.element("Resources"):
        for idx, kind in enumerate(resources.kind.tolist()):
            with markup.element("Resource"):
                markup.put_all(
                    UID=uids[idx],
                    ID=idx + 1,
                    Name=resources.name[idx],
                    Type=int(kind == ResourceKind.WORK),
                    IsNull=0,
                    MaxUnits=number_text(resources.max_units[idx]),
                    StandardRate=_hundredths(int(resources.standard_rate[idx])),
                    StandardRateFormat=_PER_HOUR,
                    CalendarUID=calendar_uids.get(idx, -1),
                    IsCostResource=bool(kind == ResourceKind.COST),
                )


def write_assignments(markup: Markup, plan: Plan, task_uids: list[int], resource_uids: list[int]) -> None:
    """Write the element ``Assignments``; what nobody works on yet stands in the task's own work."""
    rows = plan.assignments
    with markup.element("Assignments"):
        for idx, resource in enumerate(rows.resource_idx.tolist()):
            if resource < 0:
                continue
            work, remaining = int(rows.work[idx]), int(rows.remaining_work[idx])
            with markup.element("Assignment"):
                markup.put_all(
                    UID=int(rows.uid[idx]),
                    TaskUID=task_uids[int(rows.task_idx[idx])],
                    ResourceUID=resource_uids[resource],
                    ActualCost=int(rows.actual_cost[idx]),
                    ActualWork=None if remaining == NONE else duration_text(max(work - remaining, 0)),
                    Cost=int(rows.cost[idx]),
                    Delay=round(int(rows.delay[idx]) / TENTH_OF_MINUTE),
                    RemainingWork=duration_text(remaining),
                    Units=number_text(rows.units[idx]),
                    Work=duration_text(work),
                    WorkContour=int(rows.contour[idx]),
                )


def _hundredths(cents: int) -> str:
    """Return an amount in currency units, as MSPDI has rates: other than all other money.

    >>> _hundredths(6550)
    '65.5'
    """
    assert cents != NONE
    return number_text(cents / 100)
