"""Documents as Word and as PDF: one look, the same bytes each time, harmless whatever people wrote."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn

from stuurbord.language import language
from stuurbord.reports.document import (
    Bar,
    Box,
    Bullets,
    Cell,
    Column,
    Curve,
    Document,
    Fact,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Provenance,
    Series,
    Signature,
    Signatures,
    StatusMark,
    Table,
    Timeline,
    write_docx,
    write_pdf,
)
from stuurbord.reports.document.texts import clean, without
from stuurbord.reports.document.write_pdf import unshown_in

NL = language("nl")
DAY = date(2026, 11, 20)


def document(text: str = "Tekst", **changes) -> Document:
    """Return a document with every kind of block, all of which hold the text."""
    mark = StatusMark("intervene", "Ingrijpen")
    columns = (Column(text), Column("Bedrag", "right"), Column("Status", "centre"))
    point = (DAY, DAY)
    blocks = (
        Facts((Fact(text, "38 %", text), Fact("Status", "", mark=mark))),
        Heading(text),
        Paragraph(text, "lead"),
        Heading(text, 2),
        Bullets((text, text)),
        Bullets((text,), is_numbered=True),
        Table(
            columns,
            ((Cell(text, text, is_legal=True), Cell("1", is_bad=True), Cell(mark=mark)),) * 2,
            text,
            True,
        ),
        Box(text, (text,), (text,)),
        Curve(text, ("jan 26", "feb 26"), (Series(text, (1.0, None), "actual"),), "M€", text, "jan 26"),
        Timeline(text, (Bar(text, point, point), Bar("Bouw", (DAY, date(2027, 3, 1)), None)), text, DAY),
        PageBreak(),
        Paragraph(text, "missing"),
        Signatures((Signature("Projectleider", text),)),
    )
    made = {"title": text, "rubric": text, "blocks": blocks, "subtitle": text, "author": text}
    made |= {"provenance": Provenance("Agentschap", text, DAY, "8f3a" * 16, "ontwerp"), **changes}
    return Document(**made)


HOSTILE = {
    "typst": '#panic("x") *vet* = Kop $x$ `code` @ref <label> \\ #import "x": y',
    "xml": "</w:t><w:p>&amp; ]]> <script>",
    "control": "a\x00b\x01c\x08d\x0be\x1ff\x7fg",
    "right to left": "\u202egnp.exe\u202c \u2066x\u2069 \u200f",
    "halves of characters": "a\ud800b\udfff",
    "no characters": "a\ufffe\uffff\ue000\U000e0041",
    "rare": "漢字 שלום عربي 😀 𓀀",
    "formula": '=HYPERLINK("http://x";"y")',
    "empty": "",
    "lines": "een\r\ntwee\rdrie\u2028vier",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_text(text):
    """Nothing that people write is markup, breaks the file or turns a line around."""
    made = document(text)
    pdf, word = write_pdf(made, NL), write_docx(made, NL)

    assert pdf.startswith(b"%PDF-")
    texts = "\n".join(one.text for one in docx.Document(io.BytesIO(word)).paragraphs)
    assert "\u202e" not in texts
    assert clean(text).split("\n")[0].strip() in texts


def test_only_what_no_font_shows_becomes_a_question_mark():
    """One rare character does not take the Greek, the Hebrew or the arrows of a whole document along."""
    told = 'error: the text `"{}"` could not be displayed with font `"Carlito"`'
    diagnostic = "\n".join(told.format(one) for one in (r"\u{13000}", "漢"))

    assert unshown_in(diagnostic) == {"\U00013000", "漢"}
    assert unshown_in("error: unknown variable") == frozenset()
    assert without("Ω 漢", unshown_in(diagnostic)) == "Ω ?"


def test_a_picture_in_word_keeps_no_distance_of_its_own():
    """Without it readers shift a picture of the full width 3 mm to the right, off the page's edge."""
    curve = Curve("Kosten", ("jan", "feb"), (Series("gepland", (1.0, 2.0), "before"),), "M€", "Kosten")
    made = Document("Titel", "Rubriek", (curve,), document().provenance)
    inline = docx.Document(io.BytesIO(write_docx(made, NL))).inline_shapes[0]._inline

    assert [inline.get(side) for side in ("distT", "distB", "distL", "distR")] == ["0"] * 4


