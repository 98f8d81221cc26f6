"""The row of a dossier, locked and changed: state, version, audit entry."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from stuurbord.errors import VersionConflict
from stuurbord.web.audit.chain import record
from stuurbord.web.gates.models import GateDossier
from stuurbord.web.projects.models import Project


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
        With what changed, as far as that is known.
    """
    if row.version != version:
        told = _("Somebody else changed this dossier in the meantime; nothing was overwritten.")
        raise VersionConflict(f"{told} {changed}".strip())


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
