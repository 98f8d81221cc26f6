"""Nothing of an MSPDI file gets lost: what nobody changed comes back, what somebody changed is written."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from exchange.made_mspdi import project, task
from exchange.made_mspdi_whole import whole_project
from exchange.test_mspdi_write import as_mspdi_can_hold, taken, without_calendars
from hypothesis import given, settings
from lxml import etree
from plan.made_plans import plans

from stuurbord.engine.critical_path import critical_path
from stuurbord.exchange import mspdi
from stuurbord.exchange.mspdi import kept
from stuurbord.plan import NONE, Plan
from stuurbord.plan.calendar import DAY, HOUR, CalendarException, working_time
from stuurbord.plan.document import pack, unpack

PAGE = Path(__file__).parents[2] / "docs" / "formats" / "mspdi.md"
MONDAY = 20_514  # 2 March 2026

Node = tuple[str, tuple[tuple[str, str], ...], str, tuple["Node", ...]]


def tree(element: etree._Element) -> Node:
    """Return an element without the white space around its children."""
    children = tuple(tree(child) for child in element if isinstance(child.tag, str))
    name = etree.QName(element).localname
    return name, tuple(sorted(element.items())), "" if children else element.text or "", children


def same(one: bytes, other: bytes) -> bool:
    """Tell whether two documents hold the same elements in the same order."""
    return tree(etree.fromstring(one)) == tree(etree.fromstring(other))


def read(document: bytes) -> Plan:
    return mspdi.read(document, "plan.xml")[0]


def found(document: bytes, path: str) -> list[Node]:
    """Return the elements at a path of local names."""
    return [tree(one) for one in etree.fromstring(document).iterfind(at(path))]


def at(path: str) -> str:
    return "/".join(f"{{*}}{name}" for name in path.split("/"))


def texts(document: bytes, path: str) -> list[str]:
    return [one[2] for one in found(document, path)]


def of_task(document: bytes, uid: int) -> etree._Element:
    """Return the element of one task."""
    return next(
        one
        for one in etree.fromstring(document).iterfind(at("Tasks/Task"))
        if one.findtext("{*}UID") == str(uid)
    )


def changed(plan: Plan, name: str, idx: int, value: object) -> Plan:
    """Return the plan with one value of one task changed."""
    column = getattr(plan.tasks, name)
    if isinstance(column, tuple):
        column = (*column[:idx], value, *column[idx + 1 :])
    else:
        column = column.copy()
        column[idx] = value
    return replace(plan, tasks=replace(plan.tasks, **{name: column}))


# Unchanged plans


def test_a_document_with_everything_comes_back_whole():
    """Element by element, in order, with attributes; and the plan is equal, with what it keeps."""
    plan = read(whole_project())
    written = mspdi.write(plan)

    assert same(written, whole_project())
    assert read(written) == plan
    assert mspdi.write(read(written)) == written


def test_real_files_come_back_whole(shared_data):
    """Files of Microsoft Project 2003, 2007 and 2010."""
    paths = sorted(shared_data("schedules").glob("*.xml"))
    for path in paths:
        plan = read(path.read_bytes())

        assert same(mspdi.write(plan), path.read_bytes()), path.name

        others = [
            re.sub(rb"<Author>[^<]*</Author>", b"", document)
            for document in (mspdi.write(replace(plan, author="Iemand anders")), path.read_bytes())
        ]
        assert same(*others), path.name


def test_what_is_kept_survives_storage_and_takes_little_room():
    """A revision stores the plan packed; a thousand more tasks cost some kilobytes."""
    head, _, tail = whole_project().partition(b"</Tasks>")
    more = "".join(task(number, name=f"Taak {number}") for number in range(100, 1100)).encode()
    document = head + more + b"</Tasks>" + tail
    plan = read(document)

    assert unpack(pack(plan)) == plan
    assert len(plan.kept) < len(document) / 8


def rows_of_the_page() -> list[str]:
    """Return every path that the tables of the page name."""
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if re.search(r"\| (read|kept) \|", line)]
    return [path for line in lines for path in re.findall(r"`([^`]+)`", line.split("|")[1])]


@pytest.mark.parametrize("path", rows_of_the_page())
def test_every_element_of_the_page_survives(path):
    """The made document has it, and so has what is written."""
    before = found(whole_project(), path)

    assert before
    assert found(mspdi.write(read(whole_project())), path) == before


@pytest.mark.parametrize(
    "path", [path for path in rows_of_the_page() if path.startswith(("Tasks", "Resources", "Assignments"))]
)
def test_every_kept_element_survives_a_change_elsewhere(path):
    """A plan with another author and one more deadline keeps the rest."""
    plan = replace(read(whole_project()), author="Iemand anders")
    plan = changed(plan, "deadline", 3, (MONDAY + 30) * DAY)
    before = found(whole_project(), path)

    after = found(mspdi.write(plan), path)

    assert [one for one in after if one not in before] in ([], [("Deadline", (), "2026-04-01T00:00:00", ())])
    assert all(one in after for one in before)


def test_what_stands_loose_between_tasks_and_a_foreign_namespace_come_back():
    """Elements that a later version may put there, and programs of others."""
    document = project(
        task(1) + '<Los xmlns="urn:ander"><Deel soort="a">x</Deel></Los>' + task(2) + "<Slot>einde</Slot>",
        head="<Leeg/><Blank> </Blank>",
    )

    assert same(mspdi.write(read(document)), document)


@pytest.mark.parametrize("namespace", ["", "http://schemas.microsoft.com/project/2007"])
def test_another_namespace_stays(namespace):
    """Old files have none; the published schema has its year in it."""
    document = project(task(1) + task(2)).replace(
        b' xmlns="http://schemas.microsoft.com/project"',
        f' xmlns="{namespace}"'.encode() if namespace else b"",
    )

    written = mspdi.write(changed(read(document), "name", 0, "Nieuw"))

    assert same(written.replace(b"Nieuw", b"Taak 1"), document)
    assert etree.fromstring(written).nsmap == ({None: namespace} if namespace else {})


# Changed plans


def test_a_new_name_changes_one_text():
    """Everything else is to the letter what it was."""
    plan = read(whole_project())
    written = mspdi.write(changed(plan, "name", 1, "Diep graven"))

    assert same(written, whole_project().replace(b"<Name>Graven<", b"<Name>Diep graven<"))


def test_a_deleted_task_takes_its_assignments_and_links_along():
    """The blank row stays where it stood, and the rows count on."""
    plan = read(whole_project())
    keep = plan.tasks.uid != 2
    position = np.cumsum(keep) - 1
    tasks = replace(
        plan.tasks,
        **{
            name: tuple(one for one, stays in zip(values, keep, strict=True) if stays)
            if isinstance(values := getattr(plan.tasks, name), tuple)
            else values[keep]
            for name in plan.tasks.columns()
        },
    )
    tasks = replace(
        tasks, parent_idx=np.where(tasks.parent_idx >= 0, position[tasks.parent_idx], tasks.parent_idx)
    )
    links = taken(plan.dependencies, plan.dependencies.predecessor_idx != 1)
    links = replace(
        links,
        predecessor_idx=position[links.predecessor_idx],
        successor_idx=position[links.successor_idx],
    )
    shorter = replace(
        plan,
        tasks=tasks,
        dependencies=links,
        assignments=taken(plan.assignments, plan.assignments.task_idx < 0),
        periods=taken(plan.periods, plan.periods.assignment_idx < 0),
        given=taken(plan.given, keep),
        baselines={},
    )
    written = mspdi.write(shorter)

    assert texts(written, "Tasks/Task/UID") == ["0", "1", "5", "4", "6", "7"]
    assert texts(written, "Tasks/Task/ID") == ["0", "1", "2", "3", "4", "5"]
    assert texts(written, "Tasks/Task/PredecessorLink/PredecessorUID") == ["6"]
    assert texts(written, "Assignments/Assignment/UID") == ["12"]


def test_a_new_baseline_takes_the_place_of_the_old_one_alone():
    """Its timephased data, and the assignment's part of it, are no longer true."""
    plan = read(whole_project())
    finish = plan.baselines[3].finish.copy()
    finish[1] += DAY
    plan = replace(plan, baselines={**plan.baselines, 3: replace(plan.baselines[3], finish=finish)})
    written = mspdi.write(plan)

    numbers = [str(number) for number in range(11)]
    task_baselines = [{part[0]: part[2] for part in one[3]} for one in found(written, "Tasks/Task/Baseline")]
    assert [one["Number"] for one in task_baselines] == numbers
    assert [one["Number"] for one in task_baselines if "TimephasedData" not in one] == ["3"]
    assert task_baselines[3]["EstimatedDuration"] == "0"
    assert texts(written, "Assignments/Assignment/Baseline/Number") == [one for one in numbers if one != "3"]
    assert len(texts(written, "Resources/Resource/Baseline/Number")) == 11


