"""Every text fits where it stands, measured by the widths of its letters."""

from __future__ import annotations

from typing import Any

import pytest
from reports.made_snapshots import EVERY
from reports.read_pack import slides

from stuurbord.reports.steering_pack.text_fit import (
    balanced_width,
    fitted,
    height_of,
    lines_of,
    width_of,
)

every = pytest.mark.parametrize("name", EVERY)
both = pytest.mark.parametrize("language", ["nl", "en"])

EMU = 914_400
HAIR = 0.02


def _height(paragraphs: list[Any], width: float, usual: float = 13) -> float:
    """Return the height that paragraphs take in a width, inches."""
    total = 0.0
    for one in paragraphs:
        sizes = [int(size) / 100 for size in one.xpath(".//@sz") if size.isdigit()]
        size = max(sizes, default=usual)
        spacing = [int(value) / 100_000 for value in one.xpath("./a:pPr/a:lnSpc/a:spcPct/@val")]
        before = [int(value) / 7_200 for value in one.xpath("./a:pPr/a:spcBef/a:spcPts/@val")]
        text = "".join(one.xpath("./a:r/a:t/text()"))
        heavy = "".join(one.xpath("./a:r[a:rPr/@b='1']/a:t/text()"))
        is_bold = len(heavy) > len(text) / 2
        n_lines = len(lines_of(text, width, size, is_bold)) if text else 1
        total += height_of(n_lines, size, (spacing or [1.0])[0]) + sum(before)
    return total


@every
@both
def test_rows_do_not_grow(name: str, language: str) -> None:
    """A row that grew would push the drawings off the rows they belong to."""
    for number, slide in enumerate(slides(name, language), start=1):
        for table in slide._element.xpath(".//a:tbl"):
            widths = [int(one) / EMU for one in table.xpath("./a:tblGrid/a:gridCol/@w")]
            for row in table.xpath("./a:tr"):
                for cell, width in zip(row.xpath("./a:tc"), widths, strict=True):
                    margins = {side: int(cell.xpath(f"./a:tcPr/@mar{side}")[0]) / EMU for side in "LRTB"}
                    room = width - margins["L"] - margins["R"]
                    needed = _height(cell.xpath(".//a:p"), room) + margins["T"] + margins["B"]
                    text = "".join(cell.xpath(".//a:t/text()"))

                    assert needed <= int(row.get("h")) / EMU + HAIR, (number, text)


@every
@both
def test_text_boxes_hold_their_text(name: str, language: str) -> None:
    """A drawn text stays inside its own box."""
    for number, slide in enumerate(slides(name, language), start=1):
        for box in slide._element.xpath(".//p:sp[not(p:nvSpPr/p:nvPr/p:ph)]"):
            text = "".join(box.xpath(".//a:t/text()"))
            if not text:
                continue
            extent = box.xpath("./p:spPr/a:xfrm/a:ext")[0]
            width, height = int(extent.get("cx")) / EMU, int(extent.get("cy")) / EMU
            if box.xpath("./p:txBody/a:bodyPr/@wrap") == ["none"]:
                width = 99.0

            assert _height(box.xpath(".//a:p"), width) <= height + HAIR, (number, text)


@every
@both
def test_tables_end_above_the_source_line(name: str, language: str) -> None:
    """Content ends where the line with units and origin begins."""
    for number, slide in enumerate(slides(name, language)[1:], start=2):
        for shape in slide.shapes:
            if shape.has_table:
                assert (shape.top + shape.height) / EMU <= 6.80, (number, shape.name)


@every
@both
def test_titles_take_at_most_two_lines(name: str, language: str) -> None:
    """The title's own room ends above the content."""
    for slide in slides(name, language)[1:]:
        title = slide.shapes.title
        inset = int((title._element.xpath("./p:txBody/a:bodyPr/@rIns") or ["0"])[0]) / EMU

        # The title's width is set snugly on purpose: the 2 % of caution in the measure comes on top.
        room = (title.width / EMU - inset) * 1.02
        assert len(lines_of(title.text_frame.text, room, 24, is_bold=True)) <= 2


@every
@both
def test_placeholder_texts_fit(name: str, language: str) -> None:
    """Lists and explanations end inside their placeholder."""
    for number, slide in enumerate(slides(name, language), start=1):
        for holder in slide.placeholders:
            if not holder.has_text_frame or holder.name in ("Titel", "Rubriek", "Bron", "Ondertitel"):
                continue
            width, height = holder.width / EMU, holder.height / EMU
            is_padded = holder.name in ("Poort", "Gevraagd", "Vragen")
            usual = 10 if holder.name in ("Voettekst", "Peildatum", "Paginanummer") else 13
            needed = 0.14 if is_padded else 0.0
            for one in holder.text_frame.paragraphs:
                room = width - (0.26 if is_padded else 0) - (0.2 if one.level == 1 else 0)
                needed += _height([one._p], room, usual)

            assert needed <= height + HAIR, (number, holder.name)


def test_wider_letters_take_more_room() -> None:
    """Widths are those of Calibri: measured in points per thousand."""
    assert width_of("W", 10) > width_of("i", 10)
    assert width_of("een regel", 20) == pytest.approx(2 * width_of("een regel", 10))
    assert width_of("vet", 10, is_bold=True) > width_of("vet", 10)


def test_shortened_text_fits_and_says_so() -> None:
    """What is cut ends with an ellipsis."""
    text = fitted("Vervanging van het vergunningensysteem", 1.5, 11)

    assert text.endswith("…")
    assert len(lines_of(text, 1.5, 11)) == 1


def test_short_text_stays_whole() -> None:
    """Nothing is cut that fits."""
    assert fitted("GIS-platform", 1.5, 11) == "GIS-platform"


def test_word_longer_than_a_line_is_broken() -> None:
    """A code without spaces still ends inside its box."""
    lines = lines_of("X" * 60, 1.0, 11)

    assert len(lines) > 1
    assert all(width_of(line, 11) <= 1.0 for line in lines)


def test_title_leaves_no_orphan() -> None:
    """The last line is at least 60 % of the longest."""
    title = "Drie projecten vragen ingrijpen en twee bijsturen; P-001 verslechterde het sterkst, met 28 dagen"
    lines = lines_of(title, balanced_width(title, 12.33, 24), 24, is_bold=True)
    widths = [width_of(line, 24, is_bold=True) for line in lines]

    assert len(lines) == 2
    assert widths[-1] >= 0.6 * max(widths)


@pytest.mark.parametrize("text", ["A" * 2_000_000, "A " * 1_000_000, "i" * 2_000_000])
def test_a_text_without_end_costs_no_more_than_the_room_it_gets(text):
    """Letter by letter, a pack would take days over one word of two million letters."""
    shortened = fitted(text, 2.0, 10, n_lines=2)

    assert shortened.endswith("…")
    assert len(lines_of(shortened, 2.0, 10)) == 2
    assert len("".join(lines_of("A" * 100_000, 2.0, 10))) == 100_000
