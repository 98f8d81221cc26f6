"""What no column of a plan holds of a file of Microsoft Project stays with it, and is written as XML."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from dataclasses import replace
from datetime import datetime

import pytest
from lxml import etree

from stuurbord.engine.critical_path import critical_path
from stuurbord.exchange import mpxj, mspdi
from stuurbord.exchange.mpxj import java
from stuurbord.exchange.plan_file import read_plan
from stuurbord.plan import DependencyKind, Plan
from stuurbord.plan.calendar import HOUR, moment

pytestmark = [
    pytest.mark.java,
    pytest.mark.skipif(
        not mpxj.is_installed() or java.library() is None, reason="the extra msproject or Java is missing"
    ),
]
FILE = "07_aspose-tasks_CustomerFeedback.mpp"
MADE_BY_JAVA = """
    import sys
    from stuurbord.exchange.mpxj import java
    java.start(java.library(), 256, sys.argv[1])
    import jpype
    from java.time import LocalDateTime
    kinds = {name: jpype.JClass("org.mpxj." + name) for name in
        ("ProjectFile", "Duration", "TimeUnit", "RelationType", "Relation", "Priority")}
    project = kinds["ProjectFile"]()
    project.addDefaultBaseCalendar()
    project.setDefaultCalendar(project.getCalendars().get(0))
    project.getProjectProperties().setStartDate(LocalDateTime.of(2026, 3, 2, 8, 0))
    project.getProjectProperties().setProjectTitle("Kaaimuur")
    def days(number):
        return kinds["Duration"].getInstance(float(number), kinds["TimeUnit"].DAYS)
    made = []
    for name, length in (("Graven", 2), ("Storten", 3)):
        task = project.addTask()
        task.setName(name)
        task.setDuration(days(length))
        task.setStart(LocalDateTime.of(2026, 3, 2, 8, 0))
        task.setFinish(LocalDateTime.of(2026, 3, 1 + length, 17, 0))
        task.setText(1, "zone " + name[0])
        task.setBaselineStart(LocalDateTime.of(2026, 3, 2, 8, 0))
        task.setBaselineFinish(LocalDateTime.of(2026, 3, 1 + length, 17, 0))
        task.setBaselineDuration(days(length))
        made.append(task)
    link = kinds["Relation"].Builder().predecessorTask(made[0])
    made[1].addPredecessor(link.type(kinds["RelationType"].FINISH_START).lag(days(1)))
    jpype.JClass("org.mpxj.mpx.MPXWriter")().write(project, sys.argv[2])
"""


@pytest.fixture(scope="module")
def mpx(tmp_path_factory) -> bytes:
    """Return a file in Microsoft Project's oldest format, written by MPXJ in a process of its own."""
    folder = tmp_path_factory.mktemp("mpx")
    script, made = folder / "write.py", folder / "plan.mpx"
    script.write_text(textwrap.dedent(MADE_BY_JAVA), encoding="utf-8")
    subprocess.run([sys.executable, str(script), str(folder), str(made)], check=True, timeout=120)
    return made.read_bytes()


def tasks_of(document: bytes) -> list[etree._Element]:
    return [one for one in etree.fromstring(document).iter("{*}Task") if one.findtext("{*}UID") != "0"]


def values_of(document: bytes, path: str) -> list[str]:
    return [text for one in tasks_of(document) for text in (one.findtext(path),) if text is not None]


def test_an_mpx_file_is_read(mpx):
    """Tasks, a link with lag, the first baseline; the dates follow."""
    plan = read_plan(mpx, "plan.mpx").plan
    schedule = critical_path(plan)

    assert plan.name == "Kaaimuur"
    assert plan.tasks.name == ("Graven", "Storten")
    assert plan.tasks.duration.tolist() == [16 * HOUR, 24 * HOUR]
    assert plan.dependencies.kind.tolist() == [DependencyKind.FS]
    assert plan.dependencies.lag.tolist() == [8 * HOUR]
    assert plan.baselines[0].duration.tolist() == [16 * HOUR, 24 * HOUR]
    assert moment(int(schedule.start[1])) == datetime.fromisoformat("2026-03-05T08:00")


def test_custom_fields_of_an_mpx_file_stay_with_the_plan(mpx):
    """They are no column of a plan, and stand in the XML that is written of it."""
    document = mspdi.write(read_plan(mpx, "plan.mpx").plan)

    assert values_of(document, "{*}ExtendedAttribute/{*}Value") == ["zone G", "zone S"]
    assert values_of(document, "{*}Baseline/{*}Duration") == ["PT16H0M0S", "PT24H0M0S"]


@pytest.fixture(scope="module")
def plan(shared_data) -> Plan:
    path = shared_data("schedules") / FILE
    return mpxj.read(path.read_bytes(), path.name)[0]


def test_a_plan_of_an_mpp_file_keeps_custom_fields_and_their_definitions(plan):
    """Values of tasks, and what the fields are called."""
    document = mspdi.write(plan)
    fields = etree.fromstring(document).findall("{*}ExtendedAttributes/{*}ExtendedAttribute")

    assert len(values_of(document, "{*}ExtendedAttribute/{*}FieldID")) > 40  # of the first field of each task
    assert len(fields) == 28
    assert "Task Charge Status" in {one.findtext("{*}Alias") for one in fields}


def test_a_plan_of_an_mpp_file_is_the_same_plan_as_xml(plan):
    """What is written of it and read again has the same tasks and the same dates, early and late."""
    back, _ = mspdi.read(mspdi.write(plan), "plan.xml")
    ours, theirs = critical_path(plan), critical_path(back)

    assert plan.tasks == back.tasks
    assert plan.assignments == back.assignments
    assert plan.calendars == back.calendars
    for name in ("start", "finish", "late_start", "late_finish"):
        assert (getattr(ours, name) == getattr(theirs, name)).all(), name


def test_a_change_is_written_and_the_rest_stays(plan):
    """A task has another name; the custom fields of all of them stay."""
    names = ("Anders", *plan.tasks.name[1:])
    changed = mspdi.write(replace(plan, tasks=replace(plan.tasks, name=names)))
    as_read = mspdi.write(plan)

    fields = "{*}ExtendedAttribute/{*}FieldID"
    assert values_of(changed, fields) == values_of(as_read, fields) != []
    assert values_of(changed, "{*}Name")[0] == "Anders"


def test_a_primavera_file_keeps_nothing_beside_its_columns(shared_data):
    """Microsoft's XML has no place for what Primavera has besides."""
    path = shared_data("schedules") / "25_Constology_sample.xer"

    assert mpxj.read(path.read_bytes(), path.name)[0].kept == b""
