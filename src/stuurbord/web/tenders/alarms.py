"""What stands against an award: kept with the decision for ever, and never passed over without a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from stuurbord.rulebooks.rule_pack.model import said
from stuurbord.web.clock import today
from stuurbord.web.procurements.advising import Asked
from stuurbord.web.procurements.words import the_procedure
from stuurbord.web.reader import reader
from stuurbord.web.tenders.abnormal import must_be_asked
from stuurbord.web.tenders.law import asked_with_award, validity_end
from stuurbord.web.tenders.models import PriceVerdict
from stuurbord.web.tenders.queries import awarded_elsewhere
from stuurbord.web.tenders.standing import LotStanding, TenderStanding

CEILING: Final = "ceiling"
"""Code of the alarm on an amount for which the procedure may not be used."""
_FAR_ABOVE: Final = "offer_above_eu"
"""The warning of the rule book on an amount far above the European threshold, on an estimate below it."""


@dataclass(frozen=True)
class AwardAlarms:
    """Code, sentence and article of each, and the hash of the rule book they come from."""

    alarms: Sequence[dict[str, str]]
    rules_hash: str


def award_alarms(made: LotStanding, winner: TenderStanding) -> AwardAlarms:
    """Return what stands against awarding a lot to a tender, with the amount that would be approved.

    With several lots the amount counts together with what was awarded of the others.
    """
    amount = winner.amount
    total = None if amount is None else amount + awarded_elsewhere(made.file, made.lot)
    answer = asked_with_award(made.file, total)
    found = [
        *procedure_alarms(made.file.procedure, answer),
        *far_above(answer),
        *_weights(made, answer),
        *_prices(made),
        *_validity(made),
    ]
    return AwardAlarms(found, answer.advice.pack_hash)


def procedure_alarms(procedure: str, answer: Asked) -> list[dict[str, str]]:
    """Return what stands against the procedure that was chosen, with the amount that would be approved."""
    if not procedure:
        text = _("No procedure was chosen: it is not known whether this can be awarded.")
        return [{"code": "procedure", "text": text, "article": ""}]
    verdict = answer.verdict_on(procedure)
    if verdict is None or verdict.verdict == "allowed":
        return []
    articles = ", ".join(verdict.articles)
    why = " ".join(said(one.text, reader().code) for one in verdict.reasons)
    if verdict.verdict == "refused":
        told = _("With this amount {procedure} may not be used. {why}")
        text = told.format(procedure=the_procedure(verdict.code), why=why).strip()
        return [{"code": CEILING, "text": text, "article": articles}]
    if verdict.verdict == "unknown":
        told = _("Whether {procedure} may be used with this amount is undetermined. {why}")
        return [
            {
                "code": "undetermined",
                "text": told.format(procedure=the_procedure(verdict.code), why=why).strip(),
                "article": articles,
            }
        ]
    return []


def far_above(answer: Asked) -> list[dict[str, str]]:
    """Return that an amount is so far above the European threshold that the estimate no longer shields."""
    code = reader().code
    return [
        {"code": "review", "text": said(one.text, code), "article": one.article}
        for one in answer.advice.warnings
        if one.code == _FAR_ABOVE
    ]


def _weights(made: LotStanding, answer: Asked) -> list[dict[str, str]]:
    is_reasoned = made.is_by_importance and made.criteria[0].no_weight_reason
    if made.has_no_weights and not is_reasoned and answer.advice.level in ("eu", "unknown"):
        text = _("The award criteria have no weights, which are due at European level.")
        return [{"code": "weights", "text": text, "article": "art. 81 § 4"}]
    return []


def _prices(made: LotStanding) -> list[dict[str, str]]:
    """Prices that look abnormal and were called normal without a question, where the question is due."""
    found = []
    for one in must_be_asked(made):
        if one.price is not None and one.price.verdict == PriceVerdict.NORMAL:
            told = _("The price of tender {number} lies so far below the others that a justification is due.")
            found.append(
                {"code": "abnormal", "text": told.format(number=one.tender.number), "article": "art. 36"}
            )
    return found


def _validity(made: LotStanding) -> list[dict[str, str]]:
    end = validity_end(made.file)
    if end is None or today() <= end[0]:
        return []
    told = _("The tenders were valid until {day}: ask the tenderer to keep its tender.")
    article = end[1].article if end[1] is not None else ""
    return [{"code": "validity", "text": told.format(day=reader().day(end[0])), "article": article}]
