"""What a Primavera export says of its scheduler and its activities reaches the plan."""

from __future__ import annotations

from datetime import datetime

import pytest
from exchange.made_xer import xer

from stuurbord.engine.linked_plans import linked_schedules
from stuurbord.exchange import mpxj
from stuurbord.exchange.mpxj import java
from stuurbord.exchange.plan_file import read_plan
from stuurbord.plan import NONE, Constraint
from stuurbord.plan.calendar import HOUR, instant
from stuurbord.plan.model import (
    ActivityKind,
    FloatKind,
    LagCalendar,
    OutOfSequence,
    RuleProfile,
    SchedulingRules,
)

pytestmark = [
    pytest.mark.java,
    pytest.mark.skipif(
        not mpxj.is_installed() or java.library() is None, reason="the extra msproject or Java is missing"
    ),
]
OPTIONS = {
    "sched_retained_logic": "N",
    "sched_progress_override": "Y",
    "sched_float_type": "FT_SS",
    "sched_calendar_on_relationship_lag": "rcal_24Hour",
    "sched_use_expect_end_flag": "Y",
    "sched_lag_early_start_flag": "Y",
}


def at(day: int, hour: int) -> int:
    """Return an instant in March 2026."""
    return instant(datetime.fromisoformat(f"2026-03-{day:02d}T{hour:02d}:00"))


def test_the_options_of_the_scheduler_are_read():
    """Without them Primavera's own defaults hold."""
    defaults, _ = mpxj.read(xer(), "plan.xer")
    chosen, _ = mpxj.read(xer(options=OPTIONS), "plan.xer")

    assert defaults.rules.profile == RuleProfile.P6
    assert defaults.rules.out_of_sequence == OutOfSequence.RETAINED_LOGIC
    assert defaults.rules.lag_calendar == LagCalendar.PREDECESSOR
    assert chosen.rules == SchedulingRules(
        profile=RuleProfile.P6,
        honors_constraints=False,
        out_of_sequence=OutOfSequence.PROGRESS_OVERRIDE,
        splits_in_progress=False,
        lag_calendar=LagCalendar.ROUND_THE_CLOCK,
        float_kind=FloatKind.START,
    )


def test_what_counts_as_critical_and_where_lags_begin_is_read():
    """The longest path, and lags from the actual start."""
    columns = {**OPTIONS, "sched_lag_early_start_flag": "N"}
    document = xer(options=columns).replace(b"last_recalc_date", b"last_recalc_date\tcritical_path_type")
    document = document.replace(b"2026-03-02 08:00\tY", b"2026-03-02 08:00\tCT_DrivPath\tY")
    rules = mpxj.read(document, "plan.xer")[0].rules

    assert rules.longest_path
    assert rules.lag_from_actual_start


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("TT_Rsrc", ActivityKind.RESOURCE_DEPENDENT),
        ("TT_Mile", ActivityKind.START_MILESTONE),
        ("TT_FinMile", ActivityKind.FINISH_MILESTONE),
        ("TT_LOE", ActivityKind.LEVEL_OF_EFFORT),
        ("TT_WBS", ActivityKind.WBS_SUMMARY),
    ],
)
def test_the_kind_of_an_activity_is_read(code, kind):
    """It decides what drives its dates."""
    plan, findings = mpxj.read(xer(activity={"task_type": code}), "plan.xer")

    assert findings == ()
    assert plan.tasks.activity.tolist()[1:] == [kind, kind]


@pytest.mark.parametrize(
    ("code", "first", "second"),
    [
        ("CS_MSO", Constraint.SNET, Constraint.SNLT),
        ("CS_MEO", Constraint.FNET, Constraint.FNLT),
        ("CS_MANDSTART", Constraint.MSO, Constraint.ASAP),
        ("CS_MANDFIN", Constraint.MFO, Constraint.ASAP),
        ("CS_MEOB", Constraint.FNLT, Constraint.ASAP),
        ("CS_ALAP", Constraint.ALAP, Constraint.ASAP),
    ],
)
def test_a_constraint_is_read(code, first, second):
    """A date to start or finish on binds one pass each; a mandatory one binds both."""
    columns = {"cstr_type": code, "cstr_date": "2026-03-05 08:00"}
    tasks = mpxj.read(xer(activity=columns), "plan.xer")[0].tasks

    assert tasks.constraint.tolist()[1:] == [first, first]
    assert tasks.second_constraint.tolist()[1:] == [second, second]
    assert tasks.second_constraint_date[1] == (NONE if second == Constraint.ASAP else at(5, 8))


