"""Files of Microsoft Project and Primavera: imported, edited, proposed, accepted and written back.

The files are data sets of mixed licences that are no part of the product; the tests skip without them.
``benchmarks/files_round_trip.py`` takes all of them, with twenty edits each.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from lxml import etree
from web import factories

from stuurbord.engine.editing import Edit, Link, Resize, SetFacts, edited
from stuurbord.errors import InvalidPlan
from stuurbord.exchange import mpxj, mspdi
from stuurbord.exchange.mpxj import java
from stuurbord.exchange.plan_file import read_plan_path
from stuurbord.plan import Plan
from stuurbord.plan.calendar import DAY
from stuurbord.plan.changes import Change, difference
from stuurbord.web.accounts.models import Role
from stuurbord.web.planning.actions import Wanted, accept, propose
from stuurbord.web.projects.actions import add_plan_revision
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
NAME = "Hernoemd: ‘anders’ & zo"
XML = (
    "29_mpxj_task-links-project2010-mspdi.xml",
    "30_mpxj_sample.xml",
    "32_mpxj_mspdiduration.xml",
)
THROUGH_JAVA = [
    pytest.param(name, marks=pytest.mark.java)
    for name in (
        "07_aspose-tasks_CustomerFeedback.mpp",  # splits and levelling
        "14_dustininkster_Project-Schedule.mpp",  # manual tasks, deadlines, progress
        "24_Aashma-T_Project1.mpp",  # laid out from its finish
        "27_nmoghimi-code_UP-54069-20260122.xer",  # Primavera
    )
]


def plan_in(folder: Path, name: str) -> Plan:
    """The plan in a file; the test skips where what reads it is missing."""
    if not name.endswith(".xml") and (not mpxj.is_installed() or java.library() is None):
        pytest.skip("the extra msproject or Java is missing")
    return read_plan_path(folder / name).plan


def editable(plan: Plan) -> list[int]:
    """Rows of tasks that have not begun and have dates of their own."""
    tasks = plan.tasks
    is_open = ~tasks.is_summary & tasks.is_active & ~tasks.is_external & (tasks.uid > 0)
    is_fresh = is_open & ~tasks.is_manual & ~tasks.is_milestone & (tasks.percent_complete == 0)
    rows: list[int] = np.flatnonzero(is_fresh if is_fresh.sum() >= 4 else is_open).tolist()
    return rows


def edits_of(plan: Plan) -> list[Edit]:
    """One task renamed, one lengthened, one with a deadline, and a link where it closes no circle."""
    rows, uid = editable(plan), plan.tasks.uid.tolist()
    longer = rows[len(rows) // 3]
    edits: list[Edit] = [
        SetFacts([uid[rows[0]]], {"name": NAME}),
        Resize([uid[longer]], int(plan.tasks.duration[longer]) + 2 * plan.seconds_per_day),
        SetFacts([uid[rows[2 * len(rows) // 3]]], {"deadline": plan.start + 400 * DAY}),
    ]
    link = Link(uid[rows[0]], uid[rows[-1]])
    try:
        edited(plan, [link], forecast_schedule)
    except InvalidPlan:
        return edits
    return [*edits, link]


def accepted(plan: Plan, edits: list[Edit]) -> Plan:
    """The plan as it is stored after it was imported, edited, proposed and accepted."""
    planner = factories.user(Role.PROJECT_MANAGER)
    project = factories.project(factories.portfolio("ASN"), "P-001")
    add_plan_revision(planner, project, plan, file_name="plan", file_sha256="0" * 64, reader="mspdi")
    project = Project.objects.get(pk=project.pk)
    base = project.current_revision
    new_plan = edited(plan_of(base.pk), edits, forecast_schedule)
    proposal = propose(planner, project, base, new_plan, Wanted("Vier dingen"))
    return plan_of(accept(factories.user(Role.PORTFOLIO_MANAGER), proposal, proposal.version).pk)


def written_and_read(plan: Plan) -> Plan:
    return mspdi.read(mspdi.write(plan), "plan.xml")[0]


def told(changes: tuple[Change, ...]) -> set[tuple[str, str, str, str]]:
    """Changes without the document a plan came from, the order of links, and the place of what is new.

    The format keeps the links with their successors, and whole percents.
    """
    return {
        (one.table, one.key, one.column, "" if one.adds else _value(one))
        for one in changes
        if one.column != "kept" and (one.table, one.column) != ("dependencies", "place")
    }


def _value(one: Change) -> str:
    return f"{one.after:.2f}" if one.column == "percent_complete" else str(one.after)


@pytest.mark.parametrize("name", [*XML, *THROUGH_JAVA])
def test_only_what_was_edited_differs_in_the_file_that_is_written(shared_data, name):
    """Beside the same file written without edits, exactly the accepted changes are there."""
    plan = plan_in(shared_data("schedules"), name)
    after = accepted(plan, edits_of(plan))
    meant = told(difference(plan, after))

    assert len(meant) >= 4
    assert told(difference(written_and_read(plan), written_and_read(after))) == meant


@pytest.mark.parametrize("name", [*XML, *THROUGH_JAVA[:3]])
def test_the_dates_that_were_shown_are_those_of_the_file_that_is_written(shared_data, name):
    """The preview's numbers, checked from scratch: written, read and computed anew they are the same."""
    plan = plan_in(shared_data("schedules"), name)
    after = edited(plan, edits_of(plan), forecast_schedule)
    shown, anew = forecast_schedule(after), forecast_schedule(written_and_read(after))

    assert not np.array_equal(shown.finish, forecast_schedule(plan).finish)
    assert np.array_equal(shown.start, anew.start)
    assert np.array_equal(shown.finish, anew.finish)


@pytest.mark.parametrize("name", XML)
def test_every_other_element_of_the_file_is_as_it_was(shared_data, name):
    """Element by element: what belongs to no edited task is in the new file as in the old one."""
    folder = shared_data("schedules")
    plan = plan_in(folder, name)
    edits = edits_of(plan)
    after = edited(plan, edits, forecast_schedule)
    changes = difference(plan, after)
    touched = {key for one in changes if one.table in ("tasks", "dependencies") for key in one.key.split(">")}
    old = etree.fromstring((folder / name).read_bytes())
    new = etree.fromstring(mspdi.write(after))

    assert [one.tag for one in old] == [one.tag for one in new]
    for before, now in zip(old, new, strict=True):
        if etree.QName(before).localname not in ("Tasks", "Assignments"):
            assert plain(before) == plain(now)
    assert untouched(old, touched) == untouched(new, touched)
    assert NAME in {one.text for one in new.iter("{*}Name")}


def untouched(document: etree._Element, touched: set[str]) -> list[object]:
    """The tasks and assignments that no edit named, as plain data."""
    made = []
    for kind, number in (("Task", "UID"), ("Assignment", "TaskUID")):
        for one in document.iter(f"{{*}}{kind}"):
            if one.findtext(f"{{*}}{number}") not in touched:
                made.append(plain(one))
    return made


def plain(element: etree._Element) -> tuple[str, str, tuple]:
    """An element without the white space around its children."""
    children = tuple(plain(one) for one in element if isinstance(one.tag, str))
    return str(element.tag), "" if children else (element.text or "").strip(), children
