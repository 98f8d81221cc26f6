"""What people fill in about tenders; figures and days as they write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from stuurbord.exchange.tabular.numbers import read_euro, read_number
from stuurbord.exchange.tabular.problem import CellProblem, Notation
from stuurbord.web.clock import today
from stuurbord.web.lists.fields import DayField, EuroField, FigureField, VisibleText
from stuurbord.web.procurements.models import ProcurementLot
from stuurbord.web.reader import reader
from stuurbord.web.tenders.actions.assessing import ScoreRow
from stuurbord.web.tenders.actions.criteria import MOST_CRITERIA, CriterionRow, Importance
from stuurbord.web.tenders.actions.examining import MOST_LINES, BillLine
from stuurbord.web.tenders.keeping import MAX_TEXT, MOST_TEXT
from stuurbord.web.tenders.models import AwardCriterion, CriterionKind, PriceFormula

_MOMENTS: Final = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M")
SPARE_ROWS: Final = 3
_COLUMNS: Final = 5
BY_IMPORTANCE: Final = "importance"
_YES_NO: Final = (("", "–"), ("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")))


def long_text(label: Any, *, required: bool = False, rows: int = 3, most: int = MOST_TEXT) -> VisibleText:
    """Return a field for running text."""
    return VisibleText(
        label=label,
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows, "maxlength": most}),
    )


class MomentField(forms.DateTimeField):
    """A moment in Brussels, to the minute."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, input_formats=_MOMENTS, **options)

    def to_python(self, value: Any) -> datetime | None:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            told = _("“{value}” is no moment. Write it as dd/mm/yyyy hh:mm.")
            raise forms.ValidationError(told.format(value=str(value)[:40])) from None


class NumberField(FigureField):
    """A plain figure: ``12,5``."""

    def read(self, text: str) -> Decimal:
        return read_number(text, notation())

    def written(self, value: Any) -> str:
        return reader().number(value, 2).rstrip("0").rstrip(",.")


class TenderForm(forms.Form):
    """A tender as it came in."""

    tenderer = VisibleText(label=pgettext_lazy("tender", "Tenderer"), max_length=200)
    received_at = MomentField(label=pgettext_lazy("tender", "Received at"))
    enterprise_number = VisibleText(
        label=pgettext_lazy("tender", "Enterprise number"), required=False, max_length=20
    )
    is_sme = forms.ChoiceField(label=pgettext_lazy("tender", "SME"), required=False, choices=_YES_NO)
    reference = VisibleText(
        label=pgettext_lazy("tender", "Number of receipt"), required=False, max_length=100
    )
    amount = EuroField(label=gettext_lazy("Amount, excluding VAT"), required=False)
    cost = EuroField(label=gettext_lazy("Life-cycle cost, excluding VAT"), required=False)
    added_reason = VisibleText(
        label=gettext_lazy("Why it is only added after the opening"), required=False, max_length=500
    )

    def __init__(self, data: Any = None, *, is_opened: bool, has_cost: bool) -> None:
        super().__init__(data, prefix="new")
        if not is_opened:
            del self.fields["added_reason"]
        if not has_cost:
            del self.fields["cost"]

    def clean_is_sme(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["is_sme"])


