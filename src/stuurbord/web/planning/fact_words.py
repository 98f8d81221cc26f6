"""How each fact of a plan is called, and how its values are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stuurbord.errors import N_
from stuurbord.language import NBSP
from stuurbord.plan import DependencyKind, LagUnit, Plan, moment
from stuurbord.plan.calendar import DAY, MINUTE
from stuurbord.plan.changes.change import ASSIGNMENTS, DEPENDENCIES, PLAN, RESOURCES, TASKS
from stuurbord.plan.changes.keyed import PERIODS
from stuurbord.web.planning.plan_words import constraint_words
from stuurbord.web.reader import reader

NOTHING: Final = "–"
_HOUR: Final = 3600


def text(value: Any, plan: Plan) -> str:
    """Return a text, or ``–``."""
    return str(value) if value not in (None, "") else NOTHING


def number(value: Any, plan: Plan) -> str:
    return NOTHING if value is None else reader().number(value)


def flag(value: Any, plan: Plan) -> str:
    return _("yes") if value else _("no")


def day(value: Any, plan: Plan) -> str:
    """Return ``27/11/26``."""
    return NOTHING if value is None else reader().short_day(moment(value).date())


def with_time(value: Any, plan: Plan) -> str:
    """Return ``27/11/2026 14:30``: for two instants of one day."""
    return NOTHING if value is None else reader().moment(moment(value))


def clock_days(value: Any, plan: Plan) -> str:
    """Return seconds on the clock as ``30 d``."""
    if value is None:
        return NOTHING
    days = value / DAY
    return f"{reader().number(days, 0 if days == round(days) else 1)}{NBSP}{_('d')}"


def working_days(value: Any, plan: Plan) -> str:
    """Return working seconds as ``22 wd``; with a decimal where it is no whole number of days."""
    if value is None:
        return NOTHING
    days = value / plan.seconds_per_day
    return f"{reader().number(days, 0 if days == round(days) else 1)}{NBSP}{_('wd')}"


def hours(value: Any, plan: Plan) -> str:
    """Return seconds of work as hours."""
    if value is None:
        return NOTHING
    return f"{reader().number(value / _HOUR, 0 if value % _HOUR == 0 else 1)}{NBSP}{pgettext('hours', 'h')}"


def euro(value: Any, plan: Plan) -> str:
    """Return cents as ``€ 1.250``."""
    return NOTHING if value is None else reader().euro(value / 100, 2 if value % 100 else 0)


def share(value: Any, plan: Plan) -> str:
    return NOTHING if value is None else reader().percent(value)


def calendar(value: Any, plan: Plan) -> str:
    """Return the name of a calendar by its position."""
    is_there = value is not None and 0 <= value < len(plan.calendars)
    return plan.calendars[value].name or NOTHING if is_there else _("that of the project")


def constraint(value: Any, plan: Plan) -> str:
    return next((word for kind, word in constraint_words().items() if kind == value), NOTHING)


def link_kind(value: Any, plan: Plan) -> str:
    """Return which ends a link joins; who is told nothing of it has the ordinary kind."""
    words = {
        DependencyKind.FS: _("finish to start"),
        DependencyKind.SS: _("start to start"),
        DependencyKind.FF: _("finish to finish"),
        DependencyKind.SF: _("start to finish"),
    }
    return words[DependencyKind.FS if value is None else DependencyKind(value)]


def lag_unit(value: Any, plan: Plan) -> str:
    words = {
        LagUnit.WORKING: _("working time"),
        LagUnit.ELAPSED: _("on the clock"),
        LagUnit.PERCENT: _("share of the predecessor"),
        LagUnit.ELAPSED_PERCENT: _("share of the predecessor, on the clock"),
    }
    return words[LagUnit.WORKING if value is None else LagUnit(value)]


def lag(value: int, unit: int, plan: Plan) -> str:
    """Return a lag in its own unit: ``+5 wd``, ``−2 d``, ``+50 %``; a short one on the clock: ``+2 min``."""
    if LagUnit(unit).is_share:
        return f"{reader().signed(value / 10_000 * 100)}{NBSP}%"
    if unit == LagUnit.ELAPSED and 0 < abs(value) < _HOUR:
        return f"{reader().signed(round(value / MINUTE))}{NBSP}min"
    per_day, word = (plan.seconds_per_day, _("wd")) if unit == LagUnit.WORKING else (DAY, _("d"))
    days = value / per_day
    return f"{reader().signed(days, 0 if days == round(days) else 1)}{NBSP}{word}"


def listed(value: Any, plan: Plan) -> str:
    return ", ".join(map(str, value)) if value else NOTHING


def counted(value: Any, plan: Plan) -> str:
    return reader().number(len(value or ()))


def bulk(value: Any, plan: Plan) -> str:
    """Say nothing of what only programs read."""
    return NOTHING if not value else "…"


@dataclass(frozen=True, slots=True)
class Word:
    """How a fact is called and written."""

    label: str
    write: Callable[[Any, Plan], str] = text


_TASK_WORDS: Final = {
    "name": Word(N_("Name")),
    "wbs": Word(N_("No.")),
    "duration": Word(N_("Duration"), working_days),
    "constraint": Word(N_("Constraint"), constraint),
    "constraint_date": Word(N_("Constraint date"), day),
    "deadline": Word(N_("Deadline"), day),
    "percent_complete": Word(N_("Done"), share),
    "actual_start": Word(N_("Actual start"), day),
    "actual_finish": Word(N_("Actual finish"), day),
    "remaining_duration": Word(N_("Remaining duration"), working_days),
    "stop": Word(N_("Interrupted on"), day),
    "resume": Word(N_("Goes on on"), day),
    "given_start": Word(N_("Start as given"), day),
    "given_finish": Word(N_("Finish as given"), day),
    "expected_finish": Word(N_("Expected finish"), day),
    "calendar_idx": Word(N_("Working calendar"), calendar),
    "is_milestone": Word(N_("Milestone"), flag),
    "is_manual": Word(N_("Scheduled by hand"), flag),
    "is_active": Word(N_("Takes part"), flag),
    "is_elapsed": Word(N_("Runs on the clock"), flag),
    "is_effort_driven": Word(N_("Effort driven"), flag),
    "is_external": Word(N_("Of another plan"), flag),
    "ignores_resource_calendar": Word(N_("Passes over calendars of people"), flag),
    "kind": Word(N_("What stays when another changes"), number),
    "leveling_delay": Word(N_("Delay by levelling"), working_days),
    "leveling_is_working": Word(N_("Delay in working time"), flag),
    "activity": Word(N_("Kind of activity"), number),
    "second_constraint": Word(N_("Second constraint"), constraint),
    "second_constraint_date": Word(N_("Date of the second constraint"), day),
    "subproject": Word(N_("Plan it stands for")),
    "subproject_task": Word(N_("Task it stands for"), number),
    "work": Word(N_("Work"), hours),
    "cost": Word(N_("Cost"), euro),
    "actual_cost": Word(N_("Actual cost"), euro),
    "notes": Word(N_("Notes")),
    "gate": Word(N_("Gate")),
    "outline_level": Word(N_("Level"), number),
    "legal_basis": Word(N_("Legal basis")),
    "legal_minimum": Word(N_("Legal minimum in calendar days"), number),
    "legal_is_unverified": Word(N_("Legal minimum not verified"), flag),
    "step": Word(N_("Step of the procurement")),
}
_LINK_WORDS: Final = {
    "kind": Word(N_("Kind of link"), link_kind),
    "lag": Word(N_("Lag"), working_days),
    "lag_unit": Word(N_("Lag is counted"), lag_unit),
}
_RESOURCE_WORDS: Final = {
    "name": Word(N_("Name")),
    "kind": Word(N_("Kind"), number),
    "calendar_idx": Word(N_("Working calendar"), calendar),
    "max_units": Word(N_("Available"), share),
    "standard_rate": Word(N_("Rate per hour"), euro),
}
_ASSIGNMENT_WORDS: Final = {
    "units": Word(N_("Units"), share),
    "work": Word(N_("Work"), hours),
    "remaining_work": Word(N_("Remaining work"), hours),
    "delay": Word(N_("Delay"), working_days),
    "leveling_delay": Word(N_("Delay by levelling"), working_days),
    "contour": Word(N_("Spread of the work"), number),
    "cost": Word(N_("Cost"), euro),
    "actual_cost": Word(N_("Actual cost"), euro),
    PERIODS: Word(N_("Periods of work"), counted),
}
_PLAN_WORDS: Final = {
    "name": Word(N_("Name")),
    "start": Word(N_("Start of the plan"), day),
    "finish": Word(N_("Finish of the plan"), day),
    "from_finish": Word(N_("Scheduled from the finish"), flag),
    "status_date": Word(N_("Status date"), day),
    "baselines": Word(N_("Baselines"), listed),
    "calendars": Word(N_("Calendars"), counted),
    "calendar_idx": Word(N_("Calendar of the project"), calendar),
    "seconds_per_day": Word(N_("Hours in a day"), hours),
    "seconds_per_week": Word(N_("Hours in a week"), hours),
    "days_per_month": Word(N_("Days in a month"), number),
    "rules": Word(N_("Scheduling rules"), bulk),
    "currency": Word(N_("Currency")),
    "author": Word(N_("Author")),
    "kept_format": Word(N_("Format of the file")),
    "kept": Word(N_("What the file holds besides"), bulk),
    "codes_are_counted": Word(N_("Numbers follow the outline"), flag),
}
_WORDS: Final = {
    TASKS: _TASK_WORDS,
    DEPENDENCIES: _LINK_WORDS,
    RESOURCES: _RESOURCE_WORDS,
    ASSIGNMENTS: _ASSIGNMENT_WORDS,
    PLAN: _PLAN_WORDS,
}
_BASELINE_WORDS: Final = {
    "start": Word(N_("start"), day),
    "finish": Word(N_("finish"), day),
    "duration": Word(N_("duration"), working_days),
    "work": Word(N_("work"), hours),
    "cost": Word(N_("cost"), euro),
}


def word_of(table: str, column: str) -> tuple[str, Callable[[Any, Plan], str]]:
    """Return how a fact is called, in the reader's language, and what writes its values."""
    if column.startswith("baseline."):
        _baseline, slot, name = column.split(".")
        of = _BASELINE_WORDS[name]
        whose = _("Baseline") if slot == "0" else _("Baseline {number}").format(number=slot)
        return f"{whose}: {_(of.label)}", of.write
    word = _WORDS[table].get(column, Word(column))
    return _(word.label), word.write
