"""``forecast evm``: every index and forecast of a project's progress, for people and for programs."""

from __future__ import annotations

import json

import pytest
from cli.commands import run, run_json
from exchange.made_tracking import tracking_workbook

from stuurbord.cli.exit_codes import ExitCode
from stuurbord.cli.forecast_words import COST_NAMES, DURATION_NAMES, INDEX_NAMES, REASONS
from stuurbord.engine.earned_value import CostMethod, DurationMethod, Indices, Unknown

TABLE = "period_end,pv,ev,ac\n2026-01-31,250,200,210\n2026-02-28,500,380,400\n2026-04-30,1000,,\n"
FACTS = ("--bac", "1000", "--baseline-start", "2026-01-01", "--baseline-finish", "2026-04-30")
FIELDS = (
    "file project period_end line budget_at_completion baseline hours_per_day indices duration_forecasts "
    "cost_forecasts forecast unknown findings"
).split()


@pytest.fixture
def table(tmp_path):
    """Two reports of a plan of four months."""
    path = tmp_path / "stand.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def refused(*arguments: object) -> tuple[int, dict]:
    """Return the exit code and the problem of a refusal."""
    result = run(*arguments, "--json")
    return result.exit_code, json.loads(result.stdout)["problem"]


def test_json_has_every_index_and_forecast_of_the_last_report(table):
    """Programs rely on the names; the later row has planned value alone."""
    document = run_json("forecast", "evm", "--input", table, *FACTS)

    assert list(document) == FIELDS
    assert (document["period_end"], document["line"], document["hours_per_day"]) == ("2026-02-28", 3, 24)
    assert document["baseline"] == {"start": "2026-01-01", "finish": "2026-04-30", "days": 120}
    assert list(document["indices"]) == list(INDEX_NAMES)
    assert document["indices"]["spi"] == pytest.approx(0.76)
    assert document["indices"]["es_days"] == pytest.approx(31 + 28 * 130 / 250)
    assert list(document["duration_forecasts"]) == [one.value for one in DurationMethod]
    assert document["duration_forecasts"]["pv_spi"] == {
        "days": pytest.approx(120 / 0.76),
        "finish": "2026-06-07",
    }
    assert list(document["cost_forecasts"]) == [one.value for one in CostMethod]
    assert document["cost_forecasts"]["cpi"] == pytest.approx(1000 / 0.95)
    assert document["findings"] == []


def test_json_has_our_own_forecast_with_its_interval(table):
    """Low, point and high in order, and two sentences that explain them."""
    own = run_json("forecast", "evm", "--input", table, *FACTS)["forecast"]

    assert own["finish"]["low"] <= own["finish"]["point"] <= own["finish"]["high"]
    assert own["cost"]["low"] <= own["cost"]["point"] <= own["cost"]["high"]
    assert own["interval"] == 0.8
    assert len(own["because"]) == 2
    assert all("{" not in one["message"] for one in own["because"])


def test_unknown_figures_are_null_with_their_reason(tmp_path):
    """A cost of zero: no CPI, and nothing that would need it; never a number that is none."""
    path = tmp_path / "stand.csv"
    path.write_text("period_end,pv,ev,ac\n2026-01-31,250,200,0\n2026-04-30,1000,,\n", encoding="utf-8")
    told = run("forecast", "evm", "--input", path, *FACTS, "--json").stdout
    document = json.loads(told, parse_constant=pytest.fail)

    assert document["indices"]["cpi"] is None
    assert document["cost_forecasts"]["cpi"] is None
    assert document["cost_forecasts"]["spi"] is not None
    assert document["duration_forecasts"]["pv_sci"] == {"days": None, "finish": None}
    assert document["unknown"]["indices.cpi"]["code"] == "no_actual_cost"
    assert document["forecast"]["cost"] == {"point": None, "low": None, "high": None}
    assert document["unknown"]["forecast.cost"]["code"] == "no_actual_cost"
    assert [(one["code"], one["where"]) for one in document["findings"]] == [
        ("actual_cost_zero", "stand.csv, line 2")
    ]


def test_people_read_why_the_cost_is_not_known(tmp_path):
    """And, of a project that reports 100 %, when it is taken to close."""
    path = tmp_path / "stand.csv"
    path.write_text("period_end,pv,ev,ac\n2026-01-31,500,400,0\n2026-04-30,1000,1000,0\n", encoding="utf-8")
    told = " ".join(run("forecast", "evm", "--input", path, *FACTS).stdout.split())

    assert "What it costs is not known: there is no actual cost yet." in told
    assert "reports 100 %" in told
    assert "half a reporting period after this date" in told


