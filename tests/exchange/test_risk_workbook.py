"""What is uncertain about a plan, read from a workbook: every row becomes what it says, or a finding."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import numpy as np
import pytest
from made_workbooks import workbook_of

from stuurbord.errors import Severity, Where, errors_in
from stuurbord.exchange import workbook
from stuurbord.exchange.records import (
    EstimateQuantity,
    EstimateRecord,
    EstimateShape,
    EstimateUnit,
    FactorCorrelationRecord,
    FactorLoadingRecord,
    ResponseActionRecord,
    ResponseState,
    RiskRecord,
    RiskState,
    WeatherRecord,
)
from stuurbord.exchange.risk_workbook import SHEETS, RiskRecords, read_risks, records_from, risk_model
from stuurbord.exchange.risk_workbook.task_references import EXACT, TaskReferences
from stuurbord.plan import Plan, PlanDraft, TaskRow, freeze, instant
from stuurbord.plan.uncertainty import Quantity, RiskModel, Shape
from stuurbord.plan.uncertainty_findings import findings_of

DAY = 8 * 3600
DURATION, COST = EstimateQuantity.DURATION, EstimateQuantity.COST
POINTS = (Decimal(90), Decimal(110), Decimal(190))


@pytest.fixture
def plan() -> Plan:
    """Two packages with four tasks in all, of which one is done, and a milestone."""
    rows = [
        TaskRow(2, "Voorbereiding", 1),
        TaskRow(11, "Bestek", 2, duration=5 * DAY, percent_complete=1.0),
        TaskRow(12, "Gunning", 2, duration=10 * DAY),
        TaskRow(20, "Uitvoering", 1),
        TaskRow(21, "Levering", 2, duration=20 * DAY),
        TaskRow(22, "Plaatsing", 2, duration=30 * DAY),
        TaskRow(30, "Ingebruikname", 1, duration=0),
    ]
    start = instant(datetime(2026, 1, 5, 8))  # noqa: DTZ001 - planning time is naive by design
    made, _ = freeze(PlanDraft(name="P-001 Sluis", start=start, tasks=rows))
    return made


def said(plan: Plan, **rows: object) -> tuple[RiskModel, list[str]]:
    """Return the model of records and the codes of the findings."""
    model, findings = risk_model(RiskRecords(project="P-001", **rows), plan)
    return model, [one.code for one in findings]


def risk(code: str = "R-1", **fields: object) -> RiskRecord:
    """Return a risk that can be simulated."""
    return RiskRecord("P-001", code, f"Risico {code}", **{"probability": Decimal("0.5")} | fields)


@pytest.mark.parametrize(
    ("text", "uids"),
    [
        ("12", [12]),
        ("#12", [12]),
        ("1.2", [12]),
        ("2", [11, 12]),
        ("#20", [21, 22]),
        ("2.*", [21, 22]),
        ("*", [11, 12, 21, 22, 30]),
        ("2.1; 1.2", [12, 21]),
        ("2.1, #21", [21]),
        ("9.9", []),
        ("#4", []),
        ("3.*", []),
        ("", []),
    ],
)
def test_tasks_are_found_by_number_code_and_branch(plan: Plan, text: str, uids: list[int]) -> None:
    """As people write them; what is below a summary stands for the summary."""
    found, _ = TaskReferences(plan).find(text)

    assert [int(plan.tasks.uid[one.idx]) for one in found] == uids


def test_a_task_named_itself_is_closer_than_one_in_a_branch(plan: Plan) -> None:
    """The closer name decides which estimate counts."""
    found, unknown = TaskReferences(plan).find("2.*; 2.1; nergens")

    assert [one.specificity for one in found] == [EXACT, 1]
    assert unknown == ["nergens"]


def test_a_risk_delays_its_tasks_and_costs_once(plan: Plan) -> None:
    """Days count for each task that is named, euro for the project once."""
    model, codes = said(
        plan,
        risks=[
            risk(tasks="2.1; 2.2", impact_days_low=5, impact_days=10, impact_days_high=30, impact_cost=100)
        ],
    )
    impacts = model.impacts

    assert codes == []
    assert list(zip(impacts.task_uid.tolist(), impacts.quantity.tolist(), strict=True)) == [
        (21, Quantity.DURATION),
        (22, Quantity.DURATION),
        (-1, Quantity.COST),
    ]
    assert (impacts.low[0], impacts.likely[0], impacts.high[0]) == (5 * DAY, 10 * DAY, 30 * DAY)
    assert impacts.low[2] == impacts.likely[2] == impacts.high[2] == 10_000
    assert model.events.where == ("R-1",)


def test_working_days_of_a_task_that_runs_day_and_night_are_days_of_the_week(plan: Plan) -> None:
    """Five working days of a delivery that runs on the clock are a week."""
    elapsed = replace(plan, tasks=replace(plan.tasks, is_elapsed=plan.tasks.uid == 21))
    row = EstimateRecord("P", "21; 22", DURATION, None, EstimateUnit.DAYS, *[Decimal(10)] * 3)
    model, _ = said(elapsed, risks=[risk(tasks="21; 22", impact_days=5)], estimates=[row])

    assert model.impacts.likely.tolist() == [7 * 86_400, 5 * DAY]
    assert model.estimates.high.tolist() == [14 * 86_400, 10 * DAY]


def test_an_opportunity_has_a_negative_impact(plan: Plan) -> None:
    """Sooner and cheaper, with the most favourable first; one point alone is certain."""
    points = {"impact_days_low": -8, "impact_days": -4, "impact_days_high": 0, "impact_cost": Decimal(-500)}
    model, codes = said(plan, risks=[risk(tasks="2.1", **points)])
    impacts = model.impacts

    assert codes == []
    assert (impacts.low[0], impacts.likely[0], impacts.high[0]) == (-8 * DAY, -4 * DAY, 0)
    assert impacts.low[1] == impacts.high[1] == -50_000
    assert errors_in(findings_of(plan, model)) == []


@pytest.mark.parametrize(
    ("cells", "points"),
    [
        ({"low": 50, "likely": 100, "high": 300, "low_chance": "0.2", "high_chance": "0.1"}, (0.5, 1, 3)),
        ({"likely": 100, "high": 300, "high_chance": "0.1"}, (1, 1, 3)),
        ({"low": 50, "high": 300, "low_chance": "0.9", "high_chance": "0.1"}, (0.5, 0.5, 3)),
    ],
)
def test_a_chance_makes_separate_values(plan: Plan, cells: dict, points: tuple) -> None:
    """Without a shape too; what has no chance may stay empty."""
    row = EstimateRecord("P", "2.1", DURATION, **{key: Decimal(value) for key, value in cells.items()})
    model, codes = said(plan, estimates=[row])
    one = model.estimates

    assert codes == []
    assert (one.shape[0], one.low[0], one.likely[0], one.high[0]) == (Shape.DISCRETE, *points)
    assert (one.low_chance[0], one.high_chance[0]) == (
        float(cells.get("low_chance", 0)),
        float(cells.get("high_chance", 0)),
    )
    assert errors_in(findings_of(plan, model)) == []


def test_a_class_that_nobody_checked_says_so_once(plan: Plan) -> None:
    """Where it is named first; it still counts."""
    named = Where("r.xlsx", "Projecten", "R2")
    records = RiskRecords(project="P-001", reference_class="ict-projects", where=named)
    model, findings = risk_model(records, plan)

    assert [(one.code, one.where, one.severity) for one in findings] == [
        ("reference_class_unverified", named, Severity.WARNING)
    ]
    assert set(model.estimates.shape.tolist()) == {Shape.REFERENCE}
    assert said(plan, reference_class="belgian-tasks")[1] == []


def test_a_summary_is_put_off_as_a_whole(plan: Plan) -> None:
    """Not each task below it, unless that is said."""
    whole, _ = said(plan, risks=[risk(tasks="20", impact_days=3)])
    each, _ = said(plan, risks=[risk(tasks="2.*", impact_days=3)])

    assert whole.impacts.task_uid.tolist() == [20]
    assert each.impacts.task_uid.tolist() == [21, 22]


def test_closed_and_past_risks_stay_out_and_decide_what_hangs_on_them(plan: Plan) -> None:
    """What has happened is no condition any more; what cannot happen takes along what waits for it."""
    risks = [
        risk("R-4", depends_on="R-1"),
        risk("R-1", state=RiskState.OCCURRED),
        risk("R-2", state=RiskState.CLOSED),
        risk("R-3", depends_on="R-2"),
        risk("R-5", depends_on="niet R-2"),
    ]
    model, codes = said(plan, risks=risks)

    assert codes == []
    assert model.events.code == ("R-4", "R-5")
    assert model.events.condition_idx.tolist() == [-1, -1]


def test_an_event_comes_after_its_condition(plan: Plan) -> None:
    """Whatever the order of the rows; and *not* is understood."""
    model, _ = said(plan, risks=[risk("R-1", depends_on="not R-2"), risk("R-2")])

    assert model.events.code == ("R-2", "R-1")
    assert model.events.condition_idx.tolist() == [-1, 0]
    assert model.events.condition_occurs.tolist() == [True, False]


def test_a_response_leaves_its_share(plan: Plan) -> None:
    """From 50 % to 20 % leaves two fifths; what is done already counts no more."""
    responses = [
        ResponseActionRecord("P-001", "M-1", "R-1", "Keuren", Decimal(6000), Decimal("0.2"), is_chosen=True),
        ResponseActionRecord("P-001", "M-2", "R-1", "Gedaan", state=ResponseState.DONE),
    ]
    model, codes = said(plan, risks=[risk()], responses=responses)

    assert codes == []
    assert model.responses.code == ("M-1",)
    assert model.responses.probability_left.tolist() == pytest.approx([0.4])
    assert model.responses.impact_left.tolist() == [1.0]
    assert model.responses.cost.tolist() == [600_000]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ({"risks": [risk(tasks="9.9", impact_days=3)]}, "risk_task_unknown"),
        ({"risks": [risk(impact_days=3)]}, "risk_without_task"),
        ({"risks": [risk(probability=None)]}, "risk_without_probability"),
        ({"risks": [risk(depends_on="R-9")]}, "risk_condition_unknown"),
        ({"risks": [risk("R-1", depends_on="R-2"), risk("R-2", depends_on="R-1")]}, "risk_condition_circle"),
        ({"responses": [ResponseActionRecord("P", "M-1", "R-9", "x")]}, "response_risk_unknown"),
        (
            {
                "risks": [risk()],
                "responses": [ResponseActionRecord("P", "M-1", "R-1", "x", probability_after=Decimal("0.9"))],
            },
            "response_raises_probability",
        ),
        ({"estimates": [EstimateRecord("P", "2.1", DURATION, low=Decimal(1))]}, "estimate_incomplete"),
        (
            {
                "estimates": [
                    EstimateRecord(
                        "P", "2.1", COST, None, EstimateUnit.DAYS, Decimal(1), Decimal(2), Decimal(3)
                    )
                ]
            },
            "estimate_unit_wrong",
        ),
        (
            {
                "estimates": [
                    EstimateRecord("P", name, DURATION, reference_class="ict-tasks")
                    for name in ("2.1", "#21")
                ]
            },
            "estimate_twice",
        ),
        (
            {"estimates": [EstimateRecord("P", "2.1", DURATION, reference_class="geluk")]},
            "reference_class_unknown",
        ),
        (
            {"estimates": [EstimateRecord("P", "2.1", DURATION, reference_class="road-projects")]},
            "reference_class_without_quantity",
        ),
        ({"reference_class": "geluk"}, "reference_class_unknown"),
        (
            {
                "reference_class": "ict-projects",
                "estimates": [EstimateRecord("P", "2.1", DURATION, EstimateShape.TRIANGULAR, None, *POINTS)],
            },
            "triangle_for_ict",
        ),
        ({"correlations": [FactorCorrelationRecord("P", "A", "B", Decimal("0.5"))]}, "factor_unknown"),
    ],
)
def test_what_cannot_be_simulated_is_told(plan: Plan, rows: dict, code: str) -> None:
    """A finding that names the row; the rest still counts."""
    _, findings = risk_model(RiskRecords(project="P-001", **rows), plan)

    assert code in [one.code for one in findings]
    assert all("{" not in one.message() for one in findings)


def test_points_are_read_in_their_unit(plan: Plan) -> None:
    """Percent of what remains, working days or euro; a cell that Excel shows as 130 % is 130 %."""
    rows = [
        EstimateRecord("P", "1.2", DURATION, None, None, *POINTS),
        EstimateRecord("P", "2.1", DURATION, EstimateShape.TRIANGULAR, EstimateUnit.DAYS, *POINTS),
        EstimateRecord("P", "2.1", COST, None, EstimateUnit.EURO, *POINTS),
        EstimateRecord("P", "2.2", DURATION, None, None, Decimal("0.9"), None, Decimal("1.9")),
    ]
    model, codes = said(plan, estimates=rows)
    table = model.estimates

    assert codes == []
    assert table.task_uid.tolist() == [12, 21, 21, 22]
    assert table.shape.tolist() == [Shape.PERT, Shape.TRIANGULAR, Shape.PERT, Shape.LOGNORMAL]
    assert table.is_amount.tolist() == [False, True, True, False]
    assert table.low.tolist() == pytest.approx([0.9, 90 * DAY, 9000, 0.9])
    assert table.high.tolist() == pytest.approx([1.9, 190 * DAY, 19000, 1.9])


def test_the_closer_estimate_wins_and_the_rest_follows_the_class(plan: Plan) -> None:
    """A task's own row, then its branch, then the class of the project; what is done has none."""
    rows = [
        EstimateRecord("P", "2.1", DURATION, None, None, Decimal(80), Decimal(100), Decimal(150)),
        EstimateRecord("P", "2.*", DURATION, reference_class="ict-tasks"),
    ]
    model, _ = said(plan, estimates=rows, reference_class="infrastructure-projects")
    table = model.estimates
    duration = table.quantity == Quantity.DURATION
    classes = [model.references[idx].code if idx >= 0 else "" for idx in table.reference_idx[duration]]

    assert table.task_uid[duration].tolist() == [12, 21, 22]
    assert classes == ["infrastructure-projects:duration", "", "ict-tasks:duration"]
    assert table.task_uid[~duration].tolist() == [12, 21, 22]


