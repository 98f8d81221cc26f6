"""Reads of contracts, for their page and for the desk; nothing here asks more queries for more contracts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stuurbord.web.clock import today
from stuurbord.web.contracts.law import reference_rates
from stuurbord.web.contracts.models import Contract
from stuurbord.web.contracts.standing import Consumption, ContractStanding, share_told, standing
from stuurbord.web.procurements.models import CLOSED_STAGES, ProcurementFile
from stuurbord.web.procurements.queries import files_seen

_WITH_ONE: Final = ("file__project__portfolio", "lot", "order", "bond", "advance")
_WITH_MANY: Final = (
    "payment_requests__invoice",
    "payment_requests__revision",
    "modifications",
    "suspensions",
    "acceptances",
    "defaults",
    "call_offs",
)
_NEAR: Final = Decimal("0.8")
"""From this part of a ceiling on it is worth to look."""


@dataclass(frozen=True)
class Term:
    """A day by which something of a contract is due.

    Attributes
    ----------
    key
        Which one, within the file: ``contract-7-bond``.
    article
        Of the law; empty where the documents set it.
    verified
        Whether the figure of the law was verified; True where the documents set the day.
    done_on
        When it was done; None as long as it is open.
    """

    file_id: int
    key: str
    title: str
    due: date
    article: str
    verified: bool
    done_on: date | None


@dataclass(frozen=True)
class Expiring:
    """A contract or framework agreement that ends."""

    contract: Contract
    end: date


@dataclass(frozen=True)
class NearCeiling:
    """A ceiling of which little is left, or that was passed.

    Attributes
    ----------
    ground
        Article of the ground of the modifications; empty for the maximum of a framework agreement.
    used, ceiling
        Euros.
    is_verified
        Whether the figure behind the ceiling was verified.
    """

    contract: Contract
    ground: str
    used: Decimal
    ceiling: Decimal
    is_verified: bool

    @property
    def share(self) -> Decimal:
        return self.used / self.ceiling

    @property
    def share_told(self) -> Decimal:
        return share_told(self.share)


def with_all(contracts: QuerySet[Contract]) -> QuerySet[Contract]:
    """Return contracts with everything that `standing` reads, in a fixed number of queries."""
    return contracts.filter(is_archived=False).select_related(*_WITH_ONE).prefetch_related(*_WITH_MANY)


def contracts_of(file: ProcurementFile) -> list[Contract]:
    """Return the contracts of a file, by lot."""
    return list(with_all(Contract.objects.filter(file=file)))


def standings(files: Iterable[ProcurementFile | int], as_of: date | None = None) -> list[ContractStanding]:
    """Return the contracts of some files as they stand, in a fixed number of queries."""
    ids = [one if isinstance(one, int) else one.pk for one in files]
    rates, day = reference_rates(), as_of or today()
    return [standing(one, day, rates) for one in with_all(Contract.objects.filter(file__in=ids))]


def expiring(user: Any, before: date) -> list[Expiring]:
    """Return the contracts that somebody sees and that end before a day, the first to end first.

    Suspensions and modifications count; a contract whose performance ended is left out.
    """
    seen = files_seen(user).exclude(stage__in=CLOSED_STAGES).values("pk")
    day = today()
    found = []
    for contract in with_all(Contract.objects.filter(file__in=seen)):
        one = standing(contract, day)
        end = one.end or one.agreed_end
        if end is not None and end < before and one.ended_on is None:
            found.append(Expiring(contract, end))
    return sorted(found, key=lambda one: (one.end, one.contract.pk))


def consumption(files: Iterable[ProcurementFile | int]) -> dict[int, tuple[Consumption, ...]]:
    """Return how much of each framework agreement was ordered, by file; other files are left out."""
    found: dict[int, list[Consumption]] = {}
    for one in standings(files):
        if one.contract.is_framework:
            found.setdefault(one.contract.file_id, []).append(one.consumption)
    return {pk: tuple(listed) for pk, listed in found.items()}


def near_ceiling(files: Iterable[ProcurementFile | int], share: Decimal = _NEAR) -> tuple[NearCeiling, ...]:
    """Return the ceilings of which at least a part was used: of modifications and of framework agreements."""
    return near_ceiling_among(standings(files), share)


def near_ceiling_among(
    contracts: Iterable[ContractStanding], share: Decimal = _NEAR
) -> tuple[NearCeiling, ...]:
    """Return the same of contracts that were read already."""
    found = []
    for one in contracts:
        contract = one.contract
        for total in one.ledger.totals:
            used = _most_used(one, total.ground.article, total.ground.ceiling, total.net)
            if total.ceiling and used >= share * total.ceiling:
                verified = total.is_verified
                found.append(NearCeiling(contract, total.ground.article, used, total.ceiling, verified))
        if contract.is_framework:
            whole = one.consumption
            if whole.ceiling and whole.used >= share * whole.ceiling:
                found.append(NearCeiling(contract, "", whole.used, whole.ceiling, True))
    return tuple(sorted(found, key=lambda one: (-one.share, one.contract.pk, one.ground)))


def _most_used(one: ContractStanding, ground: str, rule: str, net: Decimal) -> Decimal:
    """Return what is held against the ceiling: the total, or the largest where each counts by itself."""
    if rule != "each":
        return abs(net)
    return max((line.amount for line in one.modifications if line.ground == ground), default=Decimal(0))


def open_terms(files: Iterable[ProcurementFile | int], as_of: date | None = None) -> tuple[Term, ...]:
    """Return the terms of the contracts of some files, done ones with their day; the first due first."""
    found = [term for one in standings(files, as_of) for term in terms_of(one)]
    return tuple(sorted(found, key=lambda term: (term.due, term.file_id, term.key)))


def terms_of(one: ContractStanding) -> list[Term]:
    """Return the terms of one contract."""
    return [*_bond_terms(one), *_payment_terms(one), *_default_terms(one), *_end_terms(one)]


def _term(
    one: ContractStanding, key: str, title: str, due: date, done_on: date | None, because: Any = ()
) -> Term:
    return Term(
        file_id=one.contract.file_id,
        key=f"contract-{one.contract.pk}-{key}",
        title=title,
        due=due,
        article="; ".join(dict.fromkeys(figure.article for figure in because)),
        verified=all(figure.is_verified for figure in because),
        done_on=done_on,
    )


def _bond_terms(one: ContractStanding) -> Iterable[Term]:
    posting = one.posting
    if posting is not None and posting.due is not None:
        posted = one.bond_posted
        done = posted.posted_on if posted else None
        yield _term(one, "bond", _("Bond posted by the contractor"), posting.due, done, posting.because[:1])


def _payment_terms(one: ContractStanding) -> Iterable[Term]:
    for each in one.requests:
        if each.term.due is not None:
            title = _("Payment of {reference}").format(reference=each.request.reference)
            key = f"payment-{each.request.number}"
            yield _term(one, key, title, each.term.due, each.paid_on, each.term.because)


def _default_terms(one: ContractStanding) -> Iterable[Term]:
    for each in one.defaults:
        until = each.procedure.defence_until
        if until is not None:
            title = _("Defence against default {number}").format(number=each.record.number)
            taken = each.record.measure_on
            done = each.record.defended_on or (taken if taken is not None and taken <= until else None)
            yield _term(one, f"default-{each.record.number}", title, until, done, each.procedure.because)


def _end_terms(one: ContractStanding) -> Iterable[Term]:
    contract = one.contract
    if one.end is not None:
        title = _("End of the framework agreement") if contract.is_framework else _("End of the contract")
        yield _term(one, "end", title, one.end, one.ended_on)
    acceptance = one.acceptance
    if acceptance is not None and acceptance.due is not None:
        done = one.provisional.on if one.provisional else None
        yield _term(one, "provisional", _("Provisional acceptance"), acceptance.due, done, acceptance.because)
    if one.guarantee_end is not None:
        done = one.final.on if one.final else None
        yield _term(one, "final", _("Final acceptance: end of the guarantee"), one.guarantee_end, done)
