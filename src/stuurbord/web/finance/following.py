"""What follows from a change of money in the same transaction: credit that moves, limits that still hold.

A guard looks before anybody else can write, this looks after: with the rows locked, so that of two people who
each take the last of a credit one is refused, and of a transfer either both budget lines change or none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted
from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.finance.balances import CREDIT_FIELDS, cents, contingency_left, with_balance
from stuurbord.web.finance.checks import overlapping, same_forecast, same_invoice
from stuurbord.web.finance.declarations.budget import BUDGET
from stuurbord.web.finance.guards import left_on
from stuurbord.web.finance.models import (
    BINDING_ORDERS,
    COUNTED_COMMITMENTS,
    BudgetLine,
    Commitment,
    Credit,
    DrawState,
    TransferState,
)
from stuurbord.web.lists.actions import Sent, save_lines
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.projects.models import Project

Pairs = list[tuple[Any, Any]]
Follow = Callable[[Any, Pairs], None]


def stays(states: Iterable[str], *then: Follow) -> Follow:
    """Return what refuses to archive lines in these states, and does the rest after that."""

    def follow(actor: Any, pairs: Pairs) -> None:
        for before, line in pairs:
            if line.is_archived and line.state in states and not (before and before.is_archived):
                _refuse(_("{code} was approved: it stays in the list.").format(code=line.code))
        for one in then:
            one(actor, pairs)

    return follow


def credit_suffices(actor: Any, pairs: Pairs) -> None:
    """Refuse commitments that together are more than the credit of their budget line."""
    pks = sorted({line.budget_line_id for line in _entered(pairs, COUNTED_COMMITMENTS)} - {None})
    _locked_budget(pks)
    for found in with_balance(pks).values():
        _refuse_overdrawn(found, Credit.COMMITMENT)


def commitment_suffices(actor: Any, pairs: Pairs) -> None:
    """Refuse orders that together are more than what their commitment is for."""
    pks = sorted({line.commitment_id for line in _entered(pairs, BINDING_ORDERS)} - {None})
    for found in Commitment.objects.select_for_update().filter(pk__in=pks).order_by("pk"):
        left = left_on(found)
        if left is not None and left < 0:
            _refuse(_("Commitment {code} does not suffice for this.").format(code=found.code))


def contingency_suffices(actor: Any, pairs: Pairs) -> None:
    """Refuse draws that together are more than the contingency of their project."""
    pks = sorted({line.project_id for line in _entered(pairs, (DrawState.APPROVED,))})
    for project in Project.objects.select_for_update().filter(pk__in=pks).order_by("pk"):
        euro, days = contingency_left(project)
        if (euro or 0) < 0 or (days or 0) < 0:
            told = _("The contingency of project {project} does not suffice for this.")
            _refuse(told.format(project=project.code))


def rates_do_not_overlap(actor: Any, pairs: Pairs) -> None:
    """Refuse rates that were right one by one and overlap each other."""
    for _before, line in pairs:
        named = {name: getattr(line, name) for name in ("project", "title", "employment", "unit")}
        other = overlapping(line.pk, line.valid_from, line.valid_until, **named)
        if other is not None and not line.is_archived:
            told = _("Rate {code} holds in a part of the period of {other} already.")
            raise NotPermitted(Permission.EDIT_BUDGET, told.format(code=other.code, other=line.code))


def forecasts_count_once(actor: Any, pairs: Pairs) -> None:
    """Refuse forecasts that were right one by one, or come back out of the archive beside another."""
    names = ("project", "month", "kind", "credit", "budget_line")
    for before, line in pairs:
        named = {name: getattr(line, name) for name in names}
        is_as_before = (
            before and not before.is_archived and all(getattr(before, n) == named[n] for n in names)
        )
        if line.is_archived or is_as_before:
            continue
        if other := same_forecast(line.pk, **named):
            told = _("{code} and {other} forecast the same month for the same budget line.")
            raise NotPermitted(Permission.EDIT_BUDGET, told.format(code=line.code, other=other.code))


def invoices_come_once(actor: Any, pairs: Pairs) -> None:
    """Refuse invoices that were right one by one, or come back out of the archive beside another."""
    names = ("project_id", "order_id", "supplier_number")
    for before, line in pairs:
        is_as_before = before and all(getattr(before, name) == getattr(line, name) for name in names)
        if line.is_archived or (is_as_before and not before.is_archived):
            continue
        if other := same_invoice(line.pk, line.project, line.order, line.supplier_number):
            told = _("{code} and {other} are the same invoice of one supplier.")
            raise NotPermitted(Permission.EDIT_BUDGET, told.format(code=line.code, other=other.code))


def carry_out(actor: Any, pairs: Pairs) -> None:
    """Move the credit of transfers that are executed now, through the register of budget lines.

    One that is written down as executed from the start was carried out elsewhere.
    """
    executed = _entered([pair for pair in pairs if pair[0]], (TransferState.EXECUTED,))
    moved: dict[int, dict[str, Decimal]] = {}
    for line in executed:
        field = CREDIT_FIELDS[Credit(line.credit)][0]
        for pk, amount in ((line.from_line_id, -line.amount), (line.to_line_id, line.amount)):
            of_line = moved.setdefault(pk, {})
            of_line[field] = of_line.get(field, Decimal(0)) + amount
    if moved:
        _move(actor, moved)
        for found in with_balance([line.from_line_id for line in executed]).values():
            for credit in {Credit(line.credit) for line in executed if line.from_line_id == found.pk}:
                _refuse_overdrawn(found, credit)


def _move(actor: Any, moved: dict[int, dict[str, Decimal]]) -> None:
    sent = []
    for line in _locked_budget(sorted(moved)):
        changes = {name: (getattr(line, name) or Decimal(0)) + by for name, by in moved[line.pk].items()}
        form = changed_form(BUDGET, actor, line, changes)
        if not form.is_valid():
            _refuse(" ".join(str(text) for texts in form.errors.values() for text in texts))
        sent.append(Sent(form, line.version))
    save_lines(actor, BUDGET, sent)


def _locked_budget(pks: list[int]) -> list[BudgetLine]:
    found = BudgetLine.objects.select_for_update(of=("self",)).filter(pk__in=pks)
    return list(found.select_related("project__portfolio").order_by("pk"))


def _entered(pairs: Pairs, states: Iterable[str]) -> list[Any]:
    """Return the lines that came into one of these states, or out of the archive in one."""
    return [
        line
        for before, line in pairs
        if line.state in states
        and not line.is_archived
        and not (before and before.state in states and not before.is_archived)
    ]


def _refuse_overdrawn(found: BudgetLine, credit: Credit) -> None:
    limit, own, registered, _free = CREDIT_FIELDS[credit]
    taken = max(cents(getattr(found, name)) or Decimal(0) for name in (own, registered))
    if (getattr(found, limit) or Decimal(0)) < taken:
        _refuse(_("The credit of budget line {line} does not suffice for this.").format(line=found))


def _refuse(told: str) -> None:
    raise NotPermitted(Permission.APPROVE_SPENDING, told)
