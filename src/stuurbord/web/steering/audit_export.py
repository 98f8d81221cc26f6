"""The entries that a reader chose, as a file: a row per field that changed, or a line of JSON per entry."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.web.audit.chain import as_record
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.steering.audit_rows import changes
from stuurbord.web.steering.audit_sentences import sentence

MOST_ROWS: Final = 1_000_000
"""What a sheet of Excel holds, and its head."""
_BEGINS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_CELL: Final = 32_767


def heads() -> list[str]:
    """Return the heads of the columns."""
    return [
        _("No."),
        _("Moment"),
        _("Who"),
        _("What"),
        _("Action"),
        _("Subject"),
        _("Version"),
        _("Field"),
        _("Before"),
        _("After"),
        _("Hash"),
    ]


def rows(entries: Iterable[AuditEntry]) -> Iterator[list[Any]]:
    """Yield a row per field that changed; an entry that changed none has one row."""
    for entry in entries:
        at = timezone.localtime(entry.at).replace(tzinfo=None)
        begin = [
            entry.number,
            at,
            entry.actor_name,
            sentence(entry),
            entry.action,
            entry.subject,
            entry.version,
        ]
        for one in changes(entry) or (None,):
            field = [one.label, one.before, one.after] if one else ["", "", ""]
            yield [*begin, *field, entry.hash]


def as_csv(entries: Iterable[AuditEntry]) -> Iterator[str]:
    """Yield the file in pieces: semicolons, a mark for Excel, and no cell that is a formula."""
    yield "\ufeff"
    for row in _with_heads(entries):
        held = io.StringIO()
        csv.writer(held, delimiter=";").writerow([_safe(value) for value in row])
        yield held.getvalue()


def _with_heads(entries: Iterable[AuditEntry]) -> Iterator[list[Any]]:
    yield heads()
    yield from rows(entries)


def as_jsonl(entries: Iterable[AuditEntry]) -> Iterator[str]:
    """Yield an entry a line, with its hash: each can be looked up in an export of the whole chain."""
    for entry in entries:
        yield json.dumps({**as_record(entry), "hash": entry.hash}, ensure_ascii=False) + "\n"


def as_xlsx(entries: Iterable[AuditEntry]) -> IO[bytes]:
    """Return a workbook, written to disk where it is large."""
    from xlsxwriter import Workbook

    target = SpooledTemporaryFile(max_size=8 << 20)  # noqa: SIM115 - the answer closes it
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "dd/mm/yyyy hh:mm:ss",
    }
    with Workbook(target, options) as book:
        sheet = book.add_worksheet(_("Audit log")[:31])
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet.freeze_panes(1, 0)
        for column, width in enumerate((9, 19, 22, 60, 22, 34, 9, 24, 36, 36, 66)):
            sheet.set_column(column, column, width)
        sheet.write_row(0, 0, heads(), bold)
        last = 0
        for last, row in enumerate(rows(entries), start=1):
            if last > MOST_ROWS:
                break
            sheet.write_row(last, 0, [value[:_CELL] if isinstance(value, str) else value for value in row])
        sheet.autofilter(0, 0, max(last, 1), len(heads()) - 1)
        sheet.fit_to_pages(1, 0)
        sheet.set_landscape()
        sheet.repeat_rows(0)
    target.seek(0)
    return target


def _safe(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(_BEGINS_FORMULA):
        return f"'{value}"
    return value
