"""A mapping as text that a person can read, keep beside the files, and correct."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import MISSING, fields
from types import MappingProxyType
from typing import Any, Final

from stuurbord.errors import N_, Finding, Severity, UnreadableFile, Where
from stuurbord.exchange.foreign_table.mapping import ColumnMapping, Mapping

_AT_LINE = re.compile(r"\(at line (\d+)")
_TYPES: Final[dict[str, type | tuple[type, ...]]] = {
    "name": str,
    "target": str,
    "sheet": str,
    "header_row": int,
    "decimal": str,
    "date_order": str,
    "duration_unit": str,
    "project_from_file": bool,
    "calendar_sheet": str,
    "summary_costs": str,
    "start_dates": str,
    "skip_zero": bool,
    "field": str,
    "join": str,
    "year": int,
    "prefix": str,
    "multiply": int,
}


def to_toml(mapping: Mapping) -> str:
    """Return the mapping as TOML; what has its usual value is left out."""
    lines = [f"{name} = {_written(value)}" for name, value in _unusual(mapping) if name in _TYPES]
    if mapping.total_row is not None:
        header, value = mapping.total_row
        lines += ["", "[total_row]", f"header = {_written(header)}", f"value = {_written(value)}"]
    if mapping.constants:
        lines += ["", "[constants]"]
        lines += [f"{_written(name)} = {_written(value)}" for name, value in mapping.constants.items()]
    for column in mapping.columns:
        lines += ["", "[[column]]"]
        lines += [f"{name} = {_written(value)}" for name, value in _unusual(column) if name in _TYPES]
        lines.append(f"headers = [{', '.join(map(_written, column.headers))}]")
        if column.values:
            pairs = ", ".join(f"{_written(old)} = {_written(new)}" for old, new in column.values.items())
            lines.append(f"values = {{ {pairs} }}")
    return "\n".join(lines) + "\n"


def from_toml(text: str, file: str = "") -> Mapping:
    """Return the mapping a text holds.

    Raises
    ------
    UnreadableFile
        If it is no TOML, has an unknown key or a value that cannot be; with the line.
    """
    try:
        declared = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        told = N_("This line is no TOML: {reason}.")
        raise _refused(told, file, int(at[1]) if at else None, reason=str(error)) from error
    reading = _Reading(text, file)
    columns = [reading.column(one, number) for number, one in enumerate(reading.columns(declared))]
    total = reading.taken(declared, "total_row", dict, {})
    constants = reading.taken(declared, "constants", dict, {})
    total_row = (str(total.get("header", "")), str(total.get("value", ""))) if total else None
    reading.refuse_unknown(total, ("header", "value"), 0)
    reading.check(declared, Mapping, ("name", "target"), 0)
    try:
        return Mapping(
            columns=tuple(columns),
            constants=MappingProxyType({name: str(value) for name, value in constants.items()}),
            total_row=total_row,
            **declared,
        )
    except ValueError as error:
        told = N_("The mapping is not right: {reason}.")
        raise _refused(told, file, None, reason=str(error)) from error


class _Reading:
    """Strict reading of one text: knows at which line a key stands."""

    def __init__(self, text: str, file: str) -> None:
        self.lines, self.file = text.splitlines(), file
        self.heads = [number for number, line in enumerate(self.lines) if line.strip() == "[[column]]"]

    def columns(self, declared: dict[str, Any]) -> list[dict[str, Any]]:
        found = declared.pop("column", [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self._error(N_("“{key}” does not hold what is expected there."), "column", 0)
        return found

    def column(self, declared: dict[str, Any], number: int) -> ColumnMapping:
        start = self.heads[number] if number < len(self.heads) else 0
        headers = self.taken(declared, "headers", list, [])
        header = self.taken(declared, "header", str, "")
        values = self.taken(declared, "values", dict, {})
        self.check(declared, ColumnMapping, ("field",), start)
        try:
            return ColumnMapping(
                headers=tuple(map(str, headers)) or ((header,) if header else ()),
                values=MappingProxyType({str(old): str(new) for old, new in values.items()}),
                **declared,
            )
        except ValueError as error:
            told = N_("The mapping is not right: {reason}.")
            raise _refused(told, self.file, start + 1, reason=str(error)) from error

    def taken(self, declared: dict[str, Any], key: str, kind: type, default: Any) -> Any:
        value = declared.pop(key, default)
        if not isinstance(value, kind):
            raise self._error(N_("“{key}” does not hold what is expected there."), key, 0)
        return value

    def check(self, declared: dict[str, Any], of: type, needed: tuple[str, ...], start: int) -> None:
        known = {one.name for one in fields(of)} & _TYPES.keys()
        self.refuse_unknown(declared, known, start)
        for key, value in declared.items():
            is_truth = isinstance(value, bool)
            if not isinstance(value, _TYPES[key]) or is_truth is not (_TYPES[key] is bool):
                raise self._error(N_("“{key}” does not hold what is expected there."), key, start)
        for key in needed:
            if key not in declared:
                raise self._error(N_("“{key}” is missing."), key, start)

    def refuse_unknown(self, declared: dict[str, Any], known: Any, start: int) -> None:
        for key in declared:
            if key not in known:
                raise self._error(N_("“{key}” is no key of a mapping."), key, start)

    def _error(self, text: str, key: str, start: int) -> UnreadableFile:
        pattern = re.compile(rf"""\s*(?:["']?{re.escape(key)}["']?\s*=|\[+\s*{re.escape(key)}\s*\]+)""")
        found = (number for number in range(start, len(self.lines)) if pattern.match(self.lines[number]))
        return _refused(text, self.file, next(found, start) + 1, key=key)


def _unusual(one: Any) -> list[tuple[str, Any]]:
    """Return name and value of the fields that differ from their default."""
    return [
        (each.name, getattr(one, each.name))
        for each in fields(one)
        if each.default is MISSING or getattr(one, each.name) != each.default
    ]


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _refused(text: str, file: str, line: int | None, **fields_: Any) -> UnreadableFile:
    return UnreadableFile(Finding("broken_mapping", text, Severity.ERROR, Where(file, line=line), fields_))