class RoundForm(forms.Form):
    """A round of negotiation; the amounts of the tenders stand beside it."""

    held_on = DayField(label=gettext_lazy("Held on"))
    is_final = forms.BooleanField(label=gettext_lazy("These are the best and final offers"), required=False)
    minutes = long_text(gettext_lazy("What was negotiated"), required=True, most=MAX_TEXT)

    def __init__(self, data: Any = None, *, numbers: list[tuple[int, str]]) -> None:
        super().__init__(data, prefix="round", initial={"held_on": today()})
        for number, tenderer in numbers:
            told = _("Amount of {name}; empty: kept its tender")
            self.fields[f"amount_{number}"] = EuroField(label=told.format(name=tenderer), required=False)

    @property
    def amounts(self) -> dict[int, Decimal | None]:
        return {
            int(name.removeprefix("amount_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("amount_")
        }


class ComparisonForm(forms.Form):
    """The place of each tender, and the comparison that bears it."""

    reason = long_text(
        gettext_lazy("Comparison of the tenders, criterion by criterion in their order"),
        required=True,
        rows=6,
        most=MAX_TEXT,
    )

    def __init__(self, data: Any = None, *, tenders: list[tuple[int, str]]) -> None:
        super().__init__(data, prefix="compare")
        for number, name in tenders:
            label = _("Place of {name}").format(name=f"{number} {name}")
            self.fields[f"place_{number}"] = forms.IntegerField(
                label=label, min_value=1, max_value=len(tenders)
            )
        self.order_fields([name for name in self.fields if name != "reason"])

    @property
    def places(self) -> dict[int, int]:
        return {
            int(name.removeprefix("place_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("place_")
        }


class AwardForm(forms.Form):
    """A decision on a lot."""

    kind = forms.ChoiceField(label=pgettext_lazy("award decision", "Decision"), widget=forms.RadioSelect)
    tender = forms.TypedChoiceField(
        label=gettext_lazy("Awarded to"), required=False, coerce=int, empty_value=None
    )
    on = DayField(label=gettext_lazy("Decided on"))
    reason = long_text(gettext_lazy("Reasons in fact and in law"), required=True, rows=5)
    alarm_reason = long_text(gettext_lazy("Why it is decided although something stands against it"))

    def __init__(self, data: Any = None, *, kinds: Any, tenders: Any, has_alarms: bool) -> None:
        super().__init__(data, prefix="award", initial={"on": today()})
        self.fields["kind"].choices = kinds
        self.fields["tender"].choices = [("", "–"), *tenders]
        if not tenders:
            del self.fields["tender"]
        if not has_alarms:
            del self.fields["alarm_reason"]


class InformForm(forms.Form):
    """Who was told of a decision."""

    tenders = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Told"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    sent_on = DayField(label=gettext_lazy("Sent on"))
    channel = VisibleText(label=gettext_lazy("How, with the proof of sending"), max_length=200)

    def __init__(self, data: Any = None, *, tenders: Any) -> None:
        chosen = [number for number, _name in tenders]
        super().__init__(data, prefix="inform", initial={"sent_on": today(), "tenders": chosen})
        self.fields["tenders"].choices = tenders


class ConcludeForm(forms.Form):
    """The conclusion of the contract."""

    on = DayField(label=gettext_lazy("Concluded on"))
    reason = long_text(gettext_lazy("Why, although something stands against it"), rows=2, most=1000)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="conclude", initial={"on": today()})


class AmountsForm(forms.Form):
    """The amounts of a tender, after the opening."""

    amount = EuroField(label=gettext_lazy("Amount, excluding VAT"), required=False)
    cost = EuroField(label=gettext_lazy("Life-cycle cost, excluding VAT"), required=False)


class CorrectionForm(forms.Form):
    """A corrected amount; empty takes the correction back."""

    amount = EuroField(label=gettext_lazy("Corrected amount, excluding VAT"), required=False)
    reason = long_text(gettext_lazy("Which error, and how it is corrected"), required=True, rows=2, most=1000)


class QuestionForm(forms.Form):
    """A question to justify a price."""

    asked_on = DayField(label=gettext_lazy("Asked on"))
    question = long_text(gettext_lazy("What was asked"), required=True)


class AnswerForm(forms.Form):
    """The answer of a tenderer."""

    answered_on = DayField(label=gettext_lazy("Answered on"))
    answer = long_text(gettext_lazy("What the tenderer answered"), required=True, most=MAX_TEXT)


def notation() -> Notation:
    """Return how the reader writes figures."""
    return Notation(decimal="." if reader().code == "en" else "")


def criterion_rows(stored: list[AwardCriterion], sent: Mapping[str, str] | None) -> list[dict[str, Any]]:
    """Return the rows of the form for criteria: those that stand or were sent, and some to add."""
    if sent is not None:
        n_rows = min(
            MOST_CRITERIA,
            max((int(found) for name in sent if (found := _number_after(name, "title_"))), default=0),
        )
        names = ("title", "kind", "weight", "formula")
        return [
            {"n": n} | {name: sent.get(f"{name}_{n}", "") for name in names}
            for n in range(1, max(n_rows, 1) + 1)
        ]
    made = [
        {
            "n": n,
            "title": one.title,
            "kind": one.kind,
            "weight": "" if one.weight is None else NumberField().written(one.weight),
            "formula": one.formula,
        }
        for n, one in enumerate(stored, 1)
    ]
    spare = SPARE_ROWS if len(made) <= MOST_CRITERIA - SPARE_ROWS else MOST_CRITERIA - len(made)
    empty = [
        {"n": n, "title": "", "kind": "", "weight": "", "formula": ""}
        for n in range(len(made) + 1, len(made) + 1 + spare)
    ]
    return made + empty


def criteria_in(sent: Mapping[str, str]) -> tuple[list[CriterionRow], list[str]]:
    """Return the criteria that were filled in, and what is wrong with them; a row without a name is none."""
    rows, errors = [], []
    for one in criterion_rows([], sent):
        title = one["title"].strip()
        if not (title or one["weight"].strip()):
            continue
        weight: Decimal | None = None
        if one["weight"].strip():
            try:
                weight = read_number(one["weight"].replace("%", ""), notation())
            except CellProblem as problem:
                errors.append(_(problem.text).format(**problem.fields))
        is_by_amount = one["kind"] in (CriterionKind.PRICE, CriterionKind.COST)
        formula = (one["formula"] or PriceFormula.PROPORTIONAL) if is_by_amount else ""
        rows.append(CriterionRow(title, one["kind"], weight, formula))
    return rows, errors


def importance_in(sent: Mapping[str, str]) -> Importance | None:
    """Return the order of importance where that was chosen instead of weights."""
    if sent.get("weighting") != BY_IMPORTANCE:
        return None
    return Importance(sent.get("no_weight_reason", ""))


def bill_in(text: str) -> tuple[list[BillLine], list[str]]:
    """Return the lines of a bill as people paste them: subject, quantity, unit, unit price and amount.

    Parts are set apart by a tab or a semicolon; empty lines are passed over.
    """
    lines, errors = [], []
    rows = [one for one in text.replace("\0", "").splitlines() if one.strip()]
    if len(rows) > MOST_LINES:
        return [], [_("At most {most} lines are checked.").format(most=MOST_LINES)]
    for number, row in enumerate(rows, 1):
        parts = [one.strip() for one in re.split(r"[\t;]", row)]
        if len(parts) != _COLUMNS:
            told = _("Line {number}: five parts are needed (subject, quantity, unit, unit price, amount).")
            errors.append(told.format(number=number))
            continue
        title, quantity, unit, unit_price, stated = parts
        try:
            lines.append(
                BillLine(
                    title,
                    read_number(quantity, notation()),
                    unit,
                    read_number(unit_price.replace("€", ""), notation()),
                    read_euro(stated, notation()),
                )
            )
        except CellProblem as problem:
            told = _("Line {number}: {what}")
            what = _(problem.text).format(**problem.fields)
            errors.append(told.format(number=number, what=what))
    return lines, errors


def scores_in(sent: Mapping[str, str]) -> tuple[list[ScoreRow], list[str]]:
    """Return the scores that were filled in, and what is wrong with them; a row without points is none."""
    rows, errors = [], []
    for name in sent:
        found = re.fullmatch(r"points_(\d{1,15})_(\d{1,15})", name)
        if found is None or not sent[name].strip():
            continue
        criterion, tender = int(found[1]), int(found[2])
        try:
            points = read_number(sent[name], notation())
        except CellProblem as problem:
            errors.append(_(problem.text).format(**problem.fields))
            continue
        rows.append(ScoreRow(criterion, tender, points, sent.get(f"text_{criterion}_{tender}", "")))
    return rows, errors


def lot_in(lots: list[ProcurementLot], sent: str | None) -> ProcurementLot | None:
    """Return the lot that an address asks; without one, the first. None where there are no lots."""
    if not lots:
        return None
    return next((one for one in lots if str(one.number) == sent), lots[0])


def _number_after(name: str, prefix: str) -> str:
    tail = name.removeprefix(prefix)
    return tail if tail != name and tail.isdecimal() and len(tail) < 3 else ""
