"""The end-project report: what was promised, what was given, what is handed over, and discharge."""

from __future__ import annotations

from stuurbord.errors import N_
from stuurbord.reports.document import Block, Heading
from stuurbord.reports.project_reports import figures, parts
from stuurbord.reports.project_reports.kind import Kind, Section
from stuurbord.reports.project_reports.terms import terms
from stuurbord.reports.project_reports.titles import on_end
from stuurbord.reports.project_reports.writing import Writing

SECTIONS = (
    Section(
        "summary",
        N_("Result of the project"),
        N_("What was promised, what was given, and what was not."),
        True,
    ),
    Section(
        "handover",
        N_("Handover"),
        N_("Who takes over which product, with which papers and from which day."),
        is_required=True,
    ),
    Section(
        "benefits", N_("Benefits after the end"), N_("Who measures which benefit when, after the project.")
    ),
    Section("asked", N_("Asked of you"), N_("Discharge, and what remains to be decided.")),
)


def blocks(writing: Writing) -> list[Block]:
    """Return the parts in the order in which they are read."""
    gettext = writing.gettext
    return [
        *parts.key_facts(writing),
        *parts.told(writing, "summary", N_("Nobody has written what the project gave yet.")),
        *parts.asked(writing),
        *parts.section(gettext(N_("Tolerances")), *parts.tolerances(writing)),
        *parts.section(gettext(N_("Time and money")), *figures.milestones(writing), *figures.budget(writing)),
        *parts.section(
            gettext(N_("Products and quality")), *parts.products(writing), *parts.findings(writing)
        ),
        *parts.section(
            gettext(N_("Handover")),
            *parts.told(writing, "handover", N_("Nobody has written who takes over what yet.")),
            Heading(gettext(N_("Still open")), 2),
            *parts.issues(writing),
            *parts.risks(writing),
            *parts.actions(writing),
        ),
        *terms(writing),
        *parts.section(gettext(N_("Benefits")), *parts.told(writing, "benefits"), *parts.benefits(writing)),
        *parts.section(gettext(N_("Decisions and conditions")), *parts.gates(writing)),
        *parts.section(gettext(N_("Lessons")), *parts.lessons(writing)),
        *parts.signatures(writing),
    ]


KIND = Kind("end_project", N_("End-project report"), "ER", SECTIONS, on_end, blocks)
