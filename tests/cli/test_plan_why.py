"""``plan why``: the driving chain of one task, for people and for machines."""

from __future__ import annotations

from itertools import pairwise

import pytest
from cli.commands import run, run_json
from exchange.made_mspdi import project, task

from stuurbord.cli.exit_codes import ExitCode

LINK = (
    "<PredecessorLink><PredecessorUID>{}</PredecessorUID><Type>1</Type><LinkLag>{}</LinkLag>"
    "<LagFormat>7</LagFormat></PredecessorLink>"
)
TASKS = (
    task(7, level=1, name="Werk")
    + task(3, level=2, hours=16, name="Graven")
    + task(4, LINK.format(3, 9600), level=2, hours=8, name="Gieten")
    + task(5, level=2, hours=80, name="Toezicht")
)
STEP = ["kind", "task", "end", "at", "since", "amount_minutes", "measured"]


@pytest.fixture
def plan_file(tmp_path):
    """Digging two days, a wait of two days, pouring for one; supervision for two weeks."""
    path = tmp_path / "sluis.xml"
    path.write_bytes(project(TASKS))
    return path


def test_json_tells_each_step_with_its_instants(plan_file):
    """From the finish back to the project start; each step begins where the next one ends."""
    document = run_json("plan", "why", plan_file, 4)
    steps = document["finish_steps"]

    assert (document["file"], document["uid"], document["name"]) == ("sluis.xml", 4, "Gieten")
    assert all(list(step)[: len(STEP)] == STEP for step in steps)
    assert [step["kind"] for step in steps] == ["work", "pause", "link", "work", "project_start"]
    assert all(step["since"] == before["at"] for step, before in pairwise(steps))
    assert steps[2]["link"] == {
        "predecessor": {"uid": 3, "wbs": "1.1", "name": "Graven"},
        "successor": {"uid": 4, "wbs": "1.2", "name": "Gieten"},
        "kind": "FS",
        "lag": 960,
        "lag_unit": "working_minutes",
    }
    assert [one["kind"] for one in steps[1]["rests"]] == ["hours"]
    assert document["late_steps"][-1]["kind"] == "project_finish"


def test_people_read_sentences_from_the_date_back(plan_file):
    """The lag in its own unit, the predecessor by name, the calendar by name."""
    told = run("plan", "why", plan_file, 4).stdout

    assert "It waits until “Graven” is finished, plus 2\u00a0wd." in told
    assert "Nothing holds it: it starts with the project." in told
    assert "What holds its late finish" in told
    assert told.index("Gieten") < told.index("Graven")


def test_a_summary_is_followed_into_its_parts(plan_file):
    """It finishes with its last part, and starts with its first."""
    told = run("plan", "why", plan_file, 7).stdout

    assert "Its last part, “Toezicht”, sets the finish." in told
    assert "Its first part, “Graven”, sets the start." in told


def test_a_number_that_is_not_there_is_told(plan_file):
    """With the file's name; nothing is guessed."""
    refused = run("plan", "why", plan_file, 99)

    assert refused.exit_code == ExitCode.USAGE
    assert "99" in refused.stderr
    assert "sluis.xml" in refused.stderr
