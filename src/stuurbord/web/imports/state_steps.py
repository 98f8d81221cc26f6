"""A file may not take a step that the table of states of its register refuses.

A line that comes may have any state, for a file brings what was decided elsewhere. A line that is here
already keeps its state when there is no way to the one in the file, and that is told.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from stuurbord.errors import N_, Finding, Severity
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.states import StateMachine


def refused_step(
    register: Register | None, record: Any, instance: models.Model | None, values: dict[str, Any]
) -> Finding | None:
    """Return why a stored line cannot take the state a record gives it; None if it can."""
    machine = register.states if register else None
    if machine is None or instance is None or machine.field not in values:
        return None
    source, target = getattr(instance, machine.field), values[machine.field]
    label = dict(instance._meta.get_field(machine.field).choices)  # type: ignore[union-attr]
    fields = {"source": str(label.get(source, source)), "target": str(label.get(target, target))}
    way = machine.between(source, target)
    if way is None:
        ways = ", ".join(str(label[one.target]) for one in machine.leaving(source)) or "–"
        told = N_("From “{source}” a line does not go to “{target}”, only to: {ways}. Its state stays.")
        return Finding("state_not_possible", told, Severity.WARNING, record.where, fields | {"ways": ways})
    missing = way.guard(_AsItWouldBe(instance, values)) if way.guard else ""
    if missing:
        told = N_("The line does not become “{target}”: {missing} Its state stays.")
        fields["missing"] = missing
        return Finding("state_not_possible", told, Severity.WARNING, record.where, fields)
    return None


def state_field(register: Register | None) -> str:
    """Return the field that holds the state of a line; empty without a table of states."""
    machine: StateMachine | None = register.states if register else None
    return machine.field if machine else ""


class _AsItWouldBe:
    """A stored line with the values of a record laid over it, for a guard to look at."""

    def __init__(self, instance: models.Model, values: dict[str, Any]) -> None:
        self._instance, self._values = instance, values
        self._meta = instance._meta

    def __getattr__(self, name: str) -> Any:
        return self._values[name] if name in self._values else getattr(self._instance, name)
