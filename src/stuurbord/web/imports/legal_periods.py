"""Legal periods of a plan on its way in that are too short: told, and never a reason to refuse the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from stuurbord.engine.editing import short_periods
from stuurbord.errors import Finding
from stuurbord.web.imports.plan_arrivals import PlanArrival


def legal_findings(arrivals: Iterable[PlanArrival]) -> list[Finding]:
    """Return a warning for each period of these plans that is shorter than its legal minimum."""
    found = []
    for arrival in arrivals:
        for one in short_periods(arrival.plan, arrival.schedule):
            told = one.finding()
            found.append(
                replace(told, where=replace(told.where, file=arrival.file_name, project=arrival.project_code))
            )
    return found
