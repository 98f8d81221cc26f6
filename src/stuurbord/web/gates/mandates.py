"""Who may do what at a gate: decide by the mandate of its body, attest by role, review by name."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted
from stuurbord.web.accounts.models import Membership, Person, Role, Scope
from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.gates.gates_of import PORTFOLIO, PROJECT, ProjectGate
from stuurbord.web.gates.models import Evidence
from stuurbord.web.gates.naming import family
from stuurbord.web.methods.queries import person_in_role, template_of
from stuurbord.web.projects.models import Project


def require_decision(actor: Any, project: Project, gate: ProjectGate) -> None:
    """Do nothing if this person decides at this gate today, else raise.

    Raises
    ------
    NotPermitted
        Saying whose mandate it is.
    """
    require(actor, Permission.DECIDE, _scopes(project, gate))


def may_decide(actor: Any, project: Project, gate: ProjectGate) -> bool:
    return may(actor, Permission.DECIDE, _scopes(project, gate))


def _scopes(project: Project, gate: ProjectGate) -> tuple[tuple[str, int], ...]:
    return _of_body(project, gate.body)


def _of_body(project: Project, body: str) -> tuple[tuple[str, int], ...]:
    if body == PORTFOLIO:
        return ((Scope.PORTFOLIO, project.portfolio_id),)
    return project.scopes


def body_in(template: Any, gate: str) -> str:
    """Return whose mandate a gate of a method is, by the code of the gate."""
    return next((one.body for one in template.gates if one.code in (gate, family(gate))), PROJECT)


def scopes_at_gate(line: Any, template: Any = None) -> tuple[tuple[str, int], ...]:
    """Return where it takes a mandate for a waiver or a condition: who decides at its gate, and nobody below.

    Parameters
    ----------
    template
        The method of its project, for who asks it of many lines.
    """
    template = template or template_of(line.project)
    return _of_body(line.project, body_in(template, line.gate))


def may_be_named(person: Person, line: Any) -> bool:
    """Return whether somebody can be named to allow a waiver: with an account and the mandate of its gate."""
    return person.user is not None and may(person.user, Permission.DECIDE, scopes_at_gate(line))


def may_allow(actor: Any, waiver: Any) -> bool:
    """Return whether a waiver leaves it to this person: nobody is named or he is, and he does not ask it."""
    is_left_to_another = waiver.approver is not None and not _is(actor, waiver.approver)
    return not is_left_to_another and not _is(actor, waiver.owner)


def can_take_over(person: Person, project: Project) -> bool:
    """Return whether somebody can be left with a condition when a project closes.

    Whoever leads it leaves with it. Others must be able to report it: with an account that may write here.
    """
    if person.pk == project.manager_id or person.user is None:
        return False
    return may(person.user, Permission.EDIT_REGISTER, project.scopes)


def may_attest(actor: Any, project: Project, role: str) -> bool:
    """Return whether a person has a role in a project.

    A role of the product by what it may do there; another role of the method by name, and as long as nobody
    has that, the project owner answers for it.
    """
    if getattr(actor, "is_operator", False):
        return True
    if not role:
        return may(actor, Permission.EDIT_REGISTER, project.scopes)
    if role in tuple(Role):
        return _has_role(actor, project, role)
    person = person_in_role(project, role)
    if person is not None:
        return person.user_id is not None and person.user_id == actor.pk
    return _has_role(actor, project, Role.PROJECT_OWNER)


def require_attestation(actor: Any, project: Project, role: str) -> None:
    """Do nothing if a person may attest in a role, else raise.

    Raises
    ------
    NotPermitted
        Saying who may.
    """
    require(actor, Permission.VIEW, project.scopes)
    if may_attest(actor, project, role):
        return
    told = _("Only {who} can attest this.").format(who=who_attests(project, role))
    raise NotPermitted(Permission.VIEW, told)


def who_attests(project: Project, role: str) -> str:
    """Return who answers a question, in words: a name where there is one."""
    if role == Role.PROJECT_OWNER and project.owner:
        return str(project.owner)
    if role == Role.PROJECT_MANAGER and project.manager:
        return str(project.manager)
    if role in tuple(Role):
        return str(Role(role).label).lower()
    if not role:
        return _("who may change this project")
    person = person_in_role(project, role)
    return str(person) if person else str(project.owner or Role.PROJECT_OWNER.label)


def _has_role(actor: Any, project: Project, role: str) -> bool:
    """Return whether somebody has a role here: given, or as the person whom the project names."""
    if not actor.is_authenticated or not actor.is_active:
        return False
    named = {Role.PROJECT_OWNER: project.owner, Role.PROJECT_MANAGER: project.manager}.get(Role(role))
    if named is not None and named.user_id is not None and named.user_id == actor.pk:
        return True
    held = _roles(actor).get(role, frozenset())
    return not held.isdisjoint({(Scope.ORGANISATION, 0), *project.scopes})


def _roles(actor: Any) -> dict[str, frozenset[tuple[str, int]]]:
    """Return role → where somebody has it; read once per request, as `permissions.grants`."""
    if not hasattr(actor, "_roles_held"):
        made: dict[str, set[tuple[str, int]]] = {}
        for role, scope, number in Membership.objects.filter(user_id=actor.pk).values_list(
            "role", "scope", "scope_id"
        ):
            made.setdefault(role, set()).add((scope, number))
        actor._roles_held = {role: frozenset(places) for role, places in made.items()}
    found: dict[str, frozenset[tuple[str, int]]] = actor._roles_held
    return found


def may_review(actor: Any, evidence: Evidence) -> bool:
    """Return whether somebody may judge evidence: its reviewer, or who decides; never its owner."""
    scopes = evidence.project.scopes
    if not may(actor, Permission.VIEW, scopes) or _is(actor, evidence.owner):
        return False
    return _is(actor, evidence.reviewer) or may(actor, Permission.DECIDE, scopes)


def _is(actor: Any, person: Person | None) -> bool:
    return person is not None and person.user_id is not None and person.user_id == actor.pk
