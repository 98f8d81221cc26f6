"""Put the slides in order, number them, write them and make the file the same every time."""

from __future__ import annotations

import io
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn

from stuurbord.language import DEFAULT_LANGUAGE, language
from stuurbord.reports.canonical_package import canonical
from stuurbord.reports.snapshot import Snapshot
from stuurbord.reports.steering_pack import (
    budget_years,
    changes,
    decisions_asked,
    earlier_decisions,
    method,
    milestone_trend,
    portfolio_table,
    procurement_terms,
    project_page,
    risks,
    summary,
    title_page,
)
from stuurbord.reports.steering_pack.elements import element
from stuurbord.reports.steering_pack.pack import Pack, Sheet
from stuurbord.reports.steering_pack.page import Page
from stuurbord.reports.steering_pack.rich_text import glued
from stuurbord.reports.steering_pack.template import template

_ORDER = (
    title_page,
    summary,
    decisions_asked,
    portfolio_table,
    milestone_trend,
    changes,
    budget_years,
    risks,
    procurement_terms,
    project_page,
    earlier_decisions,
    method,
)
"""Answer, ask, proof, exceptions, evidence: who reads pages 2 and 3 only can decide."""


def write(snapshot: Snapshot, language_code: str = DEFAULT_LANGUAGE) -> bytes:
    """Return the steering pack as a PowerPoint file; the same snapshot gives the same bytes."""
    sheets = [sheet for subject in _ORDER for sheet in subject.sheets(snapshot)]
    pack = Pack(snapshot, snapshot.sha256, language(language_code), _page_numbers(sheets))
    presentation = Presentation(io.BytesIO(template()))
    for number, sheet in enumerate(sheets, start=1):
        page = Page(presentation, sheet.layout, pack.tag)
        sheet.draw(page, pack)
        page.foot(*_foot(pack), number)
        page.finish()
    _list_notes_master(presentation)
    _describe(presentation, pack)
    written = io.BytesIO()
    presentation.save(written)
    return canonical(written.getvalue(), snapshot.as_of)


def _page_numbers(sheets: list[Sheet]) -> dict[str, int]:
    """Return the first page of each subject."""
    numbers: dict[str, int] = {}
    for number, sheet in enumerate(sheets, start=1):
        numbers.setdefault(sheet.key, number)
    return numbers


def _foot(pack: Pack) -> tuple[str, str]:
    snapshot = pack.snapshot
    left = "  ·  ".join(part for part in (snapshot.organisation, snapshot.meeting) if part)
    right = pack.gettext("Status date {day}  ·  snapshot {hash}")
    return left, right.format(day=pack.day(snapshot.as_of), hash=pack.short_hash)


def _list_notes_master(presentation: Any) -> None:
    """List the master of the notes, which the library relates to the presentation but does not list."""
    key = presentation.part.relate_to(presentation.notes_master.part, RT.NOTES_MASTER)
    listed = element(f'<p:notesMasterIdLst><p:notesMasterId r:id="{key}"/></p:notesMasterIdLst>')
    presentation.element.find(qn("p:sldMasterIdLst")).addnext(listed)


def _describe(presentation: Any, pack: Pack) -> None:
    """Fill in the document's properties."""
    snapshot, properties = pack.snapshot, presentation.core_properties
    subject = pack.gettext("Steering pack of {portfolio}")
    properties.title = _short(f"{snapshot.meeting or snapshot.portfolio_name}, {pack.day(snapshot.as_of)}")
    properties.subject = _short(subject.format(portfolio=snapshot.portfolio_name))
    properties.author = _short(snapshot.organisation)
    properties.last_modified_by = _short(snapshot.organisation)
    properties.keywords = pack.sha256
    properties.comments = _short(f"Stuurbord {snapshot.product_version}")
    properties.language = pack.tag
    properties.revision = 1


def _short(text: str) -> str:
    """Return a text as a document property holds it: at most 255 letters."""
    return glued(text)[:255]
