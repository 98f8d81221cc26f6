"""Invoices as a register."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.finance.balances import OF_INVOICE, above_order
from stuurbord.web.finance.checks import (
    check_invoice,
    check_month,
    check_vat,
    in_turn,
    written_before,
)
from stuurbord.web.finance.conclusions.spending import invoice_sentence, invoices_conclusion, overdue
from stuurbord.web.finance.declarations.columns import (
    DUE,
    NUMBER,
    OF_OWNER,
    OF_STATE,
    OWNER,
    PROJECT,
    STATE,
    ask_approval,
    euros,
    of_budget,
)
from stuurbord.web.finance.declarations.states import INVOICE_STATES
from stuurbord.web.finance.following import invoices_come_once, stays
from stuurbord.web.finance.models import Invoice, InvoiceState
from stuurbord.web.lists.register import Ask, Column, Family, Filter, Register, Section, View
from stuurbord.web.lists.state_checks import keeps

_DECIDED = (InvoiceState.APPROVED, InvoiceState.PAID)
_JUDGED = ("order", "supplier_number", "amount_excl", "amount_incl", "month")

_CHECK = in_turn(
    check_month,
    check_vat,
    check_invoice,
    keeps(_DECIDED, *_JUDGED),
    written_before(_DECIDED, *_JUDGED),
    keeps((InvoiceState.PAID,), "paid_on"),
)
_EXCL = euros("amount_excl", _("Excl. VAT"), is_extra=True)
_INCL = euros("amount_incl", _("Incl. VAT"))
_PAID = Column("paid_on", _("Paid on"), "date")
_OF_MONTH = Filter("month", _("Month"), "month")

INVOICES = Register(
    slug="facturen",
    prefix="F-",
    title=_("Invoices"),
    one=_("Invoice"),
    model=Invoice,
    columns=(
        NUMBER,
        Column("title", _("Subject"), "name", "title"),
        PROJECT,
        Column("order", pgettext_lazy("purchase", "Order"), "code", "order__code", detail="supplier"),
        Column("supplier_number", _("Number at the supplier"), "code", "supplier_number", is_extra=True),
        Column("received_on", _("Received"), "date", "received_on"),
        DUE,
        Column("month", _("Month"), "code", "month"),
        _EXCL,
        _INCL,
        OWNER,
        STATE,
    ),
    facts=(_EXCL, Column("vat", _("VAT"), "euro"), _INCL, DUE, _PAID),
    sections=(
        Section(_("Which invoice"), ("code", "title", "order", "supplier_number", "invoiced_on")),
        Section(_("How much"), ("amount_excl", "amount_incl", "month")),
        Section(_("Follow-up"), ("received_on", "due", "owner", "state", "paid_on", "note")),
    ),
    search=("code", "title", "supplier_number", "order__supplier", "order__code"),
    order=("due", "code"),
    views=(
        View("late", _("Late"), overdue),
        View("to-verify", _("To verify"), lambda user: Q(state=InvoiceState.RECEIVED)),
        View("to-approve", _("To approve"), lambda user: Q(state=InvoiceState.VERIFIED)),
        View("no-month", _("Without month"), lambda user: Q(month="")),
        View("no-amount", _("Without amount"), lambda user: Q(amount_incl=None)),
        View("above-order", _("Above the order"), above_order),
    ),
    filters=(*of_budget("order__commitment__budget_line"), _OF_MONTH, OF_STATE, OF_OWNER),
    permission=Permission.EDIT_BUDGET,
    closed_states=(InvoiceState.PAID,),
    related=("project__portfolio", "order", "owner"),
    annotations=OF_INVOICE,
    empty=_("No invoices yet. Write down each invoice the day it comes in: the payment period runs."),
    conclusion=invoices_conclusion,
    sentence=invoice_sentence,
    check=_CHECK,
    states=INVOICE_STATES,
    follow=stays(_DECIDED, invoices_come_once),
    asks=(
        Ask("verify", _("Verify"), lambda person: Q(owner=person, state="received"), finish="verified"),
        ask_approval("approve", _("Approve"), InvoiceState.VERIFIED, "due"),
    ),
    expiries=("due",),
    help={
        "order": _("The number of the order in this project."),
        "amount_incl": _("What is paid. A credit note has amounts below zero."),
        "month": _("The month in which the work was done, 2026-03: it counts as actual cost there."),
        "due": _("Left empty: the day of receipt and the payment period of the order."),
        "owner": _("Who checks the invoice against what was delivered, before it is due."),
    },
    family=Family.MONEY,
)
