"""The Flemish investment programme (GIP 2025–2027) as CSV comes in through the shipped mapping."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest

from stuurbord.exchange.foreign_table import apply, open_table, suggest
from stuurbord.exchange.records import ExpenditureKind, PortfolioRecords


@pytest.fixture(scope="module")
def programme(shared_data) -> list[dict]:
    """The projects as published."""
    path = shared_data("gip-vlaanderen") / "all_projects.json"
    return json.loads(path.read_text(encoding="utf-8"))["projects"]


@pytest.fixture(scope="module", params=[(",", "utf-8"), (";", "utf-8-sig")], ids=["plain", "excel"])
def found(request, programme) -> PortfolioRecords:
    """What the mapping makes of it, for both kinds of CSV that offices produce."""
    separator, encoding = request.param
    target = io.StringIO()
    writer = csv.DictWriter(target, list(programme[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(programme)
    table = open_table(target.getvalue().encode(encoding), "gip.csv")
    return apply(table, suggest(table))


def test_every_subproject_is_a_project(found, programme):
    """774 of them, each with its own code and a name that tells it apart from its project."""
    assert found.findings == []
    assert len(found.projects) == len(programme) == 774
    assert len({one.code for one in found.projects}) == 774
    assert found.projects[0].name == "A11 - milderende maatregelen – Milderende maatregelen"


def test_programmes_and_owners_are_the_published_ones(found, programme):
    """The hierarchy is kept."""
    assert [one.programme for one in found.projects] == [one["programma"] for one in programme]
    assert {one.owner for one in found.projects} == {one["entiteit"] for one in programme}
    assert len({one.owner for one in found.projects}) == 8


def test_budget_is_the_published_total(found):
    """One row per project and year with money, and not a cent lost."""
    per_year = {
        year: sum(one.budgeted_commitment for one in found.budget if one.year == year)
        for year in (2025, 2026, 2027)
    }

    assert sum(per_year.values()) == Decimal("7427754847.73")
    assert per_year == {
        2025: Decimal("2526733280.69"),
        2026: Decimal("2404646670.30"),
        2027: Decimal("2496374896.74"),
    }
    assert {one.kind for one in found.budget} == {ExpenditureKind.INVESTMENT}
    assert all(one.budgeted_commitment for one in found.budget)


def test_budget_rows_belong_to_projects_of_the_file(found):
    """The amounts of a row hang on the project of that row."""
    codes = {one.code for one in found.projects}

    assert {one.project for one in found.budget} <= codes
    assert [(one.project, one.year) for one in found.budget[:3]] == [
        ("GIP-1", 2025),
        ("GIP-2", 2025),
        ("GIP-2", 2026),
    ]
