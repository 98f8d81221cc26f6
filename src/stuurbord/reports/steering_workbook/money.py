"""The money: what was budgeted, spent and is expected per year, and the cost per month of each project."""

from __future__ import annotations

from typing import Any

from stuurbord.errors import N_
from stuurbord.reports.steering_workbook.table import Column, Formula, Row, Table
from stuurbord.reports.steering_workbook.wording import Wording


def budget_table(wording: Wording) -> Table:
    """Return the budget per year, commitment and payment apart."""
    return Table(
        name=wording(N_("Budget")),
        note=wording.note(wording(N_("amounts in euro, sum over all projects"))),
        columns=(
            Column("year", wording(N_("Year")), "year", 9),
            *_side(
                "commitment",
                wording(N_("Commitment budgeted")),
                wording(N_("Committed")),
                wording(N_("Commitment forecast")),
                wording,
            ),
            *_side(
                "payment",
                wording(N_("Payment budgeted")),
                wording(N_("Paid")),
                wording(N_("Payment forecast")),
                wording,
            ),
        ),
        rows=[
            {
                "year": one.year,
                "commitment_budgeted": one.budgeted_commitment,
                "commitment_actual": one.committed,
                "commitment_forecast": one.forecast_commitment,
                "commitment_previous": one.previous_forecast_commitment,
                "payment_budgeted": one.budgeted_payment,
                "payment_actual": one.paid,
                "payment_forecast": one.forecast_payment,
                "payment_previous": one.previous_forecast_payment,
            }
            for one in wording.snapshot.budget_years
        ],
        empty=wording(N_("No budget lines.")),
        frozen=1,
        total_label=wording(N_("Total")),
    )


def _side(side: str, budgeted: str, actual: str, forecast: str, wording: Wording) -> tuple[Column, ...]:
    """Return the columns of commitment or of payment."""
    planned, expected, earlier = f"{side}_budgeted", f"{side}_forecast", f"{side}_previous"
    deviation = Formula(f"{{{expected}}}-{{{planned}}}", lambda row: row[expected] - row[planned])
    change = Formula(f"{{{expected}}}-{{{earlier}}}", lambda row: row[expected] - row[earlier])
    return (
        Column(planned, budgeted, "euro", 14, has_total=True),
        Column(f"{side}_actual", actual, "euro", 14, has_total=True),
        Column(expected, forecast, "euro", 14, has_total=True),
        Column(f"{side}_deviation", wording(N_("Deviation")), "signed_euro", 13, deviation, True),
        Column(earlier, wording(N_("Previous forecast")), "euro", 14, has_total=True),
        Column(f"{side}_change", wording(N_("Change since then")), "signed_euro", 13, change, True),
    )


def cost_table(wording: Wording) -> Table:
    """Return the cumulative cost per project and month: planned and earned value, and the forecast."""
    variance = Formula("{earned}-{planned}", lambda row: row["earned"] - row["planned"])
    index = Formula('IF({planned}=0,"",{earned}/{planned})', _performance)
    return Table(
        name=wording(N_("Cost curve")),
        note=wording.note(wording(N_("cumulative amounts in euro at the end of the month"))),
        columns=(
            Column("project", wording(N_("Project")), "text", 10),
            Column("project_name", wording(N_("Project name")), "text", 40),
            Column("month", wording(N_("Month")), "month", 12),
            Column("planned", wording(N_("Planned value (PV)")), "euro", 16),
            Column("forecast", wording(N_("Forecast")), "euro", 16),
            Column("earned", wording(N_("Earned value (EV)")), "euro", 16),
            Column("variance", wording(N_("EV − PV")), "signed_euro", 15, variance),
            Column("index", wording(N_("EV / PV")), "ratio", 11, index),
        ),
        rows=[
            {
                "project": project.code,
                "project_name": project.name,
                "month": point.month,
                "planned": point.planned,
                "forecast": point.forecast,
                "earned": point.earned,
            }
            for project in wording.snapshot.projects
            for point in project.cost_curve
        ],
        empty=wording(N_("No plan holds costs.")),
        frozen=3,
    )


def _performance(row: Row) -> Any:
    return float(row["earned"] / row["planned"]) if row["planned"] else ""
