"""Assignments of MPXJ and how their work lies in time, in the child process."""

from __future__ import annotations

from typing import Any, Final

from stuurbord.exchange.mpxj.plain import amount, number, text, whole

_MOST_PERIODS: Final = 20_000
"""Of one assignment; a file that has more is not meant."""
_SAME_RATE: Final = 0.01


def assignment_record(row: Any) -> dict[str, Any]:
    """Return one assignment, with the pattern of its work where that is uneven."""
    contour = row.getWorkContour()
    record = {
        "uid": whole(row.getUniqueID()),
        "task": whole(row.getTaskUniqueID()),
        "resource": whole(row.getResourceUniqueID()) if row.getResource() is not None else None,
        "units": number(row.getUnits()),
        "work": amount(row.getWork()),
        "remaining_work": amount(row.getRemainingWork()),
        "delay": amount(row.getDelay()),
        "leveling_delay": amount(row.getLevelingDelay()),
        "contour": "" if contour is None or contour.isContourFlat() else text(contour),
        "cost": number(row.getCost()),
        "actual_cost": number(row.getActualCost()),
    }
    periods = _periods(row)
    if periods and _is_uneven(row, periods, is_shaped=bool(record["contour"])):
        record["periods"] = periods
    return record


def work_splits(task: Any) -> list[list[str]]:
    """Return the (start, finish) of each run of an interrupted task; none if it runs through."""
    splits = task.getWorkSplits()
    if splits is None or not 1 < splits.size() <= _MOST_PERIODS:
        return []
    return [[text(one.getStart()), text(one.getEnd())] for one in splits]


def _periods(row: Any) -> list[list[Any]]:
    """Return (start, finish, work, whether it is done, rate) of each period in which work is done."""
    found: list[list[Any]] = []
    for is_actual, periods in (
        (True, row.getRawTimephasedActualRegularWork()),
        (False, row.getRawTimephasedRemainingRegularWork()),
    ):
        if periods is None or periods.size() > _MOST_PERIODS:
            return []
        for one in periods:
            work, rate = amount(one.getTotalAmount()), one.getAmountPerHour()
            if work is not None and work[0] > 0:
                per_hour = 0.0 if rate is None else float(rate.getDuration())
                found.append([text(one.getStart()), text(one.getFinish()), work, is_actual, per_hour])
    return found


def _is_uneven(row: Any, periods: list[list[Any]], *, is_shaped: bool) -> bool:
    """Tell whether the work is shaped, interrupted, or done at more than one rate."""
    if len(periods) == 1:
        units = number(row.getUnits())
        is_at_units = units is None or abs(periods[0][4] - units / 100) <= _SAME_RATE * max(
            units / 100, _SAME_RATE
        )
        return is_shaped or not is_at_units
    splits = row.getWorkSplits()
    if is_shaped or (splits is not None and splits.size() > 1):
        return True
    rates = [one[4] for one in periods]
    return bool(max(rates) - min(rates) > _SAME_RATE * max(rates))
