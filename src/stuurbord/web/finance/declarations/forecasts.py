"""What is expected per month, as a register."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.finance.checks import check_month_forecast
from stuurbord.web.finance.conclusions.budget import forecasts_conclusion, this_year
from stuurbord.web.finance.declarations.columns import NUMBER, PROJECT, euros
from stuurbord.web.finance.following import forecasts_count_once
from stuurbord.web.finance.models import Credit, MonthForecast
from stuurbord.web.lists.register import Column, Family, Filter, Register, Section, View

MONTH_FORECASTS = Register(
    slug="maandprognose",
    prefix="M-",
    title=_("Monthly forecast"),
    one=_("Expected amount"),
    model=MonthForecast,
    columns=(
        NUMBER,
        Column("month", _("Month"), "name", "month"),
        PROJECT,
        Column("get_kind_display", _("Kind"), "choice", "kind"),
        Column("get_credit_display", _("Commitment or payment"), "choice", "credit"),
        Column("budget_line", _("Budget line"), "code", "budget_line__code"),
        euros("amount", _("Amount")),
        Column("note", _("Note"), "text"),
    ),
    sections=(
        Section(_("Which month"), ("code", "month", "kind", "credit", "budget_line")),
        Section(_("How much"), ("amount", "note")),
    ),
    search=("code", "month", "note"),
    order=("month", "project__code", "code"),
    title_field="month",
    views=(
        View("this-year", _("This year"), this_year),
        View("payments", _("Payments"), lambda user: Q(credit=Credit.PAYMENT)),
        View("commitments", _("Commitments"), lambda user: Q(credit=Credit.COMMITMENT)),
    ),
    filters=(
        Filter("month", _("Month"), "month"),
        Filter("kind", _("Kind"), "kind"),
        Filter("credit", _("Commitment or payment"), "credit"),
        Filter("article", _("Budget article"), "budget_line__article"),
    ),
    permission=Permission.EDIT_BUDGET,
    related=("project__portfolio", "budget_line"),
    empty=_("No monthly forecast yet. Write down per month what will be committed and paid."),
    conclusion=forecasts_conclusion,
    check=check_month_forecast,
    follow=forecasts_count_once,
    help={
        "month": _("2026-03 or 03/2026."),
        "amount": _("Incl. VAT, what will come on top of what was committed or paid already."),
    },
    family=Family.MONEY,
)
