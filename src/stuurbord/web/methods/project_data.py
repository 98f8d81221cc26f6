"""The roles of the method and the custom fields of a project: who is who, and what this organisation asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.rulebooks.methods.model import CustomField, Template, said
from stuurbord.web.accounts.models import Person
from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.audit.chain import record
from stuurbord.web.lists.fields import DayField, VisibleText
from stuurbord.web.methods.fields import NumberField
from stuurbord.web.methods.models import ProjectData, ProjectRole
from stuurbord.web.methods.queries import MANAGER_ROLE, OWNER_ROLE, language, template_of
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import Project


@transaction.atomic
def name_role(actor: Any, project: Project, role: str, person: Person | None) -> None:
    """Say who has a role of the method in a project; nobody takes it away.

    Raises
    ------
    ValueError
        If the method has no such role, or the project itself says who has it.
    """
    if not may(actor, Permission.CREATE_PROJECT, project.scopes):
        require(actor, Permission.EDIT_REGISTER, project.scopes)
    if role in (OWNER_ROLE, MANAGER_ROLE) or template_of(project).role(role) is None:
        raise ValueError(f"{role!r} is no role of the method that a person is named for")
    stored = ProjectRole.objects.select_for_update(of=("self",)).filter(project=project, role=role).first()
    before = stored.person if stored else None
    if before == person:
        return
    if person is None:
        ProjectRole.objects.filter(project=project, role=role).delete()
    else:
        ProjectRole.objects.update_or_create(project=project, role=role, defaults={"person": person})
    change = [str(before) if before else None, str(person) if person else None]
    _record(actor, project, "project.role", {role: change})
    projects_changed.send(sender=Project, project_ids=[project.pk])


@transaction.atomic
def save_data(actor: Any, project: Project, values: Mapping[str, Any], expected_version: int) -> ProjectData:
    """Store values of custom fields; those that are not named stay.

    Raises
    ------
    VersionConflict
        If somebody else saved them first.
    """
    require(actor, Permission.EDIT_REGISTER, project.scopes)
    stored, _is_new = ProjectData.objects.get_or_create(project=project, defaults={"version": 0})
    stored = ProjectData.objects.select_for_update(of=("self",)).get(pk=stored.pk)
    if stored.version != expected_version:
        raise VersionConflict(_("Somebody else saved this record in the meantime; nothing was overwritten."))
    made = {key: plain(value) for key, value in values.items()}
    changed = {
        key: [stored.values.get(key), value] for key, value in made.items() if stored.values.get(key) != value
    }
    if changed:
        stored.values = stored.values | made
        stored.version += 1
        stored.save()
        _record(actor, project, "project.data", changed)
        projects_changed.send(sender=Project, project_ids=[project.pk])
    return stored


def data_form(template: Template, data: Any = None, values: Mapping[str, Any] | None = None) -> forms.Form:
    """Return the form of the custom fields of a template."""
    kinds = {one.key: one.kind for one in template.fields}
    initial = {f"field-{key}": shown(kinds.get(key, ""), value) for key, value in (values or {}).items()}
    form = forms.Form(data, initial=initial)
    for one in template.fields:
        form.fields[f"field-{one.key}"] = _form_field(one)
    return form


def form_values(template: Template, form: forms.Form) -> dict[str, Any]:
    """Return key → value of a valid form."""
    return {one.key: form.cleaned_data[f"field-{one.key}"] for one in template.fields}


def plain(value: Any) -> Any:
    """Return a value as JSON keeps it and a rule reads it."""
    if isinstance(value, Decimal):
        return str(value.normalize() if value else value)
    if isinstance(value, date):
        return value.isoformat()
    return value if value != "" else None


def shown(kind: str, value: Any) -> Any:
    """Return a stored value as its form field takes it."""
    if kind == "number" and value is not None:
        return Decimal(str(value))
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value


def _form_field(one: CustomField) -> forms.Field:
    help_text = said(one.help, language()) if one.help else ""
    if one.required_at:
        needed = _("Asked at gate {gate}.").format(gate=one.required_at)
        help_text = f"{help_text} {needed}".strip()
    common: dict[str, Any] = {"label": said(one.label, language()), "required": False, "help_text": help_text}
    if one.kind == "choice":
        return forms.ChoiceField(choices=[("", "–"), *((name, name) for name in one.choices)], **common)
    if one.kind == "flag":
        choices = [("", "–"), ("true", _("yes")), ("false", _("no"))]
        return forms.TypedChoiceField(
            choices=choices, coerce=lambda value: value == "true", empty_value=None, **common
        )
    if one.kind == "date":
        return DayField(**common)
    if one.kind == "number":
        return NumberField(**common)
    return VisibleText(max_length=500, **common)


def may_edit(user: Any, project: Project) -> bool:
    """Return whether somebody may change the data of a project."""
    try:
        require(user, Permission.EDIT_REGISTER, project.scopes)
    except NotPermitted:
        return False
    return True


def _record(actor: Any, project: Project, action: str, data: dict[str, Any]) -> None:
    record(actor, action, project.subject, data, portfolio_id=project.portfolio_id, project_id=project.pk)
