"""Changes of a procurement file: each checks a permission, changes, and writes its audit entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from stuurbord.errors import VersionConflict
from stuurbord.exchange.code_lists import code_list
from stuurbord.exchange.tabular.numbers import MOST_EURO
from stuurbord.web.accounts.permissions import may
from stuurbord.web.clock import today
from stuurbord.web.procurements.advising import Asked, asked
from stuurbord.web.procurements.amounts import as_number
from stuurbord.web.procurements.changing import NotAccepted, held, motivated, save, written
from stuurbord.web.procurements.choosing import (
    choose_procedure,
    is_worse,
    rule_on_choice,
    verdict_now,
)
from stuurbord.web.procurements.models import (
    ChecklistMark,
    MarkState,
    ProcurementFile,
    ProcurementLot,
    Stage,
)
from stuurbord.web.procurements.moving import MOMENTS, move_to, set_moment
from stuurbord.web.procurements.rights import EDITORS, require_edit, require_edit_in
from stuurbord.web.procurements.warned import warning_texts
from stuurbord.web.projects.models import Project

__all__ = [
    "MOMENTS",
    "NewLot",
    "NotAccepted",
    "change_facts",
    "change_file",
    "choose_procedure",
    "mark_item",
    "move_to",
    "open_file",
    "rule_on_choice",
    "set_lots",
    "set_moment",
]

DATA = ("title", "description", "cpv", "buyer_reference", "validity_days", "lawyer", "owner")
"""What `change_file` changes."""
OF_THE_LAUNCH = ("buyer", "sector", "kind")
"""Facts that the launch fixes, beside the estimate."""
_ON_LOTS = (
    "award_criteria",
    "tenders",
    "negotiation_rounds",
    "award_reports",
    "award_decisions",
    "contracts",
)
"""What belongs to one lot of a file, or to the whole of a file without lots."""
_TRIES = 5


@dataclass(frozen=True)
class NewLot:
    """One lot as somebody fills it in."""

    title: str
    estimate: Decimal | None = None
    cpv: str = ""


@transaction.atomic
def open_file(
    actor: Any,
    project: Project,
    *,
    title: str,
    facts: Mapping[str, Any] | None = None,
    reference: str = "",
    **values: Any,
) -> ProcurementFile:
    """Open a procurement file in a project.

    Parameters
    ----------
    facts
        With the keys of the rule book; the estimate follows from them.
    reference
        Of a file that has one already; without it the next free one of the year.
    values
        Other fields of the file, such as ``cpv``, ``buyer_reference`` or moments that a notice tells.

    Raises
    ------
    NotPermitted
        If the actor may not change this project or advise on its procurements.
    NotAccepted
        If there is no subject, a fact cannot be read, or another file has this reference.
    """
    require_edit_in(actor, project)
    if not title.strip():
        raise NotAccepted(_("Say what the procurement is about."))
    file = ProcurementFile(project=project, title=title.strip(), facts=dict(facts or {}), **values)
    if "owner" not in values and actor.pk:
        file.owner_id = actor.pk
    answer = _answer(file, file.facts)
    file.estimate = answer.advice.estimate
    if file.facts and file.stage == Stage.NEED:
        file.stage = Stage.ESTIMATE if file.estimate is not None else Stage.NEED
    if reference:
        _save_under(file, reference)
    else:
        _save_under_next_reference(file)
    data = {"reference": file.reference, "title": file.title, "estimate": file.estimate, "facts": file.facts}
    written(actor, file, "procurement.open", data)
    return file


@transaction.atomic
def change_facts(
    actor: Any, file: ProcurementFile, facts: Mapping[str, Any], expected_version: int
) -> ProcurementFile:
    """Change the facts that the rule book judges on; the estimate follows from them.

    The procedure that was chosen stays chosen. Where the rules no longer bear it, the file stays marked until
    a procedure is chosen anew.

    Raises
    ------
    NotPermitted, VersionConflict
        As every action.
    NotAccepted
        If a fact cannot be read, or the file is closed.
    """
    require_edit(actor, file)
    stored = held(file, expected_version)
    _require_open(stored)
    answer = _answer(stored, facts)
    _require_launch(stored, facts, answer.advice.estimate)
    values: dict[str, Any] = {"facts": dict(facts), "estimate": answer.advice.estimate}
    if stored.stage == Stage.NEED and answer.advice.estimate is not None:
        values["stage"] = Stage.ESTIMATE
    _save_judged(actor, stored, values, answer, "procurement.facts")
    return stored


@transaction.atomic
def change_file(
    actor: Any, file: ProcurementFile, values: Mapping[str, Any], expected_version: int
) -> ProcurementFile:
    """Change subject, description, CPV code, reference of the buyer, validity of tenders, lawyer or holder.

    Raises
    ------
    NotAccepted
        If there is no subject, or a person who is named may not work on this file.
    """
    require_edit(actor, file)
    stored = held(file, expected_version)
    chosen = {name: value for name, value in values.items() if name in DATA}
    if not str(chosen.get("title", stored.title)).strip():
        raise NotAccepted(_("Say what the procurement is about."))
    for name in ("lawyer", "owner"):
        person = chosen.get(name)
        if person is not None and not any(may(person, one, stored.project.scopes) for one in EDITORS):
            raise NotAccepted(_("{name} may not change this file; give a role first.").format(name=person))
    if "cpv" not in chosen:
        save(actor, stored, chosen, "procurement.change")
        return stored
    # The code says which other files are about the same thing, and whether a service is a social one.
    before = asked(stored)
    after = asked(_as_it_becomes(stored, str(chosen["cpv"])))
    _save_judged(actor, stored, chosen, after, "procurement.change", before=before)
    return stored


def _as_it_becomes(file: ProcurementFile, cpv: str) -> ProcurementFile:
    """Return a copy of a file with another CPV code, which is not stored."""
    made = copy(file)
    made.cpv = cpv
    return made


@transaction.atomic
def set_lots(
    actor: Any, file: ProcurementFile, lots: Sequence[NewLot], expected_version: int
) -> ProcurementFile:
    """Replace the lots of a file; their estimates go into its facts.

    Raises
    ------
    NotAccepted
        If a lot has no subject or a CPV code that does not exist, the file was published, or criteria,
        tenders or contracts rest on its lots.
    """
    require_edit(actor, file)
    stored = held(file, expected_version)
    _require_open(stored)
    if stored.published_on is not None:
        raise NotAccepted(_("This procurement was published: its lots no longer change."))
    if any(getattr(stored, name).exists() for name in _ON_LOTS):
        raise NotAccepted(_lots_stand())
    if any(not one.title.strip() for one in lots):
        raise NotAccepted(_("Say what each lot is about."))
    for one in lots:
        if one.cpv and one.cpv not in code_list("cpv"):
            raise NotAccepted(_("There is no CPV code {code}.").format(code=one.cpv))
    facts = dict(stored.facts)
    estimate = facts.get("estimate")
    components = dict(estimate) if isinstance(estimate, Mapping) else {"base": estimate} if estimate else {}
    components["lots"] = [as_number(one.estimate) for one in lots if one.estimate is not None]
    if not components["lots"]:
        components.pop("lots")
    facts["estimate"] = components
    if not components:
        facts.pop("estimate")
    answer = _answer(stored, facts)
    before = [str(one) for one in stored.lots.all()]
    try:
        stored.lots.all().delete()
    except ProtectedError:
        raise NotAccepted(_lots_stand()) from None
    ProcurementLot.objects.bulk_create(
        ProcurementLot(
            file=stored, number=number, title=one.title.strip(), estimate=one.estimate, cpv=one.cpv
        )
        for number, one in enumerate(lots, start=1)
    )
    values = {"facts": facts, "estimate": answer.advice.estimate}
    told = {"lots": [before, [one.title for one in lots]]}
    _save_judged(actor, stored, values, answer, "procurement.lots", **told)
    return stored


@dataclass(frozen=True)
class Mark:
    """What somebody writes at a line of the checklist."""

    state: str
    reference: str = ""
    document_date: date | None = None
    remark: str = ""


@transaction.atomic
def mark_item(
    actor: Any, file: ProcurementFile, item: str, mark: Mark, expected_version: int
) -> ChecklistMark:
    """Write down how far a line of the checklist is.

    Parameters
    ----------
    item
        The id of a line of the checklist; the caller knows that there is such a line.
    expected_version
        Of the line as it was seen; 0 where nothing was written yet.

    Raises
    ------
    NotAccepted
        If it is done without evidence, or not applicable without a reason.
    """
    require_edit(actor, file)
    stored = ProcurementFile.objects.select_for_update(of=("self",)).select_related("project").get(pk=file.pk)
    if mark.state not in MarkState.values:
        raise NotAccepted(_("Choose to do, done or not applicable."))
    if mark.state == MarkState.DONE and not mark.reference.strip():
        raise NotAccepted(_("Say where the document is: a reference or an address."))
    if mark.state == MarkState.NOT_APPLICABLE and not mark.remark.strip():
        raise NotAccepted(_("Say why this does not apply."))
    if mark.state == MarkState.NOT_APPLICABLE:
        motivated(mark.remark)
    if mark.document_date is not None and mark.document_date > today():
        raise NotAccepted(_("The date of a document does not lie ahead."))
    found = stored.marks.filter(item=item).first() or ChecklistMark(file=stored, item=item, version=0)
    if found.version != expected_version:
        raise VersionConflict(
            _("{name} changed this line in the meantime; nothing was overwritten.").format(name=found.by_name)
        )
    data = {
        name: [getattr(found, name), getattr(mark, name)]
        for name in ("state", "reference", "document_date", "remark")
        if getattr(found, name) != getattr(mark, name)
    }
    if not data:
        return found
    for name, (_old, new) in data.items():
        setattr(found, name, new)
    found.by_id, found.by_name, found.version = actor.pk, str(actor)[:200], found.version + 1
    found.save()
    written(actor, stored, "procurement.mark", {"item": item} | data)
    return found


def _require_launch(file: ProcurementFile, facts: Mapping[str, Any], estimate: Decimal | None) -> None:
    """Raise `NotAccepted` for other facts than those of the launch, once that was published.

    The estimate is made at the launch and fixes the rules of the whole procedure (law of 17/06/2016, art.
    16). What was not known may still be filled in.
    """
    if file.published_on is None:
        return
    changed = file.estimate is not None and estimate != file.estimate
    if changed or any(file.facts.get(name) not in (None, "", facts.get(name)) for name in OF_THE_LAUNCH):
        raise NotAccepted(
            _(
                "This was published: estimate, buyer, sector and kind are those of the launch (law of"
                " 17/06/2016, art. 16). Take the day of the publication away first if they were wrong."
            )
        )


def _answer(file: ProcurementFile, facts: Mapping[str, Any]) -> Asked:
    """Return what the rules say of these facts.

    Raises
    ------
    NotAccepted
        With each fact that cannot be read, or if the estimate is larger than any budget.
    """
    answer = asked(file, facts)
    if answer.advice.told.is_refused:
        raise NotAccepted(" ".join(warning_texts(answer.advice)))
    require_within_reach(answer.advice.estimate)
    return answer


def _save_judged(
    actor: Any,
    file: ProcurementFile,
    values: dict[str, Any],
    answer: Asked,
    action: str,
    *,
    before: Asked | None = None,
    **told: Any,
) -> None:
    """Save other facts; where the rules no longer bear the choice of procedure, mark that and log it."""
    verdict = verdict_now(file, answer)
    is_turned = bool(verdict) and is_worse(verdict, verdict_now(file, before or asked(file)))
    if is_turned:
        values["is_against"] = True
    save(actor, file, values, action, **told)
    if is_turned:
        written(actor, file, "procurement.against", {"procedure": file.procedure, "verdict": str(verdict)})


def require_within_reach(amount: Decimal | None) -> None:
    """Raise `NotAccepted` for an amount that no field of euros holds: parts that fit may add up to one."""
    if amount is not None and amount >= MOST_EURO:
        raise NotAccepted(_("This amount is too large."))


def _save_under(file: ProcurementFile, reference: str) -> None:
    """Store a new file under a reference that it has already."""
    if ProcurementFile.objects.filter(reference=reference).exists():
        raise NotAccepted(_("There is a procurement file {reference} already.").format(reference=reference))
    file.reference = reference
    file.save(force_insert=True)


def _save_under_next_reference(file: ProcurementFile) -> None:
    """Store a new file under the next number of the year; who is first gets it, the other the one after."""
    prefix = f"O-{today().year}-"
    for attempt in range(_TRIES):
        taken = ProcurementFile.objects.filter(reference__startswith=prefix).values_list(
            "reference", flat=True
        )
        numbers = [int(tail) for one in taken if (tail := one.removeprefix(prefix)).isdecimal()]
        file.reference = f"{prefix}{max(numbers, default=0) + 1:03d}"
        try:
            with transaction.atomic():
                file.save(force_insert=True)
        except IntegrityError:
            if attempt == _TRIES - 1:
                raise
        else:
            return


def _require_open(file: ProcurementFile) -> None:
    if file.is_closed:
        told = _("This procurement is {stage}: nothing changes any more.")
        raise NotAccepted(told.format(stage=file.get_stage_display()))


def _lots_stand() -> str:
    return _("Award criteria, tenders or contracts rest on the lots: these no longer change.")
