"""A file may not change silently what was agreed: where its plan goes beyond that, somebody decides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from stuurbord.errors import N_, Finding, NotPermitted, Severity, Where
from stuurbord.plan.changes import difference
from stuurbord.web.accounts.permissions import Permission, may
from stuurbord.web.imports.models import Import
from stuurbord.web.imports.plan_arrivals import PlanArrival
from stuurbord.web.planning.mandates import Mandate, mandate
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.projects.plans import plan_of, schedule_of


def mandate_findings(portfolio: Portfolio, arrivals: Iterable[PlanArrival]) -> list[Finding]:
    """Tell which plans of a file go beyond what was agreed with their projects, and why."""
    text = N_(
        "This plan goes beyond what was agreed. {reasons} Propose it, or let somebody accept it who decides "
        "on changes of what was agreed."
    )
    return [
        Finding(
            "plan_beyond_agreement",
            text,
            Severity.WARNING,
            Where(arrival.file_name, project=arrival.project_code),
            {"reasons": " ".join(asked.reasons)},
        )
        for _project, arrival, asked in _beyond(portfolio, arrivals)
    ]


def require_mandate(actor: Any, portfolio: Portfolio, arrivals: Iterable[PlanArrival]) -> None:
    """Do nothing if somebody may make these plans count as they are.

    Raises
    ------
    NotPermitted
        If one goes beyond what was agreed and the actor does not decide on that: it can be proposed.
    """
    for project, _arrival, asked in _beyond(portfolio, arrivals, passing=actor):
        told = _("{project}: {reasons} Make it a proposal: somebody else decides.")
        told = told.format(project=project.code, reasons=" ".join(asked.reasons))
        raise NotPermitted(asked.permission, told)


def can_propose(one: Import) -> bool:
    """Return whether an import is nothing but a newer plan of a project that has one."""
    if one.project is None or one.project.current_revision_id is None:
        return False
    return len(one.changes) == 1 and one.changes[0]["entity"] == "plan"


def _beyond(
    portfolio: Portfolio, arrivals: Iterable[PlanArrival], passing: Any = None
) -> Iterable[tuple[Project, PlanArrival, Mandate]]:
    """Yield the plans that ask a decision; those that ``passing`` may decide on are not looked at."""
    listed = list(arrivals)
    codes = [one.project_code for one in listed]
    projects = portfolio.projects.filter(code__in=codes, current_revision__isnull=False)
    found = {one.code: one for one in projects.select_related("portfolio")}
    for arrival in listed:
        project = found.get(arrival.project_code)
        if project is None:
            continue
        if passing is not None and may(passing, Permission.DECIDE, project.scopes):
            continue
        asked = _asked(project, arrival)
        if asked.asks_decision:
            yield project, arrival, asked


def _asked(project: Project, arrival: PlanArrival) -> Mandate:
    current = project.current_revision_id
    before = plan_of(current), schedule_of(current)
    changes = difference(before[0], arrival.plan)
    return mandate(project, before, (arrival.plan, arrival.schedule), changes)
