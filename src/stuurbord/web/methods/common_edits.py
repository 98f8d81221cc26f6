"""What a PMO changes most: a criterion, a custom field, a name; a form writes the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stuurbord.rulebooks.methods.model import FIELD_KINDS, Template, said
from stuurbord.web.lists.fields import VisibleText
from stuurbord.web.methods.editing import with_row, with_title
from stuurbord.web.methods.queries import language

_SEVERITIES = (
    ("blocking", _("blocking: no decision without it")),
    ("condition", _("condition: going on under a condition")),
    ("notice", _("notice: only told")),
)
_WAYS = (("attested", _("somebody attests it")), ("evidence", _("there is valid evidence")))
_KIND_NAMES = {
    "text": _("text"),
    "number": _("number"),
    "date": _("date"),
    "flag": _("yes or no"),
    "choice": _("choice"),
}


class _OfTemplate(forms.Form):
    def __init__(self, template: Template, data: Any = None, *, prefix: str = "") -> None:
        super().__init__(data, prefix=prefix)
        self.template = template
        gates = [(one.code, f"{one.code} {said(one.title, language())}") for one in template.gates]
        if "gate" in self.fields:
            self.fields["gate"].choices = gates
        if "required_at" in self.fields:
            self.fields["required_at"].choices = [("", "–"), *gates]


class CriterionForm(_OfTemplate):
    """One more criterion of a gate."""

    id = forms.RegexField(r"^[A-Z][A-Z0-9-]{2,30}$", label=_("Number"), help_text=_("For example ORG-G2-01."))
    gate = forms.ChoiceField(label=_("Gate"))
    title = VisibleText(label=_("What must be so"), max_length=200)
    severity = forms.ChoiceField(label=_("Severity"), choices=_SEVERITIES)
    way = forms.ChoiceField(label=_("How it is shown"), choices=_WAYS)
    question = VisibleText(label=_("Question to attest"), max_length=300, required=False)
    role = forms.ChoiceField(label=_("Who attests it"), required=False)
    evidence = VisibleText(
        label=_("Kind of evidence"), max_length=3, required=False, help_text=_("For example TST.")
    )

    def __init__(self, template: Template, data: Any = None, *, prefix: str = "") -> None:
        super().__init__(template, data, prefix=prefix)
        roles = [(one.key, said(one.title, language())) for one in template.roles]
        self.fields["role"].choices = [("", "–"), *roles]

    def clean(self) -> Any:
        """Ask the question with an attestation, the kind with evidence."""
        cleaned = super().clean()
        way = cleaned.get("way")
        if way == "attested" and not cleaned.get("question"):
            self.add_error("question", _("Write the question that somebody answers."))
        if way == "evidence" and not cleaned.get("evidence"):
            self.add_error("evidence", _("Name the kind of evidence."))
        return cleaned


class FieldForm(_OfTemplate):
    """One more custom field."""

    key = forms.RegexField(
        r"^[a-z][a-z0-9_]{1,30}$", label=_("Key"), help_text=_("Rules read it by this name.")
    )
    label = VisibleText(label=_("Label"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=[(one, _KIND_NAMES[one]) for one in FIELD_KINDS])
    choices = VisibleText(
        label=_("Choices"),
        max_length=500,
        required=False,
        help_text=_("Apart by commas, for the kind choice."),
    )
    required_at = forms.ChoiceField(label=_("Asked at gate"), required=False)

    def clean(self) -> Any:
        """Choices go with the kind choice."""
        cleaned = super().clean()
        if (cleaned.get("kind") == "choice") != bool(cleaned.get("choices")):
            self.add_error("choices", _("Choices go with the kind choice, and only with it."))
        return cleaned


class TitleForm(_OfTemplate):
    """Another name for a stage or a gate."""

    what = forms.ChoiceField(label=_("Stage or gate"))
    title = VisibleText(label=_("New name"), max_length=100)

    def __init__(self, template: Template, data: Any = None, *, prefix: str = "") -> None:
        super().__init__(template, data, prefix=prefix)
        stages = [(f"stage:{one.code}", said(one.title, language())) for one in template.stages]
        gates = [(f"gate:{one.code}", f"{one.code} {said(one.title, language())}") for one in template.gates]
        self.fields["what"].choices = stages + gates


def edited(form: str, text: str, template: Template, values: Mapping[str, Any]) -> str:
    """Return the text of a template after one of the forms."""
    if form == "title":
        return with_title(text, template.lines[values["what"]], {"nl": values["title"]})
    if form == "field":
        row = {"key": values["key"], "kind": values["kind"], "label": {"nl": values["label"]}}
        if values["choices"]:
            row["choices"] = [one.strip() for one in values["choices"].split(",") if one.strip()]
        if values["required_at"]:
            row["required_at"] = values["required_at"]
        return with_row(text, "field", row)
    return with_row(text, "rule", _criterion(values))


def _criterion(values: Mapping[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": values["id"],
        "at": [values["gate"]],
        "title": {"nl": values["title"]},
        "severity": values["severity"],
    }
    if values["way"] == "evidence":
        kind = values["evidence"].upper()
        return row | {"require": [[f"evidence.{kind}"]], "evidence": [kind]}
    row |= {"require": [[f"attested.{values['id']}"]], "question": {"nl": values["question"]}}
    return row | ({"role": values["role"]} if values["role"] else {})
