"""The tables that stand beside the facts of one line of this app's registers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from stuurbord.web.lists.panels import Panel
from stuurbord.web.look import figures
from stuurbord.web.registers.models import Measurement, Milestone, ResponseAction, Risk
from stuurbord.web.registers.realisation import realised


def before_now_after(risk: Risk, user: Any) -> Panel | None:
    """Return what a risk weighs before any response, now, and after those that are chosen."""
    rows = [
        (_("Before response"), risk.inherent_probability, risk.inherent_days, risk.inherent_cost),
        (_("Now"), risk.probability, risk.impact_days, risk.impact_cost),
        (_("After response"), risk.residual_probability, risk.residual_days, risk.residual_cost),
    ]
    if all(one is None for _name, *told in rows for one in told):
        return None
    return Panel(
        _("How much it weighs"),
        head=("", _("Probability"), _("Time"), _("Cost")),
        rows=[_weighed(*row) for row in rows],
        strong=1,
        note=_("This risk lies above the appetite of its category.") if risk.is_above_appetite else "",
    )


def _weighed(name: str, probability: Any, days: Any, cost: Any) -> tuple[str, str, str, str]:
    return name, figures.percent(probability), figures.plain_days(days), figures.euro(cost)


def responses_of(risk: Risk, user: Any) -> Panel | None:
    """Return what is done about a risk, with what it costs."""
    found = ResponseAction.objects.filter(project_id=risk.project_id, risk=risk.code, is_archived=False)
    rows = [
        (f"{one.code} {one.name}", one.get_state_display(), figures.day(one.due), figures.euro(one.cost))
        for one in found.order_by("code")
    ]
    if not rows:
        return None
    return Panel(_("Measures"), head=("", _("State"), _("Due"), _("Cost")), rows=rows)


def milestones_of(risk: Risk, user: Any) -> Panel | None:
    """Return the milestones that a risk endangers, with their dates."""
    codes = [one.strip() for one in risk.milestones.replace(";", ",").split(",") if one.strip()]
    if not codes:
        return None
    found = Milestone.objects.filter(project_id=risk.project_id, code__in=codes, is_archived=False)
    rows = [
        (f"{one.code} {one.name}", figures.day(one.promised_on), figures.day(one.expected_on))
        for one in found.order_by("code")
    ]
    return Panel(_("Milestones"), head=("", _("Baseline"), _("Forecast")), rows=rows) if rows else None


def measurements_of(benefit: Any, user: Any) -> Panel | None:
    """Return what was measured of a benefit, the latest first."""
    found = Measurement.objects.filter(benefit_id=benefit.pk, is_archived=False)
    rows = [_measured(benefit, one) for one in found.order_by("-measured_on", "-pk")[:12]]
    if not rows:
        return None
    return Panel(_("Measurements"), head=("", _("Value"), _("Of the target")), rows=rows, strong=0)


def _measured(benefit: Any, one: Measurement) -> tuple[str, str, str]:
    share = realised(benefit.baseline_value, benefit.target_value, one.value)
    return figures.day(one.measured_on), figures.number(one.value), figures.percent(share)


PANELS: Iterable[tuple[str, Callable[[Any, Any], Panel | None]]] = (
    ("risicos", before_now_after),
    ("risicos", responses_of),
    ("risicos", milestones_of),
    ("baten", measurements_of),
)
