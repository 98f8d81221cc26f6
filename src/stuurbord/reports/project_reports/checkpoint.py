"""The checkpoint report: what a team made and makes next, for the project manager."""

from __future__ import annotations

from stuurbord.errors import N_
from stuurbord.reports.document import Block
from stuurbord.reports.project_reports import figures, parts
from stuurbord.reports.project_reports.kind import Kind, Section
from stuurbord.reports.project_reports.terms import terms
from stuurbord.reports.project_reports.titles import on_work
from stuurbord.reports.project_reports.writing import Writing

SECTIONS = (
    Section(
        "done", N_("Done in this period"), N_("Products finished, tests held, decisions carried out."), True
    ),
    Section("next", N_("Next period"), N_("Products due, and who makes them.")),
    Section("problems", N_("Problems"), N_("What slows the work, since when, and whose help is needed.")),
)


def blocks(writing: Writing) -> list[Block]:
    """Return the parts in the order in which they are read."""
    gettext = writing.gettext
    return [
        *parts.section(gettext(N_("Progress")), *parts.done_and_next(writing)),
        *parts.section(gettext(N_("Products")), *parts.products(writing), *parts.findings(writing)),
        *parts.section(
            gettext(N_("Problems")),
            *parts.told(writing, "problems"),
            *parts.issues(writing),
            *parts.actions(writing),
        ),
        *parts.section(gettext(N_("Time")), *figures.milestones(writing)),
        *terms(writing),
    ]


KIND = Kind("checkpoint", N_("Checkpoint report"), "CR", SECTIONS, on_work, blocks, is_periodic=True)
