"""Facts and a person's words as one document."""

from __future__ import annotations

from collections.abc import Mapping

from stuurbord.errors import N_
from stuurbord.language import Language
from stuurbord.reports.document import Document, Provenance
from stuurbord.reports.project_reports import (
    checkpoint,
    end_project,
    end_stage,
    exception,
    highlight,
    lessons,
)
from stuurbord.reports.project_reports.cover import Cover
from stuurbord.reports.project_reports.facts import ReportFacts
from stuurbord.reports.project_reports.kind import Kind, Section
from stuurbord.reports.project_reports.writing import Writing

__all__ = ["KINDS", "Kind", "Section", "build"]

KINDS: dict[str, Kind] = {
    one.code: one
    for one in (
        highlight.KIND,
        checkpoint.KIND,
        end_stage.KIND,
        exception.KIND,
        end_project.KIND,
        lessons.KIND,
    )
}
STATE_WORDS = {
    "draft": N_("draft"),
    "submitted": N_("submitted, not approved"),
    "approved": N_("approved"),
    "frozen": N_("approved"),
    "withdrawn": N_("withdrawn"),
}


def build(
    cover: Cover, facts: ReportFacts, sha256: str, texts: Mapping[str, str], language: Language
) -> Document:
    """Return a report as a document.

    Raises
    ------
    KeyError
        If there is no such kind of report.
    """
    kind = KINDS[cover.kind]
    writing = Writing(facts, texts, cover, language)
    name = f"{language.gettext(kind.name)} {cover.number}"
    return Document(
        title=kind.title(writing),
        rubric=f"{name}  ·  {facts.project} {facts.name}",
        subtitle=_subtitle(writing, kind),
        status=writing.mark(facts.status.value, is_judged=facts.status.is_judged),
        blocks=tuple(kind.blocks(writing)),
        provenance=Provenance(
            facts.organisation,
            f"{facts.project} {cover.number}",
            facts.as_of,
            sha256,
            language.gettext(STATE_WORDS.get(cover.state, STATE_WORDS["draft"])),
        ),
        author=cover.author,
        keywords=(facts.project, cover.number),
    )


def _subtitle(writing: Writing, kind: Kind) -> str:
    facts, cover = writing.facts, writing.cover
    told = []
    if kind.is_periodic:
        period = N_("Period {first} – {last}")
        told.append(
            writing.say(period, first=writing.day(facts.period_from), last=writing.day(facts.period_until))
        )
    if facts.owner:
        told.append(writing.say(N_("owner: {name}"), name=facts.owner))
    told.append(writing.say(N_("written by {name}"), name=cover.author))
    if cover.approver and cover.approved_on:
        approved = N_("approved by {name} on {day}")
        told.append(writing.say(approved, name=cover.approver, day=cover.approved_on))
    return "  ·  ".join(told)
