"""Who scores, on their word that they have no interest, and what they score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted
from stuurbord.web.accounts.models import User
from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.clock import now
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.procurements.rights import may_see, require_see
from stuurbord.web.tenders.keeping import (
    Refused,
    kept,
    locked,
    require_opened,
    require_unlocked,
    require_version,
    standing_decision,
    standing_report,
    text,
    told,
)
from stuurbord.web.tenders.models import (
    Assessor,
    AwardCriterion,
    CriterionKind,
    Declaration,
    Score,
    Tender,
    TenderEvaluation,
)
from stuurbord.web.tenders.rights import require_no_conflict, require_work

MOST_POINTS = Decimal(10)
_SMALLEST = Decimal("0.01")


@dataclass(frozen=True)
class ScoreRow:
    """Points from 0 to 10 for one tender on one criterion, with the words that bear them."""

    criterion: int
    tender: int
    points: Decimal
    text: str


@transaction.atomic
def assign_assessor(actor: Any, file: ProcurementFile, version: int, user: User) -> Assessor:
    """Ask somebody to score the tenders of a file.

    Raises
    ------
    Refused
        If they may not see the file, score already, or a report rests on the scores.
    NotPermitted, VersionConflict
        As every action.
    """
    require_work(actor, file)
    row = locked(file)
    require_version(row, version)
    _require_open_somewhere(row)
    if not user.is_active or not may_see(user, row.file):
        raise Refused(_("{name} may not see this file; give a role first.").format(name=user.name))
    found = Assessor.objects.filter(file=row.file, user=user).first()
    if found is not None and not found.is_archived:
        raise Refused(_("{name} scores these tenders already.").format(name=user.name))
    made = found or Assessor(file=row.file, user=user)
    made.is_archived, made.version = False, made.version + (1 if found else 0)
    # Who is asked again declares again: what was declared then was about then.
    made.declaration, made.explanation, made.declared_at = Declaration.NONE, "", None
    made.save()
    kept(actor, row, "tender.assign", {"name": user.name})
    return made


@transaction.atomic
def release_assessor(actor: Any, assessor: Assessor, version: int, reason: str) -> None:
    """Let somebody score no longer; what they scored does not count any more.

    Raises
    ------
    Refused, NotPermitted, VersionConflict
        If there is no reason, or a report rests on the scores.
    """
    require_work(actor, assessor.file)
    row = locked(assessor.file)
    require_version(row, version)
    reason = text(reason, 1000)
    if not reason:
        raise Refused(_("Give the reason."))
    _require_no_report(row)
    found = Assessor.objects.select_for_update(of=("self",)).get(pk=assessor.pk)
    found.is_archived, found.version = True, found.version + 1
    found.save()
    kept(actor, row, "tender.release", {"name": assessor.user.name, "reason": reason})


@transaction.atomic
def declare(
    actor: Any, file: ProcurementFile, version: int, declaration: str, explanation: str = ""
) -> Assessor:
    """Declare, as an assessor, whether one has an interest in any of the tenderers.

    Raises
    ------
    Refused
        If the tenders are sealed (nobody knows yet who tendered), or a conflict is not explained.
    NotPermitted
        If the actor is no assessor of this file, or declared a conflict before: who leads it asks anew.
    VersionConflict
        If the declaration changed meanwhile.
    """
    row, found = _own(actor, file, version)
    require_no_conflict(actor, row.file)
    require_opened(row)
    if declaration not in (Declaration.NO_CONFLICT, Declaration.CONFLICT):
        raise Refused(_("Choose whether you have a conflict of interest."))
    explanation = text(explanation)
    if declaration == Declaration.CONFLICT and not explanation:
        raise Refused(_("Say in which tenderer you have which interest."))
    _require_no_report(row)
    before = found.declaration
    found.declaration, found.explanation, found.declared_at = declaration, explanation, now()
    found.version += 1
    found.save()
    told(actor, row.file, "tender.declare", {"declaration": [before, declaration]}, found.version)
    return found


@transaction.atomic
def score(actor: Any, file: ProcurementFile, version: int, rows: Sequence[ScoreRow]) -> list[Score]:
    """Score tenders as an assessor; what is scored again replaces what one gave before.

    Raises
    ------
    Refused
        If the declaration is missing or older than a tender, a row is not of this file or holds figures or
        words that cannot stand, or a report rests on the scores.
    NotPermitted
        If the actor is no assessor of this file.
    VersionConflict
        If one scored in another window meanwhile.
    """
    row, found = _own(actor, file, version)
    require_opened(row)
    if not rows:
        raise Refused(_("Give at least one score."))
    tenders = {one.pk: one for one in Tender.objects.filter(file=row.file).select_related("lot")}
    criteria = {one.pk: one for one in AwardCriterion.objects.filter(file=row.file)}
    if not has_declared(found, tenders.values()):
        raise Refused(_("Declare first that you have no conflict of interest with any tenderer."))
    given = {(one.criterion_id, one.tender_id): one for one in found.scores.all()}
    made, changes = [], []
    for one in rows:
        tender, criterion = tenders.get(one.tender), criteria.get(one.criterion)
        if tender is None or criterion is None or criterion.kind != CriterionKind.QUALITY:
            raise Refused(_("This is no criterion or tender of this procurement that people score."))
        if criterion.lot_id is not None and criterion.lot_id != tender.lot_id:
            raise Refused(_("This criterion belongs to another lot."))
        require_unlocked(row.file, tender.lot)
        if not tender.is_in_play:
            raise Refused(_("Tender {number} came too late or was withdrawn.").format(number=tender.number))
        _check_points(one.points)
        words = text(one.text)
        if not words:
            raise Refused(_("Give a text with each score: points without words are no reasons."))
        before = given.get((criterion.pk, tender.pk))
        if before is not None and (before.points, before.text) == (one.points, words):
            continue
        changes.append([tender.number, criterion.title, before.points if before else None, one.points])
        values = {"points": one.points, "text": words, "at": now()}
        made.append(
            Score.objects.update_or_create(
                assessor=found, criterion=criterion, tender=tender, defaults=values
            )[0]
        )
    found.version += 1
    found.save()
    told(actor, row.file, "tender.score", {"n": len(made), "scores": changes}, found.version)
    return made


def has_declared(assessor: Assessor, tenders: Any) -> bool:
    """Return whether an assessor declared to have no interest in any tenderer, also in the latest ones."""
    if assessor.is_archived or assessor.declaration != Declaration.NO_CONFLICT or not assessor.declared_at:
        return False
    return all(one.recorded_at <= assessor.declared_at for one in tenders if not one.is_late)


def _own(actor: Any, file: ProcurementFile, version: int) -> tuple[TenderEvaluation, Assessor]:
    require_see(actor, file)
    row = locked(file)
    found = (
        Assessor.objects.select_for_update(of=("self",))
        .filter(file=row.file, user_id=actor.pk, is_archived=False)
        .first()
        if actor.pk
        else None
    )
    if found is None:
        raise NotPermitted(Permission.VIEW, _("Only who was asked to score these tenders can do this."))
    require_version(found, version)
    return row, found


def _check_points(points: Decimal) -> None:
    if not points.is_finite() or not 0 <= points <= MOST_POINTS or points != points.quantize(_SMALLEST):
        raise Refused(_("Points lie between 0 and 10, with two decimals at most."))


def _require_open_somewhere(row: TenderEvaluation) -> None:
    """Raise `Refused` where every lot has its report or decision: nothing is left to score."""
    lots: list[Any] = list(row.file.lots.all()) or [None]
    if all(standing_report(row.file, one) or standing_decision(row.file, one) for one in lots):
        raise Refused(_("The award report stands; nothing is left to score."))


def _require_no_report(row: TenderEvaluation) -> None:
    lots: list[Any] = list(row.file.lots.all()) or [None]
    for one in lots:
        require_unlocked(row.file, one)
