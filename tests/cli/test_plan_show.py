"""``plan show``: any file with a plan, recomputed by our engine, for people and for machines."""

from __future__ import annotations

import json
from datetime import date

import pytest
from cli.commands import run, run_json
from exchange.made_mspdi import project, task
from exchange.made_workbooks import bomb, workbook_of

from stuurbord.cli.exit_codes import ExitCode
from stuurbord.cli.plan_record import iso, minutes
from stuurbord.cli.plan_table import MOST_ROWS
from stuurbord.plan import NONE

DOCUMENT = ["file", "project", "start", "finish", "status_date", "tasks", "findings"]
TASK = (
    "id uid wbs name summary milestone start finish early_start early_finish late_start late_finish "
    "total_float_minutes free_float_minutes critical"
).split()
LINK = "<PredecessorLink><PredecessorUID>{}</PredecessorUID><Type>1</Type></PredecessorLink>"
LIE = "<Start>2020-01-01T08:00:00</Start><Finish>2020-01-01T17:00:00</Finish>"
TASKS = (
    task(7, level=1, name="Werk")
    + task(3, LIE, level=2, hours=16, name="Lang")
    + task(4, LIE, level=2, hours=8, name="Kort")
    + task(9, "<Milestone>1</Milestone>" + LINK.format(3) + LINK.format(4), level=2, hours=0, name="Klaar")
)


@pytest.fixture
def plan_file(tmp_path):
    """Two tasks side by side and a milestone after both; the dates stored with them are lies."""
    path = tmp_path / "sluis.xml"
    path.write_bytes(project(TASKS, head="<StatusDate>2026-03-02T17:00:00</StatusDate>"))
    return path


def test_json_has_exactly_the_agreed_fields(plan_file):
    """Programs rely on them, in any language."""
    document = run_json("plan", "show", plan_file)

    assert list(document) == DOCUMENT
    assert all(list(one) == TASK for one in document["tasks"])


def test_dates_are_recomputed_never_stored(plan_file):
    """The work begins when the project does, whatever the file says; times are local ISO."""
    document = run_json("plan", "show", plan_file)
    summary, long, short, milestone = document["tasks"]

    assert document["file"] == "sluis.xml"
    assert (document["start"], document["finish"]) == ("2026-03-02T08:00:00", "2026-03-03T17:00:00")
    assert document["status_date"] == "2026-03-02T17:00:00"
    assert (long["start"], long["finish"]) == ("2026-03-02T08:00:00", "2026-03-03T17:00:00")
    assert (short["early_finish"], short["late_finish"]) == ("2026-03-02T17:00:00", "2026-03-03T17:00:00")
    assert (long["total_float_minutes"], short["total_float_minutes"]) == (0, 480)
    assert short["free_float_minutes"] == 480
    assert [one["critical"] for one in (long, short, milestone)] == [True, False, True]
    assert (summary["summary"], milestone["milestone"]) == (True, True)
    assert [one["id"] for one in document["tasks"]] == [1, 2, 3, 4]
    assert [one["uid"] for one in document["tasks"]] == [7, 3, 4, 9]


def test_times_that_are_not_given_are_null():
    """An inactive task has no dates and no float; a tenth of a minute stays a fraction."""
    assert (iso(NONE), minutes(NONE)) == (None, None)
    assert (minutes(480 * 60), minutes(90)) == (480, 1.5)


def test_people_get_a_table(plan_file):
    """With what the plan comes to in one sentence above it."""
    shown = run("plan", "show", plan_file).stdout

    assert "4 tasks" not in shown
    assert "3 tasks, 2 of them critical; from 2\u00a0March 2026 to 3\u00a0March 2026." in shown
    assert "◆ Klaar" in shown
    assert "critical" in shown


def test_a_long_table_stops_and_says_so(tmp_path):
    """Drawing hundreds of thousands of rows takes minutes; programs get them all, at once."""
    path = tmp_path / "lang.xml"
    rows = (task(uid, level=1, name=f"Taak {uid}.") for uid in range(1, MOST_ROWS + 3))
    path.write_bytes(project("".join(rows)))
    shown = run("plan", "show", path).stdout

    assert f"Taak {MOST_ROWS}." in shown
    assert f"Taak {MOST_ROWS + 1}." not in shown
    assert "… and 2 more; --json prints them all." in shown
    assert len(run_json("plan", "show", path)["tasks"]) == MOST_ROWS + 2


def test_a_table_that_fits_has_no_closing_line(plan_file):
    """Nothing is left out of it."""
    assert "more; --json" not in run("plan", "show", plan_file).stdout


def test_dutch_is_what_is_spoken_by_itself(plan_file):
    """Months and figures follow the language."""
    assert "2\u00a0maart 2026" in run("plan", "show", plan_file, language="nl").stdout


