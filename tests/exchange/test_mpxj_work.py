"""How work lies in time, and the options of Microsoft Project, as MPXJ gives them."""

from __future__ import annotations

import pytest
from exchange.made_mspdi import project, task

from stuurbord.exchange import mpxj
from stuurbord.exchange.mpxj import java
from stuurbord.plan import Contour
from stuurbord.plan.calendar import HOUR
from stuurbord.plan.model import RuleProfile

pytestmark = [
    pytest.mark.java,
    pytest.mark.skipif(
        not mpxj.is_installed() or java.library() is None, reason="the extra msproject or Java is missing"
    ),
]
DAYS = {2: "2026-03-02", 3: "2026-03-03", 4: "2026-03-04", 5: "2026-03-05"}


def work(*hours_per_day: int, contour: int = 0) -> bytes:
    """Return a document with one task, one person, and so many hours of work on each day from Monday."""
    days = list(DAYS.values())[: len(hours_per_day)]
    periods = "".join(
        f"<TimephasedData><Type>1</Type><UID>1</UID><Start>{day}T08:00:00</Start><Finish>{day}T17:00:00</Finish>"
        f"<Unit>2</Unit><Value>PT{hours}H0M0S</Value></TimephasedData>"
        for day, hours in zip(days, hours_per_day, strict=True)
    )
    total = sum(hours_per_day)
    span = f"<Start>{days[0]}T08:00:00</Start><Finish>{days[-1]}T17:00:00</Finish>"
    people = (
        "<Resources><Resource><UID>1</UID><ID>1</ID><Name>An</Name><Type>1</Type></Resource></Resources>"
        f"<Assignments><Assignment><UID>1</UID><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID>{span}"
        f"<Work>PT{total}H0M0S</Work><RegularWork>PT{total}H0M0S</RegularWork>"
        f"<RemainingWork>PT{total}H0M0S</RemainingWork><Units>1</Units><WorkContour>{contour}</WorkContour>"
        f"{periods}</Assignment></Assignments>"
    )
    return project(task(1, span, hours=8 * len(hours_per_day)), people=people)


def test_even_work_has_no_pattern():
    """What it takes follows from work and units."""
    plan, _ = mpxj.read(work(8, 8), "plan.xml")

    assert len(plan.periods) == 0


def test_interrupted_work_has_a_pattern_without_dates():
    """A day of rest in between; offsets count in working time."""
    plan, _ = mpxj.read(work(8, 0, 8, contour=8), "plan.xml")

    assert plan.assignments.contour.tolist() == [Contour.CONTOURED]
    assert plan.periods.offset.tolist() == [0, 16 * HOUR]
    assert plan.periods.length.tolist() == [8 * HOUR, 8 * HOUR]
    assert plan.periods.work.tolist() == [8 * HOUR, 8 * HOUR]
    assert plan.periods.is_actual.tolist() == [False, False]


def test_uneven_work_has_a_pattern():
    """Four hours on the first day, eight on the second."""
    plan, _ = mpxj.read(work(4, 8, contour=8), "plan.xml")

    assert plan.periods.offset.tolist() == [0, 8 * HOUR]
    assert plan.periods.work.tolist() == [4 * HOUR, 8 * HOUR]


def test_the_options_of_microsoft_project_are_read():
    """And its two floats, the smaller of which is the total."""
    head = (
        "<SplitsInProgressTasks>0</SplitsInProgressTasks><MultipleCriticalPaths>1</MultipleCriticalPaths>"
        "<CriticalSlackLimit>2</CriticalSlackLimit>"
    )
    facts = "<StartSlack>9600</StartSlack><FinishSlack>4800</FinishSlack><FreeSlack>0</FreeSlack>"
    plan, _ = mpxj.read(project(task(1, facts), head=head), "plan.xml")

    assert plan.rules.profile == RuleProfile.MS
    assert not plan.rules.splits_in_progress
    assert plan.rules.multiple_critical_paths
    assert plan.rules.critical_limit == 16 * HOUR
    assert plan.given.start_float.tolist() == [16 * HOUR]
    assert plan.given.finish_float.tolist() == [8 * HOUR]
    assert plan.given.total_float.tolist() == [8 * HOUR]
