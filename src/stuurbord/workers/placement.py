"""Which place the environment chooses for heavy computations."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from stuurbord.errors import N_, Finding, Severity, WorkersFailed


class Place(StrEnum):
    """Where iterations run."""

    THREADS = "threads"
    PROCESSES = "processes"
    CLUSTER = "cluster"


@dataclass(frozen=True, slots=True)
class Placement:
    """A place, with how many threads or processes it takes.

    Attributes
    ----------
    count
        Threads or processes; a cluster knows its own.
    address
        Of the Dask scheduler, as ``tcp://planning.example:8786``.
    """

    place: Place = Place.THREADS
    count: int = 1
    address: str = ""


PLACES: Final = (Place.THREADS, Place.PROCESSES)


def placement_of(environment: Mapping[str, str]) -> Placement:
    """Return the place that the variables of the environment choose; without any, threads on all cores.

    Raises
    ------
    WorkersFailed
        If a variable says something else than it may.
    """
    address = environment.get("STUURBORD_DASK", "").strip()
    place = environment.get("STUURBORD_WORKERS", "").strip() or Place.THREADS
    count = environment.get("STUURBORD_WORKER_COUNT", "").strip() or str(usable_cores())
    if place not in PLACES:
        raise WorkersFailed(_refused("STUURBORD_WORKERS", place, ", ".join(PLACES)))
    if not (count.isascii() and count.isdigit() and int(count) > 0):
        raise WorkersFailed(_refused("STUURBORD_WORKER_COUNT", count, "1, 2, 3 …"))
    if address:
        return Placement(Place.CLUSTER, int(count), address)
    return Placement(Place(place), int(count))


def usable_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _refused(name: str, value: str, possible: str) -> Finding:
    text = N_("{name} is “{value}”; it can be: {possible}.")
    fields = {"name": name, "value": value, "possible": possible}
    return Finding("worker_setting", text, Severity.ERROR, fields=fields)
