"""Plans on their way in: which project each belongs to, and what it would change there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePath

from stuurbord.engine.critical_path import Schedule
from stuurbord.errors import N_, Finding, InvalidPlan, Severity, Where
from stuurbord.exchange.plan_file import PlanReading
from stuurbord.exchange.records import ProjectRecord
from stuurbord.exchange.tabular.book import base_name
from stuurbord.exchange.workbook.planning_write import planning_rows
from stuurbord.plan import Plan
from stuurbord.plan.calendar import OutsideHorizon
from stuurbord.plan.document import digest
from stuurbord.web.imports.announced import Announced
from stuurbord.web.projects.models import PlanRevision, Portfolio, Project
from stuurbord.web.projects.plans import plan_of, schedule_for

CODE_LENGTH = 40
_CODE_AT_START = re.compile(r"([A-Za-z]{1,8}[-_]?\d{1,8}[A-Za-z]?)(?![A-Za-z0-9])")


@dataclass(frozen=True)
class PlanArrival:
    """A plan for one project, with what its revision will be made of."""

    project_code: str
    plan: Plan
    reader: str
    findings: tuple[Finding, ...] = ()
    file_name: str = ""
    """The file it came in."""

    @cached_property
    def sha256(self) -> str:
        """Hash of the plan's content."""
        return digest(self.plan)

    @cached_property
    def schedule(self) -> Schedule:
        """The schedule as the product will show it."""
        return schedule_for(self.plan, self.sha256)

    def problems(self) -> tuple[Finding, ...]:
        """Date the plan and return why it can have no dates; nothing when it has them."""
        place = Where(self.file_name, project=self.project_code)
        try:
            schedule_for(self.plan, self.sha256)
        except InvalidPlan as error:
            return tuple(replace(finding, where=place) for finding in error.findings)
        except OutsideHorizon:
            text = N_("The plan cannot be dated: its calendar never works, or its dates lie centuries apart.")
            return (Finding("plan_cannot_be_dated", text, Severity.ERROR, place),)
        return ()


def matched(
    plans: Sequence[PlanReading],
    file_name: str,
    portfolio: Portfolio,
    project: Project | None,
    announced: Mapping[str, Announced],
) -> tuple[list[PlanArrival], list[ProjectRecord]]:
    """Return the plans of a file with their projects, and the projects that are new.

    The project given comes first, then the one whose plan file bears this name, then the code at the start
    of the file's name; else the plan brings a new project. Projects that a waiting file announces count as if
    they were there. Each of several plans in one file is looked for by
    its own name.
    """
    file_name = base_name(file_name)
    stored: dict[str, Project | Announced] = dict(announced)
    stored |= {one.code: one for one in portfolio.projects.only("code", "name", "plan_file", "portfolio_id")}
    taken: set[str] = set()
    arrivals, new = [], []
    for number, reading in enumerate(plans):
        if project is not None:
            code = project.code
        elif len(plans) == 1:
            code = _code_for(file_name, stored.values())
        else:
            code = _free_code(reading.plan.name or f"{_stem(file_name)} {number + 1}", taken)
        taken.add(code)
        arrivals.append(PlanArrival(code, reading.plan, reading.reader, reading.findings, file_name))
        if code not in stored:
            name = (reading.plan.name or _stem(file_name)).strip()[:300] or code
            plan_file = file_name if len(plans) == 1 else ""
            new.append(ProjectRecord(code, name, plan_file=plan_file[:255]))
    return arrivals, new


def _stem(file_name: str) -> str:
    return PurePath(file_name).stem.strip()


def _code_for(file_name: str, stored: Iterable[Project | Announced]) -> str:
    """Return the code of the project that a file with one plan belongs to, or that of a new project."""
    stem = _stem(file_name)
    projects = sorted(stored, key=lambda one: -len(one.code))
    for project in projects:
        if project.plan_file and project.plan_file.casefold() == file_name.casefold():
            return project.code
    for project in projects:
        rest = stem[len(project.code) :]
        if stem.casefold().startswith(project.code.casefold()) and not rest[:1].isalnum():
            return project.code
    found = _CODE_AT_START.match(stem)
    return found[1] if found else code_from(stem)


def code_from(text: str) -> str:
    """Return a code made of a file's or plan's name.

    >>> code_from("Sluis Evergem (versie 2)")
    'Sluis-Evergem-versie-2'
    """
    words = re.findall(r"\w+", text)
    return "-".join(words)[:CODE_LENGTH].strip("-_") or "plan"


def _free_code(name: str, taken: set[str]) -> str:
    """Return the code made of a plan's name, numbered when another plan of the file has it."""
    code = code_from(name)
    number = 2
    while code in taken:
        code = f"{code_from(name)[: CODE_LENGTH - 4]}-{number}"
        number += 1
    return code


def says_the_same(arrival: PlanArrival, current: PlanRevision) -> bool:
    """Return whether a plan changes nothing.

    A planning sheet holds less than a plan. Where the current plan would give the very rows that were read,
    the sheet has nothing new to say, and the richer plan stays.
    """
    if current.sha256 == arrival.sha256:
        return True
    if arrival.reader not in ("workbook", "table"):
        return False
    code = arrival.project_code
    return planning_rows(code, plan_of(current.pk)) == planning_rows(code, arrival.plan)
