"""From a point of schedule quality to what can be mended of it."""

from __future__ import annotations

from typing import Final

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.schedule_mending.dates import date_mends, hard_date_mends
from stuurbord.engine.schedule_mending.logic import lag_mends, lead_mends, logic_mends
from stuurbord.engine.schedule_mending.result import Mending, WhyNot
from stuurbord.engine.schedule_quality import Point
from stuurbord.plan.model import Plan

WHY_NOT: Final = {
    4: WhyNot.MEANING,
    6: WhyNot.FOLLOWS_LOGIC,
    7: WhyNot.PROMISE,
    8: WhyNot.SPLIT,
    10: WhyNot.PEOPLE,
    11: WhyNot.PAST,
    12: WhyNot.FOLLOWS_LOGIC,
    13: WhyNot.PROMISE,
    14: WhyNot.PAST,
}
"""Points of which nothing can be mended by rule."""


def mending(plan: Plan, schedule: Schedule, point: Point, waiting_name: str = "{task}") -> Mending:
    """Return what can be mended of one point without asking people what they meant.

    Every mend is a list of edits that stand by themselves; a planner proposes those that he agrees with.

    Parameters
    ----------
    schedule
        The dates of the plan, as the product shows them.
    point
        Of the quality of the same plan.
    waiting_name
        What a task is called that takes the place of a lag; ``{task}`` is its predecessor.
    """
    if point.number in WHY_NOT:
        return Mending(point.number, why_not=WHY_NOT[point.number])
    if point.number == 1:
        return logic_mends(plan, schedule, point)
    if point.number == 2:
        return lead_mends(plan, point)
    if point.number == 3:
        return lag_mends(plan, point, waiting_name)
    return hard_date_mends(plan, point) if point.number == 5 else date_mends(plan, point)
