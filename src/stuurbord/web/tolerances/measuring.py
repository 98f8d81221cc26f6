"""What the registers say of scope, quality, benefits and risk: for many projects in one query each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Sum

from stuurbord.web.registers.models import (
    CLOSED_RISKS,
    AcceptanceCriterion,
    Benefit,
    ChangeRequest,
    Measurement,
    QualityFinding,
    QualityReview,
    Risk,
)
from stuurbord.web.registers.models.benefit import BenefitState
from stuurbord.web.registers.models.change import ChangeState
from stuurbord.web.registers.models.issue import Severity
from stuurbord.web.registers.models.quality import CriterionState, Moscow, ReviewState, Verdict
from stuurbord.web.registers.realisation import realised

APPROVED = (ChangeState.APPROVED, ChangeState.EXECUTED, ChangeState.CLOSED)
SEVERE = (Severity.MAJOR, Severity.CRITICAL)


@dataclass(frozen=True)
class FromRegisters:
    """What was counted, by project; a project that is absent has none.

    Attributes
    ----------
    exposure
        Euro: probability times impact of the open threats.
    loss
        Benefit → which share of its target was not reached, of those that are due; None: not measured.
    benefits
        Project → its benefits that are due.
    """

    changes: dict[int, int] = field(default_factory=dict)
    musts_not_met: dict[int, int] = field(default_factory=dict)
    findings: dict[int, int] = field(default_factory=dict)
    refused: dict[int, int] = field(default_factory=dict)
    exposure: dict[int, Decimal] = field(default_factory=dict)
    loss: dict[int, Decimal | None] = field(default_factory=dict)
    benefits: dict[int, list[int]] = field(default_factory=dict)
    has_benefits: frozenset[int] = frozenset()

    def benefit_loss(self, project_id: int, benefit_id: int | None = None) -> Decimal | None:
        """Return the share of the target not reached, over all benefits that are due or of one of them."""
        if benefit_id is not None:
            return self.loss.get(benefit_id, Decimal(0))
        due = [self.loss[one] for one in self.benefits.get(project_id, ())]
        known = [one for one in due if one is not None]
        if len(known) < len(due) or project_id not in self.has_benefits:
            return None
        return sum(known, Decimal(0)) / len(known) if known else Decimal(0)


def measured(project_ids: Iterable[int], on: date) -> FromRegisters:
    """Return what the registers of these projects say as of a day."""
    here = {"project__in": list(project_ids), "is_archived": False}
    benefits = [
        one
        for one in Benefit.objects.filter(**here, is_disbenefit=False)
        if one.state != BenefitState.DROPPED
    ]
    due = [one for one in benefits if one.target_on and one.target_on <= on]
    last = _last_measured(due)
    by_project: dict[int, list[int]] = {}
    for one in due:
        by_project.setdefault(one.project_id, []).append(one.pk)
    return FromRegisters(
        changes=_counts(ChangeRequest.objects.filter(**here, state__in=APPROVED)),
        musts_not_met=_counts(
            AcceptanceCriterion.objects.filter(**here, moscow=Moscow.MUST, state=CriterionState.NOT_MET)
        ),
        findings=_counts(
            QualityFinding.objects.filter(**here, severity__in=SEVERE).exclude(
                state__in=QualityFinding.closed
            )
        ),
        refused=_refused(here),
        exposure=_exposure(here),
        loss={one.pk: _loss(one, last.get(one.pk)) for one in due},
        benefits=by_project,
        has_benefits=frozenset(one.project_id for one in benefits),
    )


def _counts(lines) -> dict[int, int]:  # type: ignore[no-untyped-def]
    counted = lines.order_by().values("project").annotate(n=Count("pk"))
    return dict(counted.values_list("project", "n"))


def _refused(here: dict[str, object]) -> dict[int, int]:
    """Count the products of which the last review that was held says: not good."""
    held = QualityReview.objects.filter(**here, state=ReviewState.HELD).order_by("held_on", "pk")
    last: dict[tuple[int, int | None], str] = {}
    for project_id, product_id, verdict in held.values_list("project_id", "product_id", "verdict"):
        last[project_id, product_id] = verdict
    made: dict[int, int] = {}
    for (project_id, _product), verdict in last.items():
        if verdict == Verdict.REFUSED:
            made[project_id] = made.get(project_id, 0) + 1
    return made


def _exposure(here: dict[str, object]) -> dict[int, Decimal]:
    threats = Risk.objects.filter(**here, impact_cost__gt=0, probability__gt=0)
    summed = (
        threats.exclude(state__in=CLOSED_RISKS)
        .order_by()
        .values("project")
        .annotate(euro=Sum(F("probability") * F("impact_cost")))
    )
    return {pk: Decimal(str(euro)) for pk, euro in summed.values_list("project", "euro")}


def _last_measured(benefits: list[Benefit]) -> dict[int, Decimal]:
    lines = Measurement.objects.filter(benefit__in=benefits, is_archived=False)
    return dict(lines.order_by("measured_on", "pk").values_list("benefit_id", "value"))


def _loss(benefit: Benefit, value: Decimal | None) -> Decimal | None:
    share = realised(benefit.baseline_value, benefit.target_value, value)
    return None if share is None else max(Decimal(0), 1 - Decimal(str(share)))
