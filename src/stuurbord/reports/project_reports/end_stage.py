"""The end-stage report: whether the stage gave what it promised, and whether going on is justified."""

from __future__ import annotations

from stuurbord.errors import N_
from stuurbord.reports.document import Block, Heading
from stuurbord.reports.project_reports import figures, parts
from stuurbord.reports.project_reports.kind import Kind, Section
from stuurbord.reports.project_reports.terms import terms
from stuurbord.reports.project_reports.titles import on_stage
from stuurbord.reports.project_reports.writing import Writing

SECTIONS = (
    Section(
        "summary",
        N_("Result of the stage"),
        N_("What the stage delivered against its plan, and what it did not."),
        is_required=True,
    ),
    Section(
        "business_case",
        N_("Business case"),
        N_("Is the project still worth its cost? What changed since the previous gate?"),
        is_required=True,
    ),
    Section(
        "next_stage",
        N_("Plan of the next stage"),
        N_("Products, dates, money and people of the next stage, with the tolerances you ask."),
        is_required=True,
    ),
    Section("asked", N_("Asked of you"), N_("The decision at the gate that you propose.")),
)


def blocks(writing: Writing) -> list[Block]:
    """Return the parts in the order in which they are read."""
    gettext = writing.gettext
    return [
        *parts.key_facts(writing),
        *parts.told(writing, "summary", N_("Nobody has written what the stage gave yet.")),
        *parts.asked(writing),
        *parts.next_gate(writing),
        *parts.section(gettext(N_("Tolerances")), *parts.tolerances(writing)),
        *parts.section(
            gettext(N_("Products and quality")), *parts.products(writing), *parts.findings(writing)
        ),
        *parts.section(
            gettext(N_("Time and money")),
            *figures.milestones(writing),
            *figures.budget(writing),
            *figures.cost_curve(writing),
        ),
        *parts.section(
            gettext(N_("Business case")),
            *parts.told(writing, "business_case", N_("Nobody has written about the business case yet.")),
            *parts.benefits(writing),
        ),
        *parts.section(gettext(N_("Decisions and conditions")), *parts.gates(writing)),
        *terms(writing),
        *parts.section(
            gettext(N_("Plan of the next stage")),
            *parts.told(writing, "next_stage", N_("Nobody has written the plan of the next stage yet.")),
            Heading(gettext(N_("Risks")), 2),
            *parts.risks(writing),
        ),
        *parts.section(gettext(N_("Lessons")), *parts.lessons(writing)),
        *parts.signatures(writing),
    ]


KIND = Kind("end_stage", N_("End-stage report"), "FR", SECTIONS, on_stage, blocks)
