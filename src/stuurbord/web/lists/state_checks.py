"""A form may not jump where the table of states has no way, nor pass a guard that misses something."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.forms import ModelForm
from django.utils.translation import gettext as _

from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.lists.states import StateMachine, Transition


def state_check(machine: StateMachine) -> Callable[[ModelForm], None]:
    """Return the check of a register's form against its table of states."""

    def check(form: ModelForm) -> None:
        target = form.cleaned_data.get(machine.field)
        source = form.initial.get(machine.field) if form.instance.pk else None
        if not target or target == source:
            return
        label = dict(form.fields[machine.field].choices)
        if source and machine.between(source, target) is None:
            ways = ", ".join(str(label[one.target]) for one in machine.leaving(source)) or "–"
            told = _("From “{source}” a line goes to: {ways}.")
            form.add_error(machine.field, told.format(source=label[source], ways=ways))
            return
        if form.errors:
            return  # a guard looks at the whole line, and part of it is not there
        for name, value in form.cleaned_data.items():
            if name in form._meta.fields:
                setattr(form.instance, name, value)
        for one in steps(machine, source, target):
            if one.guard and (missing := one.guard(form.instance)):
                form.add_error(machine.field, missing)
                return

    return check


def keeps(states: Iterable[str], *names: str) -> Callable[[ModelForm], None]:
    """Return the check that refuses another value of these fields once a line came into these states.

    A line does not move to another project either: what was approved was approved for this one.
    """

    def check(form: ModelForm) -> None:
        if not form.instance.pk or form.initial.get("state") not in states:
            return
        for name in ("project", *names):
            sent = form.cleaned_data.get(name)
            if name in form.cleaned_data and getattr(sent, "pk", sent) != form.initial.get(name):
                form.add_error(name, _("This was approved as it stands and does not change any more."))

    return check


def steps(machine: StateMachine, source: str | None, target: str) -> list[Transition]:
    """Return the rows of the table that a change of state answers to.

    A line that is born beyond the first state answers to the strictest way into it: otherwise writing it
    anew would be the way around a mandate.
    """
    if source is not None:
        way = machine.between(source, target)
        return [way] if way else []
    if target == machine.initial:
        return []
    return sorted(machine.entering(target), key=lambda one: (one.permission is None, one.guard is None))[:1]


def permission_of(machine: StateMachine | None, source: str | None, target: Any) -> Permission | None:
    """Return what a change of state takes beyond the right to edit the register."""
    if machine is None or not target or source == target:
        return None
    return next((one.permission for one in steps(machine, source, target) if one.permission), None)
