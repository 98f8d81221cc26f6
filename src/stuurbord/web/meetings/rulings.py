"""What a body can decide about each kind of item, with the key that chooses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.meetings.models import AgendaItem, ItemKind


@dataclass(frozen=True, slots=True)
class Ruling:
    """One thing that can be decided.

    Attributes
    ----------
    target
        The state that the line goes to; empty: the line stays as it is.
    """

    code: str
    label: str | Promise
    target: str = ""


RULINGS: Final[dict[str, tuple[Ruling, ...]]] = {
    ItemKind.DECISION: (
        Ruling("decided", _("Decided"), "decided"),
        Ruling("withdrawn", pgettext_lazy("ruling", "Withdrawn"), "withdrawn"),
    ),
    ItemKind.CHANGE: (
        Ruling("approved", pgettext_lazy("ruling", "Approved"), "approved"),
        Ruling("rejected", pgettext_lazy("ruling", "Rejected"), "rejected"),
        Ruling("postponed", pgettext_lazy("ruling", "Postponed"), "postponed"),
    ),
    ItemKind.EXCEPTION: (Ruling("decided", _("Decided"), "decided"),),
    ItemKind.ESCALATION: (Ruling("decided", _("Decided"), "decided"),),
    ItemKind.GATE: (
        Ruling("go", pgettext_lazy("ruling", "Go")),
        Ruling("go_with_conditions", pgettext_lazy("ruling", "Go with conditions")),
        Ruling("no_go", pgettext_lazy("ruling", "No go")),
        Ruling("postponed", pgettext_lazy("ruling", "Postponed")),
    ),
}
_NOTED: Final = (Ruling("noted", pgettext_lazy("ruling", "Noted")),)


def rulings_for(item: AgendaItem) -> tuple[Ruling, ...]:
    """Return what can be decided under an item: for one without a line, that it was taken note of."""
    return RULINGS.get(item.kind, _NOTED)


def label_of(item: AgendaItem) -> str:
    """Return what was decided in words; empty if nothing was."""
    found: dict[str, Any] = {one.code: one.label for one in rulings_for(item)}
    return str(found.get(item.ruling, item.ruling))
