"""Our fourteen points beside those of longpath (MIT, PyPI) on the real .xer and .xml files.

longpath reads the files itself and has a critical path engine of its own; it is asked for the whole file,
we for the points as it reads them. Where both define a point alike, population, value, verdict and the
tasks or links behind it are the same; every difference stands in `OTHERWISE` with its reason.
"""

from __future__ import annotations

from typing import Any

import pytest

from stuurbord.engine.schedule_quality import (
    DurationBasis,
    Measure,
    PathLength,
    Point,
    QualitySettings,
    Verdict,
    schedule_quality,
)
from stuurbord.exchange.plan_file import read_plan_path
from stuurbord.plan import Plan

pytest.importorskip("longpath", reason="longpath is not installed")
pytest.importorskip("jpype", reason="Primavera files need the msproject extra")

from longpath import analysis, checks, compare, loader

pytestmark = pytest.mark.java

ALIKE = QualitySettings(
    counts_milestones=True,
    excepts_ends=False,
    counts_links_of_finished=False,
    counts_links_of_summaries=False,
    duration_basis=DurationBasis.PLANNED,
    shortest_with_resources=1,
    path_length=PathLength.FORECAST_FINISH,
    index_counts_unpromised=False,
)
"""How longpath reads the points."""

NO_STATUS_DATE = "longpath takes the project start for a status date that is missing; we do not judge"
NO_MEANS = "longpath calls it n/a but counts every task; we count nobody"
EMPTY_EXPENSE = "longpath takes an expense of nothing for a cost"
ELAPSED = "longpath counts elapsed durations in days of eight hours, we in days of twenty-four"
AT_COMPLETION = "longpath looks at the original duration of begun work, we at the one at completion"
MUST_FINISH = "longpath measures to the must-finish date of the project, we to the promised finish"
OTHER_DATES = "longpath computes other dates; ours are those that the file stores"
OTHERWISE = {
    ("25", 13): MUST_FINISH,
    ("26", 7): OTHER_DATES,
    ("26", 8): AT_COMPLETION,
    ("26", 10): EMPTY_EXPENSE,
    ("26", 13): OTHER_DATES,
    ("27", 10): EMPTY_EXPENSE,
    ("27", 13): OTHER_DATES,
    ("29", 9): NO_STATUS_DATE,
    ("29", 10): NO_MEANS,
    ("30", 6): OTHER_DATES,
    ("30", 9): NO_STATUS_DATE,
    ("32", 6): ELAPSED,
    ("32", 8): ELAPSED,
    ("32", 9): NO_STATUS_DATE,
    ("32", 10): NO_MEANS,
    ("32", 12): ELAPSED,
}
VERDICTS = {"pass": Verdict.PASS, "fail": Verdict.FAIL, "n/a": Verdict.UNKNOWN}


def theirs(path: Any) -> list[Any]:
    """Return longpath's fourteen checks of a file."""
    schedule = loader.open_schedule(str(path))
    project = loader.pick_project(schedule)
    baseline, label = compare.baseline_map(schedule, project)
    computed = analysis.get_cpm(schedule, project)
    return checks.dcma(checks.Ctx(schedule, project, computed, baseline, label))


def behind(plan: Plan, point: Point) -> list[str]:
    """Return the names of the tasks, or of the successors of the links, that speak against the plan."""
    links = plan.dependencies
    after = [plan.tasks.name[int(links.successor_idx[link])] for link in point.link_idx]
    return sorted([*(plan.tasks.name[idx] for idx in point.task_idx), *after])


def is_alike(plan: Plan, point: Point, check: Any) -> bool:
    """Tell if value, verdict and offenders are the same, to the decimals that longpath prints."""
    if VERDICTS[check.result] is not point.verdict:
        return False
    if point.verdict is Verdict.UNKNOWN:
        return not check.rows
    if point.measure in (Measure.DAYS, Measure.COUNT):
        expected = check.metric if point.measure is Measure.DAYS else len(check.rows)
        return abs(point.value - expected) < 0.5
    if point.measure is Measure.INDEX:
        return abs(point.value - check.metric) < 0.0051
    names = sorted(row.get("successor_name") or row["name"] for row in check.rows)
    is_same_share = abs(100 * point.value - check.metric) < 0.0501
    return is_same_share and point.n_population == check.denominator and names == behind(plan, point)


def test_where_both_define_a_point_alike_they_agree(shared_data):
    """Eighty-four points of six files: no difference without its reason, no reason without its difference."""
    other, n_points = set(), 0
    for path in sorted(shared_data("schedules").iterdir()):
        if path.suffix not in (".xer", ".xml"):
            continue
        plan = read_plan_path(path).plan
        for point, check in zip(schedule_quality(plan, ALIKE).points, theirs(path), strict=True):
            n_points += 1
            if not is_alike(plan, point, check):
                other.add((path.name[:2], point.number))

    assert n_points == 84
    assert other == set(OTHERWISE)
