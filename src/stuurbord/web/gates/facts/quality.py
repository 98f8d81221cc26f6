"""What is delivered and whether it is good: products, acceptance criteria, findings."""

from __future__ import annotations

from django.db.models import Count, Q

from stuurbord.web.gates.facts.subject import Asked
from stuurbord.web.registers.models import (
    AcceptanceCriterion,
    CriterionState,
    FindingState,
    Moscow,
    Product,
    ProductState,
    QualityFinding,
    Severity,
)

_GOOD = (CriterionState.MET, CriterionState.WAIVED)
_OVER = (FindingState.CLOSED, FindingState.ACCEPTED)


def take(asked: Asked) -> None:
    own = {"project__in": asked.ids, "is_archived": False}
    products = Product.objects.filter(**own).exclude(state=ProductState.DROPPED)
    waiting = ~Q(state=ProductState.ACCEPTED)
    asked.put_counts(("products_known", "products_not_accepted"), _counts(products, waiting))
    criteria = AcceptanceCriterion.objects.filter(**own, moscow=Moscow.MUST)
    asked.put_counts(("must_criteria_known", "must_criteria_not_met"), _counts(criteria, ~Q(state__in=_GOOD)))
    findings = QualityFinding.objects.filter(**own, severity__in=(Severity.MAJOR, Severity.CRITICAL))
    grave = findings.exclude(state__in=_OVER).order_by().values("project_id").annotate(n=Count("pk"))
    asked.put_counts(("severe_findings_open",), grave.values_list("project_id", "n"))


def _counts(lines, condition: Q):  # type: ignore[no-untyped-def]
    """Return project, how many lines, how many that meet the condition."""
    counted = lines.order_by().values("project_id").annotate(n=Count("pk"), m=Count("pk", filter=condition))
    return counted.values_list("project_id", "n", "m")
