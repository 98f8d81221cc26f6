"""The sentence above a plan: what its finish hangs on."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from stuurbord.engine.critical_path import Schedule
from stuurbord.plan import NONE, Plan, moment
from stuurbord.web.projects.plans import is_work
from stuurbord.web.reader import reader


def plan_conclusion(plan: Plan, schedule: Schedule, goal: str) -> str:
    """Say when the goal is expected and how much of the plan is critical."""
    words = reader()
    subject, day = _expected(plan, schedule, goal)
    first = _("{what} is expected on {date}.").format(what=subject or _("The plan"), date=words.day(day))
    n_critical, n_tasks = _critical(plan, schedule)
    if not n_critical:
        return f"{first} {_('No task is critical.')}"
    second = ngettext(
        "{n} of {total} tasks is critical: a day later there is a day later at the end.",
        "{n} of {total} tasks are critical: a day later there is a day later at the end.",
        n_critical,
    ).format(n=words.number(n_critical), total=words.number(n_tasks))
    return f"{first} {second}"


def proposed_conclusion(
    before: tuple[Plan, Schedule], after: tuple[Plan, Schedule], goal: str, number: int
) -> str:
    """Say what `plan_conclusion` says of the plan with a proposal on it, and how that differs from without.

    Parameters
    ----------
    number
        Of the proposal.
    """
    words = reader()
    (was_subject, was), (subject, day) = _expected(*before, goal), _expected(*after, goal)
    days = (day - was).days if bool(was_subject) == bool(subject) else None
    first = _shifted(days).format(
        number=number,
        what=subject or pgettext("what is expected", "the plan"),
        date=words.day(day),
        n=words.number(abs(days or 0)),
        before=words.day(was),
    )
    n_critical, n_tasks = _critical(*after)
    second = ngettext(
        "{n} of {total} tasks is critical then.", "{n} of {total} tasks are critical then.", n_critical
    ).format(n=words.number(n_critical), total=words.number(n_tasks))
    return f"{first} {second if n_critical else _('No task is critical then.')}"


def _shifted(days: int | None) -> str:
    """Return the sentence of a goal that a proposal moves by so many days; None where that is not known."""
    if days is None:
        return _("With proposal {number}, {what} is expected on {date}.")
    if days > 0:
        return ngettext(
            "With proposal {number}, {what} is expected on {date}, {n} day later than without ({before}).",
            "With proposal {number}, {what} is expected on {date}, {n} days later than without ({before}).",
            days,
        )
    if days < 0:
        return ngettext(
            "With proposal {number}, {what} is expected on {date}, {n} day earlier than without ({before}).",
            "With proposal {number}, {what} is expected on {date}, {n} days earlier than without ({before}).",
            -days,
        )
    return _("With proposal {number}, {what} is expected on {date}, just as without.")


def _expected(plan: Plan, schedule: Schedule, goal: str) -> tuple[str, date]:
    """Return the name and the day of the goal; without a dated goal no name and the end of the plan."""
    tasks = plan.tasks
    if goal and goal in tasks.gate and schedule.finish[tasks.gate.index(goal)] != NONE:
        idx = tasks.gate.index(goal)
        return tasks.name[idx] or goal, moment(int(schedule.finish[idx])).date()
    return "", moment(schedule.project_finish).date()


def _critical(plan: Plan, schedule: Schedule) -> tuple[int, int]:
    """Return how many tasks are critical, and how many there are."""
    work = is_work(plan, schedule)
    return int((schedule.is_critical & work).sum()), int(work.sum())
