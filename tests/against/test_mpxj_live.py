"""Two readers of the same bytes agree, and every real schedule is read.

MPXJ knows formats for twenty years; where it and our own reader of Microsoft Project XML say the same of
tasks, dates, links, durations and calendars, neither misreads. Both read the same files here, MPXJ in its
child process.
"""

from __future__ import annotations

import re

import numpy as np
import pytest
from against.real_schedules import reading
from exchange.made_mspdi import calendar, exception, project, task, weekday

from stuurbord.engine.critical_path import critical_path
from stuurbord.exchange import mpxj, mspdi
from stuurbord.exchange.mpxj import java
from stuurbord.plan import Plan, working_time
from stuurbord.plan.calendar import DAY

pytestmark = [
    pytest.mark.java,
    pytest.mark.skipif(
        not mpxj.is_installed() or java.library() is None, reason="the extra msproject or Java is missing"
    ),
]

COLUMNS = (
    "uid name outline_level is_summary is_milestone is_manual is_active is_elapsed kind "
    "is_effort_driven duration ignores_resource_calendar constraint constraint_date deadline "
    "leveling_delay percent_complete actual_start actual_finish remaining_duration resume given_start "
    "given_finish work cost actual_cost gate"
).split()


def assert_same(ours: Plan, theirs: Plan) -> None:
    """Compare what both readers give; numbers of calendars and unnamed things may differ."""
    for name in COLUMNS:
        one, other = getattr(ours.tasks, name), getattr(theirs.tasks, name)
        assert np.array_equal(one, other), (name, one, other)
    assert links(ours) == links(theirs)
    for name in (
        "start",
        "from_finish",
        "status_date",
        "seconds_per_day",
        "seconds_per_week",
        "days_per_month",
    ):
        assert getattr(ours, name) == getattr(theirs, name), name
    assert assignments(ours) == assignments(theirs)
    assert sorted(ours.baselines) == sorted(theirs.baselines)
    for number, baseline in ours.baselines.items():
        for name in ("start", "finish", "duration", "cost"):
            assert np.array_equal(getattr(baseline, name), getattr(theirs.baselines[number], name)), name
    first = ours.start // DAY
    one, other = (working_time(plan.calendar, first - 7, first + 800) for plan in (ours, theirs))
    assert np.array_equal(one.starts, other.starts)
    assert np.array_equal(one.ends, other.ends)


def links(plan: Plan) -> list[tuple[int, ...]]:
    """Return the links as rows in a fixed order."""
    one = plan.dependencies
    columns = (one.successor_idx, one.predecessor_idx, one.kind, one.lag, one.lag_unit)
    return sorted(zip(*(column.tolist() for column in columns), strict=True))


def assignments(plan: Plan) -> list[tuple[float, ...]]:
    """Return who works on what as rows in a fixed order."""
    one = plan.assignments
    who = np.append(plan.resources.uid, -1)[one.resource_idx]
    columns = (one.task_idx, who, one.units, one.work, one.delay, one.cost)
    return sorted(zip(*(column.tolist() for column in columns), strict=True))


def test_both_readers_agree_on_what_microsoft_project_wrote(shared_data):
    """Three files, of Microsoft Project 2003, 2007 and 2010."""
    for path in sorted(shared_data("schedules").glob("*.xml")):
        ours, _ = mspdi.read(path.read_bytes(), path.name)
        theirs, _ = mpxj.read(path.read_bytes(), path.name)

        assert_same(ours, theirs)


@pytest.mark.parametrize("number", ["06", "09", "12", "14", "19", "24", "26", "35"])
def test_mpxj_reads_what_we_write(shared_data, number):
    """Real plans, written as MSPDI with and without our dates: both readers get the plan back."""
    path = next(shared_data("schedules").glob(f"{number}_*"))
    plan = reading(path).plan
    for schedule in (None, critical_path(plan)):
        written = mspdi.write(plan, schedule)
        ours, _ = mspdi.read(written, path.name)
        theirs, _ = mpxj.read(written, path.name)

        assert_same(ours, theirs)
        assert np.array_equal(ours.tasks.uid, plan.tasks.uid)
        assert np.array_equal(ours.tasks.duration, plan.tasks.duration)


def test_both_readers_work_out_the_same_exceptions():
    """Recurring closings and an exception among them, over two years."""
    exceptions = (
        exception("2026-03-02", "2027-12-31", "<Type>6</Type><Period>2</Period><DaysOfWeek>4</DaysOfWeek>")
        + exception("2026-01-01", "2027-12-31", "<Type>2</Type><Month>6</Month><MonthDay>21</MonthDay>")
        + exception("2026-01-01", "2027-12-31", "<Type>4</Type><MonthDay>11</MonthDay><Period>3</Period>")
        + exception("2026-04-06", "2026-04-10")
    )
    document = project(
        task(1) + task(2),
        # MPXJ takes silence for "from the finish"; Microsoft Project never leaves it out.
        head="<ScheduleFromStart>1</ScheduleFromStart>",
        calendars=calendar(1, f"<Exceptions>{exceptions}</Exceptions>") + calendar(2, days=weekday(1)),
    )
    ours, _ = mspdi.read(document, "plan.xml")
    theirs, _ = mpxj.read(document, "plan.xml")

    assert_same(ours, theirs)


def test_every_real_schedule_is_read(shared_data):
    """All 35, with as many leaf tasks as their table says."""
    folder = shared_data("schedules")
    table = re.findall(r"^\| (\d\d_\S+) \|.*?\|.*?\|.*?\| (\d+) \|", (folder / "README.md").read_text(), re.M)

    found = {file: int((~reading(folder / file).plan.tasks.is_summary).sum()) for file, _ in table}

    assert len(found) == 35
    assert found == {file: int(n_leaves) for file, n_leaves in table}
