"""Acceptance of what was performed, and defaults of the contractor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.rulebooks.be_procurement import execution
from stuurbord.web.clock import today
from stuurbord.web.contracts.keeping import Refused, held, kept, needed, next_number, require_past, text
from stuurbord.web.contracts.models import Acceptance, AcceptanceKind, Contract, DefaultRecord, Measure
from stuurbord.web.contracts.standing import ContractStanding, standing
from stuurbord.web.procurements.actions import move_to
from stuurbord.web.procurements.models import Stage
from stuurbord.web.reader import reader

PENALTIES = (Measure.DELAY, Measure.ONCE, Measure.DAILY)


@dataclass(frozen=True)
class NewAcceptance:
    """A record of acceptance as somebody writes it down."""

    kind: str
    on: date
    document: str
    is_granted: bool = True
    remarks: str = ""


@transaction.atomic
def accept(actor: Any, contract: Contract, sent: NewAcceptance, expected_version: int) -> Acceptance:
    """Write down that acceptance was granted or refused; what it frees of the bond follows.

    Once every contract of a file has final acceptance, the file is ended.

    Raises
    ------
    Refused
        If it was granted already, final acceptance would come before provisional, the record is missing, or
        a refusal has no reason.
    NotPermitted, VersionConflict
        As every action.
    """
    found = held(actor, contract, expected_version)
    if sent.kind not in AcceptanceKind.values:
        raise Refused(_("Choose provisional or final acceptance."))
    document = needed(sent.document, _("Say where the record is: a reference or an address."), 500)
    remarks = text(sent.remarks)
    require_past(sent.on)
    if not sent.is_granted and not remarks:
        raise Refused(_("Say why acceptance is refused."))
    before = standing(found, today())
    first = found.order_to_start_on or found.concluded_on
    if sent.kind == AcceptanceKind.FINAL:
        if before.final is not None:
            raise Refused(_("Final acceptance was granted already."))
        if before.provisional is None:
            raise Refused(_("Final acceptance comes after provisional acceptance."))
        first = before.provisional.on
    elif before.provisional is not None:
        raise Refused(_("Provisional acceptance was granted already."))
    if sent.on < first:
        raise Refused(_("This day is too early: acceptance follows the performance."))
    made = Acceptance.objects.create(
        contract=found,
        kind=sent.kind,
        is_granted=sent.is_granted,
        on=sent.on,
        document=document,
        remarks=remarks,
    )
    data = {"kind": sent.kind, "on": sent.on, "granted": sent.is_granted, "remarks": remarks}
    kept(actor, found, "contract.accept" if sent.is_granted else "contract.reject", data)
    if sent.is_granted and sent.kind == AcceptanceKind.FINAL:
        _end_file(actor, found)
    return made


def _end_file(actor: Any, contract: Contract) -> None:
    """End the file once each of its lots, or the whole, has a contract that was finally accepted."""
    file = contract.file
    n_units = max(1, file.lots.count())
    done = Contract.objects.filter(
        file=file, acceptances__kind=AcceptanceKind.FINAL, acceptances__is_granted=True
    )
    if done.count() < n_units or file.is_closed:
        return
    file.refresh_from_db(fields=["version", "stage", "concluded_on"])
    if file.concluded_on is not None and file.procedure:
        move_to(actor, file, Stage.ENDED, file.version, is_weighed=True)


@transaction.atomic
def record_default(
    actor: Any,
    contract: Contract,
    title: str,
    recorded_on: date,
    expected_version: int,
    sent_on: date | None = None,
) -> DefaultRecord:
    """Write down a record of default; the contractor's defence runs from its sending.

    Raises
    ------
    Refused
        If it does not say what was found, or its days cannot be right.
    NotPermitted, VersionConflict
        As every action.
    """
    found = held(actor, contract, expected_version)
    title = needed(title, _("Say what was found."), 500)
    require_past(recorded_on)
    require_past(sent_on)
    if recorded_on < found.concluded_on:
        raise Refused(_("This day lies before the conclusion of the contract."))
    if sent_on is not None and sent_on < recorded_on:
        raise Refused(_("A record is not sent before it was drawn up."))
    made = DefaultRecord.objects.create(
        contract=found,
        number=next_number(found.defaults),
        title=title,
        recorded_on=recorded_on,
        sent_on=sent_on,
    )
    kept(actor, found, "contract.default", {"number": made.number, "on": recorded_on, "sent_on": sent_on})
    return made


@transaction.atomic
def follow_default(
    actor: Any,
    contract: Contract,
    number: int,
    expected_version: int,
    *,
    sent_on: date | None = None,
    defended_on: date | None = None,
    defence: str = "",
) -> DefaultRecord:
    """Write down when a record was sent, or which defence came in.

    Raises
    ------
    Refused
        If there is no such record, a measure was taken, a day cannot be right, or a defence has no text.
    NotPermitted, VersionConflict
        As every action.
    """
    found = held(actor, contract, expected_version)
    one = _default(found, number)
    defence = text(defence)
    if sent_on is None and defended_on is None:
        raise Refused(_("Fill in a day."))
    require_past(sent_on)
    require_past(defended_on)
    sent = sent_on or one.sent_on
    if sent is not None and sent < one.recorded_on:
        raise Refused(_("A record is not sent before it was drawn up."))
    if defended_on is not None:
        if sent is None or defended_on < sent:
            raise Refused(_("A defence comes after the record was sent."))
        if not defence:
            raise Refused(_("Write down what the contractor says."))
    elif one.defended_on is not None and sent is not None and one.defended_on < sent:
        raise Refused(_("A defence comes after the record was sent."))
    before = [one.sent_on, one.defended_on]
    one.sent_on = sent
    if defended_on is not None:
        one.defended_on, one.defence = defended_on, defence
    one.save()
    data = {"number": number, "sent_on": [before[0], one.sent_on]}
    kept(actor, found, "contract.defence", data | {"defended_on": [before[1], one.defended_on]})
    return one


@dataclass(frozen=True)
class NewMeasure:
    """What the buyer does about a default.

    Attributes
    ----------
    days, value
        Of a penalty: days late, and euros of what is late where that is not the whole contract.
    exception_reason
        Why it is taken before the term of defence has passed, whose length nobody verified; or for more days
        than the contract was late.
    """

    measure: str
    on: date
    reason: str
    days: int | None = None
    value: Decimal | None = None
    exception_reason: str = ""


@transaction.atomic
def take_measure(
    actor: Any, contract: Contract, number: int, sent: NewMeasure, expected_version: int
) -> DefaultRecord:
    """Write down the measure on a default; a penalty is computed as the decree has it.

    Raises
    ------
    Refused
        If it has no reasons, comes before the end of the defence, or the penalty cannot be computed. A
        penalty for delay waits for no defence: the end of the term suffices for it.
    NotPermitted, VersionConflict
        As every action.
    """
    found = held(actor, contract, expected_version)
    one = _default(found, number)
    if sent.measure not in Measure.values:
        raise Refused(_("Choose a measure."))
    reason = needed(sent.reason, _("A measure states its reasons."))
    exception = text(sent.exception_reason, 1000)
    require_past(sent.on)
    stand = standing(found, sent.on)
    if sent.measure == Measure.DELAY:
        _require_days_late(stand, sent, exception)
    else:
        _require_defence_over(stand, one, sent, exception)
    one.measure, one.measure_on = sent.measure, sent.on
    one.reason = f"{reason}\n{exception}" if exception else reason
    if sent.measure in PENALTIES:
        one.days_late, one.value_late = sent.days, sent.value
        one.amount = penalty_amount(stand, sent)
    one.save()
    data = {"number": number, "measure": sent.measure, "on": sent.on, "amount": one.amount}
    kept(actor, found, "contract.measure", data)
    return one


def penalty_amount(stand: ContractStanding, sent: NewMeasure) -> Decimal:
    """Return the penalty of a measure in euro.

    Raises
    ------
    Refused
        With the questions that are open, or what is missing of the measure.
    """
    initial = stand.contract.initial_amount
    made: execution.DelayPenalty | execution.SpecialPenalty
    if sent.measure == Measure.DELAY:
        amount = initial if sent.value is None or stand.kind == "works" else sent.value
        if not sent.days or amount is None:
            raise Refused(_("Say how many days it was late, and of which value."))
        if initial is not None and amount > initial:
            raise Refused(_("What is late is not worth more than the contract."))
        made = stand.penalty(amount, sent.days)
    else:
        if initial is None:
            raise Refused(_("A special penalty is counted on the initial amount, which is not known."))
        days = sent.days if sent.measure == Measure.DAILY else None
        if sent.measure == Measure.DAILY and not days:
            raise Refused(_("Say how many days the default lasts."))
        made = execution.special_penalty(initial, stand.on, days)
    if made.amount is None:
        what = " ".join(one.question[reader().code] for one in made.missing)
        raise Refused(_("The penalty is undetermined. {what}").format(what=what))
    return made.amount


def _require_days_late(stand: ContractStanding, sent: NewMeasure, exception: str) -> None:
    """Raise `Refused` for more days than the contract was late, unless a reason says why."""
    if not sent.days or stand.end is None or stand.contract.is_framework or sent.days <= stand.days_late:
        return
    told = _("On {day} the contract was {late} late, not {days}.").format(
        day=reader().day(sent.on), late=_days(stand.days_late), days=_days(sent.days)
    )
    if not exception:
        raise Refused(_("{what} Say why the measure is taken nevertheless.").format(what=told))


def _days(n: int) -> str:
    return ngettext("{n} day", "{n} days", n).format(n=reader().number(n))


def _require_defence_over(
    stand: ContractStanding, one: DefaultRecord, sent: NewMeasure, exception: str
) -> None:
    if one.sent_on is None:
        raise Refused(_("Send the record first: the contractor may defend itself."))
    if sent.measure == Measure.NONE and one.defended_on is not None:
        return
    procedure = execution.default_procedure(
        one.recorded_on, one.sent_on, sent.on, stand.on, one.defended_on if _came(one, sent) else None
    )
    if procedure.may_act:
        return
    if procedure.measure_from is None:
        told = " ".join(each.question[reader().code] for each in procedure.missing)
    else:
        text = _(
            "The contractor may defend itself until {until}: a measure is possible from {first} ({article})."
        )
        told = text.format(
            until=reader().day(procedure.defence_until) if procedure.defence_until else "–",
            first=reader().day(procedure.measure_from),
            article="; ".join(figure.article for figure in procedure.because),
        )
        if procedure.is_verified:
            raise Refused(told)
    if not exception:
        raise Refused(_("{what} Say why the measure is taken nevertheless.").format(what=told))


def _came(one: DefaultRecord, sent: NewMeasure) -> bool:
    return one.defended_on is not None and one.defended_on <= sent.on


def _default(contract: Contract, number: int) -> DefaultRecord:
    found = contract.defaults.filter(number=number).first()
    if found is None:
        raise Refused(_("This contract has no default {number}.").format(number=number))
    if found.measure:
        raise Refused(_("A measure was taken already."))
    return found
