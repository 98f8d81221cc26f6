"""What the last change did to the forecast: P50 and P80 before and now, on the page of the risk that changed.

A run of the same plan takes the place of the older one; its main figures stay with the new one.
"""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from stuurbord.web.forecasts.answers import Answers, StoredDriver
from stuurbord.web.forecasts.figures_row import day_of
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.forecasts.queries import is_outdated, latest_run
from stuurbord.web.lists.panels import Panel
from stuurbord.web.look import figures
from stuurbord.web.reader import reader

_KEPT: Final = "before"


def main_figures(run: SimulationRun) -> dict[str, Any]:
    """Return instants and euro of a run, as the next run of the same plan keeps them."""
    found = Answers(run)
    return {
        "p50": found.finish_at(0.5),
        "p80": found.finish_at(0.8),
        "cost": round(found.cost_at(0.8)),
        "at": run.made_at.isoformat(),
    }


def keep_before(made: SimulationRun) -> None:
    """Let a run remember the figures of the one whose place it takes."""
    older = SimulationRun.objects.filter(project=made.project, revision=made.revision).first()
    if older is not None:
        made.answers[_KEPT] = main_figures(older)


def shift_panel(line: Any, user: Any) -> Panel | None:
    """Return P50, P80 and the cost before the last change and now, and what this risk weighs in them."""
    run = latest_run(line.project)
    if run is None:
        return None
    now, before = main_figures(run), run.answers.get(_KEPT)
    address = reverse("project_forecast", args=[line.project.portfolio.key, line.project.code])
    return Panel(
        _("Effect on the forecast"),
        head=("", _("Before"), _("Now"), _("Difference")),
        rows=[_finish("P50", before, now, "p50"), _finish("P80", before, now, "p80"), _cost(before, now)],
        strong=1,
        note=_note(run, line),
        link=(_("Forecast"), address),
    )


def _finish(label: str, before: Any, now: dict[str, Any], name: str) -> tuple[Any, ...]:
    is_on = day_of(now[name])
    if before is None:
        return label, figures.UNKNOWN, figures.day(is_on), figures.UNKNOWN
    was = day_of(before[name])
    days = (is_on - was).days if was and is_on else None
    return label, figures.day(was), figures.day(is_on), figures.days(days)


def _cost(before: Any, now: dict[str, Any]) -> tuple[Any, ...]:
    label = _("Cost, P80")
    if before is None:
        return label, figures.UNKNOWN, figures.euro(now["cost"]), figures.UNKNOWN
    moved = now["cost"] - before["cost"]
    return label, figures.euro(before["cost"]), figures.euro(now["cost"]), figures.euro(moved)


def _note(run: SimulationRun, line: Any) -> str:
    """Say whether the figures are still of now, and what this risk weighs."""
    told = []
    if is_outdated(run, line.project):
        told.append(_("Something has changed since; the forecast is being computed anew."))
    driver = next((one for one in Answers(run).drivers if one.code == line.code), None)
    if driver is not None:
        told.append(_weight(driver))
    return " ".join(told)


def _weight(driver: StoredDriver) -> str:
    days = round(driver.days_high - driver.days_low, 1)
    told = _("Whether this risk occurs moves the end by {days} days.")
    return told.format(days=reader().number(days, 1))
