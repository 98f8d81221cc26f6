"""Two schedulers with Primavera's rules agree on networks that no file holds.

MPXJ's `PrimaveraScheduler` is the rival. It is asked about the file that we write of a plan with links of all
kinds, lags and leads, several calendars, constraints and progress. Both are opinions; what they disagree on
is left to real files.
"""

from __future__ import annotations

import random
from datetime import datetime

import pytest

from stuurbord.engine.critical_path import critical_path
from stuurbord.exchange import mpxj
from stuurbord.exchange.clock_texts import instant_of
from stuurbord.exchange.mpxj import Bounds, PrimaveraFormat, java, write
from stuurbord.exchange.mpxj.child_process import ask
from stuurbord.plan import NONE, Calendar, Constraint, DependencyKind, DependencyRow, Plan, PlanDraft, TaskRow
from stuurbord.plan.calendar import DAY, HOUR, STANDARD, instant
from stuurbord.plan.draft import freeze
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
START = instant(datetime.fromisoformat("2026-03-02T08:00"))
ALL_WEEK = Calendar("7 days", (((8 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR)),) * 7)
LONG_DAYS = Calendar("4 days", (((7 * HOUR, 12 * HOUR), (13 * HOUR, 18 * HOUR)),) * 4 + ((),) * 3)
COLUMNS = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")
RULES = SchedulingRules(
    profile=RuleProfile.P6,
    honors_constraints=False,
    out_of_sequence=OutOfSequence.RETAINED_LOGIC,
    splits_in_progress=False,
    lag_calendar=LagCalendar.PREDECESSOR,
    float_kind=FloatKind.FINISH,
)


def network(seed: int, n_tasks: int = 120) -> Plan:
    """Return a plan with a tenth of its activities done, a few in progress, the others ahead."""
    chance = random.Random(seed)
    data_date = START + 14 * DAY + 9 * HOUR
    tasks, links = [], []
    for uid in range(1, n_tasks + 1):
        tasks.append(activity(uid, chance, is_begun=uid <= n_tasks // 8))
        for before in chance.sample(range(max(1, uid - 12), uid), min(uid - 1, chance.choice([1, 1, 2]))):
            kind = chance.choice([DependencyKind.FS] * 4 + [DependencyKind.SS, DependencyKind.FF])
            lag = chance.choice([0, 0, 0, 8 * HOUR, 16 * HOUR]) if kind == DependencyKind.FS else 0
            links.append(DependencyRow(before, uid, kind, lag))
    draft = PlanDraft(
        start=START,
        status_date=data_date,
        rules=RULES,
        calendar=STANDARD.name,
        calendars=[STANDARD, ALL_WEEK, LONG_DAYS],
        tasks=tasks,
        dependencies=links,
    )
    return freeze(draft)[0]


def activity(uid: int, chance: random.Random, *, is_begun: bool) -> TaskRow:
    """Return an activity; one in eight ahead is bound by a date, one in six is a milestone."""
    calendar = chance.choice([STANDARD, STANDARD, ALL_WEEK, LONG_DAYS])
    hours = 10 if calendar is LONG_DAYS else 8
    row = TaskRow(uid, f"A{uid}", duration=chance.choice([1, 2, 3, 5]) * hours * HOUR, calendar=calendar.name)
    if is_begun:
        row.actual_start = START + chance.randrange(3) * DAY
        if uid % 4:
            row.actual_finish = row.actual_start + 9 * HOUR + chance.randrange(2) * DAY
        else:
            row.remaining_duration = hours * HOUR
    elif chance.random() < 1 / 6:
        row.duration, row.is_milestone, row.activity = 0, True, ActivityKind.FINISH_MILESTONE
    elif chance.random() < 1 / 8:
        row.constraint = chance.choice([Constraint.FNLT, Constraint.SNLT])
        row.constraint_date = (
            START
            + chance.randrange(20, 60) // 7 * 7 * DAY
            + (9 * HOUR if row.constraint == Constraint.FNLT else 0)
        )
    return row


@pytest.mark.parametrize("seed", range(3))
def test_the_rival_gives_the_same_dates_to_nearly_every_activity(seed):
    """Start and finish, early and late dates, to the minute."""
    plan = network(seed)
    ours = critical_path(plan)
    document = write(plan, ours, PrimaveraFormat.XER).content

    answer = ask(document, Bounds(), everything=False, purpose="schedule")
    theirs = {row[0]: row[1:7] for row in answer["tasks"]}

    n_compared, differ = 0, []
    for idx, uid in enumerate(plan.tasks.uid.tolist()):
        for name, text in zip(COLUMNS, theirs[uid], strict=True):
            value, other = int(getattr(ours, name)[idx]), instant_of(text)
            n_compared += 1
            if other is None or NONE in (value, other) or abs(value - other) >= 60:
                differ.append((uid, name))
    assert n_compared == 6 * len(plan.tasks)
    assert len(differ) <= 0.02 * n_compared, differ
