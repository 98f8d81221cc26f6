"""Separation of duties: who wrote a line does not take it further, and where it names somebody, he does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted
from stuurbord.web.lists.models.line_revision import LineRevision
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.state_checks import steps
from stuurbord.web.lists.states import StateMachine, Transition


def require_other_eyes(actor: Any, register: Register, machine: StateMachine, before: Any, line: Any) -> None:
    """Do nothing if this person may take the step, as far as others have to look at it.

    Raises
    ------
    NotPermitted
        If the actor wrote the line in the state that it leaves, writes it anew beyond that state, or is not
        the person whom the line names for this step.
    """
    source = getattr(before, machine.field) if before else None
    target = getattr(line, machine.field)
    if getattr(actor, "is_operator", False) or source == target:
        return
    for one in steps(machine, source, target):
        _require_named(actor, one, before, line)
    asked = [one for one in steps(machine, source, target) if one.four_eyes]
    if not asked:
        return
    if before is None:
        told = _("Write this line in its first state; somebody else takes it further.")
        raise NotPermitted(asked[0].permission, told)
    if actor.pk in writers_of(register, [before])[before.pk]:
        told = _("You wrote this line yourself: somebody else has to take this step.")
        raise NotPermitted(asked[0].permission, told)


def _require_named(actor: Any, step: Transition, before: Any, line: Any) -> None:
    """Do nothing if the line names nobody for this step, or this person: as it was, and as it becomes."""
    if not step.named:
        return
    # As it was too: who writes his own name over that of another does not become the one who was named.
    for person in (getattr(one, step.named) for one in (before, line) if one is not None):
        if person is not None and (person.user_id is None or person.user_id != actor.pk):
            told = _("This line names {name} for this step: nobody else takes it.")
            raise NotPermitted(step.permission or "", told.format(name=person))


def writers_of(register: Register, lines: Iterable[Any]) -> dict[int, set[int]]:
    """Return for each line who wrote its versions since it came into the state that it has, in one query."""
    field = register.states.field if register.states else ""
    state = {line.pk: getattr(line, field) for line in lines} if field else {}
    found: dict[int, set[int]] = {pk: set() for pk in state}
    kept = LineRevision.objects.filter(register=register.slug, line_id__in=state).order_by("-version")
    for pk, actor_id, values in kept.values_list("line_id", "actor_id", "values"):
        if pk in state and values.get(field) != state[pk]:
            del state[pk]  # what is older was in another state
        elif pk in state and actor_id is not None:
            found[pk].add(actor_id)
    return found
