"""Words for what facts name by code: targets, states, verdicts, severities."""

from __future__ import annotations

from typing import Final

from stuurbord.errors import N_

TARGETS: Final = {
    "time": N_("Time"),
    "cost": N_("Cost"),
    "scope": N_("Scope"),
    "quality": N_("Quality"),
    "benefits": N_("Benefits"),
    "risk": N_("Risk"),
    "sustainability": N_("Sustainability"),
}
BASES: Final = {
    "simulation": N_("P80 of the simulation"),
    "forecast": N_("forecast"),
    "register": N_("registers"),
}
VERDICTS: Final = {
    "go": N_("go"),
    "go_with_conditions": N_("go with conditions"),
    "no_go": N_("no go"),
    "postponed": N_("postponed"),
}
STATES: Final = {
    "requested": N_("requested"),
    "assessed": N_("impact assessed"),
    "approved": N_("approved"),
    "rejected": N_("rejected"),
    "postponed": N_("postponed"),
    "executed": N_("executed"),
    "withdrawn": N_("withdrawn"),
    "closed": N_("closed"),
    "described": N_("described"),
    "in_progress": N_("in progress"),
    "ready": N_("ready for review"),
    "accepted": N_("accepted"),
    "dropped": N_("dropped"),
    "open": N_("open"),
    "raised": N_("raised"),
    "reported": N_("reported"),
    "decision_asked": N_("decision asked"),
    "decided": N_("decided"),
    "low": N_("low"),
    "medium": N_("medium"),
    "high": N_("high"),
    "critical": N_("critical"),
    "minor": N_("minor"),
    "major": N_("major"),
}
CATEGORIES: Final = {
    "procurement": N_("procurement and contract"),
    "planning": N_("planning and estimates"),
    "technology": N_("technology"),
    "people": N_("people and organisation"),
    "steering": N_("steering and decisions"),
    "quality": N_("quality and tests"),
    "security": N_("information security"),
}


def word(kind: dict[str, str], code: str) -> str:
    """Return the source string for a code; a code that has none is its own word."""
    return kind.get(code, code.replace("_", " "))
