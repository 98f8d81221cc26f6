"""Choose the procedure: the rules propose and warn, people choose; what goes against them stays marked."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted
from stuurbord.rulebooks.be_procurement import ProcedureVerdict
from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.clock import now, today
from stuurbord.web.procurements.advising import OF_THE_FILE, Asked, asked
from stuurbord.web.procurements.changing import NotAccepted, clean, held, motivated, save
from stuurbord.web.procurements.models import (
    ChoiceRuling,
    ChoiceVerdict,
    KeptAdvice,
    ProcedureChoice,
    ProcurementFile,
    Stage,
)
from stuurbord.web.procurements.rights import require_decide, require_edit

NO_HASH = "0" * 64
MARKED = (ChoiceVerdict.REFUSED, ChoiceVerdict.UNKNOWN)
"""Verdicts that a choice does not follow from."""
IS_MARKED = Q(verdict=ChoiceVerdict.REFUSED) | Q(verdict=ChoiceVerdict.UNKNOWN, is_imported=False)
"""What `ProcedureChoice.is_marked` says, asked of the database."""


@transaction.atomic
def choose_procedure(
    actor: Any,
    file: ProcurementFile,
    procedure: str,
    reason: str,
    expected_version: int,
    *,
    proposed_by: Any = None,
) -> ProcedureChoice:
    """Choose a procedure, and keep the advice beside it.

    Allowed: chosen from now on. Conditional or undetermined: chosen with a reason; the latter stays marked.
    Not allowed: only asked, with a reason. It counts once somebody else who decides approved it, and stays
    marked.

    Parameters
    ----------
    proposed_by
        Who chose it and gave the reason, where the actor only accepts that; None: the actor.

    Raises
    ------
    NotPermitted, VersionConflict
        As every action.
    NotAccepted
        If the procedure is not in question for this file, a reason is missing, or the file is too far.
    """
    require_edit(actor, file)
    stored = held(file, expected_version)
    _require_before_publication(stored)
    verdict = asked(stored).verdict_on(procedure)
    if verdict is None:
        raise NotAccepted(_("This procedure is not in question for this file."))
    reason = clean(reason)
    if verdict.verdict != ChoiceVerdict.ALLOWED:
        if not reason:
            raise NotAccepted(_without_reason(verdict.verdict))
        reason = motivated(reason)
    # the advice that is kept is the one on this choice: a proposal on the plan shows the same hash
    answer = asked(stored, chosen=procedure)
    choice = _kept(proposed_by or actor, stored, procedure, verdict.verdict, reason, answer)
    told = {
        "procedure": procedure,
        "verdict": str(choice.verdict),
        "reason": reason,
        "choice": choice.number,
        "advice": choice.advice.hash,
    }
    values = {} if choice.needs_approval else _chosen(stored, procedure)
    save(actor, stored, values, "procurement.choose", **told)
    return choice


@transaction.atomic
def rule_on_choice(
    actor: Any,
    choice: ProcedureChoice,
    *,
    is_approved: bool,
    reason: str,
    expected_version: int,
) -> ChoiceRuling:
    """Approve or reject a choice that goes against the rules: by somebody else, who decides here.

    Raises
    ------
    NotPermitted
        If the actor does not decide in this project, or asked it.
    NotAccepted
        If nothing waits, a reason is missing, or the facts changed since it was asked.
    """
    require_decide(actor, choice.file)
    stored = held(choice.file, expected_version)
    if choice.by_id is not None and choice.by_id == actor.pk:
        told = _("You made this choice yourself: somebody else has to approve it.")
        raise NotPermitted(Permission.DECIDE, told)
    last = stored.choices.select_related("advice").first()
    if last is None or last.pk != choice.pk or not choice.needs_approval or hasattr(last, "ruling"):
        raise NotAccepted(_("This choice does not wait for approval."))
    _require_before_publication(stored)
    reason = clean(reason)
    if not reason:
        raise NotAccepted(_("Give the reason."))
    if is_approved and _facts_of(stored) != last.advice.facts:
        raise NotAccepted(_("The facts changed since this was asked: let the procedure be chosen again."))
    if is_approved:
        reason = motivated(reason)
    ruling = ChoiceRuling.objects.create(
        choice=last,
        is_approved=is_approved,
        reason=reason,
        by_id=actor.pk,
        by_name=str(actor)[:200],
        at=now(),
    )
    told_data = {"procedure": last.procedure, "choice": last.number, "is_approved": is_approved}
    values = _chosen(stored, last.procedure) if is_approved else {}
    action = "procurement.approve" if is_approved else "procurement.reject"
    save(actor, stored, values, action, reason=reason, **told_data)
    return ruling


def take_over_procedure(actor: Any, file: ProcurementFile, procedure: str, reason: str) -> ProcedureChoice:
    """Write down a procedure that was chosen before the file was opened, within the caller's transaction.

    It is what happened, so it counts whatever the rules say of it; what they say is kept beside it.
    """
    answer = asked(file)
    verdict = answer.verdict_on(procedure)
    said = verdict.verdict if verdict else ChoiceVerdict.UNKNOWN
    choice = _kept(actor, file, procedure, said, reason, answer, is_imported=True)
    told = {
        "procedure": procedure,
        "verdict": str(choice.verdict),
        "reason": reason,
        "choice": choice.number,
        "advice": choice.advice.hash,
    }
    save(actor, file, {"procedure": procedure}, "procurement.choose", **told)
    return choice


def may_choose(file: ProcurementFile) -> bool:
    """Return whether the procedure can still be chosen: as long as nothing was published."""
    return file.published_on is None and Stage(file.stage).is_before(Stage.PUBLICATION)


def verdict_now(file: ProcurementFile, answer: Asked) -> str:
    """Return what the rules say now of the procedure that was chosen; empty where none was."""
    if not file.procedure:
        return ""
    verdict = answer.verdict_on(file.procedure)
    return verdict.verdict if verdict else ChoiceVerdict.UNKNOWN


def is_worse(verdict: str, before: str) -> bool:
    """Return whether a choice that followed from the rules does so no longer, or was not clear and is not."""
    if verdict == ChoiceVerdict.REFUSED:
        return before != ChoiceVerdict.REFUSED
    return verdict in MARKED and before not in MARKED


def counting(before: Asked, after: Asked, chosen: str) -> ProcedureVerdict | None:
    """Return the verdict that counts on other facts: on what was chosen, else on what the rules put first.

    What was chosen stays, unless the rules allowed it and on these facts allow it only on a ground, or do
    not know.

    Parameters
    ----------
    before
        The advice on the facts on which it was chosen.
    """
    now, was = (one.verdict_on(chosen) if chosen else None for one in (after, before))
    if now is None or now.verdict == ChoiceVerdict.REFUSED:
        return after.first_allowed
    if was is not None and was.verdict == ChoiceVerdict.ALLOWED != now.verdict:
        return after.first_allowed or now
    return now


def waiting_choice(file: ProcurementFile) -> ProcedureChoice | None:
    """Return the choice against the rules that still waits for approval; None if there is none."""
    last = file.choices.select_related("advice", "by", "ruling").first()
    if last is None or not last.needs_approval or hasattr(last, "ruling"):
        return None
    return last


def choice_hash(one: ProcedureChoice) -> str:
    """Return the hash of a choice, that of the one before it in the file and of its advice included."""
    data = {
        "file": one.file_id,
        "number": one.number,
        "procedure": one.procedure,
        "verdict": str(one.verdict),
        "reason": one.reason,
        "advice": one.advice.hash,
        "answer": one.advice.answer,
        "facts": one.advice.facts,
        "by": one.by_id,
        "by_name": one.by_name,
        "at": one.at.isoformat(),
        "is_imported": one.is_imported,
        "previous_hash": one.previous_hash,
    }
    text = json.dumps(data, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _kept(
    actor: Any,
    file: ProcurementFile,
    procedure: str,
    verdict: str,
    reason: str,
    answer: Asked,
    *,
    is_imported: bool = False,
) -> ProcedureChoice:
    """Add the choice and its advice, in its place in the chain of the file, which is locked meanwhile."""
    advice = KeptAdvice.objects.create(
        file=file,
        on=today(),
        facts=_facts_of(file),
        answer=_stored(answer.advice.plain()),
        pack=answer.advice.pack,
        hash=answer.advice.hash,
    )
    last = file.choices.first()
    choice = ProcedureChoice(
        file=file,
        number=last.number + 1 if last else 1,
        procedure=procedure,
        verdict=verdict,
        reason=reason,
        advice=advice,
        by_id=actor.pk,
        by_name=str(actor)[:200],
        at=now(),
        is_imported=is_imported,
        previous_hash=last.hash if last else NO_HASH,
    )
    choice.hash = choice_hash(choice)
    choice.save(force_insert=True)
    return choice


def _chosen(file: ProcurementFile, procedure: str) -> dict[str, Any]:
    values: dict[str, Any] = {"procedure": procedure, "is_against": False}
    if file.stage in (Stage.NEED, Stage.ESTIMATE):
        values["stage"] = Stage.PROCEDURE
    return values


def _facts_of(file: ProcurementFile) -> dict[str, Any]:
    """Return the facts that the rules read, as the database gives them back."""
    return _stored({name: value for name, value in file.facts.items() if name not in OF_THE_FILE})


def _stored(data: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(data, cls=DjangoJSONEncoder))
    return found


def _require_before_publication(file: ProcurementFile) -> None:
    if not may_choose(file):
        raise NotAccepted(_("This procurement was published: another procedure asks for another file."))


def _without_reason(verdict: str) -> str:
    if verdict == ChoiceVerdict.REFUSED:
        return _("The rules do not allow this procedure: give the reason; somebody else approves it.")
    if verdict == ChoiceVerdict.UNKNOWN:
        return _("The rules cannot tell yet whether this procedure is allowed: give the reason.")
    return _("This procedure is allowed on a ground of the law: give the reason in fact and in law.")
