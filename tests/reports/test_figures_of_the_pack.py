"""Figures of the pack that must not contradict each other, and sums that lack a term."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from reports.made_snapshots import a_dozen

from stuurbord.language import NBSP, language
from stuurbord.reports.snapshot import BudgetYear, CurvePoint, Snapshot
from stuurbord.reports.steering_pack import (
    budget_years,
    decisions_asked,
    facts,
    messages,
    summary_tiles,
    write,
)
from stuurbord.reports.steering_pack.cost_curve_chart import _lines
from stuurbord.reports.steering_pack.pack import Pack


def asking(snapshot: Snapshot) -> Pack:
    """Return the pack in English, as far as sentences need it."""
    return Pack(snapshot, snapshot.sha256, language("en"), {})


def plain(text: str) -> str:
    """Return a text with ordinary spaces."""
    return text.replace(NBSP, " ")


def _with_year(year: int, **changes: Decimal | None) -> Snapshot:
    dozen = a_dozen()
    years = tuple(replace(one, **changes) if one.year == year else one for one in dozen.budget_years)
    return replace(dozen, budget_years=years)


def test_title_and_table_tell_the_same_gap() -> None:
    """12,630 and 14,279 are shown as 12,6 and 14,3: beside them the gap is 1,7, not 1,6."""
    changes = {"budgeted_commitment": Decimal(12_630_000), "forecast_commitment": Decimal(14_279_000)}
    snapshot = _with_year(2027, **changes)
    title = plain(budget_years.title(asking(snapshot)).text)

    assert "in 2027, 1.7 million euro of commitment credit is lacking" in title
    assert budget_years.rounded_gap(Decimal(12_630_000), Decimal(14_279_000), 1) == Decimal("1.7")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (Decimal(48_364_000), Decimal(49_745_000), Decimal(1_390_000)),
        (Decimal(148_360_000), Decimal(149_740_000), Decimal(1_300_000)),
        (Decimal(21_110_000), Decimal(20_760_000), Decimal(-350_000)),
        (Decimal(0), Decimal(949_999), Decimal(949_999)),
    ],
)
def test_a_gap_in_millions_is_that_of_the_rounded_terms(
    before: Decimal, after: Decimal, told: Decimal
) -> None:
    """48,36 and 49,75 differ by 1,39, as 148,4 and 149,7 by 1,3; a gap told in euro stays exact."""
    assert facts.shown_gap(before, after) == told


@pytest.mark.parametrize(
    ("amount", "written"),
    [(245_000, "250,000 euro"), (22_500, "23,000 euro"), (949_999, "950,000 euro")],
)
def test_amounts_in_prose_round_half_up(amount: int, written: str) -> None:
    """As everywhere; never to the even neighbour."""
    assert plain(asking(a_dozen()).money(Decimal(amount))) == written


def test_a_year_without_forecast_is_not_called_unused_credit() -> None:
    """What nobody forecast is not known: no gap in the title, the tile, the messages or the table."""
    years = (BudgetYear(2026, Decimal(9_000_000), None, None, None, None, None),)
    snapshot = replace(a_dozen(), budget_years=years)
    pack = asking(snapshot)
    tile = summary_tiles._commitment(pack)

    assert plain(budget_years.title(pack).text) == (
        "Whether the credits suffice is not known: budgets or forecasts are missing"
    )
    assert (tile.figure, plain(tile.note), tile.difference) == ("–", "credit 9.00", "")
    assert not any("credit" in one.headline for one in messages.messages(pack))
    assert budget_years.rounded_gap(Decimal(1), None, 1) is None
    assert write(snapshot, "nl").startswith(b"PK")


def test_one_unknown_year_leaves_the_others_and_no_total() -> None:
    """The gaps that are known are still told; a total that lacks a year is a dash."""
    snapshot = _with_year(2028, forecast_payment=None)
    pack = asking(snapshot)
    years = budget_years.shown_years(snapshot)
    row = [str(one) for one in budget_years._row(pack, "", budget_years.PAYMENT, years, 1)]

    assert "stays unused" in budget_years.title(pack).text
    # The head of the row comes first, the total last.
    known = [one.forecast_payment is not None for one in years]
    assert ["–" not in one for one in row[1:]] == [*known, False]


def test_the_name_of_a_curve_is_rounded_once() -> None:
    """41,47 % is 41, although it is 41,5 with one decimal."""
    project = a_dozen().projects[0]
    budget = Decimal(18_400_000)
    point = CurvePoint(a_dozen().as_of.replace(day=1), budget, budget, Decimal(7_631_124))
    made = replace(project, money=replace(project.money, budget=budget), cost_curve=(point,))
    lines = {one.name.split()[0]: one for one in _lines(asking(a_dozen()), made, budget)}

    assert lines["earned"].name == "earned 41"
    assert lines["earned"].values == (41.5,)


def test_the_total_of_differences_is_the_difference_of_the_totals() -> None:
    """Years that each round up do not make the total larger than both sums say."""
    dozen = a_dozen()
    amounts = {2027: 10_006_000, 2028: 10_006_000, 2029: 10_006_000}
    years = tuple(
        BudgetYear(year, None, None, None, Decimal(10_000_000), None, Decimal(amount))
        for year, amount in amounts.items()
    )
    snapshot = replace(dozen, budget_years=years)
    row = budget_years._row(asking(snapshot), "", budget_years.PAYMENT, years, 2)
    shown = [one.text[0].text for one in row[1:]]

    assert shown == ["+0.01", "+0.01", "+0.01", "+0.02"]


def test_an_amount_told_in_euro_is_found_back_in_its_terms() -> None:
    """350.000 euro is not the difference of 21,1 and 20,8."""
    told = next(one for one in messages.messages(asking(a_dozen())) if one.label == "2026")

    assert plain(told.headline).startswith("350,000 euro of commitment credit")
    assert plain(told.detail) == "Credit 21.11, forecast 20.76 million euro."


@pytest.mark.parametrize(
    ("effects", "said"),
    [
        ((91_000, 240_000, 180_000, 0), "four decisions together are about 511,000 euro of cost or credit"),
        ((-91_000, 0, 0, 0), "four decisions together are about −91,000 euro of cost or credit"),
        ((240_000, -240_000, 0, 0), "four decisions together have no effect on the cost"),
        (
            (91_000, 240_000, None, None),
            "two of four decisions state their effect on the cost: together 331,000 euro",
        ),
    ],
)
def test_decisions_add_up_to_their_rows(effects: tuple[int | None, ...], said: str) -> None:
    """The title is the exact sum of the rows, and says when a row has no amount."""
    dozen = a_dozen()
    asked = [one for one in dozen.decisions if one.state == "requested"]
    made = tuple(
        replace(one, effect_on_cost=None if effect is None else Decimal(effect))
        for one, effect in zip(asked, effects, strict=True)
    )
    title = plain(decisions_asked.title(asking(replace(dozen, decisions=made))).text)

    assert title.lower().startswith(said)


def test_the_summary_tells_what_the_budget_page_tells() -> None:
    """The tiles of the year and the cells of its column are the same differences."""
    pack = asking(a_dozen())
    years = budget_years.shown_years(pack.snapshot)
    at = 1 + [one.year for one in years].index(2026)
    for tile, credit in (
        (summary_tiles._commitment(pack), budget_years.COMMITMENT),
        (summary_tiles._payment(pack), budget_years.PAYMENT),
    ):
        row = budget_years._row(pack, "", credit, years, budget_years._digits(years))

        assert tile.difference == row[at].text[0].text
