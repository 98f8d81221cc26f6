"""Create a project from everything its start says: all of it, or nothing."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.errors import VersionConflict
from stuurbord.rulebooks.methods.model import Template
from stuurbord.rulebooks.methods.read import read_template
from stuurbord.rulebooks.reference_classes import reference_classes
from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.lists.line_forms import next_code
from stuurbord.web.methods.first_lines import (
    write_estimates,
    write_lessons,
    write_products,
    write_stakeholders,
    write_tolerances,
)
from stuurbord.web.methods.migrating import adopt_method, follow, migrate, roll_back
from stuurbord.web.methods.models import ProjectBrief, ProjectRole
from stuurbord.web.methods.project_data import name_role, save_data
from stuurbord.web.methods.queries import MANAGER_ROLE, OWNER_ROLE
from stuurbord.web.methods.starting import Start, first_plan_of
from stuurbord.web.projects import actions as projects
from stuurbord.web.projects.actions import Provenance, revise_plan
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import Portfolio, Project, Stage

__all__ = [
    "adopt_method",
    "create_project",
    "migrate",
    "name_role",
    "next_project_code",
    "roll_back",
    "save_data",
]

_FIRST_CODE: Final = "P-001"


@transaction.atomic
def create_project(actor: Any, portfolio: Portfolio, start: Start) -> Project:
    """Create a project with its method, plan, gates, products, people and tolerances, in one transaction.

    Nobody gets a role in it: an administrator gives those.

    Raises
    ------
    NotPermitted
        If the actor may not start projects in this portfolio.
    VersionConflict
        If the code was taken in the meantime, or the template is no longer published.
    """
    require(actor, Permission.CREATE_PROJECT, portfolio.scopes)
    # One start at a time in a portfolio, so that no code is given out twice.
    Portfolio.objects.select_for_update(of=("self",)).get(pk=portfolio.pk)
    template = read_template(start.template.text, f"{start.template.key}.toml")
    project = _made(actor, portfolio, start, template)
    follow(actor, project, start.template, _("Chosen at the start"))
    _write_brief(project, start)
    plan = first_plan_of(start)
    provenance = Provenance(
        f"{start.template.key} {start.template.version}",
        hashlib.sha256(start.template.text.encode()).hexdigest(),
        "method-template/1",
    )
    revise_plan(actor, project, plan.plan, provenance)
    write_estimates(actor, project, plan)
    # Once before the lines, so that the gates of the plan are there; each register tells again by itself.
    projects_changed.send(sender=Project, project_ids=[project.pk])
    write_products(actor, project, start, template, plan)
    write_stakeholders(actor, project, start)
    write_tolerances(actor, project, start, template)
    write_lessons(actor, project, start, plan)
    project.refresh_from_db()
    return project


def next_project_code(portfolio: Portfolio) -> str:
    """Return the number after the highest, in the habit of the portfolio: ``P-015`` after ``P-014``."""
    return next_code(portfolio.projects.values_list("code", flat=True)) or _FIRST_CODE


def _made(actor: Any, portfolio: Portfolio, start: Start, template: Template) -> Project:
    code = start.code or next_project_code(portfolio)
    if portfolio.projects.filter(code__iexact=code).exists():
        raise VersionConflict(_("There is a project {code} already; nothing was made.").format(code=code))
    days, share = start.tolerances.get("time"), start.tolerances.get("cost")
    wanted = start.reference_class or template.reference_class
    return projects.create_project(
        actor,
        portfolio,
        code=code,
        name=start.name,
        kind=start.kind,
        stage=Stage.IDEA,
        owner=start.owner,
        manager=start.manager,
        programme=start.programme,
        description=start.goal,
        time_tolerance_days=None if days is None else int(days),
        cost_tolerance=share,
        reference_class=wanted if wanted in reference_classes() else "",
    )


def _write_brief(project: Project, start: Start) -> None:
    ProjectBrief.objects.create(
        project=project,
        goal=start.goal,
        why_now=start.why_now,
        size=start.size,
        months=start.months,
        person_days=start.person_days,
        budget=start.budget,
    )
    own = (OWNER_ROLE, MANAGER_ROLE)
    ProjectRole.objects.bulk_create(
        ProjectRole(project=project, role=role, person=person)
        for role, person in start.roles.items()
        if role not in own
    )
