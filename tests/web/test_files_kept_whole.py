"""Files of Microsoft Project, edited and written back: every element that no edit touches is as it was.

Six edits on nine files of mixed make, each imported, edited, proposed, accepted and written as MSPDI. The
files are data sets of mixed licences that are no part of the product; the tests skip without them. A file
that Microsoft Project keeps in its own format is compared with what is written of it without edits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from lxml import etree
from web import factories

from stuurbord.engine.editing import Edit, Insert, Link, Move, Progress, Remove, Resize, edited
from stuurbord.exchange import mpxj, mspdi
from stuurbord.exchange.mpxj import java
from stuurbord.exchange.plan_file import read_plan_path
from stuurbord.plan import Plan
from stuurbord.plan.calendar import DAY
from stuurbord.plan.changes import difference
from stuurbord.web.accounts.models import Role
from stuurbord.web.planning.actions import Wanted, accept, propose
from stuurbord.web.projects.actions import add_plan_revision
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
FILES: Final = (
    "29_mpxj_task-links-project2010-mspdi.xml",  # every kind of link, work of nobody
    "30_mpxj_sample.xml",  # people with rates, uneven work, lead and lag
    "32_mpxj_mspdiduration.xml",  # durations on the clock
    *(
        pytest.param(name, marks=pytest.mark.java)
        for name in (
            "07_aspose-tasks_CustomerFeedback.mpp",  # splits, levelling, outline codes
            "14_dustininkster_Project-Schedule.mpp",  # manual tasks, deadlines, progress, baselines
            "18_hanneswiedenhofer_project.mpp",  # custom fields, money, exceptions of calendars
            "22_dprotopopov_Project1.mpp",  # inactive and manual tasks, FF and SS links
            "24_Aashma-T_Project1.mpp",  # laid out from its finish
            "35_KonstantinDavidov_FACCTS-Software-Development-Plan.mpp",  # custom fields of work of nobody
        )
    ),
)
Rows = list[int]


def open_rows(plan: Plan) -> Rows:
    """Rows of tasks that can be edited; those that have not begun where there are enough."""
    tasks = plan.tasks
    is_open = ~tasks.is_summary & tasks.is_active & ~tasks.is_external & (tasks.uid > 0)
    is_fresh = is_open & ~tasks.is_manual & ~tasks.is_milestone & (tasks.percent_complete == 0)
    found: Rows = np.flatnonzero(is_fresh if is_fresh.sum() >= 4 else is_open).tolist()
    return found


def worked_on(plan: Plan, rows: Rows) -> int:
    """One of the rows on which somebody works, else any."""
    assigned = set(plan.assignments.task_idx.tolist())
    found = [row for row in rows if row in assigned] or rows
    return found[len(found) // 3]


def longer(plan: Plan, rows: Rows) -> Edit:
    row = worked_on(plan, rows)
    return Resize([uid_of(plan, row)], int(plan.tasks.duration[row]) + 2 * plan.seconds_per_day)


def later(plan: Plan, rows: Rows) -> Edit:
    row = rows[len(rows) // 2]
    return Move(uid_of(plan, row), int(forecast_schedule(plan).start[row]) + 14 * DAY)


def linked(plan: Plan, rows: Rows) -> Edit:
    return Link(uid_of(plan, rows[0]), uid_of(plan, rows[-1]))


def added(plan: Plan, rows: Rows) -> Edit:
    row = rows[len(rows) // 2]
    level = int(plan.tasks.outline_level[row])
    uid = int(plan.tasks.uid.max()) + 1
    return Insert(uid, uid_of(plan, row), "Nieuw: ‘x’ & y", level, 3 * plan.seconds_per_day)


def removed(plan: Plan, rows: Rows) -> Edit:
    return Remove([uid_of(plan, worked_on(plan, rows))])


def half_done(plan: Plan, rows: Rows) -> Edit:
    return Progress(uid_of(plan, worked_on(plan, rows)), 0.5)


def uid_of(plan: Plan, row: int) -> int:
    return int(plan.tasks.uid[row])


_DATES = {
    "StartVariance",
    "FinishVariance",
    "Start",
    "Finish",
    "Stop",
    "Resume",
    "ActualStart",
    "ActualFinish",
}
_AMOUNTS = {"Work", "RegularWork", "RemainingWork", "ActualWork", "PercentWorkComplete", "WorkVariance"}
_IN_TIME = _DATES | _AMOUNTS | {"TimephasedData", "Cost", "Units"}
_NUMBERS = {"ID", "OutlineNumber", "WBS"}
EDITS: Final[dict[str, tuple[Callable[[Plan, Rows], Edit], set[str], set[str], set[str]]]] = {
    "duration": (longer, {"Duration", "RemainingDuration", "Work", "Cost"} | _DATES, _IN_TIME, {"Cost"}),
    "move": (later, {"ConstraintType", "ConstraintDate"}, set(), set()),
    "link": (linked, {"PredecessorLink"}, set(), set()),
    "insert": (added, set(), set(), _NUMBERS),
    "delete": (removed, {"PredecessorLink"} | _NUMBERS, set(), {"Cost"} | _NUMBERS),
    "progress": (
        half_done,
        {"PercentComplete", "ActualDuration", "RemainingDuration"} | _DATES,
        _IN_TIME,
        set(),
    ),
}
"""The edit; what of the edited tasks, of their assignments, and of other tasks may be another than it was.

