"""Hears of proposals on a plan, so that a procurement follows them in the same transaction.

Imports come late: a process that decides on no proposal starts without the rule book.
"""

from __future__ import annotations

from typing import Any

from stuurbord.web.planning.events import (
    proposal_accepting,
    proposal_asked,
    proposal_decided,
    proposal_weighed,
)


def connect() -> None:
    """Listen from now on."""
    proposal_accepting.connect(_accepting, dispatch_uid="procurements.accepting")
    proposal_decided.connect(_decided, dispatch_uid="procurements.decided")
    proposal_asked.connect(_asked, dispatch_uid="procurements.asked")
    proposal_weighed.connect(_weighed, dispatch_uid="procurements.weighed")


def _accepting(sender: Any, **named: Any) -> None:
    from stuurbord.web.procurements.plan_effect.deciding import on_accepting

    on_accepting(sender, **named)


def _decided(sender: Any, **named: Any) -> None:
    from stuurbord.web.procurements.plan_effect.deciding import on_decided

    on_decided(sender, **named)


def _asked(sender: Any, **named: Any) -> Any:
    from stuurbord.web.procurements.plan_effect.deciding import on_asked

    return on_asked(sender, **named)


def _weighed(sender: Any, **named: Any) -> Any:
    from stuurbord.web.procurements.plan_effect.deciding import on_weighed

    return on_weighed(sender, **named)
