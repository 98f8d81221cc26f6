"""The steering pack as a file: native, accessible, in the reader's language, and the same every time."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils.datetime import to_excel
from pptx import Presentation
from reports.made_snapshots import EVERY, a_dozen
from reports.read_pack import NAMES, A, all_text, pack, parts, slides

from stuurbord.reports.steering_pack import write
from stuurbord.reports.steering_pack.conclusions import LONGEST, SHORTEST, unfounded_figures
from stuurbord.reports.steering_pack.template_layouts import LAYOUTS

every = pytest.mark.parametrize("name", EVERY)

DRAWN = r"ppt/(slides|slideLayouts|slideMasters|charts)/[^/]+\.xml"


def test_same_snapshot_gives_same_bytes_in_another_process() -> None:
    """Neither the clock nor the order of a hash table shows in the file."""
    program = (
        "import hashlib; from reports.made_snapshots import a_dozen; "
        "from stuurbord.reports.steering_pack import write; "
        "print(hashlib.sha256(write(a_dozen())).hexdigest())"
    )
    folder = Path(__file__).resolve().parent.parent
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(folder), "TZ": "Asia/Tokyo"}
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )

    assert said.stdout.strip() == hashlib.sha256(pack("a dozen")).hexdigest()


def test_another_fact_gives_another_file() -> None:
    """The hash of the snapshot stands in the file, so no two snapshots share one."""
    assert pack("a dozen") != pack("compared with a snapshot")


@every
def test_every_shape_lies_inside_its_slide(name: str) -> None:
    """Nothing hangs over an edge, whatever the facts are."""
    presentation = Presentation(io.BytesIO(pack(name)))
    outside = [
        (number, shape.name)
        for number, slide in enumerate(presentation.slides, start=1)
        for shape in slide.shapes
        if shape.left < 0
        or shape.top < 0
        or shape.left + shape.width > presentation.slide_width
        or shape.top + shape.height > presentation.slide_height
    ]

    assert outside == []


@every
def test_no_letters_are_smaller_than_nine_and_a_half_points(name: str) -> None:
    """A committee reads from two metres."""
    small = {
        (part, size)
        for part, tree in parts(pack(name), DRAWN)
        for size in tree.xpath(".//@sz", namespaces=NAMES)
        if size.isdigit() and int(size) < 950
    }

    assert small == set()


@every
def test_colours_come_from_the_theme(name: str) -> None:
    """A customer's own theme recolours the whole pack."""
    fixed = [
        part
        for part, tree in parts(pack(name), DRAWN)
        if tree.xpath(".//a:srgbClr | .//a:sysClr | .//a:prstClr", namespaces=NAMES)
    ]

    assert fixed == []


@every
def test_charts_tables_and_groups_are_described(name: str) -> None:
    """Who cannot see a drawing hears what it says."""
    silent = [
        (number, shape.name)
        for number, slide in enumerate(slides(name), start=1)
        for shape in slide._element.xpath(".//p:graphicFrame | .//p:grpSp")
        if not shape.xpath("./p:nvGraphicFramePr/p:cNvPr/@descr | ./p:nvGrpSpPr/p:cNvPr/@descr")
    ]

    assert silent == []


@pytest.mark.parametrize(("language", "tag"), [("nl", "nl-BE"), ("fr", "fr-BE"), ("en", "en-GB")])
def test_every_run_and_chart_names_its_language(language: str, tag: str) -> None:
    """Spelling checkers and screen readers need it."""
    content = pack("a dozen", language)
    runs = {
        one.get("lang")
        for _, tree in parts(content, r"ppt/(slides|notesSlides)/[^/]+\.xml")
        for one in tree.iter(f"{{{A}}}rPr")
    }
    charts = {
        value
        for _, tree in parts(content, r"ppt/charts/[^/]+\.xml")
        for value in tree.xpath("./c:lang/@val", namespaces=NAMES)
    }

    assert runs == {tag}
    assert charts == {tag}


@every
@pytest.mark.parametrize("language", ["nl", "en"])
def test_titles_are_sentences_whose_figures_are_founded(name: str, language: str) -> None:
    """Each figure in a title is among the facts that the notes keep, also for an editor's check."""
    for slide in slides(name, language)[1:]:
        title = slide.shapes.title.text_frame.text
        notes = slide.notes_slide.notes_text_frame.text
        facts = notes.split("\n\n")[1]

        assert SHORTEST <= len(title) <= LONGEST, title
        assert unfounded_figures(title, [facts]) == []
        assert title[:1] == title[:1].upper()


def test_figure_that_an_editor_invents_is_reported() -> None:
    """A rewritten title is held against the stored facts."""
    assert unfounded_figures("P-001 loopt 80 dagen uit", ["P-001", "75 dagen"]) == ["80"]


@every
def test_shape_ids_are_unique_on_each_slide(name: str) -> None:
    """PowerPoint repairs, and distrusts, a file with double ids."""
    for slide in slides(name):
        ids = slide._element.xpath(".//p:cNvPr/@id")

        assert len(ids) == len(set(ids))


@every
def test_notes_hold_four_parts(name: str) -> None:
    """The speaker finds message, source, method and the question a director will ask."""
    for slide in slides(name, "en"):
        notes = slide.notes_slide.notes_text_frame.text

        assert [part.split("\n")[0] for part in notes.split("\n\n")] == [
            "KEY MESSAGE",
            "SOURCE",
            "METHOD",
            "IF ASKED",
        ]


