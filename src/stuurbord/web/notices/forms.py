"""The forms of one's own notices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stuurbord.web.clock import today
from stuurbord.web.lists.fields import DayField
from stuurbord.web.notices.models import Rhythm
from stuurbord.web.notices.substitutes import possible_substitutes


class RhythmForm(forms.Form):
    """How often the digest comes."""

    rhythm = forms.ChoiceField(
        label=_("Digest by mail"),
        choices=Rhythm.choices,
        help_text=_("One mail with what waits, what changed and what expires; none when there is nothing."),
    )


class SubstituteForm(forms.Form):
    """Who stands in, and in which days."""

    substitute = forms.ModelChoiceField(
        None,
        label=_("Substitute"),
        empty_label="–",
        help_text=_(
            "Sees in My week what waits for you, in projects that are open to both. Your roles stay yours."
        ),
    )
    first = DayField(label=_("From"))
    last = DayField(label=_("Up to and including"))

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["substitute"].queryset = possible_substitutes(user)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day comes before the first."))
        elif last and last < today():
            self.add_error("last", _("This day has passed already."))
        return cleaned
