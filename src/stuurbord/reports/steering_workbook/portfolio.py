"""The portfolio: every project on one line, its dates and its money against promise and tolerance."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from stuurbord.errors import N_
from stuurbord.reports.snapshot import ForecastFacts, ProjectFacts
from stuurbord.reports.steering_workbook.table import Column, Formula, Row, Stored, Table
from stuurbord.reports.steering_workbook.wording import Wording
from stuurbord.rulebooks.project_status import adjust_share

ADJUST_ABOVE = "adjust_above"
"""Name of the cell in the reading guide with the share of a tolerance beyond which a project must adjust."""


def portfolio_table(wording: Wording) -> Table:
    """Return the sheet with the live formulas; verdicts that they do not give stand as they were stored."""
    columns = _columns(wording)
    plain = [_row(project, wording) for project in wording.snapshot.projects]
    computed = Table("", "", columns, plain, "").computed
    rows = [
        row | _as_stored(project, made, wording)
        for project, row, made in zip(wording.snapshot.projects, plain, computed, strict=True)
    ]
    return Table(
        name=wording(N_("Portfolio")),
        note=wording.note(wording(N_("amounts in euro, on a payment basis; shifts in calendar days"))),
        columns=columns,
        rows=rows,
        empty=wording(N_("No projects in this portfolio.")),
        total_label=wording(N_("Total")),
        marks_beyond=("deviation", "tolerance_days"),
    )


def _columns(wording: Wording) -> tuple[Column, ...]:
    days = Formula("{forecast}-{baseline}", lambda row: (row["forecast"] - row["baseline"]).days)
    shift = Formula("{forecast}-{previous}", lambda row: (row["forecast"] - row["previous"]).days)
    limit = Formula(
        "{baseline}+{tolerance_days}",
        lambda row: row["baseline"] + timedelta(days=row["tolerance_days"]),
    )
    overrun = Formula('IF({budget}<=0,"",{cost}/{budget}-1)', _overrun)
    found = (
        Column("code", wording(N_("Code")), "text", 8),
        Column("name", wording(N_("Project")), "text", 30),
        Column("stage", wording(N_("Stage")), "text", 12),
        Column("next_gate", wording(N_("Next gate")), "text", 9),
        Column("goal", wording(N_("Goal")), "text", 7),
        Column("baseline", wording(N_("Baseline")), "day", 11),
        Column("tolerance_days", wording(N_("Tolerance, days")), "whole", 10),
        Column("limit", wording(N_("Latest date within tolerance")), "day", 11, limit),
        Column("forecast", wording(N_("Forecast")), "day", 11),
        Column("previous", wording(N_("Previous forecast")), "day", 11),
        Column("shift", wording(N_("Shift since then, days")), "signed_days", 12, shift),
        Column("deviation", wording(N_("Deviation from baseline, days")), "signed_days", 11, days),
        Column("time", wording(N_("Status in time")), "status", 11, _time_verdict(wording)),
        Column("budget", wording(N_("Budget")), "euro", 12, has_total=True),
        Column("cost", wording(N_("Cost forecast")), "euro", 12, has_total=True),
        Column("overrun", wording(N_("Deviation from budget")), "signed_percent", 10, overrun, True),
        Column("tolerance_cost", wording(N_("Tolerance in cost")), "fine_percent", 10),
        Column("previous_cost", wording(N_("Previous cost forecast")), "euro", 12, has_total=True),
        Column("cost_shift", wording(N_("Change since then")), "signed_euro", 11, _cost_shift(), True),
        Column("cost_status", wording(N_("Status in cost")), "status", 11, _cost_verdict(wording)),
        Column("status", wording(N_("Status")), "status", 12),
        Column("previous_status", wording(N_("Previous status")), "status", 11),
    )
    return (*found, *_simulated(wording)) if wording.snapshot.is_simulated else found


def _simulated(wording: Wording) -> tuple[Column, ...]:
    """Return what simulations add; a P80 is not added up, for the sum of P80s is no P80."""
    sure_shift = Formula("{p80}-{previous_p80}", lambda row: (row["p80"] - row["previous_p80"]).days)
    sure_days = Formula("{p80}-{baseline}", lambda row: (row["p80"] - row["baseline"]).days)
    return (
        Column("basis", wording(N_("Basis")), "text", 30),
        Column("p50", wording(N_("P50")), "day", 11),
        Column("p80", wording(N_("P80")), "day", 11),
        Column("sure_days", wording(N_("P80 from baseline, days")), "signed_days", 11, sure_days),
        Column("previous_p80", wording(N_("Previous P80")), "day", 11),
        Column("sure_shift", wording(N_("Shift of P80, days")), "signed_days", 11, sure_shift),
        Column("chance_time", wording(N_("Chance, time")), "percent", 9),
        Column("p50_cost", wording(N_("Cost P50")), "euro", 12, has_total=True),
        Column("p80_cost", wording(N_("Cost P80")), "euro", 12),
        Column("chance_cost", wording(N_("Chance, cost")), "percent", 9),
    )


def _overrun(row: Row) -> Any:
    return float(row["cost"] / row["budget"] - 1) if row["budget"] > 0 else ""


def _cost_shift() -> Formula:
    return Formula("{cost}-{previous_cost}", lambda row: row["cost"] - row["previous_cost"])


def _time_verdict(wording: Wording) -> Formula:
    """Return the rule on time: beyond its tolerance intervene, beyond a share of it adjust."""
    text, word = _verdict_text("{deviation}", "{tolerance_days}", wording), wording.status
    share = adjust_share(wording.snapshot.as_of)

    def compute(row: Row) -> str:
        late, allowed = row["deviation"], row["tolerance_days"]
        return word(
            "intervene" if late > allowed else "adjust" if late > max(allowed * share, 0) else "on_track"
        )

    return Formula(text, compute, missing=word("undetermined"))


def _cost_verdict(wording: Wording) -> Formula:
    """Return the rule on cost; rounded, since a computer's 0.1 is not the tenth that people mean."""
    text = _verdict_text("ROUND({overrun},6)", "ROUND({tolerance_cost},6)", wording)
    word, share = wording.status, adjust_share(wording.snapshot.as_of)

    def compute(row: Row) -> str:
        over, allowed = round(row["overrun"], 6), round(float(row["tolerance_cost"]), 6)
        return word("intervene" if over > allowed else "adjust" if over > allowed * share else "on_track")

    return Formula(text, compute, missing=word("undetermined"))


