"""What differs between two templates: for who migrates a project, or publishes a new version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from stuurbord.rulebooks.methods.model import Template, said

_TABLES: Final[tuple[tuple[str, str, str], ...]] = (
    # table, attribute of Template, what a line is called by
    ("stage", "stages", "code"),
    ("gate", "gates", "code"),
    ("criterion", "", "id"),
    ("product", "products", "key"),
    ("field", "fields", "key"),
    ("tolerance", "tolerances", "target"),
    ("role", "roles", "key"),
    ("check", "checks", "key"),
    ("stakeholder", "stakeholders", "key"),
    ("task", "tasks", "code"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One line that was added, removed or changed.

    Attributes
    ----------
    verb
        ``added``, ``removed`` or ``changed``.
    table
        ``stage``, ``gate``, ``criterion``, ``product``, ``field`` …
    gate
        The gate that it touches; empty if none.
    parts
        Of a change: the names of what changed.
    """

    verb: str
    table: str
    name: str
    title: str
    gate: str = ""
    parts: tuple[str, ...] = ()


def changes_between(before: Template, after: Template, language: str = "nl") -> list[Change]:
    """Return what differs, table by table, in the order of the later template."""
    found: list[Change] = []
    for table, attribute, name in _TABLES:
        old, new = (_rows(one, attribute, name) for one in (before, after))
        found += _changes(table, old, new, language)
    return found


def reopened_gates(changes: Iterable[Change], decided: Iterable[str]) -> list[str]:
    """Return the gates already decided whose criteria, products or fields are asked anew."""
    touched = {
        code
        for one in changes
        if one.table in ("criterion", "product", "field", "check") and one.verb != "removed"
        for code in one.gate.split()
    }
    return [code for code in decided if code in touched or code.partition(".")[0] in touched]


def _rows(template: Template, attribute: str, name: str) -> dict[str, Any]:
    rows = getattr(template, attribute) if attribute else (template.pack.rules if template.pack else ())
    return {getattr(one, name): one for one in rows}


def _changes(table: str, old: Mapping[str, Any], new: Mapping[str, Any], language: str) -> Iterator[Change]:
    for name, one in new.items():
        if name not in old:
            yield Change("added", table, name, _title(one, language), _gate(one))
        elif parts := _differing(old[name], one):
            yield Change("changed", table, name, _title(one, language), _gate(one), parts)
    for name, one in old.items():
        if name not in new:
            yield Change("removed", table, name, _title(one, language), _gate(one))


def _differing(old: Any, new: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(old) if getattr(old, one.name) != getattr(new, one.name))


def _title(one: Any, language: str) -> str:
    text = getattr(one, "title", None) or getattr(one, "label", None)
    return said(text, language) if text else str(getattr(one, "target", ""))


def _gate(one: Any) -> str:
    return " ".join(getattr(one, "at", ())) or getattr(one, "gate", "") or getattr(one, "required_at", "")
