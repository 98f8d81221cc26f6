"""The lines that the rows of a sheet speak of, as they are stored: by key, or by project and number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from stuurbord.web.lists.sheets.declaration import RegisterSheet
from stuurbord.web.projects.queries import visible_projects

_PART = 500
"""Numbers in one question: no database takes any number of them."""


@dataclass(frozen=True, slots=True)
class StoredLine:
    """One stored line: its version, and the values of the sheet's fields in their order."""

    pk: int
    version: int
    is_archived: bool
    values: Sequence[Any]


class StoredLines:
    """The lines of one register that somebody may see, archived ones too."""

    def __init__(self, user: Any, sheet: RegisterSheet) -> None:
        register = sheet.register
        self._sheet = sheet
        self._lines = register.model._default_manager.filter(project__in=visible_projects(user)).order_by()
        self._attnames = [field.attname for field in sheet.fields.values()]

    def by_number(self, numbers: Iterable[int]) -> dict[int, StoredLine]:
        """Return those of the numbers that are lines one may see."""
        return {
            pk: StoredLine(pk, version, is_archived, values)
            for part in _parts(sorted(numbers))
            for pk, version, is_archived, *values in self._lines.filter(pk__in=part).values_list(
                "pk", "version", "is_archived", *self._attnames
            )
        }

    def named(self, projects: Iterable[int]) -> dict[tuple[Any, ...], int]:
        """Return project and identity → number, of all lines in these projects."""
        identity = [self._sheet.fields[name].attname for name in self._sheet.register.identity]
        found = {}
        for part in _parts(sorted(projects)):
            rows = self._lines.filter(project__in=part).values_list("pk", "project_id", *identity)
            found |= {tuple(name): pk for pk, *name in rows}
        return found


def _parts(numbers: list[int]) -> Iterator[list[int]]:
    return (numbers[start : start + _PART] for start in range(0, len(numbers), _PART))