def test_a_moved_task_has_its_work_dated_anew():
    """Two days later by its constraint: the pattern goes along, with its rest; baselines stay.

    The assignment's own dates, and nobody's work on the milestone behind it, are left to Microsoft Project.
    """
    plan = changed(read(whole_project()), "constraint_date", 1, (MONDAY + 2) * DAY + 8 * HOUR)
    written = mspdi.write(plan, critical_path(plan))
    work = [
        {part[0]: part[2] for part in one[3]}
        for one in found(written, "Assignments/Assignment/TimephasedData")
    ]

    assert of_task(written, 2).findtext("{*}Start") == "2026-03-04T08:00:00"
    remaining = [(one["Start"][:10], one.get("Value")) for one in work if one["Type"] == "1"]
    assert [one for one in remaining if one[1]] == [("2026-03-04", "PT8H0M0S"), ("2026-03-06", "PT8H0M0S")]
    assert [one["Start"] for one in work if one["Type"] == "4"] == ["2026-03-02T08:00:00"]
    assert of_task(written, 2).findtext("{*}FinishVariance") is None
    assert texts(written, "Assignments/Assignment/Notes") == ["Met de kraan"]
    assert texts(written, "Assignments/Assignment/Start") == []


def test_what_nobody_does_on_the_row_of_the_project_stays():
    """Its row has number 0; when the plan moves, only its dates are left to Microsoft Project."""
    row = (
        b"<Assignment><UID>153</UID><TaskUID>0</TaskUID><ResourceUID>-65535</ResourceUID>"
        b"<Start>2026-03-02T08:00:00</Start><Work>PT16H0M0S</Work></Assignment></Assignments>"
    )
    plan = read(whole_project().replace(b"</Assignments>", row))
    moved = changed(plan, "constraint_date", 1, (MONDAY + 2) * DAY + 8 * HOUR)
    written = mspdi.write(moved, critical_path(moved))
    rows = [{part[0]: part[2] for part in one[3]} for one in found(written, "Assignments/Assignment")]

    assert {"UID": "153", "TaskUID": "0", "ResourceUID": "-65535", "Work": "PT16H0M0S"} in rows


