"""The protocol on real finished projects; the figures are those that the documentation states."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from exchange.made_tracking import LAST, tracked, tracking_workbook

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def figures(shared_data) -> dict:
    """Return the last line of the benchmark on the fourteen projects."""
    return judged(shared_data("dslib"))


def judged(folder: Path) -> dict:
    """Return what the benchmark prints last."""
    return json.loads(_run(folder).stdout.splitlines()[-1])


def _run(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.forecast_accuracy", str(folder), "--json"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


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


@pytest.mark.parametrize("name", ["C2011-05.xlsx", "C2011-05 (2).xlsx", "new.xlsx"])
def test_a_project_behind_the_parameters_is_not_judged_by_them(shared_data, tmp_path, name):
    """Alone in a folder there is nothing to fit on without it, so it is not judged, whatever its name."""
    (tmp_path / name).write_bytes((shared_data("dslib") / "C2011-05.xlsx").read_bytes())
    done = _run(tmp_path)

    assert done.returncode == 1
    assert f"not judged: {Path(name).stem}" in done.stdout
    assert json.loads(done.stdout.splitlines()[-1])["projects"] == 0


def test_copies_under_other_names_do_not_train_each_other(shared_data, tmp_path, monkeypatch):
    """Each is judged as if the copies were not there, and as the project under its own name."""
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks.forecast_accuracy import judged_in

    plain, copied = tmp_path / "plain", tmp_path / "copied"
    for folder in (plain, copied):
        folder.mkdir()
    names = "C2011-05 C2011-12 C2013-01 C2013-02 C2013-07 C2013-13 C2013-15".split()
    for number, name in enumerate(names, 1):
        data = (shared_data("dslib") / f"{name}.xlsx").read_bytes()
        (plain / f"{name}.xlsx").write_bytes(data)
        (copied / f"{number}.xlsx").write_bytes(data)
        if number == 1:
            (copied / "again.xlsx").write_bytes(data)
    of_plain = {str(number): one for number, one in enumerate(judged_in(plain)[0], 1)}
    of_copied = {one.code: one for one in judged_in(copied)[0]}

    assert set(of_copied) == {*of_plain, "again"}
    for code, one in of_copied.items():
        same = of_plain["1" if code == "again" else code]
        assert (one.duration, one.cost) == pytest.approx((same.duration, same.cost), rel=1e-9)
        assert one.is_refitted


def test_a_project_that_nobody_has_seen_is_judged_by_the_shipped_parameters(tmp_path):
    """None of its code and none of its facts; without forecasts of others there is no best of them."""
    (tmp_path / "sluis.xlsx").write_bytes(_finished())
    done = _run(tmp_path)
    found = json.loads(done.stdout.splitlines()[-1])

    assert done.returncode == 0
    assert "shipped parameters" in done.stdout
    assert found["projects"] == 1
    assert found["standard"]["duration_mape"] is None


def _finished() -> bytes:
    """Return a small tracking workbook of which all value is earned in the end."""
    book = _overview(500)
    book["TP2"] = tracked(LAST, [0, "", "10d", "", 520, 1, 500, 500])
    return tracking_workbook(**book)


def _overview(earned: int) -> dict[str, list[list[object]]]:
    from exchange.made_tracking import SHEETS

    rows = [list(row) for row in SHEETS["Tracking Overview"]]
    rows[-1][3:6] = [500, earned, 520]
    return {"Tracking Overview": rows}


def test_an_empty_folder_still_ends_with_its_line(tmp_path):
    """No project, no figures: nulls, and exit code 1."""
    done = _run(tmp_path)
    found = json.loads(done.stdout.splitlines()[-1])

    assert done.returncode == 1
    assert found["projects"] == 0
    assert found["duration_mape"] is found["coverage80"] is found["standard"]["cost_mape"] is None


def test_the_line_of_an_empty_folder_has_the_same_names(figures, tmp_path):
    """A program that reads it needs no other case."""
    nothing = judged(tmp_path)

    assert list(nothing) == list(figures)
    assert list(nothing["standard"]) == list(figures["standard"])


def test_what_is_no_finished_project_is_told(tmp_path):
    """A folder with the name of a workbook, what is no workbook, and a project that still runs."""
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "text.xlsx").write_text("no workbook", encoding="utf-8")
    (tmp_path / "runs.xlsx").write_bytes(tracking_workbook())
    (tmp_path / "nearly.xlsx").write_bytes(tracking_workbook(**_overview(440)))
    done = _run(tmp_path)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for name in ("folder.xlsx", "text.xlsx", "runs.xlsx: unfinished", "nearly.xlsx: unfinished"):
        assert f"not judged: {name}" in done.stdout


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
