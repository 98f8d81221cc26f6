"""Why this date, by the rules of Primavera: the steps one by one, and chains that add up on made networks."""

from __future__ import annotations

import random
from datetime import datetime

import pytest
from engine.path_arithmetic import faults

from stuurbord.engine.critical_path import critical_path
from stuurbord.engine.driving_path import End, StepKind, TaskClocks, date_path
from stuurbord.plan import (
    NONE,
    AssignmentRow,
    Calendar,
    Constraint,
    DependencyKind,
    DependencyRow,
    Plan,
    PlanDraft,
    ResourceRow,
    TaskRow,
)
from stuurbord.plan.calendar import DAY, HOUR, STANDARD, instant
from stuurbord.plan.draft import freeze
from stuurbord.plan.model import (
    ActivityKind,
    FloatKind,
    LagCalendar,
    LagUnit,
    OutOfSequence,
    RuleProfile,
    SchedulingRules,
)

START = instant(datetime.fromisoformat("2026-03-02T08:00"))
ALL_WEEK = Calendar("7 days", (((8 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR)),) * 7)
LONG_DAYS = Calendar("4 days", (((7 * HOUR, 12 * HOUR), (13 * HOUR, 18 * HOUR)),) * 4 + ((),) * 3)


def at(text: str) -> int:
    return instant(datetime.fromisoformat(f"2026-03-{text}"))


def plan_of(tasks: list[TaskRow], *links: DependencyRow, data_date: int = NONE, **rules: object) -> Plan:
    options = {"out_of_sequence": OutOfSequence.RETAINED_LOGIC, "lag_calendar": LagCalendar.PREDECESSOR}
    draft = PlanDraft(
        start=START,
        status_date=data_date,
        rules=SchedulingRules(profile=RuleProfile.P6, honors_constraints=False, **{**options, **rules}),
        calendar=STANDARD.name,
        calendars=[STANDARD, ALL_WEEK, LONG_DAYS],
        tasks=tasks,
        dependencies=list(links),
    )
    return freeze(draft)[0]


def days(uid: int, n_days: int, **facts: object) -> TaskRow:
    return TaskRow(uid, f"A{uid}", duration=n_days * 8 * HOUR, **facts)


def told(plan: Plan, idx: int, chain: str) -> list[tuple[StepKind, int, int]]:
    """Return kind, task and instant of each step of a chain, which must add up."""
    schedule = critical_path(plan)
    path, clocks = date_path(plan, schedule, idx), TaskClocks(plan, schedule)
    assert faults(plan, schedule, path, clocks) == []
    return [(step.kind, step.task_idx, step.at) for step in getattr(path, chain)]


def test_what_has_begun_goes_on_at_the_data_date():
    """Of two days half is left on Wednesday morning."""
    begun = days(1, 2, actual_start=START, remaining_duration=8 * HOUR)
    plan = plan_of([begun], data_date=at("04T08:00"))

    assert told(plan, 0, "finish") == [
        (StepKind.REMAINING, 0, at("04T17:00")),
        (StepKind.STATUS_DATE, 0, at("04T08:00")),
    ]
    assert told(plan, 0, "start") == [(StepKind.ACTUAL_START, 0, START)]


def test_retained_logic_holds_what_has_begun_behind_its_predecessor():
    """It began too early: what is left waits for the predecessor, which ends on Thursday."""
    begun = days(2, 2, actual_start=START, remaining_duration=8 * HOUR)
    plan = plan_of([days(1, 2), begun], DependencyRow(1, 2), data_date=at("04T08:00"))

    assert [kind for kind, *_ in told(plan, 1, "finish")] == [
        StepKind.REMAINING,
        StepKind.PAUSE,
        StepKind.LINK,
        StepKind.WORK,
        StepKind.STATUS_DATE,
    ]


def test_logic_passes_through_what_was_finished_too_early():
    """The third waits for the first, since the second, though finished, should have waited for it."""
    finished = days(2, 1, actual_start=START, actual_finish=at("02T17:00"))
    plan = plan_of(
        [days(1, 2), finished, days(3, 1)], DependencyRow(1, 2), DependencyRow(2, 3), data_date=at("04T08:00")
    )

    assert told(plan, 2, "start") == [
        (StepKind.PAUSE, 2, at("06T08:00")),
        (StepKind.LINK, 2, at("05T17:00")),
        (StepKind.LINK, 1, at("05T17:00")),
        (StepKind.WORK, 0, at("05T17:00")),
        (StepKind.STATUS_DATE, 0, at("04T08:00")),
    ]


