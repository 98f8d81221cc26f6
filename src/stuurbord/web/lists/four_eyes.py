"""Separation of duties: who wrote a line in its present state may not be the one who takes it further."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted
from stuurbord.web.lists.models.line_revision import LineRevision
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.state_checks import steps
from stuurbord.web.lists.states import StateMachine


def require_other_eyes(actor: Any, register: Register, machine: StateMachine, before: Any, line: Any) -> None:
    """Do nothing if this person may take the step, as far as others have to look at it.

    Raises
    ------
    NotPermitted
        If the actor wrote the line in the state that it leaves, or writes it anew beyond that state.
    """
    source = getattr(before, machine.field) if before else None
    target = getattr(line, machine.field)
    if getattr(actor, "is_operator", False) or source == target:
        return
    asked = [one for one in steps(machine, source, target) if one.four_eyes]
    if not asked:
        return
    if before is None:
        told = _("Write this line in its first state; somebody else takes it further.")
        raise NotPermitted(asked[0].permission, told)
    if actor.pk in _writers(register, machine, before):
        told = _("You wrote this line yourself: somebody else has to take this step.")
        raise NotPermitted(asked[0].permission, told)


def _writers(register: Register, machine: StateMachine, before: Any) -> set[int]:
    """Return who wrote the versions of a line since it came into the state that it has."""
    kept = LineRevision.objects.filter(register=register.slug, line_id=before.pk).order_by("-version")
    found: set[int] = set()
    state = getattr(before, machine.field)
    for actor_id, values in kept.values_list("actor_id", "values"):
        if values.get(machine.field) != state:
            break
        if actor_id is not None:
            found.add(actor_id)
    return found
