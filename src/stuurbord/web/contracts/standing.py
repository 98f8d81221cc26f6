"""How a contract stands on a day: the arithmetic of execution asked of its records. Reads, changes nothing.

Give `standing` contracts with everything at hand (`queries.with_all`): it asks the database nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from functools import cached_property

from stuurbord.plan.legal_periods import is_working_day, working_days_period
from stuurbord.rulebooks.be_procurement import advise, execution
from stuurbord.rulebooks.be_procurement.advice import ALLOWED
from stuurbord.web.contracts.models import (
    Acceptance,
    AcceptanceKind,
    Bond,
    CallOff,
    Contract,
    ContractModification,
    DefaultRecord,
    GrantedAdvance,
    PaymentRequest,
    TermUnit,
)
from stuurbord.web.procurements.advising import OF_THE_FILE
from stuurbord.web.procurements.models.organisation import ContractKind

_NOUGHT = Decimal("0.00")
_HUNDREDTH_PERCENT = Decimal("0.0001")
Rates = Sequence[tuple[date, Decimal]]


@dataclass(frozen=True)
class RequestStanding:
    """A payment request with its term, the interest that runs or ran, and the order it is about."""

    request: PaymentRequest
    term: execution.ProcessingTerm
    paid_on: date | None
    interest: execution.LateInterest | None
    call_off: CallOff | None = None

    @property
    def is_to_invoice(self) -> bool:
        """Whether it, or the price revision that came later, still goes to the finances."""
        revision = getattr(self.request, "revision", None)
        is_later = revision is not None and revision.invoice_id is None and bool(revision.difference)
        return self.request.invoice_id is None or is_later

    @property
    def still_owed(self) -> Decimal | None:
        """Euros of a price revision after the payment, with the tax where it is known; None: none is."""
        if not _is_revised_later(self.request, self.paid_on):
            return None
        return self.request.owed - self.request.owed_unrevised

    @property
    def is_late(self) -> bool:
        return self.interest is not None and self.interest.days != 0


@dataclass(frozen=True)
class DefaultStanding:
    """A default with where its procedure stands."""

    record: DefaultRecord
    procedure: execution.DefaultProcedure


@dataclass(frozen=True)
class CallOffStanding:
    """An order with what was used up with it, the bond that may be asked for it, and what was paid of it.

    Attributes
    ----------
    cumulative
        Euros ordered with it and the orders before it.
    invoiced, paid
        Euros excluding VAT of its payment requests, as revised.
    is_exceeded
        Whether more was asked than ordered, price revisions apart.
    """

    call_off: CallOff
    cumulative: Decimal
    bond: execution.RequiredBond | None
    invoiced: Decimal = _NOUGHT
    paid: Decimal = _NOUGHT
    is_exceeded: bool = False


@dataclass(frozen=True)
class Consumption:
    """How much of a framework agreement was ordered, invoiced and paid, in euro excluding VAT.

    Attributes
    ----------
    used
        What was ordered: it counts against the maximum.
    ceiling
        Its maximum with the modifications; None where nobody wrote it down.
    invoiced, paid
        Of all payment requests, as revised.
    without_order
        The part of ``invoiced`` that no order was named for.
    share
        Of the maximum; None as ``ceiling``.
    """

    contract: Contract
    used: Decimal
    ceiling: Decimal | None
    invoiced: Decimal = _NOUGHT
    paid: Decimal = _NOUGHT
    without_order: Decimal = _NOUGHT

    @property
    def left(self) -> Decimal | None:
        return None if self.ceiling is None else self.ceiling - self.used

    @property
    def share(self) -> Decimal | None:
        return self.used / self.ceiling if self.ceiling else None

    @property
    def share_told(self) -> Decimal | None:
        return None if self.share is None else share_told(self.share)


@dataclass
class ContractStanding:
    """A contract on a day."""

    contract: Contract
    as_of: date
    rates: Rates = ()

    # ------------------------------------------------------------------------------- What it is about

    @property
    def on(self) -> date | None:
        """The day whose law holds."""
        return self.contract.rules_on

    @property
    def kind(self) -> str | None:
        return self.contract.kind or None

    @property
    def bond_posted(self) -> Bond | None:
        return getattr(self.contract, "bond", None)

    @property
    def advance_granted(self) -> GrantedAdvance | None:
        return getattr(self.contract, "advance", None)

    def granted(self, kind: str) -> Acceptance | None:
        """Return the acceptance of this kind that was granted."""
        found = (one for one in self.contract.acceptances.all() if one.kind == kind and one.is_granted)
        return next(found, None)

    @cached_property
    def provisional(self) -> Acceptance | None:
        return self.granted(AcceptanceKind.PROVISIONAL)

    @cached_property
    def final(self) -> Acceptance | None:
        return self.granted(AcceptanceKind.FINAL)

    @cached_property
    def modifications(self) -> list[ContractModification]:
        return list(self.contract.modifications.all())

    # ------------------------------------------------------------------------------------------ Bond

    @cached_property
    def bond(self) -> execution.RequiredBond | None:
        """The bond that may be asked; None for a framework agreement that asks one per order."""
        contract = self.contract
        if contract.is_framework and not contract.has_global_bond:
            return None
        if contract.is_framework:
            estimate = contract.lot.estimate if contract.lot else contract.file.estimate
            return execution.framework_bond(estimate, self.on)
        return self._bond_on(contract.initial_amount)

    def _bond_on(self, amount: Decimal | None) -> execution.RequiredBond:
        term = self.contract.term_days if self.contract.term_unit == TermUnit.CALENDAR else None
        performance = execution.Performance(self.kind, term)
        return execution.required_bond(amount, self.on, self.contract.bond_pct, performance)

    @property
    def is_bond_due(self) -> bool:
        return self.bond is not None and bool(self.bond.amount)

    @cached_property
    def posting(self) -> execution.BondPosting | None:
        """The posting; None where no bond is due and none was posted."""
        posted = self.bond_posted
        if not self.is_bond_due and posted is None:
            return None
        amount = self.contract.initial_amount or _NOUGHT
        posted_on = posted.posted_on if posted else None
        return execution.bond_posting(self.contract.concluded_on, self.as_of, amount, self.on, posted_on)

    @cached_property
    def release(self) -> execution.BondRelease | None:
        posted = self.bond_posted
        if posted is None:
            return None
        dates = (one.on if one else None for one in (self.provisional, self.final))
        return execution.bond_release(posted.amount, self.on, self.as_of, *dates)

    # --------------------------------------------------------------------------------------- Payment

    @cached_property
    def requests(self) -> list[RequestStanding]:
        return [self._request(one) for one in self.contract.payment_requests.all()]

    def _request(self, one: PaymentRequest) -> RequestStanding:
        contract = self.contract
        agreed = execution.AgreedTerm(
            contract.processing_days, contract.is_processing_reasoned, contract.is_healthcare
        )
        term = execution.processing_term(
            self.on, self.kind, one.received_on, one.performed_on, agreed, one.verified_on
        )
        paid_on = _paid_on(one)
        interest = None
        owed = one.owed_unrevised if _is_revised_later(one, paid_on) else one.owed
        if term.due is not None and owed > 0 and (paid_on or self.as_of) > term.due:
            rates = [execution.ReferenceRate(day, rate) for day, rate in self.rates]
            interest = execution.late_interest(owed, term.due, paid_on or self.as_of, rates, self.on)
        orders = (order for order in contract.call_offs.all() if order.pk == one.call_off_id)
        return RequestStanding(one, term, paid_on, interest, next(orders, None))

    @cached_property
    def performed(self) -> Decimal:
        """Euros that were asked to be paid, excluding VAT."""
        return sum((one.amount for one in self.contract.payment_requests.all()), _NOUGHT)

    # --------------------------------------------------------------------------------------- Advance

    @cached_property
    def advance(self) -> execution.Advance:
        contract = self.contract
        facts = execution.AdvanceFacts(
            on=self.on,
            procedure=contract.file.procedure or None,
            grounds=self._why_direct(),
            is_obliged_buyer=contract.is_obliged_buyer,
            size=contract.size or None,
            reference_value=contract.advance_reference,
            agreed_percentage=contract.advance_pct,
        )
        return execution.advance(facts)

    def _why_direct(self) -> tuple[str, ...]:
        """Return the grounds of the file, and whether the amount alone allows its procedure too."""
        file = self.contract.file
        own = {name: one for name, one in file.facts.items() if name not in OF_THE_FILE}
        award = own.get("award", self.contract.initial_amount)
        verdict = advise(own | {"chosen": file.procedure, "award": award}).verdicts.get(file.procedure)
        named = own.get("grounds")
        grounds = tuple(str(one) for one in named) if isinstance(named, list) else ()
        return (*grounds, execution.BY_AMOUNT) if verdict == ALLOWED else grounds

    @cached_property
    def recovery(self) -> execution.AdvanceRecovery | None:
        granted, initial = self.advance_granted, self.contract.initial_amount
        if granted is None or not initial:
            return None
        return execution.advance_recovery(granted.amount, initial, self.performed, self.on)

    # --------------------------------------------------------------------------------- Modifications

    @cached_property
    def modified(self) -> execution.ModifiedContract:
        contract = self.contract
        initial = contract.initial_amount
        if contract.is_framework and not initial:
            initial = contract.ceiling
        return execution.ModifiedContract(
            initial_amount=initial or None,
            kind=self.kind,
            on=self.on,
            sector=contract.sector or None,
            eu_threshold=contract.eu_threshold,
            is_eu_level=contract.is_eu_level,
        )

    @cached_property
    def ledger(self) -> execution.Ledger:
        return self.ledger_with()

    def ledger_with(self, *more: execution.Modification) -> execution.Ledger:
        """Return the ledger, with what somebody thinks of adding."""
        listed = [
            execution.Modification(one.ground, one.amount, one.decided_on, str(one.number))
            for one in self.modifications
        ]
        return execution.modification_ledger(self.modified, [*listed, *more])

    # ------------------------------------------------------------------------------------ Term, delay

    @cached_property
    def suspension(self) -> execution.SuspensionEffect | None:
        """What suspensions did; None without any."""
        listed = [
            execution.Suspension(one.first, one.resumed_on, one.is_by_buyer)
            for one in self.contract.suspensions.all()
        ]
        if not listed:
            return None
        return execution.suspension_effect(listed, self.term, self.on, self.as_of, self.agreed_end)

    @property
    def term(self) -> execution.Term | None:
        days = self.contract.term_days
        return execution.Term(days, self.contract.term_unit == TermUnit.WORKING) if days else None

    @cached_property
    def agreed_end(self) -> date | None:
        """The end that the documents or the last modification of it set."""
        moved = [one.end_date for one in self.modifications if one.end_date is not None]
        return moved[-1] if moved else self.contract.end_date or self.counted_end

    @property
    def counted_end(self) -> date | None:
        """The end by the order to start and the term, where the documents name no day; None: not known.

        The day of the start is not counted.
        """
        start, term = self.contract.order_to_start_on, self.term
        if start is None or term is None:
            return None
        if term.is_in_working_days:
            return working_days_period(start, term.days).last_day
        return start + timedelta(days=term.days)

    @cached_property
    def end(self) -> date | None:
        """The end with suspensions; None where it is not known."""
        effect = self.suspension
        return self.agreed_end if effect is None else effect.end

    @cached_property
    def days_late(self) -> int:
        """Days after the end on which it was performed, or still is not.

        Calendar days; working days for works whose term counts them.
        """
        if self.end is None or self.contract.is_framework:
            return 0
        ended = self.ended_on or self.as_of
        late = max(0, (ended - self.end).days)
        if self.kind == ContractKind.WORKS and self.contract.term_unit == TermUnit.WORKING:
            return sum(is_working_day(self.end + timedelta(days=1 + one)) for one in range(late))
        return late

    @property
    def ended_on(self) -> date | None:
        """When the performance ended: at the latest when it was accepted; None while it goes on."""
        if self.contract.performance_ended_on is not None:
            return self.contract.performance_ended_on
        return self.provisional.on if self.provisional else None

    @cached_property
    def delay(self) -> execution.DelayPenalty | None:
        """What a penalty for the delay until now would be on the whole contract; None without delay."""
        amount = self.contract.initial_amount
        if not self.days_late or amount is None:
            return None
        return self.penalty(amount, self.days_late)

    def penalty(self, amount: Decimal, days: int) -> execution.DelayPenalty:
        return execution.delay_penalty(amount, days, self.kind, self.on, self.contract.term_days)

    @cached_property
    def defaults(self) -> list[DefaultStanding]:
        return [
            DefaultStanding(
                one,
                execution.default_procedure(
                    one.recorded_on, one.sent_on, self.as_of, self.on, one.defended_on
                ),
            )
            for one in self.contract.defaults.all()
        ]

    # ------------------------------------------------------------------------------------ Acceptance

    @cached_property
    def acceptance(self) -> execution.AcceptanceTerm | None:
        """The term of provisional acceptance; None for a framework agreement, and before the end."""
        is_running = self.end is None or self.as_of <= self.end
        if self.contract.is_framework or (self.ended_on is None and is_running):
            return None
        granted = self.provisional.on if self.provisional else None
        return execution.acceptance_term(
            self.kind,
            self.ended_on,
            self.as_of,
            self.on,
            self.contract.acceptance_days,
            granted,
        )

    @cached_property
    def guarantee_end(self) -> date | None:
        months = self.contract.guarantee_months
        if months is None or self.provisional is None:
            return None
        return execution.guarantee_end(self.provisional.on, months=months)

    # ------------------------------------------------------------------------------------- Framework

    @cached_property
    def call_offs(self) -> list[CallOffStanding]:
        made, used = [], _NOUGHT
        for one in self.contract.call_offs.all():
            if one.withdrawn_on is None:
                used += one.amount
            bond = None if self.contract.has_global_bond or one.withdrawn_on else self._bond_on(one.amount)
            own = [it for it in self.contract.payment_requests.all() if it.call_off_id == one.pk]
            asked = sum((it.amount for it in own), _NOUGHT)
            made.append(
                CallOffStanding(one, used, bond, *_invoiced_and_paid(own), is_exceeded=asked > one.amount)
            )
        return made

    @cached_property
    def consumption(self) -> Consumption:
        ceiling = self.contract.ceiling
        most = None if ceiling is None else ceiling + self.ledger.net
        used = (one.amount for one in self.contract.call_offs.all() if one.withdrawn_on is None)
        requests = list(self.contract.payment_requests.all())
        apart = [one for one in requests if one.call_off_id is None]
        invoiced, paid = _invoiced_and_paid(requests)
        without_order, _paid = _invoiced_and_paid(apart)
        return Consumption(self.contract, sum(used, _NOUGHT), most, invoiced, paid, without_order)

    @cached_property
    def amount(self) -> Decimal | None:
        """The contract with its modifications."""
        initial = self.contract.initial_amount
        return None if initial is None else initial + self.ledger.net


def share_told(share: Decimal) -> Decimal:
    """Return a share of a ceiling as people read it: in hundredths of a percent, never rounded up to it.

    >>> share_told(Decimal("0.099999994"))
    Decimal('0.0999')
    """
    return share.quantize(_HUNDREDTH_PERCENT, ROUND_DOWN)


def _is_revised_later(one: PaymentRequest, paid_on: date | None) -> bool:
    """Return whether the price was revised after the request was paid: the rest is owed apart."""
    revision = getattr(one, "revision", None)
    return revision is not None and paid_on is not None and (revision.made_on or paid_on) > paid_on


def _paid_on(one: PaymentRequest) -> date | None:
    """Return when a request was paid: as written here, else as its invoice in the finances says."""
    return one.paid_on or (one.invoice.paid_on if one.invoice else None)


def _invoiced_and_paid(requests: Sequence[PaymentRequest]) -> tuple[Decimal, Decimal]:
    """Return what was asked with these requests and what was paid of it, as revised."""
    invoiced = sum((one.payable for one in requests), _NOUGHT)
    paid = sum((one.payable for one in requests if _paid_on(one) is not None), _NOUGHT)
    return invoiced, paid


def standing(contract: Contract, as_of: date, rates: Rates = ()) -> ContractStanding:
    """Return how a contract stands on a day.

    Parameters
    ----------
    rates
        Reference rates: first day of the half-year, percent a year.
    """
    return ContractStanding(contract, as_of, rates)
