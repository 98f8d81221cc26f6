"""Amounts of time, moments and pauses in words."""

from __future__ import annotations

from typing import Final

from stuurbord.engine.driving_path.rests import Rest, RestKind
from stuurbord.errors import N_
from stuurbord.language import NBSP, Language
from stuurbord.plan.calendar import DAY, HOUR, MINUTE, moment
from stuurbord.plan.model import LagUnit, Plan

_PERCENT: Final = 10_000  # a percentage lag is stored in hundredths of a percent
_SATURDAY: Final = 5
_MOST_RESTS: Final = 4


def span(plan: Plan, seconds: int, words: Language, is_elapsed: bool = False) -> str:
    """Return a whole number of days or hours as it is, others with one or two decimals: ``1,5 wd``."""
    per_day = DAY if is_elapsed else plan.seconds_per_day
    if abs(seconds) < per_day and seconds % HOUR == 0 and seconds:
        return f"{words.number(seconds // HOUR)}{NBSP}{words.gettext(N_('h'))}"
    days = seconds / per_day
    digits = next((n for n in (0, 1) if round(days, n) == round(days, 4)), 2)
    unit = words.gettext(N_("d")) if is_elapsed else words.gettext(N_("wd"))
    return f"{words.number(days, digits)}{NBSP}{unit}"


def lag_span(plan: Plan, link: int, words: Language) -> str:
    """Return ``, plus 3 wd`` in the lag's own unit, empty without a lag."""
    lag, unit = int(plan.dependencies.lag[link]), LagUnit(int(plan.dependencies.lag_unit[link]))
    if not lag:
        return ""
    if unit.is_share:
        size = words.percent(abs(lag) / _PERCENT)
    elif unit == LagUnit.ELAPSED and abs(lag) < HOUR:
        size = f"{words.number(round(abs(lag) / MINUTE))}{NBSP}min"
    else:
        size = span(plan, abs(lag), words, unit == LagUnit.ELAPSED)
    pattern = words.gettext(N_(", plus {time}")) if lag > 0 else words.gettext(N_(", minus {time}"))
    return pattern.format(time=size)


def moment_in_words(instant: int, words: Language) -> str:
    """Return ``ma 04/01/2027 08:00``."""
    when = moment(instant)
    return f"{words.weekday(when.date())[:2]}{NBSP}{words.moment(when)}"


def rest_in_words(rest: Rest, words: Language) -> str:
    """Return why a calendar rests: ``weekend``, ``“Kerstmis” (25/12/2026)``."""
    _ = words.gettext
    if rest.kind is RestKind.HOURS:
        return _(N_("outside working hours"))
    if rest.kind is RestKind.EXCEPTION:
        days = _days(rest, words)
        return f"“{rest.name}” ({days})" if rest.name else _(N_("closed on {days}")).format(days=days)
    if rest.kind is RestKind.WORK_WEEK:
        return _(N_("week pattern “{name}”")).format(name=rest.name)
    numbers = [(day + 3) % 7 for day in range(rest.first_day, rest.last_day + 1)]
    if all(number >= _SATURDAY for number in numbers):
        return _(N_("weekend"))
    return _days(rest, words)


def rests_in_words(rests: tuple[Rest, ...], words: Language) -> str:
    """Return the reasons that tell most: the nights between working days only where there is nothing else."""
    telling = [rest for rest in rests if rest.kind is not RestKind.HOURS] or list(rests)[:1]
    said = list(dict.fromkeys(rest_in_words(rest, words) for rest in telling))
    return ", ".join(said[:_MOST_RESTS]) + (" …" if len(said) > _MOST_RESTS else "")


def closings_in_words(rests: tuple[Rest, ...], words: Language) -> str:
    """Return holidays and closing days: by name where they have one, else by date."""
    said = [rest_in_words(rest, words) if rest.name else _days(rest, words) for rest in rests]
    return ", ".join(said[:_MOST_RESTS]) + (" …" if len(said) > _MOST_RESTS else "")


def _days(rest: Rest, words: Language) -> str:
    first, last = (words.day(moment(day * DAY).date()) for day in (rest.first_day, rest.last_day))
    return first if first == last else f"{first} – {last}"
