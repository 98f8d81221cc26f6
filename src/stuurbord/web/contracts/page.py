"""What the page “Uitvoering” shows of one contract."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stuurbord.rulebooks.be_procurement import execution
from stuurbord.rulebooks.be_procurement.execution import LawValue, Outcome
from stuurbord.web.accounts.permissions import Permission, may
from stuurbord.web.clock import today
from stuurbord.web.contracts import forms
from stuurbord.web.contracts.law import (
    award_hindrances,
    framework_limit,
    hindrances,
    proposed_terms,
    reference_rates,
)
from stuurbord.web.contracts.models import AcceptanceKind, Contract
from stuurbord.web.contracts.queries import contracts_of
from stuurbord.web.contracts.revision_words import index_lines, revision_line
from stuurbord.web.contracts.standing import ContractStanding, share_told, standing
from stuurbord.web.procurements.models import ProcurementFile, ProcurementLot
from stuurbord.web.reader import reader


@dataclass(frozen=True)
class Law:
    """One figure of the law that an answer rests on, in the reader's words."""

    label: str
    figure: str
    article: str
    is_verified: bool


def laws(*outcomes: Outcome | None) -> list[Law]:
    """Return the figures that answers rest on, each once."""
    figures = dict.fromkeys(one for outcome in outcomes if outcome is not None for one in outcome.because)
    return [law_of(one) for one in figures]


def law_of(one: LawValue) -> Law:
    return Law(one.label[reader().code], _figure(one), one.article, one.is_verified)


def _plain(number: Decimal | None) -> str:
    """Return a number with the decimals it has: ``4``, ``2,5``."""
    if number is None:
        return ""
    exponent = number.normalize().as_tuple().exponent
    return reader().number(number, max(0, -exponent) if isinstance(exponent, int) else 0)


def _figure(one: LawValue) -> str:
    if isinstance(one.value, str):
        return ""
    if one.unit == "EUR":
        return reader().euro(one.value, 0 if one.value == int(one.value) else 2)
    units = {
        "%": "%",
        "d": pgettext("unit", "calendar days"),
        "wd": pgettext("unit", "working days"),
        "pp": pgettext("unit", "percentage points"),
    }
    return f"{_plain(one.value)} {units.get(one.unit, one.unit)}".strip()


def questions(*outcomes: Outcome | None) -> list[str]:
    """Return the questions that are open, each once, with which one is meant."""
    code = reader().code
    gaps = (gap for outcome in outcomes if outcome is not None for gap in outcome.missing)
    told = (f"{gap.question[code]}{_which(gap.detail)}" for gap in gaps)
    return list(dict.fromkeys(told))


def _which(detail: str) -> str:
    """Return which one is meant, between brackets: a day as people write it, or an index and its month."""
    with suppress(ValueError):
        detail = reader().day(date.fromisoformat(detail))
    return f" ({detail})" if detail else ""


@dataclass(frozen=True)
class LedgerRow:
    """One modification with what the rules now say of it."""

    line: Any
    entry: execution.LedgerEntry
    ground: str
    word: str
    status: str

    @property
    def share(self) -> Decimal | None:
        return None if self.entry.share is None else share_told(self.entry.share)


@dataclass(frozen=True)
class TotalRow:
    """One ground with what it used and the room that is left."""

    total: execution.GroundTotal
    name: str
    laws: Sequence[Law]
    word: str
    status: str

    @property
    def share(self) -> Decimal | None:
        return None if self.total.share is None else share_told(self.total.share)


_VERDICT_STATUS = {"allowed": "on_track", "refused": "intervene", "undetermined": "undetermined"}


def verdict_word(verdict: str, *, is_verified: bool) -> tuple[str, str]:
    """Return the word and the status of a verdict on a ceiling."""
    words = {
        "allowed": pgettext("modification", "within the ceiling"),
        "refused": pgettext("modification", "above the ceiling"),
        "undetermined": pgettext("modification", "undetermined"),
    }
    if verdict == "refused" and not is_verified:
        return words[verdict], "adjust"
    return words[verdict], _VERDICT_STATUS[verdict]


