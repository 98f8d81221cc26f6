"""Facts of a file, as the rule book reads them, from what people fill in; and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from stuurbord.rulebooks.be_procurement.catalogue import catalogue
from stuurbord.rulebooks.be_procurement.law import law_on
from stuurbord.rulebooks.rule_pack.figures import filled
from stuurbord.rulebooks.rule_pack.model import said
from stuurbord.web.clock import today
from stuurbord.web.lists.fields import EMPTY, DayField, ExactEuroField
from stuurbord.web.procurements.amounts import as_amount, as_number
from stuurbord.web.reader import reader

COMPONENTS: Final = (
    ("base", pgettext_lazy("estimate", "Base")),
    ("options", pgettext_lazy("estimate", "Options, required and allowed")),
    ("renewals", pgettext_lazy("estimate", "Renewals")),
    ("conditional_parts", pgettext_lazy("estimate", "Conditional parts")),
    ("repetitions", pgettext_lazy("estimate", "Repetitions of similar works or services")),
    ("premiums", pgettext_lazy("estimate", "Premiums and payments to participants")),
)
"""What an estimate adds up, beside the lots; keys of the rule book."""
BUYERS: Final = (
    ("subcentral", pgettext_lazy("buyer", "contracting authority, regional or local")),
    ("federal_central", pgettext_lazy("buyer", "contracting authority, federal")),
    ("authority_special", pgettext_lazy("buyer", "contracting authority in the special sectors")),
    ("undertaking_public_task", pgettext_lazy("buyer", "public undertaking, for a task of public service")),
    ("undertaking_commercial", pgettext_lazy("buyer", "public undertaking, for another activity")),
    ("special_rights", pgettext_lazy("buyer", "holder of special or exclusive rights")),
)
SECTORS: Final = (
    ("classic", pgettext_lazy("sector", "classic: serves the general administration or another activity")),
    ("special", pgettext_lazy("sector", "special: serves water, energy, transport or postal services")),
)
KINDS: Final = (
    ("works", pgettext_lazy("contract", "works")),
    ("supplies", pgettext_lazy("contract", "supplies")),
    ("services", pgettext_lazy("contract", "services")),
    ("social", pgettext_lazy("contract", "social and other specific services")),
    ("concession", pgettext_lazy("contract", "concession")),
)
SIZES: Final = (
    ("micro", pgettext_lazy("enterprise", "micro")),
    ("small", pgettext_lazy("enterprise", "small")),
    ("medium", pgettext_lazy("enterprise", "medium-sized")),
    ("none", pgettext_lazy("enterprise", "larger")),
)
URGENCIES: Final = (
    ("none", pgettext_lazy("urgency", "none")),
    ("accelerated", pgettext_lazy("urgency", "reasoned urgency: accelerated procedure")),
    ("extreme", pgettext_lazy("urgency", "extreme urgency, unforeseeable and not due to the buyer")),
)
_YES_NO: Final = (("", EMPTY), ("yes", pgettext_lazy("answer", "yes")), ("no", pgettext_lazy("answer", "no")))
_PREFIX = "estimate_"
NO_GROUND: Final = "none"
"""The answer that no ground can be shown; kept as a fact of its own."""
PLAIN = ("buyer", "sector", "kind", "urgency", "sme")
FLAGS = ("e_submission", "pin", "central_purchasing", "only_concerned_tenderer")
OTHER_FIELDS = (
    "urgency",
    "award",
    "sme",
    *FLAGS,
    "framework_years",
    "framework_value_per_year",
    "framework_suppliers",
)
"""What is asked below the estimate, in this order; the page shows the first questions beside it."""


def _choice(label: Any, options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", EMPTY), *options], required=False)


def _grounds() -> list[tuple[str, str]]:
    """Return the grounds of the law, with its figures of today."""
    figures = law_on(today()).values
    found = [
        (code, said(filled(one.text, figures), reader().code)) for code, one in catalogue().grounds.items()
    ]
    return [*found, (NO_GROUND, _("none of these grounds"))]


def _fitting(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the grounds that this contract can have, and those that were given."""
    sector, kind, given = (
        str(facts.get("sector") or ""),
        str(facts.get("kind") or ""),
        facts.get("grounds", []),
    )
    there = {one.code for one in catalogue().procedures if not sector or sector in one.sectors}
    fits = {
        code
        for code, one in catalogue().grounds.items()
        if code in given or (one.fits(sector, kind) is not False and there & {*one.procedures})
    }
    return [one for one in _grounds() if one[0] in fits or one[0] == NO_GROUND]


def _flag(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_YES_NO, required=False)


