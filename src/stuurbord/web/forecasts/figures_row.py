"""The six figures of a forecast: when, how sure, at what cost, and how good earlier forecasts were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stuurbord.plan import NONE, moment
from stuurbord.web.forecasts.answers import Answers
from stuurbord.web.forecasts.limits import Limits, end_of
from stuurbord.web.look import figures
from stuurbord.web.reader import reader


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of the row."""

    label: str
    value: SafeString | str
    note: SafeString | str


def day_of(instant: int) -> date | None:
    """Return the day of an instant, None if there is none."""
    return None if instant == NONE else moment(instant).date()


def days_from(instant: int, day: date | None) -> int | None:
    """Return calendar days from a day to an instant; late is positive."""
    on = day_of(instant)
    return None if on is None or day is None else (on - day).days


def facts_row(found: Answers, limits: Limits) -> list[Fact]:
    """Return P50, P80, both chances, the cost and the record; what is not known is a dash with its reason."""
    return [
        _middle(found, limits),
        _sure(found, limits),
        _before_promise(found, limits),
        _within(found, limits),
        _money(found, limits),
        _record(found),
    ]


def _middle(found: Answers, limits: Limits) -> Fact:
    p50 = found.finish_at(0.5)
    days = days_from(p50, limits.promise)
    if days is None:
        return Fact("P50", figures.day(day_of(p50)), _("no baseline to compare with"))
    note = format_html("{} {}", figures.days(days), _("from the baseline"))
    return Fact("P50", figures.day(day_of(p50)), note)


def _sure(found: Answers, limits: Limits) -> Fact:
    p80 = found.finish_at(0.8)
    value = figures.day(day_of(p80))
    beyond = days_from(p80, limits.limit)
    if beyond is None:
        return Fact("P80", value, _("no tolerance to compare with"))
    if beyond > 0:
        told = _("{n} d beyond").format(n=reader().number(beyond))
        return Fact(
            "P80", value, format_html('<strong class="beyond">{}</strong> {}', told, _("the tolerance"))
        )
    return Fact("P80", value, _("{n} d within the tolerance").format(n=reader().number(-beyond)))


def _before_promise(found: Answers, limits: Limits) -> Fact:
    label = _("Chance to meet the baseline")
    if limits.promise is None:
        return Fact(label, figures.UNKNOWN, _("no baseline"))
    return Fact(label, figures.chance(found.chance_by(end_of(limits.promise))), figures.day(limits.promise))


def _within(found: Answers, limits: Limits) -> Fact:
    label = _("Chance within tolerance")
    if limits.limit is None:
        return Fact(label, figures.UNKNOWN, _("no tolerance in time agreed"))
    return Fact(label, figures.chance(found.chance_by(end_of(limits.limit))), figures.day(limits.limit))


def _money(found: Answers, limits: Limits) -> Fact:
    label = _("Cost P50 / P80")
    if not found.run.planned_cost:
        return Fact(label, figures.UNKNOWN, _("the plan holds no costs"))
    p50, p80 = found.cost_at(0.5), found.cost_at(0.8)
    most = limits.most_euro
    is_beyond = most is not None and p80 > most
    value = format_html(
        '<span class="number">{} / <span class="{}">{}</span>'
        '<span class="unit">\N{NO-BREAK SPACE}M€</span></span>',
        figures.euro_millions(p50),
        "beyond" if is_beyond else "within-text",
        figures.euro_millions(p80),
    )
    if limits.budget is None:
        return Fact(label, value, _("no complete budget"))
    note = _("budget {amount}").format(amount=figures.euro_millions(limits.budget))
    if limits.cost_tolerance is not None:
        note += _(", tolerance {share}").format(share=reader().percent(limits.cost_tolerance))
    return Fact(label, value, note)


def _record(found: Answers) -> Fact:
    label = _("Reliability")
    held, checked = found.reliability
    if not checked:
        return Fact(label, figures.UNKNOWN, _("not to be measured yet: no forecast has come due"))
    words = reader()
    note = _("P80 held in {held} of {checked}").format(held=words.number(held), checked=words.number(checked))
    return Fact(label, figures.chance(held / checked), note)
