"""Decide on the award of a lot. The report proposes, people with a mandate decide; both are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.clock import now, today
from stuurbord.web.procurements.actions import change_facts, move_to, set_moment
from stuurbord.web.procurements.amounts import as_number
from stuurbord.web.procurements.models import ProcurementFile, Stage
from stuurbord.web.procurements.rights import require_decide
from stuurbord.web.tenders.alarms import award_alarms
from stuurbord.web.tenders.hashing import NO_HASH, decision_hash, sha256_of
from stuurbord.web.tenders.keeping import (
    Refused,
    kept,
    locked,
    lot_number,
    lot_of,
    require_version,
    standing_decision,
    standing_report,
    text,
)
from stuurbord.web.tenders.models import AwardDecision, AwardReport, DecisionKind, TenderEvaluation
from stuurbord.web.tenders.queries import concluded_on
from stuurbord.web.tenders.rights import require_no_conflict
from stuurbord.web.tenders.standing import LotStanding, TenderStanding, lot_standing


@dataclass(frozen=True)
class Judgement:
    """What somebody decides on a lot.

    Attributes
    ----------
    kind
        ``award``, ``no_award`` or ``withdrawal``.
    tender
        The number of the tender that gets the contract.
    alarm_reason
        Why it is decided although something stands against it.
    seen
        The hash of the report as it was seen; empty where there is none.
    """

    kind: str
    on: date
    reason: str
    tender: int | None = None
    alarm_reason: str = ""
    seen: str = ""


@transaction.atomic
def decide_award(
    actor: Any, file: ProcurementFile, lot: int | None, version: int, judgement: Judgement
) -> AwardDecision:
    """Award a lot, award it to nobody, or withdraw the decision before; the facts of the file follow.

    Raises
    ------
    Refused
        If the reasons are missing, the tender is not the first of the report, or something stands against it
        that was not answered.
    NotPermitted
        If the actor has no mandate, or made the report.
    VersionConflict
        If the report is another one than was seen, or somebody else was first.
    """
    require_decide(actor, file)
    require_no_conflict(actor, file)
    row = locked(file)
    require_version(row, version)
    found_lot = lot_of(row.file, lot)
    reason = text(judgement.reason)
    if judgement.kind not in DecisionKind.values:
        raise Refused(_("Choose to award, not to award, or to withdraw the decision."))
    if not reason:
        raise Refused(
            _("A decision states its reasons in fact and in law (law of 17/06/2013, art. 4 and 5).")
        )
    if judgement.on > today():
        raise Refused(_("This day lies ahead: write it down when it has come."))
    if row.opened_at is not None and judgement.on < timezone.localtime(row.opened_at).date():
        raise Refused(_("Nothing is decided before the opening of the tenders."))
    before = standing_decision(row.file, found_lot)
    if judgement.kind == DecisionKind.WITHDRAWAL:
        return _withdrawn(actor, row, found_lot, before, judgement, reason)
    if before is not None:
        raise Refused(_("A decision stands; withdraw it first."))
    report = standing_report(row.file, found_lot)
    if judgement.seen != (report.facts_sha256 if report else ""):
        raise VersionConflict(_("The award report is another one than you saw; nothing was decided."))
    if report is not None and report.by_id is not None and report.by_id == actor.pk:
        raise NotPermitted(
            Permission.DECIDE, _("You made the award report yourself: somebody else decides on it.")
        )
    if judgement.kind == DecisionKind.NO_AWARD:
        decision = AwardDecision(kind=DecisionKind.NO_AWARD, report=report)
        return _stored(actor, row, found_lot, decision, judgement, reason)
    return _awarded(actor, row, found_lot, report, judgement, reason)


def _awarded(
    actor: Any,
    row: TenderEvaluation,
    lot: Any,
    report: AwardReport | None,
    judgement: Judgement,
    reason: str,
) -> AwardDecision:
    if report is None:
        raise Refused(_("Make the award report first."))
    standing = lot_standing(row.file, lot)
    _require_same(standing, report)
    winner = _winner(standing, judgement.tender)
    if winner.amount is None:
        raise Refused(_("The amount of this tender is not known."))
    alarms = award_alarms(standing, winner)
    alarm_reason = text(judgement.alarm_reason)
    if alarms.alarms and not alarm_reason:
        what = " ".join(one["text"] for one in alarms.alarms)
        raise Refused(
            _("Something stands against this award. Say why you award nevertheless. {what}").format(what=what)
        )
    decision = AwardDecision(
        kind=DecisionKind.AWARD,
        tender=winner.tender,
        amount=winner.amount,
        report=report,
        ranking=standing.plain_ranking(),
        alarms=list(alarms.alarms),
        alarm_reason=alarm_reason if alarms.alarms else "",
        rules_hash=alarms.rules_hash,
    )
    return _stored(actor, row, lot, decision, judgement, reason)


def _require_same(standing: LotStanding, report: AwardReport) -> None:
    """Raise `VersionConflict` if the facts are no longer those of the report, although they were locked."""
    if standing.sha256 != report.facts["standing_sha256"]:
        raise VersionConflict(_("The facts are no longer those of the award report; make it anew."))


def _winner(standing: LotStanding, number: int | None) -> TenderStanding:
    first = [one for one in standing.tenders if one.rank == 1]
    chosen = next((one for one in first if one.tender.number == number), None)
    if chosen is None:
        told = _("The contract goes to the most advantageous tender, {numbers} (law of 17/06/2016, art. 81).")
        numbers = ", ".join(str(one.tender.number) for one in first) or "–"
        raise Refused(told.format(numbers=numbers))
    return chosen


def _withdrawn(
    actor: Any,
    row: TenderEvaluation,
    lot: Any,
    before: AwardDecision | None,
    judgement: Judgement,
    reason: str,
) -> AwardDecision:
    if before is None:
        raise Refused(_("There is no decision to withdraw."))
    if concluded_on(row.file, lot) is not None:
        raise Refused(_("The contract was concluded; its award is not withdrawn any more."))
    if judgement.on < before.on:
        raise Refused(_("A withdrawal does not come before the decision that it withdraws."))
    decision = AwardDecision(kind=DecisionKind.WITHDRAWAL, tender=before.tender, amount=before.amount)
    return _stored(actor, row, lot, decision, judgement, reason)


def _stored(
    actor: Any, row: TenderEvaluation, lot: Any, decision: AwardDecision, judgement: Judgement, reason: str
) -> AwardDecision:
    last = AwardDecision.objects.filter(file=row.file).order_by("-number").first()
    decision.file, decision.lot, decision.number = row.file, lot, last.number + 1 if last else 1
    decision.on, decision.at, decision.reason = judgement.on, now(), reason
    decision.ranking_sha256 = sha256_of(decision.ranking) if decision.ranking else ""
    decision.by_id, decision.by_name = actor.pk, str(actor)[:200]
    decision.previous_hash = last.hash if last else NO_HASH
    decision.hash = decision_hash(decision)
    decision.save(force_insert=True)
    data = {
        "decision": decision.number,
        "lot": lot_number(lot),
        "kind": str(decision.kind),
        "tender": decision.tender.number if decision.tender else None,
        "amount": decision.amount,
        "alarms": [one["code"] for one in decision.alarms],
        "hash": decision.hash,
    }
    kept(actor, row, "tender.decide", data)
    _follow(actor, row.file)
    return decision


def _follow(actor: Any, file: ProcurementFile) -> None:
    """Let facts and moments of the file follow the decisions that stand."""
    lots: list[Any] = list(file.lots.all()) or [None]
    standing = [one for lot in lots if (one := standing_decision(file, lot)) is not None]
    awarded = [one for one in standing if one.kind == DecisionKind.AWARD]
    facts = dict(file.facts)
    facts.pop("award", None)
    if awarded:
        total = sum((one.amount or Decimal(0) for one in awarded), Decimal(0))
        facts["award"] = as_number(total)
    found = change_facts(actor, file, facts, file.version) if facts != file.facts else file
    first = min((one.on for one in awarded), default=None)
    is_undone = found.awarded_on != first and first is None
    is_open = found.concluded_on is None  # once a lot was concluded, the moments are those it rests on
    if found.informed_on is not None and (is_undone or (is_open and len(standing) < len(lots))):
        found = set_moment(actor, found, "informed_on", None, found.version, is_weighed=True)
    if found.awarded_on != first:
        found = set_moment(actor, found, "awarded_on", first, found.version, is_weighed=True)
    if standing and not awarded and Stage(found.stage).is_before(Stage.DECISION):
        move_to(actor, found, Stage.DECISION, found.version, is_weighed=True)
