"""What a webhook tells of an entry in the audit log, within what its owner may see."""

from __future__ import annotations

import uuid
from typing import Any

from stuurbord.web.accounts.models import Scope
from stuurbord.web.accounts.permissions import Permission, may
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.webhooks.models import Webhook

EVERYTHING = "*"
TEST = "webhook.test"


def kinds() -> list[str]:
    """Return what can be asked for: every register by its model's name."""
    return [register.model._meta.model_name for register in REGISTERS.values()]


def is_asked(webhook: Webhook, action: str) -> bool:
    """Return whether a webhook asks for an action of a register."""
    kind, _dot, _verb = action.partition(".")
    if kind not in kinds():
        return False
    asked = webhook.events
    return not asked or action in asked or f"{kind}.{EVERYTHING}" in asked


def may_be_told(webhook: Webhook, entry: AuditEntry) -> bool:
    """Return whether the webhook's owner may see what the entry tells, now."""
    scopes = [(Scope.PORTFOLIO, webhook.portfolio_id)]
    if entry.project_id is not None:
        scopes.append((Scope.PROJECT, entry.project_id))
    return webhook.owner.is_active and may(webhook.owner, Permission.VIEW, scopes)


def payload_of(entry: AuditEntry, event_id: uuid.UUID) -> dict[str, Any]:
    """Return what is sent: ids, action, version, and the fields with what they were and became."""
    kind = entry.action.partition(".")[0]
    slug = next((slug for slug, one in REGISTERS.items() if one.model._meta.model_name == kind), "")
    return {
        "event": str(event_id),
        "action": entry.action,
        "at": entry.at.isoformat(),
        "register": slug,
        "subject": entry.subject,
        "version": entry.version,
        "actor": entry.actor_name,
        "entry": entry.number,
        "changes": {
            name: {"before": values[0], "after": values[1]}
            for name, values in entry.data.items()
            if isinstance(values, list) and len(values) == 2
        },
    }


def test_payload(webhook: Webhook, event_id: uuid.UUID) -> dict[str, Any]:
    """Return what a test sends."""
    return {
        "event": str(event_id),
        "action": TEST,
        "register": "",
        "subject": webhook.subject,
        "version": webhook.version,
        "changes": {},
    }
