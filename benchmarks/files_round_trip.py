"""Every real schedule: twenty edits, each written as MSPDI and read again; dates and rows must be the same.

What a preview shows is checked from scratch: the edited plan is written, the file is read and computed anew.
Primavera plans follow rules that MSPDI cannot say, so theirs are told and not counted.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from stuurbord.engine.critical_path import critical_path
from stuurbord.engine.editing import (
    Edit,
    Insert,
    Link,
    Move,
    Progress,
    Remove,
    Resize,
    SetFacts,
    Unlink,
    edited,
)
from stuurbord.errors import InvalidPlan
from stuurbord.exchange import mspdi
from stuurbord.exchange.plan_file import read_plan_path
from stuurbord.plan import Constraint, Plan, RuleProfile
from stuurbord.plan.calendar import DAY, NONE

_ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("STUURBORD_SHARED_DATA", _ROOT.parent / "shared" / "data")) / "schedules"
N_EDITS, MOST_TASKS = 20, 500


def rows() -> Iterator[str]:
    """Yield a line per file and the total."""
    n_made = n_wrong = 0
    for path in sorted(FOLDER.glob("[0-9]*")):
        plan = read_plan_path(path).plan
        if len(plan.tasks) > MOST_TASKS:
            continue
        made, wrong = tried(plan, random.Random(path.name))
        is_counted = plan.rules.profile == RuleProfile.MS
        n_made, n_wrong = (n_made + made, n_wrong + wrong) if is_counted else (n_made, n_wrong)
        told = "" if is_counted else "  (Primavera's rules: not counted)"
        yield f"{path.name[:44]:<46}{made:>3} edits, {wrong} with other dates{told}"
    yield f"together {n_made} edits, {n_wrong} with other dates"


def tried(plan: Plan, source: random.Random) -> tuple[int, int]:
    """Return how many edits were made, and of how many the written file comes to other dates."""
    n_made = n_wrong = 0
    for _ in range(10 * N_EDITS):
        if n_made == N_EDITS:
            break
        try:
            after = edited(plan, [any_edit(plan, source)], _dated)
        except InvalidPlan:
            continue
        n_made += 1
        n_wrong += not is_kept(after)
        plan = after if source.random() < 0.5 else plan
    return n_made, n_wrong


def is_kept(plan: Plan) -> bool:
    """Tell whether the plan, written and read, has the same rows on the same dates."""
    again = mspdi.read(mspdi.write(plan), "plan.xml")[0]
    if not np.array_equal(plan.tasks.uid, again.tasks.uid):
        return False
    one, other = _dated(plan), _dated(again)
    return np.array_equal(one.start, other.start) and np.array_equal(one.finish, other.finish)


def _dated(plan: Plan):
    return critical_path(plan, unstarted_after_status_date=True)


def any_edit(plan: Plan, source: random.Random) -> Edit:
    """Return an edit of some task."""
    tasks, links, schedule = plan.tasks, plan.dependencies, _dated(plan)
    rows = [row for row, uid in enumerate(tasks.uid.tolist()) if uid > 0 and schedule.start[row] != NONE]
    row, other = source.choice(rows), source.choice(rows)
    uid, to = int(tasks.uid[row]), int(tasks.uid[other])
    day = plan.seconds_per_day
    edits: list[Edit] = [
        Move(uid, int(schedule.start[row]) + source.randint(1, 30) * DAY),
        Resize([uid], source.randint(1, 15) * day),
        Progress(uid, source.choice([0.25, 0.5, 1.0])),
        Link(uid, to, source.randrange(4), source.choice([0, 0, day])),
        Insert(
            int(tasks.uid.max()) + 1, uid, "Nieuwe taak", source.choice([1, 2]), source.randint(1, 9) * day
        ),
        Remove([uid]),
        SetFacts([uid], {"constraint": int(Constraint.SNET), "constraint_date": plan.start + 20 * DAY}),
        SetFacts([uid], {"is_manual": True}),
        SetFacts([uid], {"is_active": False}),
    ]
    if len(links):
        at = source.randrange(len(links))
        ends = tasks.uid[links.predecessor_idx[at]], tasks.uid[links.successor_idx[at]]
        edits.append(Unlink(int(ends[0]), int(ends[1])))
    return source.choice(edits)


if __name__ == "__main__":
    last = ""
    for last in rows():
        print(last)
    if not last.endswith(" 0 with other dates"):
        sys.exit(1)