def test_a_class_of_projects_is_shared_by_its_tasks(plan: Plan) -> None:
    """Otherwise its spread would cancel out over many tasks; a cause that people name goes before."""
    cause = FactorLoadingRecord("P", "LEV", "2.1", DURATION, Decimal("0.6"), "Leverancier")
    model, _ = said(plan, loadings=[cause], reference_class="infrastructure-projects")
    loadings, codes = model.loadings, model.factors.code
    of_21 = (loadings.task_uid == 21) & (loadings.quantity == Quantity.DURATION)
    pairs = zip(loadings.factor_idx[of_21], loadings.loading[of_21], strict=True)
    by_code = {codes[idx]: value for idx, value in pairs}

    assert codes == ("LEV", "course:P-001")
    assert by_code == pytest.approx({"LEV": 0.6, "course:P-001": 0.8})
    assert math.isclose(loadings.loading[loadings.task_uid == 22][0], 1.0)


def test_an_impossible_correlation_is_left_out_and_named(plan: Plan) -> None:
    """Three causes cannot be each other's opposites."""
    causes = [FactorLoadingRecord("P", code, "2.1", DURATION, Decimal("0.3")) for code in "ABC"]
    pairs = [FactorCorrelationRecord("P", one, two, Decimal("-0.9")) for one, two in ("AB", "AC", "BC")]
    model, codes = said(plan, loadings=causes, correlations=pairs)

    assert codes == ["correlation_impossible", "correlation_impossible"]
    assert model.factor_correlation is not None
    assert np.linalg.eigvalsh(model.factor_correlation)[0] > 0


