"""Deadlines on the forecast page: the chance to meet them, where there are any."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from django.urls import reverse
from web import factories

from stuurbord.plan import instant
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.forecasts import asking
from stuurbord.web.registers.models import TaskEstimate

pytestmark = pytest.mark.django_db
_HEAD = "Kans uiterste datum"


def _page(client, deadline: str | None):
    """Return the forecast page of a project whose goal has this deadline."""
    plan = factories.plan()
    if deadline:
        goal = np.array([bool(gate) for gate in plan.tasks.gate])
        at = np.where(goal, instant(datetime.fromisoformat(deadline)), plan.tasks.deadline)
        plan = replace(plan, tasks=replace(plan.tasks, deadline=at))
    made = factories.project(factories.portfolio("A"), "P-001")
    factories.revision(made, plan)
    made.refresh_from_db()
    TaskEstimate.objects.create(project=made, task="4", quantity="duration", low=90, likely=100, high=400)
    asking.ask_forecast(made)
    client.force_login(factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, made.pk))
    return client.get(reverse("project_forecast", args=[made.portfolio.key, made.code]))


def test_without_a_deadline_the_table_has_no_empty_columns(client):
    """Two columns of dashes say nothing."""
    answer = _page(client, None)

    assert answer.context["milestones"]
    assert not answer.context["has_deadlines"]
    assert answer.content.decode().count('<th scope="col" class="right">') >= 5
    assert "chance_deadline" not in answer.content.decode()


def test_the_chance_to_meet_a_deadline_is_told(client):
    """Between nothing and certain, with the date beside it."""
    answer = _page(client, "2026-12-18T17:00")
    [goal] = [one for one in answer.context["milestones"] if one.deadline]

    assert answer.context["has_deadlines"]
    assert goal.deadline.isoformat() == "2026-12-18"
    assert 0 < goal.chance_deadline < 1
