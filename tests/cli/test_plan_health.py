"""``plan health``: the fourteen points of a plan file, for people and for machines."""

from __future__ import annotations

import pytest
from cli.commands import run, run_json
from exchange.made_mspdi import project, task

LINK = (
    "<PredecessorLink><PredecessorUID>{}</PredecessorUID><Type>1</Type><LinkLag>{}</LinkLag>"
    "<LagFormat>7</LagFormat></PredecessorLink>"
)
TASKS = (
    task(1, level=1, hours=16, name="Graven")
    + task(2, LINK.format(1, -4800), level=1, hours=8, name="Gieten")
    + task(3, level=1, hours=8, name="Los")
)
POINT = (
    "number name title measure value limit at_least verdict population missing facts tasks links"
).split()


@pytest.fixture
def plan_file(tmp_path):
    """A link with a lead, and a task that hangs loose."""
    path = tmp_path / "sluis.xml"
    path.write_bytes(project(TASKS))
    return path


def test_json_has_the_points_with_what_lies_behind_them(plan_file):
    """Programs rely on the names; the settings come along."""
    document = run_json("plan", "health", plan_file)
    points = {one["name"]: one for one in document["points"]}

    assert len(points) == 14
    assert all(list(one) == POINT for one in document["points"])
    assert points["leads"]["verdict"] == "fail"
    assert points["leads"]["links"][0]["lag"] == -480
    assert [one["name"] for one in points["logic"]["tasks"]] == ["Los"]
    assert points["missed_tasks"]["missing"] == ["status_date", "baseline"]
    assert document["settings"]["duration_basis"] == "baseline"
    assert document["met"] + document["not_met"] + document["undetermined"] == 14


def test_people_read_the_conclusion_first(plan_file):
    """Then the points, then the tasks behind those that are not met, then how it was judged."""
    told = run("plan", "health", plan_file).stdout

    assert told.index("points are met") < told.index("Leads") < told.index("Graven → Gieten")
    assert told.index("Graven → Gieten") < told.index("How it was judged")
    assert "minus 1\u00a0wd" in told