def test_what_is_left_of_a_lag_after_a_begun_activity_counts():
    """Three days of lag began to run on Monday; on Wednesday one is left."""
    begun = days(1, 5, actual_start=START, remaining_duration=24 * HOUR)
    link = DependencyRow(1, 2, DependencyKind.SS, 24 * HOUR)
    plan = plan_of([begun, days(2, 1)], link, data_date=at("04T08:00"))

    assert told(plan, 1, "start") == [
        (StepKind.PAUSE, 1, at("05T08:00")),
        (StepKind.LINK, 1, at("04T17:00")),
        (StepKind.STATUS_DATE, 0, at("04T08:00")),
    ]


def test_a_suspended_activity_tells_when_it_resumes():
    """It resumes on Friday."""
    row = days(1, 2, actual_start=START, remaining_duration=8 * HOUR, resume=at("06T08:00"))
    plan = plan_of([row], data_date=at("04T08:00"))

    assert told(plan, 0, "finish")[1:] == [(StepKind.RESUME, 0, at("06T08:00"))]


def test_an_expected_finish_explains_itself():
    """What remains is stretched to Friday."""
    plan = plan_of([days(1, 2, expected_finish=at("06T17:00"))])

    assert told(plan, 0, "finish") == [(StepKind.EXPECTED_FINISH, 0, at("06T17:00"))]
    assert told(plan, 0, "start") == [(StepKind.PROJECT_START, 0, START)]


def test_a_mandatory_finish_explains_the_start_before_it():
    """Two days before Friday evening, whatever the predecessor asks."""
    bound = days(2, 2, constraint=Constraint.MFO, constraint_date=at("06T17:00"))
    plan = plan_of([days(1, 10), bound], DependencyRow(1, 2))

    steps = [(StepKind.WORK_BACK, 1, at("05T08:00")), (StepKind.CONSTRAINT, 1, at("06T17:00"))]
    assert told(plan, 1, "start") == steps
    assert told(plan, 1, "late")[-1:] == steps[1:]


def test_a_level_of_effort_names_what_it_spans():
    """It starts with the first and ends with the last."""
    level = TaskRow(3, "LOE", activity=ActivityKind.LEVEL_OF_EFFORT)
    links = (DependencyRow(1, 3, DependencyKind.SS), DependencyRow(2, 3, DependencyKind.FF))
    plan = plan_of([days(1, 2), days(2, 3), level], DependencyRow(1, 2), *links)

    assert told(plan, 2, "start") == [(StepKind.LINK, 2, START), (StepKind.PROJECT_START, 0, START)]
    assert told(plan, 2, "finish")[:2] == [
        (StepKind.LINK, 2, at("06T17:00")),
        (StepKind.WORK, 1, at("06T17:00")),
    ]


def test_the_late_date_of_what_is_finished_comes_from_what_follows():
    """Nothing is left of it, but the start of the successor passes through it."""
    finished = days(1, 1, actual_start=START, actual_finish=at("02T17:00"))
    plan = plan_of([finished, days(2, 1), days(3, 4)], DependencyRow(1, 2), data_date=at("03T08:00"))

    assert told(plan, 0, "late") == [
        (StepKind.LINK, 0, at("06T08:00")),
        (StepKind.WORK_BACK, 1, at("06T08:00")),
        (StepKind.PROJECT_FINISH, 1, at("06T17:00")),
    ]


@pytest.mark.parametrize("kind", [ActivityKind.START_MILESTONE, ActivityKind.FINISH_MILESTONE])
def test_a_start_milestone_waits_for_work_and_a_finish_milestone_does_not(kind):
    """Its predecessor ends on Tuesday evening."""
    milestone = TaskRow(2, "M", is_milestone=True, activity=kind)
    plan = plan_of([days(1, 2), milestone], DependencyRow(1, 2))

    kinds = [one for one, *_ in told(plan, 1, "start")][:-1]
    link = [StepKind.LINK, StepKind.WORK]
    assert kinds == ([StepKind.PAUSE, *link] if kind == ActivityKind.START_MILESTONE else link)


