"""What people write down: a scenario, a change of a project in it, a goal, a contribution."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stuurbord.web.accounts.models import Person
from stuurbord.web.lists.fields import DayField, EuroField, VisibleText
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.registers.models import Benefit, ResponseAction
from stuurbord.web.scenarios.models import ChangeKind, Contribution, Goal, Scenario, ScenarioChange
from stuurbord.web.scenarios.models.goal import MOST_WEIGHT

MOST_DAYS = 3650
_YEARS = (2000, 2100)
_ASKED: dict[str, str] = {
    ChangeKind.SHIFT: "days",
    ChangeKind.POSTPONE: "until",
    ChangeKind.BUDGET: "euro",
    ChangeKind.TAKE: "response",
    ChangeKind.DROP: "response",
    ChangeKind.PRIORITY: "rank",
}
"""The field that each kind of change cannot do without."""
_ALLOWED = {kind: {name} for kind, name in _ASKED.items()} | {
    ChangeKind.BUDGET: {"euro", "year"},
    ChangeKind.STOP: set(),
}
_FIELDS = ("days", "until", "euro", "year", "response", "rank")


class _OfPortfolio(forms.ModelForm):
    """A form of something in one portfolio, of which the name or code is used once."""

    once: ClassVar[str] = "name"

    def __init__(self, portfolio: Portfolio, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.portfolio = portfolio
        if "owner" in self.fields:
            self.fields["owner"].queryset = Person.objects.order_by("name")
            self.fields["owner"].empty_label = "–"

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean()
        taken = type(self.instance).objects.filter(
            portfolio=self.portfolio, **{self.once: sent.get(self.once)}
        )
        if sent.get(self.once) and taken.exclude(pk=self.instance.pk).exists():
            self.add_error(self.once, _("This is used already in this portfolio. Choose another."))
        return sent


class ScenarioForm(_OfPortfolio):
    """Name, reason and owner of a scenario."""

    name = VisibleText(label=gettext_lazy("Name"), max_length=120)
    reason = VisibleText(
        label=gettext_lazy("Why this scenario"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    class Meta:
        model = Scenario
        fields = ("name", "reason", "owner")


class ChangeForm(forms.ModelForm):
    """One change of one project: what its kind does not ask may not be filled in."""

    until = DayField(label=gettext_lazy("Date"), required=False)
    euro = EuroField(label=gettext_lazy("Euro"), required=False)
    response = VisibleText(label=gettext_lazy("Response"), max_length=40, required=False)

    class Meta:
        model = ScenarioChange
        fields = ("project", "kind", *_FIELDS)

    def __init__(self, projects: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects
        self.fields["project"].label_from_instance = str
        self.fields["project"].empty_label = "–"
        self.fields["days"].help_text = _("Shift: calendar days, earlier with a minus.")
        self.fields["until"].help_text = _("Postpone: the day on which what remains begins.")
        self.fields["euro"].help_text = _("Budget: euro more, or less with a minus.")
        self.fields["year"].help_text = _("Budget: in whose credit; empty is this year.")
        self.fields["response"].help_text = _("Response: its number, as on the page of the forecast.")
        self.fields["rank"].help_text = _("Priority: 1 goes first.")

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean()
        kind = sent.get("kind")
        if not kind:
            return sent
        asked = _ASKED.get(kind)
        if asked and sent.get(asked) in (None, "") and asked not in self.errors:
            self.add_error(asked, _("This change needs this field."))
        for name in _FIELDS:
            if name not in _ALLOWED[kind] and sent.get(name) not in (None, ""):
                self.add_error(name, _("This change does not use this field; leave it empty."))
        self._within_bounds(sent)
        if asked == "response" and sent.get("response") and sent.get("project"):
            self._known_response(sent["project"], sent["response"])
        return sent

    def _within_bounds(self, sent: dict[str, Any]) -> None:
        days, year, rank = sent.get("days"), sent.get("year"), sent.get("rank")
        if days is not None and abs(days) > MOST_DAYS:
            self.add_error("days", _("At most ten years, earlier or later."))
        if year is not None and not _YEARS[0] <= year <= _YEARS[1]:
            self.add_error("year", _("A year lies between 2000 and 2100."))
        if rank is not None and not 1 <= rank <= 999:
            self.add_error("rank", _("A priority lies between 1 and 999."))
        if (until := sent.get("until")) and not date(2000, 1, 1) <= until <= date(2100, 1, 1):
            self.add_error("until", _("A year lies between 2000 and 2100."))

    def _known_response(self, project: Project, code: str) -> None:
        found = ResponseAction.objects.filter(project=project, code=code, is_archived=False)
        if not found.exists():
            told = _("{project} has no response {code}.")
            self.add_error("response", told.format(project=project.code, code=code))


class GoalForm(_OfPortfolio):
    """A strategic goal."""

    once = "code"
    code = VisibleText(label=gettext_lazy("Code"), max_length=20)
    title = VisibleText(label=gettext_lazy("Goal"), max_length=200)
    due = DayField(label=gettext_lazy("To be reached by"), required=False)

    class Meta:
        model = Goal
        fields = ("code", "title", "measure", "target", "due", "owner", "weight")
        labels: ClassVar[dict[str, Any]] = {"target": gettext_lazy("Target value")}


class ContributionForm(forms.ModelForm):
    """How much a project brings a goal nearer."""

    why = VisibleText(label=gettext_lazy("How it contributes"), max_length=300, required=False)

    class Meta:
        model = Contribution
        fields = ("project", "weight", "why", "benefit")

    def __init__(self, projects: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects
        benefits = Benefit.objects.filter(project__in=projects, is_archived=False)
        self.fields["benefit"].queryset = benefits.select_related("project")
        self.fields["benefit"].label_from_instance = lambda one: (
            f"{one.project.code} · {one.code} {one.title}"
        )
        self.fields["weight"].min_value = 0
        self.fields["weight"].widget.attrs |= {"min": 0, "max": MOST_WEIGHT}

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean()
        benefit, project = sent.get("benefit"), sent.get("project")
        if benefit and project and benefit.project_id != project.pk:
            self.add_error("benefit", _("This benefit belongs to another project."))
        return sent
