"""The ways that a line can go from its present state, each with what stands in it for this person."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from stuurbord.errors import NotPermitted
from stuurbord.web.accounts.permissions import require
from stuurbord.web.lists.four_eyes import require_other_eyes
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.states import StateMachine, Transition


@dataclass(frozen=True, slots=True)
class Way:
    """One state that may follow the present one."""

    target: str
    label: str
    letter: str
    hindered: str = ""
    """What is missing first, or who may do it; empty: nothing stands in the way."""


def ways_of(user: Any, register: Register, line: Any) -> list[Way]:
    """Return the states that may follow, in the order of the table; none where the register has no table."""
    machine = register.states
    if machine is None:
        return []
    labels = dict(register.model._meta.get_field(machine.field).flatchoices)
    return [
        Way(
            one.target,
            str(labels[one.target]),
            one.letter.upper(),
            _hindrance(user, register, machine, line, one),
        )
        for one in machine.leaving(getattr(line, machine.field))
    ]


def _hindrance(user: Any, register: Register, machine: StateMachine, line: Any, way: Transition) -> str:
    would_be = copy.copy(line)
    setattr(would_be, machine.field, way.target)
    try:
        if way.permission:
            require(user, way.permission, register.where_decided(line))
        require_other_eyes(user, register, machine, line, would_be)
    except NotPermitted as refused:
        return str(refused)
    return str(way.guard(would_be) or "") if way.guard else ""
