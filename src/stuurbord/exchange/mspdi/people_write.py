"""Resources and assignments of a plan as MSPDI."""

from __future__ import annotations

from stuurbord.exchange.mspdi.fields import (
    DAYS_FORMAT,
    TENTH_OF_MINUTE,
    UNASSIGNED,
    duration_text,
    number_text,
)
from stuurbord.exchange.mspdi.markup import Markup
from stuurbord.exchange.mspdi.patterns_write import DatedWork, write_pattern
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


def write_assignments(
    markup: Markup,
    plan: Plan,
    task_uids: list[int],
    resource_uids: list[int],
    patterns: dict[int, list[DatedWork]],
) -> None:
    """Write the element ``Assignments``.

    What nobody works on yet stands in the task's own work; it is written only if its work is uneven.

    Parameters
    ----------
    patterns
        Assignment position → its uneven work, dated.
    """
    rows = plan.assignments
    with markup.element("Assignments"):
        for idx, resource in enumerate(rows.resource_idx.tolist()):
            if resource < 0 and idx not in patterns:
                continue
            resource_uid = UNASSIGNED if resource < 0 else resource_uids[resource]
            with markup.element("Assignment"):
                _write_assignment(markup, plan, idx, task_uids[int(rows.task_idx[idx])], resource_uid)
                write_pattern(markup, int(rows.uid[idx]), patterns.get(idx, []))


def _write_assignment(markup: Markup, plan: Plan, idx: int, task_uid: int, resource_uid: int) -> None:
    rows = plan.assignments
    work, remaining = int(rows.work[idx]), int(rows.remaining_work[idx])
    levelled = _tenths(int(rows.leveling_delay[idx]))
    markup.put_all(
        UID=int(rows.uid[idx]),
        TaskUID=task_uid,
        ResourceUID=resource_uid,
        ActualCost=int(rows.actual_cost[idx]),
        ActualWork=None if remaining == NONE else duration_text(max(work - remaining, 0)),
        Cost=int(rows.cost[idx]),
        Delay=_tenths(int(rows.delay[idx])),
        LevelingDelay=levelled,
        LevelingDelayFormat=DAYS_FORMAT if levelled else None,
        RemainingWork=duration_text(remaining),
        Units=number_text(rows.units[idx]),
        Work=duration_text(work),
        WorkContour=int(rows.contour[idx]),
    )


def _tenths(seconds: int) -> int:
    return round(seconds / TENTH_OF_MINUTE)


def _hundredths(cents: int) -> str:
    """Return an amount in currency units, as MSPDI has rates: other than all other money.

    >>> _hundredths(6550)
    '65.5'
    """
    assert cents != NONE
    return number_text(cents / 100)
