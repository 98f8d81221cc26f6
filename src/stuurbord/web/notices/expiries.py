"""What comes near: the dates that registers declare, and gates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse

from stuurbord.web.accounts.permissions import grants_key
from stuurbord.web.clock import today
from stuurbord.web.lists.kept_query import KeptQuery, kept
from stuurbord.web.lists.register import REGISTERS, Register
from stuurbord.web.notices.bare_lines import bare_lines, seen_by
from stuurbord.web.registers.models import Milestone

MOST: Final = 200
"""Per register and date."""


@dataclass(frozen=True)
class Expiry:
    """Something with a date that comes near."""

    on: date
    title: str
    project: Any
    days: int
    url: str
    key: str
    """What it is, always the same: ``beslissingen-12-due``."""
    kind: str = ""


def expiring(user: Any, days: int = 30, since: int = 0) -> list[Expiry]:
    """Return what falls within so many days, soonest first.

    Parameters
    ----------
    since
        How many days ago it begins; today where it is not given.
    """
    now = today()
    period = (now - timedelta(days=since), now + timedelta(days=days))
    found = [*_gates(user, period, now)]
    for register in REGISTERS.values():
        for name in register.expiries:
            found += _dated(register, name, user, period, now)
    return sorted(found, key=lambda one: (one.on, one.title, one.key))


def _dated(
    register: Register, name: str, user: Any, period: tuple[date, date], now: date
) -> Iterator[Expiry]:
    running = seen_by(user).running

    def question() -> KeptQuery:
        condition = Q(project__in=running, **{f"{name}__range": period})
        return KeptQuery(bare_lines(register, condition, name).order_by(name, "pk")[:MOST])

    is_listed = isinstance(running, list)
    projects = tuple(running) if is_listed else (user.pk, grants_key(user))
    lines = kept(("expiries", register.slug, id(register), name, is_listed, projects, period), question)
    for line in lines.ask():
        on = getattr(line, name)
        called, title = register.called(line), register.title_of(line)
        yield Expiry(
            on=on,
            title=title or called,
            project=line.project,
            days=(on - now).days,
            url=reverse("register_line", args=[register.slug, line.pk]),
            key=f"{register.slug}-{line.pk}-{name}",
            kind=str(register.one),
        )


def _gates(user: Any, period: tuple[date, date], now: date) -> Iterator[Expiry]:
    """Yield the gates that are not passed; the plan's date counts before what people expect."""
    gates = Milestone.objects.filter(
        project__in=seen_by(user).running,
        is_archived=False,
        is_gate=True,
        actual=None,
        planned_actual=None,
    )
    gates = gates.filter(
        Q(planned_forecast__range=period) | Q(planned_forecast=None, forecast__range=period)
    ).select_related("project__portfolio")
    for gate in gates:
        yield Expiry(
            on=gate.expected_on,
            title=f"{gate.code} {gate.name}",
            project=gate.project,
            days=(gate.expected_on - now).days,
            url=reverse("project", args=[gate.project.portfolio.key, gate.project.code]),
            key=f"mijlpalen-{gate.pk}-gate",
        )
