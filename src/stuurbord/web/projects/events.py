"""What lower rooms tell and upper rooms act upon, without knowing each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.dispatch import Signal

_held: ContextVar[dict[int, set[Any]] | None] = ContextVar("held", default=None)
"""Project → what changed of it, while somebody makes many changes at once."""


class ProjectsChanged(Signal):
    """A signal that waits while many changes are made at once."""

    def send(self, sender: Any, **named: Any) -> list[tuple[Any, Any]]:
        """Tell that facts of ``project_ids`` moved; ``senders`` are the models that changed."""
        held = _held.get()
        if held is None:
            return super().send(sender, **{"senders": frozenset({sender}), **named})
        for project_id in named["project_ids"]:
            held[project_id].add(sender)
        return []


projects_changed = ProjectsChanged()
"""Sent within the transaction of a change, with ``project_ids``: facts that dashboards show have moved."""

plan_revised = Signal()
"""Sent within the transaction of a new revision, with ``actor``, ``project``, and the plans ``before`` and
``after``: what names tasks by their place follows them, but for what was written ``since`` (None: nothing
was), as by a file that brings a plan and says itself what it names."""


@contextmanager
def told_once() -> Iterator[None]:
    """Make many changes in one transaction, of which `projects_changed` tells once per project, at the end.

    Meanwhile dashboards, exceptions and forecasts stand as they were: who reads them in between tells first.
    """
    if _held.get() is not None:  # what is outside tells
        yield
        return
    with transaction.atomic():
        held: dict[int, set[Any]] = defaultdict(set)
        token = _held.set(held)
        try:
            yield
        finally:
            _held.reset(token)
        for senders, project_ids in _grouped(held):
            sender = min(senders, key=lambda one: one.__name__)
            projects_changed.send(sender, senders=senders, project_ids=project_ids)


def _grouped(held: dict[int, set[Any]]) -> list[tuple[frozenset[Any], list[int]]]:
    """Return the projects of which the same changed, together."""
    made: dict[frozenset[Any], list[int]] = defaultdict(list)
    for project_id, senders in sorted(held.items()):
        made[frozenset(senders)].append(project_id)
    return list(made.items())
