"""Questions, risks, gates and codes stand whole where there is room, and are cut at a word where not."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pptx import Presentation
from reports.made_snapshots import a_dozen
from reports.read_pack import all_text, cells, text_of

from stuurbord.reports.snapshot import Snapshot
from stuurbord.reports.steering_pack import write
from stuurbord.reports.steering_pack.continued import continued_by_height, shared_out
from stuurbord.reports.steering_pack.text_fit import fitted

QUESTION = (
    "keurt u een openbare procedure goed, in plaats van onderhandelen zonder bekendmaking, en neemt u kennis "
    "van het advies van de Inspectie van Financiën van 12 november 2026 over de raming van € 230.000?"
)
CODE = "14_dustininkster_Project-Schedule-v2"


def _slides(snapshot: Snapshot, rubric: str) -> list[object]:
    found = Presentation(io.BytesIO(write(snapshot, "nl"))).slides
    return [one for one in found if text_of(one, "Rubriek").startswith(rubric)]


def test_long_decisions_go_to_a_next_page_uncut() -> None:
    """Every question, advice, consequence and outcome is printed to its last word."""
    dozen = a_dozen()
    decisions = tuple(
        replace(
            one, question=QUESTION, recommendation=QUESTION, without_decision=QUESTION, outcome=QUESTION * 2
        )
        for one in dozen.decisions
    )
    snapshot = replace(dozen, decisions=decisions)
    asked = _slides(snapshot, "Gevraagde beslissingen")
    earlier = _slides(snapshot, "Bijlage A")
    rows = [row for one in asked for row in cells(one, "Tabel")[1:]]

    assert len(asked) > 1
    assert len(rows) == 4
    assert not [row for row in rows if "…" in "".join(row)]
    assert len([row for one in earlier for row in cells(one, "Tabel")[1:]]) == 5
    assert not [one for one in earlier if "…" in all_text(one)]


def test_pages_take_what_fits_together() -> None:
    """Heights decide, not a count; a row higher than a page still gets one."""
    sheets = continued_by_height("x", "y", print, "abcd", [2.0, 2.0, 1.0, 9.0], 4.0)

    assert [list(one.draw.keywords["part"].items) for one in sheets] == [["a", "b"], ["c"], ["d"]]


def test_rows_share_the_air_that_is_left() -> None:
    """Few rows keep their usual height; full pages give each what it needs and an equal part of the rest."""
    assert shared_out([0.5, 0.7], 1.1, 4.4) == (1.1, 1.1)
    assert shared_out([1.5, 0.5, 0.5, 0.5], 1.1, 4.4) == pytest.approx((1.85, 0.85, 0.85, 0.85))


def test_long_codes_are_printed_whole() -> None:
    """A code is what one searches a project by."""
    dozen = a_dozen()
    old = dozen.projects[0].code
    projects = (replace(dozen.projects[0], code=CODE), *dozen.projects[1:])
    trend = tuple(replace(one, project=CODE if one.project == old else one.project) for one in dozen.trend)
    decisions = tuple(
        replace(one, project=CODE if one.project == old else one.project) for one in dozen.decisions
    )
    snapshot = replace(dozen, projects=projects, trend=trend, decisions=decisions)
    found = list(Presentation(io.BytesIO(write(snapshot, "nl"))).slides)
    tables = {
        "Samenvatting": "Boodschappen",
        "Portefeuille  ·  overzicht": "Tabel",
        "Portefeuille  ·  mijlpalentrend": "Verschuivingen",
        "Bijlage A": "Tabel",
    }
    for slide in found:
        rubric = text_of(slide, "Rubriek")
        name = next((table for head, table in tables.items() if rubric.startswith(head)), None)
        if name and not rubric.startswith("Portefeuille  ·  overzicht"):
            assert CODE in " ".join(cell for row in cells(slide, name) for cell in row), rubric
    overview = [row for one in found for row in _rows(one) if row.startswith(CODE)]

    assert overview


def _rows(slide: object) -> list[str]:
    if not text_of(slide, "Rubriek").startswith("Portefeuille  ·  overzicht"):
        return []
    return [row[0] for row in cells(slide, "Tabel")[1:]]


def test_gate_names_take_two_lines_before_they_are_cut() -> None:
    """“Fasegrens bewijsvoering” is a gate; “Fasegrens bewijsv…” is none."""
    dozen = a_dozen()
    first = dozen.projects[0]
    gates = tuple(replace(one, name="Fasegrens bewijsvoering") for one in first.milestones)
    snapshot = replace(dozen, projects=(replace(first, milestones=gates), *dozen.projects[1:]))
    text = all_text(_slides(snapshot, f"Project {first.code}")[0])

    assert text.count("Fasegrens bewijsvoering") >= len(gates)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Sluiting na de wachttermijn, op 2 december 2026", "Sluiting na de wachttermijn, op…"),
        ("Raming van de opdracht is € 230.000 zonder btw", "Raming van de opdracht is…"),
        ("Fasegrens bewijsvoering", "Fasegrens…"),
    ],
)
def test_no_date_amount_or_word_is_cut(text: str, kept: str) -> None:
    """Half a date is another date, half an amount another amount."""
    cuts = {fitted(text, width / 100, 11) for width in range(60, 400)}

    assert kept in cuts
    assert not [one for one in cuts if one.rstrip("…").endswith(("2", "december", "€", "230", "bewijsv"))]
