"""Which state of a line of money follows which, what must be known first, and where a second person looks."""

from __future__ import annotations

from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.finance.guards import (
    commitment_fits,
    draw_fits,
    invoice_is_complete,
    invoice_is_dated,
    order_fits,
    transfer_fits,
)
from stuurbord.web.finance.models import (
    CommitmentState,
    DrawState,
    InvoiceState,
    OrderState,
    TransferState,
)
from stuurbord.web.lists.states import StateMachine, Transition, from_each

_APPROVE = Permission.APPROVE_SPENDING

COMMITMENT_STATES = StateMachine(
    CommitmentState.PROPOSED,
    (
        Transition("proposed", "approved", "g", _APPROVE, commitment_fits, four_eyes=True),
        Transition("proposed", "refused", "w", _APPROVE),
        Transition("refused", "proposed"),
        Transition("approved", "closed", "a"),
        Transition("closed", "approved", "", _APPROVE, four_eyes=True),
    ),
)

ORDER_STATES = StateMachine(
    OrderState.DRAFT,
    (
        Transition("draft", "placed", "p", guard=order_fits),
        Transition("draft", "cancelled"),
        Transition("placed", "delivered", "l"),
        Transition("placed", "cancelled"),
        Transition("delivered", "placed"),
        Transition("delivered", "closed", "a"),
        Transition("closed", "delivered"),
    ),
)

INVOICE_STATES = StateMachine(
    InvoiceState.RECEIVED,
    (
        Transition("received", "verified", "v", guard=invoice_is_complete),
        Transition("verified", "received"),
        Transition("verified", "approved", "g", _APPROVE, invoice_is_complete, four_eyes=True),
        Transition("approved", "paid", "b", guard=invoice_is_dated),
        Transition("approved", "verified"),
        *from_each(("received", "verified", "approved"), "disputed", "t"),
        Transition("disputed", "received"),
    ),
)

TRANSFER_STATES = StateMachine(
    TransferState.REQUESTED,
    (
        Transition("requested", "approved", "g", _APPROVE, transfer_fits, four_eyes=True),
        Transition("requested", "refused", "w", _APPROVE),
        Transition("refused", "requested"),
        Transition("approved", "requested"),
        Transition("approved", "executed", "u", _APPROVE, transfer_fits),
    ),
)

DRAW_STATES = StateMachine(
    DrawState.REQUESTED,
    (
        Transition("requested", "approved", "g", _APPROVE, draw_fits, four_eyes=True),
        Transition("requested", "refused", "w", _APPROVE),
        Transition("refused", "requested"),
        Transition("approved", "requested"),
    ),
)
