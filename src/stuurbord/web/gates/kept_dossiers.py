"""The row of a dossier, locked and changed: state, version, audit entry."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _

from stuurbord.errors import N_, VersionConflict
from stuurbord.web.audit.chain import record
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.gates.models import GateDossier
from stuurbord.web.projects.models import Project

_HAPPENED: Final = {
    "submit": N_("submitted by {name}"),
    "withdraw": N_("taken back by {name}"),
    "decide": N_("decided by {name}"),
    "reopen": N_("re-opened by {name}"),
    "close": N_("closed by a later gate"),
    "import": N_("an earlier decision taken over by {name}"),
}
_MOST: Final = 5


def locked(project: Project, gate: str) -> GateDossier:
    """Return the row of a dossier, made where it is not there, for this transaction alone."""
    GateDossier.objects.get_or_create(project=project, gate=gate)
    row = GateDossier.objects.select_for_update().get(project=project, gate=gate)
    row.project = project
    return row


def require_version(row: GateDossier, version: int, changed: str = "") -> None:
    """Do nothing if nobody was first.

    Raises
    ------
    VersionConflict
        With who did what to the dossier since, and which facts changed, as far as that is known.
    """
    if row.version != version:
        told = _("Somebody else changed this dossier in the meantime; nothing was overwritten.")
        raise VersionConflict(" ".join(filter(None, [told, _since(row, version), changed])))


def _since(row: GateDossier, version: int) -> str:
    """Return what happened to a dossier after the version that somebody saw, in words."""
    entries = AuditEntry.objects.filter(subject=row.subject, version__gt=version).order_by("number")
    happened = [
        _(_HAPPENED[verb]).format(name=one.actor_name)
        for one in entries
        if (verb := one.action.partition(".")[2]) in _HAPPENED
    ]
    return _("Since then: {what}.").format(what="; ".join(happened[-_MOST:])) if happened else ""


def moved(actor: Any, row: GateDossier, state: str, verb: str, **data: Any) -> None:
    """Store a dossier in a state, with its audit entry."""
    before = row.state
    row.state, row.version = state, row.version + 1
    row.save()
    project = row.project
    record(
        actor,
        f"gate.{verb}",
        row.subject,
        {"gate": row.gate, "state": [before, str(state)], **data},
        portfolio_id=project.portfolio_id,
        project_id=project.pk,
        version=row.version,
    )