def ledger_rows(stand: ContractStanding) -> list[LedgerRow]:
    made = []
    for line, entry in zip(stand.modifications, stand.ledger.entries, strict=True):
        ground = execution.grounds()[line.ground]
        if ground.ceiling == "none":
            word, status = pgettext("modification", "no ceiling"), "on_track"
        else:
            word, status = verdict_word(entry.verdict.value, is_verified=entry.is_verified)
        made.append(LedgerRow(line, entry, ground.name[reader().code], word, status))
    return made


def total_rows(stand: ContractStanding) -> list[TotalRow]:
    """Return every ground with a ceiling, used or not, and the others that were used."""
    made = []
    listed = [execution.Modification(one.ground, one.amount, one.decided_on) for one in stand.modifications]
    for article, ground in execution.grounds().items():
        if ground.ceiling == "none" and not any(one.ground == article for one in listed):
            continue
        total = execution.room_left(stand.modified, article, listed)
        if total.ceiling is None and not total.missing:
            word, status = pgettext("modification", "no ceiling"), "on_track"
        else:
            word, status = verdict_word(total.verdict.value, is_verified=total.is_verified)
        made.append(TotalRow(total, ground.name[reader().code], laws(total), word, status))
    return made


def contract_context(
    request: HttpRequest, file: ProcurementFile, lot: ProcurementLot | None, lots: list[ProcurementLot]
) -> dict[str, Any]:
    """Return what the page shows beside the frame of the file."""
    found = contracts_of(file)
    contract = next((one for one in found if one.lot_id == (lot.pk if lot else None)), None)
    context: dict[str, Any] = {
        "lot": lot,
        "lot_views": _lot_views(file, lot, lots, found),
        "contract": contract,
        "sent": request.POST.get("do", "") if request.method == "POST" else "",
    }
    if contract is None:
        return context | _before(request, file, lot)
    contract.file = file
    stand = standing(contract, today(), reference_rates())
    return context | _after(request, file, stand)


def _lot_views(
    file: ProcurementFile, lot: ProcurementLot | None, lots: list[ProcurementLot], found: list[Contract]
) -> list[dict[str, Any]]:
    opened = {one.lot_id for one in found}
    address = reverse("contract", args=[file.reference])
    return [
        {
            "label": f"{one.number} {one.title}",
            "url": f"{address}?perceel={one.number}",
            "count": None,
            "is_current": lot is not None and one.pk == lot.pk,
            "is_opened": one.pk in opened,
        }
        for one in lots
    ]


def _before(request: HttpRequest, file: ProcurementFile, lot: ProcurementLot | None) -> dict[str, Any]:
    terms = proposed_terms(file, lot)
    on = terms["concluded_on"] or today()
    found = hindrances(file, lot, on) if file.procedure else []
    if file.procedure:
        found += award_hindrances(file, lot, terms.get("initial_amount"), terms.get("contractor"))
    data = request.POST if request.POST.get("do") == "conclude" else None
    form = forms.ConcludeForm(data, project=file.project, initial=terms | {"concluded_on": on})
    if not found and data is None:
        del form.fields["reason"]
    return {
        "hindrances": found,
        "is_blocked": any(one.is_sure for one in found) and (lot is not None or file.concluded_on is None),
        "conclude_form": form,
        "conclusion": _before_sentence(file, terms["concluded_on"], found),
    }


def _before_sentence(file: ProcurementFile, concluded_on: date | None, found: list[Any]) -> str:
    if not file.procedure:
        return _("No procedure was chosen yet: there is no contract to perform.")
    if any(one.is_sure for one in found) and concluded_on is None:
        return _("The contract cannot be concluded yet.")
    if concluded_on is not None:
        text = _("The contract was concluded on {day}: open it to follow up its performance.")
        return text.format(day=reader().day(concluded_on))
    return _("Nothing sure stands in the way of the conclusion today.")


