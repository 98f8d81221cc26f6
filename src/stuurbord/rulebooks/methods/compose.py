"""From parts to one template: what all share, what a kind of project adds, how a method calls and decides it.

The parts say only what is theirs. A line with the name of an earlier one overrules its keys; ``drop`` takes
it out; ``methods`` on a line keeps it for those methods. What comes out is a complete text: a template that
is stored never changes because a part did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from stuurbord.rulebooks.methods.model import STAGES
from stuurbord.rulebooks.methods.read import IDENTITY

_ONLY_IN_PARTS: Final = ("drop", "methods", "kinds")


def composed(parts: Iterable[Mapping[str, Any]], method: str, kind: str) -> dict[str, Any]:
    """Return the template that parts make together, the later over the earlier."""
    made: dict[str, Any] = {}
    for part in parts:
        for key, value in part.items():
            if key in IDENTITY:
                rows = [row for row in value if _is_meant(row, method, kind)]
                made[key] = _merged(made.get(key, []), rows, IDENTITY[key])
            elif isinstance(value, dict):
                made[key] = {**made.get(key, {}), **value}
            else:
                made[key] = value
    made |= {"method": method, "kind": kind, "key": f"{method}-{kind.replace('_', '-')}"}
    made["task"] = sorted(_in_order(made.get("task", [])), key=lambda row: STAGES.index(row["stage"]))
    made["gate"] = sorted(made.get("gate", []), key=lambda row: row["code"])
    made["stage"] = sorted(made.get("stage", []), key=lambda row: STAGES.index(row["code"]))
    return made


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return tasks with each behind those it waits for, else in the order of the parts."""
    ordered: list[dict[str, Any]] = []
    waiting = list(rows)
    while waiting:
        left = {row["code"] for row in waiting}
        found = next((row for row in waiting if not left & _waits_for(row)), waiting[0])
        waiting.remove(found)
        ordered.append(found)
    return ordered


def _waits_for(row: Mapping[str, Any]) -> set[str]:
    return {link.partition(" ")[0] for link in row.get("after", [])}


def _is_meant(row: Mapping[str, Any], method: str, kind: str) -> bool:
    return method in row.get("methods", [method]) and kind in row.get("kinds", [kind])


def _merged(
    rows: list[dict[str, Any]], added: Iterable[Mapping[str, Any]], name: str
) -> list[dict[str, Any]]:
    made = {row[name]: row for row in rows}
    for row in added:
        if row.get("drop"):
            made.pop(row[name], None)
            continue
        own = {key: value for key, value in row.items() if key not in _ONLY_IN_PARTS}
        made[row[name]] = {**made.get(row[name], {}), **own}
    return list(made.values())
