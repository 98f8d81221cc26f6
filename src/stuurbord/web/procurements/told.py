"""What happened to a file, as sentences: for its own timeline and for the log of the whole house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stuurbord.errors import N_
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.procurements.models import ChoiceVerdict, ProcurementFile
from stuurbord.web.procurements.words import procedure_name
from stuurbord.web.reader import reader

SENTENCES: Final = {
    "procurement.open": N_("Procurement file {reference} opened: {title}"),
    "procurement.facts": N_("Facts of procurement file {subject} changed"),
    "procurement.change": N_("Data of procurement file {subject} changed"),
    "procurement.lots": N_("Lots of procurement file {subject} changed"),
    "procurement.choose": N_("Procedure chosen for {subject}: {procedure} ({verdict})"),
    "procurement.against": N_(
        "The procedure of {subject} does not follow from the rules on its new facts: {procedure} ({verdict})"
    ),
    "procurement.turn": N_(
        "The procedure of {subject} no longer follows from the rules, without a change of the file:"
        " {procedure} ({verdict})"
    ),
    "procurement.approve": N_("Choice {choice} against the rules approved for {subject}: {procedure}"),
    "procurement.reject": N_("Choice {choice} against the rules rejected for {subject}: {procedure}"),
    "procurement.moment": N_("Moment of procurement file {subject} written down"),
    "procurement.stage": N_("Procurement file {subject} brought to another stage"),
    "procurement.mark": N_("Checklist of procurement file {subject}, line {item} changed"),
    "procurement.propose": N_("Proposal {proposal} on the plan made: {title}"),
    "procurement.let_go": N_(
        "Proposal {proposal} for {subject} does not go through: plan and file stay as they were"
    ),
    "procurement.follow": N_("Proposal {proposal} accepted, plan and file changed together: {title}"),
    "procurement.tie": N_("Said how {subject} stands in plan and budget"),
    "procurement.done": N_("{title} ({subject}): done on {done_on}"),
    "procurement.not_done": N_("{title} ({subject}): no longer noted as done"),
    "procurement.configure": N_("Agreed amounts of procurements changed: {what}"),
}
_EUROS = 14
"""Digits of a field of euros."""
_MOST_SHOWN = 200


@dataclass(frozen=True)
class Happening:
    """One thing that happened to a file.

    Attributes
    ----------
    number, hash
        Its place in the audit chain, and the hash that seals it there.
    choice
        The number of the choice it is about; 0 for another thing.
    """

    at: datetime
    who: str
    text: str
    detail: str
    number: int
    hash: str
    choice: int = 0


@dataclass(frozen=True)
class ToldOf:
    """The sentences of something that belongs to a file, and the model whose fields its entries name."""

    sentences: Mapping[str, str]
    model: type[models.Model]


_ALSO: Final[dict[str, ToldOf]] = {}


def tell_also(prefix: str, sentences: Mapping[str, str], model: type[models.Model]) -> None:
    """Let the timeline of a file also tell of what the log names ``prefix:reference``, of a lot ``/number``.

    For rooms above this one, once, when they start; who sees a file sees what they tell here.
    """
    _ALSO[prefix] = ToldOf(sentences, model)


def words_of(action: str, data: Mapping[str, Any]) -> dict[str, str]:
    """Return the codes in an audit entry of a file in the reader's words."""
    made = {}
    if "procedure" in data:
        made["procedure"] = procedure_name(str(data["procedure"]))
    if data.get("verdict") in ChoiceVerdict.values:
        made["verdict"] = str(ChoiceVerdict(data["verdict"]).label).lower()
    if data.get("done_on"):
        made["done_on"] = _day(str(data["done_on"]))
    return made


def happenings(file: ProcurementFile) -> list[Happening]:
    """Return what happened to a file and to what belongs to it, the last first."""
    told = Q(subject=file.subject)
    for prefix in _ALSO:
        told |= Q(subject=f"{prefix}:{file.reference}") | Q(subject__startswith=f"{prefix}:{file.reference}/")
    entries = AuditEntry.objects.filter(told).order_by("-number")[:_MOST_SHOWN]
    return [_happening(one) for one in entries]


def _happening(entry: AuditEntry) -> Happening:
    words = {name: str(value) for name, value in entry.data.items()} | words_of(entry.action, entry.data)
    words["subject"] = entry.subject.rpartition(":")[2]
    also = _ALSO.get(entry.subject.partition(":")[0])
    text = (also.sentences if also else SENTENCES).get(entry.action, "")
    choice = entry.data.get("choice")
    return Happening(
        at=entry.at,
        who=entry.actor_name,
        text=_(text).format(**words) if text else entry.action,
        detail=_detail(entry.data, also.model if also else ProcurementFile),
        number=entry.number,
        hash=entry.hash,
        choice=choice if isinstance(choice, int) else 0,
    )


def _detail(data: Mapping[str, Any], model: type[models.Model]) -> str:
    """Return changed fields with their old and new value, and the reason that was given."""
    told = [
        _change(name, pair, model) for name, pair in data.items() if isinstance(pair, list) and len(pair) == 2
    ]
    if model is not ProcurementFile:
        told[:0] = _which(data)
    if data.get("reason"):
        told.append(str(data["reason"]))
    return "; ".join(filter(None, told))


def _which(data: Mapping[str, Any]) -> list[str]:
    """Return the lot and the amount that an entry names."""
    lot, amount = data.get("lot"), data.get("amount")
    told = [_("lot {number}").format(number=lot)] if isinstance(lot, int) else []
    return told if amount is None or isinstance(amount, list) else [*told, _euro(amount)]


def _euro(value: Any) -> str:
    return reader().exact_euro(Decimal(str(value)))


def _change(name: str, pair: list[Any], model: type[models.Model]) -> str:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return ""
    if any(isinstance(one, (dict, bool)) for one in pair):
        return ""
    label = pgettext("procurement", "Lots") if name == "lots" else str(getattr(field, "verbose_name", name))
    return f"{label} {_value(name, pair[0], field)} → {_value(name, pair[1], field)}"


def _value(name: str, value: Any, field: Any) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "–"
    choices = dict(getattr(field, "flatchoices", ()))
    if value in choices:
        return str(choices[value])
    if name == "procedure":
        return procedure_name(str(value))
    if isinstance(field, models.DecimalField):
        return _euro(value) if field.max_digits == _EUROS else reader().number(Decimal(str(value)), 2)
    return _day(str(value))


def _day(text: str) -> str:
    """Return a day or a moment as the reader writes it; another text as it is."""
    try:
        if len(text) == 10:
            return reader().day(date.fromisoformat(text))
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return reader().moment(timezone.localtime(moment) if timezone.is_aware(moment) else moment)
