"""Write a document for Word: real styles, real headings, heads that repeat, the same bytes each time.

References
----------
ISO/IEC 29500-1, WordprocessingML.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from stuurbord.language import Language
from stuurbord.reports.canonical_package import FIRST_DAY, canonical
from stuurbord.reports.document.docx_blocks import Writer
from stuurbord.reports.document.docx_styles import prepare
from stuurbord.reports.document.model import Document
from stuurbord.reports.document.texts import LANGUAGE_TAGS, clean, rewritten

LONGEST_PROPERTY = 255
"""Characters that a document property may hold."""


def write_docx(document: Document, language: Language) -> bytes:
    """Return the document as an Office Open XML file."""
    import docx

    said = rewritten(document, clean)
    tag = LANGUAGE_TAGS[language.code]
    made = docx.Document()
    prepare(made, said, language)
    _set_properties(made, said, tag)
    Writer(made, language).write(said)
    written = io.BytesIO()
    made.save(written)
    return canonical(written.getvalue(), said.provenance.as_of or FIRST_DAY)


def _set_properties(made: Any, document: Document, tag: str) -> None:
    properties = made.core_properties
    properties.title = document.title[:LONGEST_PROPERTY]
    properties.subject = document.rubric[:LONGEST_PROPERTY]
    properties.author = (document.author or document.provenance.organisation)[:LONGEST_PROPERTY]
    properties.last_modified_by = properties.author
    properties.comments = document.provenance.sha256
    properties.keywords = ", ".join(document.keywords)[:LONGEST_PROPERTY]
    properties.language = tag
    day = document.provenance.as_of or FIRST_DAY
    properties.created = properties.modified = datetime(day.year, day.month, day.day, tzinfo=UTC)
    properties.revision = 1
