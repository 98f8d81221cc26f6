"""What is asked of who makes a token."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stuurbord.web.api.tokens import LONGEST_DAYS, MOST_TOKENS, usable_tokens
from stuurbord.web.clock import today
from stuurbord.web.projects.queries import visible_portfolios

USUAL_DAYS = 90


class TokenForm(forms.Form):
    """A new token: what it is for, how long, how far."""

    name = forms.CharField(label=gettext_lazy("What it is for"), max_length=80)
    expires_on = forms.DateField(
        label=gettext_lazy("Valid until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    can_write = forms.BooleanField(
        label=gettext_lazy("May also change"),
        required=False,
        help_text=gettext_lazy("Without this it only reads."),
    )
    portfolio = forms.ModelChoiceField(None, label=gettext_lazy("Only in this portfolio"), required=False)

    def __init__(self, user: Any, data: Any = None) -> None:
        super().__init__(data, initial={"expires_on": today() + timedelta(days=USUAL_DAYS)})
        self._user = user
        self.fields["portfolio"].queryset = visible_portfolios(user)
        self.fields["portfolio"].empty_label = _("wherever I may")

    def clean_expires_on(self) -> date:
        until = self.cleaned_data["expires_on"]
        if not today() <= until <= today() + timedelta(days=LONGEST_DAYS):
            told = _("Choose a day between today and {n} days from now.")
            raise forms.ValidationError(told.format(n=LONGEST_DAYS))
        return until

    def clean(self) -> Any:
        if usable_tokens(self._user).count() >= MOST_TOKENS:
            raise forms.ValidationError(_("You have too many tokens. Revoke one first."))
        return super().clean()
