"""The sentence above a plan: what its finish hangs on."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.engine.critical_path import Schedule
from stuurbord.plan import NONE, Plan, moment
from stuurbord.web.projects.plans import is_work
from stuurbord.web.reader import reader


def plan_conclusion(plan: Plan, schedule: Schedule, goal: str) -> str:
    """Say when the goal is expected and how much of the plan is critical."""
    words, tasks = reader(), plan.tasks
    finish = schedule.project_finish
    subject = _("The plan")
    if goal and goal in tasks.gate and schedule.finish[tasks.gate.index(goal)] != NONE:
        idx = tasks.gate.index(goal)
        subject, finish = tasks.name[idx] or goal, int(schedule.finish[idx])
    first = _("{what} is expected on {date}.").format(what=subject, date=words.day(moment(finish).date()))
    work = is_work(plan, schedule)
    n_critical, n_tasks = int((schedule.is_critical & work).sum()), int(work.sum())
    if not n_critical:
        return f"{first} {_('No task is critical.')}"
    second = ngettext(
        "{n} of {total} tasks is critical: a day later there is a day later at the end.",
        "{n} of {total} tasks are critical: a day later there is a day later at the end.",
        n_critical,
    ).format(n=words.number(n_critical), total=words.number(n_tasks))
    return f"{first} {second}"