def network(seed: int, n_tasks: int = 120) -> Plan:
    """Return a plan with everything that Primavera knows, in any mixture."""
    chance = random.Random(seed)
    tasks = [activity(uid, chance, uid <= n_tasks // 6) for uid in range(1, n_tasks + 1)]
    kinds = [DependencyKind.FS] * 4 + [DependencyKind.SS, DependencyKind.FF, DependencyKind.SF]
    links = [
        DependencyRow(
            before,
            uid,
            chance.choice(kinds),
            chance.choice([0, 0, 0, 8, 16, -8, -4]) * HOUR,
            chance.choice([LagUnit.WORKING] * 4 + [LagUnit.ELAPSED]),
        )
        for uid in range(2, n_tasks + 1)
        for before in chance.sample(range(max(1, uid - 12), uid), min(uid - 1, chance.choice([0, 1, 1, 2])))
    ]
    workers = [row.uid for row in tasks if row.activity == ActivityKind.RESOURCE_DEPENDENT]
    rules = SchedulingRules(
        profile=RuleProfile.P6,
        honors_constraints=False,
        out_of_sequence=chance.choice(list(OutOfSequence)),
        lag_calendar=chance.choice(list(LagCalendar)),
        float_kind=chance.choice(list(FloatKind)),
        lag_from_actual_start=chance.random() < 1 / 3,
    )
    draft = PlanDraft(
        start=START,
        status_date=START + 14 * DAY + chance.choice([0, 9]) * HOUR,
        rules=rules,
        calendar=STANDARD.name,
        calendars=[STANDARD, ALL_WEEK, LONG_DAYS],
        tasks=tasks,
        dependencies=links,
        resources=[
            ResourceRow(1, "One", calendar=ALL_WEEK.name),
            ResourceRow(2, "Two", calendar=LONG_DAYS.name),
        ],
        assignments=[
            AssignmentRow(2 * uid + who, uid, who, work=(8 + uid % 9) * HOUR, delay=(uid % 2) * 8 * HOUR)
            for uid in workers
            for who in range(1, chance.choice([2, 3]))
        ],
    )
    return freeze(draft)[0]


def activity(uid: int, chance: random.Random, is_begun: bool) -> TaskRow:
    calendar = chance.choice([STANDARD, STANDARD, ALL_WEEK, LONG_DAYS])
    day = (10 if calendar is LONG_DAYS else 8) * HOUR
    row = TaskRow(uid, f"A{uid}", duration=chance.choice([1, 2, 3, 5]) * day, calendar=calendar.name)
    kind = chance.randrange(12)
    if is_begun or kind == 0:
        row.actual_start = START + chance.randrange(5) * DAY
        if chance.random() < 0.6:
            row.actual_finish = row.actual_start + 9 * HOUR + chance.randrange(2) * DAY
        else:
            row.remaining_duration = chance.choice([0, 1, 2]) * day
            row.resume = chance.choice([NONE, NONE, START + chance.randrange(10, 25) * DAY])
    elif kind in (1, 2):
        row.duration, row.is_milestone = 0, True
        row.activity = ActivityKind.START_MILESTONE if kind == 1 else ActivityKind.FINISH_MILESTONE
    elif kind == 3:
        row.activity = chance.choice([ActivityKind.LEVEL_OF_EFFORT, ActivityKind.WBS_SUMMARY])
    elif kind == 4:
        row.activity = ActivityKind.RESOURCE_DEPENDENT
    elif kind == 5:
        row.expected_finish = START + chance.randrange(20, 60) * DAY + 9 * HOUR
    if chance.random() < 1 / 5:
        row.constraint = chance.choice(list(Constraint))
        if row.constraint > Constraint.ALAP:
            ends = row.constraint in (Constraint.FNLT, Constraint.FNET, Constraint.MFO)
            row.constraint_date = START + chance.randrange(2, 9) * 7 * DAY + (9 * HOUR if ends else 0)
    return row


@pytest.mark.parametrize("seed", range(12))
def test_every_chain_of_a_made_network_adds_up_and_says_why(seed):
    """Progress, suspension, all links and constraints, spans, milestones, resources, under any options.

    Levels of effort that span one another in a circle have no reason outside of it.
    """
    plan = network(seed)
    schedule = critical_path(plan)
    clocks, sound, found, own = TaskClocks(plan, schedule), set(), [], []
    for idx in range(len(plan.tasks)):
        path = date_path(plan, schedule, idx, clocks)
        found += faults(plan, schedule, path, clocks, sound)
        own += [
            step for chain in (path.start, path.finish, path.late) for step in chain if step.task_idx == idx
        ]

    assert found == []
    assert sum(step.kind is StepKind.UNEXPLAINED for step in own) <= 0.01 * len(own)
    assert sum(step.is_measured for step in own) <= 0.005 * len(own)
    assert {step.end for step in own} == {End.START, End.FINISH}
