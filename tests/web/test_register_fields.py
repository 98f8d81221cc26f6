"""Figures as people type them, and as the form writes them back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.forms import ValidationError
from django.utils import translation

from stuurbord.web.lists.fields import EuroField, PercentField
from stuurbord.web.lists.history import written
from stuurbord.web.lists.line_forms import next_code
from stuurbord.web.lists.register import REGISTERS


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("230.000", "230000"),
        ("€ 230.000,50", "230000.50"),
        ("1234.5", "1234.50"),
        ("-12,345", "-12.35"),
        ("\N{MINUS SIGN}5", "-5"),
        (" ", None),
        ("", None),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed, amount):
    """Rounded to the cent; empty is unknown, not zero."""
    assert EuroField(required=False).clean(typed) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize(
    ("typed", "fraction"), [("40", "0.4"), ("40 %", "0.4"), ("12,5%", "0.125"), ("0", "0"), ("100", "1")]
)
def test_a_probability_is_typed_as_a_percentage(typed, fraction):
    """And kept as a fraction."""
    assert PercentField().clean(typed) == Decimal(fraction)


@pytest.mark.parametrize("field", [EuroField(), PercentField()])
@pytest.mark.parametrize("typed", ["=1+1", "1e5", "NaN", "inf", "1,2,3", "één", "<b>1</b>", "9" * 31])
def test_what_is_no_figure_is_refused(field, typed):
    """Formulas and special numbers too."""
    with pytest.raises(ValidationError):
        field.clean(typed)


@pytest.mark.parametrize(
    ("field", "value", "written"),
    [
        (EuroField(), Decimal("230000.00"), "230.000"),
        (EuroField(), Decimal("1234.5"), "1.234,50"),
        (PercentField(), Decimal("0.4000"), "40"),
        (PercentField(), Decimal("0.1250"), "12,5"),
        (PercentField(), Decimal("0"), "0"),
    ],
)
def test_what_the_form_writes_it_reads_back(field, value, written):
    """Saving a form untouched changes no figure."""
    with translation.override("nl"):
        shown = field.prepare_value(value)

        assert shown == written
        assert field.clean(shown) == value
        assert not field.has_changed(value, shown)


@pytest.mark.parametrize("code", ["nl", "fr", "en"])
def test_figures_survive_the_form_in_every_language(code):
    """Points, commas and spaces between thousands differ."""
    field = EuroField()
    with translation.override(code):
        assert field.clean(field.prepare_value(Decimal("1234567.89"))) == Decimal("1234567.89")
        assert field.clean(field.prepare_value(Decimal("1234"))) == Decimal("1234")


@pytest.mark.parametrize(
    ("codes", "proposed"),
    [([], ""), (["los"], ""), (["R-063", "R-9"], "R-064"), (["R-999"], "R-1000"), (["7"], "8")],
)
def test_the_number_after_the_highest_is_proposed(codes, proposed):
    """With its letters and its width."""
    assert next_code(codes) == proposed


def test_a_percentage_is_labelled_in_the_language_of_each_reader():
    """The form class is made once, by whoever comes first; the next reader has his own language."""
    field = REGISTERS["maatregelen"].form_class.base_fields["impact_left"]
    told = []
    for language in ("en", "nl", "fr"):
        with translation.override(language):
            told.append(str(field.label))

    assert told[0] == "Part of the impact that is left, %"
    assert told[1] == "Gevolg dat overblijft, %"
    assert len(set(told)) == 3


@pytest.mark.parametrize(("kept", "read"), [("14.50", "14,5"), ("1234.25", "1.234,25"), ("18.00", "18")])
def test_the_history_writes_a_number_as_the_reader_does(kept, read):
    """The audit log keeps 14.50; a Dutch reader sees 14,5."""
    assert written(REGISTERS["prestaties"], "quantity", kept) == read
