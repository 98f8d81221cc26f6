"""Ask the rule book about a file: with its facts, related contracts and what the organisation agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from stuurbord.rulebooks.be_procurement import Advice, ProcedureVerdict, advise
from stuurbord.web.procurements.amounts import as_number
from stuurbord.web.procurements.models import Delegation, InspectionAmount, ProcurementFile
from stuurbord.web.procurements.related import related_contracts

OF_THE_FILE = ("checklist",)
"""Facts that only pages of the file read, and no rule."""


@dataclass(frozen=True)
class Asked:
    """An advice with what it was asked on.

    Attributes
    ----------
    own
        The facts that people filled in.
    facts
        These with what the product adds: the choice, related contracts, agreed amounts.
    dispatched
        The day on which the notice or invitation went out; None as long as it did not.
    """

    own: Mapping[str, Any]
    facts: Mapping[str, Any]
    advice: Advice
    dispatched: date | None = None

    @property
    def dispatch(self) -> date | None:
        """The day from which terms run: of the dispatch, else the one that it is planned for."""
        return _dispatch(self.dispatched, self.own)

    def verdict_on(self, procedure: str) -> ProcedureVerdict | None:
        """Return what the rules say of one procedure; None where it is not in question here."""
        return next((one for one in self.advice.procedures if one.code == procedure), None)

    @property
    def first_allowed(self) -> ProcedureVerdict | None:
        """The procedure that the rules put first."""
        return next((one for one in self.advice.procedures if one.verdict == "allowed"), None)


def asked(file: ProcurementFile, facts: Mapping[str, Any] | None = None, chosen: str = "") -> Asked:
    """Return what the rule book says of a file, on its own facts or on other ones.

    Parameters
    ----------
    chosen
        The procedure that duties follow from; empty: the one of the file.
    """
    own = dict(file.facts if facts is None else facts)
    full = {name: value for name, value in own.items() if name not in OF_THE_FILE}
    if code := chosen or file.procedure:
        full.setdefault("chosen", code)
    if file.cpv:
        full["cpv"] = file.cpv
    full["unit"] = str(file.project.portfolio_id)
    full["related"] = related_contracts(file)
    full["approvals"] = agreed_amounts()
    return Asked(own, full, advise(full), file.published_on)


def dispatch_of(file: ProcurementFile) -> date | None:
    """Return the day from which the terms of a file run; see `Asked.dispatch`."""
    return _dispatch(file.published_on, file.facts)


def _dispatch(dispatched: date | None, facts: Mapping[str, Any]) -> date | None:
    return dispatched or day_of(facts.get("date"))


def day_of(value: Any) -> date | None:
    """Return a day that stands in facts, as JSON or TOML has it; None where it is none."""
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def agreed_amounts() -> dict[str, list[dict[str, Any]]]:
    """Return what the organisation agreed on advice and approval, as the rule book reads it."""
    inspection = [
        {"kind": one.kind, "procedure": one.procedure, "amount": as_number(one.amount)} | _validity(one)
        for one in InspectionAmount.objects.all()
    ]
    delegations = [
        {"body": one.body, "kind": one.kind, "up_to": as_number(one.up_to)} | _validity(one)
        for one in Delegation.objects.all()
    ]
    return {"inspection": inspection, "delegations": delegations}


def _validity(one: InspectionAmount | Delegation) -> dict[str, Any]:
    return {
        "valid_from": one.valid_from.isoformat(),
        "valid_to": one.valid_to.isoformat() if one.valid_to else None,
        "source": one.source,
    }
