"""The styles, page and foot of a Word document: all form is in styles, so that an office can restyle it."""

from __future__ import annotations

from typing import Any

from stuurbord.language import Language
from stuurbord.reports.document import palette
from stuurbord.reports.document.foot import foot_of
from stuurbord.reports.document.model import Document
from stuurbord.reports.document.room import TEXT_WIDTH_MM
from stuurbord.reports.document.texts import LANGUAGE_TAGS

FONT = "Calibri"

_STYLES: tuple[tuple[str, str, float, str, bool, float, float], ...] = (
    # name, based on, size in points, colour, bold, space before and after in points
    ("Normal", "", 10, palette.INK, False, 0, 5),
    ("Title", "Normal", 20, palette.TITLE, True, 2, 6),
    ("Subtitle", "Normal", 9.5, palette.INK_2, False, 0, 8),
    ("Heading 1", "Normal", 13, palette.INK, True, 16, 6),
    ("Heading 2", "Normal", 10.5, palette.INK, True, 10, 4),
    ("List Bullet", "Normal", 10, palette.INK, False, 0, 3),
    ("List Number", "Normal", 10, palette.INK, False, 0, 3),
    ("Caption", "Normal", 8.5, palette.INK_3, False, 4, 3),
    ("Header", "Normal", 8, palette.INK_3, False, 0, 0),
    ("Footer", "Normal", 8, palette.INK_3, False, 0, 0),
    ("Stuurbord Rubric", "Normal", 9, palette.ACTION, True, 0, 0),
    ("Stuurbord Lead", "Normal", 11, palette.INK, False, 0, 6),
    ("Stuurbord Quiet", "Normal", 8.5, palette.INK_3, False, 0, 5),
    ("Stuurbord Missing", "Normal", 10, palette.INK_2, False, 2, 6),
    ("Stuurbord Box", "Normal", 10, palette.INK, False, 0, 3),
    ("Stuurbord Cell", "Normal", 9, palette.INK, False, 1, 1),
    ("Stuurbord Head", "Normal", 8.5, palette.TITLE, True, 1, 1),
    ("Stuurbord Note", "Normal", 8, palette.INK_2, False, 0, 1),
    ("Stuurbord Label", "Normal", 8, palette.INK_3, False, 2, 0),
    ("Stuurbord Value", "Normal", 14, palette.INK, False, 0, 0),
)


def prepare(made: Any, document: Document, language: Language) -> None:
    """Set page, styles, language, header and foot."""
    from docx.shared import Mm

    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = Mm(20)
    section.bottom_margin = Mm(24)
    section.header_distance = section.footer_distance = Mm(11)
    for one in _STYLES:
        _style(made, *one)
    _set_language(made, LANGUAGE_TAGS[language.code])
    _keep_together(made)
    _header(section, document)
    _foot(section, document, language)


def _style(
    made: Any, name: str, base: str, size: float, colour: str, is_bold: bool, before: float, after: float
) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    styles = made.styles
    style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if base:
        style.base_style = styles[base]
    _drop(style.element.get_or_add_rPr(), "w:rFonts", "w:spacing", "w:kern")
    _drop(style.element.get_or_add_pPr(), "w:pBdr", "w:tabs")
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), is_bold, name == "Stuurbord Missing"
    _fonts(style.element.rPr)
    font.color.rgb = RGBColor.from_string(colour[1:].upper())
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.08
    style.hidden = False
    style.quick_style = True


def _fonts(properties: Any) -> None:
    from docx.oxml.ns import qn

    fonts = properties.find(qn("w:rFonts"))
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def _drop(parent: Any, *names: str) -> None:
    from docx.oxml.ns import qn

    for name in names:
        for found in parent.findall(qn(name)):
            parent.remove(found)


def _set_language(made: Any, tag: str) -> None:
    """Set the language of every text, in the defaults and in the style that all others rest on."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    root = made.styles.element
    for properties in (*root.iter(qn("w:rPrDefault")), made.styles["Normal"].element):
        holder = properties.find(qn("w:rPr"))
        if holder is None:
            continue
        _drop(holder, "w:lang")
        language = OxmlElement("w:lang")
        for name in ("val", "eastAsia", "bidi"):
            language.set(qn(f"w:{name}"), tag)
        holder.append(language)


def _keep_together(made: Any) -> None:
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Mm

    for name in ("Heading 1", "Heading 2", "Caption", "Stuurbord Lead"):
        made.styles[name].paragraph_format.keep_with_next = True
    bullets = made.styles["List Bullet"].paragraph_format
    bullets.left_indent, bullets.first_line_indent = Mm(5), Mm(-4)
    made.styles["Title"].paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    border(made.styles["Heading 1"].element.get_or_add_pPr(), "top", palette.INK, 12, 4)
    border(made.styles["Stuurbord Missing"].element.get_or_add_pPr(), "left", palette.INK_3, 12, 6, "dotted")
    border(made.styles["Footer"].element.get_or_add_pPr(), "top", palette.LINE, 4, 5)


def border(
    properties: Any, side: str, colour: str, eighths: int, space: int = 0, kind: str = "single"
) -> None:
    """Draw one side of a paragraph; the thickness is in eighths of a point."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders,
            *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing"),
            *("w:jc", "w:outlineLvl", "w:rPr"),
        )
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", kind), ("sz", eighths), ("space", space), ("color", colour[1:])):
        line.set(qn(f"w:{name}"), str(value))
    borders.append(line)


def _header(section: Any, document: Document) -> None:
    """Repeat the rubric on each page but the first, which says it in its own words."""
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = document.rubric


def _foot(section: Any, document: Document, language: Language) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm

    left, middle = foot_of(document.provenance, language)
    for foot in (section.footer, section.first_page_footer):
        paragraph = foot.paragraphs[0]
        paragraph.style = section.footer.paragraphs[0].style
        stops = paragraph.paragraph_format.tab_stops
        stops.clear_all()
        stops.add_tab_stop(Mm(TEXT_WIDTH_MM - 20), WD_TAB_ALIGNMENT.RIGHT)
        stops.add_tab_stop(Mm(TEXT_WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run(f"{left}\t{middle}\t")
        _field(paragraph, "PAGE")
        paragraph.add_run(" / ").bold = True
        _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, name: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "", "end"):
        run = paragraph.add_run()
        run.bold = True
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = name
        run._r.append(part)
