"""One slide while it is made: fills placeholders by name, draws shapes, writes notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pptx.oxml.ns import qn

from stuurbord.reports.steering_pack.conclusions import Conclusion
from stuurbord.reports.steering_pack.drawing import (
    Shape,
    around,
    frame_xml,
    group_frame_xml,
    shape_xml,
)
from stuurbord.reports.steering_pack.elements import attribute, content, element
from stuurbord.reports.steering_pack.measures import RUBRIC, SOURCE, Box, emu
from stuurbord.reports.steering_pack.rich_text import Paragraph, glued, paragraph, text_body
from stuurbord.reports.steering_pack.tables import Table, table_xml
from stuurbord.reports.steering_pack.template_layouts import (
    DATE_NAME,
    FOOTER_NAME,
    LAYOUTS,
    NUMBER_NAME,
    RUBRIC_NAME,
    SOURCE_NAME,
    TITLE_NAME,
    Placeholder,
)
from stuurbord.reports.steering_pack.text_fit import balanced_width, fitted

TITLE_SIZE, RUBRIC_SIZE, SOURCE_SIZE = 24, 11, 10
_TABLE_URI = "http://schemas.openxmlformats.org/drawingml/2006/table"
_NUMBER_FIELD = (
    '<a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
    '<a:rPr lang="{tag}"/><a:t>{number}</a:t></a:fld>'
)


class Page:
    """A slide on a named layout."""

    def __init__(self, presentation: Any, layout_name: str, tag: str) -> None:
        layout = presentation.slide_layouts.get_by_name(layout_name)
        self._tag = tag
        self._layout = next(one for one in LAYOUTS if one.name == layout_name)
        self._slide = presentation.slides.add_slide(layout)
        self._tree = self._slide.shapes._spTree
        self._holders: dict[str, Any] = {}
        self._name_placeholders()
        self._number = max(int(one) for one in self._tree.xpath(".//p:cNvPr/@id"))

    def _name_placeholders(self) -> None:
        by_idx = {one.idx: one for one in self._layout.placeholders}
        for holder in self._slide.placeholders:
            name = by_idx[holder.placeholder_format.idx].name
            holder._element.xpath("./p:nvSpPr/p:cNvPr")[0].set("name", name)
            self._holders[name] = holder

    def _next_number(self) -> int:
        self._number += 1
        return self._number

    def placeholder(self, name: str) -> Placeholder:
        """Return what the layout says of a placeholder."""
        return next(one for one in self._layout.placeholders if one.name == name)

    def title(self, conclusion: Conclusion) -> None:
        """Write the title so that its last line is not an orphan."""
        box = self.placeholder(TITLE_NAME).box
        room = box.w - balanced_width(conclusion.text, box.w, TITLE_SIZE)
        body = f'<a:bodyPr rIns="{emu(room)}"><a:noAutofit/></a:bodyPr>' if room > 0.01 else "<a:bodyPr/>"
        self._write(TITLE_NAME, [paragraph(conclusion.text)], body=body)

    def heading(self, *lines: str) -> None:
        """Write a title of more lines, as on the first page."""
        self._write(TITLE_NAME, [paragraph(one) for one in lines])

    def rubric(self, text: str) -> None:
        """Write what the page is about, above the title."""
        self._write(RUBRIC_NAME, [paragraph(fitted(text, RUBRIC.w, RUBRIC_SIZE, is_bold=True))])

    def source(self, text: str) -> None:
        """Write units, definitions and origin in the line at the bottom."""
        self._write(SOURCE_NAME, [paragraph(fitted(glued(text), SOURCE.w, SOURCE_SIZE))])

    def text(
        self, name: str, paragraphs: Iterable[Paragraph], size: float | None = None, box: Box | None = None
    ) -> None:
        """Fill a body placeholder, at another place than the layout's if a box is given."""
        self._write(name, paragraphs, size=size, box=box)

    def _write(
        self,
        name: str,
        paragraphs: Iterable[Paragraph],
        body: str = "<a:bodyPr/>",
        size: float | None = None,
        box: Box | None = None,
    ) -> None:
        holder = self._holders.pop(name)._element
        if box:
            # All four measures together: an inherited placeholder loses those that are not given.
            holder.find(qn("p:spPr")).append(element(frame_xml(box)))
        holder.replace(
            holder.find(qn("p:txBody")), element(text_body(paragraphs, self._tag, body=body, size=size))
        )

    def foot(self, left: str, right: str, number: int) -> None:
        """Write the foot; the library does not copy these placeholders to a slide."""
        present = {one.name for one in self._layout.placeholders}
        field = _NUMBER_FIELD.format(tag=self._tag, number=number)
        left = fitted(glued(left), self._layout_width(FOOTER_NAME), SOURCE_SIZE) if left else ""
        for name, kind, text in (
            (FOOTER_NAME, "ftr", self._run(left)),
            (DATE_NAME, "dt", self._run(right)),
            (NUMBER_NAME, "sldNum", field),
        ):
            if name in present:
                self._tree.append(element(self._foot_xml(name, kind, text)))

    def _layout_width(self, name: str) -> float:
        return next((one.box.w for one in self._layout.placeholders if one.name == name), 0)

    def _run(self, text: str) -> str:
        return f'<a:r><a:rPr lang="{self._tag}" dirty="0"/><a:t>{content(text)}</a:t></a:r>'

    def _foot_xml(self, name: str, kind: str, text: str) -> str:
        idx = self.placeholder(name).idx
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{self._next_number()}" name={attribute(name)}/>'
            f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
            f'<p:ph type="{kind}" sz="quarter" idx="{idx}"/></p:nvPr>'
            f"</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>{text}</a:p></p:txBody></p:sp>"
        )

    def table(self, name: str, table: Table, alt: str, box: Box | None = None) -> Box:
        """Put a table in a placeholder and return where it lies."""
        place = self.placeholder(name)
        old = self._holders.pop(name)._element
        number = old.xpath("./p:nvSpPr/p:cNvPr/@id")[0]
        return self._put_table(table, name, alt, box or place.box, number, place.idx, old)

    def free_table(self, name: str, table: Table, alt: str, box: Box) -> Box:
        """Put a table where the layout has no placeholder."""
        return self._put_table(table, name, alt, box, str(self._next_number()), None, None)

    def _put_table(
        self, table: Table, name: str, alt: str, at: Box, number: str, idx: int | None, old: Any
    ) -> Box:
        box = Box(at.x, at.y, table.width, table.height)
        holder = "" if idx is None else f'<p:ph type="tbl" idx="{idx}"/>'
        frame = element(
            f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{number}" name={attribute(name)}'
            f' descr={attribute(alt)}/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/>'
            f"</p:cNvGraphicFramePr><p:nvPr>{holder}</p:nvPr></p:nvGraphicFramePr>{frame_xml(box, 'p')}"
            f'<a:graphic><a:graphicData uri="{_TABLE_URI}">{table_xml(table, self._tag)}</a:graphicData>'
            "</a:graphic></p:graphicFrame>"
        )
        if old is None:
            self._tree.append(frame)
        else:
            self._tree.replace(old, frame)
        return box

    def chart(self, name: str, kind: Any, data: Any, alt: str, box: Box | None = None) -> Any:
        """Put a native chart in a placeholder and return it."""
        place = self.placeholder(name)
        frame = self._holders.pop(name).insert_chart(kind, data)
        return self._settled(frame, name, alt, box or place.box)

    def free_chart(self, name: str, kind: Any, data: Any, alt: str, box: Box) -> Any:
        """Put a native chart where the layout has no placeholder."""
        frame = self._slide.shapes.add_chart(kind, 0, 0, 1, 1, data)
        frame._element.xpath("./p:nvGraphicFramePr/p:cNvPr")[0].set("id", str(self._next_number()))
        return self._settled(frame, name, alt, box)

    def _settled(self, frame: Any, name: str, alt: str, box: Box) -> Any:
        identity = frame._element.xpath("./p:nvGraphicFramePr/p:cNvPr")[0]
        identity.set("name", name)
        identity.set("descr", alt)
        frame._element.replace(frame._element.find(qn("p:xfrm")), element(frame_xml(box, "p")))
        return frame.chart

    def draw(self, shape: Shape, name: str = "", alt: str = "") -> None:
        """Draw a shape on top of what is there."""
        self._tree.append(self._drawn(shape, name, alt))

    def panel(self, shape: Shape, name: str) -> None:
        """Draw a shape behind everything but the title, which stays first for the reading order."""
        after = self._tree.xpath('./p:sp[p:nvSpPr/p:nvPr/p:ph[@type="title"]]')[0]
        after.addnext(self._drawn(shape, name, ""))

    def group(self, shapes: Sequence[Shape], name: str, alt: str) -> None:
        """Draw shapes that belong together, described as one."""
        number = self._next_number()
        inside = "".join(
            shape_xml(one, self._next_number(), one.name or f"{name} {n}", "", self._tag)
            for n, one in enumerate(shapes, start=1)
        )
        self._tree.append(
            element(
                f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{number}" name={attribute(name)}'
                f" descr={attribute(alt)}/>"
                f"<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
                f"<p:grpSpPr>{group_frame_xml(around(list(shapes)))}</p:grpSpPr>{inside}</p:grpSp>"
            )
        )

    def _drawn(self, shape: Shape, name: str, alt: str) -> Any:
        number = self._next_number()
        return element(shape_xml(shape, number, name or shape.name or f"Vorm {number}", alt, self._tag))

    def notes(self, parts: Sequence[tuple[str, str]]) -> None:
        """Write the speaker's notes under their fixed headings."""
        frame = self._slide.notes_slide.notes_text_frame
        lines = [line for heading, text in parts for line in (heading, *text.split("\n"), "")][:-1]
        body = "".join(
            f'<a:p><a:r><a:rPr lang="{self._tag}" b="{int(line in {one[0] for one in parts})}" dirty="0"/>'
            f"<a:t>{content(line)}</a:t></a:r></a:p>"
            if line
            else "<a:p/>"
            for line in lines
        )
        old = frame._txBody
        new = element(f"<p:txBody><a:bodyPr/><a:lstStyle/>{body}</p:txBody>")
        old.getparent().replace(old, new)

    def finish(self) -> None:
        """Remove the placeholders that nothing was put in: they would show their prompts."""
        for holder in self._holders.values():
            self._tree.remove(holder._element)
        self._holders.clear()
