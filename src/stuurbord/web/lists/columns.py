"""What a register's declaration is made of: columns, sections, views, filters, what it asks of people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q


@dataclass(frozen=True)
class Column:
    """One column of a register list.

    Parameters
    ----------
    name
        Attribute of the line (a field, property, annotation or ``get_…_display``).
    kind
        How it is written: ``text``, ``name``, ``choice``, ``date``, ``days``, ``deviation``, ``euro``,
        ``percent``, ``person``, ``project``, ``level``.
    sort
        Expression the database orders by; empty: cannot be sorted.
    """

    name: str
    label: Any
    kind: str = "text"
    sort: str = ""
    detail: str = ""
    """Attribute shown on a second line."""
    alarm: str = ""
    """Attribute that is true when this value asks for attention: a date that has passed."""
    has_total: bool = False
    """The bottom line adds it up; the name is a field then."""
    is_extra: bool = False
    """Shown only to who chooses it among the columns."""

    @property
    def field(self) -> str:
        """The name of the field that the column shows, where it shows one: what is edited in place."""
        is_label = self.name.startswith("get_") and self.name.endswith("_display")
        return self.name[len("get_") : -len("_display")] if is_label else self.name


@dataclass(frozen=True)
class Section:
    """Fields that belong together, in the form and on the page of one line."""

    title: Any
    fields: tuple[str, ...]


@dataclass(frozen=True)
class View:
    """A ready-made question to a register, with the number of its lines: one of the tabs above the list."""

    slug: str
    label: Any
    lines: Callable[[Any], Q]
    """From the reader to the condition."""


@dataclass(frozen=True)
class Filter:
    """A list to filter by: the choices of a field, or the names that occur in it."""

    name: str
    """In the address."""
    label: Any
    field: str
    choices: tuple[tuple[str, Any], ...] = ()
    """Value and label, where the field is computed by the database."""
    is_quiet: bool = False
    """Chosen elsewhere on the page; its list shows only while it is chosen."""


@dataclass(frozen=True)
class Ask:
    """What a register asks of people: a kind of matter in My week, in the digest and in the calendar."""

    slug: str
    verb: Any
    """The button: ``Review``."""
    lines: Callable[[Any], Q]
    """From the person asked (a `Person`) to the condition of the lines that wait for that person."""
    due: str = "due"
    """Date by which; a field or an annotation."""
    finish: str = ""
    """The state that finishes the matter: the button and key A of My week. Empty: they open the line."""
    outlives_project: bool = False
    """It also asks when the project is closed: a benefit is measured afterwards."""
