"""How near our forecasts come to what real projects became, beside the published methods.

``python -m benchmarks.forecast_accuracy FOLDER --json`` judges every tracking workbook (``*.xlsx``) in a
folder and ends with one line of JSON: ``{"projects", "duration_mape", "duration_median", "cost_mape",
"cost_median", "coverage80", "standard": {…}}``, among other figures.

Protocol. The last status date of a project tells its actual finish and cost; every earlier one is judged.
A duration error is |forecast finish − actual finish| ÷ actual duration, on the clock; a cost error is
relative to the actual cost. Errors are averaged per project first, then over the projects, so that a project
that reports weekly counts no more than one that reports monthly; the median is over the projects too. The
published methods are the nine and eight forecasts that ProTrack itself wrote in the workbook, judged alike.
``coverage80`` is the share of actual finishes inside our 80 % interval, averaged the same way.

A workbook whose last report leaves more than a tenth of the budget unearned is of an unfinished project,
and is not judged. No project is judged by parameters that have seen it, whatever its file is called: those
that the shipped parameters were fitted on, recognised by code or by facts of their baseline, are judged by
parameters fitted on the others of them in the folder (no copies of it), all other projects by the shipped
ones.

Where nothing can be judged, the line has "projects": 0 and nulls, and the exit code is 1.

``--fit`` prints the parameters fitted on all projects of the folder, to be shipped.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.forecast_cases import Case, cases_in, distinct, without
from benchmarks.forecast_fit import cost_errors, duration_errors, fitted
from benchmarks.signed_rank import signed_rank_p
from stuurbord.engine.forecast.blend import points
from stuurbord.engine.forecast.forecasting import cost_estimates, finish_estimates
from stuurbord.engine.forecast.parameters import FITTED, Parameters

LEAST_TO_FIT_ON = 6
"""Fewer other projects tell too little to fit on: then a project that was fitted on is not judged."""

Floats = NDArray[np.float64]

NO_FIGURES: dict[str, object] = {
    "projects": 0,
    **dict.fromkeys(("duration_mape", "duration_median", "cost_mape", "cost_median", "coverage80")),
    **dict.fromkeys(("coverage80_cost", "coverage80_per_forecast", "coverage80_cost_per_forecast")),
    "forecasts": 0,
    **dict.fromkeys(("p_duration", "p_cost")),
    "standard": {
        **dict.fromkeys(("duration_mape", "duration_median", "duration_method")),
        **dict.fromkeys(("cost_mape", "cost_median", "cost_method")),
        **{"duration": {}, "cost": {}},
    },
}
"""What stands in the line of JSON where no project could be judged."""


@dataclass(frozen=True)
class Judged:
    """One project, judged; errors in percent, coverage as fractions of its rows.

    Attributes
    ----------
    standard
        Name of a published method → its mean error on the same rows.
    is_refitted
        Judged by parameters that were fitted without it, for the shipped ones know it.
    """

    code: str
    n_rows: int
    duration: float
    cost: float
    duration_coverage: float
    cost_coverage: float
    width: float
    standard: dict[str, float]
    is_refitted: bool


def judged_in(folder: Path) -> tuple[list[Judged], list[str]]:
    """Return the projects judged, and why others could not be."""
    cases, left_out = cases_in(folder)
    known = [case for case in cases if case.is_known_to(FITTED)]
    found = []
    for case in cases:
        parameters: Parameters | None = FITTED
        if case in known:
            others = without(known, case)
            parameters = fitted(others) if len(others) >= LEAST_TO_FIT_ON else None
        if parameters is None:
            told = "the shipped parameters know it, and too few others are here to fit on"
            left_out.append(f"{case.code}: {told}")
        else:
            found.append(_judged(case, parameters, is_refitted=case in known))
    return found, left_out


def _judged(case: Case, parameters: Parameters, *, is_refitted: bool) -> Judged:
    duration_coverage, width = _finish_coverage(case, parameters)
    return Judged(
        case.code,
        case.n_rows,
        float(duration_errors(case, parameters).mean()),
        float(cost_errors(case, parameters).mean()),
        duration_coverage,
        _cost_coverage(case, parameters),
        width,
        {name: _standard_error(case, name) for name in case.standard},
        is_refitted,
    )


def _finish_coverage(case: Case, parameters: Parameters) -> tuple[float, float]:
    """Return the share of rows whose interval holds the actual finish, and its mean width ÷ duration."""
    found = points(case.evidence, parameters)
    series = case.project.series
    _, low, high = finish_estimates(series, case.evidence, found, parameters, case.curve)
    is_inside = (low <= case.finish) & (case.finish <= high)
    return float(is_inside.mean()), float((high - low).mean() / case.duration)


def _cost_coverage(case: Case, parameters: Parameters) -> float:
    _, low, high = cost_estimates(case.evidence, points(case.evidence, parameters), parameters)
    actual = case.cost / case.project.series.budget_at_completion
    # A cent: an amount that was spent to the last cent lies inside.
    slack = 1.0 / case.project.series.budget_at_completion
    is_inside = (low - slack <= actual) & (actual <= high + slack)
    return float(is_inside[case.evidence.has_spent].mean())


def _standard_error(case: Case, name: str) -> float:
    is_date = name.startswith("finish_")
    actual, whole = (case.finish, case.duration) if is_date else (case.cost, case.cost)
    errors = 100.0 * np.abs(case.standard[name] - actual) / whole
    errors = errors[np.isfinite(errors)]
    return float(errors.mean()) if len(errors) else math.inf


def summary(found: Sequence[Judged]) -> dict[str, object]:
    """Return the figures over all projects; each None where there is nothing to compute it from."""
    if not found:
        return NO_FIGURES
    rows = np.array([one.n_rows for one in found])
    duration, cost = _column(found, "duration"), _column(found, "cost")
    covered, cost_covered = _column(found, "duration_coverage"), _column(found, "cost_coverage")
    standard = _standards(found)
    return {
        "projects": len(found),
        "duration_mape": _rounded(duration.mean()),
        "duration_median": _rounded(np.median(duration)),
        "cost_mape": _rounded(cost.mean()),
        "cost_median": _rounded(np.median(cost)),
        "coverage80": round(float(covered.mean()), 3),
        "coverage80_cost": round(float(cost_covered.mean()), 3),
        "coverage80_per_forecast": round(float(np.average(covered, weights=rows)), 3),
        "coverage80_cost_per_forecast": round(float(np.average(cost_covered, weights=rows)), 3),
        "forecasts": int(rows.sum()),
        "p_duration": _p(found, _best(standard["finish"]), duration),
        "p_cost": _p(found, _best(standard["cost"]), cost),
        "standard": {
            **_best_figures("duration", standard["finish"]),
            **_best_figures("cost", standard["cost"]),
            "duration": {_short(name): one for name, one in standard["finish"].items()},
            "cost": {_short(name): one for name, one in standard["cost"].items()},
        },
    }


def _best(standard: dict[str, dict[str, float]]) -> str | None:
    """Return the published method with the least mean error, if there is one that judged every project."""
    return min(standard, key=lambda name: standard[name]["mape"], default=None)


def _best_figures(kind: str, standard: dict[str, dict[str, float]]) -> dict[str, float | str | None]:
    best = _best(standard)
    found = {"mape": None, "median": None} if best is None else standard[best]
    method = None if best is None else _short(best)
    return {f"{kind}_mape": found["mape"], f"{kind}_median": found["median"], f"{kind}_method": method}


def _short(name: str) -> str:
    return name.partition("_")[2]


def _p(found: Sequence[Judged], rival: str | None, ours: Floats) -> float | None:
    if rival is None:
        return None
    return round(signed_rank_p(np.array([one.standard[rival] for one in found]) - ours), 4)


def _standards(found: Sequence[Judged]) -> dict[str, dict[str, dict[str, float]]]:
    """Return finish or cost → published method → its mean and median error over the projects."""
    made: dict[str, dict[str, dict[str, float]]] = {"finish": {}, "cost": {}}
    for name in found[0].standard:
        errors = np.array([one.standard[name] for one in found])
        if np.isfinite(errors).all():
            kind = name.split("_")[0]
            made[kind][name] = {"mape": _rounded(errors.mean()), "median": _rounded(np.median(errors))}
    return made


def _column(found: Sequence[Judged], name: str) -> Floats:
    return np.array([getattr(one, name) for one in found], np.float64)


def _rounded(value: float) -> float:
    return round(float(value), 2)


def report(found: Sequence[Judged], left_out: Sequence[str]) -> list[str]:
    """Return the table per project."""
    title = f"{'project':<16}{'rows':>5}{'duration':>10}{'ES(1)':>8}{'covered':>9}{'width':>7}"
    lines = [title + f"{'cost':>8}{'PF=1':>8}{'mix':>8}{'covered':>9}"]
    for one in found:
        lines.append(
            f"{one.code:<16}{one.n_rows:>5}{one.duration:>10.1f}{one.standard['finish_es_1']:>8.1f}"
            f"{one.duration_coverage:>9.0%}{one.width:>7.0%}{one.cost:>8.1f}{one.standard['cost_1']:>8.1f}"
            f"{one.standard['cost_cpi_spi_t']:>8.1f}{one.cost_coverage:>9.0%}"
            + (" fitted without it" if one.is_refitted else " shipped parameters")
        )
    return lines + [f"not judged: {why}" for why in left_out]


def main(arguments: Sequence[str]) -> int:
    """Judge a folder, or fit on it."""
    folders = [one for one in arguments if not one.startswith("--")]
    if len(folders) != 1 or not Path(folders[0]).is_dir():
        print("usage: python -m benchmarks.forecast_accuracy FOLDER [--json] [--fit]", file=sys.stderr)
        return 2
    if "--fit" in arguments:
        return _fit(Path(folders[0]))
    found, left_out = judged_in(Path(folders[0]))
    print("\n".join(report(found, left_out)))
    if not found:
        print("No project to judge in this folder.", file=sys.stderr)
    figures = summary(found)
    if "--json" in arguments:
        print(json.dumps(figures))
    else:
        print("\n".join(f"{name}: {value}" for name, value in figures.items()))
    return 0 if found else 1


def _fit(folder: Path) -> int:
    """Print the parameters fitted on a folder, and what was left out of it."""
    cases, left_out = cases_in(folder)
    for why in left_out:
        print(f"not fitted on: {why}", file=sys.stderr)
    if len(distinct(cases)) < 2:
        print("Too few finished projects in this folder to fit on.", file=sys.stderr)
        return 1
    print(fitted(distinct(cases)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
