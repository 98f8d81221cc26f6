"""Commitments and the orders placed on them, as registers."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.finance.balances import OF_COMMITMENT, OF_ORDER
from stuurbord.web.finance.checks import check_commitment, check_vat, in_turn, written_before
from stuurbord.web.finance.conclusions.spending import (
    commitments_conclusion,
    late_delivery,
    orders_conclusion,
)
from stuurbord.web.finance.declarations.columns import (
    DUE,
    NUMBER,
    OF_OWNER,
    OF_STATE,
    OWNER,
    PROJECT,
    STATE,
    TITLE,
    ask_approval,
    euros,
    of_budget,
)
from stuurbord.web.finance.declarations.states import COMMITMENT_STATES, ORDER_STATES
from stuurbord.web.finance.following import commitment_suffices, credit_suffices, stays
from stuurbord.web.finance.models import (
    BINDING_ORDERS,
    COUNTED_COMMITMENTS,
    Commitment,
    CommitmentState,
    Order,
    OrderState,
)
from stuurbord.web.lists.register import Ask, Column, Family, Register, Section, View
from stuurbord.web.lists.state_checks import keeps

COMMITMENTS = Register(
    slug="vastleggingen",
    prefix="V-",
    title=_("Commitments"),
    one=_("Commitment"),
    model=Commitment,
    columns=(
        NUMBER,
        TITLE,
        PROJECT,
        Column("budget_line", _("Budget line"), "code", "budget_line__code"),
        Column("beneficiary", _("Beneficiary"), "text", "beneficiary"),
        Column("committed_on", _("Date"), "date", "committed_on"),
        euros("amount", _("Amount")),
        euros("decrease", _("Decrease"), is_extra=True),
        euros("ordered", _("Ordered")),
        OWNER,
        STATE,
    ),
    facts=(euros("net", _("Amount after decrease")), euros("ordered", _("Ordered"))),
    sections=(
        Section(_("What for"), ("code", "title", "budget_line", "beneficiary", "owner")),
        Section(_("How much"), ("amount", "decrease", "committed_on")),
        Section(_("Visa"), ("state", "visa")),
    ),
    search=("code", "title", "beneficiary", "visa"),
    order=("project__code", "code"),
    views=(View("waiting", _("Waiting for a visa"), lambda user: Q(state=CommitmentState.PROPOSED)),),
    filters=(*of_budget("budget_line"), OF_STATE, OF_OWNER),
    permission=Permission.EDIT_BUDGET,
    closed_states=(CommitmentState.REFUSED, CommitmentState.CLOSED),
    related=("project__portfolio", "budget_line", "owner"),
    annotations=OF_COMMITMENT,
    empty=_("No commitments yet. Write the first one down with its budget line and amount, as a proposal."),
    conclusion=commitments_conclusion,
    check=in_turn(
        check_commitment,
        keeps(COUNTED_COMMITMENTS, "budget_line", "beneficiary", "amount", "committed_on"),
        written_before(COUNTED_COMMITMENTS, "budget_line", "beneficiary", "amount"),
    ),
    states=COMMITMENT_STATES,
    follow=stays(COUNTED_COMMITMENTS, credit_suffices),
    asks=(ask_approval("visa", _("Give a visa"), CommitmentState.PROPOSED),),
    help={
        "budget_line": _("Year, article and I(nvestment) or E(xploitation): 2026 MB0-1MF4NB-WT I."),
        "amount": _("Incl. VAT. It weighs on the commitment credit from the approval on."),
        "decrease": _("What of it turned out not to be needed; that is free again."),
        "visa": _("Number and date of the visa or the advice."),
    },
    family=Family.MONEY,
)

ORDERS = Register(
    slug="bestelbonnen",
    prefix="B-",
    title=pgettext_lazy("purchase", "Orders"),
    one=pgettext_lazy("purchase", "Order"),
    model=Order,
    columns=(
        NUMBER,
        TITLE,
        PROJECT,
        Column("commitment", _("Commitment"), "code", "commitment__code"),
        Column("supplier", _("Supplier"), "text", "supplier"),
        Column("ordered_on", _("Date"), "date", "ordered_on"),
        euros("amount_excl", _("Excl. VAT"), is_extra=True),
        euros("amount_incl", _("Incl. VAT")),
        euros("invoiced", _("Invoiced")),
        DUE,
        OWNER,
        STATE,
    ),
    facts=(euros("amount_incl", _("Incl. VAT")), euros("invoiced", _("Invoiced")), DUE),
    sections=(
        Section(_("What is ordered"), ("code", "title", "commitment", "supplier", "owner")),
        Section(_("How much"), ("amount_excl", "amount_incl", "payment_days")),
        Section(_("When"), ("ordered_on", "due", "state")),
    ),
    search=("code", "title", "supplier"),
    order=("project__code", "code"),
    views=(View("late", _("Delivery late"), late_delivery),),
    filters=(*of_budget("commitment__budget_line"), OF_STATE, OF_OWNER),
    permission=Permission.EDIT_BUDGET,
    closed_states=(OrderState.CLOSED, OrderState.CANCELLED),
    related=("project__portfolio", "commitment", "owner"),
    annotations=OF_ORDER,
    empty=_("No orders yet. An order is placed on an approved commitment."),
    conclusion=orders_conclusion,
    check=in_turn(check_vat, keeps(BINDING_ORDERS, "commitment", "supplier", "amount_excl", "amount_incl")),
    states=ORDER_STATES,
    follow=stays(BINDING_ORDERS, commitment_suffices),
    asks=(
        Ask("delivery", _("Follow up"), lambda person: Q(owner=person, state="placed"), finish="delivered"),
    ),
    expiries=("due",),
    help={
        "commitment": _("The number of an approved commitment of this project."),
        "amount_incl": _("With VAT transferred to the customer: what it comes to in all."),
        "payment_days": _(
            "Days after receipt in which an invoice is paid; 30 unless the contract says otherwise."
        ),
    },
    family=Family.MONEY,
)
