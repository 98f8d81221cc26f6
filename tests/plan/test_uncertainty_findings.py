"""Every way in which uncertainty can be wrong is told, with the row that it stands in."""

from __future__ import annotations

import numpy as np
import pytest
from engine.schedule_risk.risk_plans import days_plan, rows

from stuurbord.errors import Severity
from stuurbord.plan.uncertainty import (
    Estimates,
    Exposures,
    Factors,
    Impacts,
    Loadings,
    LostDays,
    Repeats,
    Responses,
    RiskEvents,
    RiskModel,
    Shape,
    Weather,
)
from stuurbord.plan.uncertainty_findings import findings_of, place

HERE = "Sheet!B7"


def _estimate(low, likely, high, shape=Shape.PERT, uid=0, reference_idx=-1):
    points = {"low": [low], "likely": [likely], "high": [high], "reference_idx": [reference_idx]}
    return {"estimates": rows(Estimates, task_uid=[uid], shape=[shape], where=[HERE], **points)}


def _discrete(low_chance, high_chance):
    points = {"low": [1.0], "likely": [2.0], "high": [3.0], "shape": [Shape.DISCRETE], "where": [HERE]}
    chances = {"low_chance": [low_chance], "high_chance": [high_chance]}
    return {"estimates": rows(Estimates, task_uid=[0], **points, **chances)}


def _events(**columns):
    facts = {"code": ["R-1"], "probability": [0.5], "where": [HERE]} | columns
    return {"events": rows(RiskEvents, **facts)}


def _impact(**columns):
    facts = {"event_idx": [0], "task_uid": [0], "low": [1.0], "likely": [2.0], "high": [3.0], "where": [HERE]}
    return _events() | {"impacts": rows(Impacts, **facts | columns)}


def _factors(loading, correlation=None, n=1, **columns):
    facts = {"factor_idx": list(range(n)), "task_uid": [0] * n, "loading": [loading] * n, "where": [HERE] * n}
    return {
        "estimates": rows(Estimates, task_uid=[0]),
        "factors": rows(Factors, code=[f"F{number}" for number in range(n)]),
        "loadings": rows(Loadings, **facts | columns),
        "factor_correlation": correlation,
    }


def _weather(month=1, probability=0.1, kind=0, uid=0):
    return {
        "weather": rows(Weather, code=["rain"], where=[HERE]),
        "lost_days": rows(
            LostDays, weather_idx=[kind], month=[month], probability=[probability], where=[HERE]
        ),
        "exposures": rows(Exposures, weather_idx=[0], task_uid=[uid], where=[HERE]),
    }


WRONG = {
    "min above most likely": (_estimate(3, 2, 4), "points_disordered"),
    "most likely above max": (_estimate(1, 5, 4), "points_disordered"),
    "not a number": (_estimate(1, float("nan"), 4), "points_disordered"),
    "negative": (_estimate(-1, 2, 4), "points_negative"),
    "lognormal from zero": (_estimate(0, 0, 4, Shape.LOGNORMAL), "lognormal_not_positive"),
    "separate values disordered": (_estimate(3, 2, 4, Shape.DISCRETE), "points_disordered"),
    "separate values above one": (_discrete(0.7, 0.4), "chances_above_one"),
    "chance of a value below zero": (_discrete(-0.1, 0.4), "probability_outside"),
    "chance of a value unknown": (_discrete(0.1, float("nan")), "probability_outside"),
    "impact of separate values": (_impact(shape=[Shape.DISCRETE]), "impact_shape_wrong"),
    "unknown task": (_estimate(1, 2, 3, uid=9), "risk_uid_unknown"),
    "unknown class": (_estimate(1, 1, 1, Shape.REFERENCE), "risk_row_unknown"),
    "probability above one": (_events(probability=[1.2]), "probability_outside"),
    "probability below zero": (_events(probability=[-0.1]), "probability_outside"),
    "probability unknown": (_events(probability=[float("nan")]), "probability_outside"),
    "same code": (_events(code=["R", "R"], probability=[0.1, 0.1], where=[HERE] * 2), "risk_code_twice"),
    "group above one": (
        _events(code=["R", "S"], probability=[0.6, 0.6], exclusive_group=["g", "g"], where=[HERE] * 2),
        "group_above_one",
    ),
    "unknown condition": (_events(condition_idx=[4]), "risk_row_unknown"),
    "condition of itself": (
        _events(code=["R", "S"], probability=[0.1] * 2, condition_idx=[1, 0], where=[HERE] * 2),
        "condition_circle",
    ),
    "impact disordered": (_impact(low=[9.0]), "points_disordered"),
    "impact without event": (_impact(event_idx=[3]), "risk_row_unknown"),
    "impact on unknown task": (_impact(task_uid=[7]), "risk_uid_unknown"),
    "delay of the whole": (_impact(task_uid=[-1]), "delay_without_task"),
    "repeat of unknown task": (
        _events() | {"repeats": rows(Repeats, event_idx=[0], task_uid=[5], where=[HERE])},
        "risk_uid_unknown",
    ),
    "response leaves too much": (
        _events() | {"responses": rows(Responses, event_idx=[0], probability_left=[1.5], where=[HERE])},
        "probability_outside",
    ),
    "response leaves less than nothing": (
        _events() | {"responses": rows(Responses, event_idx=[0], impact_left=[-0.5], where=[HERE])},
        "impact_left_negative",
    ),
    "loadings above one": (_factors(0.8, n=2), "loadings_above_one"),
    "unknown factor": (_factors(0.8, factor_idx=[4]), "risk_row_unknown"),
    "month thirteen": (_weather(month=13), "month_wrong"),
    "lost above one": (_weather(probability=2.0), "probability_outside"),
    "unknown weather": (_weather(kind=3), "risk_row_unknown"),
    "exposed unknown task": (_weather(uid=8), "risk_uid_unknown"),
}


