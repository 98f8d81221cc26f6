"""The forms of agreements and judgements; figures as the reader writes them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stuurbord.web.clock import today
from stuurbord.web.lists.fields import DayField, EuroField, PercentField, VisibleText
from stuurbord.web.projects.models import JudgedStatus, Project
from stuurbord.web.tolerances.models import PortfolioTolerances
from stuurbord.web.tolerances.models.portfolio_tolerances import LIMITS, LIMITS_TOGETHER

_LONGEST_JUDGEMENT_DAYS = 92


class PortfolioForm(forms.Form):
    """Thresholds and limits of a portfolio; empty is: the rule book's own, or nothing agreed."""

    on_track_from = PercentField(required=False)
    adjust_from = PercentField(required=False)
    max_changes = forms.IntegerField(required=False, min_value=0)
    max_findings = forms.IntegerField(required=False, min_value=0)
    max_benefit_loss = PercentField(required=False)
    max_risk_euro = EuroField(required=False)
    max_sustainability_loss = PercentField(required=False)
    all_days = forms.IntegerField(required=False, min_value=0, max_value=9999)
    all_cost = PercentField(required=False)
    all_changes = forms.IntegerField(required=False, min_value=0)
    all_findings = forms.IntegerField(required=False, min_value=0)
    all_benefit_loss = PercentField(required=False)
    all_risk_euro = EuroField(required=False)
    all_sustainability_loss = PercentField(required=False)
    thresholds = ("on_track_from", "adjust_from")
    limits = tuple(LIMITS.values())
    limits_together = tuple(LIMITS_TOGETHER.values())

    def __init__(self, data: Any = None, *, stored: PortfolioTolerances | None, book: tuple[float, float]):
        initial = {name: getattr(stored, name) for name in self.base_fields} if stored else {}
        super().__init__(data, initial=initial)
        self.book = book
        for name, field in self.fields.items():
            field.label = PortfolioTolerances._meta.get_field(name).verbose_name
            field.bare_label = field.label

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean() or {}
        green, adjust = (
            Decimal(str(self.book[place])) if sent.get(name) is None else sent[name]
            for place, name in enumerate(self.thresholds)
        )
        if not self.errors and adjust > green:
            self.add_error("adjust_from", _("Adjusting begins below the chance of being on track."))
        for name in ("max_risk_euro", "all_risk_euro"):
            if sent.get(name) is not None and sent[name] < 0:
                self.add_error(name, _("A limit is not below zero."))
        return sent


class ProjectTolerancesForm(forms.Form):
    """Time and cost of the project as a whole."""

    time_tolerance_days = forms.IntegerField(
        label=gettext_lazy("Tolerance in time, days"), required=False, min_value=0, max_value=9999
    )
    cost_tolerance = PercentField(label=gettext_lazy("Tolerance in cost, percent"), required=False)

    def __init__(self, data: Any = None, *, project: Project):
        names = ("time_tolerance_days", "cost_tolerance")
        super().__init__(data, initial={name: getattr(project, name) for name in names})
        self.fields["cost_tolerance"].bare_label = self.fields["cost_tolerance"].label


class JudgementForm(forms.Form):
    """A worse status than the rules give, with a reason and an end."""

    judged_status = forms.ChoiceField(
        label=gettext_lazy("Judged as"),
        required=False,
        choices=[("", gettext_lazy("as the rules say")), *JudgedStatus.choices],
    )
    judged_reason = VisibleText(label=gettext_lazy("Reason"), required=False, max_length=300)
    judged_until = DayField(label=gettext_lazy("Until"), required=False)

    def __init__(self, data: Any = None, *, project: Project):
        names = ("judged_status", "judged_reason", "judged_until")
        super().__init__(data, initial={name: getattr(project, name) for name in names})

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean() or {}
        if not sent.get("judged_status"):
            return sent | {"judged_reason": "", "judged_until": None}
        if not sent.get("judged_reason"):
            self.add_error("judged_reason", _("Why is it worse than the figures say? The reason is shown."))
        until, last = sent.get("judged_until"), today() + timedelta(days=_LONGEST_JUDGEMENT_DAYS)
        if until is None and "judged_until" not in self.errors:
            self.add_error("judged_until", _("Until when? A judgement ends by itself."))
        elif until and not today() <= until <= last:
            told = _("Choose a day from today up to {n} days ahead.")
            self.add_error("judged_until", told.format(n=_LONGEST_JUDGEMENT_DAYS))
        return sent
