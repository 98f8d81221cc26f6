"""Work that comes back: declared by the rooms above, done by one process at a time, whoever is there.

Each piece has a row that says when it is due. A process claims the row, works outside every transaction and
gives the row back with the next moment. If it dies, the claim runs out and another process begins. So a piece
is done *at least* once per interval: what may happen only once, as a mail, keeps its own record.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Any, Final

from django.db import DatabaseError, close_old_connections, connections
from django.db.models import F, Q
from django.utils import timezone

from stuurbord.web.jobs.models import PeriodicRun

LOOK_EVERY: Final = 10.0
"""Seconds between two looks at what is due."""
LEASE: Final = timedelta(minutes=10)
"""A piece of work that takes longer may be begun by another process too."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Periodic:
    """A piece of work that comes back.

    Parameters
    ----------
    run
        Gets the moment at which it began. It may run twice at once after a crash, and has to bear it.
    """

    name: str
    interval: timedelta
    run: Callable[[datetime], None]


PERIODIC: dict[str, Periodic] = {}


def declare(one: Periodic) -> Periodic:
    """Make a piece of work known; called when its app is ready.

    Raises
    ------
    ValueError
        If another has this name.
    """
    if one.name in PERIODIC:
        raise ValueError(f"periodic work {one.name} is declared already")
    PERIODIC[one.name] = one
    return one


def run_due(now: datetime | None = None, leaving: Event | None = None) -> list[str]:
    """Do what is due and nobody else does; return the names of what was done, also where it failed."""
    done = []
    for one in list(PERIODIC.values()):
        if leaving is not None and leaving.is_set():
            break
        if claim := _claim(one, now or timezone.now()):
            _run(one, claim, now)
            done.append(one.name)
    return done


def run_until(leaving: Event, wait: Callable[[float], Any]) -> None:
    """Do what is due as it comes, until ``leaving``.

    Parameters
    ----------
    wait
        Sleeps so many seconds, unless this process leaves.
    """
    while not leaving.is_set():
        try:
            run_due(leaving=leaving)
        except DatabaseError:  # it may be restarting; whoever looks after it sees this line
            _log.exception("what is due cannot be read")
        finally:
            close_old_connections()
        wait(LOOK_EVERY)
    connections.close_all()


def _claim(one: Periodic, now: datetime) -> str:
    """Return our claim on a piece of work that is due; empty if it is not, or somebody else does it.

    Most looks find nothing due and write nothing: the row is changed by a condition, not by a lock.
    """
    row = PeriodicRun.objects.filter(pk=one.name)
    is_free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    if not row.filter(is_free, due_at__lte=now).exists():
        if row.exists():
            return ""
        PeriodicRun.objects.get_or_create(name=one.name, defaults={"due_at": now})
    claim = secrets.token_hex(16)
    taken = row.filter(is_free, due_at__lte=now).update(
        claimed_until=now + LEASE, claim=claim, started_at=now
    )
    return claim if taken else ""


def _run(one: Periodic, claim: str, now: datetime | None) -> None:
    began = now or timezone.now()
    failed: Any = F("n_failed") + 1
    try:
        one.run(began)
        failed = 0
    except Exception:  # noqa: BLE001 - the rest goes on whatever one piece does
        _log.exception("periodic work %s failed", one.name)
    ended = now or timezone.now()
    # Counted from the end, so that slow work does not chase itself.
    PeriodicRun.objects.filter(pk=one.name, claim=claim).update(
        claimed_until=None, claim="", due_at=ended + one.interval, ended_at=ended, n_failed=failed
    )
