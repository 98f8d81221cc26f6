"""What the budget, its monthly forecast and its transfers say."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.web.clock import today
from stuurbord.web.finance.balances import OF_BUDGET_LINE, cents, differs, in_euro, overdrawn
from stuurbord.web.finance.models import BudgetLine, Credit, TransferState
from stuurbord.web.reader import reader

_COMPARABLE = Q(budgeted_payment__isnull=False, forecast_payment__isnull=False)


def this_year(user: Any = None) -> Q:
    """Return the condition of lines in the months of this year."""
    return Q(month__startswith=f"{today().year}-")


def budget_conclusion(lines: QuerySet[Any]) -> str:
    """Compare the forecast with the budget, over the lines that have both; tell what does not fit."""
    found = lines.order_by().aggregate(
        budget=Sum("budgeted_payment", filter=_COMPARABLE),
        forecast=Sum("forecast_payment", filter=_COMPARABLE),
        n_overdrawn=Count("pk", filter=overdrawn()),
        n_differ=Count("pk", filter=differs()),
    )
    told = []
    if found["budget"] is not None:
        sentence = _("The forecast is {forecast} M€ against a budget of {budget} M€.")
        millions = reader().millions
        told.append(sentence.format(forecast=millions(found["forecast"]), budget=millions(found["budget"])))
    if n := found["n_overdrawn"]:
        sentence = ngettext("{n} line is overdrawn.", "{n} lines are overdrawn.", n)
        told.append(sentence.format(n=reader().count_at_start(n)))
    if n := found["n_differ"]:
        sentence = ngettext(
            "On {n} line the own figures differ from what is registered.",
            "On {n} lines the own figures differ from what is registered.",
            n,
        )
        told.append(sentence.format(n=reader().count_at_start(n)))
    return " ".join(told)


def budget_sentence(line: Any) -> str:
    """Say of one line what is free, and where its own figures are not what is registered."""
    told = [_beside_the_budget(line)]
    if (free := cents(getattr(line, "free_commitment", None))) is not None:
        sentence = (
            _("{amount} can still be committed.") if free >= 0 else _("{amount} too much is committed.")
        )
        told.append(sentence.format(amount=in_euro(abs(free))))
    for gap, own, registered, label in (
        ("commitment_gap", "committed", "commitments_registered", _("Committed")),
        ("payment_gap", "paid", "payments_registered", _("Paid")),
    ):
        if cents(getattr(line, gap, None)):
            sentence = _("{label}: the line says {own}, registered is {registered}.")
            amounts = (in_euro(cents(getattr(line, name))) for name in (own, registered))
            told.append(
                sentence.format(label=label, **dict(zip(("own", "registered"), amounts, strict=True)))
            )
    return " ".join(told)


def _beside_the_budget(line: Any) -> str:
    if None in (line.budgeted_payment, line.forecast_payment):
        return _("Budget or forecast of this line is not known yet.")
    beyond = line.forecast_payment - line.budgeted_payment
    if not beyond:
        return _("The forecast is what was budgeted.")
    told = _("{amount} above the budget.") if beyond > 0 else _("{amount} below the budget.")
    return told.format(amount=in_euro(abs(beyond)))


def forecasts_conclusion(lines: QuerySet[Any]) -> str:
    """Lay what is paid and expected this year beside the payment credit, which lapses at its end."""
    year, month = today().year, f"{today():%Y-%m}"
    projects = lines.order_by().values("project")
    budget = BudgetLine.objects.filter(project__in=projects, year=year, is_archived=False)
    rows = list(budget.annotate(**OF_BUDGET_LINE).values_list("budgeted_payment", "free_payment"))
    coming = lines.filter(credit=Credit.PAYMENT, month__gte=month, month__startswith=f"{year}-")
    expected = cents(coming.order_by().aggregate(total=Sum("amount"))["total"])
    if expected is None:
        return ""
    told = _("Until the end of {year} {amount} will be paid.")
    told = told.format(year=year, amount=reader().euro(expected))
    if not rows or any(None in row for row in rows):
        # Translators: the budget lines of a year are not complete.
        missing = _("What lapses is undetermined: the credit or what is paid is not known of every line.")
        return f"{told} {missing}"
    left = cents(sum(free for _credit, free in rows)) - expected
    if left > 0:
        beside = _("{amount} of the payment credit would lapse at the end of the year.")
    elif left < 0:
        beside = _("{amount} of payment credit is short.")
    else:
        beside = _("That is all that is left of the payment credit.")
    return f"{told} {beside.format(amount=reader().euro(abs(left)))}"


def transfers_conclusion(lines: QuerySet[Any]) -> str:
    """Say how many transfers wait, and for how much."""
    found = lines.order_by().aggregate(
        n=Count("pk", filter=Q(state=TransferState.REQUESTED)),
        n_ready=Count("pk", filter=Q(state=TransferState.APPROVED)),
    )
    told = []
    if n := found["n"]:
        told.append(ngettext("{n} transfer waits for approval.", "{n} transfers wait for approval.", n))
        told[-1] = told[-1].format(n=reader().count_at_start(n))
    if n := found["n_ready"]:
        sentence = ngettext(
            "{n} is approved and not executed yet.", "{n} are approved and not executed yet.", n
        )
        told.append(sentence.format(n=reader().count_at_start(n)))
    return " ".join(told)
