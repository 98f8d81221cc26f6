"""Changes to the lines of any register: permission, change and audit entry in one transaction."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet
from django.forms import ModelForm

from stuurbord.web.accounts.permissions import require
from stuurbord.web.audit.chain import record
from stuurbord.web.projects.actions import save_version
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.queries import visible_projects
from stuurbord.web.projects.register_pattern import Register


@transaction.atomic
def save_line(actor: Any, register: Register, form: ModelForm, expected_version: int | None) -> Any:
    """Create or change one line of a register from a valid form; a form that changes nothing saves nothing.

    Raises
    ------
    NotPermitted
        If the actor may not edit this register in the line's project (nor in the one it leaves).
    VersionConflict
        If somebody saved the line first.
    """
    line = form.instance
    require(actor, register.permission, line.project.scopes)
    projects = {line.project_id}
    if line.pk:
        before = register.model._default_manager.select_related("project__portfolio").get(pk=line.pk)
        require(actor, register.permission, before.project.scopes)
        projects.add(before.project_id)
        changed = {name: [_of(before, name), _of(line, name)] for name in form.changed_data}
        changed = {name: values for name, values in changed.items() if values[0] != values[1]}
        if not changed and before.version == expected_version:
            return line
        save_version(line, expected_version or 0)
        action = f"{line._meta.model_name}.change"
    else:
        line.save()
        changed = {name: [None, _of(line, name)] for name in form.changed_data}
        action = f"{line._meta.model_name}.create"
    record(
        actor,
        action,
        line.subject,
        changed,
        portfolio_id=line.project.portfolio_id,
        project_id=line.project_id,
    )
    projects_changed.send(sender=register.model, project_ids=projects)
    return line


@transaction.atomic
def archive_line(actor: Any, register: Register, line: Any, expected_version: int) -> None:
    """Take a line out of the lists; it stays in the history and the audit log."""
    require(actor, register.permission, line.project.scopes)
    line.is_archived = True
    save_version(line, expected_version)
    record(
        actor,
        f"{line._meta.model_name}.archive",
        line.subject,
        portfolio_id=line.project.portfolio_id,
        project_id=line.project_id,
    )
    projects_changed.send(sender=register.model, project_ids=[line.project_id])


def editable_projects(user: Any, register: Register) -> QuerySet[Project]:
    """Return the projects in which the user may add lines to this register."""
    return visible_projects(user, register.permission)


def _of(line: Any, name: str) -> Any:
    """Return a field's value as the audit log keeps it: what it points to by name, a project by its code."""
    value = getattr(line, name)
    if isinstance(value, Project):
        return project_reference(value)
    return str(value) if isinstance(value, models.Model) else value


def project_reference(project: Project) -> str:
    """Return how the audit log names the project of a line: ``ASN/P-001``."""
    return f"{project.portfolio.key}/{project.code}"
