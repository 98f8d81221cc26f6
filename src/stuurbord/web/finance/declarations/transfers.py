"""Transfers of credit and draws on the contingency, as registers."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.finance.checks import check_draw, check_transfer, in_turn, written_before
from stuurbord.web.finance.conclusions.budget import transfers_conclusion
from stuurbord.web.finance.conclusions.project_money import draws_conclusion
from stuurbord.web.finance.declarations.columns import (
    NUMBER,
    OF_STATE,
    PROJECT,
    STATE,
    TITLE,
    ask_approval,
    euros,
    of_budget,
)
from stuurbord.web.finance.declarations.states import DRAW_STATES, TRANSFER_STATES
from stuurbord.web.finance.following import carry_out, contingency_suffices, stays
from stuurbord.web.finance.models import ContingencyDraw, DrawState, Transfer, TransferState
from stuurbord.web.lists.register import Column, Family, Filter, Register, Section, View
from stuurbord.web.lists.state_checks import keeps

_DECIDED = (TransferState.APPROVED, TransferState.EXECUTED)

TRANSFERS = Register(
    slug="kredietherschikkingen",
    prefix="H-",
    title=_("Credit transfers"),
    one=_("Credit transfer"),
    model=Transfer,
    columns=(
        NUMBER,
        Column("reason", _("Reason"), "name", "reason"),
        PROJECT,
        Column("from_line", _("From"), "code", "from_line__code"),
        Column("to_line", _("To"), "code", "to_line__code"),
        Column("get_credit_display", _("Credit"), "choice", "credit"),
        euros("amount", _("Amount")),
        Column("requested_on", _("Requested"), "date", "requested_on"),
        STATE,
    ),
    sections=(
        Section(_("Why"), ("code", "reason", "requested_on")),
        Section(_("What moves"), ("from_line", "to_line", "credit", "amount")),
        Section(_("Decision"), ("mandate", "state")),
    ),
    title_field="reason",
    search=("code", "reason", "mandate"),
    order=("project__code", "code"),
    views=(
        View("to-approve", _("To approve"), lambda user: Q(state=TransferState.REQUESTED)),
        View("to-execute", _("To execute"), lambda user: Q(state=TransferState.APPROVED)),
    ),
    filters=(*of_budget("from_line"), Filter("credit", _("Credit"), "credit"), OF_STATE),
    permission=Permission.EDIT_BUDGET,
    closed_states=(TransferState.EXECUTED, TransferState.REFUSED),
    related=("project__portfolio", "from_line", "to_line"),
    empty=_("No transfers. One moves credit from a budget line to another; approved by who has the mandate."),
    conclusion=transfers_conclusion,
    check=in_turn(
        check_transfer,
        keeps(_DECIDED, "from_line", "to_line", "credit", "amount", "mandate", "reason"),
        written_before(_DECIDED, "from_line", "to_line", "credit", "amount"),
    ),
    states=TRANSFER_STATES,
    follow=stays(_DECIDED, carry_out),
    asks=(ask_approval("approve", _("Approve"), TransferState.REQUESTED),),
    help={
        "from_line": _("Year, article and I(nvestment) or E(xploitation): 2026 MB0-1MF4NB-WT I."),
        "mandate": _("Who decides on it, by which decision."),
        "state": _("Executing it changes the credit of both budget lines at once."),
    },
    family=Family.MONEY,
)

DRAWS = Register(
    slug="onvoorzien",
    prefix="O-",
    title=_("Contingency"),
    one=_("Draw on the contingency"),
    model=ContingencyDraw,
    columns=(
        NUMBER,
        TITLE,
        PROJECT,
        Column("risk", _("Risk"), "code", "risk"),
        euros("amount", _("Amount")),
        Column("days", _("Days"), "days", "days", has_total=True),
        Column("drawn_on", _("Date"), "date", "drawn_on"),
        Column("decided_by", _("Approved by"), "person", "decided_by__name"),
        STATE,
    ),
    sections=(
        Section(_("What for"), ("code", "title", "risk")),
        Section(_("How much"), ("amount", "days", "drawn_on")),
        Section(_("Decision"), ("decided_by", "state")),
    ),
    search=("code", "title", "risk"),
    order=("project__code", "code"),
    views=(View("to-approve", _("To approve"), lambda user: Q(state=DrawState.REQUESTED)),),
    filters=(Filter("risk", _("Risk"), "risk"), OF_STATE),
    permission=Permission.EDIT_BUDGET,
    closed_states=(DrawState.REFUSED,),
    related=("project__portfolio", "decided_by"),
    empty=_("Nothing was drawn on the contingency. How much there is stands with the project."),
    conclusion=draws_conclusion,
    check=in_turn(
        check_draw,
        keeps((DrawState.APPROVED,), "amount", "days", "risk", "decided_by"),
        written_before((DrawState.APPROVED,), "amount", "days", "risk"),
    ),
    states=DRAW_STATES,
    follow=stays((DrawState.APPROVED,), contingency_suffices),
    asks=(ask_approval("approve", _("Approve"), DrawState.REQUESTED),),
    help={
        "risk": _("The number of the risk that came true."),
        "days": _("Calendar days of the contingency in time."),
        "decided_by": _("Who has the mandate for it."),
    },
    family=Family.MONEY,
)