def _verdict_text(used: str, allowed: str, wording: Wording) -> str:
    intervene, adjust, on_track = (
        wording.status(value).replace('"', '""') for value in ("intervene", "adjust", "on_track")
    )
    inner = f'IF({used}>MAX({allowed}*{ADJUST_ABOVE},0),"{adjust}","{on_track}")'
    return f'IF({used}>{allowed},"{intervene}",{inner})'


def _row(project: ProjectFacts, wording: Wording) -> dict[str, Any]:
    previous, finish, money = project.previous, project.finish, project.money
    found = project.forecast
    return {
        "basis": wording(_basis(found)),
        "p50": found and found.p50_finish,
        "p80": found and found.p80_finish,
        "previous_p80": previous and previous.p80_finish,
        "chance_time": found and found.chance_time,
        "p50_cost": found and found.p50_cost,
        "p80_cost": found and found.p80_cost,
        "chance_cost": found and found.chance_cost,
        "code": project.code,
        "name": project.name,
        "stage": wording.choice("Stage", project.stage),
        "next_gate": project.next_gate,
        "goal": finish.milestone,
        "baseline": finish.baseline,
        "tolerance_days": finish.tolerance_days,
        "forecast": finish.forecast,
        "previous": previous.forecast if previous else None,
        "budget": money.budget,
        "cost": money.forecast,
        "tolerance_cost": money.tolerance,
        "previous_cost": previous.forecast_cost if previous else None,
        "status": wording.project_status(project.status),
        "previous_status": wording.status(previous.status) if previous and previous.status else "",
    }


def _basis(found: ForecastFacts | None) -> str:
    """Return what a row rests on; a simulation gives no chance where nothing was promised."""
    if found is None:
        return N_("not simulated")
    if found.chance_time is None and found.chance_cost is None:
        return N_("simulation, chances unknown")
    if found.chance_time is None:
        return N_("simulation, chance in time unknown")
    if found.chance_cost is None:
        return N_("simulation, chance in cost unknown")
    return N_("simulation")


def _as_stored(project: ProjectFacts, made: Row, wording: Wording) -> dict[str, Any]:
    """Return what the snapshot says and the formulas do not: the snapshot is what was decided on."""
    said = {
        "deviation": project.finish.deviation_days,
        "time": wording.status(project.status.time),
        "cost_status": wording.status(project.status.cost),
    }
    return {key: Stored(value) for key, value in said.items() if made.get(key) != value}
