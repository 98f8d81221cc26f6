"""The rows of a register list, written at once: for a hundred lines of a dozen cells a template is too slow.

The same value in the same column is written once: a page holds a few owners, states and projects.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from stuurbord.web.look.cells import cell, is_right_aligned

_KEPT = frozenset({"level", "deviation"})
"""Kinds that also show where there is room for a few columns only."""


class RowWriter:
    """Writes the rows of one list.

    Parameters
    ----------
    columns
        Each with ``name``, ``field``, ``kind``, ``detail``, ``alarm``.
    head
        The column that names a line.
    url_of, called
        From a line to its own address, and to what people call it.
    editable
        Numbers of the projects whose lines the reader may change.
    """

    def __init__(
        self,
        columns: Sequence[Any],
        head: Any,
        url_of: Callable[[Any], str],
        called: Callable[[Any], str],
        editable: Collection[int] = (),
    ) -> None:
        self.columns, self.url_of, self.called, self.editable = columns, url_of, called, editable
        self.head = head
        self.known: list[dict[Any, str]] = [{} for _column in columns]
        self.opening = [_opening(column, column is head, place) for place, column in enumerate(columns)]

    def rows(self, lines: Iterable[Any]) -> SafeString:
        """Return the rows of the lines."""
        return SafeString("".join(map(self.row, lines)))

    def row(self, line: Any) -> str:
        """Return the row of one line."""
        may_edit = line.project_id in self.editable
        called = conditional_escape(self.called(line))
        url = conditional_escape(self.url_of(line))
        mark = "" if may_edit else ' data-locked=""'
        select = (
            f'<td class="c-select"><input type="checkbox" name="line" value="{line.pk}" tabindex="-1" '
            f'aria-label="{called}" data-select></td>'
        )
        start = f'<tr data-pk="{line.pk}" data-version="{line.version}" data-url="{url}"{mark}>{select}'
        return f"{start}{''.join(self._cells(line, url))}</tr>"

    def written(self, line: Any) -> dict[str, str]:
        """Return what stands in each cell of a line, by the field of its column."""
        url = conditional_escape(self.url_of(line))
        return {
            column.field: self._inner(line, column, known, url)
            for column, known in zip(self.columns, self.known, strict=True)
        }

    def _cells(self, line: Any, url: str) -> Iterable[str]:
        for column, opening, known in zip(self.columns, self.opening, self.known, strict=True):
            closing = "</th>" if column is self.head else "</td>"
            yield f"{opening}{self._inner(line, column, known, url)}{closing}"

    def _inner(self, line: Any, column: Any, known: dict[Any, str], url: str) -> str:
        inner = _written(line, column, known)
        return f'<a href="{url}" data-row>{inner}</a>' if column is self.head else inner


def _written(line: Any, column: Any, known: dict[Any, str]) -> str:
    try:
        key = (
            _value(line, column.name if column.kind == "level" else column.field),
            _value(line, column.detail) if column.detail else None,
            bool(_value(line, column.alarm)) if column.alarm else False,
        )
        if key not in known:
            known[key] = _cell(line, column)
        return known[key]
    except (TypeError, AttributeError):  # a value that is no key, or a column that shows no attribute
        return _cell(line, column)


def _cell(line: Any, column: Any) -> str:
    written = cell(line, column.name, column.kind, column.detail, column.alarm)
    return str(conditional_escape(written))


def _value(line: Any, name: str) -> Any:
    value = getattr(line, name)
    return value() if callable(value) else value


def _opening(column: Any, is_head: bool, place: int) -> str:
    if is_head:
        return '<th scope="row" class="name keep wrap-anywhere">'
    names = [f"k-{column.kind}"]
    names += ["right"] if is_right_aligned(column.kind) else []
    is_kept = place == 0 or column.name == "get_state_display" or column.kind in _KEPT
    names += ["keep"] if is_kept else []
    return str(format_html('<td class="{}">', " ".join(names)))


def group_head(label: str, number: int, n_cells: int) -> SafeString:
    """Return the row that opens a group: what its lines have in common, and how many there are."""
    return format_html(
        '<tr class="group"><th scope="rowgroup" colspan="{}" class="keep">{} '
        '<span class="count">{}</span></th></tr>',
        n_cells,
        label,
        number,
    )
