"""Changes of agreements and judgements: each checks a permission, changes, and writes its audit entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.audit.chain import record
from stuurbord.web.lists.actions import Sent, save_lines
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.projects.actions import save_version
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.tolerances.models import ExceptionReport, ExceptionState, PortfolioTolerances
from stuurbord.web.tolerances.since import require_fresh

JUDGED = ("judged_status", "judged_reason", "judged_until")
OWN_TOLERANCES = ("time_tolerance_days", "cost_tolerance")


class Judgement:
    """Who tells that a person judged a status: the facts stayed as they were, and so does the forecast."""

    moves_forecasts = False


class NotComplete(ValueError):
    """An exception lacks something before its decision can be asked; the text says what."""


def ask_decision(actor: Any, exception: ExceptionReport, expected_version: int) -> ExceptionReport:
    """Ask the decision on an exception one level up.

    Raises
    ------
    NotPermitted
        If the actor may not edit the register here.
    NotComplete
        With what is missing.
    VersionConflict
        If somebody changed the exception first, with what.
    """
    register = REGISTERS["afwijkingen"]
    require(actor, register.permission, exception.project.scopes)
    require_fresh(exception, exception.subject, expected_version)
    form = changed_form(register, actor, exception, {"state": ExceptionState.DECISION_ASKED})
    if not form.is_valid():
        raise NotComplete(" ".join(str(one) for errors in form.errors.values() for one in errors))
    made: ExceptionReport = save_lines(actor, register, [Sent(form, expected_version)])[0]
    return made


@transaction.atomic
def judge_status(actor: Any, project: Project, values: Mapping[str, Any], expected_version: int) -> Project:
    """Write down, change or withdraw (empty status) what a person judges of a project: only ever worse.

    Raises
    ------
    NotPermitted, VersionConflict
        As every action.
    """
    require(actor, Permission.EDIT_REGISTER, project.scopes)
    return _changed(actor, project, JUDGED, values, expected_version, "project.judge")


@transaction.atomic
def agree_tolerances(
    actor: Any, project: Project, values: Mapping[str, Any], expected_version: int
) -> Project:
    """Change the tolerance in time and cost of a project as a whole: by who decides about it."""
    require(actor, Permission.DECIDE, project.scopes)
    return _changed(actor, project, OWN_TOLERANCES, values, expected_version, "project.agree")


def _changed(
    actor: Any,
    project: Project,
    names: tuple[str, ...],
    values: Mapping[str, Any],
    expected_version: int,
    action: str,
) -> Project:
    held = Project.objects.select_for_update(of=("self",)).select_related("portfolio").get(pk=project.pk)
    changed = {
        name: [getattr(held, name), values[name]] for name in names if getattr(held, name) != values[name]
    }
    require_fresh(held, held.subject, expected_version)
    if not changed:
        return held
    for name in changed:
        setattr(held, name, values[name])
    save_version(held, expected_version)
    record(
        actor,
        action,
        held.subject,
        changed,
        portfolio_id=held.portfolio_id,
        project_id=held.pk,
        version=held.version,
    )
    sender = Judgement if names == JUDGED else Project
    projects_changed.send(sender=sender, project_ids=[held.pk])
    return held


@transaction.atomic
def agree_for_portfolio(
    actor: Any, portfolio: Portfolio, values: Mapping[str, Any], expected_version: int
) -> PortfolioTolerances:
    """Change thresholds and limits of a portfolio; all its projects are judged anew.

    Parameters
    ----------
    expected_version
        As the form was filled in on; 0 where nothing was agreed yet.
    """
    require(actor, Permission.STEER_PORTFOLIO, portfolio.scopes)
    Portfolio.objects.select_for_update().get(pk=portfolio.pk)  # the first agreement has no row to lock
    found = PortfolioTolerances.objects.filter(portfolio=portfolio).first()
    # What was not agreed on yet is version 0.
    require_fresh(found or PortfolioTolerances(version=0), f"portfolio:{portfolio.key}", expected_version)
    held = found or PortfolioTolerances(portfolio=portfolio)
    changed = {
        name: [getattr(held, name), value] for name, value in values.items() if getattr(held, name) != value
    }
    if not changed:
        return held
    for name, value in values.items():
        setattr(held, name, value)
    if found:
        save_version(held, expected_version)
    else:
        held.save()
    record(
        actor,
        "portfolio.agree",
        f"portfolio:{portfolio.key}",
        changed,
        portfolio_id=portfolio.pk,
        version=held.version,
    )
    ids = portfolio.projects.filter(is_archived=False).values_list("pk", flat=True)
    projects_changed.send(sender=PortfolioTolerances, project_ids=sorted(ids))
    return held
