"""``plan check`` for people: a line per file and a total, and the tasks that deviate with their cause."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, islice
from typing import Final

from rich.table import Table
from rich.text import Text

from stuurbord.cli.plan_check import CheckedFile, Totals, totals
from stuurbord.cli.terminal import Terminal, printable
from stuurbord.errors import N_
from stuurbord.exchange.fidelity import SENTENCES, Deviation, Fidelity
from stuurbord.exchange.fidelity.columns import FLOATS
from stuurbord.exchange.fidelity.kinds import LABELS
from stuurbord.exchange.fidelity.tallies import MEASURES, Tallies, Tally, rounded_share, total
from stuurbord.plan import NONE, moment

MOST_LISTED: Final = 20
"""So many tasks of a file are listed; all of them stand in the JSON."""
MEASURE_LABELS: Final = {
    "start_finish": N_("start and finish"),
    "early": N_("early dates"),
    "late": N_("late dates"),
    "total_float": N_("float"),
}
FIELD_LABELS: Final = {
    "start": N_("Start"),
    "finish": N_("Finish"),
    "early_start": N_("Early start"),
    "early_finish": N_("Early finish"),
    "late_start": N_("Late start"),
    "late_finish": N_("Late finish"),
    "total_float": N_("Total float"),
    "start_float": N_("Start float"),
}


def show_check(checked: Sequence[CheckedFile], terminal: Terminal) -> None:
    """Print what agrees, over all files and by kind of task, and then what does not."""
    found = [one.fidelity for one in checked if one.fidelity is not None]
    if not found:
        return
    sums = totals(checked)
    terminal.say(_conclusion(sums, terminal), style="bold")
    terminal.show(_files(checked, sums, terminal))
    terminal.show(_kinds(found, terminal))
    for one in checked:
        if one.fidelity is not None and one.fidelity.deviations:
            _show_deviations(one, terminal)


def _conclusion(sums: Totals, terminal: Terminal) -> str:
    tally = sums.scored["start_finish"]
    if tally.compared and tally.equal == tally.compared:
        return terminal.ngettext(
            N_("The task that the scheduler dates starts and ends to the minute as in the file."),
            N_("All {count} tasks that the scheduler dates start and end to the minute as in the file."),
            tally.compared,
        )
    text = terminal.gettext(
        N_("Of {count} tasks that the scheduler dates, {share} start and end to the minute as in the file.")
    )
    return text.format(share=_share(tally, terminal), count=terminal.language.number(tally.compared))


def _files(checked: Sequence[CheckedFile], sums: Totals, terminal: Terminal) -> Table:
    _ = terminal.gettext
    table = _table([_(N_("File")), _(N_("Written by"))], terminal)
    table.add_column(_(N_("Unexplained")), justify="right")
    table.add_column("s", justify="right")
    number = terminal.language.number
    for one in checked:
        of = one.fidelity
        if of is None:
            continue
        shares = [_share(of.scored[measure], terminal) for measure in MEASURES]
        unexplained = number(of.n_unexplained) if of.n_unexplained else "–"
        names = Text(printable(one.file)), Text(printable(one.producer))
        table.add_row(*names, number(of.n_scored), *shares, unexplained, number(of.seconds, 2))
        if one.rival is not None:
            name = f"  MPXJ: {one.rival.problem}" if one.rival.problem else "  MPXJ"
            shares = _rival_shares(one.rival.tallies, terminal)
            table.add_row(
                "", Text(printable(name[:40])), "", *shares, "", number(one.rival.seconds, 2), style="dim"
            )
    table.add_section()
    shares = [_share(sums.scored[measure], terminal) for measure in MEASURES]
    table.add_row(
        _(N_("Total")), "", number(sums.n_scored), *shares, number(sums.n_unexplained), "", style="bold"
    )
    if any(one.rival is not None for one in checked):
        table.add_row("", "  MPXJ", "", *_rival_shares(sums.rival, terminal), "", "", style="dim")
    return table


def _rival_shares(of: Tallies, terminal: Terminal) -> list[str]:
    return [_share(of[measure], terminal) for measure in MEASURES]


def _kinds(found: list[Fidelity], terminal: Terminal) -> Table:
    _ = terminal.gettext
    table = _table([_(N_("Kind of task"))], terminal)
    for kind, label in LABELS.items():
        several = [one.kinds[kind] for one in found if kind in one.kinds]
        if several:
            of = total(several)
            n_tasks = terminal.language.number(of["start_finish"].compared)
            table.add_row(_(label), n_tasks, *(_share(of[measure], terminal) for measure in MEASURES))
    return table


def _table(first: list[str], terminal: Terminal) -> Table:
    _ = terminal.gettext
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(1, 2, 0, 0), collapse_padding=True)
    table.padding = (0, 2, 0, 0)
    for title in first:
        table.add_column(title)
    table.add_column(_(N_("Tasks")), justify="right")
    for measure in MEASURES:
        table.add_column(_(MEASURE_LABELS[measure]), justify="right", no_wrap=True)
    return table


def _share(tally: Tally, terminal: Terminal) -> str:
    if not tally.compared:
        return "–"
    share = rounded_share(tally.equal, tally.compared)
    return terminal.language.percent(share, 0 if tally.equal == tally.compared else 1)


def _show_deviations(one: CheckedFile, terminal: Terminal) -> None:
    _ = terminal.gettext
    of = one.fidelity
    assert of is not None
    tasks = {deviation.task_idx for deviation in of.deviations}
    n_tasks = terminal.ngettext(N_("{count} task deviates"), N_("{count} tasks deviate"), len(tasks))
    terminal.say()
    terminal.say(f"{one.file}: {n_tasks}", style="bold")
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for title in ("UID", N_("Task"), N_("Field"), N_("In the file"), N_("Recomputed"), N_("Cause")):
        table.add_column(_(title), no_wrap=title == "UID", ratio=1 if title == "Cause" else None)
    for _idx, its in islice(groupby(of.deviations, key=lambda one: one.task_idx), MOST_LISTED):
        table.add_row(*_cells(of, list(its), terminal))
    terminal.show(table)
    if len(tasks) > MOST_LISTED:
        text = _(N_("… and {count} more; --json prints them all."))
        terminal.say(text.format(count=terminal.language.number(len(tasks) - MOST_LISTED)))


def _cells(of: Fidelity, its: list[Deviation], terminal: Terminal) -> list[str | Text]:
    """Return the first deviation of a task, and how many of its dates deviate besides."""
    one, tasks = its[0], of.plan.tasks
    label = terminal.gettext(FIELD_LABELS[one.field])
    if its[1:]:
        more = terminal.gettext(N_("{field} and {count} more"))
        label = more.format(field=label, count=len(its) - 1)
    return [
        str(tasks.uid[one.task_idx]),
        Text(printable(tasks.name[one.task_idx][:60])),
        label,
        *(_value(one.field, value, of, terminal) for value in (one.stored, one.computed)),
        terminal.gettext(SENTENCES[one.cause]),
    ]


def _value(field: str, value: int, of: Fidelity, terminal: Terminal) -> str:
    if value == NONE:
        return "–"
    if field in FLOATS:
        text = terminal.gettext(N_("{days} d"))
        return text.format(days=terminal.language.number(value / of.plan.seconds_per_day, 2))
    return terminal.language.moment(moment(value))
