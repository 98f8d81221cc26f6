"""All that an award report says, as plain data: frozen with the report, which is made of it alone."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from stuurbord.rulebooks.rule_pack.model import said
from stuurbord.web.clock import today
from stuurbord.web.procurements.advising import asked
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.procurements.moments import what_was_passed_over
from stuurbord.web.reader import reader
from stuurbord.web.tenders.abnormal import price_look
from stuurbord.web.tenders.models import ExaminationStep, ExaminationVerdict, NegotiationRound
from stuurbord.web.tenders.scoring import weights_of
from stuurbord.web.tenders.sentences import sensitivity_sentences
from stuurbord.web.tenders.standing import LotStanding, TenderStanding

JSON = dict[str, Any]


def report_facts(made: LotStanding, number: int, by: str) -> JSON:
    """Return all that the report of a lot says as plain data."""
    file = made.file
    look = price_look(made)
    weights = {} if made.is_by_importance else weights_of(made.criteria)
    return {
        "number": number,
        "by": by,
        "made_on": today().isoformat(),
        "standing_sha256": made.sha256,
        "file": {
            "reference": file.reference,
            "title": file.title,
            "project": f"{file.project.code} {file.project.name}",
            "organisation": file.project.portfolio.organisation or file.project.portfolio.name,
            "cpv": file.cpv,
            "buyer_reference": file.buyer_reference,
            "estimate": _money(file.estimate),
        },
        "lot": None if made.lot is None else {"number": made.lot.number, "title": made.lot.title},
        "procedure": _procedure(file),
        "passed_over": [
            {"what": one.what, "reason": one.reason, "by": one.by, "at": _moment(one.on)}
            for one in what_was_passed_over(file)
        ],
        "moments": {
            "published_on": _day(file.published_on),
            "tenders_due": _moment(file.tenders_due),
            "opened_at": _moment(made.evaluation.opened_at if made.evaluation else None),
            "opened_by": _openers(made),
        },
        "criteria": [
            {
                "title": one.title,
                "kind": one.kind,
                "weight": _money(weights.get(one.pk)),
                "formula": one.formula,
            }
            for one in made.criteria
        ],
        "has_equal_weights": made.has_equal_weights,
        "is_by_importance": made.is_by_importance,
        "no_weight_reason": made.criteria[0].no_weight_reason if made.is_by_importance else "",
        "comparison": _comparison(made),
        "tenders": [_tender(made, one, look.below.get(one.tender.number)) for one in made.tenders],
        "price_mean": _money(look.mean),
        "rounds": _rounds(made),
        "assessors": [
            {
                "name": one.assessor.user.name,
                "declaration": one.assessor.declaration,
                "declared_at": _moment(one.assessor.declared_at),
                "explanation": one.assessor.explanation,
            }
            for one in made.assessors
        ],
        "sensitivity": sensitivity_sentences(made),
    }


def _comparison(made: LotStanding) -> JSON | None:
    found = made.comparison
    if found is None:
        return None
    return {"reason": found.reason, "by": found.by_name, "at": _moment(found.at)}


def _procedure(file: ProcurementFile) -> JSON:
    answer = asked(file)
    verdict = answer.verdict_on(file.procedure)
    choice = file.choices.select_related("ruling").order_by("-number").first()
    ruling = getattr(choice, "ruling", None) if choice else None
    reasons = verdict.reasons if verdict else ()
    return {
        "code": file.procedure,
        "verdict": verdict.verdict if verdict else "unknown",
        "reasons": [
            {"text": said(one.text, reader().code), "reference": one.reference, "verified": one.verified}
            for one in reasons
        ],
        "choice_reason": choice.reason if choice else "",
        "approved_by": ruling.by_name if ruling else "",
        "approval": ruling.reason if ruling else "",
        "is_marked": bool(choice and choice.is_marked),
        "level": answer.advice.level,
        "standstill_days": verdict.standstill_days if verdict else None,
        "pack": str(answer.advice.pack),
        "hash": answer.advice.pack_hash,
    }


def _openers(made: LotStanding) -> list[str]:
    found = made.evaluation
    return [] if found is None else [str(one) for one in (found.opening_begun_by, found.opened_by) if one]


def _tender(made: LotStanding, one: TenderStanding, below: Decimal | None) -> JSON:
    tender, price = one.tender, one.price
    return {
        "number": tender.number,
        "tenderer": tender.tenderer,
        "enterprise_number": tender.enterprise_number,
        "received_at": _moment(tender.received_at),
        "standing": one.standing,
        "removed_by": one.removed_by,
        "removed_reason": one.removed_reason,
        "withdrawn_reason": tender.withdrawn_reason,
        "added_reason": tender.added_reason,
        "given": None if tender.is_late else _money(tender.amount_given),
        "corrected": _money(tender.corrected_given),
        "correction_reason": tender.correction_reason,
        "amount": _money(one.amount),
        "cost": _money(one.cost),
        "below": None if below is None else f"{below:.4f}",
        "steps": _steps(one),
        "price": None
        if price is None
        else {
            "verdict": price.verdict,
            "reason": price.reason,
            "asked_on": _day(price.asked_on),
            "due": _day(price.due),
            "answered_on": _day(price.answered_on),
            "question": price.question,
            "answer": price.answer,
        },
        "points": [_money(one.points.get(it.pk)) for it in made.criteria],
        "total": _money(one.total),
        "rank": one.rank,
        "scores": [
            {
                "criterion": it.title,
                "assessor": score.assessor.user.name,
                "points": f"{score.points:.2f}",
                "text": score.text,
            }
            for it in made.quality
            for score in one.scores.get(it.pk, [])
        ],
    }


def _steps(one: TenderStanding) -> dict[str, list[str]]:
    """Return what each step found; a price that was not justified makes a tender substantially irregular."""
    found = {step: [str(it.verdict), it.reason] for step, it in sorted(one.steps.items())}
    if one.is_irregular_by_price:
        told = _("The price is abnormal and was not justified (Royal Decree of 18/04/2017, art. 36, § 3).")
        found[ExaminationStep.REGULARITY] = [str(ExaminationVerdict.SUBSTANTIAL), told]
    return found


def _rounds(made: LotStanding) -> list[JSON]:
    found = NegotiationRound.objects.filter(file=made.file, lot=made.lot).prefetch_related("amounts__tender")
    return [
        {
            "number": one.number,
            "held_on": _day(one.held_on),
            "minutes": one.minutes,
            "is_final": one.is_final,
            "amounts": [[it.tender.number, _money(it.amount)] for it in one.amounts.all()],
        }
        for one in found
    ]


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
