"""What stands together on a page: headings with what follows, short tables whole, one line for the foot."""

from __future__ import annotations

import io
from datetime import date, timedelta

import docx
import pytest
from docx.oxml.ns import qn

from stuurbord.language import language
from stuurbord.reports.document import (
    Bar,
    Cell,
    Column,
    Curve,
    Document,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Provenance,
    Series,
    Table,
    Timeline,
    write_docx,
    write_pdf,
)
from stuurbord.reports.document.foot import foot_of
from stuurbord.reports.document.pictures import MOST_ROWS, curve_svg, timeline_parts, timeline_svg
from stuurbord.reports.document.room import (
    LARGE_VALUE,
    SMALL_VALUE,
    TEXT_WIDTH_MM,
    title_room,
    value_size,
)
from stuurbord.reports.steering_pack.text_fit import lines_of, width_of

NL = language("nl")
DAY = date(2026, 11, 20)
WHERE = Provenance("Agentschap", "P-001", DAY)
PAGE_HEIGHT_POINTS = 717
"""Of the text on an A4: 253 mm."""


def timeline(n_bars: int) -> Timeline:
    """Return bars that each begin ten days after the one before."""
    starts = [DAY + timedelta(days=10 * number) for number in range(n_bars)]
    bars = tuple(Bar(f"Fase {one}", None, (one, one + timedelta(days=30))) for one in starts)
    return Timeline("Fasen", bars, "Fasen", DAY)


def table(n_rows: int, text: str = "Poort") -> Table:
    """Return a table of one column."""
    return Table(
        (Column("Poort"),), tuple((Cell(f"{text} {number}"),) for number in range(n_rows)), "Poorten"
    )


def word(*blocks):
    """Return what Word reads of these blocks."""
    return docx.Document(io.BytesIO(write_docx(Document("Titel", "Rubriek", blocks, WHERE), NL)))


@pytest.mark.parametrize(("n_bars", "n_parts"), [(1, 1), (MOST_ROWS, 1), (MOST_ROWS + 1, 2), (60, 3)])
def test_long_picture_is_cut_in_pieces_that_each_fit_a_page(n_bars, n_parts):
    """No bar is lost, all pieces have one axis, and each leaves room for its heading."""
    whole = timeline(n_bars)
    parts = timeline_parts(whole)
    heights = [float(timeline_svg(one, NL).split('height="')[1].split('"')[0]) for one in parts]

    assert len(parts) == n_parts
    assert sum((one.bars for one in parts), ()) == whole.bars
    assert n_parts == 1 or len({one.axis for one in parts}) == 1
    assert max(heights) < 0.7 * PAGE_HEIGHT_POINTS
    assert len(word(whole).inline_shapes) == n_parts
    assert write_pdf(Document("Titel", "Rubriek", (Heading("Wanneer"), whole), WHERE), NL)


def test_heading_keeps_with_what_follows_in_word():
    """Heading, title of a picture, caption and head of a table: none of them ends a page."""
    read = word(Heading("Wanneer"), timeline(3), Heading("Poorten", 2), Paragraph("Drie.", "lead"), table(30))
    styles = {name: read.styles[name].paragraph_format for name in ("Heading 1", "Heading 2", "Caption")}
    picture = next(one for one in read.paragraphs if one.text.startswith("Fasen"))
    head, first, *_others = read.tables[0].rows

    assert all(one.keep_with_next for one in styles.values())
    assert picture.paragraph_format.keep_together
    assert picture._p.findall(f".//{qn('w:drawing')}")
    assert all(one.paragraph_format.keep_with_next for one in head.cells[0].paragraphs)
    assert not first.cells[0].paragraphs[0].paragraph_format.keep_with_next


def test_short_table_stays_on_one_page():
    """Its rows hold together, so that a total is never alone; a long one may go on."""
    *others, last = word(table(5)).tables[0].rows

    assert all(one.cells[0].paragraphs[0].paragraph_format.keep_with_next for one in others)
    assert not last.cells[0].paragraphs[0].paragraph_format.keep_with_next
    assert table(5).is_whole
    assert not table(30).is_whole
    assert not table(5, "woord " * 100).is_whole


@pytest.mark.parametrize(
    ("organisation", "subject", "version"),
    [
        ("Agentschap Sluizen en Netwerken", "P-001 VR-001", "ontwerp"),
        ("Agentschap voor Digitale Waterwegen, Netwerken en Kunstwerken " * 3, "P-001", "goedgekeurd"),
        ("Agentschap", "P-001 Sluis- en brugbediening op afstand " * 5, "ingediend, niet goedgekeurd"),
        ("Agentschap", "P-001", "een heel lange versie " * 20),
        ("", "P-001", ""),
    ],
)
def test_foot_stands_on_one_line(organisation, subject, version):
    """What is too long is shortened; the number of the project stays."""
    left, middle = foot_of(Provenance(organisation, subject, DAY, "8f3a" * 16, version), NL)

    assert (width_of(left, 8) + width_of(middle, 8)) * 25.4 <= TEXT_WIDTH_MM - 20
    assert "P-001" in left
    assert "20/11/2026" in middle


def test_title_leaves_no_word_alone_on_its_last_line():
    """The lines of a title are about as long; it takes no more of them."""
    title = "Sluis- en brugbediening op afstand is in gebruik tegen 13 september 2028."
    size, width = title_room(title)
    lines = lines_of(title, width * 1.04 / 25.4, size, is_bold=True)

    assert len(lines) == 2
    assert width_of(lines[-1], size, True) > 0.5 * width_of(lines[0], size, True)
    assert title_room("Kort")[1] == TEXT_WIDTH_MM


def test_names_among_facts_do_not_break():
    """Six facts with a name stand smaller; five short ones stand large."""
    assert value_size(Facts((Fact("Projectleider", "T. Callewaert"),) * 6)) == SMALL_VALUE
    assert value_size(Facts((Fact("Kans", "51 %"),) * 5)) == LARGE_VALUE


def test_axis_says_its_values_exactly():
    """A quarter is 0,25 and not 0,3."""
    curve = Curve("Kosten", ("jan", "feb"), (Series("prognose", (0.1, 0.97), "forecast"),), "M€", "Kosten")
    drawn = curve_svg(curve, NL)

    assert ">0,25<" in drawn
    assert ">0,75<" in drawn
    assert ">0,3<" not in drawn
