"""How good earlier forecasts were: a P80 that means anything is kept four times in five."""

from __future__ import annotations

from stuurbord.plan import moment
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import Milestone


def track_record(project: Project) -> tuple[int, int]:
    """Return how many P80s held of those that can be checked, over the whole portfolio.

    A milestone counts once: with the P80 of the first run that gave it while it was still to come.
    """
    reached = {
        (one.project_id, one.task): one.passed_on
        for one in Milestone.objects.filter(project__portfolio=project.portfolio_id, is_archived=False)
        if one.passed_on is not None and one.task
    }
    if not reached:
        return 0, 0
    runs = SimulationRun.objects.filter(project__portfolio=project.portfolio_id).order_by("made_at")
    first_p80: dict[tuple[int, str], int] = {}
    for project_id, answers in runs.values_list("project_id", "answers"):
        for one in answers.get("milestones", ()):
            place, quantiles = (project_id, str(one["uid"])), one["quantiles"]
            if place in reached and quantiles[0] != quantiles[-1]:
                first_p80.setdefault(place, quantiles[80])
    held = sum(reached[place] <= moment(p80).date() for place, p80 in first_p80.items())
    return held, len(first_p80)