def test_findings_are_told(tmp_path):
    """With code, severity, message and place."""
    path = tmp_path / "plan.xml"
    path.write_bytes(project(task() + "<Task><UID>2</UID><ID>2</ID><IsNull>1</IsNull></Task>"))
    document = run_json("plan", "show", path)

    assert [one["code"] for one in document["findings"]] == ["blank_rows"]
    assert set(document["findings"][0]) == {"code", "severity", "message", "where"}
    assert "blank_rows" in run("plan", "show", path).stdout


PLANNING = [
    ["Project", "Nr.", "Taak", "Duur", "Voorgangers", "Start"],
    ["P-1", 1, "Graven", "2d", None, date(2026, 3, 2)],
    ["P-1", 2, "Gieten", "1d", "1", None],
    ["P-2", 1, "Verven", "1d", None, date(2026, 3, 2)],
]


def test_a_planning_sheet_is_a_plan(tmp_path):
    """Our workbook, with one project."""
    path = tmp_path / "planning.xlsx"
    path.write_bytes(workbook_of(Planning=PLANNING[:3]))
    document = run_json("plan", "show", path)

    assert [one["name"] for one in document["tasks"]] == ["Graven", "Gieten"]
    assert [one["critical"] for one in document["tasks"]] == [True, True]


def test_of_several_projects_one_is_chosen(tmp_path):
    """Without a choice the codes are told; with one its tasks are shown."""
    path = tmp_path / "planning.xlsx"
    path.write_bytes(workbook_of(Planning=PLANNING))
    without = run("plan", "show", path)
    chosen = run_json("plan", "show", path, "--project", "P-2")

    assert without.exit_code == ExitCode.USAGE
    assert "P-1" in without.stderr
    assert [one["name"] for one in chosen["tasks"]] == ["Verven"]


def test_a_table_with_tasks_is_a_plan(tmp_path):
    """A CSV file, by the names of its columns."""
    path = tmp_path / "dak.csv"
    path.write_text(
        "Nr.;Taak;Duur;Voorgangers;Start\n1;Strippen;3d;;2/3/2026\n2;Dekken;2d;1;\n", encoding="utf-8"
    )
    document = run_json("plan", "show", path)

    assert [one["name"] for one in document["tasks"]] == ["Strippen", "Dekken"]
    assert document["tasks"][1]["critical"] is True


CYCLE = task(1, LINK.format(2)) + task(2, LINK.format(1))
ENTITY = b'<!DOCTYPE Project [<!ENTITY f SYSTEM "file:///etc/passwd">]><Project><Name>&f;</Name></Project>'
BAD = {
    "empty": (b"", "empty_file"),
    "cut off": (project()[:-40], "damaged_xml"),
    "external entity": (ENTITY, "xml_external_entity"),
    "cycle": (project(CYCLE), "cycle"),
    "zip bomb": (bomb(), "unpacked_too_large"),
    "workbook without tasks": (workbook_of(Projecten=[["Code", "Naam"], ["P-1", "Sluis"]]), "no_planning"),
    "noise": (bytes(range(256)) * 4, "unknown_plan_format"),
}


@pytest.mark.parametrize(("content", "code"), BAD.values(), ids=BAD)
def test_a_bad_file_is_exit_code_3_with_its_name(tmp_path, content, code):
    """The sentence stands on standard error, the problem object on standard output."""
    path = tmp_path / "kapot.xml"
    path.write_bytes(content)
    result = run("plan", "show", path, "--json")
    problem = json.loads(result.stdout)["problem"]

    assert result.exit_code == problem["exit_code"] == ExitCode.UNREADABLE
    assert code in [one["code"] for one in problem["findings"]]
    assert result.stderr.startswith("kapot.xml")


def test_a_file_that_is_not_there_is_exit_code_3(tmp_path):
    """With its path, since a typing error is likely."""
    result = run("plan", "show", tmp_path / "nergens.xml")

    assert result.exit_code == ExitCode.UNREADABLE
    assert str(tmp_path / "nergens.xml") in result.stderr
    assert result.stdout == ""


def test_a_plan_is_shown_beside_the_plan_it_waits_for(tmp_path):
    """The line for the other plan's task takes the date that plan computes, not the one stored with it."""
    other = tmp_path / "netwerk.xml"
    other.write_bytes(project(task(1, level=1, name="Netwerk", hours=24)))
    external = (
        "<ExternalTask>1</ExternalTask><ExternalTaskProject>C:\\plannen\\netwerk.mpp\\1</ExternalTaskProject>"
    )
    waiting = tmp_path / "systeem.xml"
    waiting.write_bytes(
        project(
            task(1, external + LIE, level=1, name="Netwerk", hours=8)
            + task(2, LINK.format(1), level=1, name="Bouw", hours=16)
        )
    )

    document = run_json("plan", "show", waiting, "--with", other)

    assert document["tasks"][0]["finish"] == "2026-03-04T17:00:00"
    assert document["tasks"][1]["finish"] == "2026-03-06T17:00:00"