def test_without_any_report_everything_is_unknown(tmp_path):
    """A plan alone: an answer that says so, not a failure."""
    path = tmp_path / "stand.csv"
    path.write_text("period_end,pv,ev,ac\n2026-04-30,1000,,\n", encoding="utf-8")
    document = run_json("forecast", "evm", "--input", path, *FACTS)
    told = run("forecast", "evm", "--input", path, *FACTS).stdout

    assert document["period_end"] is None
    assert set(document["indices"].values()) == {None}
    assert document["forecast"]["finish"]["point"] is None
    assert "Nothing is known yet" in told


def test_people_read_the_forecast_first(table):
    """Then the indices and the published methods, with a reason beside what is unknown."""
    told = run("forecast", "evm", "--input", table, *FACTS).stdout

    assert told.index("28/02/2026") < told.index("Our forecast") < told.index("(SPI)")
    assert told.index("(SPI)") < told.index("earned schedule, SPI(t)") < told.index("0.8 CPI")
    assert "it needs amounts per task" in told


def test_a_tracking_workbook_needs_no_options(tmp_path):
    """It holds its budget, dates and agenda; the p-factor is known, and days are working days."""
    path = tmp_path / "sluis.xlsx"
    path.write_bytes(tracking_workbook())
    document = run_json("forecast", "evm", "--input", path)

    assert (document["project"], document["hours_per_day"]) == ("Sluis", 8)
    assert document["baseline"]["days"] == 10
    assert document["indices"]["es_days"] == pytest.approx(7.5)
    assert document["indices"]["p_factor"] == 1.0
    assert "Sluis" in run("forecast", "evm", "--input", path).stdout


@pytest.mark.parametrize(
    ("options", "part"),
    [
        (("--bac", "1000"), "--baseline-start, --baseline-finish"),
        (("--bac", "much", *FACTS[2:]), "is not a number"),
        (("--bac", "0", *FACTS[2:]), "above zero"),
        (("--bac", "-5", *FACTS[2:]), "below zero"),
        ((*FACTS[:3], "someday", *FACTS[4:]), "is not a date"),
        ((*FACTS[:3], "2026-05-01", *FACTS[4:]), "finish after it starts"),
    ],
)
def test_options_that_say_nothing_sensible_are_wrong_usage(table, options, part):
    """Told with the option they were given to."""
    result = run("forecast", "evm", "--input", table, *options)

    assert result.exit_code == ExitCode.USAGE
    assert part in " ".join(result.stderr.replace("│", " ").split())


def test_a_workbook_with_options_is_wrong_usage(tmp_path):
    """Two budgets would contradict each other."""
    path = tmp_path / "sluis.xlsx"
    path.write_bytes(tracking_workbook())

    assert run("forecast", "evm", "--input", path, "--bac", "5").exit_code == ExitCode.USAGE


def test_budget_and_dates_are_read_as_people_and_programs_write_them(table):
    """A comma or a point for decimals, days in either order, moments."""
    options = ("--bac", "1000,00", "--baseline-start", "01/01/2026", "--baseline-finish", "2026-04-30 17:00")
    document = run_json("forecast", "evm", "--input", table, *options)

    assert document["budget_at_completion"] == 1000
    assert document["baseline"]["days"] == pytest.approx(120 - 7 / 24)


@pytest.mark.parametrize(
    ("content", "code"),
    [("", "empty_file"), ("a,b\n1,2\n", "progress_columns_missing"), (None, "no_such_file")],
)
def test_a_file_without_progress_is_refused(tmp_path, content, code):
    """Exit code 3, with the finding."""
    path = tmp_path / "stand.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    exit_code, problem = refused("forecast", "evm", "--input", path, *FACTS)

    assert exit_code == ExitCode.UNREADABLE
    assert [one["code"] for one in problem["findings"]] == [code]


def test_every_figure_has_its_name_and_every_gap_its_reason():
    """What the engine can say, people can read."""
    assert {attribute for attribute, _ in INDEX_NAMES.values()} == set(Indices.__dataclass_fields__)
    assert set(DURATION_NAMES) == set(DurationMethod)
    assert set(COST_NAMES) == set(CostMethod)
    assert set(REASONS) == set(Unknown) - {Unknown.KNOWN}
