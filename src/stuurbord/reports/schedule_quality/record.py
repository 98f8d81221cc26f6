"""A quality assessment as one document for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from stuurbord.engine.schedule_quality import Point, ScheduleQuality, Verdict
from stuurbord.language import Language
from stuurbord.plan.calendar import moment
from stuurbord.plan.model import DependencyKind, LagUnit, Plan
from stuurbord.reports.schedule_quality.points import POINTS
from stuurbord.reports.schedule_quality.wording import QualityWords

_INSTANTS = ("before", "after", "baseline_finish", "forecast")


def quality_record(plan: Plan, quality: ScheduleQuality, words: Language) -> dict[str, Any]:
    """Return settings, counts, and per point its value, limit, verdict and the tasks and links behind it.

    Shares are fractions, times local and in ISO form; titles and the conclusion are in the reader's language.
    """
    spoken = QualityWords(quality, words)
    return {
        "conclusion": spoken.conclusion(),
        "met": quality.count(Verdict.PASS),
        "not_met": quality.count(Verdict.FAIL),
        "undetermined": quality.count(Verdict.UNKNOWN),
        "open_tasks": quality.n_open_tasks,
        "links": quality.n_links,
        "settings": asdict(quality.settings),
        "points": [_point(plan, point, spoken) for point in quality.points],
    }


def _point(plan: Plan, point: Point, spoken: QualityWords) -> dict[str, Any]:
    return {
        "number": point.number,
        "name": POINTS[point.number].name,
        "title": spoken.title(point),
        "measure": point.measure.value,
        "value": None if point.value is None else round(point.value, 6),
        "limit": point.limit,
        "at_least": point.at_least,
        "verdict": point.verdict.value,
        "population": point.n_population,
        "missing": [one.value for one in point.missing],
        "facts": {
            name: moment(int(value)).isoformat() if name in _INSTANTS else round(value, 6)
            for name, value in point.facts.items()
        },
        "tasks": [_task(plan, idx) for idx in point.task_idx],
        "links": [_link(plan, link) for link in point.link_idx],
    }


def _task(plan: Plan, idx: int) -> dict[str, Any]:
    tasks = plan.tasks
    return {"uid": int(tasks.uid[idx]), "wbs": tasks.wbs[idx], "name": tasks.name[idx]}


def _link(plan: Plan, link: int) -> dict[str, Any]:
    links = plan.dependencies
    lag, unit = int(links.lag[link]), LagUnit(int(links.lag_unit[link]))
    is_percent = unit.is_share
    return {
        "predecessor": _task(plan, int(links.predecessor_idx[link])),
        "successor": _task(plan, int(links.successor_idx[link])),
        "kind": DependencyKind(int(links.kind[link])).name,
        "lag": lag / 100 if is_percent else lag / 60,
        "lag_unit": unit.name.lower() if is_percent else f"{unit.name.lower()}_minutes",
    }
