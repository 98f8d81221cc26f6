"""Predecessors as planners write them: ``2FS+3d;4SS``, in Dutch ``2EB+3d;4BB``, with WBS codes too.

Dutch Microsoft Project calls the ends *einde* and *begin*: EB = FS, BB = SS, EE = FF, BE = SF; the French
edition *fin* and *début*: FD, DD, FF, DF.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from stuurbord.errors import N_, Severity
from stuurbord.exchange.tabular.durations import Duration, WorkingUnits, read_duration, write_duration
from stuurbord.exchange.tabular.numbers import LONGEST, read_number
from stuurbord.exchange.tabular.problem import CellProblem, Notation
from stuurbord.plan import DependencyKind, LagUnit

KINDS: Final = {
    "FS": DependencyKind.FS,
    "SS": DependencyKind.SS,
    "FF": DependencyKind.FF,
    "SF": DependencyKind.SF,
    "EB": DependencyKind.FS,
    "BB": DependencyKind.SS,
    "EE": DependencyKind.FF,
    "BE": DependencyKind.SF,
    "FD": DependencyKind.FS,
    "DD": DependencyKind.SS,
    "DF": DependencyKind.SF,
}
_LINK = re.compile(r"([0-9]+(?:\.[0-9]+)*)\.?\s*([A-Za-z]{2})?\s*(?:([+-])\s*(.+))?")


@dataclass(frozen=True, slots=True)
class Link:
    """One predecessor: its number or WBS code, kind and lag (see `Dependencies` for units)."""

    reference: str
    kind: DependencyKind = DependencyKind.FS
    lag: int = 0
    lag_unit: LagUnit = LagUnit.WORKING


def read_links(text: str, units: WorkingUnits) -> tuple[list[Link], list[CellProblem]]:
    """Return the links of one cell and what is wrong or doubtful in it."""
    links, problems = [], []
    for part in _parts(text):
        try:
            links.append(_link(part, units))
        except CellProblem as problem:
            problems.append(problem)
            if problem.used is not None:
                links.append(problem.used)
    return links, problems


def write_links(links: Iterable[Link], units: WorkingUnits, hour: str = "u") -> str:
    """Return links as text, in the standard letters: ``2FS+3d;4SS``. A plain FS is the number alone."""
    return ";".join(_written(link, units, hour) for link in links)


def _parts(text: str) -> list[str]:
    # A comma separates too, unless it is the decimal one of a lag such as 2FS+1,5d.
    return [
        part.strip()
        for part in re.split(r"[;\n]|,(?=\s*\d+(?:\.\d+)*\s*(?:[A-Za-z]{2}|,|;|$))", text)
        if part.strip()
    ]


def _link(part: str, units: WorkingUnits) -> Link:
    found = _LINK.fullmatch(part) if len(part) <= LONGEST else None
    kind = KINDS.get((found[2] or "FS").upper()) if found else None
    if found is None or kind is None:
        told = N_("“{value}” is not a predecessor. Write 2 or 2FS+3d: number, kind (FS, SS, FF, SF) and lag.")
        raise CellProblem("not_a_predecessor", told, value=part[:60])
    if not found[4]:
        return Link(found[1], kind)
    sign = -1 if found[3] == "-" else 1
    if found[4].endswith("%"):
        amount = found[4].removesuffix("%")
        unit = LagUnit.ELAPSED_PERCENT if "e" in amount else LagUnit.PERCENT
        return Link(found[1], kind, sign * int(read_number(amount.strip("e"), Notation()) * 100), unit)
    doubt: CellProblem | None = None
    try:
        lag = read_duration(found[4], units)
    except CellProblem as problem:
        if problem.severity is Severity.ERROR:
            raise
        doubt, lag = problem, problem.used
    unit = LagUnit.ELAPSED if lag.is_elapsed else LagUnit.WORKING
    link = Link(found[1], kind, sign * lag.seconds, unit)
    if doubt is not None:
        raise CellProblem(doubt.code, doubt.text, doubt.severity, link, **doubt.fields)
    return link


def _written(link: Link, units: WorkingUnits, hour: str) -> str:
    letters = link.kind.name
    if link.lag == 0:
        return link.reference if link.kind is DependencyKind.FS else f"{link.reference}{letters}"
    sign = "-" if link.lag < 0 else "+"
    if link.lag_unit.is_share:
        share = f"{abs(link.lag) / 100:g}".replace(".", ",")
        percent = "%" if link.lag_unit is LagUnit.PERCENT else "e%"
        return f"{link.reference}{letters}{sign}{share}{percent}"
    lag = Duration(abs(link.lag), link.lag_unit is LagUnit.ELAPSED)
    return f"{link.reference}{letters}{sign}{write_duration(lag, units, hour)}"
