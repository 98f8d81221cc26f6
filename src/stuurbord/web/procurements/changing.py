"""What every change of a file does: hold it, change it, write down what changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from stuurbord.web.audit.chain import record
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.projects.actions import save_version
from stuurbord.web.tolerances.since import require_fresh

LEAST_REASON: Final = 10
"""Characters of a reason that goes against the rules."""
LEAST_WORDS: Final = 2


class NotAccepted(ValueError):
    """The file does not allow this; the text says why, and what would."""


class ReasonAsked(NotAccepted):
    """What is asked is possible with a reason that stays on the file."""


def clean(text: str) -> str:
    """Return a text without what does not belong in one: PostgreSQL refuses the character NUL."""
    return text.replace("\0", "").strip()


def motivated(text: str) -> str:
    """Return a reason that stays on the file, cleaned.

    Raises
    ------
    ReasonAsked
        If it is too short to be one: somebody who was not there has to understand it.
    """
    reason = clean(text)
    if len(reason) < LEAST_REASON or len(reason.split()) < LEAST_WORDS:
        raise ReasonAsked(_("Write the reason in words that somebody who was not there understands."))
    return reason


def held(file: ProcurementFile, expected_version: int) -> ProcurementFile:
    """Return the file as it is stored, locked until the transaction ends.

    Raises
    ------
    VersionConflict
        If somebody changed it since, with who and what.
    """
    found = (
        ProcurementFile.objects.select_for_update(of=("self",))
        .select_related("project__portfolio", "project__owner", "project__manager")
        .get(pk=file.pk)
    )
    require_fresh(found, found.subject, expected_version)
    return found


def save(actor: Any, file: ProcurementFile, values: Mapping[str, Any], action: str, **told: Any) -> bool:
    """Write changed fields and the audit entry; False, and nothing written, where nothing changes.

    Parameters
    ----------
    told
        What the audit entry tells beside the fields.
    """
    changed = {
        name: [getattr(file, name), value] for name, value in values.items() if getattr(file, name) != value
    }
    if not changed and not told:
        return False
    for name, value in values.items():
        setattr(file, name, value)
    save_version(file, file.version)
    written(
        actor, file, action, {name: [_plain(one) for one in pair] for name, pair in changed.items()} | told
    )
    return True


def written(actor: Any, file: ProcurementFile, action: str, data: dict[str, Any]) -> None:
    """Write the audit entry of something that happened to a file."""
    record(
        actor,
        action,
        file.subject,
        data,
        portfolio_id=file.project.portfolio_id,
        project_id=file.project_id,
        version=file.version,
    )


def _plain(value: Any) -> Any:
    return str(value) if hasattr(value, "_meta") else value
