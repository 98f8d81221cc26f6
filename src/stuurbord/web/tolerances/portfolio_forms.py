"""The forms of an exception of a portfolio: its report with four options at most, and the decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from stuurbord.web.lists.fields import DayField, EuroField, VisibleText
from stuurbord.web.tolerances.models import PortfolioException
from stuurbord.web.tolerances.portfolio_deciding import REPORT

MOST_OPTIONS = 4
_LONGEST = 4000


def _text(name: str) -> VisibleText:
    label = PortfolioException._meta.get_field(name).verbose_name
    area = forms.Textarea(attrs={"rows": 3})
    return VisibleText(label=label, required=False, max_length=_LONGEST, widget=area)


class ReportForm(forms.Form):
    """Why, what follows, what is advised, by when."""

    cause = _text("cause")
    consequence = _text("consequence")
    recommendation = _text("recommendation")
    due = DayField(
        label=gettext_lazy("Due"),
        required=False,
        help_text=gettext_lazy("After this day the decision no longer changes anything."),
    )

    def __init__(self, data: Any = None, *, line: PortfolioException):
        super().__init__(data, initial={name: getattr(line, name) for name in REPORT})


class OptionForm(forms.Form):
    """One option; an empty one is left out."""

    title = VisibleText(label=pgettext_lazy("of an exception", "Option"), required=False, max_length=300)
    effect_days = forms.IntegerField(
        label=gettext_lazy("Effect on the date, days"), required=False, min_value=-9999, max_value=9999
    )
    effect_cost = EuroField(label=gettext_lazy("Effect on the cost, euro"), required=False)
    effect_risk = VisibleText(label=gettext_lazy("Effect on the risk"), required=False, max_length=300)
    is_recommended = forms.BooleanField(label=gettext_lazy("Recommended"), required=False)

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean() or {}
        told = [sent.get(name) for name in ("effect_days", "effect_cost", "effect_risk", "is_recommended")]
        if not sent.get("title") and any(one not in (None, "", False) for one in told):
            self.add_error("title", _("What is this option called?"))
        return sent


class OptionForms:
    """The options of an exception beside each other: those there are, and room for more."""

    def __init__(self, line: PortfolioException, data: Any = None):
        stored = list(line.options.all())
        places = range(max(MOST_OPTIONS, len(stored)))
        initial = [
            {name: getattr(stored[place], name) for name in OptionForm.base_fields}
            if place < len(stored)
            else {}
            for place in places
        ]
        self.forms = [OptionForm(data, prefix=f"option-{place}", initial=initial[place]) for place in places]

    def is_valid(self) -> bool:
        """Return whether each is right, and one at most is recommended."""
        for one in self.forms:
            one.full_clean()  # each tells its own errors, also after the first that is wrong
        if self.has_errors:
            return False
        recommended = [one for one in self.forms if one.cleaned_data["is_recommended"]]
        for one in recommended[1:]:
            one.add_error("is_recommended", _("Recommend one option."))
        return len(recommended) < 2

    @property
    def values(self) -> list[dict[str, Any]]:
        return [one.cleaned_data for one in self.forms if one.cleaned_data["title"]]

    @property
    def has_errors(self) -> bool:
        return any(one.errors for one in self.forms if one.is_bound)


class DecideForm(forms.Form):
    """Which option, and in which words."""

    option = forms.TypedChoiceField(label=gettext_lazy("Decided for"), coerce=int, choices=())
    outcome = VisibleText(
        label=gettext_lazy("Outcome"), max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, line: PortfolioException):
        super().__init__(data)
        options = [(one.position, one.title) for one in line.options.all()]
        self.fields["option"].choices = [("", _("choose an option")), *options]
