"""One page of a list: its lines, read by their numbers, in the groups they stand in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.safestring import SafeString

from stuurbord.web.lists.columns_chosen import head_column, relations_of
from stuurbord.web.lists.grouping import grouping_of
from stuurbord.web.lists.list_facts import Facts
from stuurbord.web.lists.list_request import PAGE_SIZE, ListRequest, asked_lines, group_counts
from stuurbord.web.lists.register import Register
from stuurbord.web.look.register_rows import RowWriter, group_head


def list_page(
    register: Register, user: Any, asked: ListRequest, columns: list[Any], n_lines: int, facts: Facts
) -> Page:
    """Return the page asked for. Its order is found over numbers alone: texts of other pages are not read."""
    page = Paginator(range(n_lines), PAGE_SIZE).get_page(asked.page)
    first = (page.number - 1) * PAGE_SIZE

    def found() -> list[int]:
        lines = asked_lines(register, user, asked)
        return list(lines.values_list("pk", flat=True)[first : first + PAGE_SIZE])

    numbers = facts.of(("page", asked.as_query(), page.number), found)
    page.object_list = lines_by_number(register, user, numbers, columns)
    return page


def lines_by_number(
    register: Register, user: Any, numbers: Sequence[int], columns: list[Any], *, archived: bool = False
) -> list[Any]:
    """Return lines with everything their columns show, in the order of their numbers."""
    lines = register.every_line(user) if archived else register.lines(user)
    found = lines.select_related(*register.related, *relations_of(register, columns)).in_bulk(list(numbers))
    return [found[pk] for pk in numbers if pk in found]


def row_writer(register: Register, columns: list[Any], editable: Collection[int] = ()) -> RowWriter:
    """Return what writes the rows of a register."""
    root = reverse("register", args=[register.slug])
    return RowWriter(
        columns, head_column(register), lambda line: f"{root}{line.pk}/", register.called, editable
    )


def body(
    register: Register,
    user: Any,
    asked: ListRequest,
    lines: list[Any],
    writer: RowWriter,
    facts: Facts,
) -> SafeString:
    """Return the body of the table: all rows, or a body with a head per group."""
    grouping = grouping_of(register, asked.group)
    if grouping is None:
        return SafeString(f"<tbody>{writer.rows(lines)}</tbody>")
    counts = facts.of(
        ("groups", asked.as_query()), lambda: group_counts(asked_lines(register, user, asked), grouping)
    )
    made = []
    for value, members in groupby(lines, key=lambda line: _follow(line, grouping.field)):
        head = group_head(grouping.label_of(value), counts.get(value, 0), len(writer.columns) + 1)
        made.append(f"<tbody>{head}{writer.rows(members)}</tbody>")
    return SafeString("".join(made))


def _follow(line: Any, path: str) -> Any:
    """Return what a path of the database leads to from a line that was read with its related records."""
    for name in path.split("__"):
        line = getattr(line, name, None)
    return line
