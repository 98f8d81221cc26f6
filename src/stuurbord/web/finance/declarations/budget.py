"""The budget lines as a register."""

from __future__ import annotations

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.finance.balances import OF_BUDGET_LINE, differs, overdrawn
from stuurbord.web.finance.conclusions.budget import budget_conclusion, budget_sentence
from stuurbord.web.finance.declarations.columns import PROJECT, euros
from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.lists.register import Column, Family, Filter, Register, Section, View

AMOUNTS = (
    euros("budgeted_commitment", _("Commitment, budgeted")),
    euros("committed", _("Committed")),
    euros("forecast_commitment", _("Commitment, forecast")),
    euros("budgeted_payment", _("Payment, budgeted")),
    euros("paid", _("Paid")),
    euros("forecast_payment", _("Payment, forecast")),
)

BALANCES = (
    euros("commitments_registered", _("Commitments, registered"), is_extra=True),
    euros("free_commitment", _("Commitment, free"), is_extra=True),
    euros("payments_registered", _("Payments, registered"), is_extra=True),
    euros("free_payment", _("Payment, free"), is_extra=True),
)

BUDGET = Register(
    slug="budget",
    title=_("Budget"),
    one=_("Budget line"),
    model=BudgetLine,
    sheet="budget",
    columns=(
        Column("year", _("Year"), "code", "year"),
        Column("article", _("Budget article"), "name", "article"),
        PROJECT,
        Column("get_kind_display", _("Kind"), "choice", "kind"),
        *AMOUNTS,
        *BALANCES,
    ),
    facts=AMOUNTS,
    sections=(
        Section(_("Which line"), ("year", "article", "kind")),
        Section(_("Commitment"), ("budgeted_commitment", "committed", "forecast_commitment")),
        Section(_("Payment"), ("budgeted_payment", "paid", "forecast_payment")),
    ),
    identity=("year", "article", "kind"),
    title_field="article",
    search=("article",),
    order=("project__code", "year", "article"),
    views=(
        View("above", _("Forecast above budget"), lambda user: Q(forecast_payment__gt=F("budgeted_payment"))),
        View("no-forecast", _("Without forecast"), lambda user: Q(forecast_payment=None)),
        View("overdrawn", _("Overdrawn"), overdrawn),
        View("differs", _("Differs from what is registered"), differs),
    ),
    filters=(
        Filter("year", _("Year"), "year"),
        Filter("article", _("Budget article"), "article"),
        Filter("kind", _("Kind"), "kind"),
    ),
    permission=Permission.EDIT_BUDGET,
    annotations=OF_BUDGET_LINE,
    is_main=True,
    family=Family.MONEY,
    empty=_("No budget lines yet. Take them over from Excel: one line per project, year and article."),
    conclusion=budget_conclusion,
    sentence=budget_sentence,
)
