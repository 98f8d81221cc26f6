"""A template as TOML text: tables in the order people look for them, one key a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from stuurbord.rulebooks.methods.read import OF_RULES, TABLES, TOP

_ORDER: Final = tuple(
    "stage gate role tolerance product check stakeholder field fact value rule task".split()
)
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def written(told: Mapping[str, Any]) -> str:
    """Return a template, as `tomllib` gives it, as text; reading it gives the same."""
    lines = [f"{key} = {value_written(told[key])}" for key in TOP if key in told]
    for table in ("reporting", "scale", "derive"):
        if told.get(table):
            lines += [
                "",
                f"[{table}]",
                *(f"{key} = {value_written(one)}" for key, one in told[table].items()),
            ]
    for table in _ORDER:
        for row in told.get(table, []):
            lines += ["", row_written(table, row)]
    return "\n".join(lines) + "\n"


def row_written(table: str, row: Mapping[str, Any]) -> str:
    """Return one line of a table as text."""
    order = [*TABLES[table][0], *TABLES[table][1]] if table not in OF_RULES else list(row)
    keys = sorted(row, key=lambda key: order.index(key) if key in order else len(order))
    return "\n".join([f"[[{table}]]", *(f"{key} = {value_written(row[key])}" for key in keys)])


def value_written(value: Any) -> str:
    """Return one value as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{"".join(_escaped(one) for one in value)}"'
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {value_written(one)}" for key, one in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(value_written, value))}]"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _escaped(one: str) -> str:
    return _ESCAPES.get(one) or (one if one >= " " and one != "\x7f" else f"\\u{ord(one):04x}")


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else value_written(key)
