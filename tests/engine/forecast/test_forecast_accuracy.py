"""The protocol on real finished projects; the figures are those that the documentation states."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def figures(shared_data) -> dict:
    """Return the last line of the benchmark on the fourteen projects."""
    return judged(shared_data("dslib"))


def judged(folder: Path) -> dict:
    """Return what the benchmark prints last."""
    command = [sys.executable, "-m", "benchmarks.forecast_accuracy", str(folder), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def test_the_published_methods_come_out_as_known(figures):
    """The mean errors of ProTrack's own forecasts, by which the protocol is recognised."""
    standard = figures["standard"]

    assert (standard["duration_method"], standard["duration_mape"]) == ("es_1", 10.00)
    assert (standard["cost_method"], standard["cost_mape"]) == ("cpi_spi_t", 4.42)
    assert standard["cost"]["1"]["mape"] == 5.23


def test_ours_comes_nearer_than_the_best_of_them(figures):
    """On projects that each were left out of the fitting."""
    assert figures["projects"] == 14
    assert figures["duration_mape"] <= 9.0
    assert figures["cost_mape"] <= 4.4
    assert figures["duration_median"] < figures["standard"]["duration_median"]
    assert figures["cost_median"] < figures["standard"]["cost_median"]


def test_the_interval_holds_four_out_of_five(figures):
    """On projects that each were left out of the fitting."""
    assert 0.75 <= figures["coverage80"] <= 0.85


def test_a_project_behind_the_parameters_is_not_judged_by_them(shared_data, tmp_path):
    """Alone in a folder there is nothing to fit on without it, so it is not judged at all."""
    (tmp_path / "C2011-05.xlsx").write_bytes((shared_data("dslib") / "C2011-05.xlsx").read_bytes())
    command = [sys.executable, "-m", "benchmarks.forecast_accuracy", str(tmp_path), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "not judged: C2011-05" in done.stdout


def test_an_unknown_project_is_judged_by_the_shipped_parameters(shared_data, tmp_path):
    """The same file under another name stands for a project nobody has seen."""
    (tmp_path / "new.xlsx").write_bytes((shared_data("dslib") / "C2014-06.xlsx").read_bytes())

    found = judged(tmp_path)

    assert found["projects"] == 1
    assert found["duration_mape"] < 5


@pytest.mark.parametrize(
    ("differences", "p"),
    [
        ([1.0, 2.0, 3.0, 4.0, 5.0], 2 / 32),
        ([-1.0, 2.0, 3.0, 4.0, 5.0], 4 / 32),
        ([0.0, 0.0], 1.0),
        ([1.0, -1.0], 1.0),
    ],
)
def test_the_signed_rank_test_counts_every_sign(differences, p, monkeypatch):
    """Five differences of one sign happen in 2 of 32 ways; ties share their rank."""
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks.signed_rank import signed_rank_p

    assert signed_rank_p(np.array(differences)) == pytest.approx(p)
