"""The highlight report: how the project stands, what was done, what follows, what is asked."""

from __future__ import annotations

from stuurbord.errors import N_
from stuurbord.reports.document import Block, Heading
from stuurbord.reports.project_reports import figures, parts
from stuurbord.reports.project_reports.kind import Kind, Section
from stuurbord.reports.project_reports.terms import terms
from stuurbord.reports.project_reports.titles import on_progress
from stuurbord.reports.project_reports.writing import Writing

SECTIONS = (
    Section(
        "summary",
        N_("Summary"),
        N_("Three sentences: where the project stands, why, and what you do about it."),
        is_required=True,
    ),
    Section(
        "done", N_("Done in this period"), N_("Results, not activities; the plan’s own list stands above it.")
    ),
    Section(
        "next", N_("Next period"), N_("What will be ready by the next report, and what could prevent it.")
    ),
    Section(
        "asked", N_("Asked of you"), N_("What the steering group must decide or do, by when; else empty.")
    ),
)


def blocks(writing: Writing) -> list[Block]:
    """Return the parts in the order in which they are read."""
    gettext = writing.gettext
    return [
        *parts.key_facts(writing),
        *parts.told(writing, "summary", N_("Nobody has written the summary yet.")),
        *parts.asked(writing),
        *parts.section(gettext(N_("Tolerances")), *parts.tolerances(writing)),
        *parts.section(
            gettext(N_("Time and money")), *figures.cost_curve(writing), *figures.milestones(writing)
        ),
        *parts.next_gate(writing),
        *terms(writing),
        *parts.section(gettext(N_("Progress")), *parts.done_and_next(writing)),
        *parts.section(gettext(N_("Risks and issues")), *parts.risks(writing), *parts.issues(writing)),
        *parts.section(
            gettext(N_("Changes and lessons")),
            Heading(gettext(N_("Changes")), 2),
            *parts.changes(writing),
            Heading(gettext(N_("Lessons")), 2),
            *parts.lessons(writing),
        ),
    ]


KIND = Kind("highlight", N_("Highlight report"), "VR", SECTIONS, on_progress, blocks, is_periodic=True)
