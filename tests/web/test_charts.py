"""Charts: each in five widths, labels that do not cover each other, text of users as text."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree as ET

import pytest

from stuurbord.web.look.charts import EndLabel, Histogram, Marker, Spending, Tornado, TornadoRow
from stuurbord.web.look.charts.axes import Line, day_of, month_ticks, round_ticks
from stuurbord.web.look.charts.canvas import STEPS, in_lines, width_of
from stuurbord.web.look.charts.marks import places_of
from stuurbord.web.look.deviation import DeviationScale
from stuurbord.web.look.forecast_band import forecast_band

FIRST = 20_000.0


def drawings(html: str) -> list[ET.Element]:
    """Return the drawings of a chart, read as XML: what does not parse is not well made."""
    return list(ET.fromstring(f"<all>{html}</all>"))


def histogram(**fields: object) -> Histogram:
    """Return a histogram of ten weeks."""
    given = {
        "edges": tuple(FIRST + 7 * week for week in range(11)),
        "shares": (0.02, 0.08, 0.1, 0.2, 0.2, 0.15, 0.1, 0.08, 0.05, 0.02),
        "unit": "% per week",
        "label": "Spreiding <van> het einde",
    }
    return Histogram(**given | fields)


def test_each_width_is_drawn_once_and_named_for_who_cannot_see_it():
    """One of them shows; all say the same."""
    made = drawings(histogram().svg())

    assert [int(one.get("width")) for one in made] == list(STEPS)
    assert {one.get("aria-label") for one in made} == {"Spreiding <van> het einde"}
    assert {one.get("role") for one in made} == {"img"}


def test_bars_are_cut_where_the_promise_and_the_limit_run():
    """Light up to the promise, red beyond the limit."""
    made = drawings(histogram(promise=FIRST + 17, limit=FIRST + 40).svg())[0]
    kinds = [one.get("class").split()[1] for one in made if "c-bar" in one.get("class", "")]

    assert kinds == ["early"] * 3 + ["due"] * 4 + ["late"] * 5


def test_without_promise_and_limit_every_bar_is_the_same():
    """Nothing is red that nobody agreed on."""
    made = drawings(histogram().svg())[0]

    assert {one.get("class") for one in made if "c-bar" in one.get("class", "")} == {"c-bar due"}


@pytest.mark.parametrize("values", [(0, 1, 2, 3), (10, 10, 10, 10), (0, 69, 70, 35), (-50, 90, 35, 36)])
@pytest.mark.parametrize("width", STEPS)
def test_no_label_covers_another_or_leaves_the_drawing(values, width):
    """However near the marks lie to each other or to the edge."""
    markers = tuple(
        Marker(FIRST + value, name, "29/08 · 63 %", "limit")
        for value, name in zip(values, ("basislijn", "P50", "tolerantie", "P80"), strict=True)
    )
    placed = places_of(markers, Line(FIRST, FIRST + 70, 38, width - 10), width)

    assert all(one.left >= 0 and one.right <= width for one in placed)
    assert not any(one.covers(two) for at, one in enumerate(placed) for two in placed[:at])


def test_names_are_text_in_a_tornado():
    """Escaped, in lines that fit, above the bars where there is no room beside them."""
    rows = (TornadoRow("<script>&amp;", -10.2, 20.6, 0.4), TornadoRow("Een tweede oorzaak", 0.0, 5.0, None))
    made = drawings(Tornado(rows, "29/08", "aandeel", "Wat drijft").svg())
    texts = [one.text for one in made[-1] if one.tag == "text"]

    assert "<script>&amp;" in texts
    assert {"−10", "+21", "40\u00a0%", "+5"} <= set(texts)


def test_a_tornado_of_bad_news_only_still_has_a_middle():
    """An event that does not occur wins nothing."""
    made = drawings(Tornado((TornadoRow("Hoogwater", 3.0, 11.0, 0.1),), "P50", "aandeel", "x").svg())

    assert len(made) == len(STEPS)


def test_labels_at_the_end_of_curves_are_pushed_apart():
    """In their order, each on its own line."""
    points = ((FIRST, 1.0), (FIRST + 400, 10.0))
    ends = tuple(EndLabel(value, f"P{value}", "axis") for value in (10.0, 10.01, 9.99))
    curves = {"actual": points[:1], "planned": points, "middle": points, "low": points, "high": points}
    made = drawings(
        Spending(**curves, today=FIRST, today_name="peildatum", unit="M€", ends=ends, label="x").svg()
    )
    at = [float(one.get("y")) for one in made[2] if one.tag == "text" and (one.text or "").startswith("P")]

    assert at == sorted(at)
    assert min(two - one for one, two in itertools.pairwise(at)) >= 13


def test_ticks_are_round_and_months_are_as_many_as_fit():
    """At least forty pixels apart; each year is named once."""
    assert round_ticks(0, 19.5) == [0.0, 5.0, 10.0, 15.0]
    assert round_ticks(3, 3) == [3]
    ticks = month_ticks(FIRST, FIRST + 1500, 500)

    assert len(ticks) <= 12
    assert len({one.year for one in ticks if one.year}) == len([one for one in ticks if one.year])
    assert all(day_of(one.day).day == 1 for one in ticks)


def test_a_long_name_ends_in_an_ellipsis_after_two_lines():
    """And never in nothing, however narrow."""
    lines = in_lines("Levertijd van de besturingskasten voor de sluizen van reeks twee en drie", 120)

    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(width_of(line) <= 130 for line in lines)
    assert in_lines("Onafgebrokenwoorddatnietpast", 20)[0]


@pytest.mark.parametrize(
    ("p50", "p80", "tolerance", "expected"),
    [
        (10, 20, 30, {"forecast", "sure"}),
        (10, 50, 30, {"forecast", "sure beyond", "over"}),
        (40, 50, 30, {"forecast beyond", "sure beyond", "over"}),
        (None, None, 30, set()),
        (10, 5000, 30, {"forecast", "sure beyond", "over"}),
    ],
)
def test_a_band_is_red_from_the_tolerance_on(p50, p80, tolerance, expected):
    """Thick at P50, thin at P80; what runs off the axis ends in an arrow."""
    scale = DeviationScale.covering([p50, p80, tolerance])
    found = set(
        re.findall(r'class="((?:forecast|sure|over)[^"]*)"', forecast_band(scale, p50, p80, tolerance))
    )

    assert found == expected
