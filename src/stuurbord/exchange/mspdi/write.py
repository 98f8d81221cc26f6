"""From a plan to the bytes of an MSPDI file that Microsoft Project 2010 and later open."""

from __future__ import annotations

from stuurbord.engine.critical_path import Schedule
from stuurbord.exchange.mspdi.fields import FORMAT
from stuurbord.exchange.mspdi.give_back import given_back
from stuurbord.exchange.mspdi.project_write import from_plan_alone
from stuurbord.exchange.mspdi.read import without_collecting
from stuurbord.plan.model import Plan


def write(plan: Plan, schedule: Schedule | None = None) -> bytes:
    """Return the plan as MSPDI; equal plans give equal bytes.

    A plan that was read from MSPDI goes back into the document it came from: what has not changed since is
    written as it stood there, with everything that no plan holds.

    Parameters
    ----------
    schedule
        Computed dates and floats. Without it the dates the plan was given are written, and Microsoft
        Project computes the others when it opens the file.
    """
    if plan.kept_format == FORMAT and plan.kept:
        with without_collecting():
            return given_back(plan, schedule)
    return from_plan_alone(plan, schedule)
