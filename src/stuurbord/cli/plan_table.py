"""A recomputed plan as a table for people."""

from __future__ import annotations

from typing import Final

from rich.table import Table
from rich.text import Text

from stuurbord.cli.findings_table import show_findings
from stuurbord.cli.plan_reading import ShownPlan
from stuurbord.cli.terminal import Terminal, printable
from stuurbord.engine.critical_path import Schedule
from stuurbord.errors import N_
from stuurbord.plan import NONE, moment

ROOM_FOR_HOURS: Final = 120
"""Columns of a terminal from which names stay readable beside dates with their hour."""
MOST_ROWS: Final = 500
"""So many tasks are drawn; laying out a table takes about a millisecond a row, and nobody reads on."""


def show_plan(shown: ShownPlan, schedule: Schedule, terminal: Terminal) -> None:
    """Print what the plan comes to, its first tasks, and what was noticed."""
    terminal.say(shown.project, style="bold")
    terminal.say(_conclusion(shown, schedule, terminal))
    terminal.show(_table(shown, schedule, terminal))
    n_more = len(shown.plan.tasks) - MOST_ROWS
    if n_more > 0:
        text = terminal.gettext(N_("… and {count} more; --json prints them all."))
        terminal.say(text.format(count=terminal.language.number(n_more)))
    show_findings([*shown.findings, *schedule.findings], terminal)


def _conclusion(shown: ShownPlan, schedule: Schedule, terminal: Terminal) -> str:
    _, say = terminal.gettext, terminal.language.long_day
    is_work = ~shown.plan.tasks.is_summary
    n_tasks, n_critical = int(is_work.sum()), int((schedule.is_critical & is_work).sum())
    text = _(N_("{tasks}, {critical} of them critical; from {start} to {finish}."))
    sentence = text.format(
        tasks=terminal.ngettext(N_("{count} task"), N_("{count} tasks"), n_tasks),
        critical=terminal.language.number(n_critical),
        start=say(moment(schedule.project_start).date()),
        finish=say(moment(schedule.project_finish).date()),
    )
    if shown.plan.status_date == NONE:
        return sentence
    status = _(N_("Status date: {day}.")).format(day=say(moment(shown.plan.status_date).date()))
    return f"{sentence} {status}"


def _table(shown: ShownPlan, schedule: Schedule, terminal: Terminal) -> Table:
    _ = terminal.gettext
    is_narrow = terminal.out.width < ROOM_FOR_HOURS
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1 if is_narrow else 2, 0, 0))
    table.add_column(_(N_("No.")), justify="right")
    table.add_column(_(N_("WBS")), no_wrap=True)
    table.add_column(_(N_("Task")), ratio=1)
    table.add_column(_(N_("Start")), no_wrap=True)
    table.add_column(_(N_("Finish")), no_wrap=True)
    table.add_column(_(N_("Float (days)")), justify="right")
    table.add_column("", no_wrap=True)
    tasks = shown.plan.tasks
    for idx, name in enumerate(tasks.name[:MOST_ROWS]):
        indent = "  " * (int(tasks.outline_level[idx]) - 1)
        mark = "◆ " if tasks.is_milestone[idx] else ""
        table.add_row(
            str(idx + 1),
            Text(printable(tasks.wbs[idx])),
            Text(printable(f"{indent}{mark}{name}"), style="bold" if tasks.is_summary[idx] else ""),
            _moment(int(schedule.start[idx]), terminal, is_narrow),
            _moment(int(schedule.finish[idx]), terminal, is_narrow),
            _days(int(schedule.total_float[idx]), shown.plan.seconds_per_day, terminal),
            Text(_(N_("critical")), style="red") if schedule.is_critical[idx] else "",
        )
    return table


def _moment(instant: int, terminal: Terminal, is_narrow: bool) -> str:
    if instant == NONE:
        return "–"
    when = moment(instant)
    return terminal.language.day(when.date()) if is_narrow else terminal.language.moment(when)


def _days(seconds: int, seconds_per_day: int, terminal: Terminal) -> str:
    if seconds == NONE:
        return "–"
    days = seconds / seconds_per_day
    return terminal.language.number(days, 0 if days == int(days) else 1)
