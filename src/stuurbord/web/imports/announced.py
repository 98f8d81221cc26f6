"""Projects that are not there yet, but come with a workbook or table that waits to be accepted.

Files of one portfolio that wait for review are read in the order in which they will be accepted: workbooks,
other tables, plans. Each is compared with what is stored and with the projects that those before it bring.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from stuurbord.errors import N_, Finding, Severity, Where
from stuurbord.web.imports.models import Import, ImportState
from stuurbord.web.imports.reading import TABLE, WORKBOOK

MOST_NAMED = 10
_RANKS = {WORKBOOK: 0, TABLE: 1}


@dataclass(frozen=True, slots=True)
class Announced:
    """A project that a waiting file brings; it is recognised by the same facts as one that is there."""

    code: str
    name: str
    plan_file: str
    file_name: str
    """The file that brings it."""


def acceptance_order(one: Import, reader: str = "") -> tuple[int, float]:
    """Return what waiting files are sorted by to accept them: what brings projects goes in first."""
    number = float("inf") if one.pk is None else one.pk
    return _RANKS.get(reader or one.reader, 2), number


def announced_before(one: Import, reader: str) -> dict[str, Announced]:
    """Return code → project of what the files bring that will be accepted before this one.

    Parameters
    ----------
    reader
        How this file is read, which its import may not say yet.
    """
    place = acceptance_order(one, reader)
    found: dict[str, Announced] = {}
    waiting = _waiting(one).filter(reader__in=_RANKS, n_new__gt=0)
    for other in sorted(waiting.only("reader", "file_name", "changes"), key=acceptance_order):
        if acceptance_order(other) < place:
            for project in _new_projects(other):
                found.setdefault(project.code, project)
    return found


def followers(one: Import) -> list[Import]:
    """Return the waiting files that would do something else if this one came or went.

    They are those that go in later and bring a project, or have rows for one that is not there.
    """
    if one.reader not in _RANKS or not _brings_projects(one):
        return []
    place = acceptance_order(one)
    waiting = _waiting(one).select_related("portfolio", "project")
    later = [other for other in sorted(waiting, key=acceptance_order) if acceptance_order(other) > place]
    return [other for other in later if _brings_projects(other) or _lacks_a_project(other) or _awaits(other)]


def awaited_findings(awaited: Mapping[str, Announced], file_name: str) -> list[Finding]:
    """Tell, file by file, which of the projects that a file changes are still to come."""
    text = N_("“{file}” waits for review too and brings {projects}; it has to be accepted first.")
    return [
        Finding(
            "comes_with_other_file", text, Severity.INFO, Where(file_name), {"projects": codes, "file": file}
        )
        for file, codes in _by_file(awaited.values()).items()
    ]


def _by_file(projects: Iterable[Announced]) -> dict[str, str]:
    codes: dict[str, list[str]] = {}
    for project in projects:
        codes.setdefault(project.file_name, []).append(project.code)
    return {
        file: ", ".join(sorted(found)[:MOST_NAMED]) + (" …" if len(found) > MOST_NAMED else "")
        for file, found in codes.items()
    }


def _waiting(one: Import) -> QuerySet[Import]:
    waiting = Import.objects.filter(portfolio=one.portfolio, state=ImportState.READY)
    return waiting.exclude(pk=one.pk)


def _new_projects(one: Import) -> list[Announced]:
    found = []
    for change in _created_projects(one):
        plan_file = next((new for name, _old, new in change["fields"] if name == "plan_file"), "")
        found.append(Announced(change["key"], change["title"], plan_file, one.file_name))
    return found


def _brings_projects(one: Import) -> bool:
    return any(True for _ in _created_projects(one))


def _created_projects(one: Import) -> Iterable[dict[str, Any]]:
    return (one for one in one.changes if one["entity"] == "project" and one["action"] == "create")


def _lacks_a_project(one: Import) -> bool:
    return any(finding["code"] == "unknown_project" for finding in one.findings)


def _awaits(one: Import) -> bool:
    return any(finding["code"] == "comes_with_other_file" for finding in one.findings)
