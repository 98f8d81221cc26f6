"""A comparison of two versions as a workbook: a row per task, everything told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _

from stuurbord.engine.plan_comparison import Aspect, TaskDifference
from stuurbord.plan import NONE
from stuurbord.web.planning.change_words import ChangeWords
from stuurbord.web.planning.comparing import Compared, aspect_words, summary
from stuurbord.web.planning.comparison_rows import day, kinds, of_plan, sentences

_CELL: Final = 32_767
_WIDTHS: Final = (9, 44, 24, 12, 12, 12, 12, 9, 14, 14, 80)


def as_workbook(one: Compared) -> BytesIO:
    """Return the comparison as xlsx."""
    from xlsxwriter import Workbook

    target = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, options | {"default_date_format": "dd/mm/yyyy"}) as book:
        _tasks(book, one)
        _about(book, one)
    target.seek(0)
    return target


def _tasks(book: Any, one: Compared) -> None:
    sheet = book.add_worksheet(_("Comparison")[:31])
    money = book.add_format({"num_format": "#,##0.00"})
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width, money if column in (8, 9) else None)
    sheet.freeze_panes(1, 2)
    sheet.write_row(0, 0, _heads(), book.add_format({"bold": True, "bottom": 1, "text_wrap": True}))
    labels = aspect_words()
    for row, task in enumerate(one.found.tasks, start=1):
        sheet.write_row(row, 0, _cells(task, one.words, labels))
    sheet.autofilter(0, 0, max(len(one.found.tasks), 1), len(_WIDTHS) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _heads() -> list[str]:
    return [
        _("No."),
        _("Task"),
        _("What differs"),
        _("Start before"),
        _("Finish before"),
        _("Start after"),
        _("Finish after"),
        _("Days later"),
        _("Cost before, €"),
        _("Cost after, €"),
        _("In words"),
    ]


def _cells(task: TaskDifference, words: ChangeWords, labels: Mapping[Aspect, str]) -> list[Any]:
    before, after = task.before, task.after
    dates = [
        _dated(before and before.start),
        _dated(before and before.finish),
        _dated(after and after.start),
        _dated(after and after.finish),
    ]
    costs = [_euros(before and before.cost), _euros(after and after.cost)]
    told = " · ".join(sentences(task, words))[:_CELL]
    return [
        task.wbs,
        task.name[:_CELL],
        ", ".join(kinds(task.aspects, labels)),
        *dates,
        task.days,
        *costs,
        told,
    ]


def _dated(instant: int | None) -> datetime | None:
    found: date | None = day(instant)
    return None if found is None else datetime.combine(found, time())


def _euros(cents: int | None) -> float | None:
    return None if cents is None or cents == NONE else cents / 100


def _about(book: Any, one: Compared) -> None:
    sheet = book.add_worksheet(_("About")[:31])
    sheet.set_column(0, 0, 120)
    lines = [summary(one), "", *of_plan(one.found, one.words)]
    for row, line in enumerate(lines):
        sheet.write(row, 0, line[:_CELL])
