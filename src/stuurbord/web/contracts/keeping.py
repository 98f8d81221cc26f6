"""What every action on a contract shares: the lock, the version, the audit entry, who hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from stuurbord.web.audit.chain import record
from stuurbord.web.clock import today
from stuurbord.web.contracts.events import contracts_changed
from stuurbord.web.contracts.models import Contract
from stuurbord.web.procurements.models import ProcurementFile, Stage
from stuurbord.web.procurements.rights import require_edit
from stuurbord.web.projects.actions import save_version
from stuurbord.web.tolerances.since import require_fresh

MOST_TEXT = 4000


class Refused(ValueError):
    """This cannot be done; the sentence says why. Nothing was changed."""


def held(actor: Any, contract: Contract, expected_version: int) -> Contract:
    """Return the contract as it is stored, locked until the transaction ends, for who may change it.

    Raises
    ------
    NotPermitted
        If the actor may not change the file.
    VersionConflict
        If somebody changed the contract since, with who and what.
    Refused
        If the procurement was stopped.
    """
    # First its file, as whoever changes the file does: what happens to a contract moves the file on.
    ProcurementFile.objects.select_for_update(of=("self",)).get(pk=contract.file_id)
    found = (
        Contract.objects.select_for_update(of=("self",))
        .select_related("file__project__portfolio", "lot", "order", "bond", "advance")
        .get(pk=contract.pk)
    )
    require_edit(actor, found.file)
    require_fresh(found, found.subject, expected_version)
    if found.file.stage == Stage.STOPPED or found.file.is_archived:
        raise Refused(_("This procurement was stopped."))
    return found


def kept(actor: Any, contract: Contract, action: str, data: Mapping[str, Any]) -> None:
    """Move the version of a contract on, with the audit entry of what happened."""
    save_version(contract, contract.version)
    written(actor, contract, action, data)


def written(actor: Any, contract: Contract, action: str, data: Mapping[str, Any]) -> None:
    """Write the audit entry of something that happened to a contract, and let others hear of it."""
    lot = contract.lot.number if contract.lot else None
    told = {"reference": contract.file.reference} | ({"lot": lot} if lot else {}) | dict(data)
    record(
        actor,
        action,
        contract.subject,
        told,
        portfolio_id=contract.file.project.portfolio_id,
        project_id=contract.file.project_id,
        version=contract.version,
    )
    contracts_changed.send(sender=Contract, file_ids={contract.file_id})


def next_number(lines: Any) -> int:
    """Return the number after the highest of the lines of a contract."""
    highest: int | None = lines.aggregate(most=Max("number"))["most"]
    return (highest or 0) + 1


def text(value: str, most: int = MOST_TEXT) -> str:
    """Return a text without what does not belong in one.

    Raises
    ------
    Refused
        If it is longer than allowed: a reason that is cut off is not the reason.
    """
    found = value.replace("\0", "").strip()
    if len(found) > most:
        raise Refused(_("This text has more than {most} characters.").format(most=most))
    return found


def needed(value: str, told: str, most: int = MOST_TEXT) -> str:
    """Return a text that must be there; raise `Refused` with the sentence where it is not."""
    found = text(value, most)
    if not found:
        raise Refused(told)
    return found


def require_past(day: Any) -> None:
    """Raise `Refused` for a day that still has to come."""
    if day is not None and day > today():
        raise Refused(_("This day lies ahead: write it down when it has come."))
