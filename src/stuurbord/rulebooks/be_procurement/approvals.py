"""Whose advice and decision an organisation asks, by the amounts that it agreed itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from stuurbord.rulebooks.be_procurement.advice import Obligation
from stuurbord.rulebooks.be_procurement.sentences import warned
from stuurbord.rulebooks.be_procurement.told import amount_of

if TYPE_CHECKING:
    from stuurbord.rulebooks.be_procurement.evaluate import Advice


def rows_of(advice: Advice, name: str) -> Sequence[Mapping[str, Any]]:
    """Return the rows of one table of ``approvals`` that hold on the day and for the kind of contract."""
    table = advice.told.given.get("approvals")
    rows = table.get(name) if isinstance(table, Mapping) else None
    if not isinstance(rows, list | tuple):
        return ()
    return [one for one in rows if isinstance(one, Mapping) and _holds(advice, one)]


def _holds(advice: Advice, row: Mapping[str, Any]) -> bool:
    kind, procedure = row.get("kind") or "", row.get("procedure") or ""
    since, until, day = _day(row.get("valid_from")), _day(row.get("valid_to")), advice.told.day
    return (
        kind in ("", advice.told.text("kind"))
        and procedure in ("", advice.procedure)
        and (day is None or since is None or since <= day)
        and (day is None or until is None or day <= until)
    )


def _day(value: Any) -> date | None:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def asks_inspection(advice: Advice) -> bool | None:
    """Return whether the advice of the Inspectorate of Finance is due by the amounts that were agreed.

    None where nothing was agreed for such a contract, or where procedure or estimate is not known.
    """
    if not advice.procedure:
        return None
    amounts = [amount_of(row, "amount") for row in rows_of(advice, "inspection")]
    if any(one is not None and one <= (advice.estimate or 0) for one in amounts):
        return True
    return False if amounts and None not in amounts and advice.estimate is not None else None


def approvals(advice: Advice) -> Iterator[Obligation]:
    """Yield the advice to ask by the estimate, and who decides by the amount to approve."""
    estimate, approved = advice.told.estimate, advice.told.known.get("approved")
    rows = [(amount_of(row, "amount"), _source(row)) for row in rows_of(advice, "inspection")]
    asking = [(amount, source) for amount, source in rows if amount is not None and amount <= (estimate or 0)]
    if asking and asks_inspection(advice):
        amount, source = min(asking, key=lambda one: one[0] or 0)
        told = warned(advice.law, "approval_inspection", amount=amount)
        yield Obligation("INSPECTION", told.text, source or told.article)
    if not isinstance(approved, Decimal):
        return
    bodies = [
        (amount_of(row, "up_to"), str(row.get("body", "")), _source(row))
        for row in rows_of(advice, "delegations")
    ]
    able = [one for one in bodies if one[0] is None or approved <= one[0]]
    if able:
        _, body, source = min(able, key=lambda one: (one[0] is None, one[0] or Decimal(0)))
        yield Obligation("DELEGATION", warned(advice.law, "approval_delegation", body=body).text, source)


def _source(row: Mapping[str, Any]) -> str:
    """Return where the organisation wrote an amount down."""
    return str(row.get("source") or "")
