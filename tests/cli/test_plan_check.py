"""``plan check``: plans recomputed and compared with the dates their files store."""

from __future__ import annotations

import json

import pytest
from cli.commands import run, run_json
from exchange.made_mspdi import project, task

from stuurbord.cli.exit_codes import ExitCode
from stuurbord.exchange import mpxj
from stuurbord.exchange.fidelity.tallies import rounded_share
from stuurbord.exchange.mpxj import java

LINK = "<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type></PredecessorLink>"
DATES = "<Start>2026-03-{0}T08:00:00</Start><Finish>2026-03-{1}T17:00:00</Finish>"
RECORD = (
    "file producer profile tasks compared start_finish_equal start_finish_share compared_early early_equal "
    "early_share compared_late late_equal late_share compared_total_float total_float_equal "
    "total_float_share total_float_from scored kinds causes unexplained_tasks seconds deviations"
).split()
DEVIATION = ["uid", "name", "field", "stored", "computed", "cause"]

needs_java = pytest.mark.skipif(
    not mpxj.is_installed() or java.library() is None, reason="the extra msproject or Java is missing"
)


@pytest.fixture
def plan_file(tmp_path):
    """Two tasks of a day; the second is stored a day later than its predecessor asks."""
    path = tmp_path / "sluis.xml"
    tasks = task(1, DATES.format("02", "02"), hours=8, name="Graven")
    tasks += task(2, DATES.format("04", "04") + LINK, hours=8, name="Gieten")
    path.write_bytes(project(tasks))
    return path


def test_json_has_exactly_the_agreed_fields(plan_file):
    """A list with a record per file."""
    (record,) = run_json("plan", "check", plan_file)

    assert list(record) == RECORD
    assert (record["file"], record["tasks"], record["compared"]) == ("sluis.xml", 2, 2)
    assert (record["start_finish_equal"], record["start_finish_share"]) == (1, 0.5)
    assert record["scored"]["start_finish_equal"] == 1
    assert record["kinds"]["linked"]["compared"] == 1


def test_each_deviation_has_its_cause(plan_file):
    """With both values; dates are local ISO."""
    (record,) = run_json("plan", "check", plan_file)
    start = record["deviations"][0]

    assert list(start) == DEVIATION
    assert start == {
        "uid": 2, "name": "Gieten", "field": "start", "stored": "2026-03-04T08:00:00",
        "computed": "2026-03-03T08:00:00", "cause": "start_not_asked",
    }  # fmt: skip
    assert record["causes"] == {"start_not_asked": 1, "follows_own_start": 1}
    assert record["unexplained_tasks"] == 0


def test_people_get_a_line_per_file_and_a_total(plan_file):
    """And the tasks that deviate, with their cause in words."""
    shown = run("plan", "check", plan_file, plan_file).stdout

    assert "Of 4 tasks that the scheduler dates, 50.0" in shown
    assert shown.count("sluis.xml") == 4
    assert "Total" in shown
    assert "driven by a link" in shown
    assert "The task starts later than anything in the file asks for." in shown
    assert "Start and 1 more" in shown


def test_all_equal_is_said_in_words(tmp_path):
    """Without a percentage in the sentence."""
    path = tmp_path / "sluis.xml"
    path.write_bytes(
        project(task(1, DATES.format("02", "02"), hours=8) + task(2, DATES.format("03", "03") + LINK))
    )
    shown = run("plan", "check", path).stdout

    assert "All 2 tasks that the scheduler dates start and end to the minute as in the file." in shown


def test_a_share_is_rounded_and_only_all_is_everything():
    """Two of three are 66,7 %."""
    assert rounded_share(2, 3) == 0.667
    assert rounded_share(99_999, 100_000) == 0.999
    assert rounded_share(5, 5) == 1


def test_a_file_that_is_refused_does_not_stop_the_others(plan_file, tmp_path):
    """It is told, and the command ends as unreadable."""
    bad = tmp_path / "leeg.xml"
    bad.write_bytes(b"")
    result = run("plan", "check", bad, plan_file, "--json")
    refused, read = json.loads(result.stdout)

    assert result.exit_code == ExitCode.UNREADABLE
    assert refused["problem"]["findings"][0]["code"] == "empty_file"
    assert read["compared"] == 2
    assert result.stderr.startswith("leeg.xml")


def test_a_plan_without_stored_dates_is_refused(tmp_path):
    """There is nothing to compare."""
    path = tmp_path / "plan.xml"
    path.write_bytes(project(task(1)))
    result = run("plan", "check", path, "--json")

    assert result.exit_code == ExitCode.UNREADABLE
    assert json.loads(result.stdout)[0]["problem"]["findings"][0]["code"] == "no_stored_dates"


def test_the_rules_of_another_program_can_be_asked_for(plan_file):
    """The record says whose rules were followed."""
    (record,) = run_json("plan", "check", plan_file, "--profile", "p6")

    assert record["profile"] == "p6"
    assert run("plan", "check", plan_file, "--profile", "asta").exit_code == ExitCode.USAGE


@pytest.mark.java
@needs_java
def test_the_rival_reads_the_same_file(plan_file):
    """MPXJ's scheduler, on the very tasks we are scored on."""
    (record,) = run_json("plan", "check", plan_file, "--rival")

    assert record["rival"]["scheduler"] == "MicrosoftScheduler"
    assert record["rival"]["compared"] == record["scored"]["compared"] == 2
    assert "MPXJ" in run("plan", "check", plan_file, "--rival").stdout