def test_one_changed_calendar_leaves_the_recurrence_of_others():
    """A day off in the shared calendar is written as days; who deviates from it stays as it was."""
    plan = read(whole_project())
    first = plan.calendars[0]
    day_off = CalendarException(MONDAY + 1, MONDAY + 1, name="staking")
    other = replace(first, exceptions=(*first.exceptions, day_off))
    calendars = (
        other,
        *(replace(one, parent=other) if one.parent is not None else one for one in plan.calendars[1:]),
    )
    written = mspdi.write(replace(plan, calendars=calendars))

    assert "staking" in texts(written, "Calendars/Calendar/Exceptions/Exception/Name")
    assert texts(written, "Calendars/Calendar/UID") == ["3", "7", "8", "9"]
    assert found(written, "Calendars/Calendar")[1:] == found(whole_project(), "Calendars/Calendar")[1:]
    assert texts(written, "Calendars/Calendar/GUID") == ["C3"]


def test_a_resource_that_gets_another_calendar_refers_to_it():
    """Its own empty calendar hangs from the other base calendar; numbers stay those of the file."""
    plan = read(whole_project())
    calendar_idx = plan.resources.calendar_idx.copy()
    calendar_idx[0] = [one.name for one in plan.calendars].index("Ploegen")
    written = mspdi.write(replace(plan, resources=replace(plan.resources, calendar_idx=calendar_idx)))

    assert texts(written, "Resources/Resource/CalendarUID") == ["-1", "7", "8"]
    assert texts(written, "Calendars/Calendar/BaseCalendarUID") == ["-1", "9", "3", "-1"]


def test_a_gate_changes_in_the_files_own_column():
    """The alias tells which field it is."""
    written = mspdi.write(changed(read(whole_project()), "gate", 2, "G4"))

    assert same(written, whole_project().replace(b"<Value>G3.2<", b"<Value>G4<"))


