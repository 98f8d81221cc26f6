"""The quality of a project's current plan, judged once per revision and kept while it is asked for."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final

from stuurbord.engine.schedule_mending import WHY_NOT
from stuurbord.engine.schedule_quality import Point, ScheduleQuality, Verdict, schedule_quality
from stuurbord.plan import Plan
from stuurbord.reports.date_reasons import PathWords
from stuurbord.reports.schedule_quality import QualityWords
from stuurbord.web.projects.models import PlanRevision
from stuurbord.web.projects.plans import plan_of
from stuurbord.web.reader import reader
from stuurbord.web.steering.plan_mends import reason

MOST_NAMED: Final = 200
"""Tasks or links that are listed behind one point."""
_MOST_KEPT: Final = 64
_KINDS: Final = {
    Verdict.PASS: "on_track",
    Verdict.FAIL: "adjust",  # an indicator that asks for a look, no proof of a bad plan
    Verdict.UNKNOWN: "undetermined",
}
_kept: OrderedDict[str, ScheduleQuality] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Behind:
    """A task, or a link between two, that speaks against the plan."""

    uid: int
    wbs: str
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PointRow:
    """One point as the page shows it; ``status`` is one of the four kinds."""

    number: int
    title: str
    about: str
    value: str
    limit: str
    status: str
    verdict: str
    detail: str
    behind: list[Behind]
    n_behind: int
    is_open: bool
    is_mendable: bool
    """A rule can mend tasks or links behind it."""
    left_to: str
    """Why it is left to people; empty where a rule can mend, and where it is met."""


def quality_of(revision_id: int) -> ScheduleQuality:
    """Return the quality of a revision."""
    sha256 = PlanRevision.objects.values_list("sha256", flat=True).get(pk=revision_id)
    with _lock:
        if sha256 in _kept:
            _kept.move_to_end(sha256)
            return _kept[sha256]
    found = schedule_quality(plan_of(revision_id))
    with _lock:
        _kept[sha256] = found
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return found


def point_rows(plan: Plan, quality: ScheduleQuality) -> list[PointRow]:
    """Return the fourteen points, those that are not met unfolded."""
    spoken, path = QualityWords(quality, reader()), PathWords(plan, reader())
    return [_row(plan, point, spoken, path) for point in quality.points]


def _row(plan: Plan, point: Point, spoken: QualityWords, path: PathWords) -> PointRow:
    why_not = WHY_NOT.get(point.number)
    behind = [_task(plan, idx) for idx in point.task_idx[:MOST_NAMED]]
    behind += [_link(plan, link, path) for link in point.link_idx[:MOST_NAMED]]
    return PointRow(
        number=point.number,
        title=spoken.title(point),
        about=spoken.about(point),
        value=spoken.value(point),
        limit=spoken.limit(point),
        status=_KINDS[point.verdict],
        verdict=spoken.verdict(point),
        detail=spoken.missing(point) or spoken.detail(point),
        behind=behind,
        n_behind=len(point.task_idx) + len(point.link_idx),
        is_open=point.verdict is Verdict.FAIL and len(behind) <= 10,
        is_mendable=bool(behind) and why_not is None,
        left_to=reason(why_not) if why_not and point.verdict is Verdict.FAIL else "",
    )


def _task(plan: Plan, idx: int) -> Behind:
    tasks = plan.tasks
    return Behind(int(tasks.uid[idx]), tasks.wbs[idx], tasks.name[idx] or "–")


def _link(plan: Plan, link: int, path: PathWords) -> Behind:
    """Return a link by its successor: there the plan page tells of it."""
    before = int(plan.dependencies.predecessor_idx[link])
    after = _task(plan, int(plan.dependencies.successor_idx[link]))
    detail = f"← {plan.tasks.wbs[before]} {plan.tasks.name[before]}, {path.link(link)}"
    return Behind(after.uid, after.wbs, after.name, detail)
