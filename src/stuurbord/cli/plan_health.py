"""The quality of a plan file by the fourteen points, for people and for programs."""

from __future__ import annotations

from typing import Final

from rich.table import Table
from rich.text import Text

from stuurbord.cli.findings_table import show_findings
from stuurbord.cli.plan_reading import ShownPlan
from stuurbord.cli.terminal import Terminal, printable
from stuurbord.engine.schedule_quality import Point, ScheduleQuality, Verdict
from stuurbord.errors import N_
from stuurbord.plan.model import Plan
from stuurbord.reports.date_reasons import PathWords
from stuurbord.reports.schedule_quality import QualityWords, quality_record

_MOST_NAMED: Final = 10
"""Tasks or links that are named per point; a program gets them all."""


def show_health(shown: ShownPlan, quality: ScheduleQuality, terminal: Terminal, *, json: bool) -> None:
    """Print the conclusion, the points, what lies behind them, and how they were judged."""
    if json:
        record = quality_record(shown.plan, quality, terminal.language)
        terminal.print_json({"file": shown.file, "project": shown.project, **record})
        return
    spoken = QualityWords(quality, terminal.language)
    terminal.say(shown.project, style="bold")
    terminal.say(spoken.conclusion())
    terminal.show(_table(quality, spoken, terminal))
    for point in quality.points:
        if point.verdict is Verdict.FAIL:
            _name(shown.plan, point, spoken, terminal)
    terminal.say()
    terminal.say(terminal.gettext(N_("How it was judged")), style="bold")
    for sentence in spoken.settings():
        terminal.say(f"  {sentence}")
    show_findings(shown.findings, terminal)


def _table(quality: ScheduleQuality, spoken: QualityWords, terminal: Terminal) -> Table:
    _ = terminal.gettext
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column(_(N_("No.")), justify="right")
    table.add_column(_(N_("Point")))
    table.add_column(_(N_("Value")), justify="right")
    table.add_column(_(N_("Limit")), justify="right")
    table.add_column(_(N_("Verdict")))
    table.add_column("", ratio=1)
    for point in quality.points:
        table.add_row(
            str(point.number),
            spoken.title(point),
            spoken.value(point),
            spoken.limit(point),
            Text(spoken.verdict(point), style="red" if point.verdict is Verdict.FAIL else ""),
            spoken.missing(point) or spoken.detail(point),
        )
    return table


def _name(plan: Plan, point: Point, spoken: QualityWords, terminal: Terminal) -> None:
    """Print the tasks or links that speak against the plan."""
    tasks, links = plan.tasks, plan.dependencies
    terminal.say()
    terminal.say(f"{point.number} {spoken.title(point)}: {spoken.about(point)}", style="bold")
    words = PathWords(plan, terminal.language)
    lines = [f"{tasks.wbs[idx]} {tasks.name[idx]}" for idx in point.task_idx] + [
        f"{tasks.name[int(links.predecessor_idx[link])]} → {tasks.name[int(links.successor_idx[link])]}"
        f" ({words.link(link)})"
        for link in point.link_idx
    ]
    for line in lines[:_MOST_NAMED]:
        terminal.say(printable(f"  {line}"))
    if len(lines) > _MOST_NAMED:
        more = terminal.language.number(len(lines) - _MOST_NAMED)
        terminal.say("  … " + terminal.gettext(N_("and {more} more")).format(more=more))