def _after(request: HttpRequest, file: ProcurementFile, stand: ContractStanding) -> dict[str, Any]:
    contract = stand.contract
    limit = framework_limit(contract.sector, contract.rules_on) if contract.is_framework else None
    return {
        "stand": stand,
        "conclusion": conclusion(stand),
        "version": contract.version,
        "bond_laws": laws(stand.bond, stand.posting, stand.release),
        "bond_questions": questions(stand.bond, stand.posting, stand.release),
        "bond_rounding": law_of(stand.bond.rounding) if stand.bond and stand.bond.rounding else None,
        "payment_laws": laws(
            *(one.term for one in stand.requests), *(one.interest for one in stand.requests)
        ),
        "payment_questions": questions(
            *(one.term for one in stand.requests), *(one.interest for one in stand.requests)
        ),
        "revisions": [
            (one, revision, revision_line(revision), index_lines(revision))
            for one in stand.requests
            if (revision := getattr(one.request, "revision", None)) is not None
        ],
        "is_above_amount": stand.amount is not None and stand.performed > stand.amount,
        "advance_laws": laws(stand.advance, stand.recovery),
        "advance_questions": questions(stand.advance, stand.recovery),
        "ledger_rows": ledger_rows(stand),
        "total_rows": total_rows(stand),
        "ledger_questions": questions(*(one.total for one in total_rows(stand))),
        "suspension_laws": laws(stand.suspension),
        "suspension_questions": questions(stand.suspension),
        "running": next((one for one in contract.suspensions.all() if one.resumed_on is None), None),
        "delay_laws": laws(stand.delay),
        "delay_questions": questions(stand.delay),
        "default_laws": laws(*(one.procedure for one in stand.defaults)),
        "default_questions": questions(*(one.procedure for one in stand.defaults)),
        "acceptance_laws": laws(stand.acceptance),
        "acceptance_questions": questions(stand.acceptance),
        "limit": limit,
        "limit_years": _plain(limit.amount) if limit else "",
        "framework_years": _plain(contract.framework_years),
        "is_too_long": bool(
            limit and contract.framework_years is not None and contract.framework_years > limit.amount
        ),
        "may_invoice": contract.order_id is not None
        and may(request.user, Permission.EDIT_BUDGET, file.project.scopes),
        **_forms(request, file, stand),
    }


def _forms(request: HttpRequest, file: ProcurementFile, stand: ContractStanding) -> dict[str, Any]:
    contract, sent = stand.contract, request.POST.get("do") if request.method == "POST" else ""

    def data(step: str) -> Any:
        return request.POST if sent == step else None

    requests = [
        (one.request.number, f"{one.request.number} {one.request.reference}") for one in stand.requests
    ]
    orders = [(one.number, str(one)) for one in contract.call_offs.all() if one.withdrawn_on is None]
    unpaid = [
        (one.request.number, f"{one.request.number} {one.request.reference}")
        for one in stand.requests
        if one.paid_on is None
    ]
    open_defaults = [
        (one.record.number, f"{one.record.number} {one.record.title[:80]}")
        for one in stand.defaults
        if not one.record.measure
    ]
    first_kind = AcceptanceKind.PROVISIONAL if stand.provisional is None else AcceptanceKind.FINAL
    made: dict[str, Any] = {
        "terms_form": forms.TermsForm(data("terms"), project=file.project, contract=contract),
        "bond_form": forms.BondForm(
            data("bond"),
            prefix="bond",
            initial={"amount": _amount_of(stand.bond)} | _proposed_today("posted_on"),
        ),
        "release_form": forms.ReleaseForm(data("release"), prefix="release", initial=_proposed_today("on")),
        "request_form": forms.RequestForm(
            data("request"), prefix="request", orders=orders, initial=_proposed_today("received_on")
        ),
        "link_form": forms.LinkForm(data("link"), prefix="link", numbers=requests, orders=orders)
        if orders and requests
        else None,
        "paid_form": forms.PaidForm(data("paid"), prefix="paid", numbers=unpaid) if unpaid else None,
        "advance_form": forms.AdvanceForm(
            data("advance"),
            prefix="advance",
            initial={"amount": stand.advance.amount} | _proposed_today("paid_on"),
        ),
        "recover_form": forms.RecoverForm(data("recover"), prefix="recover"),
        "modification_form": forms.ModificationForm(
            data("modify"), prefix="modify", initial=_proposed_today("decided_on")
        ),
        "suspend_form": forms.SuspendForm(
            data("suspend"), prefix="suspend", initial=_proposed_today("first")
        ),
        "resume_form": forms.ResumeForm(data("resume"), prefix="resume", initial=_proposed_today("on")),
        "acceptance_form": forms.AcceptanceForm(
            data("accept"), prefix="accept", initial={"kind": first_kind} | _proposed_today("on")
        ),
        "default_form": forms.DefaultForm(
            data("default"), prefix="default", initial=_proposed_today("recorded_on")
        ),
        "call_off_form": forms.CallOffForm(
            data("call_off"), prefix="call_off", initial=_proposed_today("ordered_on")
        ),
        "revisable": [one for one in requests if contract.revision_formula],
    }
    if open_defaults:
        made["defence_form"] = forms.DefenceForm(data("defence"), prefix="defence", numbers=open_defaults)
        made["measure_form"] = forms.MeasureForm(
            data("measure"),
            prefix="measure",
            numbers=open_defaults,
            initial={"days": stand.days_late or None} | _proposed_today("on"),
        )
    return made


