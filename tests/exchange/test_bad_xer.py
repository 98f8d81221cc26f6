"""Bad Primavera exports from file to dates: never a hang, never a defect."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from exchange.made_xer import xer

from stuurbord.engine.critical_path import critical_path
from stuurbord.errors import StuurbordError
from stuurbord.exchange import mpxj
from stuurbord.exchange.mpxj import java
from stuurbord.exchange.plan_file import read_plan

pytestmark = [
    pytest.mark.java,
    pytest.mark.skipif(
        not mpxj.is_installed() or java.library() is None, reason="the extra msproject or Java is missing"
    ),
]


def outcome(data: bytes) -> list[str]:
    """Return the codes of what was told; empty where a plan came of it without a word."""
    try:
        reading = read_plan(data, "plan.xer")
        critical_path(reading.plan)
    except StuurbordError as error:
        return [one.code for one in error.findings]
    return [one.code for one in reading.findings]


@pytest.mark.parametrize(
    ("activity", "code"),
    [
        ({"target_drtn_hr_cnt": "9" * 30}, "out_of_range"),
        ({"target_start_date": "9999-12-31 08:00", "target_end_date": "9999-12-31 16:00"}, "out_of_range"),
        ({"clndr_id": "404"}, "dates_differ"),
        ({"wbs_id": "404"}, "empty_summary"),
    ],
    ids=["duration beyond tables", "year 9999", "no calendar", "no phase"],
)
def test_what_is_wrong_with_activities_is_told(activity: Mapping[str, str], code: str) -> None:
    """Each took less than four seconds, the start of Java included."""
    assert code in outcome(xer(activity=activity))


def test_a_circle_is_told() -> None:
    """Two activities that wait for each other."""
    data = xer()
    row = next(line for line in data.split(b"\r\n") if line.endswith(b"PR_FS\t8"))
    cells = row.split(b"\t")
    cells[1:4] = [b"199", cells[3], cells[2]]

    assert "cycle" in outcome(data.replace(row, row + b"\r\n" + b"\t".join(cells)))


def test_a_lag_of_a_thousand_years_is_told() -> None:
    """The link is left out."""
    assert "lag_out_of_range" in outcome(xer().replace(b"PR_FS\t8", b"PR_FS\t8800000"))