class FactsForm(forms.Form):
    """What the law asks about a procurement; empty is: not known."""

    buyer = _choice(pgettext_lazy("procurement", "Buyer"), BUYERS)
    sector = _choice(pgettext_lazy("procurement", "Sector, by the activity that is served"), SECTORS)
    kind = _choice(pgettext_lazy("procurement", "Kind"), KINDS)
    date = DayField(label=pgettext_lazy("procurement", "Dispatch of notice or invitation"), required=False)
    award = ExactEuroField(
        label=pgettext_lazy("procurement", "Expenditure to approve, excluding VAT"), required=False
    )
    urgency = _choice(pgettext_lazy("procurement", "Urgency"), URGENCIES)
    e_submission = _flag(pgettext_lazy("procurement", "Electronic submission"))
    pin = _flag(pgettext_lazy("procurement", "Prior information notice that shortens periods"))
    central_purchasing = _flag(
        pgettext_lazy("procurement", "Covered by a contract of a central purchasing body")
    )
    only_concerned_tenderer = _flag(pgettext_lazy("procurement", "The winner is the only tenderer concerned"))
    sme = _choice(pgettext_lazy("procurement", "Size of the contractor"), SIZES)
    framework_years = forms.DecimalField(
        label=pgettext_lazy("procurement", "Framework agreement, years"),
        required=False,
        min_value=0,
        max_value=99,
        max_digits=5,
        decimal_places=2,
    )
    framework_value_per_year = ExactEuroField(
        label=pgettext_lazy("procurement", "Framework agreement, value per year"), required=False
    )
    framework_suppliers = forms.IntegerField(
        label=pgettext_lazy("procurement", "Framework agreement, number of suppliers"),
        required=False,
        min_value=1,
        max_value=999,
    )
    grounds = forms.MultipleChoiceField(
        label=pgettext_lazy("procurement", "Grounds that can be shown"),
        choices=_grounds,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, facts: Mapping[str, Any], auto_id: str = "id_%s"):
        super().__init__(data, initial=_initial(facts), auto_id=auto_id)
        self.facts = facts
        if data is None:
            self.fields["grounds"].choices = _fitting(facts)
        for name, label in COMPONENTS:
            self.fields[_PREFIX + name] = ExactEuroField(label=label, required=False)

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean() or {}
        for name, value in list(sent.items()):
            if isinstance(value, Decimal) and value < 0:
                self.add_error(name, _("An amount is not below zero."))
        grounds = sent.get("grounds") or []
        if NO_GROUND in grounds and len(grounds) > 1:
            self.add_error("grounds", _("Either there is a ground, or none of these."))
        return sent

    def sent_facts(self) -> dict[str, Any]:
        """Return the facts with what was filled in; other facts stay as they are."""
        sent = self.cleaned_data
        facts = dict(self.facts)
        _put(facts, {name: sent.get(name) or None for name in PLAIN})
        _put(facts, {name: {"yes": True, "no": False}.get(sent.get(name, "")) for name in FLAGS})
        day = sent.get("date")
        _put(facts, {"date": day.isoformat() if day else None, "award": as_number(sent.get("award"))})
        grounds = sent.get("grounds") or []
        _put(facts, {"grounds": [one for one in grounds if one != NO_GROUND] or None})
        _put(facts, {"no_grounds": True if NO_GROUND in grounds else None})
        _put(facts, {"framework": _framework(facts.get("framework"), sent)})
        _put(facts, {"estimate": _estimate(facts.get("estimate"), sent)})
        return facts


def with_answer(facts: Mapping[str, Any], name: str, answers: Sequence[str]) -> FactsForm:
    """Return the form as these facts fill it in, with one field answered as a browser sends it."""
    filled = {key: value for key, value in _initial(facts).items() if value is not None}
    is_list = isinstance(FactsForm.base_fields.get(name), forms.MultipleChoiceField)
    answer = list(answers) if is_list else next(iter(answers), "")
    return FactsForm(filled | {name: answer}, facts=facts)


def components_of(facts: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """Return the parts of an estimate; a single number is the base."""
    estimate = facts.get("estimate")
    parts = estimate if isinstance(estimate, Mapping) else {"base": estimate}
    return {name: as_amount(parts.get(name)) for name, _label in COMPONENTS}


def lots_total(facts: Mapping[str, Any]) -> Decimal | None:
    """Return what the lots in an estimate come to together; None where it has none."""
    estimate = facts.get("estimate")
    lots = estimate.get("lots") if isinstance(estimate, Mapping) else None
    amounts = [amount for one in lots or () if (amount := as_amount(one)) is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def _put(facts: dict[str, Any], values: Mapping[str, Any]) -> None:
    """Set what is known and take away what no longer is."""
    for name, value in values.items():
        if value is None:
            facts.pop(name, None)
        else:
            facts[name] = value


def _framework(known: Any, sent: Mapping[str, Any]) -> dict[str, Any] | None:
    made = dict(known) if isinstance(known, Mapping) else {}
    years, per_year = sent.get("framework_years"), sent.get("framework_value_per_year")
    _put(made, {"years": as_number(years), "value_per_year": as_number(per_year)})
    _put(made, {"suppliers": sent.get("framework_suppliers")})
    return made if {"years", "value_per_year"} & made.keys() else None


def _estimate(known: Any, sent: Mapping[str, Any]) -> dict[str, Any] | None:
    made = dict(known) if isinstance(known, Mapping) else {}
    _put(made, {name: as_number(sent.get(_PREFIX + name)) for name, _label in COMPONENTS})
    return made or None


def _initial(facts: Mapping[str, Any]) -> dict[str, Any]:
    framework = facts.get("framework")
    framework = framework if isinstance(framework, Mapping) else {}
    flags = {True: "yes", False: "no"}
    return {
        **{name: facts.get(name, "") for name in PLAIN},
        **{name: flags.get(facts[name], "") if name in facts else "" for name in FLAGS},
        "date": facts.get("date"),
        "award": as_amount(facts.get("award")),
        "grounds": [NO_GROUND] if facts.get("no_grounds") else facts.get("grounds", []),
        "framework_years": framework.get("years"),
        "framework_value_per_year": as_amount(framework.get("value_per_year")),
        "framework_suppliers": framework.get("suppliers"),
        **{_PREFIX + name: amount for name, amount in components_of(facts).items()},
    }
