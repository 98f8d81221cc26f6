"""What the page of an award shows, and its forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.web.accounts.models import User
from stuurbord.web.accounts.permissions import read_grants
from stuurbord.web.clock import now
from stuurbord.web.procurements.models import ProcurementFile, ProcurementLot
from stuurbord.web.procurements.rights import may_decide, may_edit, may_see
from stuurbord.web.procurements.words import cited
from stuurbord.web.reader import reader
from stuurbord.web.tenders.abnormal import PriceLook, price_look
from stuurbord.web.tenders.actions.criteria import Importance
from stuurbord.web.tenders.actions.negotiating import in_negotiation
from stuurbord.web.tenders.actions.opening import TOGETHER
from stuurbord.web.tenders.alarms import award_alarms
from stuurbord.web.tenders.forms import (
    AwardForm,
    ComparisonForm,
    ConcludeForm,
    InformForm,
    RoundForm,
    TenderForm,
    criterion_rows,
    importance_in,
)
from stuurbord.web.tenders.hashing import is_chain_intact
from stuurbord.web.tenders.informing import (
    Hindrance,
    Recipient,
    Standstill,
    conclusion_hindrances,
    reader_text,
    recipients_of,
    regime_of,
    standstill_of,
)
from stuurbord.web.tenders.keeping import (
    standing_decision,
    standing_report,
)
from stuurbord.web.tenders.law import (
    NEGOTIATED,
    WITHOUT_INFORMATION,
    asked_with_award,
    justification_rule,
    level_of,
    validity_end,
)
from stuurbord.web.tenders.models import (
    AwardDecision,
    AwardReport,
    CriterionKind,
    DecisionKind,
    Declaration,
    ExaminationStep,
    NegotiationRound,
    PriceFormula,
)
from stuurbord.web.tenders.queries import accesses_of, awarded_elsewhere, concluded_on
from stuurbord.web.tenders.scoring import weights_of
from stuurbord.web.tenders.sentences import conclusion_of, sensitivity_sentences
from stuurbord.web.tenders.standing import LotStanding, TenderStanding, lot_standing

MOST_PEOPLE = 500


@dataclass
class AwardPage:
    """The award of one lot as somebody sees it."""

    request: HttpRequest
    file: ProcurementFile
    lot: ProcurementLot | None
    lots: list[ProcurementLot]
    is_involved: bool
    standing: LotStanding
    report: AwardReport | None = None
    decision: AwardDecision | None = None
    alarms: list[dict[str, str]] = field(default_factory=list)

    @cached_property
    def concluded_on(self) -> date | None:
        """When the contract of this lot was concluded; None: not yet."""
        return concluded_on(self.file, self.lot)

    @property
    def is_elsewhere(self) -> bool:
        """Whether this was awarded without its tenders being held here: there is nothing to open any more."""
        is_over = self.file.awarded_on is not None or self.concluded_on is not None
        return is_over and not self.standing.is_opened and not self.standing.tenders and self.decision is None

    @property
    def is_locked(self) -> bool:
        return self.report is not None or self.decision is not None

    def sent(self, do: str) -> Any:
        """Return what was posted, where it was this form that was refused."""
        return self.request.POST if self.request.POST.get("do") == do else None

    def tender_form(self, data: Any = None) -> TenderForm:
        has_cost = any(one.kind == CriterionKind.COST for one in self.standing.criteria)
        return TenderForm(data, is_opened=self.standing.is_opened, has_cost=has_cost)

    def round_form(self, data: Any = None) -> RoundForm:
        numbers = [(one.number, one.tenderer) for one in in_negotiation(self.file, self.lot)]
        return RoundForm(data, numbers=numbers)

    def comparison_form(self, data: Any = None) -> ComparisonForm:
        tenders = [(one.tender.number, one.tender.tenderer) for one in self.standing.ranked]
        return ComparisonForm(data, tenders=tenders)

    def award_form(self, data: Any = None) -> AwardForm:
        if self.decision is not None:
            kinds = [(DecisionKind.WITHDRAWAL, DecisionKind.WITHDRAWAL.label)]
            return AwardForm(data, kinds=kinds, tenders=[], has_alarms=False)
        kinds = [(DecisionKind.NO_AWARD, DecisionKind.NO_AWARD.label)]
        first = [(one.tender.number, one.tender.tenderer) for one in self.standing.first]
        if self.report is not None and first:
            kinds.insert(0, (DecisionKind.AWARD, DecisionKind.AWARD.label))
        tenders = first if self.report is not None else []
        return AwardForm(data, kinds=kinds, tenders=tenders, has_alarms=bool(self.alarms))

    def inform_form(self, data: Any = None) -> InformForm:
        waiting = []
        if self.decision is not None:
            waiting = [
                (one.tender.number, f"{one.tender.number} {one.tender.tenderer}")
                for one in recipients_of(self.decision, "")
                if one.sent_on is None
            ]
        return InformForm(data, tenders=waiting)

    def context(self, errors: list[str]) -> dict[str, Any]:
        """Return what the template shows; who is not involved gets the decision alone."""
        made: dict[str, Any] = {
            "errors": errors,
            "lot": self.lot,
            "lot_views": self._lot_views(),
            "standing": self.standing,
            "evaluation": self.standing.evaluation,
            "is_involved": self.is_involved,
            "decision": self.decision,
            "concluded_on": self.concluded_on,
            "version": self.standing.evaluation.version if self.standing.evaluation else 1,
        }
        if not self.is_involved:
            made["conclusion"] = self._public_conclusion()
            return made
        made |= self._criteria() | self._opening() | self._examination() | self._scoring() | self._ranking()
        made |= self._deciding() | self._after()
        made |= {
            "is_elsewhere": self.is_elsewhere,
            "conclusion": self._conclusion(),
            "is_locked": self.is_locked,
            "accesses": accesses_of(self.file),
            "level": level_of(self.file),
        }
        return made

    def _lot_views(self) -> list[dict[str, Any]]:
        own = reverse("tenders", args=[self.file.reference])
        return [
            {
                "label": _("Lot {number}: {title}").format(number=one.number, title=one.title),
                "url": f"{own}?perceel={one.number}",
                "count": None,
                "is_current": one == self.lot,
            }
            for one in self.lots
        ]

    def _public_conclusion(self) -> str:
        if self.decision is None:
            return _("The tenders are confidential until the decision.")
        return _decided(self.decision)

    def _conclusion(self) -> str:
        if self.decision is not None:
            return _decided(self.decision)
        if self.is_elsewhere:
            return _("This was awarded outside Stuurbord: its tenders are not held here.")
        return conclusion_of(self.standing)

    def _criteria(self) -> dict[str, Any]:
        criteria = self.standing.criteria
        is_by_importance = self.standing.is_by_importance
        weights = weights_of(criteria) if criteria and not is_by_importance else {}
        own = [one for one in criteria if (one.lot_id is not None) == (self.lot is not None)]
        return {
            "criteria": [(one, weights.get(one.pk)) for one in criteria],
            "criterion_rows": criterion_rows(criteria, self.sent("criteria")),
            "criterion_kinds": CriterionKind.choices,
            "price_formulas": PriceFormula.choices,
            "criteria_are_of_lot": bool(self.lot is not None and own),
            "may_set_criteria": may_edit(self.request.user, self.file) and not self.standing.is_opened,
            "criteria_sent": self.sent("criteria"),
            **self._importance(),
        }

    def _importance(self) -> dict[str, Any]:
        """Return what the form says of an order of importance: as it was sent, else as it stands."""
        sent, stands = self.sent("criteria"), self.standing.is_by_importance
        reason = self.standing.criteria[0].no_weight_reason if stands else ""
        found = importance_in(sent) if sent is not None else Importance(reason) if stands else None
        return {
            "is_by_importance": found is not None,
            "no_weight_reason": sent.get("no_weight_reason", "") if sent is not None else reason,
        }

    def _opening(self) -> dict[str, Any]:
        found = self.standing.evaluation
        due = self.file.tenders_due
        can_open = due is not None and now() >= due and not self.standing.is_opened
        begun = None
        if found is not None and found.opening_begun_at and now() - found.opening_begun_at <= TOGETHER:
            begun = found
        by_me = begun is not None and begun.opening_begun_by_id == self.request.user.pk
        editing = may_edit(self.request.user, self.file)
        end = validity_end(self.file)
        return {
            "begun": begun,
            "can_begin": can_open and editing and begun is None,
            "can_complete": can_open and editing and begun is not None and not by_me,
            "waits_for_second": can_open and by_me,
            "can_record": editing and due is not None and not self.is_locked,
            "tender_form": self.tender_form(self.sent("record")),
            "valid_until": end[0] if end else None,
            "validity_rule": end[1] if end else None,
            "is_validity_over": end is not None and timezone.localdate(now()) > end[0],
        }

    def _examination(self) -> dict[str, Any]:
        look = price_look(self.standing) if self.standing.is_opened else PriceLook(None, None, {}, ())
        rule = justification_rule(self.file)
        rounds = list(
            NegotiationRound.objects.filter(file=self.file, lot=self.lot).prefetch_related("amounts__tender")
        )
        can_negotiate = (
            may_edit(self.request.user, self.file)
            and self.standing.is_opened
            and not self.is_locked
            and self.file.procedure in NEGOTIATED
            and not any(one.is_final for one in rounds)
            and bool(self.standing.ranked)
        )
        return {
            "steps": [(step, ExaminationStep(step).label) for step in ExaminationStep.values],
            "rows": [
                (
                    one,
                    [(ExaminationStep(step).label, one.steps.get(step)) for step in ExaminationStep.values],
                    look.below.get(one.tender.number),
                )
                for one in self.standing.tenders
            ],
            "look": look,
            "justification_rule": rule,
            "rounds": rounds,
            "is_negotiated": self.file.procedure in NEGOTIATED,
            "round_form": self.round_form(self.sent("negotiate")) if can_negotiate else None,
        }

    def _scoring(self) -> dict[str, Any]:
        own = next(
            (one for one in self.standing.assessors if one.assessor.user_id == self.request.user.pk), None
        )
        editing = may_edit(self.request.user, self.file) and not self.is_locked
        assigned = {one.assessor.user_id for one in self.standing.assessors}
        people = []
        if editing and self.standing.quality:
            known = User.objects.filter(is_active=True).exclude(pk__in=assigned)[:MOST_PEOPLE]
            people = readable(list(known), self.file)
        return {
            "own": own,
            "may_declare": own is not None and self.standing.is_opened and not self.is_locked,
            "may_score": own is not None and own.has_declared and not self.is_locked,
            "may_assign": editing and bool(self.standing.quality),
            "people": people,
            "declarations": Declaration.choices[1:],
        }

    def _ranking(self) -> dict[str, Any]:
        found = self.standing
        is_sure = all(one.rank is not None for one in found.ranked)
        can_compare = (
            found.is_by_importance
            and found.outcome is not None
            and not (is_sure and found.comparison is None)
            and not self.is_locked
            and may_edit(self.request.user, self.file)
        )
        return {
            "comparison": found.comparison,
            "compare_form": self.comparison_form(self.sent("compare")) if can_compare else None,
            "ranked": [
                (one, [(it.title, one.points.get(it.pk)) for it in found.criteria]) for one in found.ranked
            ],
            "sensitivity": sensitivity_sentences(found),
            "matrix": _matrix(found) if found.are_scores_in or self.is_locked else [],
        }

    def _deciding(self) -> dict[str, Any]:
        user = self.request.user
        reports = AwardReport.objects.filter(file=self.file, lot=self.lot).defer("docx", "facts")
        is_own = self.report is not None and self.report.by_id is not None and self.report.by_id == user.pk
        deciding = may_decide(user, self.file)
        is_over = self.concluded_on is not None
        can_decide = (
            deciding and not is_over and self.standing.is_opened and not (is_own and not self.decision)
        )
        decisions = list(
            AwardDecision.objects.filter(file=self.file).select_related("tender", "lot").order_by("number")
        )
        own_lot = self.lot.pk if self.lot else None
        return {
            "reports": list(reports),
            "report": self.report,
            "can_report": may_edit(user, self.file)
            and self.standing.is_opened
            and not self.is_locked
            and not self.standing.missing,
            "can_withdraw_report": may_edit(user, self.file)
            and self.report is not None
            and not self.decision,
            "is_own_report": is_own,
            "award_form": self.award_form(self.sent("decide")) if can_decide else None,
            "seen": self.report.facts_sha256 if self.report else "",
            "alarms": self.alarms,
            "delegation": self._delegation() if can_decide and self.decision is None else "",
            "decisions": [one for one in reversed(decisions) if one.lot_id == own_lot],
            "is_chain_intact": is_chain_intact(decisions),
        }

    def _delegation(self) -> str:
        """Return who decides on this amount by what the organisation agreed; empty where nothing was."""
        first = self.standing.first
        amount = first[0].amount if len(first) == 1 else None
        if amount is None:
            return ""
        total = amount + awarded_elsewhere(self.file, self.lot)
        found = asked_with_award(self.file, total).advice.obligations
        texts = (cited(reader_text(one.text), one.article) for one in found if one.key == "DELEGATION")
        return next(texts, "")

    def _after(self) -> dict[str, Any]:
        made: dict[str, Any] = {"recipients": [], "standstill": None, "hindrances": [], "conclude_form": None}
        if self.decision is None:
            return made
        regime = regime_of(self.decision)
        recipients: list[Recipient] = recipients_of(self.decision, regime)
        editing = may_edit(self.request.user, self.file) and self.concluded_on is None
        waiting = [one for one in recipients if one.sent_on is None]
        made |= {
            "recipients": recipients,
            "has_no_duty": regime == WITHOUT_INFORMATION,
            "inform_form": self.inform_form(self.sent("inform")) if editing and waiting else None,
        }
        if self.decision.kind == DecisionKind.AWARD:
            standstill: Standstill = standstill_of(self.file, self.decision)
            hindrances: list[Hindrance] = conclusion_hindrances(
                self.file, self.lot, timezone.localdate(now()), self.decision
            )
            is_sure = any(one.is_sure for one in hindrances)
            made |= {
                "standstill": standstill,
                "hindrances": hindrances,
                "conclude_form": ConcludeForm(self.sent("conclude")) if editing and not is_sure else None,
            }
        return made


def award_page(
    request: HttpRequest,
    file: ProcurementFile,
    lot: ProcurementLot | None,
    lots: list[ProcurementLot],
    *,
    is_involved: bool,
) -> AwardPage:
    """Return the page of a lot."""
    made = AwardPage(request, file, lot, lots, is_involved, lot_standing(file, lot))
    made.report, made.decision = standing_report(file, lot), standing_decision(file, lot)
    if made.report is not None and made.decision is None:
        for one in made.standing.first:
            found = award_alarms(made.standing, one).alarms
            made.alarms += [alarm for alarm in found if alarm not in made.alarms]
    return made


def readable(people: list[User], file: ProcurementFile) -> list[User]:
    """Return the people who may see a file; what they may do is read in one query."""
    read_grants(people)
    return [one for one in people if may_see(one, file)]


def _decided(decision: AwardDecision) -> str:
    if decision.kind == DecisionKind.NO_AWARD or decision.tender is None:
        return _("Decided on {day} not to award.").format(day=reader().day(decision.on))
    told = _("Awarded on {day} to {name} for {amount}, excluding VAT.")
    return told.format(
        day=reader().day(decision.on),
        name=decision.tender.tenderer,
        amount=reader().euro(decision.amount or Decimal(0), 2),
    )


def _matrix(made: LotStanding) -> list[tuple[TenderStanding, list[tuple[Any, list[Any]]]]]:
    """Return each tender with what every assessor gave on each quality criterion."""
    return [(one, [(it, one.scores.get(it.pk, [])) for it in made.quality]) for one in made.ranked]
