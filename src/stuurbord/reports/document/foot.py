"""The foot of every page: whose document it is, of which day its facts are, and their hash."""

from __future__ import annotations

from stuurbord.errors import N_
from stuurbord.language import Language
from stuurbord.reports.document.model import Provenance
from stuurbord.reports.document.room import FOOT_DOT, foot_line


def foot_of(provenance: Provenance, language: Language) -> tuple[str, str]:
    """Return what stands at the left and in the middle; the page number is the writer's."""
    parts = []
    if provenance.as_of:
        parts.append(language.gettext(N_("Status date {day}")).format(day=language.day(provenance.as_of)))
    if provenance.sha256:
        short = f"{provenance.sha256[:4]}-{provenance.sha256[4:8]}"
        parts.append(language.gettext(N_("snapshot {hash}")).format(hash=short))
    if provenance.version:
        parts.append(provenance.version)
    return foot_line(provenance.organisation, provenance.subject, FOOT_DOT.join(parts))
