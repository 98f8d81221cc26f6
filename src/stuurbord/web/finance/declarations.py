"""The budget lines as a register."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.lists.register import Column, Filter, Register, Section, View, declare
from stuurbord.web.reader import reader

_COMPARABLE = Q(budgeted_payment__isnull=False, forecast_payment__isnull=False)


def budget_conclusion(lines: QuerySet[Any]) -> str:
    """Compare the forecast with the budget, over the lines that have both."""
    found = lines.order_by().aggregate(
        budget=Sum("budgeted_payment", filter=_COMPARABLE),
        forecast=Sum("forecast_payment", filter=_COMPARABLE),
    )
    if found["budget"] is None:
        return ""
    millions = reader().millions
    return _now("The forecast is {forecast} M€ against a budget of {budget} M€.").format(
        forecast=millions(found["forecast"]), budget=millions(found["budget"])
    )


def budget_sentence(line: Any) -> str:
    """Compare the expected payment of one line with its budget."""
    if None in (line.budgeted_payment, line.forecast_payment):
        return _now("Budget or forecast of this line is not known yet.")
    beyond = line.forecast_payment - line.budgeted_payment
    if not beyond:
        return _now("The forecast is what was budgeted.")
    told = _now("{amount} above the budget.") if beyond > 0 else _now("{amount} below the budget.")
    return told.format(amount=reader().euro(abs(beyond)))


def _euros(name: str, label: Any) -> Column:
    return Column(name, label, "euro", name, has_total=True)


AMOUNTS = (
    _euros("budgeted_commitment", _("Commitment, budgeted")),
    _euros("committed", _("Committed")),
    _euros("forecast_commitment", _("Commitment, forecast")),
    _euros("budgeted_payment", _("Payment, budgeted")),
    _euros("paid", _("Paid")),
    _euros("forecast_payment", _("Payment, forecast")),
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
        Column("project", _("Project"), "project", "project__code"),
        Column("get_kind_display", _("Kind"), "choice", "kind"),
        *AMOUNTS,
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
    ),
    filters=(
        Filter("year", _("Year"), "year"),
        Filter("article", _("Budget article"), "article"),
        Filter("kind", _("Kind"), "kind"),
    ),
    permission=Permission.EDIT_BUDGET,
    empty=_("No budget lines yet. Take them over from Excel: one line per project, year and article."),
    conclusion=budget_conclusion,
    sentence=budget_sentence,
)


def declare_all() -> None:
    """Declare the register of budget lines."""
    declare(BUDGET)