@every
def test_no_placeholder_is_left_empty(name: str) -> None:
    """An empty one would show its prompt on the screen."""
    for slide in slides(name):
        for holder in slide._element.xpath(".//p:sp[p:nvSpPr/p:nvPr/p:ph]"):
            kind = holder.xpath("./p:nvSpPr/p:nvPr/p:ph/@type")

            assert "".join(holder.xpath(".//a:t/text()")) or kind in (["ftr"], ["sldNum"])


def test_layouts_and_placeholders_are_found_by_name() -> None:
    """A template is recognised by names, never by numbers."""
    presentation = Presentation(io.BytesIO(pack("a dozen")))
    found = {
        layout.name: {shape.name for shape in layout.placeholders} for layout in presentation.slide_layouts
    }

    assert found == {one.name: {each.name for each in one.placeholders} for one in LAYOUTS}


def test_placeholders_keep_their_layouts_names() -> None:
    """Who edits the pack finds the same names on the slide."""
    for slide in slides("a dozen"):
        names = {one.name for one in slide.slide_layout.placeholders}

        assert {one.name for one in slide.placeholders} <= names


def test_chart_workbooks_hold_the_figures_that_are_drawn() -> None:
    """“Edit data” in PowerPoint shows the same figures as the drawing, in every chart."""
    n_charts = 0
    for slide in slides("compared with a snapshot"):
        for shape in slide.shapes:
            if not shape.has_chart:
                continue
            n_charts += 1
            book = load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
            columns = [
                tuple(to_excel(cell) if isinstance(cell, datetime) else cell for cell in column)
                for column in book.active.iter_cols(min_row=2, min_col=2, values_only=True)
            ]
            drawn = [tuple(one.values) for plot in shape.chart.plots for one in plot.series]

            assert drawn == columns

    assert n_charts == 11


_ORDER = {
    "ser": "idx order tx spPr invertIfNegative marker dLbls cat val smooth extLst",
    "dLbls": "dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName "
    "showPercent showBubbleSize extLst",
    "valAx": "axId scaling delete axPos majorGridlines numFmt majorTickMark minorTickMark tickLblPos spPr "
    "txPr crossAx crosses crossBetween majorUnit",
    "catAx": "axId scaling delete axPos majorGridlines numFmt majorTickMark minorTickMark tickLblPos spPr "
    "txPr crossAx crosses auto lblAlgn lblOffset noMultiLvlLbl",
    "dateAx": "axId scaling delete axPos majorGridlines numFmt majorTickMark minorTickMark tickLblPos spPr "
    "txPr crossAx crosses auto lblOffset baseTimeUnit majorUnit majorTimeUnit",
    "chartSpace": "date1904 lang roundedCorners AlternateContent style chart txPr externalData",
    "lineChart": "grouping varyColors ser dLbls marker smooth axId",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap axId",
    "plotArea": "layout barChart lineChart dateAx catAx valAx",
}


def test_chart_elements_follow_the_schemas_sequence() -> None:
    """PowerPoint refuses a chart whose elements stand in another order; LibreOffice would not notice."""
    for part, tree in parts(pack("compared with a snapshot"), r"ppt/charts/[^/]+\.xml"):
        for name, order in _ORDER.items():
            places = order.split()
            for owner in tree.iter(f"{{{NAMES['c']}}}{name}"):
                children = [child.tag.split("}")[1] for child in owner]

                assert set(children) <= set(places), (part, name, children)
                assert children == sorted(children, key=places.index), (part, name)


def test_no_probability_is_stated_without_a_simulation() -> None:
    """P50 and P80 are only spoken of on the page that says they are not there."""
    speaking = [number for number, slide in enumerate(slides("a dozen"), 1) if "P80" in all_text(slide)]

    assert speaking == [len(slides("a dozen"))]


def test_hostile_names_cannot_break_the_file() -> None:
    """Control characters and mark-up in a name are only letters, or nothing."""
    dozen = a_dozen()
    name = 'A\x00\x0b<a:t>&amp;"\ufffe{x} {0}'
    projects = tuple(replace(one, name=name, short_name=name, owner=name) for one in dozen.projects)
    decisions = tuple(replace(one, question=name, code='B"<') for one in dozen.decisions)
    hostile = replace(dozen, projects=projects, decisions=decisions, organisation=name, meeting=name)
    presentation = Presentation(io.BytesIO(write(hostile)))

    assert "<a:t>&amp;" in all_text(presentation.slides[0])


def test_file_says_what_it_is() -> None:
    """Widescreen, made by the product for the organisation, with the snapshot's hash as its keyword."""
    presentation = Presentation(io.BytesIO(pack("a dozen")))
    properties = presentation.core_properties
    (_, application), *_ = parts(pack("a dozen"), r"docProps/app\.xml")

    assert presentation.slide_width / presentation.slide_height == pytest.approx(16 / 9, abs=1e-3)
    assert properties.author == "Agentschap Sluizen en Netwerken"
    assert properties.keywords == a_dozen().sha256
    assert "Stuurbord" in application.xpath("string()")
