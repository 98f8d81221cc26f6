"""Figures as people write them: rounded once, half up, from the figure as it is written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from stuurbord.language import MINUS, NBSP, language

NL = language("nl")


@pytest.mark.parametrize(
    ("fraction", "digits", "expected"),
    [
        (0.285, 0, "29"),
        (Decimal("0.285"), 0, "29"),
        (0.145, 0, "15"),
        (0.0295, 1, "3,0"),
        (0.575, 0, "58"),
        (-0.005, 0, f"{MINUS}1"),
        (0, 0, "0"),
        (1, 0, "100"),
        (1e-7, 0, "0"),
    ],
)
def test_a_share_is_rounded_as_it_is_written(fraction, digits, expected):
    """A computer holds 0,285 as slightly less; people see 28,5 and round it to 29."""
    assert NL.percent(fraction, digits) == f"{expected}{NBSP}%"


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (2.5, 0, "3"),
        (-2.5, 0, f"{MINUS}3"),
        (1.005, 2, "1,01"),
        (1234567.5, 0, "1.234.568"),
        (Decimal("0.125"), 2, "0,13"),
        (-0.04, 1, "0,0"),
    ],
)
def test_halves_go_away_from_zero(value, digits, expected):
    """Half up, also below zero; what rounds to nothing has no sign."""
    assert NL.number(value, digits) == expected


def test_a_difference_that_rounds_to_nothing_has_no_sign():
    """Neither plus nor minus stands before a zero."""
    assert NL.signed(0.04, 1) == NL.signed(-0.04, 1) == "0,0"
    assert NL.signed(Decimal("-0.05"), 1) == f"{MINUS}0,1"
