"""What of a file tells which law holds for its contract, and whether it could be concluded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from stuurbord.plan.legal_periods import legal_period
from stuurbord.rulebooks.be_procurement import DatedValue, value
from stuurbord.web.procurements.advising import Asked, asked
from stuurbord.web.procurements.amounts import as_amount
from stuurbord.web.procurements.models import ProcurementFile, ProcurementLot, Stage
from stuurbord.web.procurements.models.organisation import ContractKind, ReferenceRate
from stuurbord.web.procurements.moments import missing_told
from stuurbord.web.procurements.words import cited
from stuurbord.web.reader import reader
from stuurbord.web.tenders.alarms import CEILING, far_above, procedure_alarms
from stuurbord.web.tenders.informing import Hindrance, conclusion_hindrances, reader_text
from stuurbord.web.tenders.law import asked_with_award
from stuurbord.web.tenders.models import TenderEvaluation
from stuurbord.web.tenders.queries import awarded_elsewhere, concluded_on, standing_decisions

_SIZES: Final = {"micro": "micro", "small": "small", "medium": "medium", "none": "large"}
_LEVELS: Final = {"eu": True, "national": False, "none": False}
WITHOUT_STANDSTILL: Final = ("CALLOFF", "HFB")
"""Orders within what was awarded before."""


def rules_day(file: ProcurementFile) -> date | None:
    """Return the day whose law holds: that of the publication, else of the invitation; None: not known."""
    if file.published_on is not None:
        return file.published_on
    try:
        return date.fromisoformat(str(file.facts.get("date", "")))
    except ValueError:
        return None


def launch_facts(file: ProcurementFile) -> dict[str, Any]:
    """Return what the launch fixed for the contract, as fields of `Contract`."""
    facts, answer = file.facts, asked(file).advice
    sector = facts.get("sector")
    return {
        "rules_on": rules_day(file),
        "sector": sector if sector in ("classic", "special") else "",
        "is_eu_level": _LEVELS.get(answer.level),
        "eu_threshold": as_amount(answer.plain().get("eu_threshold")),
    }


def proposed_terms(file: ProcurementFile, lot: ProcurementLot | None) -> dict[str, Any]:
    """Return what file and award decision tell of a contract that is still to be opened."""
    facts = file.facts
    decision = standing_decisions(file).get(lot.pk if lot else None)
    framework = facts.get("framework")
    made: dict[str, Any] = {
        "kind": facts.get("kind") if facts.get("kind") in ContractKind.values else "",
        "size": _SIZES.get(str(facts.get("sme")), ""),
        "is_framework": bool(framework),
        "concluded_on": concluded_on(file, lot),
    }
    if decision is not None and decision.tender is not None:
        made["contractor"] = decision.tender.tenderer
        made["initial_amount"] = decision.amount
    elif lot is None:
        made["initial_amount"] = as_amount(facts.get("award"))
    if isinstance(framework, dict):
        made["framework_years"] = as_amount(framework.get("years"))
        made["ceiling"] = file.estimate if lot is None else lot.estimate
        made["is_single_supplier"] = framework.get("suppliers") == 1
    return made


def hindrances(file: ProcurementFile, lot: ProcurementLot | None, on: date) -> list[Hindrance]:
    """Return what stands in the way of the conclusion of a contract on a day.

    Where tenders were examined here, the award decision and who was told of it count; else the moments of the
    file do, which are those of the lot that was concluded first.
    """
    evaluation, answer = TenderEvaluation.objects.filter(file=file).first(), asked(file)
    if evaluation is not None and evaluation.is_opened:
        # The opening, the award and who was told of it stand in the tenders.
        return [*conclusion_hindrances(file, lot, on), *_missing(file, answer, Stage.OPENING)]
    found = _missing(file, answer, Stage.CONCLUSION)
    if file.awarded_on is not None and on < file.awarded_on:
        found.append(Hindrance(_("A contract is not concluded before its award."), True))
    found += _standstill(file, answer, lot, on)
    return found


def award_hindrances(
    file: ProcurementFile, lot: ProcurementLot | None, amount: Decimal | None, contractor: str | None
) -> list[Hindrance]:
    """Return what stands against a contract: the award went to somebody else, or the amount is another one.

    Without a decision here, the amount is held against the ceiling of the procedure and the threshold.
    """
    decision = standing_decisions(file).get(lot.pk if lot else None)
    if decision is None or decision.tender is None:
        return _amount_hindrances(file, lot, amount)
    found = []
    winner = decision.tender.tenderer
    if contractor is not None and contractor.strip().casefold() != winner.strip().casefold():
        told = _("The award decision is for {winner}, this contract for {contractor}.")
        found.append(Hindrance(told.format(winner=winner, contractor=contractor.strip() or "–"), False))
    if amount is not None and decision.amount is not None and decision.amount != amount:
        told, euro = (
            _("The award decision is for {decided}, this contract for {amount}."),
            reader().exact_euro,
        )
        found.append(Hindrance(told.format(decided=euro(decision.amount), amount=euro(amount)), False))
    return found


def _amount_hindrances(
    file: ProcurementFile, lot: ProcurementLot | None, amount: Decimal | None
) -> list[Hindrance]:
    if amount is None:
        return []
    answer = asked_with_award(file, amount + awarded_elsewhere(file, lot))
    above = [one["text"] for one in procedure_alarms(file.procedure, answer) if one["code"] == CEILING]
    above += [cited(one["text"], one["article"]) for one in far_above(answer)]
    return [Hindrance(one, False) for one in above]


def _missing(file: ProcurementFile, answer: Asked, stage: Stage) -> list[Hindrance]:
    """Return which moments nobody wrote down although they come before a stage."""
    return [Hindrance(told, False) for told in missing_told(file, answer, stage)]


def _standstill(
    file: ProcurementFile, answer: Asked, lot: ProcurementLot | None, on: date
) -> list[Hindrance]:
    if file.procedure in WITHOUT_STANDSTILL:
        return []
    verdict = answer.verdict_on(file.procedure)
    if verdict is None or verdict.standstill_days is None:
        told = _("Whether a standstill is due is undetermined. {what}")
        what = " ".join(reader_text(one.question) for one in answer.advice.missing)
        return [Hindrance(told.format(what=what).strip(), False)]
    if verdict.standstill_days == 0:
        return []
    rule = value("standstill_days", rules_day(file) or on)
    is_verified = rule is not None and rule.verified
    if file.informed_on is None:
        told = _("A standstill of {n} days is due, but nobody wrote down when the tenderers were informed.")
        return [Hindrance(told.format(n=verdict.standstill_days), is_verified)]
    period = legal_period(file.informed_on, verdict.standstill_days)
    if on >= period.next_day:
        if lot is not None and file.concluded_on is not None and concluded_on(file, lot) is None:
            told = _(
                "The file holds one day of information, that of the lot that was concluded first: whether the"
                " standstill of this lot is over is undetermined."
            )
            return [Hindrance(told, False)]
        return []
    told = _("The standstill runs to {last}: conclusion is only possible from {first} ({article}).")
    text = told.format(
        last=reader().day(period.last_day),
        first=reader().day(period.next_day),
        article=f"{rule.source}, {rule.article}" if rule else "–",
    )
    return [Hindrance(text, is_verified)]


def framework_limit(sector: str, on: date | None) -> DatedValue | None:
    """Return how many years a framework agreement may run at most; None where that is not known."""
    if on is None or sector not in ("classic", "special"):
        return None
    return value(f"framework_years_{sector}", on)


def reference_rates() -> list[tuple[date, Decimal]]:
    """Return the reference rates that the organisation keeps: first day of the half-year, percent a year."""
    found = ReferenceRate.objects.values_list("valid_from", "fraction")
    return [(day, fraction * 100) for day, fraction in found]
