"""A comparison as plain data, for programs and to store: the same in every language."""

from __future__ import annotations

from typing import Any

from stuurbord.exchange.fidelity.columns import FLOATS
from stuurbord.exchange.fidelity.comparison import Deviation, Fidelity
from stuurbord.exchange.fidelity.tallies import tallies_record
from stuurbord.plan import NONE, moment


def fidelity_record(of: Fidelity) -> dict[str, Any]:
    """Return counts, shares, causes and deviations.

    Dates are local ISO texts, floats working minutes; a share is a fraction from 0 to 1, or None where
    nothing was compared.
    """
    return {
        "profile": of.plan.rules.profile.name.lower(),
        "tasks": of.n_tasks,
        **tallies_record(of.counted),
        "total_float_from": of.float_field,
        "scored": {"tasks": of.n_scored, **tallies_record(of.scored)},
        "kinds": {kind: tallies_record(one) for kind, one in of.kinds.items()},
        "causes": {cause.value: number for cause, number in of.causes.items()},
        "unexplained_tasks": of.n_unexplained,
        "seconds": round(of.seconds, 4),
        "deviations": [deviation_record(of, one) for one in of.deviations],
    }


def deviation_record(of: Fidelity, one: Deviation) -> dict[str, Any]:
    """Return ``{"uid", "name", "field", "stored", "computed", "cause"}``."""
    return {
        "uid": int(of.plan.tasks.uid[one.task_idx]),
        "name": of.plan.tasks.name[one.task_idx],
        "field": one.field,
        "stored": written(one.field, one.stored),
        "computed": written(one.field, one.computed),
        "cause": one.cause.value,
    }


def written(field: str, value: int) -> str | float | None:
    """Return an instant as ISO text, a float as working minutes."""
    if value == NONE:
        return None
    if field in FLOATS:
        minutes = value / 60
        return int(minutes) if minutes == int(minutes) else round(minutes, 3)
    return moment(value).isoformat()
