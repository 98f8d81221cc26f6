"""From the changes people write down to what they come to per project."""

from __future__ import annotations

from collections.abc import Iterable

from stuurbord.web.clock import today
from stuurbord.web.scenarios.draws import Moves
from stuurbord.web.scenarios.models import ChangeKind, ScenarioChange


def moves_per_project(changes: Iterable[ScenarioChange]) -> dict[str, Moves]:
    """Return the moves of a scenario by the code of the project."""
    grouped: dict[str, list[ScenarioChange]] = {}
    for one in changes:
        grouped.setdefault(one.project.code, []).append(one)
    return {code: moves_of(listed) for code, listed in grouped.items()}


def moves_of(changes: Iterable[ScenarioChange]) -> Moves:
    """Return what the changes to one project come to."""
    listed = list(changes)

    def of(kind: ChangeKind) -> list[ScenarioChange]:
        return [one for one in listed if one.kind == kind]

    ranks = [one.rank for one in of(ChangeKind.PRIORITY) if one.rank]
    return Moves(
        days=sum(one.days or 0 for one in of(ChangeKind.SHIFT)),
        until=next((one.until for one in of(ChangeKind.POSTPONE)), None),
        is_stopped=bool(of(ChangeKind.STOP)),
        euro=tuple((one.year or today().year, float(one.euro or 0)) for one in of(ChangeKind.BUDGET)),
        taken=frozenset(one.response for one in of(ChangeKind.TAKE)),
        dropped=frozenset(one.response for one in of(ChangeKind.DROP)),
        rank=ranks[0] if ranks else None,
    )
