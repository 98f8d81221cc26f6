"""From a scenario to questions: a line in the register of decisions per project that it touches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from stuurbord.web.lists.actions import Sent, save_lines
from stuurbord.web.lists.changing import new_form
from stuurbord.web.lists.line_forms import next_code
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.projects.models import Project
from stuurbord.web.reader import reader
from stuurbord.web.registers.models import Decision, DecisionState
from stuurbord.web.scenarios.columns import Column
from stuurbord.web.scenarios.models import Scenario, ScenarioChange
from stuurbord.web.scenarios.outcomes import ProjectOutcome
from stuurbord.web.scenarios.sentences import changes_sentence, effect_on_date

_FIRST_CODE = "B-001"
_LONGEST_QUESTION = 300
_LONGEST_EFFECT = 200


def ask_decisions(actor: Any, scenario: Scenario, columns: tuple[Column, Column]) -> list[Decision]:
    """Write the questions down, all or none, in the caller's transaction.

    Parameters
    ----------
    columns
        The portfolio as it stands and the scenario.
    """
    now, then = columns
    register = REGISTERS["beslissingen"]
    forms = []
    for project, changes in _per_project(scenario):
        values = _values(
            scenario, project, changes, now.projects.get(project.code), then.projects.get(project.code)
        )
        form = new_form(register, actor, values)
        if not form.is_valid():
            raise ValueError(form.errors.as_json())
        forms.append(Sent(form))
    return save_lines(actor, register, forms)


def _per_project(scenario: Scenario) -> Iterable[tuple[Project, list[ScenarioChange]]]:
    grouped: dict[Project, list[ScenarioChange]] = {}
    for one in scenario.changes.select_related("project__portfolio").order_by("project__code", "pk"):
        grouped.setdefault(one.project, []).append(one)
    return grouped.items()


def _values(
    scenario: Scenario,
    project: Project,
    changes: list[ScenarioChange],
    before: ProjectOutcome | None,
    after: ProjectOutcome | None,
) -> dict[str, Any]:
    told = changes_sentence(changes)
    codes = Decision.objects.filter(project=project).values_list("code", flat=True)
    values = {
        "project": project.pk,
        "code": next_code(codes) or _FIRST_CODE,
        "question": _("Scenario {name}: {changes}?").format(name=scenario.name, changes=told)[
            :_LONGEST_QUESTION
        ],
        "recommendation": scenario.reason,
        "without_decision": _("The project goes on as planned."),
        "body": project.portfolio.meeting,
        "state": DecisionState.REQUESTED,
        "effect_on_date": "",
        "effect_on_cost": "",
    }
    if before is not None and after is not None:
        values["effect_on_date"] = effect_on_date(before, after)[:_LONGEST_EFFECT]
        if before.cost_p80 is not None and after.cost_p80 is not None:
            values["effect_on_cost"] = reader().number(round(after.cost_p80 - before.cost_p80))
    return values
