"""``python -m benchmarks.reference_classes FOLDER``: recompute the quantiles of the reference classes.

FOLDER holds the public data sets that ``docs/methods/reference-classes.md`` names; none of it is part of
this repository. Prints, per class, the TOML of its quantities as ``rulebooks/reference_classes/classes``
holds them, so that anyone with the data can check each figure. A data set that is absent is passed over.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from statistics import NormalDist
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
PROBABILITY: Final = (0.01, 0.05, 0.10, 0.20, 0.30, 0.40, 0.50, 0.60, 0.70, 0.80, 0.90, 0.95, 0.99)
FEW: Final = (0.05, 0.10, 0.20, 0.30, 0.40, 0.50, 0.60, 0.70, 0.80, 0.90, 0.95)
"""For small classes: nothing is said of the outermost hundredths."""
_MANY: Final = 300


def ict_projects() -> dict[str, Any]:
    """Rebuild the distribution of IT overruns from what was published of it.

    Cost (Flyvbjerg & Budzier 2011, 2013): mean overrun 27 %; one project in six a black swan with a mean
    overrun of 200 %; eight in ten deviate by more than 10 %; tail a power law with exponent 2. A Pareto
    tail with exponent 2 and mean 3 begins at 1.5; the rest then has mean 0.924, and a normal
    spread of 0.30 puts eight in ten more than 10 % off. Time: mean 7 % (Bloch et al. 2012),
    70 % in the tail; where the tail begins (1.3) and how wide the rest is (0.15) is our own assumption.
    """
    return {
        "cost": _mixture(tail_share=1 / 6, tail_start=1.5, tail_mean=3.0, mean=1.27, spread=0.30),
        "duration": _mixture(tail_share=1 / 6, tail_start=1.3, tail_mean=1.7, mean=1.07, spread=0.15),
    }


def _mixture(tail_share: float, tail_start: float, tail_mean: float, mean: float, spread: float) -> Values:
    exponent = tail_mean / (tail_mean - tail_start)
    body = NormalDist((mean - tail_share * tail_mean) / (1 - tail_share), spread)
    made = []
    for probability in PROBABILITY:
        if probability < 1 - tail_share:
            made.append(min(body.inv_cdf(probability / (1 - tail_share)), tail_start))
        else:
            made.append(tail_start * (tail_share / (1 - probability)) ** (1 / exponent))
    return np.array(made)


def ict_tasks(folder: Path) -> dict[str, Any]:
    """Actual ÷ estimated hours of finished tasks that were estimated at a working day or more."""
    path = folder / "sip-tasks" / "Sip-task-info.csv"
    tasks: dict[str, dict[str, str]] = {}
    for row in _rows(path, "latin-1"):
        tasks.setdefault(row["TaskNumber"], row)
    kept = [
        (row["ProjectCode"], float(row["HoursActual"]) / float(row["HoursEstimate"]))
        for row in tasks.values()
        if row["StatusCode"] in ("FINISHED", "COMPLETED")
        and float(row["HoursEstimate"]) >= 7
        and float(row["HoursActual"]) > 0
    ]
    return {"duration": _values(kept), "shared_variance": _shared(kept)}


def infrastructure(folder: Path) -> dict[str, Any]:
    """Last ÷ first forecast of public works that are nearly done: the source keeps no finished ones.

    A project counts if it is in construction, within a year of its forecast completion, and was first
    reported two years or more before.
    """
    path = folder / "nyc-capital-projects" / "NYC_capital_projects_20190901.csv"
    by_project = defaultdict(list)
    for row in _rows(path, "utf-8-sig"):
        by_project[row["PID"]].append(row)
    durations, costs = [], []
    for rows in by_project.values():
        rows.sort(key=lambda row: _us_date(row["Date Reported As Of"]))
        first, last = rows[0], rows[-1]
        if not (first["Design Start"] and first["Forecast Completion"] and last["Forecast Completion"]):
            continue
        reported, finish = _us_date(last["Date Reported As Of"]), _us_date(last["Forecast Completion"])
        seen = (reported - _us_date(first["Date Reported As Of"])).days
        if last["Current Phase"] != "Construction" or (finish - reported).days > 366 or seen < 730:
            continue
        start = _us_date(first["Design Start"])
        planned = (_us_date(first["Forecast Completion"]) - start).days
        if planned > 90 and (finish - start).days > 0:
            durations.append(("", (finish - start).days / planned))
        if float(first["Budget Forecast"] or 0) > 0 and float(last["Budget Forecast"] or 0) > 0:
            costs.append(("", float(last["Budget Forecast"]) / float(first["Budget Forecast"])))
    return {"duration": _values(durations), "cost": _values(costs)}


def bank_software(folder: Path) -> dict[str, Any]:
    """Actual ÷ expected from functional size, by a straight line through the logarithms."""
    path = folder / "ebspm-492" / "EBSPM_Research_Repository_v07072017.csv"
    rows = [row for row in _rows(path, "cp1252", ";") if row["Project_ID"]]
    made: dict[str, Any] = {}
    for name, column in (("cost", "Actual_cost_EUR"), ("duration", "Actual_duration_months")):
        pairs = [(_dutch(row["Functional_size_FP"]), _dutch(row[column])) for row in rows]
        size, actual = np.log(np.array([pair for pair in pairs if min(pair) > 0])).T
        slope, level = np.polyfit(size, actual, 1)
        residual = actual - (level + slope * size)
        made[name] = _quantiles(np.exp(residual - np.median(residual)))
    return made


def belgian_projects(folder: Path) -> dict[str, Any]:
    """Actual ÷ planned duration and cost of the finished activities of fourteen projects."""
    import python_calamine

    durations, costs = [], []
    for path in sorted((folder / "dslib").glob("*.xlsx")):
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        last = [name for name in book.sheet_names if re.search(r"TP\d+$", name)][-1]
        rows = book.get_sheet_by_name(last).to_python()
        summaries = _summaries(book.get_sheet_by_name("Baseline Schedule").to_python())
        for row in rows[4:]:
            if row[0] in summaries or row[20] != 1 or not (planned := _hours(row[4])):
                continue
            if actual := _hours(row[12]):
                durations.append((path.stem, actual / planned))
            if _number(row[10]) > 0 and _number(row[18]) > 0:
                costs.append((path.stem, _number(row[18]) / _number(row[10])))
    made = {"duration": _values(durations), "cost": _values(costs)}
    return made | {"shared_variance": _shared(durations), "shared_variance_cost": _shared(costs)}


def _summaries(rows: list[list[Any]]) -> set[Any]:
    """Return the numbers of rows whose WBS code begins that of another."""
    codes = [str(row[2]) for row in rows[2:]]
    above = {code.rpartition(".")[0] for code in codes}
    return {row[0] for row in rows[2:] if str(row[2]) in above} | {0.0, ""}


def _hours(text: Any) -> float:
    """Return working hours of ``442d 2h``, eight to a day."""
    parts = re.findall(r"([\d.,]+)\s*([dh])", str(text))
    return sum(float(number.replace(",", ".")) * (8 if unit == "d" else 1) for number, unit in parts)


def _number(value: Any) -> float:
    """Return the value of a cell that should hold a number; 0 if it does not."""
    return float(value) if isinstance(value, (int, float)) else 0.0


def _dutch(text: str) -> float:
    """Return ``110.643`` and ``19,03`` as a Dutch reader takes them; 0 if nothing stands there."""
    return float(text.replace(".", "").replace(",", ".") or 0)


def _us_date(text: str) -> date:
    return datetime.strptime(text.split()[0], "%m/%d/%Y").date()  # noqa: DTZ007 - a day, no instant


def _rows(path: Path, encoding: str, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def _values(pairs: Iterable[tuple[str, float]]) -> dict[str, Any]:
    return _quantiles(np.array([value for _, value in pairs]))


def _quantiles(values: Values) -> dict[str, Any]:
    wanted = PROBABILITY if len(values) >= _MANY else FEW
    return {"n": len(values), "probability": wanted, "multiple": np.quantile(values, wanted)}


def _shared(pairs: list[tuple[str, float]]) -> float:
    """Return the part of the variance of the logarithm between groups (one-way random effects)."""
    codes = [group for group, _ in pairs]
    kept = [pair for pair in pairs if codes.count(pair[0]) >= 5]
    names = sorted({group for group, _ in kept})
    groups = [np.log([value for name, value in kept if name == group]) for group in names]
    n = np.array([len(group) for group in groups])
    means = np.array([group.mean() for group in groups])
    overall = np.concatenate(groups).mean()
    between = (n * (means - overall) ** 2).sum() / (len(n) - 1)
    within = sum(((group - group.mean()) ** 2).sum() for group in groups) / (n.sum() - len(n))
    size = (n.sum() - (n**2).sum() / n.sum()) / (len(n) - 1)
    variance = max((between - within) / size, 0.0)
    return float(variance / (variance + within))


def _print(code: str, found: dict[str, Any]) -> None:
    print(f"# {code}")
    for name, value in found.items():
        if isinstance(value, float):
            print(f"{name} = {value:.2f}")
            continue
        told = value if isinstance(value, dict) else {"probability": PROBABILITY, "multiple": value}
        print(f"[{name}]")
        if "n" in told:
            print(f"n = {told['n']}")
        print(f"probability = [{', '.join(f'{one:g}' for one in told['probability'])}]")
        print(f"multiple = [{', '.join(f'{one:.2f}' for one in told['multiple'])}]")
    print()


MEASURED: Final[dict[str, Callable[[Path], dict[str, Any]]]] = {
    "ict-tasks": ict_tasks,
    "infrastructure-projects": infrastructure,
    "bank-software": bank_software,
    "belgian-tasks": belgian_projects,
}


def main() -> int:
    """Print every class whose data is in the folder."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path()
    _print("ict-projects", ict_projects())
    for code, measure in MEASURED.items():
        try:
            _print(code, measure(folder))
        except FileNotFoundError as missing:
            print(f"# {code}: {missing.filename} is not there")
    return 0


if __name__ == "__main__":
    sys.exit(main())