def test_ten_thousand_words_and_one_long_word():
    """A cell may run over pages; a word no line holds is broken."""
    made = document("woord " * 10_000 + "w" * 2_000)
    table = Table((Column("A"),), ((Cell("woord " * 10_000),),))

    assert write_pdf(Document("Titel", "Rubriek", (table, Paragraph("w" * 2_000)), made.provenance), NL)
    assert write_docx(Document("Titel", "Rubriek", (table, Paragraph("w" * 2_000)), made.provenance), NL)


def test_same_document_gives_same_bytes():
    """No clock and no chance in a file that is kept with its hash."""
    made = document()

    assert write_pdf(made, NL) == write_pdf(made, NL)
    assert write_docx(made, NL) == write_docx(made, NL)


def test_pdf_is_tagged_for_screen_readers():
    """PDF/UA-1, in Dutch, with a title."""
    pdf = write_pdf(document(), NL)

    assert b"pdfuaid:part" in pdf or b"pdfuaid" in pdf
    assert b"/StructTreeRoot" in pdf
    assert b"/Lang" in pdf
    assert b"nl-BE" in pdf


def test_word_has_real_headings_heads_and_language():
    """A reader navigates by headings; heads of tables repeat; the spelling is Dutch."""
    word = write_docx(document(), NL)
    read = docx.Document(io.BytesIO(word))
    styles = [one.style.name for one in read.paragraphs]
    table = next(one for one in read.tables if len(one.columns) == 3)

    assert {"Title", "Heading 1", "Heading 2", "List Bullet"} <= set(styles)
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert read.core_properties.language == "nl-BE"
    assert read.core_properties.comments == "8f3a" * 16
    assert b'w:val="nl-BE"' in zipfile.ZipFile(io.BytesIO(word)).read("word/styles.xml")


def test_pictures_have_words_beside_them():
    """What a chart shows is said for who cannot see it."""
    read = docx.Document(io.BytesIO(write_docx(document("Zo loopt het"), NL)))
    described = [one._inline.docPr.get("descr") for one in read.inline_shapes]

    assert described == ["Zo loopt het"] * 2


def test_status_never_depends_on_colour_alone():
    """A sign and a word stand wherever a status stands."""
    read = docx.Document(io.BytesIO(write_docx(document(status=StatusMark("adjust", "Bijsturen")), NL)))

    assert any("▲\N{NO-BREAK SPACE}Bijsturen" in one.text for one in read.paragraphs)


@pytest.mark.parametrize("levels", [(2, 2), (1, 3), (2, 1, 2), (9,)])
def test_outline_never_skips_a_level(levels):
    """PDF/UA refuses an outline with holes; ours closes them."""
    made = document(blocks=tuple(Heading(f"Kop {n}", level) for n, level in enumerate(levels)))

    assert write_pdf(made, NL)
    styles = [one.style.name for one in docx.Document(io.BytesIO(write_docx(made, NL))).paragraphs]
    assert next(one for one in styles if one.startswith("Heading")) == "Heading 1"


def test_table_with_a_short_row_is_refused():
    """A row that lacks a cell is a mistake of ours."""
    with pytest.raises(ValueError, match="row 1 has 1 cells"):
        Table((Column("a"), Column("b")), ((Cell("x"),),))


@pytest.mark.parametrize("code", ["nl", "fr", "en"])
def test_each_language_has_its_own_tag(code):
    """The file says in which language it speaks."""
    word = docx.Document(io.BytesIO(write_docx(document(), language(code))))

    assert word.core_properties.language.startswith(code)
    assert write_pdf(document(), language(code))


def test_data_of_the_typesetter_is_json():
    """Everything the template reads can be written as JSON: there is no other way in."""
    from stuurbord.reports.document.write_pdf import _data

    assert json.loads(json.dumps(_data(document(), NL)))["lang"] == "nl"
