"""The sentences of a forecast, each one that a director could read aloud."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.web.forecasts.answers import Answers, StoredDriver, StoredProposal
from stuurbord.web.forecasts.figures_row import day_of, days_from
from stuurbord.web.forecasts.limits import Limits, end_of
from stuurbord.web.look import figures
from stuurbord.web.reader import reader

_SKEWED = 1.6
"""From where a tail is called long: so many times further to the late side than to the early one."""


def project_conclusion(found: Answers, limits: Limits) -> str:
    """Say how likely the tolerance holds, and what the responses at hand would do about it."""
    words, goal = reader(), limits.goal or _("the plan")
    p80 = day_of(found.finish_at(0.8))
    if limits.limit is None:
        text = _("Half of the simulations reach {goal} by {p50}, four in five by {p80}; {missing}.")
        missing = _("without a baseline that cannot be compared")
        if limits.promise is not None:
            missing = _("no tolerance in time is agreed")
        p50 = day_of(found.finish_at(0.5))
        return text.format(goal=goal, p50=words.day(p50), p80=words.day(p80), missing=missing)
    chance = found.chance_by(end_of(limits.limit)) or 0.0
    if (days_from(found.finish_at(0.8), limits.limit) or 0) <= 0:
        text = _(
            "{goal} stays within its tolerance with a chance of {chance}; four in five simulations reach "
            "it by {p80}."
        )
        return text.format(goal=_capital(goal), chance=figures.chance_words(chance), p80=words.day(p80))
    text = _("Without a further response the chance is {chance} that {goal} exceeds its tolerance.")
    first = text.format(chance=figures.chance_words(1 - chance), goal=goal)
    return f"{first} {_proposed(found, found.proposal, limits.limit)}".strip()


def _proposed(found: Answers, proposal: StoredProposal | None, limit: date) -> str:
    words = reader()
    if proposal is None:
        if any(one.is_chosen for one in found.responses):
            return _("No further response is written down that wins a day.")
        return _("No response is written down that wins a day.")
    p80 = day_of(proposal.finish)
    within = (limit - p80).days
    fields = {
        "n": words.count(len(proposal.codes)),
        "cost": words.euro(round(proposal.cost)),
        "date": words.day(p80),
        "days": _days(abs(within)),
    }
    n = len(proposal.codes)
    if within >= 0:
        text = ngettext(
            "One response of {cost} brings P80 to {date}, {days} within the tolerance.",
            "{n} responses of {cost} bring P80 to {date}, {days} within the tolerance.",
            n,
        )
    else:
        text = ngettext(
            "One response of {cost} brings P80 to {date}, still {days} beyond the tolerance.",
            "{n} responses of {cost} bring P80 to {date}, still {days} beyond the tolerance.",
            n,
        )
    return _capital(text.format(**fields))


def finish_conclusion(found: Answers) -> str:
    """Say when half and when four in five are there, and whether the tail is long."""
    words = reader()
    p5, p50, p80, p95 = (found.finish_at(one) for one in (0.05, 0.5, 0.8, 0.95))
    text = _("Half of the simulations finish by {p50}, four in five by {p80}.")
    told = text.format(p50=words.day(day_of(p50)), p80=words.day(day_of(p80)))
    late = next((one for one in found.drivers if one.moves_finish), None)
    if late and p95 - p50 > _SKEWED * max(p50 - p5, 1):
        tail = _("The long tail comes most of all from “{driver}”.")
        return f"{told} {tail.format(driver=driver_name(late))}"
    return told


def cost_conclusion(found: Answers, limits: Limits) -> str:
    """Say how far the cost lies from the budget."""
    words = reader()
    if not found.run.planned_cost:
        return _("The plan holds no costs, so there is nothing to simulate.")
    if not limits.budget:
        text = _("Half of the simulations cost less than {p50}, four in five less than {p80}.")
        return text.format(
            p50=words.euro(round(found.cost_at(0.5))), p80=words.euro(round(found.cost_at(0.8)))
        )
    budget = float(limits.budget)
    p50 = _signed_percent(found.cost_at(0.5) / budget - 1)
    p80 = _signed_percent(found.cost_at(0.8) / budget - 1)
    if limits.cost_tolerance is None:
        text = _("The final cost lies {p50} from the budget at P50 and {p80} at P80.")
        return text.format(p50=p50, p80=p80)
    text = _("The final cost lies {p50} from the budget at P50 and {p80} at P80; the tolerance is {share}.")
    return text.format(p50=p50, p80=p80, share=words.percent(limits.cost_tolerance))


def drivers_conclusion(drivers: list[StoredDriver]) -> str:
    """Say what explains most of the spread."""
    words, drivers = reader(), [one for one in drivers if one.moves_finish]
    if not drivers:
        return _("Nothing moves the finish: all that is uncertain leaves it where it is.")
    if len(drivers) == 1 or drivers[1].share < 0.02:
        text = _("“{one}” explains {share} of the spread.")
        return text.format(one=driver_name(drivers[0]), share=words.percent(min(drivers[0].share, 1)))
    share = words.percent(min(drivers[0].share + drivers[1].share, 1.0))
    text = _("“{one}” and “{two}” explain {share} of the spread together.")
    return text.format(one=driver_name(drivers[0]), two=driver_name(drivers[1]), share=share)


def choice_conclusion(n_chosen: int, days: int, p80: date | None) -> str:
    """Say what the chosen responses bring together."""
    words = reader()
    if not n_chosen:
        return _("Tick a response to see what it does to the finish.")
    if days <= 0:
        text = ngettext(
            "The response that is ticked wins no day on P80.",
            "The {n} responses that are ticked win no day on P80.",
            n_chosen,
        )
        return text.format(n=words.count(n_chosen))
    text = ngettext(
        "The response that is ticked wins {days} on P80: {date}.",
        "The {n} responses that are ticked win {days} on P80 together: {date}.",
        n_chosen,
    )
    return text.format(n=words.count(n_chosen), days=_days(days), date=words.day(p80) if p80 else "–")


def driver_name(driver: StoredDriver) -> str:
    """Return what people call a driver; the causes that we named ourselves are in the reader's language."""
    return _(driver.name) if driver.kind == "factor" and driver.name else driver.name


def _days(number: int) -> str:
    return ngettext("{n} day", "{n} days", number).format(n=reader().number(number))


def _signed_percent(fraction: float) -> str:
    return f"{reader().signed(fraction * 100, 1)}\N{NO-BREAK SPACE}%"


def _capital(sentence: str) -> str:
    if sentence.startswith("één "):
        return f"Eén {sentence[4:]}"
    return sentence[:1].upper() + sentence[1:]
