"""Read a workbook in a process of its own, bounded in memory and time.

A few bytes can claim a cell in the last row and column of a sheet, and a reader fills the rectangle: tens of
gigabytes, at which it does not raise but aborts the process. Here it aborts the child, and the server lives.
The child answers in JSON, so nothing of the file runs or is unpickled in the parent.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from stuurbord.exchange.tabular.limits import Limits

Sheets = dict[str, list[list[Any]]]
MEMORY: Final = 3 << 29
SECONDS: Final = 60
ANSWER: Final = 1 << 27
"""Characters: one long text may stand in a million cells, and would fill the parent."""
_KEPT: Final = ("PATH", "SYSTEMROOT")
"""Of the environment the child sees only what it takes to start; no secrets."""
_DAMAGED, _PROTECTED, _TOO_LARGE = 3, 4, 5


class ReadingFailed(Exception):
    """The child gave no sheets; ``reason`` is ``damaged``, ``protected`` or ``too_large``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_sheets(data: bytes, names: Sequence[str] | None, limits: Limits) -> Sheets:
    """Return sheet name → rows from A1, an empty cell as ``""``.

    Parameters
    ----------
    names
        Which sheets; ``None`` means all, in the order of the file.

    Raises
    ------
    ReadingFailed
        If the bytes cannot be read within the bounds.
    """
    question = {"names": names, "rows": limits.rows, "columns": limits.columns, "cells": limits.cells}
    command = [sys.executable, "-I", "-m", __name__]
    given = json.dumps(question).encode() + b"\n" + data
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, input=given, capture_output=True, timeout=SECONDS, check=False, env=environment
        )
    except subprocess.TimeoutExpired as error:
        raise ReadingFailed("too_large") from error
    if done.returncode == 0:
        found = json.loads(done.stdout)
        return {name: [[_value(cell) for cell in row] for row in rows] for name, rows in found.items()}
    if done.returncode in (_PROTECTED, _TOO_LARGE) or done.returncode < 0:  # below 0: killed by a signal
        raise ReadingFailed("protected" if done.returncode == _PROTECTED else "too_large")
    raise ReadingFailed("damaged")


def _value(cell: Any) -> Any:
    """Return a value from JSON: dates and times travel as [kind, text]."""
    if not isinstance(cell, list):
        return cell
    kind, text = cell
    if kind == "span":
        return timedelta(seconds=text)
    kinds: dict[str, Callable[[str], Any]] = {
        "moment": datetime.fromisoformat,
        "day": date.fromisoformat,
        "time": time.fromisoformat,
    }
    return kinds[kind](text)


def _plain(value: Any) -> Any:
    if isinstance(value, timedelta):
        return ["span", value.total_seconds()]
    for kind, of in (("moment", datetime), ("day", date), ("time", time)):
        if isinstance(value, of):
            return [kind, value.isoformat()]
    return value


def _bound_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(data: bytes, names: Sequence[str] | None, rows: int, columns: int, cells: int) -> Sheets | int:
    """Return the sheets, or the exit code that says why not."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    kinds = {one.name: one.typ for one in workbook.sheets_metadata}
    made: Sheets = {}
    for name in workbook.sheet_names if names is None else names:
        if kinds.get(name, SheetTypeEnum.WorkSheet) != SheetTypeEnum.WorkSheet:
            made[name] = []
            continue
        sheet = workbook.get_sheet_by_name(name)
        cells -= sheet.total_height * sheet.total_width
        if sheet.total_height > rows or sheet.total_width > columns or cells < 0:
            return _TOO_LARGE
        found = sheet.to_python(skip_empty_area=False)
        made[name] = [[_plain(value) for value in row] for row in found]
    return made


def _main() -> int:
    _bound_memory()
    question = json.loads(sys.stdin.buffer.readline())
    try:
        answer = _answer(sys.stdin.buffer.read(), **question)
    except PasswordError:
        return _PROTECTED
    except MemoryError:
        return _TOO_LARGE
    except (CalamineError, ValueError, OverflowError):
        return _DAMAGED
    if isinstance(answer, int):
        return answer
    text = json.dumps(answer)  # ASCII, so characters are bytes
    if len(text) > ANSWER:
        return _TOO_LARGE
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(_main())
