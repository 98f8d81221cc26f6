"""Real workbooks with cells spoiled at random: they are read, and their forecast does not run away."""

from __future__ import annotations

import random

import pytest

from stuurbord.engine.earned_value import tracked_curve
from stuurbord.engine.forecast import TaskHistory, forecast
from stuurbord.exchange.foreign_table import open_table
from stuurbord.exchange.progress_series.tracking_workbook import BASELINE, TRACKING, _Reading
from stuurbord.exchange.tabular.limits import DEFAULT

SPOILED = ("", "abc", "3 weeks", 0, 1, -5, 10**9, "9999d")
SHARE = 0.03
"""Of the cells below each header that are spoiled."""


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("code", ["C2011-05", "C2013-15", "C2013-13"])
def test_spoiled_cells_leave_a_sane_forecast(code, seed, shared_data):
    """In the baseline and in every sheet of tasks: the forecast stays within two thirds of the truth."""
    path = shared_data("dslib") / f"{code}.xlsx"
    table = open_table(path.read_bytes(), path.name, BASELINE)
    book = table.book
    book.load(book.sheet_names)
    rng = random.Random(seed)
    for name in book.sheet_names:
        if name == BASELINE or TRACKING.fullmatch(name):
            for row in book.rows(name)[5:]:
                for at in range(len(row)):
                    row[at] = rng.choice(SPOILED) if rng.random() < SHARE else row[at]

    project = _Reading(table, book, DEFAULT).read().project
    series, tasks = project.series, TaskHistory(project.plan, project.progress)
    found = forecast(series, row=len(series) - 2, curve=tracked_curve(project), tasks=tasks)

    assert found.finish.low <= found.finish.point <= found.finish.high
    assert found.cost.point is None or found.cost.low <= found.cost.point <= found.cost.high
    actual = int(series.period_end[-1])
    assert abs(found.finish.point - actual) <= 2 / 3 * (actual - series.baseline_start)
