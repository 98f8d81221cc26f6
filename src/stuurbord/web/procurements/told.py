"""What happened to a file, as sentences: for its own timeline and for the log of the whole house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.errors import N_
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.procurements.models import ChoiceVerdict, ProcurementFile, Stage
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
    "procurement.approve": N_("Choice {choice} against the rules approved for {subject}: {procedure}"),
    "procurement.reject": N_("Choice {choice} against the rules rejected for {subject}: {procedure}"),
    "procurement.moment": N_("Moment of procurement file {subject} written down"),
    "procurement.stage": N_("Procurement file {subject} brought to another stage"),
    "procurement.mark": N_("Checklist of procurement file {subject}, line {item} changed"),
    "procurement.propose": N_("Proposal {proposal} on the plan made of {subject}: {title}"),
    "procurement.let_go": N_("Proposal {proposal} on the plan not followed by {subject}"),
    "procurement.follow": N_("{subject} changed with proposal {proposal} on the plan: {title}"),
    "procurement.tie": N_("Said how {subject} stands in plan and budget"),
    "procurement.configure": N_("Agreed amounts of procurements changed: {what}"),
}
_ESTIMATE = "estimate"
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


def words_of(action: str, data: Mapping[str, Any]) -> dict[str, str]:
    """Return the codes in an audit entry of a file in the reader's words."""
    made = {}
    if "procedure" in data:
        made["procedure"] = procedure_name(str(data["procedure"]))
    if data.get("verdict") in ChoiceVerdict.values:
        made["verdict"] = str(ChoiceVerdict(data["verdict"]).label).lower()
    return made


def happenings(file: ProcurementFile) -> list[Happening]:
    """Return what happened to a file, the last first."""
    entries = AuditEntry.objects.filter(subject=file.subject).order_by("-number")[:_MOST_SHOWN]
    return [_happening(one) for one in entries]


def _happening(entry: AuditEntry) -> Happening:
    words = {name: str(value) for name, value in entry.data.items()} | words_of(entry.action, entry.data)
    words["subject"] = entry.subject.rpartition(":")[2]
    text = SENTENCES.get(entry.action, "")
    choice = entry.data.get("choice")
    return Happening(
        at=entry.at,
        who=entry.actor_name,
        text=_(text).format(**words) if text else entry.action,
        detail=_detail(entry.data),
        number=entry.number,
        hash=entry.hash,
        choice=choice if isinstance(choice, int) else 0,
    )


def _detail(data: Mapping[str, Any]) -> str:
    """Return changed fields with their old and new value, and the reason that was given."""
    told = [_change(name, pair) for name, pair in data.items() if isinstance(pair, list) and len(pair) == 2]
    if data.get("reason"):
        told.append(str(data["reason"]))
    return "; ".join(filter(None, told))


def _change(name: str, pair: list[Any]) -> str:
    try:
        field = ProcurementFile._meta.get_field(name)
    except FieldDoesNotExist:
        return ""
    if any(isinstance(one, (dict, bool)) for one in pair):
        return ""
    label = str(getattr(field, "verbose_name", name))
    return f"{label} {_value(name, pair[0])} → {_value(name, pair[1])}"


def _value(name: str, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if name == "stage" and value in Stage.values:
        return str(Stage(value).label)
    if name == "procedure":
        return procedure_name(str(value))
    if name == _ESTIMATE:
        amount = Decimal(str(value))
        return reader().euro(amount, 0 if amount == amount.to_integral_value() else 2)
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