def test_a_file_without_a_column_for_gates_gets_one_when_a_gate_changes():
    """In a field that it does not use; as long as nothing changes, nothing is added."""
    fields = "<ExtendedAttribute><FieldID>188743731</FieldID><Alias>Wijk</Alias></ExtendedAttribute>"
    document = project(task(1) + task(2, "<Milestone>1</Milestone>", name="Poort G2"), fields=fields)
    plan = read(document)
    written = mspdi.write(changed(plan, "gate", 0, "G1"))

    assert same(mspdi.write(plan), document)
    assert texts(written, "ExtendedAttributes/ExtendedAttribute/Alias") == ["Wijk", "Poort"]
    assert texts(written, "Tasks/Task/ExtendedAttribute/FieldID") == ["188743734"] * 2
    assert read(written).tasks.gate == ("G1", "G2")


def test_the_law_behind_a_period_gets_a_column_of_its_own_and_comes_back():
    """In another free field than the gates'; as long as there is no law, nothing is added."""
    law = "Wet 17/06/2016 art. 36"
    fields = "<ExtendedAttribute><FieldID>188743731</FieldID><Alias>Wijk</Alias></ExtendedAttribute>"
    document = project(task(1) + task(2), fields=fields)
    plan = read(document)
    written = mspdi.write(changed(plan, "legal_basis", 1, law))
    again = mspdi.write(changed(read(written), "gate", 0, "G1"))

    assert same(mspdi.write(plan), document)
    assert texts(written, "ExtendedAttributes/ExtendedAttribute/Alias") == ["Wijk", "Wettelijke grondslag"]
    assert read(written).tasks.legal_basis == ("", law)
    assert read(again).tasks.legal_basis == ("", law)
    assert read(again).tasks.gate == ("G1", "")


@pytest.mark.parametrize("alias", ["Wettelijke grondslag", "legal basis", "Base légale "])
def test_the_files_own_column_for_the_law_is_believed(alias):
    """By its name, in three languages."""
    fields = f"<ExtendedAttribute><FieldID>188743734</FieldID><Alias>{alias}</Alias></ExtendedAttribute>"
    own = "<ExtendedAttribute><FieldID>188743734</FieldID><Value>Wet</Value></ExtendedAttribute>"
    plan = read(project(task(1, own) + task(2), fields=fields))

    assert plan.tasks.legal_basis == ("Wet", "")
    assert same(mspdi.write(plan), project(task(1, own) + task(2), fields=fields))


@given(plans(), plans())
@settings(max_examples=40)
def test_any_plan_can_go_back_into_the_document_of_another(one, other):
    """However much was changed since: what is read again is what the plan says."""
    source = read(mspdi.write(as_mspdi_can_hold(one)))
    plan = as_mspdi_can_hold(other)
    again = read(mspdi.write(replace(plan, kept=source.kept, kept_format=source.kept_format)))

    assert without_calendars(again) == without_calendars(plan)
    for before, after in zip(plan.calendars, again.calendars, strict=False):
        works = [working_time(each, MONDAY - 400, MONDAY + 800) for each in (before, after)]
        assert np.array_equal(works[0].starts, works[1].starts)


# What cannot be kept


def test_a_document_that_is_too_large_is_read_and_told(monkeypatch):
    """The plan is whole, and written from its columns alone."""
    monkeypatch.setattr(kept, "_MOST_UNPACKED", 1000)
    plan, findings = mspdi.read(whole_project(), "plan.xml")

    assert (plan.kept, plan.kept_format) == (b"", "")
    assert "kept_too_large" in [one.code for one in findings]
    assert read(mspdi.write(plan)).tasks == plan.tasks


@pytest.mark.parametrize("damage", [lambda data: data[:-20], lambda data: b"x" + data, lambda data: data[:3]])
def test_a_damaged_document_is_an_error_that_says_so(damage):
    """It can only come from a damaged database."""
    plan = read(whole_project())

    with pytest.raises(ValueError, match="plan keeps"):
        mspdi.write(replace(plan, kept=damage(plan.kept)))


def test_a_kept_document_unpacks_to_no_more_than_it_may(monkeypatch):
    """Whatever its bytes promise."""
    plan = read(whole_project())
    monkeypatch.setattr(kept, "_MOST_UNPACKED", 1000)

    with pytest.raises(ValueError, match="too large"):
        mspdi.write(plan)


def test_no_date_is_lost_where_none_was_given():
    """The plan of the made document is complete enough to be scheduled."""
    schedule = critical_path(read(whole_project()))

    assert (schedule.start != NONE).all()
