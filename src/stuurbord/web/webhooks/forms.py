"""What is asked of who makes or changes a webhook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.projects.queries import visible_portfolios
from stuurbord.web.webhooks.actions import MANAGE
from stuurbord.web.webhooks.addresses import LONGEST, Refused, checked
from stuurbord.web.webhooks.payloads import EVERYTHING


class WebhookForm(forms.Form):
    """Where to, what for, and of which registers."""

    portfolio = forms.ModelChoiceField(None, label=gettext_lazy("Portfolio"))
    name = forms.CharField(label=gettext_lazy("What it is for"), max_length=80)
    url = forms.CharField(label=gettext_lazy("Address"), max_length=LONGEST)
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Only of these registers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Choose none to hear of all."),
    )

    def __init__(self, user: Any, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["portfolio"].queryset = visible_portfolios(user, MANAGE)
        self.fields["events"].choices = [
            (f"{register.model._meta.model_name}.{EVERYTHING}", register.title)
            for register in REGISTERS.values()
        ]

    def clean_url(self) -> str:
        url = self.cleaned_data["url"].strip()
        try:
            checked(url)
        except Refused as error:
            raise forms.ValidationError(_(str(error))) from None
        return url
