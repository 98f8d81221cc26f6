"""Comparing tenders: figures by hand, and what holds whatever the tenders are."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stuurbord.engine.tender_evaluation import (
    AbnormalPriceRule,
    Agreement,
    AwardCriterion,
    PriceFormula,
    TenderLine,
    abnormal_prices,
    agreed_score,
    arithmetic_check,
    price_scores,
    ranking,
    score_table,
    weight_ranges,
    winner_shares,
)

FEW = settings(max_examples=40)
RULE = AbnormalPriceRule(4, Decimal("0.15"), 7, Decimal("0.25"))
prices_drawn = st.lists(st.decimals("0.01", 1_000_000, places=2), min_size=1, max_size=12)


def numbers(*values: object) -> list[Decimal]:
    """Return figures from their texts."""
    return [Decimal(str(one)) for one in values]


PRICE_AND_QUALITY = (AwardCriterion("price", Decimal(40)), AwardCriterion("quality", Decimal(60)))
TWO = score_table(PRICE_AND_QUALITY, {"A": numbers(1, "0.5"), "B": numbers("0.8", "0.7")})
"""A has 40 + 30 = 70 points, B 32 + 42 = 74. They are equal when price weighs 50: 75 and 75."""


# ------------------------------------------------------------------------------------------- price scores


def test_proportional_prices_follow_the_lowest():
    assert price_scores(numbers(80, 100, 160), PriceFormula.PROPORTIONAL) == (
        1,
        Fraction(4, 5),
        Fraction(1, 2),
    )


def test_linear_prices_fall_to_nothing_at_twice_the_lowest():
    assert price_scores(numbers(80, 100, 160, 200), PriceFormula.LINEAR) == (1, Fraction(3, 4), 0, 0)
    assert price_scores(numbers(80, 100), PriceFormula.LINEAR, Decimal("1.5")) == (1, Fraction(1, 2))


@pytest.mark.parametrize("wrong", [0, -1, "NaN", "Infinity"])
def test_what_is_no_price_is_refused(wrong):
    with pytest.raises(ValueError, match="not > 0"):
        price_scores(numbers(10, wrong), PriceFormula.LINEAR)
    with pytest.raises(ValueError, match="not > 0"):
        abnormal_prices(numbers(10, wrong), RULE)


@FEW
@given(prices=prices_drawn, factor=st.integers(1, 1000), formula=st.sampled_from(PriceFormula))
def test_prices_score_the_same_in_any_currency(prices, factor, formula):
    scores = price_scores(prices, formula)

    assert price_scores([one * factor for one in prices], formula) == scores
    assert max(scores) == 1
    assert sorted(prices) == [
        one for _, one in sorted(zip(scores, prices, strict=True), key=lambda x: (-x[0], x[1]))
    ]


# ---------------------------------------------------------------------------------------------- assessors


def test_assessors_agree_by_mean_or_median():
    given_points = numbers(7, 8, 3)
    mean = agreed_score(given_points, Decimal(10))
    even = agreed_score(numbers(4, 6, 7, 9), Decimal(10), Agreement.MEDIAN)

    assert (mean.points, mean.spread, mean.count) == (6, 5, 3)
    assert agreed_score(given_points, Decimal(10), Agreement.MEDIAN).points == 7
    assert even.points == Fraction(13, 2)
    assert mean.is_disputed(Decimal(4))
    assert not mean.is_disputed(Decimal(5))


def test_a_score_that_nobody_gave_is_not_known():
    none = agreed_score([], Decimal(10))

    assert (none.points, none.spread) == (None, None)
    assert not none.is_disputed(Decimal(0))


@pytest.mark.parametrize("wrong", ["-0.1", "10.1", "NaN"])
def test_a_score_beyond_the_most_is_refused(wrong):
    with pytest.raises(ValueError, match="between 0 and 10"):
        agreed_score(numbers(wrong), Decimal(10))


# --------------------------------------------------------------------------------------------- arithmetic


def test_quantity_times_unit_price_prevails():
    check = arithmetic_check(
        [
            TenderLine("1", Decimal(12), Decimal("10.005"), Decimal("120.06")),
            TenderLine("2", Decimal("2.5"), Decimal(40), Decimal("1000")),
        ],
        Decimal("1120.06"),
    )

    assert [one.computed for one in check.lines] == numbers("120.06", "100.00")
    assert [one.line.key for one in check.corrected] == ["2"]
    assert (check.computed_total, check.difference, check.is_right) == (*numbers("220.06", "-900.00"), False)


def test_a_line_left_open_keeps_the_total_unknown():
    check = arithmetic_check([TenderLine("1", Decimal(2), None), TenderLine("2", Decimal(1), Decimal(5))])

    assert (check.computed_total, check.is_right, check.incomplete) == (None, None, ("1",))


def test_lines_that_stand_twice_or_hold_no_number_are_refused():
    with pytest.raises(ValueError, match="twice"):
        arithmetic_check([TenderLine("1", None, None)] * 2)
    with pytest.raises(ValueError, match="no number"):
        TenderLine("1", Decimal("NaN"), None)


# ----------------------------------------------------------------------------------------- abnormal prices


def test_fewer_than_seven_leave_out_the_lowest_and_the_highest():
    """Of 70, 100, 110 and 200 the mean is 105 and the limit 89.25."""
    found = abnormal_prices(numbers(100, 70, 200, 110), RULE)

    assert (found.applies, found.left_out, found.mean) == (True, (1, 2), 105)
    assert (found.limit, found.too_low) == (Fraction("89.25"), (1,))


def test_seven_or_more_leave_out_the_lowest_and_the_highest_quarter():
    """A quarter of seven is rounded up to two: 90 to 120 stay, their mean is 105."""
    found = abnormal_prices(numbers(60, 90, 100, 110, 120, 300, 400), RULE)

    assert (found.left_out, found.mean) == ((0, 5, 6), 105)
    assert abnormal_prices(numbers(*[100] * 8), RULE).left_out == (0, 6, 7)


@pytest.mark.parametrize(("lowest", "too_low"), [("85", (0,)), ("85.01", ())])
def test_exactly_fifteen_per_cent_below_must_be_explained(lowest, too_low):
    found = abnormal_prices(numbers(lowest, 100, 100, 100), RULE)

    assert found.too_low == too_low
    assert found.gap(Decimal(85)) == Fraction(15, 100)


def test_with_three_tenders_the_rule_does_not_apply():
    found = abnormal_prices(numbers(1, 100, 100), RULE)

    assert (found.applies, found.too_low, found.gap(Decimal(1))) == (False, (), None)


@FEW
@given(prices=prices_drawn)
def test_the_trimmed_mean_lies_between_the_prices_it_keeps(prices):
    found = abnormal_prices(prices, RULE)
    kept = [one for place, one in enumerate(prices) if place not in found.left_out]

    assert found.applies == (len(prices) >= 4)
    if found.applies:
        assert min(kept) <= found.mean <= max(kept)
        assert {prices[place] <= found.limit for place in found.too_low} <= {True}


def test_figures_that_make_no_rule_are_refused():
    with pytest.raises(ValueError, match="min_tenders"):
        AbnormalPriceRule(2, Decimal("0.15"), 7, Decimal("0.25"))
    with pytest.raises(ValueError, match="below"):
        AbnormalPriceRule(4, Decimal(15), 7, Decimal("0.25"))


# ----------------------------------------------------------------------------------- ranking, sensitivity


def test_the_ranking_adds_up_the_weighted_points():
    made = ranking(TWO)

    assert [(one.tender, one.place, one.total, one.behind) for one in made.tenders] == [
        ("B", 1, 74, 0),
        ("A", 2, 70, 4),
    ]
    assert made.tenders[0].points == (32, 42)
    assert (made.winner, made.lead) == ("B", 4)


def test_equal_points_share_a_place_and_leave_no_winner():
    table = score_table(
        PRICE_AND_QUALITY, {"A": numbers(1, "0.5"), "B": numbers("0.25", 1), "C": numbers(0, 0)}
    )
    made = ranking(table)

    assert [one.place for one in made.tenders] == [1, 1, 3]
    assert (made.best, made.winner, made.lead) == (("A", "B"), None, 0)
    assert weight_ranges(table) == ()


def test_the_winner_changes_where_the_weight_makes_both_equal():
    price, quality = weight_ranges(TWO)

    assert (price.lowest, price.highest, price.above, price.room) == (None, 50, ("A",), 10)
    assert (quality.lowest, quality.highest, quality.below) == (50, None, ("A",))


def test_a_winner_on_every_criterion_wins_whatever_the_weights():
    table = score_table(PRICE_AND_QUALITY, {"A": numbers(1, "0.9"), "B": numbers("0.9", "0.8")})

    assert [(one.lowest, one.highest, one.room) for one in weight_ranges(table)] == [(None, None, None)] * 2
    assert winner_shares(table, 40, np.random.default_rng(1), 200).of("A") == 1.0


def test_one_criterion_has_no_weight_to_move():
    table = score_table([AwardCriterion("price", Decimal(100))], {"A": [1], "B": [Fraction(1, 2)]})

    assert weight_ranges(table) == ()
    assert ranking(table).winner == "A"


def test_winner_shares_follow_the_exact_break_even():
    """Drawn evenly 20 points around 40 and 60, A wins where price has more than half: p > q."""
    shares = winner_shares(TWO, 20, np.random.default_rng(20260601), 40_000)

    # p in 20..60 and q in 40..80: p > q on a triangle of 20 by 20 in a square of 40 by 40
    assert shares.of("A") == pytest.approx(0.125, abs=5 * shares.standard_errors[0])
    assert shares.shares.sum() == pytest.approx(1.0)
    assert winner_shares(TWO, 0, np.random.default_rng(1), 10).of("B") == 1.0


@pytest.mark.parametrize(("band", "n_draws"), [(-1, 10), (float("nan"), 10), (101, 10), (5, 0)])
def test_a_band_that_is_none_is_refused(band, n_draws):
    with pytest.raises(ValueError):
        winner_shares(TWO, band, np.random.default_rng(1), n_draws)


@pytest.mark.parametrize(
    ("weights", "scores", "told"),
    [
        ((40, 59), {"A": [1, 1]}, "add up to 99"),
        ((40, 60), {"A": [1]}, "1 scores, not 2"),
        ((40, 60), {"A": [1, 2]}, "between 0 and 1"),
        ((0, 100), {"A": [1, 1]}, "not above 0"),
    ],
)
def test_a_table_that_does_not_add_up_is_refused(weights, scores, told):
    with pytest.raises(ValueError, match=told):
        score_table([AwardCriterion(str(place), Decimal(one)) for place, one in enumerate(weights)], scores)


twentieths = st.integers(0, 20).map(lambda count: Fraction(count, 20))
scores_drawn = st.lists(st.tuples(*[twentieths] * 3), min_size=2, max_size=5)


@FEW
@given(
    rows=scores_drawn,
    first=st.integers(1, 97),
    factor=st.integers(1, 20).map(lambda count: Fraction(count, 20)),
)
def test_a_ranking_does_not_change_when_all_scores_shrink_alike(rows, first, factor):
    criteria = [AwardCriterion(key, Decimal(one)) for key, one in (("a", first), ("b", 1), ("c", 99 - first))]
    named = {str(place): row for place, row in enumerate(rows)}
    whole = ranking(score_table(criteria, named))
    less = ranking(score_table(criteria, {key: [one * factor for one in row] for key, row in named.items()}))

    assert [(one.tender, one.place) for one in whole.tenders] == [
        (one.tender, one.place) for one in less.tenders
    ]


@FEW
@given(rows=scores_drawn, first=st.integers(1, 97))
def test_beyond_a_break_even_another_wins_and_before_it_nobody(rows, first):
    weights = {"a": Fraction(first), "b": Fraction(1), "c": Fraction(99 - first)}
    named = {str(place): row for place, row in enumerate(rows)}
    table = score_table([AwardCriterion(key, Decimal(int(one))) for key, one in weights.items()], named)

    for place, one in enumerate(weight_ranges(table)):
        winner = ranking(table).winner
        for edge, rivals, step in ((one.lowest, one.below, -1), (one.highest, one.above, 1)):
            if edge is None:
                continue
            assert leaders(named, weights, place, edge) > {winner}
            assert leaders(named, weights, place, (edge + one.weight) / 2) == {winner}
            beyond = edge + Fraction(step, 10**9)
            assert leaders(named, weights, place, beyond) <= set(rivals) if 0 <= beyond <= 100 else True


def leaders(named, weights, place, weight) -> set[str]:
    """Return who comes first when one criterion weighs something else."""
    rest = 100 - list(weights.values())[place]
    moved = [
        weight if column == place else one * (100 - weight) / rest
        for column, one in enumerate(weights.values())
    ]
    totals = {key: sum(w * s for w, s in zip(moved, row, strict=True)) for key, row in named.items()}
    return {key for key, one in totals.items() if one == max(totals.values())}
