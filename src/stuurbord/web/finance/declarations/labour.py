"""Labour and what it costs per hour or day, as registers."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.finance.checks import check_labour, check_month, check_rate, in_turn
from stuurbord.web.finance.conclusions.project_money import labour_conclusion, rates_conclusion, valid_today
from stuurbord.web.finance.declarations.columns import NUMBER, PROJECT, euros
from stuurbord.web.finance.following import rates_do_not_overlap
from stuurbord.web.finance.models import Labour, Rate
from stuurbord.web.lists.register import Column, Family, Filter, Register, Section, View

_KIND = Column("get_employment_display", _("Internal or external"), "choice", "employment")
_OF_KIND = Filter("employment", _("Internal or external"), "employment")

LABOUR = Register(
    slug="prestaties",
    prefix="L-",
    title=_("Labour"),
    one=pgettext_lazy("one line", "Labour"),
    model=Labour,
    columns=(
        NUMBER,
        Column("title", _("Person or team"), "name", "title"),
        PROJECT,
        _KIND,
        Column("month", _("Month"), "code", "month"),
        Column("quantity", _("Hours or days"), "number", "quantity"),
        Column("get_unit_display", _("Unit"), "choice", "unit"),
        Column("rate", _("Rate"), "code", "rate__code"),
        Column("order", pgettext_lazy("purchase", "Order"), "code", "order__code", is_extra=True),
        euros("amount", _("Amount")),
    ),
    sections=(
        Section(_("Who"), ("code", "title", "employment", "order")),
        Section(_("How much"), ("month", "quantity", "unit", "rate", "amount")),
    ),
    search=("code", "title", "month"),
    order=("-month", "project__code", "code"),
    views=(View("no-amount", _("Without amount"), lambda user: Q(amount=None)),),
    filters=(_OF_KIND, Filter("month", _("Month"), "month"), Filter("title", _("Person or team"), "title")),
    permission=Permission.EDIT_BUDGET,
    related=("project__portfolio", "rate", "order"),
    empty=_("No labour yet. Write down per person or team and month how many hours or days were worked."),
    conclusion=labour_conclusion,
    check=in_turn(check_month, check_labour),
    help={
        "month": _("2026-03 or 03/2026."),
        "rate": _("The number of the rate; the amount is computed with it."),
        "amount": _("Computed where there is a rate."),
        "order": _("Of hired people whose supplier sends invoices: those count as cost then, not this line."),
    },
    family=Family.MONEY,
)

RATES = Register(
    slug="tarieven",
    prefix="T-",
    title=_("Rates"),
    one=_("Rate"),
    model=Rate,
    columns=(
        NUMBER,
        Column("title", _("Role, supplier or person"), "name", "title"),
        PROJECT,
        _KIND,
        Column("amount", _("Rate"), "euro", "amount"),
        Column("get_unit_display", _("Per"), "choice", "unit"),
        Column("valid_from", _("Valid from"), "date", "valid_from"),
        Column("valid_until", _("Valid until"), "date", "valid_until"),
    ),
    sections=(
        Section(_("Whose"), ("code", "title", "employment")),
        Section(_("How much"), ("amount", "unit", "valid_from", "valid_until")),
    ),
    search=("code", "title"),
    order=("title", "-valid_from", "code"),
    views=(View("valid", _("Valid today"), valid_today),),
    filters=(_OF_KIND, Filter("unit", _("Per"), "unit")),
    permission=Permission.EDIT_BUDGET,
    empty=_("No rates yet. Write down what an hour or a day costs, and from when."),
    conclusion=rates_conclusion,
    check=check_rate,
    follow=rates_do_not_overlap,
    expiries=("valid_until",),
    help={
        "title": _("Rates of the same name follow each other in time; they may not overlap."),
        "amount": _("Incl. VAT where it cannot be deducted."),
        "valid_until": _("Last day; empty: until further notice."),
    },
    family=Family.MONEY,
)
