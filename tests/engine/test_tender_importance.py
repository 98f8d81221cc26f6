"""Criteria without weights: which places follow from the scores alone."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from stuurbord.engine.tender_evaluation import (
    AwardCriterion,
    certain_places,
    dominates,
    ranking,
    score_table,
)

SHARES = st.integers(0, 4).map(lambda n: Fraction(n, 4))
ROWS = st.lists(st.tuples(SHARES, SHARES, SHARES), min_size=1, max_size=5)


def test_who_is_best_on_each_criterion_comes_first():
    """The others beat each other on one criterion each, so nobody knows which of them is second."""
    best, one, other = [Fraction(1)] * 2, [Fraction(1), Fraction(0)], [Fraction(0), Fraction(1)]

    assert certain_places([one, best, other]) == (None, 1, None)
    assert certain_places([one, other]) == (None, None)
    assert certain_places([one, one]) == (1, 1)
    assert not dominates(one, one)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.tuples(st.integers(1, 98), st.integers(1, 98)).filter(lambda pair: sum(pair) < 100))
def test_a_certain_place_holds_whatever_the_weights(rows, first):
    """Weights that nobody chose never change it."""
    weights = (*first, 100 - sum(first))
    criteria = [AwardCriterion(str(n), Decimal(one)) for n, one in enumerate(weights)]
    table = score_table(criteria, {str(n): row for n, row in enumerate(rows)})
    places = {int(one.tender): one.place for one in ranking(table).tenders}

    for position, place in enumerate(certain_places(rows)):
        assert place in (None, places[position])