def test_rows_that_name_too_many_tasks_are_cut_off(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet of branches over a large plan is told once and fills no memory."""
    monkeypatch.setattr("stuurbord.exchange.risk_workbook.told.MOST_NAMED", 6)
    rows = [WeatherRecord("P", f"W-{number}", tasks="*") for number in range(5)]
    model, codes = said(plan, weather=rows)

    assert codes == ["risk_rows_too_many"]
    assert len(model.exposures) == 5


def test_weather_takes_days_from_what_stands_out_in_it(plan: Plan) -> None:
    """Months without a chance lose nothing."""
    row = WeatherRecord("P", "W-1", "Hoogwater", "2.*", january=Decimal("0.12"), july=Decimal(0))
    model, _ = said(plan, weather=[row])

    assert model.weather.name == ("Hoogwater",)
    assert (model.lost_days.month.tolist(), model.lost_days.probability.tolist()) == ([1], [0.12])
    assert model.exposures.task_uid.tolist() == [21, 22]


def made_model(plan: Plan) -> RiskModel:
    """Return a model with something in every table."""
    model, codes = said(
        plan,
        risks=[
            risk("R-1", tasks="2.1", impact_days_low=5, impact_days=10, impact_days_high=30, repeats="1.2"),
            risk("R-2", impact_cost_low=Decimal(10), impact_cost_high=Decimal(20), depends_on="niet R-1"),
            risk("R-3", exclusive_group="a", probability=Decimal("0.2")),
        ],
        responses=[
            ResponseActionRecord("P", "M-1", "R-1", "Keuren", Decimal(6000), Decimal("0.2"), None, True)
        ],
        estimates=[
            EstimateRecord(
                "P", "2.1", DURATION, None, EstimateUnit.DAYS, Decimal(9), Decimal(10), Decimal(20)
            ),
            EstimateRecord("P", "2.2", DURATION, reference_class="ict-tasks"),
            EstimateRecord(
                "P", "2.2", COST, EstimateShape.UNIFORM, None, Decimal(80), Decimal(100), Decimal(150)
            ),
            EstimateRecord(
                "P", "1.2", DURATION, likely=Decimal(90), high=Decimal(210), high_chance=Decimal("0.3")
            ),
        ],
        loadings=[FactorLoadingRecord("P", code, "2.1", DURATION, Decimal("0.5"), code) for code in "AB"],
        correlations=[FactorCorrelationRecord("P", "A", "B", Decimal("0.4"))],
        weather=[WeatherRecord("P", "W-1", "Regen", "2.2", march=Decimal("0.2"))],
        contingency_days=4,
        contingency_cost=Decimal("1000.50"),
    )
    assert codes == []
    return model


def same(one: RiskModel, other: RiskModel) -> None:
    """Assert that two models say the same, apart from where it stands."""
    for name in RiskModel.__dataclass_fields__:
        first, second = getattr(one, name), getattr(other, name)
        if not hasattr(first, "columns"):
            assert np.all(first == second), name
            continue
        for column in first.columns().keys() - {"where"}:
            mine, theirs = getattr(first, column), getattr(second, column)
            is_text = isinstance(mine, tuple)
            assert mine == theirs if is_text else np.allclose(mine, theirs), (name, column)


def test_model_to_workbook_and_back_says_the_same(plan: Plan) -> None:
    """A model of a notebook survives Excel."""
    model = made_model(plan)
    data = workbook.write(records_from(model, plan), keys=SHEETS)
    read, findings = read_risks(data, "risicos.xlsx", plan)

    assert [one.code for one in findings] == []
    same(read, model)


def test_rows_need_no_project_and_say_where_they_stand(plan: Plan) -> None:
    """A workbook for one plan has no column for its project; a wrong cell is named."""
    header = ["Nr.", "Risico", "Kans", "Gevolg tijd (dagen)", "Taken"]
    rows = [header, ["R-1", "Levering", 0.35, 15, "2.1"], ["R-2", "Weer", "veel", 2, "9.9"]]
    model, findings = read_risks(workbook_of(Risicos=rows), "risico.xlsx", plan)

    assert model.events.code == ("R-1",)
    assert model.events.where == ("Risicos!A2",)
    assert [(one.code, one.where.sheet, one.where.cell) for one in errors_in(findings)] == [
        ("not_a_number", "Risicos", "C3")
    ]


def test_of_a_portfolio_only_the_rows_of_the_plan_count(plan: Plan) -> None:
    """By the code that the plan's name begins with, or the code that is asked for."""
    rows = [["Projectcode", "Nr.", "Risico", "Kans"], ["P-001", "R-1", "a", 0.1], ["P-002", "R-2", "b", 0.2]]
    data, name = workbook_of(Risicos=rows), "portefeuille.xlsx"

    assert read_risks(data, name, plan)[0].events.code == ("R-1",)
    assert read_risks(data, name, plan, project="P-002")[0].events.code == ("R-2",)
    nothing, findings = read_risks(data, name, plan, project="P-003")
    assert len(nothing.events) == 0
    assert [(one.code, one.severity) for one in findings] == [("risks_of_other_projects", Severity.ERROR)]
