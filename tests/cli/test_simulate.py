"""``simulate``: finish and cost with their certainty, for people and for programs."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from cli.commands import run, run_json
from exchange.made_mspdi import project, task

LINK = (
    "<PredecessorLink><PredecessorUID>{}</PredecessorUID><Type>1</Type><LinkLag>0</LinkLag>"
    "<LagFormat>7</LagFormat></PredecessorLink>"
)
TASKS = task(1, level=1, hours=80, name="Graven") + task(2, LINK.format(1), level=1, hours=40, name="Gieten")
PERCENTS = [f"p{percent}" for percent in range(5, 100, 5)]


@pytest.fixture
def plan_file(tmp_path):
    """Two tasks in a row, three weeks together."""
    path = tmp_path / "sluis.xml"
    path.write_bytes(project(TASKS))
    return path


@pytest.fixture
def network_file(tmp_path):
    """A task of ten days that may take eight to twenty, then one of five."""
    path = tmp_path / "net.npz"
    points = {"low": [8.0, 5.0], "likely": [10.0, 5.0], "high": [20.0, 5.0]}
    np.savez(path, duration=[10.0, 5.0], predecessor=[0], successor=[1], cost=[100.0, 50.0], **points)
    return path


def test_json_has_the_names_that_programs_rely_on(plan_file):
    """Percentiles by fives with mean and spread; lists where there may be many."""
    document = run_json("simulate", plan_file, "--reference", "ict-tasks", "--iterations", 500)

    assert list(document["finish"])[: len(PERCENTS) + 2] == [*PERCENTS, "mean", "sd"]
    assert list(document["cost"])[: len(PERCENTS) + 2] == [*PERCENTS, "mean", "sd"]
    assert document["iterations"] == 500
    assert document["seed"] == 2026
    assert document["finish"]["p5"] <= document["finish"]["p50"] < document["finish"]["p95"]
    assert document["finish"]["planned"].startswith("20")
    assert document["finish"]["sd"] > 0
    assert {one["kind"] for one in document["drivers"]} <= {"task", "event", "factor", "weather"}
    assert set(document["joint"]) == {"planned", "p50", "p80", "four_in_five"}
    assert document["convergence"]["p80_days"] > 0
    assert document["milestones"] == []


def test_the_same_seed_gives_the_same_figures(plan_file):
    """And another seed others; only the time it took may differ."""

    def without_time(seed: int) -> dict:
        arguments = ("simulate", plan_file, "--reference", "ict-tasks", "--iterations", 300, "--seed", seed)
        document = run_json(*arguments)
        return {name: value for name, value in document.items() if name != "seconds"}

    assert without_time(7) == without_time(7)
    assert without_time(7)["finish"] != without_time(8)["finish"]


def test_a_plan_without_uncertainty_says_so(plan_file):
    """Every percentile is the planned day, and a finding tells why."""
    document = run_json("simulate", plan_file, "--iterations", 200)

    assert {document["finish"][one] for one in PERCENTS} == {document["finish"]["planned"]}
    assert document["finish"]["sd"] == 0
    assert [one["severity"] for one in document["findings"]] == ["info"]


def test_people_read_the_conclusion_the_percentiles_and_the_tornado(plan_file):
    """In that order."""
    told = run("simulate", plan_file, "--reference", "ict-tasks", "--iterations", 500).stdout

    assert told.index("four in five by") < told.index("P80") < told.index("What drives the finish")
    assert "500 simulations, seed 2026" in told


def test_a_bare_network_counts_from_its_start(network_file):
    """In days and in seconds, with the costs added up; the mean is that of the PERT formula."""
    document = run_json("simulate", "--network", network_file, "--iterations", 4000)

    assert 13 < document["finish"]["p5"] < document["finish"]["p95"] < 25
    assert document["finish"]["mean"] == pytest.approx((8 + 4 * 10 + 20) / 6 + 5, abs=0.15)
    assert document["finish_seconds"]["p50"] == pytest.approx(document["finish"]["p50"] * 86_400, abs=1)
    assert document["cost"]["p50"] == 150
    assert document["milestones"] == []
    assert [(one["kind"], one["code"], one["criticality"]) for one in document["drivers"]] == [
        ("task", "0", 1)
    ]
    assert document["drivers"][0]["share"] > 0.9


def test_people_read_the_percentiles_of_a_network(network_file):
    """As a table of days."""
    told = run("simulate", "--network", network_file, "--iterations", 200).stdout

    assert "Days of 24 h since the start" in told
    assert "P95" in told


def test_no_figure_is_ever_nan(plan_file):
    """What has no value is null."""
    told = run("simulate", plan_file, "--iterations", 100, "--json").stdout

    def refuse(text: str) -> float:
        raise AssertionError(text)

    document = json.loads(told, parse_constant=refuse)
    assert math.isfinite(document["cost"]["mean"])


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [
        ([], 2),
        (["plan.xml", "--network", "net.npz"], 2),
        (["--network", "net.npz", "--reference", "ict-tasks"], 2),
        (["--network", "absent.npz"], 3),
        (["absent.xml"], 3),
        (["plan.xml", "--iterations", "0"], 2),
    ],
)
def test_what_cannot_be_simulated_is_refused(arguments, exit_code, tmp_path, monkeypatch):
    """Before anything is computed."""
    monkeypatch.chdir(tmp_path)

    assert run("simulate", *arguments).exit_code == exit_code


def test_an_unknown_reference_class_is_refused_with_those_there_are(plan_file):
    """The sentence names them."""
    refused = run("simulate", plan_file, "--reference", "nonsense")

    assert refused.exit_code == 3
    assert "ict-tasks" in refused.stderr
