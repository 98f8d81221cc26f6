"""What the law asks of an award, asked of the rule books with the facts of a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from stuurbord.engine.tender_evaluation import AbnormalPriceRule
from stuurbord.plan.legal_periods import working_days_period
from stuurbord.rulebooks.be_procurement.execution.values import LawValue, law_value
from stuurbord.web.clock import today
from stuurbord.web.procurements.advising import Asked, asked
from stuurbord.web.procurements.amounts import as_number
from stuurbord.web.procurements.models import ProcurementFile

NEGOTIATED: Final = ("VOPZB", "VOPMB", "MPO", "OMO", "VOMO", "OZO", "CD", "IP", "SUIG")
"""Procedures that know negotiation or dialogue."""
ONE_PHASE: Final = ("LOW", "VOPZB", "OZO", "OP", "VOPMB", "VOMO", "SUIG")
"""Procedures without candidates beside the tenderers."""
QUALITY_ALWAYS: Final = ("CD", "IP")
"""Awarded on the best price-quality ratio only (law of 17/06/2016, art. 39, 40 and 81)."""
WITHOUT_INFORMATION: Final = "low_value"
"""The regime in which the law on legal protection asks to inform nobody."""
_ABNORMAL_IN: Final = ("OP", "NOP")
_ABNORMAL_KIND: Final = "works"


def reference_day(file: ProcurementFile) -> date:
    """Return the day whose law holds: that of the publication, else the one in the facts, else today."""
    if file.published_on is not None:
        return file.published_on
    try:
        return date.fromisoformat(str(file.facts.get("date", "")))
    except ValueError:
        return today()


def level_of(file: ProcurementFile) -> str:
    """Return ``national``, ``eu``, ``none`` or ``unknown``."""
    return _asked(file, file.facts).advice.level


def asked_with_award(
    file: ProcurementFile, award: Decimal | None, *, only_concerned: bool | None = None
) -> Asked:
    """Return what the rules say of a file with the amount that would be approved.

    Parameters
    ----------
    only_concerned
        Whether the winner is the only tenderer concerned; None: not known.
    """
    facts = dict(file.facts)
    facts.pop("award", None)
    if award is not None:
        facts["award"] = as_number(award)
    if only_concerned is not None:
        facts["only_concerned_tenderer"] = only_concerned
    return _asked(file, facts)


def _asked(file: ProcurementFile, facts: Mapping[str, Any]) -> Asked:
    """Return what the rules say, asked once for the same facts as long as this file is held."""
    kept: dict[str, Asked] = file.__dict__.setdefault("_asked_of_tenders", {})
    key = json.dumps([facts, file.procedure], sort_keys=True, cls=DjangoJSONEncoder)
    if key not in kept:
        kept[key] = asked(file, facts)
    return kept[key]


def regularisation_due(asked_on: date) -> date | None:
    """Return until when debts can be regularised; None where no rule holds."""
    rule = law_value("debt_regularisation_days", asked_on)
    return None if rule is None else working_days_period(asked_on, rule.days).last_day


def answer_due(asked_on: date) -> date | None:
    """Return until when a price can be justified; None where no rule holds."""
    rule = law_value("justification_days", asked_on)
    return None if rule is None else rule.last_day(asked_on)


def justification_rule(file: ProcurementFile) -> LawValue | None:
    """Return the rule on the period for justifying a price."""
    return law_value("justification_days", reference_day(file))


@dataclass(frozen=True)
class AbnormalRules:
    """The figures by which a price must be asked about; ``is_bound`` where the question is mandatory."""

    min_tenders: LawValue
    below: LawValue
    many_tenders: LawValue
    top: LawValue
    is_bound: bool

    @property
    def is_verified(self) -> bool:
        figures = (self.min_tenders, self.below, self.many_tenders, self.top)
        return all(one.is_verified for one in figures)

    @property
    def engine(self) -> AbnormalPriceRule:
        """The figures as the engine takes them."""
        return AbnormalPriceRule(
            int(self.min_tenders.number), self.below.share, int(self.many_tenders.number), self.top.share
        )


def abnormal_rules(file: ProcurementFile) -> AbnormalRules | None:
    """Return the rules on abnormal prices on the day of a file; None where none holds.

    Bound are works in an open or restricted procedure; elsewhere the figures help to look.
    """
    on = reference_day(file)
    names = ("abnormal_min_tenders", "abnormal_below_pct", "abnormal_many_tenders", "abnormal_top_pct")
    figures = [law_value(name, on) for name in names]
    known = [one for one in figures if one is not None]
    if len(known) < len(figures):
        return None
    is_bound = file.facts.get("kind") == _ABNORMAL_KIND and file.procedure in _ABNORMAL_IN
    return AbnormalRules(*known, is_bound=is_bound)


def validity_end(file: ProcurementFile) -> tuple[date, LawValue | None] | None:
    """Return the last day on which tenders bind, and the rule where the documents say nothing; None: unknown.

    Of a concession it is only known where the documents tell it.

    Its suspension between the information and the end of a standstill is not counted.
    """
    if file.tenders_due is None:
        return None
    due = timezone.localtime(file.tenders_due).date()
    if file.validity_days is not None:
        return due + timedelta(days=file.validity_days), None
    if file.facts.get("kind") == "concession" or file.facts.get("concession"):
        return None  # the decree on the award of contracts is not its law
    rule = law_value("tender_validity_days", reference_day(file))
    return None if rule is None else (rule.last_day(due), rule)
