"""Which template a project follows, and what it says of roles, fields and sizes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import get_language

from stuurbord.rulebooks.methods.library import default_key, shipped_texts
from stuurbord.rulebooks.methods.model import Template, said
from stuurbord.rulebooks.methods.read import read_template
from stuurbord.web.accounts.models import Person
from stuurbord.web.methods.models import (
    MethodTemplate,
    ProjectBrief,
    ProjectData,
    ProjectMethod,
    ProjectRole,
    TemplateState,
)
from stuurbord.web.projects.models import Project, ProjectKind

OWNER_ROLE: Final = "owner"
MANAGER_ROLE: Final = "project_manager"


def template_of(project: Project) -> Template:
    """Return the template that a project follows; without a method the shipped one for its kind."""
    return templates_of([project])[project.pk]


def templates_of(projects: Iterable[Project]) -> dict[int, Template]:
    """Return project id → template, in two queries whatever their number."""
    projects = list(projects)
    current = ProjectMethod.objects.filter(project__in=[one.pk for one in projects], is_current=True)
    followed = dict(current.values_list("project_id", "template_id"))
    stored = {one.pk: read(one) for one in MethodTemplate.objects.filter(pk__in=set(followed.values()))}
    return {
        one.pk: stored[followed[one.pk]] if one.pk in followed else default_template(one.kind)
        for one in projects
    }


def default_template(kind: str) -> Template:
    """Return the shipped template for a kind of project."""
    key = default_key(kind)
    return read_template(shipped_texts()[key], f"{key}.toml")


def read(stored: MethodTemplate) -> Template:
    """Return a stored text as a template; the same text is read once."""
    return read_template(stored.text, f"{stored.key}.toml")


def template_with_hash(sha256: str) -> Template | None:
    """Return a template by the hash of its text, to replay a decision; None if it was never stored."""
    stored = MethodTemplate.objects.filter(sha256=sha256).exclude(state=TemplateState.DRAFT).first()
    if stored:
        return read(stored)
    found = (default_template(kind) for kind in ("application", "infrastructure", "ai", "framework_contract"))
    return next((one for one in found if one.sha256 == sha256), None)


def current_method(project: Project) -> ProjectMethod | None:
    """Return what a project follows now, with its template."""
    found = ProjectMethod.objects.filter(project=project, is_current=True)
    return found.select_related("template", "previous__template", "adopted_by").first()


def kind_of_template(kind: str) -> str:
    """Return the kind of template for a kind of project: programmes and reorganisations follow the first."""
    has_own = (ProjectKind.INFRASTRUCTURE, ProjectKind.AI, ProjectKind.FRAMEWORK_CONTRACT)
    return kind if kind in has_own else ProjectKind.APPLICATION


def person_in_role(project: Project, role: str) -> Person | None:
    """Return who has a role of the method in a project; owner and manager are those of the project."""
    if role == OWNER_ROLE:
        return project.owner
    if role == MANAGER_ROLE:
        return project.manager
    found = ProjectRole.objects.filter(project=project, role=role).select_related("person").first()
    return found.person if found else None


def roles_of(project: Project) -> dict[str, Person]:
    """Return role → person for all roles that are filled."""
    named = {
        one.role: one.person for one in ProjectRole.objects.filter(project=project).select_related("person")
    }
    own = {OWNER_ROLE: project.owner, MANAGER_ROLE: project.manager}
    return named | {role: person for role, person in own.items() if person}


def size_of(project: Project) -> str:
    """Return ``small``, ``medium`` or ``large``; empty while it is not known."""
    return sizes_of([project.pk]).get(project.pk, "")


def sizes_of(project_ids: Iterable[int]) -> dict[int, str]:
    """Return project id → size, of those whose size is known."""
    found = ProjectBrief.objects.filter(project_id__in=list(project_ids)).exclude(size="")
    return dict(found.values_list("project_id", "size"))


def field_facts(project_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return project id → fact → value of its custom fields, as `facts_from` reads them."""
    found = ProjectData.objects.filter(project_id__in=list(project_ids))
    return {
        project_id: {f"field.{key}": value for key, value in values.items() if value not in (None, "")}
        for project_id, values in found.values_list("project_id", "values")
    }


def field_values(project: Project) -> tuple[Mapping[str, Any], int]:
    """Return key → value of the custom fields of a project, and the version of that record (0: none yet)."""
    found = ProjectData.objects.filter(project=project).first()
    return (found.values, found.version) if found else ({}, 0)


def missing_fields(project: Project, gate: str) -> list[str]:
    """Return the labels of the fields that must be known at a gate and are not."""
    values = field_values(project)[0]
    return [
        said(one.label, language())
        for one in template_of(project).fields
        if one.required_at and one.required_at <= gate and values.get(one.key) in (None, "")
    ]


def language() -> str:
    """Return the language of the reader."""
    return (get_language() or "nl")[:2]
