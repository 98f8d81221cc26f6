"""Cells of any content: read as what they are, or told; never anything else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stuurbord.exchange.tabular.book import base_name
from stuurbord.exchange.tabular.cells import READERS
from stuurbord.exchange.tabular.durations import WorkingUnits, read_duration
from stuurbord.exchange.tabular.labels import plain
from stuurbord.exchange.tabular.package import column_number
from stuurbord.exchange.tabular.predecessors import read_links
from stuurbord.exchange.tabular.problem import CellProblem, Notation
from stuurbord.exchange.workbook.row_reading import cell_name

ANYTHING = st.one_of(
    st.text(min_size=1, max_size=30),
    st.text("0123456789.,-+/ :%€dwume²٣", min_size=1, max_size=14),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


def told(reading: Callable[[], Any]) -> tuple[CellProblem | None, Any]:
    """Return what is told of a cell, and the value that is used."""
    try:
        return None, reading()
    except CellProblem as problem:
        return problem, problem.used


@pytest.mark.parametrize("kind", sorted(READERS))
@given(value=ANYTHING, decimal=st.sampled_from(["", ",", "."]), order=st.sampled_from(["dmy", "mdy", "ymd"]))
def test_any_cell_is_read_or_told(kind, value, decimal, order):
    """No content of a cell raises anything but the problem that is told, in a sentence that can be made."""
    problem, _ = told(lambda: READERS[kind](value, Notation(decimal, order)))

    assert problem is None or problem.text.format(**problem.fields)


@given(value=ANYTHING)
@example("1.2.3d")
@example("٣d")
def test_any_duration_is_read_or_told(value):
    """The same for durations, which never come out negative."""
    if isinstance(value, (date, datetime, time, timedelta, bool)):
        return  # the column of durations refuses these as codes do
    problem, found = told(lambda: read_duration(value, WorkingUnits()))

    assert problem is None or problem.text.format(**problem.fields)
    assert found is None or found.seconds >= 0


@given(st.text("0123456789.;,FSEBfs +-%dwue²\n", max_size=40))
def test_any_predecessors_are_read_or_told(text):
    """Each part of the cell is a link or a problem."""
    links, problems = read_links(text, WorkingUnits())

    assert all(one.reference for one in links)
    assert all(one.text.format(**one.fields) for one in problems)


@given(st.integers(-(10**11), 10**11), st.sampled_from([",", "."]))
def test_amounts_with_grouped_thousands_are_read_in_both_notations(cents, decimal):
    """What a program writes with thousands and decimals is read to the cent, by its notation or without."""
    text = f"{Decimal(cents) / 100:,.2f}"
    text = text.translate(str.maketrans(",.", ".,")) if decimal == "," else text

    assert READERS["euro"](text, Notation(decimal)) == Decimal(cents) / 100
    assert READERS["euro"](text, Notation()) == Decimal(cents) / 100


@given(st.integers(0, 16_383), st.integers(0, 1_048_575))
def test_cell_names_follow_excel(column, row):
    """The name that is told leads back to the column."""
    name = cell_name(row, column)

    assert name == f"{name.rstrip('0123456789')}{row + 1}"
    assert column_number(name.rstrip("0123456789")) == column + 1


def test_last_column_of_excel_is_xfd():
    """The count has no gap after Z or ZZ."""
    assert cell_name(0, 16_383) == "XFD1"
    assert cell_name(0, 25) == "Z1"
    assert cell_name(0, 26) == "AA1"


@pytest.mark.parametrize(
    ("path", "name"),
    [("C:\\a\\b.xlsx", "b.xlsx"), ("/a/b.xlsx", "b.xlsx"), ("../../b.xlsx", "b.xlsx"), ("b.xlsx", "b.xlsx")],
)
def test_folders_never_stay_in_a_file_name(path, name):
    """Findings and project codes hold the name alone."""
    assert base_name(path) == name


def test_labels_are_compared_by_what_tells_them_apart():
    """Accents, case, asterisks, points and no-break spaces do not count; a percent sign does."""
    assert plain("Début\u00a0prévu *") == plain("debut prevu")
    assert plain("% gereed") != plain("gereed")
    assert plain("Nr.") == plain("NR")