@pytest.mark.parametrize(("columns", "code"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_told_with_its_row(columns, code):
    """One error, of this kind, that names sheet and cell."""
    findings = findings_of(days_plan({"A": 5}), RiskModel(**columns))
    errors = {one.code for one in findings if one.severity is Severity.ERROR}

    assert code in errors
    found = next(one for one in findings if one.code == code)
    assert (found.where.sheet, found.where.cell) == ("Sheet", "B7")
    assert "nan" not in found.message()


@pytest.mark.parametrize(
    ("matrix", "code"),
    [
        ([[1.0, 0.5]], "correlation_no_matrix"),
        ([[1.0, 0.5], [0.4, 1.0]], "correlation_no_matrix"),
        ([[2.0, 0.0], [0.0, 1.0]], "correlation_no_matrix"),
        ([[1.0, float("nan")], [float("nan"), 1.0]], "correlation_no_matrix"),
        ([[1.0, 1.0], [1.0, 1.0]], "correlation_not_positive"),
        ([[1.0, -1.5], [-1.5, 1.0]], "correlation_not_positive"),
    ],
)
def test_correlations_that_cannot_be_are_told(matrix, code):
    """Not square, not symmetric, no ones, not positive definite: with the names of the factors."""
    findings = findings_of(days_plan({"A": 5}), RiskModel(**_factors(0.1, np.array(matrix), n=2)))

    assert [(one.code, one.where.task) for one in findings] == [(code, "F0, F1")]


def test_a_sound_model_has_no_findings():
    """Factors that correlate, a group of exactly 1, an event with a condition, an opportunity."""
    model = RiskModel(
        **_factors(0.6, np.array([[1.0, 0.2], [0.2, 1.0]]), n=2),
        events=rows(
            RiskEvents,
            code=["R", "S", "T"],
            probability=[0.7, 0.3, 1.0],
            exclusive_group=["g", "g", ""],
            condition_idx=[-1, -1, 0],
        ),
        impacts=rows(Impacts, event_idx=[0], task_uid=[0], low=[-3.0], likely=[-2.0], high=[0.0]),
    )

    assert findings_of(days_plan({"A": 5}), model) == []


def test_weather_that_takes_every_day_is_refused():
    """Work would never end."""
    months = list(range(1, 13))
    always = _weather() | {"lost_days": rows(LostDays, weather_idx=[0] * 12, month=months, probability=1.0)}

    findings = findings_of(days_plan({"A": 5}), RiskModel(**always))
    assert [one.code for one in findings] == ["weather_never_works"]


def test_no_uncertainty_is_told_and_is_no_error():
    """All percentiles are equal then, and the reader should know why."""
    findings = findings_of(days_plan({"A": 5}), RiskModel())

    assert [(one.code, one.severity) for one in findings] == [("no_uncertainty", Severity.INFO)]


def test_a_default_class_that_is_not_there_is_told():
    """A position outside the classes of the model."""
    findings = findings_of(days_plan({"A": 5}), RiskModel(default_reference=3))

    assert [(one.code, one.where.task) for one in findings] == [("risk_row_unknown", "default_reference")]


def test_a_place_is_a_cell_or_a_name():
    """Readers write sheet and cell; registers the code of their line."""
    assert (place("Risks!C4").sheet, place("Risks!C4").cell, place("R-9").task) == ("Risks", "C4", "R-9")


def test_an_opportunity_is_in_order():
    """Its points are below zero and still ascend."""
    model = RiskModel(**_impact(low=[-3.0], likely=[-2.0], high=[-1.0]))

    assert findings_of(days_plan({"A": 5}), model) == []


def test_separate_values_follow_no_shared_cause():
    """That is told, and is no error."""
    facts = _factors(0.8) | _discrete(0.1, 0.2)
    found = findings_of(days_plan({"A": 5}), RiskModel(**facts))

    assert [(one.code, one.severity) for one in found] == [("discrete_not_shared", Severity.INFO)]