def test_a_second_constraint_is_read():
    """Primavera has two of them."""
    columns = {
        "cstr_type": "CS_MSOA",
        "cstr_date": "2026-03-04 08:00",
        "cstr_type2": "CS_MEOB",
        "cstr_date2": "2026-03-06 16:00",
    }
    tasks = mpxj.read(xer(activity=columns), "plan.xer")[0].tasks

    assert (tasks.constraint[1], tasks.constraint_date[1]) == (Constraint.SNET, at(4, 8))
    assert (tasks.second_constraint[1], tasks.second_constraint_date[1]) == (Constraint.FNLT, at(6, 16))


def test_an_expected_finish_counts_only_if_the_options_say_so():
    """Otherwise Primavera keeps it without using it."""
    columns = {"expect_end_date": "2026-03-06 16:00"}
    used, _ = mpxj.read(xer(activity=columns, options=OPTIONS), "plan.xer")
    unused, _ = mpxj.read(
        xer(activity=columns, options={**OPTIONS, "sched_use_expect_end_flag": "N"}), "plan.xer"
    )

    assert used.tasks.expected_finish[1] == at(6, 16)
    assert unused.tasks.expected_finish[1] == NONE


def test_what_primavera_computed_is_kept_apart():
    """Early and late dates and floats, to compare with; nobody's dates where the file has none."""
    columns = {
        "late_start_date": "2026-03-04 08:00",
        "late_end_date": "2026-03-05 16:00",
        "total_float_hr_cnt": "16",
        "free_float_hr_cnt": "8",
    }
    given = mpxj.read(xer(activity=columns), "plan.xer")[0].given

    assert (given.early_start[1], given.early_finish[1]) == (at(2, 8), at(3, 16))
    assert (given.late_start[1], given.late_finish[1]) == (at(4, 8), at(5, 16))
    assert (given.total_float[1], given.free_float[1]) == (16 * HOUR, 8 * HOUR)
    assert given.start_float[1] == NONE


def test_work_in_progress_whose_dates_are_outdated_has_a_duration():
    """An export that was never scheduled after its progress holds a finish before the data date."""
    columns = {
        "status_code": "TK_Active",
        "act_start_date": "2026-03-09 08:00",
        "remain_drtn_hr_cnt": "8",
        "early_start_date": "",
        "early_end_date": "",
    }
    plan, _ = mpxj.read(xer(activity=columns), "plan.xer")

    assert (plan.tasks.duration[1:] >= 8 * HOUR).all()
    assert plan.tasks.remaining_duration.tolist()[1:] == [8 * HOUR, 8 * HOUR]


def test_the_producer_is_told():
    """The first line of an export names the version."""
    assert read_plan(xer(), "plan.xer").producer == "Oracle Primavera P6 18.8, XER"


def waiting_projects() -> bytes:
    """Return an export of two projects; the first activity of the second waits for the last of the first."""
    row = b"%R\t152\t102\t101\t1\t1\tPR_FS\t8"
    return xer(2).replace(row, row + b"\r\n%R\t999\t201\t102\t2\t1\tPR_FS\t8")


def test_a_link_between_projects_of_a_file_becomes_an_external_task():
    """The project that waits gets a line for it, with its dates; the other one gets nothing."""
    (second, told), (first, none) = mpxj.read_all(waiting_projects(), "plan.xer")

    assert [one.code for one in told] == ["external_task"]
    assert none == ()
    assert len(first.tasks) == 3
    assert second.tasks.name[4] == "Taak 2"
    assert second.tasks.is_external.tolist() == [False] * 4 + [True]
    assert (second.tasks.subproject[4], second.tasks.subproject_task[4]) == ("Project 1", 3)
    assert second.dependencies.predecessor_idx.tolist() == [1, 2, 4]
    assert second.tasks.given_finish[4] == at(3, 16)


def test_projects_of_a_file_are_dated_together():
    """The first project ends on Friday the 6th; a day of lag later, on Tuesday, the second begins."""
    plans = {plan.name: plan for plan, _ in mpxj.read_all(waiting_projects(), "plan.xer")}
    linked = linked_schedules(plans)

    assert linked.findings == ()
    assert linked.schedules["Project 1"].finish[2] == at(6, 16)
    assert linked.schedules["Project 2"].start[1] == at(10, 8)
