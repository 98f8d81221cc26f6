"""The answer of ``forecast evm`` for people: three tables, and why a figure is missing."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from stuurbord.cli.findings_table import show_findings
from stuurbord.cli.forecast_reading import EvmAnswer
from stuurbord.cli.forecast_words import (
    COST_NAMES,
    DAYS,
    DURATION_NAMES,
    INDEX_NAMES,
    MONEY,
    REASONS,
    SHARES,
    explanation,
)
from stuurbord.cli.terminal import Terminal
from stuurbord.engine.earned_value import Figures
from stuurbord.errors import N_
from stuurbord.plan.calendar import moment

if TYPE_CHECKING:
    from rich.table import Table


def show_answer(answer: EvmAnswer, speaker: Terminal) -> None:
    """Print the date, the indices and the forecasts; without any report only that there is none."""
    _ = speaker.gettext
    speaker.say(answer.project or answer.file, style="bold")
    if answer.row is None:
        speaker.say(_(N_("Nothing is known yet: no date has an earned value.")))
    else:
        day = _day(answer, float(answer.series.period_end[answer.row]), speaker)
        budget = speaker.language.euro(round(answer.series.budget_at_completion / 100))
        told = _(N_("On {day}, of a budget of {budget}:"))
        speaker.say(told.format(day=day, budget=budget))
        _say_own(answer, speaker)
        speaker.say()
        speaker.show(_index_table(answer, answer.row, speaker))
        speaker.say()
        speaker.show(_duration_table(answer, answer.row, speaker))
        speaker.say()
        speaker.show(_cost_table(answer, answer.row, speaker))
    show_findings(answer.findings, speaker)


def _say_own(answer: EvmAnswer, speaker: Terminal) -> None:
    """Print our own forecast: the point, the interval of 80 %, and in two sentences why."""
    _, own = speaker.gettext, answer.own
    if own.finish.point is not None and own.finish.low is not None and own.finish.high is not None:
        days = [_day(answer, at, speaker) for at in (own.finish.point, own.finish.low, own.finish.high)]
        told = _(
            N_("Our forecast: finished on {point}; with a probability of 80 % between {low} and {high}.")
        )
        speaker.say(told.format(point=days[0], low=days[1], high=days[2]))
    if own.cost.point is not None and own.cost.low is not None and own.cost.high is not None:
        euros = [_euro(cents, speaker) for cents in (own.cost.point, own.cost.low, own.cost.high)]
        told = _(N_("It costs {point}; with a probability of 80 % between {low} and {high}."))
        speaker.say(told.format(point=euros[0], low=euros[1], high=euros[2]))
    elif own.cost.unknown:
        told = _(N_("What it costs is not known: {reason}."))
        speaker.say(told.format(reason=_(REASONS[own.cost.unknown])))
    for sentence in own.because:
        speaker.say(f"  {explanation(sentence, speaker)}")


def _new_table(*columns: tuple[str, bool]) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for label, is_figure in columns:
        table.add_column(label, justify="right" if is_figure else "left")
    return table


def _index_table(answer: EvmAnswer, row: int, speaker: Terminal) -> Table:
    _ = speaker.gettext
    table = _new_table((_(N_("Figure")), False), (_(N_("Value")), True), ("", False))
    found = answer.indices.as_dict()
    for name, (attribute, label) in INDEX_NAMES.items():
        figures = found[attribute]
        table.add_row(
            _(label), _index_text(name, figures.at(row), answer, speaker), _why(figures, row, speaker)
        )
    return table


def _index_text(name: str, value: float | None, answer: EvmAnswer, speaker: Terminal) -> str:
    if value is None:
        return "–"
    if name in MONEY:
        return _euro(value, speaker)
    if name in DAYS:
        return speaker.language.number(round(value / answer.seconds_per_day, 6), 1)
    return (
        speaker.language.percent(round(value, 6), 1)
        if name in SHARES
        else speaker.language.number(round(value, 6), 3)
    )


def _duration_table(answer: EvmAnswer, row: int, speaker: Terminal) -> Table:
    _ = speaker.gettext
    table = _new_table(
        (_(N_("Duration")), False), (_(N_("Days")), True), (_(N_("Finish")), False), ("", False)
    )
    for method, figures in answer.durations.items():
        days, finish = figures.at(row), answer.finishes[method].at(row)
        table.add_row(
            _(DURATION_NAMES[method]),
            "–" if days is None else speaker.language.number(round(days / answer.seconds_per_day, 6), 1),
            "–" if finish is None else _day(answer, finish, speaker),
            _why(figures, row, speaker),
        )
    return table


def _cost_table(answer: EvmAnswer, row: int, speaker: Terminal) -> Table:
    _ = speaker.gettext
    table = _new_table((_(N_("Cost, what remains at")), False), (_(N_("Total")), True), ("", False))
    for method, figures in answer.costs.items():
        value = figures.at(row)
        text = "–" if value is None else _euro(value, speaker)
        table.add_row(_(COST_NAMES[method]), text, _why(figures, row, speaker))
    return table


def _euro(cents: float, speaker: Terminal) -> str:
    return speaker.language.euro(Decimal(round(cents)) / 100)


def _why(figures: Figures, row: int, speaker: Terminal) -> str:
    return "" if figures.is_known[row] else speaker.gettext(REASONS[figures.reason_at(row)])


def _day(answer: EvmAnswer, when: float, speaker: Terminal) -> str:
    return speaker.language.day(moment(int(when) - (1 if answer.days_only else 0)).date())