Of other tasks only what counts them or adds them up: row numbers, and the money of the summaries above.
"""


@lru_cache(maxsize=1)
def plan_in(path: Path) -> Plan:
    return read_plan_path(path).plan


def accepted(plan: Plan, edit: Edit) -> Plan:
    """The plan as it is stored after it was imported, edited, proposed and accepted."""
    planner = factories.user(Role.PROJECT_MANAGER)
    project = factories.project(factories.portfolio())
    add_plan_revision(planner, project, plan, file_name="plan", file_sha256="0" * 64, reader="mspdi")
    project = Project.objects.get(pk=project.pk)
    base = project.current_revision
    new_plan = edited(plan_of(base.pk), [edit], forecast_schedule)
    proposal = propose(planner, project, base, new_plan, Wanted("Eén ding"))
    return plan_of(accept(factories.user(Role.PORTFOLIO_MANAGER), proposal, proposal.version).pk)


def plain(element: etree._Element) -> tuple[str, str, tuple]:
    """An element without the white space around its children."""
    children = tuple(plain(one) for one in element if isinstance(one.tag, str))
    text = "" if children else (element.text or "").strip()
    return etree.QName(element).localname, text, children


def differing(old: etree._Element, new: etree._Element) -> set[str]:
    """The names of the children that are not the same in two elements."""
    some, others = Counter(plain(old)[2]), Counter(plain(new)[2])
    return {name for name, _text, _children in (some - others) + (others - some)}


def items(document: etree._Element, kind: str) -> dict[tuple[str, int], etree._Element]:
    """The elements of a list by number, and which of several with that number they are."""
    met: Counter[str] = Counter()
    found = {}
    for one in document.iterfind(f"{{*}}{kind}s/{{*}}{kind}"):
        uid = one.findtext("{*}UID") or ""
        found[uid, met[uid]] = one
        met[uid] += 1
    return found


def unexpected(plan: Plan, after: Plan, may: tuple[set[str], set[str], set[str]]) -> Iterator[str]:
    """What differs between two plans as they are written, and does not come of the edit."""
    old, new = (etree.fromstring(mspdi.write(one)) for one in (plan, after))
    changes = [
        one for one in difference(plan, after) if one.table in ("tasks", "dependencies", "assignments")
    ]
    ends = {
        key.partition("#")[0] for one in changes if one.table != "assignments" for key in one.key.split(">")
    }
    gone = {one.key for one in changes if one.table == "tasks" and one.removes}
    new_tasks = {one.key for one in changes if one.table == "tasks" and one.adds}
    of_tasks, of_assignments, of_others = may
    for kind in ("Task", "Assignment", "Resource", "Calendar"):
        before, now = items(old, kind), items(new, kind)
        for key in {**before, **now}:
            one = before.get(key, now.get(key))
            assert one is not None
            task = one.findtext("{*}TaskUID") if kind == "Assignment" else key[0] if kind == "Task" else None
            if key not in before or key not in now:
                if task not in (new_tasks if key not in before else gone):
                    yield f"{kind} {key} is {'new' if key in now else 'gone'}"
                continue
            allowed = of_others if kind == "Task" else set()
            if task in ends:
                allowed = of_tasks | of_others if kind == "Task" else of_assignments
            if wrong := differing(before[key], now[key]) - allowed:
                yield f"{kind} {key}: {sorted(wrong)}"
    lists = {"Tasks", "Assignments", "Resources", "Calendars"}
    heads = [Counter(one for one in plain(each)[2] if one[0] not in lists) for each in (old, new)]
    yield from (
        f"Project: {name}" for name, _text, _children in (heads[0] - heads[1]) + (heads[1] - heads[0])
    )


@pytest.mark.parametrize("name", FILES)
def test_what_no_edit_touches_is_as_it_was(shared_data, name):
    """Element by element, the work of nobody and the fixed cost of every task among them."""
    if not name.endswith(".xml") and (not mpxj.is_installed() or java.library() is None):
        pytest.skip("the extra msproject or Java is missing")
    plan = plan_in(shared_data("schedules") / name)
    rows = open_rows(plan)
    wrong = {}
    for kind, (edit, *may) in EDITS.items():
        after = accepted(plan, edit(plan, rows))
        assert difference(plan, after), kind
        wrong[kind] = list(unexpected(plan, after, tuple(may)))

    assert {kind: told for kind, told in wrong.items() if told} == {}
