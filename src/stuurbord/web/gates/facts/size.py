"""How large the project is: as it was agreed at its start, else as far as its plan tells."""

from __future__ import annotations

from stuurbord.web.gates.facts.subject import Asked
from stuurbord.web.methods.queries import sizes_of


def take(asked: Asked) -> None:
    plans = asked.plans
    agreed = sizes_of(asked.ids)
    for project, facts in asked.each():
        found = plans.get(project.current_revision_id) if project.current_revision_id else None
        facts["size"] = agreed.get(project.pk) or _size(found.months if found else None)


def _size(months: float | None) -> str | None:
    """Return the size class by duration alone (Flemish project approach): months from start to finish."""
    if months is None:
        return None
    return "small" if months < 6 else "medium" if months <= 18 else "large"
