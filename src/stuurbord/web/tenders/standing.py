"""How the award of one lot stands: tenders, what was examined and scored, the ranking, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.web.procurements.models import ProcurementFile, ProcurementLot
from stuurbord.web.tenders.actions.assessing import has_declared
from stuurbord.web.tenders.hashing import sha256_of
from stuurbord.web.tenders.models import (
    PENDING,
    REMOVED,
    Assessor,
    AwardCriterion,
    CriterionKind,
    Declaration,
    Examination,
    ExaminationStep,
    ExaminationVerdict,
    PriceCheck,
    PriceVerdict,
    Score,
    Tender,
    TenderComparison,
    TenderEvaluation,
)
from stuurbord.web.tenders.scoring import Evaluation, evaluate

IN, LATE, WITHDRAWN, OUT, WAITING = "in", "late", "withdrawn", "out", "waiting"
"""Whether a tender is ranked: yes; too late; withdrawn; removed by the examination; waiting for an answer."""
_STEPS: Final = tuple(ExaminationStep.values)


@dataclass
class TenderStanding:
    """How one tender stands.

    Attributes
    ----------
    amount, cost
        In euro excluding VAT, as corrected and negotiated; None while sealed or not known.
    points
        From the number of a criterion to the points it gives, out of its weight; None: not scored yet.
    total
        Their sum, out of 100; None while one is missing.
    scores
        From the number of a criterion to what each assessor gave.
    """

    tender: Tender
    steps: dict[str, Examination]
    price: PriceCheck | None
    amount: Decimal | None
    cost: Decimal | None
    points: dict[int, Decimal | None] = field(default_factory=dict)
    scores: dict[int, list[Score]] = field(default_factory=dict)
    total: Decimal | None = None
    rank: int | None = None

    @property
    def standing(self) -> str:
        """Whether it is ranked: one of `IN`, `LATE`, `WITHDRAWN`, `OUT`, `WAITING`."""
        if self.tender.is_late:
            return LATE
        if self.tender.is_withdrawn:
            return WITHDRAWN
        if self.removed_by:
            return OUT
        is_waiting = any(one.verdict in PENDING for one in self.steps.values())
        return WAITING if is_waiting or (self.price and self.price.verdict == PriceVerdict.ASKED) else IN

    @property
    def removed_by(self) -> str:
        """The step that took it out: exclusion, selection, regularity or price; empty if none did."""
        for step in _STEPS:
            if step in self.steps and self.steps[step].verdict in REMOVED:
                return step
        return "price" if self.price is not None and self.price.verdict == PriceVerdict.REJECTED else ""

    @property
    def is_irregular_by_price(self) -> bool:
        """Whether only its price, abnormal and not justified, makes it substantially irregular."""
        return self.removed_by == "price"

    @property
    def removed_reason(self) -> str:
        if self.removed_by == "price" and self.price is not None:
            return self.price.reason
        return self.steps[self.removed_by].reason if self.removed_by else ""

    @property
    def is_ranked(self) -> bool:
        return self.standing in (IN, WAITING)

    @property
    def is_provisional(self) -> bool:
        return any(one.verdict == ExaminationVerdict.PROVISIONAL for one in self.steps.values())


@dataclass
class AssessorStanding:
    """How far one assessor is with a lot."""

    assessor: Assessor
    has_declared: bool
    n_scored: int
    n_to_score: int

    @property
    def is_done(self) -> bool:
        return self.has_declared and self.n_scored >= self.n_to_score


@dataclass
class LotStanding:
    """How one lot stands; of a file without lots, the whole."""

    file: ProcurementFile
    lot: ProcurementLot | None
    evaluation: TenderEvaluation | None
    criteria: list[AwardCriterion]
    tenders: list[TenderStanding]
    assessors: list[AssessorStanding]
    outcome: Evaluation | None = None
    """What the engine makes of it; None while something is missing."""
    comparison: TenderComparison | None = None
    """The reasoned comparison that ranks tenders whose criteria have no weights; None: there is none on what
    stands."""

    @property
    def is_opened(self) -> bool:
        return self.evaluation is not None and self.evaluation.is_opened

    @property
    def has_no_weights(self) -> bool:
        return len(self.criteria) > 1 and all(one.weight is None for one in self.criteria)

    @property
    def is_by_importance(self) -> bool:
        """Whether the criteria stand in descending order of importance: no sum says which tender is first."""
        return self.has_no_weights and all(one.is_by_importance for one in self.criteria)

    @property
    def has_equal_weights(self) -> bool:
        return self.has_no_weights and not self.is_by_importance

    @property
    def ranked(self) -> list[TenderStanding]:
        """The tenders that are ranked, the first first; those without a rank behind, by number."""
        found = [one for one in self.tenders if one.is_ranked]
        return sorted(found, key=lambda one: (one.rank is None, one.rank or 0, one.tender.number))

    @property
    def first(self) -> list[TenderStanding]:
        """The most advantageous tender; several where they tie, none while something is missing."""
        return [one for one in self.tenders if one.rank == 1]

    @property
    def quality(self) -> list[AwardCriterion]:
        return [one for one in self.criteria if one.kind == CriterionKind.QUALITY]

    @property
    def are_scores_in(self) -> bool:
        """Whether everybody scored: only then does anybody see what others gave."""
        counting = [one for one in self.assessors if one.assessor.declaration != Declaration.CONFLICT]
        return bool(counting) and all(one.is_done for one in counting)

    @cached_property
    def missing(self) -> list[str]:
        """What keeps a report from being made, as sentences."""
        return missing_of(self)

    @cached_property
    def sha256(self) -> str:
        """Hash of all that the ranking rests on."""
        return sha256_of(self.plain())

    def plain(self) -> dict[str, Any]:
        """Return what the ranking rests on as plain data."""
        found = self.comparison
        compared = {} if found is None else {"comparison": [found.places, found.reason]}
        return self.plain_scores() | compared

    def plain_scores(self) -> dict[str, Any]:
        """Return what a ranking, or a comparison, is made of as plain data."""
        order = {"by_importance": self.criteria[0].no_weight_reason} if self.is_by_importance else {}
        return order | {
            "criteria": [[one.pk, one.title, one.kind, one.weight, one.formula] for one in self.criteria],
            "tenders": [
                {
                    "number": one.tender.number,
                    "standing": one.standing,
                    "steps": {step: [it.verdict, it.reason] for step, it in sorted(one.steps.items())},
                    "price": [one.price.verdict, one.price.reason] if one.price else None,
                    "amount": one.amount,
                    "cost": one.cost,
                    "scores": [
                        [it.criterion_id, it.assessor_id, it.points, it.text]
                        for pk in sorted(one.scores)
                        for it in one.scores[pk]
                    ],
                }
                for one in self.tenders
            ],
        }

    def plain_ranking(self) -> list[dict[str, Any]]:
        """Return the ranking as plain data: what a decision keeps."""
        return [
            {
                "rank": one.rank,
                "tender": one.tender.number,
                "tenderer": one.tender.tenderer,
                "amount": None if one.amount is None else f"{one.amount:.2f}",
                "points": None if one.total is None else f"{one.total:.2f}",
            }
            for one in self.ranked
        ]


def lot_standing(file: ProcurementFile, lot: ProcurementLot | None) -> LotStanding:
    """Return how one lot stands, from a fixed number of queries."""
    evaluation = (
        TenderEvaluation.objects.filter(file=file).select_related("opening_begun_by", "opened_by").first()
    )
    file.evaluation = evaluation or TenderEvaluation(file=file)
    tenders = list(
        Tender.objects.filter(file=file, lot=lot)
        .select_related("lot", "price_check__by")
        .prefetch_related("examinations__by", "round_amounts__round")
        .order_by("number")
    )
    for one in tenders:
        one.file = file
    criteria = criteria_of(file, lot)
    made = LotStanding(
        file, lot, evaluation, criteria, [_tender_standing(one) for one in tenders], assessors=[]
    )
    _add_scores(made)
    if made.is_opened and not made.missing and made.ranked:
        made.outcome = evaluate(made)
        made.comparison = _comparison_of(made)
        _rank(made)
        made.__dict__.pop("missing")
    return made


def _comparison_of(made: LotStanding) -> TenderComparison | None:
    """Return the last comparison of a lot, if it was made on what stands and is still called for."""
    if not made.is_by_importance:
        return None
    last = TenderComparison.objects.filter(file=made.file, lot=made.lot).last()
    is_fresh = last is not None and last.standing_sha256 == sha256_of(made.plain_scores())
    return last if is_fresh else None


def criteria_of(file: ProcurementFile, lot: ProcurementLot | None) -> list[AwardCriterion]:
    """Return the criteria of a lot: its own, else those of the whole file."""
    found = list(AwardCriterion.objects.filter(file=file))
    own = [one for one in found if lot is not None and one.lot_id == lot.pk]
    return own or [one for one in found if one.lot_id is None]


def _tender_standing(tender: Tender) -> TenderStanding:
    rounds = sorted(tender.round_amounts.all(), key=lambda one: one.round.number)
    negotiated = [one.amount for one in rounds if one.amount is not None]
    amount = tender.amount
    return TenderStanding(
        tender=tender,
        steps={one.step: one for one in tender.examinations.all()},
        price=getattr(tender, "price_check", None),
        amount=negotiated[-1] if negotiated and tender.is_opened else amount,
        cost=tender.cost,
    )


def _add_scores(made: LotStanding) -> None:
    """Add who scores, and what those who may score gave to the tenders of this lot."""
    people = list(
        Assessor.objects.filter(file=made.file, is_archived=False).select_related("user").order_by("pk")
    )
    all_tenders = list(Tender.objects.filter(file=made.file).only("recorded_at", "is_late"))
    given: dict[int, list[Score]] = {}
    quality = {one.pk for one in made.quality}
    ranked = {one.tender.pk: one for one in made.tenders if one.is_ranked}
    scores = Score.objects.filter(tender__in=[one.tender.pk for one in made.tenders]).select_related(
        "assessor__user"
    )
    for one in scores:
        if one.criterion_id in quality:
            given.setdefault(one.assessor_id, []).append(one)
    for person in people:
        own = given.get(person.pk, [])
        declared = has_declared(person, all_tenders)
        n_scored = sum(one.tender_id in ranked for one in own)
        made.assessors.append(AssessorStanding(person, declared, n_scored, len(quality) * len(ranked)))
        if declared:
            for one in own:
                if one.tender_id in ranked:
                    ranked[one.tender_id].scores.setdefault(one.criterion_id, []).append(one)


def _rank(made: LotStanding) -> None:
    """Write points and ranks of the engine beside the tenders."""
    assert made.outcome is not None
    compared = dict(made.comparison.places) if made.comparison is not None else {}
    for one in made.tenders:
        found = made.outcome.by_number.get(one.tender.number)
        if found is not None:
            one.points, one.total = dict(found.points), found.total
            one.rank = compared.get(one.tender.number, found.rank)


def missing_of(made: LotStanding) -> list[str]:
    """Return what keeps a report from being made, as sentences in the order of the law."""
    if not made.is_opened:
        return [_("The tenders are sealed.")]
    told: list[str] = []
    if not made.criteria and len(made.ranked) > 1:  # a single operator needs none (art. 42 § 3)
        told.append(_("The award criteria are missing."))
    for one in made.tenders:
        if one.is_ranked:
            told += _missing_of_tender(one, made.criteria)
    if made.ranked and made.quality:
        told += _missing_scores(made.assessors)
    if not told and made.outcome is not None and not made.first:
        told.append(
            _(
                "The criteria have no weights and no tender is at least as good as the others on each of"
                " them: compare the tenders and give the reasons."
            )
        )
    if not told:
        for one in made.first:
            if one.is_provisional:
                text = _("Tender {number} comes first: check the proof of what was accepted provisionally.")
                told.append(text.format(number=one.tender.number))
    return told


def _missing_of_tender(one: TenderStanding, criteria: Sequence[AwardCriterion]) -> list[str]:
    told = []
    number = one.tender.number
    lacking = [str(ExaminationStep(step).label) for step in _STEPS if step not in one.steps]
    if lacking:
        text = _("Tender {number} was not examined on: {what}.")
        told.append(text.format(number=number, what=", ".join(lacking)))
    if any(it.verdict in PENDING for it in one.steps.values()):
        told.append(_("Tender {number} waits for the regularisation of debts.").format(number=number))
    if one.price is None:
        told.append(_("The price of tender {number} was not checked.").format(number=number))
    elif one.price.verdict == PriceVerdict.ASKED:
        told.append(_("The price of tender {number} waits for its justification.").format(number=number))
    if one.amount is None:
        told.append(_("The amount of tender {number} is not known.").format(number=number))
    if one.cost is None and any(it.kind == CriterionKind.COST for it in criteria):
        told.append(_("The life-cycle cost of tender {number} is not known.").format(number=number))
    return told


def _missing_scores(assessors: Sequence[AssessorStanding]) -> list[str]:
    counting = [one for one in assessors if one.assessor.declaration != Declaration.CONFLICT]
    if not counting:
        return [_("Nobody scores: assign an assessor without a conflict of interest.")]
    told = []
    for one in counting:
        name = one.assessor.user.name
        if not one.has_declared:
            told.append(_("{name} did not declare yet to have no conflict of interest.").format(name=name))
        elif not one.is_done:
            left = one.n_to_score - one.n_scored
            text = ngettext("{name} still gives {n} score.", "{name} still gives {n} scores.", left)
            told.append(text.format(name=name, n=left))
    return told
