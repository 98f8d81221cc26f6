"""A project moves to another version or another method, after a preview; and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.errors import VersionConflict
from stuurbord.rulebooks.methods.difference import Change, changes_between, reopened_gates
from stuurbord.rulebooks.methods.model import Template, said
from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.audit.chain import record
from stuurbord.web.clock import today
from stuurbord.web.methods.models import MethodTemplate, ProjectMethod, TemplateState
from stuurbord.web.methods.queries import current_method, field_values, language, read, template_of
from stuurbord.web.methods.storing import store_shipped
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import Milestone


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change for a project.

    Attributes
    ----------
    reopened
        Gates that were passed and would be asked something new.
    to_fill
        Labels of fields that the new template asks and that have no value.
    kept
        Keys of values that the new template does not ask; they stay stored, for going back.
    """

    before: Template
    after: Template
    changes: tuple[Change, ...]
    reopened: tuple[str, ...]
    to_fill: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def by_table(self) -> dict[str, list[Change]]:
        made: dict[str, list[Change]] = {}
        for one in self.changes:
            made.setdefault(one.table, []).append(one)
        return made


def preview(project: Project, target: MethodTemplate) -> Preview:
    """Return what would change if a project followed another template; nothing is written."""
    before, after = template_of(project), read(target)
    changes = changes_between(before, after, language())
    values = field_values(project)[0]
    asked = {one.key for one in after.fields}
    return Preview(
        before,
        after,
        tuple(changes),
        tuple(reopened_gates(changes, _passed_gates(project))),
        tuple(
            said(one.label, language())
            for one in after.fields
            if one.required_at and values.get(one.key) in (None, "")
        ),
        tuple(sorted(key for key in values if key not in asked)),
    )


@transaction.atomic
def adopt_method(actor: Any, project: Project, template_key: str, reason: str = "") -> ProjectMethod:
    """Let a project follow the published version of a template."""
    store_shipped()
    target = MethodTemplate.objects.get(key=template_key, state=TemplateState.PUBLISHED)
    current = current_method(project)
    return migrate(actor, project, target, current.pk if current else None, reason)


@transaction.atomic
def migrate(
    actor: Any, project: Project, target: MethodTemplate, expected: int | None, reason: str = ""
) -> ProjectMethod:
    """Let a project follow another template from today.

    Parameters
    ----------
    expected
        Number of the `ProjectMethod` that the preview was made from; None if there was none.

    Raises
    ------
    VersionConflict
        If somebody else moved the project first, or the template is not published (any more).
    """
    current = _locked(actor, project, expected)
    state = MethodTemplate.objects.filter(pk=target.pk).values_list("state", flat=True).first()
    if state != TemplateState.PUBLISHED:
        raise VersionConflict(_("This version of the method is not published; nothing was changed."))
    if current and current.template_id == target.pk:
        raise VersionConflict(_("The project follows this version already; nothing was changed."))
    return _follow(actor, project, current, target, current, reason, "method.adopt")


@transaction.atomic
def roll_back(actor: Any, project: Project, expected: int, reason: str = "") -> ProjectMethod:
    """Let a project follow what it followed before the last migration.

    Raises
    ------
    VersionConflict
        If somebody else moved the project first, or there is nothing to go back to.
    """
    current = _locked(actor, project, expected)
    if current is None or current.previous is None:
        raise VersionConflict(_("There is no earlier version to go back to; nothing was changed."))
    earlier = current.previous
    return _follow(actor, project, current, earlier.template, earlier.previous, reason, "method.roll_back")


def follow(actor: Any, project: Project, target: MethodTemplate, reason: str = "") -> ProjectMethod:
    """Let a project that is being created follow a template; within the caller's transaction."""
    return _follow(actor, project, None, target, None, reason, "method.adopt", is_told=False)


def _locked(actor: Any, project: Project, expected: int | None) -> ProjectMethod | None:
    require(actor, Permission.STEER_PORTFOLIO, project.scopes)
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    current = current_method(project)
    if (current.pk if current else None) != expected:
        raise VersionConflict(_("Somebody else changed the method of this project; nothing was changed."))
    return current


def _follow(
    actor: Any,
    project: Project,
    current: ProjectMethod | None,
    target: MethodTemplate,
    previous: ProjectMethod | None,
    reason: str,
    action: str,
    *,
    is_told: bool = True,
) -> ProjectMethod:
    ProjectMethod.objects.filter(project=project, is_current=True).update(is_current=False)
    made = ProjectMethod.objects.create(
        project=project,
        template=target,
        previous=previous,
        reason=reason[:300],
        adopted_on=today(),
        adopted_by_id=actor.pk,
    )
    data = {
        "name": target.title,
        "version": target.version,
        "sha256": target.sha256,
        "before": f"{current.template}" if current else "",
        "reason": reason[:300],
    }
    record(actor, action, project.subject, data, portfolio_id=project.portfolio_id, project_id=project.pk)
    if is_told:
        projects_changed.send(sender=Project, project_ids=[project.pk])
    return made


def _passed_gates(project: Project) -> list[str]:
    gates = Milestone.objects.filter(project=project, is_gate=True, is_archived=False).order_by("code")
    return [one.code for one in gates if one.passed_on]
