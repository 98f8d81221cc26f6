"""Changes to scenarios: each checks a permission and the version, changes, and writes its audit entry."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted
from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.audit.chain import record
from stuurbord.web.projects.actions import save_version
from stuurbord.web.projects.models import Portfolio
from stuurbord.web.registers.models import DecisionState
from stuurbord.web.scenarios.models import Scenario, ScenarioChange, ScenarioDecision, ScenarioState
from stuurbord.web.scenarios.proposing import ask_decisions

STEER = Permission.STEER_PORTFOLIO
_DECIDED = (DecisionState.DECIDED, DecisionState.EXECUTED)


class Refused(ValueError):
    """Not possible now, with a sentence that says why."""


@transaction.atomic
def create_scenario(actor: Any, portfolio: Portfolio, **fields: Any) -> Scenario:
    """Write down a new scenario, without changes yet."""
    require(actor, STEER, portfolio.scopes)
    scenario = Scenario.objects.create(portfolio=portfolio, **fields)
    _record(actor, "scenario.create", scenario, {"name": scenario.name})
    return scenario


@transaction.atomic
def change_scenario(actor: Any, scenario: Scenario, expected_version: int, **fields: Any) -> Scenario:
    """Change name, reason or owner of a draft."""
    _require_draft(actor, scenario)
    told = {
        name: [_plain(getattr(scenario, name)), _plain(value)]
        for name, value in fields.items()
        if getattr(scenario, name) != value
    }
    if not told:
        return scenario
    for name, value in fields.items():
        setattr(scenario, name, value)
    save_version(scenario, expected_version)
    _record(actor, "scenario.change", scenario, {"name": scenario.name, "changed": told})
    return scenario


@transaction.atomic
def add_change(
    actor: Any, scenario: Scenario, expected_version: int, change: ScenarioChange
) -> ScenarioChange:
    """Add a change of a project to a draft; of one kind for one project the last counts."""
    _require_draft(actor, scenario)
    save_version(scenario, expected_version)
    same = {"project": change.project, "kind": change.kind, "response": change.response}
    scenario.changes.filter(**same).delete()
    change.scenario = scenario
    change.save()
    told = {"name": scenario.name, "project": change.project.code, "kind": change.kind, **_values(change)}
    _record(actor, "scenario.add_change", scenario, told)
    return change


@transaction.atomic
def remove_change(actor: Any, scenario: Scenario, expected_version: int, pk: int) -> None:
    """Take a change out of a draft."""
    _require_draft(actor, scenario)
    change = scenario.changes.filter(pk=pk).select_related("project").first()
    if change is None:
        return
    save_version(scenario, expected_version)
    told = {"name": scenario.name, "project": change.project.code, "kind": change.kind, **_values(change)}
    change.delete()
    _record(actor, "scenario.remove_change", scenario, told)


@transaction.atomic
def propose_scenario(actor: Any, scenario: Scenario, expected_version: int, column: Any) -> list[Any]:
    """Bring a scenario to a decision: one line in the register of decisions per project it touches.

    The plans stay as they are: what is decided, people carry out.

    Parameters
    ----------
    column
        The scenario computed through, as `stuurbord.web.scenarios.columns.columns` gives it beside the
        portfolio as it stands.

    Raises
    ------
    Refused
        If it changes nothing.
    """
    _require_draft(actor, scenario)
    if not scenario.changes.exists():
        raise Refused(_("A scenario without changes asks nothing. Add a change first."))
    scenario.state = ScenarioState.PROPOSED
    scenario.proposed_by = actor if actor.pk else None
    save_version(scenario, expected_version)
    decisions = ask_decisions(actor, scenario, column)
    ScenarioDecision.objects.bulk_create(
        ScenarioDecision(scenario=scenario, decision=one) for one in decisions
    )
    asked = [f"{one.project.code}/{one.code}" for one in decisions]
    _record(actor, "scenario.propose", scenario, {"name": scenario.name, "decisions": asked})
    return decisions


@transaction.atomic
def choose_scenario(actor: Any, scenario: Scenario, expected_version: int) -> Scenario:
    """Tell that a proposed scenario is the one: after all its decisions were taken, by somebody else.

    Raises
    ------
    Refused
        If a decision still waits.
    NotPermitted
        If the actor may not decide here, or brought it to a decision.
    """
    require(actor, Permission.DECIDE, scenario.portfolio.scopes)
    if scenario.state != ScenarioState.PROPOSED:
        raise Refused(_("Only a scenario that was proposed can be chosen."))
    if scenario.proposed_by_id is not None and scenario.proposed_by_id == actor.pk:
        raise NotPermitted(
            Permission.DECIDE, _("Who proposed the scenario does not choose it; somebody else does.")
        )
    waiting = scenario.decisions.exclude(decision__state__in=_DECIDED).exclude(decision__is_archived=True)
    if waiting.exists():
        raise Refused(_("A decision of this scenario still waits. Decide it first."))
    return _to(actor, scenario, expected_version, ScenarioState.CHOSEN, "scenario.choose")


@transaction.atomic
def drop_scenario(actor: Any, scenario: Scenario, expected_version: int) -> Scenario:
    """Put a scenario aside; decisions that were asked stay in their register, for people to withdraw."""
    require(actor, STEER, scenario.portfolio.scopes)
    if scenario.state not in (ScenarioState.DRAFT, ScenarioState.PROPOSED):
        raise Refused(_("Only a draft or a proposed scenario can be dropped."))
    return _to(actor, scenario, expected_version, ScenarioState.DROPPED, "scenario.drop")


def _to(actor: Any, scenario: Scenario, expected_version: int, state: ScenarioState, action: str) -> Scenario:
    scenario.state = state
    save_version(scenario, expected_version)
    _record(actor, action, scenario, {"name": scenario.name})
    return scenario


def _require_draft(actor: Any, scenario: Scenario) -> None:
    require(actor, STEER, scenario.portfolio.scopes)
    if scenario.state != ScenarioState.DRAFT:
        raise Refused(_("Only a draft can be changed. Make a new scenario to look further."))


def _values(change: ScenarioChange) -> dict[str, Any]:
    names = ("days", "until", "euro", "year", "response", "rank")
    return {name: _plain(getattr(change, name)) for name in names if getattr(change, name) not in (None, "")}


def _plain(value: Any) -> Any:
    return str(value) if value is not None and not isinstance(value, int) else value


def _record(actor: Any, action: str, scenario: Scenario, data: dict[str, Any]) -> None:
    record(
        actor, action, scenario.subject, data, portfolio_id=scenario.portfolio_id, version=scenario.version
    )
