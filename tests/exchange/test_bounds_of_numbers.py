"""A figure outside its bounds is told with the bounds as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from stuurbord.exchange.tabular import numbers
from stuurbord.exchange.tabular.problem import CellProblem, Notation


def test_a_bound_below_zero_has_a_minus_and_no_hyphen():
    """As every other figure in a sentence."""
    notation = Notation(decimal=",", least=-1, most=1)

    with pytest.raises(CellProblem) as told:
        numbers.read_figure("1,4", notation)

    assert told.value.fields == {"value": "1,4", "least": "−1", "most": "1"}
    assert numbers.read_figure("-1", notation) == Decimal(-1)
