"""Why a task of a plan file is dated as it is, for people and for programs."""

from __future__ import annotations

from itertools import groupby
from typing import Final

import typer

from stuurbord.cli.findings_table import show_findings
from stuurbord.cli.plan_reading import ShownPlan
from stuurbord.cli.terminal import Terminal
from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.driving_path import DatePath, Step, date_path
from stuurbord.errors import N_
from stuurbord.plan import NONE
from stuurbord.reports.date_reasons import PathWords, path_record

_MOST_TASKS: Final = 40
"""Tasks of one chain that are told to people; a program gets them all."""


def explain(shown: ShownPlan, schedule: Schedule, uid: int, terminal: Terminal, *, json: bool) -> None:
    """Print why the task with this number is dated as it is.

    Raises
    ------
    typer.BadParameter
        If the plan has no such task.
    """
    found = (shown.plan.tasks.uid == uid).nonzero()[0]
    if not len(found):
        text = terminal.gettext(N_("There is no task with the unique number {uid} in {file}."))
        raise typer.BadParameter(text.format(uid=uid, file=shown.file))
    path = date_path(shown.plan, schedule, int(found[0]))
    if json:
        record = path_record(shown.plan, schedule, path, terminal.language)
        terminal.print_json({"file": shown.file, "project": shown.project, **record})
        return
    _tell(shown, schedule, path, terminal)
    show_findings([*shown.findings, *schedule.findings], terminal)


def _tell(shown: ShownPlan, schedule: Schedule, path: DatePath, terminal: Terminal) -> None:
    _, plan, idx = terminal.gettext, shown.plan, path.task_idx
    spoken = PathWords(plan, terminal.language)
    terminal.say(f"{plan.tasks.wbs[idx]} {plan.tasks.name[idx]}", style="bold")
    if schedule.start[idx] == NONE:
        terminal.say(_(N_("The task is not active, so it has no dates.")))
        return
    if path.start and path.start[0] not in path.finish:
        heading = _(N_("Why does it start on {moment}?"))
        _chain(heading.format(moment=spoken.moment(int(schedule.start[idx]))), path.start, spoken, terminal)
    heading = _(N_("Why does it finish on {moment}?"))
    _chain(heading.format(moment=spoken.moment(int(schedule.finish[idx]))), path.finish, spoken, terminal)
    heading = _(N_("What holds its late finish, {moment}?"))
    _chain(heading.format(moment=spoken.moment(int(schedule.late_finish[idx]))), path.late, spoken, terminal)


def _chain(heading: str, steps: tuple[Step, ...], spoken: PathWords, terminal: Terminal) -> None:
    """Print a chain task by task, from the date back."""
    terminal.say()
    terminal.say(heading, style="bold")
    tasks = spoken.plan.tasks
    groups = [(idx, list(group)) for idx, group in groupby(steps, key=lambda step: step.task_idx)]
    for idx, group in groups[:_MOST_TASKS]:
        terminal.say(f"  {tasks.wbs[idx]} {tasks.name[idx]}")
        for step in filter(spoken.is_worth_telling, group):
            terminal.say(f"    {spoken.sentence(step)}")
    if len(groups) > _MOST_TASKS:
        terminal.say("  …")
        terminal.say(f"    {spoken.sentence(steps[-1])}")