def _proposed_today(*names: str) -> dict[str, Any]:
    return dict.fromkeys(names, today())


def _amount_of(bond: execution.RequiredBond | None) -> Decimal | None:
    return bond.amount if bond is not None and bond.amount else None


def conclusion(stand: ContractStanding) -> str:
    """Return how the contract stands, in one or two sentences: what waits and what is late comes first."""
    told = [*_late(stand)]
    if stand.contract.is_framework:
        told.append(_consumption_sentence(stand))
    elif stand.final is not None:
        told.append(_("The contract was finally accepted on {day}.").format(day=_day(stand.final.on)))
    elif stand.provisional is not None:
        text = _("The contract was provisionally accepted on {day}.")
        told.append(text.format(day=_day(stand.provisional.on)))
    elif stand.end is not None:
        told.append(_("The contract runs to {day}.").format(day=_day(stand.end)))
    else:
        told.append(_("The end of the contract is not known."))
    return " ".join(told)


def _late(stand: ContractStanding) -> Iterable[str]:
    posting = stand.posting
    if posting is not None and posting.state is execution.PostingStatus.OVERDUE:
        yield _("The bond should have been posted by {day}.").format(day=_day(posting.due))
    waiting = [one for one in stand.requests if one.paid_on is None and one.is_late]
    if waiting:
        text = _("Not paid in time: {numbers}.")
        yield text.format(numbers=", ".join(one.request.reference for one in waiting))
    if stand.days_late and stand.ended_on is None:
        yield _("The contract should have been performed by {day}.").format(day=_day(stand.end))
    acceptance = stand.acceptance
    if acceptance is not None and acceptance.days_late and stand.provisional is None:
        yield _("Provisional acceptance was due by {day}.").format(day=_day(acceptance.due))


def _consumption_sentence(stand: ContractStanding) -> str:
    whole = stand.consumption
    if whole.ceiling is None:
        return _("The maximum value of the framework agreement is not known.")
    text = _("{used} of {ceiling} was ordered, {invoiced} invoiced and {paid} paid; {left} is left to order.")
    figures = {
        "used": whole.used,
        "ceiling": whole.ceiling,
        "invoiced": whole.invoiced,
        "paid": whole.paid,
        "left": whole.left or Decimal(0),
    }
    return text.format(**{name: reader().euro(amount, 2) for name, amount in figures.items()})


def _day(day: date | None) -> str:
    return reader().day(day) if day else "–"
