"""The forms of the guided start, one per step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from stuurbord.rulebooks.methods.model import Template, said
from stuurbord.rulebooks.reference_classes import reference_classes
from stuurbord.web.accounts.models import Person
from stuurbord.web.lists.fields import DayField, EuroField, PercentField, VisibleText
from stuurbord.web.methods.fields import NumberField
from stuurbord.web.methods.models import MethodTemplate
from stuurbord.web.methods.queries import MANAGER_ROLE, OWNER_ROLE, language
from stuurbord.web.methods.starting import FirstPlan
from stuurbord.web.projects.models import Portfolio, Programme, ProjectKind

LONGEST: Final = 4_000
N_OWN_STAKEHOLDERS: Final = 3
TARGET_NAMES: Final = {
    "time": gettext_lazy("time"),
    "cost": gettext_lazy("cost"),
    "scope": gettext_lazy("scope"),
    "quality": gettext_lazy("quality"),
    "benefits": gettext_lazy("benefits"),
    "risk": gettext_lazy("risk"),
    "sustainability": gettext_lazy("sustainability"),
}
UNIT_NAMES: Final = {
    "days": gettext_lazy("calendar days"),
    "fraction": gettext_lazy("percent"),
    "number": pgettext_lazy("unit", "number"),
    "euro": gettext_lazy("euro"),
}


def _person(label: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(Person.objects.all(), label=label, required=False, empty_label="–")


class IdeaForm(forms.Form):
    """What it is, who wants it and why now."""

    name = VisibleText(label=gettext_lazy("Name"), max_length=300)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ProjectKind.choices)
    goal = VisibleText(
        label=gettext_lazy("Goal"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What is different for whom when it is done, in two sentences."),
    )
    why_now = VisibleText(
        label=gettext_lazy("Why now"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What happens if we wait a year."),
    )
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=gettext_lazy("Programme"), required=False, empty_label="–"
    )

    def __init__(self, portfolio: Portfolio, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["owner"] = _person(gettext_lazy("Project owner"))
        self.fields["manager"] = _person(gettext_lazy("Project manager"))
        self.fields["programme"].queryset = portfolio.programmes.all()
        self.order_fields(["name", "kind", "programme", "goal", "why_now", "owner", "manager"])


class SizeForm(forms.Form):
    """How long, how much work, how much money: as far as it is known."""

    months = NumberField(label=gettext_lazy("Duration, months"), required=False)
    person_days = NumberField(
        label=gettext_lazy("Effort, person-days"),
        required=False,
        help_text=gettext_lazy("Of your own people and of suppliers."),
    )
    budget = EuroField(label=gettext_lazy("Budget, euro"), required=False)


class MethodForm(forms.Form):
    """Which template the project follows."""

    def __init__(self, templates: Iterable[MethodTemplate], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["template"] = forms.ChoiceField(
            label=_("Method"),
            choices=[(str(one.pk), one.title) for one in templates],
            widget=forms.RadioSelect,
        )


class TolerancesForm(forms.Form):
    """How far the project may deviate before somebody decides."""

    def __init__(self, template: Template, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for one in template.tolerances:
            if one.unit == "text":
                continue
            made = PercentField if one.unit == "fraction" else NumberField
            label = f"{str(TARGET_NAMES[one.target]).capitalize()}, {UNIT_NAMES[one.unit]}"
            field = made(
                label=label, required=False, help_text=said(one.note, language()) if one.note else ""
            )
            if one.unit == "fraction":
                field.bare_label = str(TARGET_NAMES[one.target]).capitalize()
            self.fields[one.target] = field

    @staticmethod
    def proposed(template: Template, size: str) -> dict[str, Any]:
        """Return what the template proposes for a size."""
        return {one.target: one.allowed(size) for one in template.tolerances if one.unit != "text"}


class PlanForm(forms.Form):
    """When it begins, and how long each task takes where somebody knows better."""

    starts_on = DayField(label=gettext_lazy("Start date"))

    def __init__(self, plan: FirstPlan, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        classes = [(code, one.labels[language()]) for code, one in reference_classes().items()]
        self.fields["reference_class"] = forms.ChoiceField(
            label=_("Reference class"),
            choices=[("", "–"), *classes],
            required=False,
            help_text=_("What finished projects of this kind made of their plans; for the forecast."),
        )
        for one in plan.tasks.values():
            if not one.task.is_milestone and not one.task.is_elapsed:
                self.fields[f"days-{one.task.code}"] = forms.IntegerField(
                    label=said(one.task.title, language()), min_value=1, max_value=2_000, required=False
                )

    def clean_starts_on(self) -> date:
        """Refuse a start beyond the calendar that plans have."""
        day: date = self.cleaned_data["starts_on"]
        if not 2000 <= day.year <= 2090:
            raise forms.ValidationError(_("A project begins between 2000 and 2090."))
        return day

    def days(self) -> dict[str, int]:
        """Return task code → working days, of those that were filled in."""
        found = {name: value for name, value in self.cleaned_data.items() if name.startswith("days-")}
        return {name.removeprefix("days-"): value for name, value in found.items() if value}


class PeopleForm(forms.Form):
    """Who has which role, and who is usually forgotten."""

    def __init__(self, template: Template, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for role in template.roles:
            if role.key not in (OWNER_ROLE, MANAGER_ROLE):
                field = _person(said(role.title, language()))
                field.help_text = said(role.duties, language()) if role.duties else ""
                self.fields[f"role-{role.key}"] = field
        self.fields["hints"] = forms.MultipleChoiceField(
            label=_("Usually forgotten"),
            choices=[(one.key, said(one.title, language())) for one in template.stakeholders],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        for number in range(1, N_OWN_STAKEHOLDERS + 1):
            self.fields[f"own-{number}"] = VisibleText(
                label=_("Another stakeholder"), max_length=300, required=False
            )


class LessonsForm(forms.Form):
    """What to take along from other projects."""

    def __init__(self, lessons: Iterable[tuple[int, str]], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["lessons"] = forms.TypedMultipleChoiceField(
            label=_("Lessons"),
            choices=list(lessons),
            coerce=int,
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )


class ReviewForm(forms.Form):
    """The code under which the project goes on."""

    code = VisibleText(label=gettext_lazy("Code"), max_length=40)

    def clean_code(self) -> str:
        """Refuse what an address cannot hold."""
        code: str = self.cleaned_data["code"].strip()
        if not code.replace("-", "").replace("_", "").replace(".", "").isalnum():
            raise forms.ValidationError(_("A code holds letters, digits, hyphens and dots."))
        return code


def answers_of(form: forms.Form) -> dict[str, Any]:
    """Return what was filled in as JSON keeps it."""
    return {name: _plain(value) for name, value in form.cleaned_data.items()}


def initial_of(form_of: Callable[[], forms.Form], answers: dict[str, Any]) -> dict[str, Any]:
    """Return stored answers as the fields of a form take them."""
    figures = (NumberField, EuroField, PercentField)
    return {
        name: Decimal(answers[name]) if isinstance(field, figures) and answers[name] else answers[name]
        for name, field in form_of().fields.items()
        if name in answers
    }


def _plain(value: Any) -> Any:
    if hasattr(value, "pk"):
        return value.pk
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
