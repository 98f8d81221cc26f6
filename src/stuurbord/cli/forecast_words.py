"""What the figures of earned value are called, and why one is unknown."""

from __future__ import annotations

from typing import Final

from stuurbord.cli.terminal import Terminal
from stuurbord.engine.earned_value import CostMethod, DurationMethod, Unknown
from stuurbord.engine.forecast import SENTENCES, Sentence
from stuurbord.errors import N_

INDEX_NAMES: Final[dict[str, tuple[str, str]]] = {
    "pv": ("planned_value", N_("planned value (PV)")),
    "ev": ("earned_value", N_("earned value (EV)")),
    "ac": ("actual_cost", N_("actual cost (AC)")),
    "percent_planned": ("percent_planned", N_("planned, of the budget")),
    "percent_complete": ("percent_complete", N_("earned, of the budget")),
    "percent_spent": ("percent_spent", N_("spent, of the budget")),
    "sv": ("schedule_variance", N_("schedule variance in money (SV)")),
    "cv": ("cost_variance", N_("cost variance (CV)")),
    "spi": ("spi", N_("schedule performance index (SPI)")),
    "cpi": ("cpi", N_("cost performance index (CPI)")),
    "tcpi_bac": ("tcpi_budget", N_("cost performance needed for the budget (TCPI)")),
    "tcpi_eac": ("tcpi_estimate", N_("cost performance needed for the forecast (TCPI)")),
    "at_days": ("actual_time", N_("actual time (AT), days")),
    "es_days": ("earned_schedule", N_("earned schedule (ES), days")),
    "sv_t_days": ("schedule_variance_time", N_("schedule variance in time (SV(t)), days")),
    "spi_t": ("spi_t", N_("schedule performance index in time (SPI(t))")),
    "tspi": ("tspi", N_("schedule performance needed for the baseline finish (TSPI)")),
    "p_factor": ("p_factor", N_("adherence to the order of the plan (p-factor)")),
}
"""Name in the JSON → attribute of `Indices`, and the name for people."""
MONEY: Final = frozenset({"pv", "ev", "ac", "sv", "cv"})
DAYS: Final = frozenset({"at_days", "es_days", "sv_t_days"})
SHARES: Final = frozenset({"percent_planned", "percent_complete", "percent_spent"})

DURATION_NAMES: Final[dict[DurationMethod, str]] = {
    DurationMethod.PV_1: N_("planned value, as planned"),
    DurationMethod.PV_SPI: N_("planned value, SPI"),
    DurationMethod.PV_SCI: N_("planned value, SPI × CPI"),
    DurationMethod.ED_1: N_("earned duration, as planned"),
    DurationMethod.ED_SPI: N_("earned duration, SPI"),
    DurationMethod.ED_SCI: N_("earned duration, SPI × CPI"),
    DurationMethod.ES_1: N_("earned schedule, as planned"),
    DurationMethod.ES_SPI_T: N_("earned schedule, SPI(t)"),
    DurationMethod.ES_SCI_T: N_("earned schedule, SPI(t) × CPI"),
}
COST_NAMES: Final[dict[CostMethod, str]] = {
    CostMethod.ONE: N_("as planned"),
    CostMethod.CPI: "CPI",
    CostMethod.SPI: "SPI",
    CostMethod.SPI_T: "SPI(t)",
    CostMethod.SCI: "SPI × CPI",
    CostMethod.SCI_T: "SPI(t) × CPI",
    CostMethod.CPI_SPI: N_("0.8 CPI + 0.2 SPI"),
    CostMethod.CPI_SPI_T: N_("0.8 CPI + 0.2 SPI(t)"),
}
REASONS: Final[dict[Unknown, str]] = {
    Unknown.NOT_REPORTED: N_("not reported on this date"),
    Unknown.NO_PLANNED_VALUE: N_("nothing was planned by this date"),
    Unknown.NOTHING_EARNED: N_("nothing is earned yet"),
    Unknown.NO_ACTUAL_COST: N_("there is no actual cost yet"),
    Unknown.NOT_STARTED: N_("the baseline has not started on this date"),
    Unknown.COMPLETE: N_("everything is earned, nothing remains"),
    Unknown.BUDGET_SPENT: N_("the amount is spent already"),
    Unknown.TIME_SPENT: N_("the planned duration has passed"),
    Unknown.NO_TASKS: N_("it needs amounts per task"),
    Unknown.TOO_FAR: N_("more than a century after the start"),
    Unknown.ACTUAL_COST_DOUBTFUL: N_("the actual cost cannot be that of the work reported"),
}


def explanation(sentence: Sentence, speaker: Terminal) -> str:
    """Return a sentence of a forecast in the reader's language, its numbers in his notation."""
    shown = {name: speaker.language.number(value) for name, value in sentence.fields.items()}
    return speaker.gettext(SENTENCES[sentence.code]).format(**shown)
