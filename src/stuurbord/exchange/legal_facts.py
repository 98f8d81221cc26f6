"""What a file's own fields say of the law behind a task, put into its row."""

from __future__ import annotations

from stuurbord.errors import N_
from stuurbord.exchange.own_columns import OwnColumn
from stuurbord.exchange.reading_report import ReadingReport
from stuurbord.plan.draft import TaskRow


def set_legal_fact(task: TaskRow, column: OwnColumn, text: str, report: ReadingReport) -> None:
    """Give a task what one of `LEGAL_COLUMNS` says of it; a minimum that is no number of days is told."""
    value = column.value(text)
    if value is None:
        told = N_("The legal minimum of “{task}” is no number of calendar days: “{value}”. It is left out.")
        report.tell("legal_minimum_unreadable", told, place=task.where.task, task=task.name, value=text[:40])
        return
    setattr(task, column.column, value)
