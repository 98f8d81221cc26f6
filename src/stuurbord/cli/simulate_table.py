"""A simulation in a terminal: the conclusion, the percentiles, what drives them, what can be done."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from rich.table import Table

from stuurbord.cli.findings_table import show_findings
from stuurbord.cli.simulate_record import DAY, PERCENTS
from stuurbord.cli.terminal import Terminal, printable
from stuurbord.engine.schedule_risk.outcome import DriverKind, Milestone, Outcome
from stuurbord.engine.schedule_risk.outcome import quantile_of_instants as quantile
from stuurbord.errors import N_, Finding
from stuurbord.exchange.risk_workbook.shared_causes import COURSE_PREFIX
from stuurbord.plan import NONE, moment

_SHOWN: Final = (5, 10, 20, 50, 80, 90, 95)
_MOST_DRIVERS: Final = 10
_MOST_ROWS: Final = 20
_BAR: Final = 30
"""Columns of the tornado, both sides together."""
_KINDS: Final = {
    DriverKind.TASK: N_("task"),
    DriverKind.EVENT: N_("risk"),
    DriverKind.FACTOR: N_("shared cause"),
    DriverKind.WEATHER: N_("weather"),
}


def show_outcome(
    outcome: Outcome, baseline: int, findings: tuple[Finding, ...], seconds: float, terminal: Terminal
) -> None:
    """Print what a run says to people."""
    terminal.say(_conclusion(outcome, baseline, terminal))
    terminal.say()
    terminal.show(_percentiles(outcome, terminal))
    if any(one.finish.size for one in outcome.milestones):
        _headed(N_("Milestones"), _milestones(outcome.milestones, terminal), terminal)
    if outcome.drivers:
        title = N_("What drives the finish: days from P50 when it turns out well or badly")
        _headed(title, _tornado(outcome, terminal), terminal)
    if outcome.responses:
        _headed(N_("What a response brings, days at P80"), _responses(outcome, terminal), terminal)
    terminal.say()
    terminal.say(_run(len(outcome.finish), outcome.seed, seconds, terminal), style="dim")
    terminal.say(_convergence(outcome, terminal), style="dim")
    show_findings(findings, terminal)


def show_durations(
    finish: NDArray[np.int32], cost: NDArray[np.float64], run: tuple[int, float], terminal: Terminal
) -> None:
    """Print the percentiles of a network without a calendar; ``run`` is its seed and its seconds."""
    _ = terminal.gettext
    table = _plain(_(N_("Certainty")), _(N_("Days of 24 h since the start")), _(N_("Cost, euro")))
    for percent in PERCENTS:
        table.add_row(
            f"P{percent}",
            terminal.language.number(quantile(finish.astype(np.int64), percent / 100) / DAY, 2),
            terminal.language.number(float(np.quantile(cost, percent / 100, method="inverted_cdf"))),
        )
    terminal.show(table)
    terminal.say(_run(len(finish), *run, terminal), style="dim")


def _conclusion(outcome: Outcome, baseline: int, terminal: Terminal) -> str:
    _, words = terminal.gettext, terminal.language
    text = N_("Half of the simulations finish by {p50}, four in five by {p80}; planned is {planned}.")
    sentence = _(text).format(
        p50=_day(outcome.finish_at(0.5), terminal),
        p80=_day(outcome.finish_at(0.8), terminal),
        planned=_day(outcome.planned_finish, terminal),
    )
    if baseline == NONE:
        return sentence
    chance = N_("The chance to finish before the baseline, {day}, is {chance}.")
    told = _(chance).format(day=_day(baseline, terminal), chance=words.percent(outcome.chance_by(baseline)))
    return f"{sentence} {told}"


def _percentiles(outcome: Outcome, terminal: Terminal) -> Table:
    _ = terminal.gettext
    table = _plain(_(N_("Certainty")), _(N_("Finish")), _(N_("From planned")), _(N_("Cost, euro")))
    for percent in _SHOWN:
        finish = outcome.finish_at(percent / 100)
        table.add_row(
            f"P{percent}",
            _day(finish, terminal),
            _days(finish - outcome.planned_finish, terminal),
            terminal.language.number(outcome.cost_at(percent / 100)),
        )
    return table


def _milestones(milestones: tuple[Milestone, ...], terminal: Terminal) -> Table:
    _, words = terminal.gettext, terminal.language
    titles = (
        N_("Milestone"),
        N_("Planned"),
        N_("P50"),
        N_("P80"),
        N_("Chance baseline"),
        N_("Chance deadline"),
    )
    table = _plain(*map(_, titles))
    for one in milestones[:_MOST_ROWS]:
        chances = [
            "–" if limit == NONE else words.percent(float(np.mean(one.finish <= limit)))
            for limit in (one.baseline, one.deadline)
        ]
        p50, p80 = (_day(quantile(one.finish, share), terminal) for share in (0.5, 0.8))
        table.add_row(printable(one.name), _day(one.planned, terminal), p50, p80, *chances)
    return table


def _tornado(outcome: Outcome, terminal: Terminal) -> Table:
    _, words = terminal.gettext, terminal.language
    shown = outcome.drivers[:_MOST_DRIVERS]
    widest = max((max(-one.seconds_low, one.seconds_high, 1.0) for one in shown), default=1.0)
    table = _plain(_(N_("Driver")), _(N_("Kind")), _(N_("Well")), "", _(N_("Badly")), _(N_("Share")))
    for one in shown:
        left = round(max(-one.seconds_low, 0.0) / widest * _BAR / 2)
        right = round(max(one.seconds_high, 0.0) / widest * _BAR / 2)
        name = _(one.name) if one.code.startswith(COURSE_PREFIX) else one.name  # ours, not the planner's
        table.add_row(
            printable(name),
            _(_KINDS[one.kind]),
            _days(one.seconds_low, terminal),
            ("░" * left).rjust(_BAR // 2) + "│" + ("█" * right).ljust(_BAR // 2),
            _days(one.seconds_high, terminal),
            words.percent(one.share),
        )
    return table


def _responses(outcome: Outcome, terminal: Terminal) -> Table:
    _, words = terminal.gettext, terminal.language
    table = _plain(
        *map(
            _,
            (
                N_("Measure"),
                N_("Risk"),
                N_("Cost, euro"),
                N_("Days won"),
                N_("Days per € 10,000"),
                N_("Chosen"),
            ),
        )
    )
    for one in outcome.responses[:_MOST_ROWS]:
        per_cost = "–" if one.cost <= 0 else words.number(one.seconds_won / DAY / one.cost * 10_000, 1)
        table.add_row(
            printable(one.name),
            printable(one.event_code),
            words.number(one.cost),
            words.number(one.seconds_won / DAY, 1),
            per_cost,
            _(N_("yes")) if one.is_chosen else "",
        )
    return table


def _run(iterations: int, seed: int, seconds: float, terminal: Terminal) -> str:
    text = terminal.gettext(N_("{iterations} simulations, seed {seed}, {seconds} s."))
    words = terminal.language
    return text.format(iterations=words.number(iterations), seed=seed, seconds=words.number(seconds, 2))


def _convergence(outcome: Outcome, terminal: Terminal) -> str:
    found, words = outcome.convergence, terminal.language
    if found.p50_seconds is None or found.p80_seconds is None:
        return terminal.gettext(N_("How far P50 and P80 can still move is unknown."))
    fields = {
        name: words.number(value / DAY, 1) for name, value in _widths(found.p50_seconds, found.p80_seconds)
    }
    if found.is_enough:
        text = N_("With more simulations P50 would move by at most {p50} days and P80 by {p80}.")
    else:
        text = N_("P50 can still move by {p50} days and P80 by {p80}: ask for more simulations.")
    return terminal.gettext(text).format(**fields)


def _widths(p50: float, p80: float) -> tuple[tuple[str, float], ...]:
    return ("p50", p50), ("p80", p80)


def _headed(title: str, table: Table, terminal: Terminal) -> None:
    terminal.say()
    terminal.say(terminal.gettext(title), style="bold")
    terminal.show(table)


def _plain(*titles: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for position, title in enumerate(titles):
        table.add_column(title, justify="right" if position and title else "left")
    return table


def _day(instant: int, terminal: Terminal) -> str:
    return "–" if instant == NONE else terminal.language.day(moment(instant).date())


def _days(seconds: Any, terminal: Terminal) -> str:
    return f"{terminal.language.signed(float(seconds) / DAY)} {terminal.gettext(N_('d'))}"
