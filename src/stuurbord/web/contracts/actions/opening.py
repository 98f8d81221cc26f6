"""Open the contract of a concluded procurement, and write down what its documents say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stuurbord.plan.legal_periods import legal_period
from stuurbord.rulebooks.be_procurement.execution import FormulaError, read_formula
from stuurbord.web.clock import today
from stuurbord.web.contracts.keeping import Refused, held, kept, needed, require_past, text, written
from stuurbord.web.contracts.law import award_hindrances, framework_limit, hindrances, launch_facts
from stuurbord.web.contracts.models import Contract, TermUnit
from stuurbord.web.contracts.revision_words import figure
from stuurbord.web.procurements.actions import move_to, set_moment
from stuurbord.web.procurements.changing import motivated
from stuurbord.web.procurements.models import ProcurementFile, ProcurementLot, Stage
from stuurbord.web.procurements.rights import require_edit
from stuurbord.web.reader import reader
from stuurbord.web.tenders.concluding import follow_conclusion
from stuurbord.web.tenders.informing import Hindrance
from stuurbord.web.tolerances.since import require_fresh

IN_DOCUMENTS: Final = (
    "size",
    "kind",
    "order_to_start_on",
    "term_days",
    "term_unit",
    "end_date",
    "performance_ended_on",
    "bond_pct",
    "advance_pct",
    "advance_reference",
    "is_obliged_buyer",
    "processing_days",
    "is_processing_reasoned",
    "is_healthcare",
    "acceptance_days",
    "guarantee_months",
    "revision_formula",
    "revision_base_month",
    "framework_years",
    "framework_reason",
    "ceiling",
    "is_single_supplier",
    "has_global_bond",
    "order",
)
"""What `change_terms` changes; amounts that change come by the ledger."""
OPENED_WITH: Final = ("contractor", "initial_amount", "is_framework", *IN_DOCUMENTS)
"""What `conclude` takes beside the day."""


@transaction.atomic
def conclude(
    actor: Any,
    file: ProcurementFile,
    lot: ProcurementLot | None,
    expected_version: int,
    *,
    on: date,
    reason: str = "",
    **terms: Any,
) -> Contract:
    """Open the contract of a file or lot; where that was not concluded yet, it is on this day.

    Each lot is held to its own standstill, whatever was concluded of the file before.

    Parameters
    ----------
    expected_version
        Of the file.
    reason
        Why it is concluded although something stands against it that is not sure: a figure of the law that
        nobody verified, or a fact that is not known. It stays marked, as does a contract that was concluded
        too soon.
    terms
        Fields of `OPENED_WITH`.

    Raises
    ------
    Refused
        If a standstill still runs, somebody was not informed, the contract exists already, or its data
        contradict each other.
    NotPermitted, VersionConflict, NotAccepted
        As every action on a file.
    """
    require_edit(actor, file)
    stored = (
        ProcurementFile.objects.select_for_update(of=("self",))
        .select_related("project__portfolio")
        .get(pk=file.pk)
    )
    require_fresh(stored, stored.subject, expected_version)
    _require_one(stored, lot)
    require_past(on)
    found = [
        *hindrances(stored, lot, on),
        *award_hindrances(stored, lot, terms.get("initial_amount"), terms.get("contractor", "")),
    ]
    flags = _flags(stored, lot, on, reason, found)
    contract = Contract(file=stored, lot=lot, concluded_on=on, conclusion_flags=flags)
    contract.conclusion_reason = text(reason, 1000) if flags else ""
    _set(contract, {name: terms[name] for name in OPENED_WITH if name in terms})
    contract.contractor = needed(contract.contractor, _("Say who the contractor is."), 200)
    for name, value in launch_facts(stored).items():
        setattr(contract, name, value)
    _require_whole(contract)
    try:
        with transaction.atomic():
            contract.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("This contract was opened already.")) from None
    data = {"contractor": contract.contractor, "amount": contract.initial_amount, "on": on, "against": flags}
    written(actor, contract, "contract.conclude", data)
    follow_conclusion(actor, stored, lot, on)
    _follow_start(actor, contract)
    return contract


def _require_one(file: ProcurementFile, lot: ProcurementLot | None) -> None:
    if file.stage == Stage.STOPPED or file.is_archived:
        raise Refused(_("This procurement was stopped."))
    if not file.procedure:
        raise Refused(_("Choose a procedure first."))
    if lot is None and file.lots.exists():
        raise Refused(_("This procurement has lots: each lot has its own contract."))
    if Contract.objects.filter(file=file, lot=lot).exists():
        raise Refused(_("This contract was opened already."))


def _flags(
    file: ProcurementFile, lot: ProcurementLot | None, on: date, reason: str, found: Sequence[Hindrance]
) -> list[str]:
    """Return what stands against the conclusion without making it impossible.

    A contract that exists, although it was concluded too soon, is followed up all the same; it stays marked.
    Of a lot the day of the file says nothing: it is that of the lot that was concluded first.
    """
    is_there = lot is None and file.concluded_on is not None and on == file.concluded_on
    sure = [one.text for one in found if one.is_sure]
    if sure and not is_there:
        raise Refused(" ".join(sure))
    told = [one.text for one in found]
    if told and not text(reason, 1000):
        raise Refused(_("Say why the contract is concluded nevertheless. {what}").format(what=" ".join(told)))
    if told:
        motivated(reason)
    return told


@transaction.atomic
def change_terms(
    actor: Any, contract: Contract, values: Mapping[str, Any], expected_version: int
) -> Contract:
    """Change what the documents of a contract say; the law of the launch is read anew from the file.

    Raises
    ------
    Refused
        If data contradict each other, or orders were placed above the maximum that is given.
    NotPermitted, VersionConflict
        As every action.
    """
    found = held(actor, contract, expected_version)
    sent = {name: values[name] for name in IN_DOCUMENTS if name in values} | launch_facts(found.file)
    before = {name: getattr(found, name) for name in sent}
    _set(found, sent)
    _require_whole(found)
    if found.is_framework and found.ceiling is not None:
        used = sum((one.amount for one in found.call_offs.filter(withdrawn_on=None)), Decimal(0))
        net = sum((one.amount for one in found.modifications.all()), Decimal(0))
        if used > found.ceiling + net:
            raise Refused(_("More than this maximum was ordered already."))
    changed = {
        name: [_plain(old), _plain(getattr(found, name))]
        for name, old in before.items()
        if old != getattr(found, name)
    }
    if changed:
        kept(actor, found, "contract.change", changed)
        _follow_start(actor, found)
    return found


def _set(contract: Contract, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(contract, name, text(value, 1000) if isinstance(value, str) else value)


def _require_whole(contract: Contract) -> None:
    """Raise `Refused` for data that contradict each other."""
    start, end, over = contract.order_to_start_on, contract.end_date, contract.performance_ended_on
    if not contract.is_framework and not contract.initial_amount:
        raise Refused(_("A contract has an amount above zero."))
    if start is not None and start < contract.concluded_on:
        raise Refused(_("The order to start does not come before the conclusion."))
    if end is not None and end < (start or contract.concluded_on):
        raise Refused(_("The contract does not end before it starts."))
    _require_one_end(contract)
    if over is not None:
        require_past(over)
        if over < (start or contract.concluded_on):
            raise Refused(_("The performance does not end before it starts."))
    if contract.revision_formula:
        try:
            read_formula(contract.revision_formula)
        except FormulaError as error:
            told = _("The formula of the price revision cannot be read. {why}")
            raise Refused(told.format(why=error.message(_, figure))) from None
        if contract.revision_base_month is None:
            raise Refused(_("Say from which month the indices of the price revision start."))
        contract.revision_base_month = contract.revision_base_month.replace(day=1)
    if contract.order is not None and contract.order.project_id != contract.file.project_id:
        raise Refused(_("This order is not of the project of this procurement."))
    if contract.is_framework:
        _require_framework(contract)


def _require_one_end(contract: Contract) -> None:
    """Raise `Refused` where a term in calendar days and the last day cannot both be right.

    Whether the day of the start counts, and an end on a day that is no working day, leave some days between.
    """
    start, end, n = contract.order_to_start_on, contract.end_date, contract.term_days
    if start is None or end is None or not n or contract.term_unit != TermUnit.CALENDAR:
        return
    first, last = start + timedelta(days=n - 1), legal_period(start, n).last_day
    if first <= end <= last:
        return
    told = _(
        "A term of {n} calendar days from {start} does not end on {end} but on {last}. Fill in one of both,"
        " or let them agree."
    )
    raise Refused(
        told.format(
            n=reader().number(n),
            start=reader().day(start),
            end=reader().day(end),
            last=reader().day(start + timedelta(days=n)),
        )
    )


def _require_framework(contract: Contract) -> None:
    if contract.has_global_bond and not contract.is_single_supplier:
        raise Refused(_("One bond for the whole is only possible with a single contractor."))
    limit = framework_limit(contract.sector, contract.rules_on)
    years = contract.framework_years
    if limit is None or years is None or years <= limit.amount or contract.framework_reason:
        return
    told = _(
        "A framework agreement runs {limit} years at most ({article}), except in exceptional cases that are"
        " properly reasoned: give the reason."
    )
    raise Refused(
        told.format(limit=reader().number(limit.amount), article=f"{limit.source}, {limit.article}")
    )


def _follow_start(actor: Any, contract: Contract) -> None:
    """Write the first order to start down as a moment of the file."""
    file, start = contract.file, contract.order_to_start_on
    file.refresh_from_db(fields=["version", "started_on", "concluded_on", "stage"])
    if start is None or start > today() or file.is_closed:
        return
    if file.started_on is None or start < file.started_on:
        set_moment(actor, file, "started_on", start, file.version, is_weighed=True)
    elif file.stage == Stage.CONCLUSION:
        move_to(actor, file, Stage.STARTED, file.version, is_weighed=True)


def _plain(value: Any) -> Any:
    return str(value) if hasattr(value, "_meta") else value
