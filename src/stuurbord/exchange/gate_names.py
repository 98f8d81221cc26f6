"""Gates recognised in plans that have no field for them: the name of a milestone tells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from stuurbord.errors import N_, Severity
from stuurbord.exchange.reading_report import ReadingReport
from stuurbord.plan.draft import TaskRow

_IN_NAME: Final = re.compile(r"(?<![\w.])G\d{1,2}(?:\.\d{1,2})?[a-z]?(?!\w|\.\d)")


def gate_in(name: str) -> str:
    """Return the gate that a milestone's name tells, or an empty text.

    The letter is needed: “Poort 2” may well be a lock gate.

    >>> gate_in("Poort G3.2: gunning"), gate_in("Gate G2b"), gate_in("G4 – oplevering"), gate_in("5G4")
    ('G3.2', 'G2b', 'G4', '')
    """
    found = _IN_NAME.search(name)
    return found[0] if found else ""


def recognise_gates(tasks: Iterable[TaskRow], report: ReadingReport) -> None:
    """Take milestones whose name tells a gate for gates: the file has no column for them."""
    for task in tasks:
        if task.is_milestone and not task.gate:
            task.gate = gate_in(task.name)
            if task.gate:
                text = N_("“{task}” is taken for gate {gate}.")
                report.tell(
                    "gate_recognised", text, Severity.INFO, task.where.task, task=task.name, gate=task.gate
                )
