"""What happens to conditions where a project closes: met, or left with somebody in the organisation."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stuurbord.web.clock import today
from stuurbord.web.gates.mandates import can_take_over
from stuurbord.web.notices.matter import FINISHED
from stuurbord.web.registers.guards import known

HAND_OVER: Final = gettext_lazy(
    "Have each condition confirmed as met, or hand it over to somebody in the organisation, with a date."
)
_named = known("owner", "due")


def handed(line: Any) -> str:
    """Say why a condition cannot be handed over as it stands; empty where it can.

    It keeps asking its owner, also when the project is over, so he must be somebody who can be asked.
    """
    if missing := _named(line):
        return missing
    if line.due < today():
        return _("A condition is handed over with a date that lies ahead.")
    return "" if can_take_over(line.owner, line.project) else cannot_take_over(line.owner)


def cannot_take_over(person: Any) -> str:
    """Return the sentence that says why somebody cannot be left with a condition."""
    told = _(
        "{name} cannot take this condition over: choose somebody other than the project manager,"
        " with an account that may write in this project."
    )
    return told.format(name=person)


def still_runs(line: Any) -> str:
    """Say why a condition does not come back to its project; empty where that runs."""
    if line.project.stage not in FINISHED:
        return ""
    return _("The project is over: hand the condition over to somebody in the organisation.")
