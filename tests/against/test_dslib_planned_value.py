"""Planned value on the status dates of real projects, against what ProTrack reported for them.

The Operations Research & Scheduling group (Ghent University) publishes the DSLIB projects with a "Tracking
Overview" per status date. ProTrack books a fixed cost when its task starts and spreads the rest evenly over
working time; with the fixed part set aside, our spreading must give its figures.
"""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest
from exchange.test_dslib_route import PROJECTS, Export
from python_calamine import CalamineWorkbook

from stuurbord.engine.cost_curve import _cumulative, _promised, _Spread
from stuurbord.engine.critical_path import critical_path
from stuurbord.plan import instant

_FIXED_COST, _STATUS_DATE, _PLANNED_VALUE = 10, 2, 3


@pytest.mark.parametrize("code", PROJECTS)
def test_planned_value_is_the_published_one(shared_data, code):
    """To a ten-thousandth, or a euro where amounts are small, on every status date of the project."""
    path = shared_data("dslib") / f"{code}.xlsx"
    export = Export(path)
    promised = _promised(export.plan, critical_path(export.plan))
    fixed = np.where(promised.cost > 0, [float(one or 0) * 100 for one in export.column(_FIXED_COST)], 0)
    spread = _Spread(promised.start, promised.finish, promised.cost - fixed)
    overview = CalamineWorkbook.from_path(path).get_sheet_by_name("Tracking Overview").to_python()
    reports = [row for row in overview if isinstance(row[_STATUS_DATE], datetime)]
    ours = [
        _cumulative(export.plan, spread, np.array([at]))[0] + fixed[promised.start <= at].sum()
        for at in (instant(row[_STATUS_DATE]) for row in reports)
    ]

    assert len(reports) >= 2
    assert np.array(ours) / 100 == pytest.approx([row[_PLANNED_VALUE] for row in reports], rel=1e-4, abs=1)
