"""The lessons report: what was learned, and what others should do with it."""

from __future__ import annotations

from stuurbord.errors import N_
from stuurbord.reports.document import Block
from stuurbord.reports.project_reports import parts
from stuurbord.reports.project_reports.kind import Kind, Section
from stuurbord.reports.project_reports.titles import on_lessons
from stuurbord.reports.project_reports.writing import Writing

SECTIONS = (
    Section(
        "summary", N_("What others should know"), N_("The two or three lessons that save others most."), True
    ),
    Section(
        "method",
        N_("What the method should change"),
        N_("For the project office: templates, checks, estimates."),
    ),
)


def blocks(writing: Writing) -> list[Block]:
    """Return the parts in the order in which they are read."""
    gettext = writing.gettext
    return [
        *parts.told(writing, "summary", N_("Nobody has written what others should know yet.")),
        *parts.section(gettext(N_("Lessons")), *parts.lessons(writing)),
        *parts.section(
            gettext(N_("What the method should change")),
            *parts.told(writing, "method", N_("Nobody has written what the method should change yet.")),
        ),
        *parts.signatures(writing),
    ]


KIND = Kind("lessons", N_("Lessons report"), "LR", SECTIONS, on_lessons, blocks)
