"""The exception report: what lies beyond its tolerance, what can be done, what is asked one level up."""

from __future__ import annotations

from stuurbord.errors import N_
from stuurbord.reports.document import Block, Box, Cell, Column, Fact, Facts, Paragraph, Table
from stuurbord.reports.project_reports import figures, parts
from stuurbord.reports.project_reports.facts import ExceptionFacts, OptionFacts
from stuurbord.reports.project_reports.kind import Kind, Section
from stuurbord.reports.project_reports.titles import on_exception
from stuurbord.reports.project_reports.words import BASES, STATES, TARGETS, word
from stuurbord.reports.project_reports.writing import DASH, Writing

SECTIONS = (
    Section("summary", N_("What happened"), N_("What happened since the plan was agreed, in order of time.")),
    Section(
        "wider",
        N_("Consequence for other projects"),
        N_("Who waits for this project, and what the programme or portfolio notices."),
    ),
)


def blocks(writing: Writing) -> list[Block]:
    """Return the parts in the order in which they are read."""
    gettext, found = writing.gettext, writing.facts.exceptions
    if not found:
        nothing = N_("No exception is open: there is nothing to report.")
        return [Paragraph(gettext(nothing), "missing")]
    made: list[Block] = []
    for one in found:
        made += _exception(writing, one)
    return [
        *made,
        *parts.section(
            gettext(N_("What happened")),
            *parts.told(writing, "summary", N_("Nobody has written what happened yet.")),
        ),
        *parts.section(
            gettext(N_("Consequence for other projects")),
            *parts.told(writing, "wider", N_("Nobody has written what other projects notice yet.")),
        ),
        *parts.section(gettext(N_("Tolerances")), *parts.tolerances(writing)),
        *parts.section(gettext(N_("Time")), *figures.milestones(writing)),
        *parts.signatures(writing),
    ]


def _exception(writing: Writing, one: ExceptionFacts) -> list[Block]:
    gettext = writing.gettext
    row = (
        Fact(gettext(N_("Goal")), gettext(word(TARGETS, one.target)), one.scope),
        Fact(
            gettext(N_("Measured")), writing.in_unit(one.measured, one.unit), gettext(word(BASES, one.basis))
        ),
        Fact(gettext(N_("Allowed")), writing.in_unit(one.allowed, one.unit)),
        Fact(gettext(N_("Raised on")), writing.day(one.raised_on), gettext(word(STATES, one.state))),
        Fact(gettext(N_("Decision needed by")), writing.day(one.due), one.body),
    )
    made: list[Block] = parts.section(f"{one.code} {one.title}", Facts(row))
    for heading, text, missing in (
        (N_("Cause"), one.cause, N_("The cause is not written yet.")),
        (N_("Consequence"), one.consequence, N_("The consequence is not written yet.")),
    ):
        made.append(
            Paragraph(f"{gettext(heading)}: {text}") if text else Paragraph(gettext(missing), "missing")
        )
    made += _options(writing, one)
    advice = one.recommendation or gettext(N_("There is no recommendation yet."))
    asked = writing.say(N_("Decision {code} is asked of {body}."), code=one.decision, body=one.body or DASH)
    lines = (advice, asked) if one.decision and not one.outcome else (advice,)
    if one.outcome:
        lines = (*lines, writing.say(N_("Decided: {outcome}"), outcome=one.outcome))
    made.append(Box(gettext(N_("Recommendation")), lines))
    return made


def _options(writing: Writing, one: ExceptionFacts) -> list[Block]:
    gettext = writing.gettext
    if not one.options:
        nothing = N_("No options were compared: a decision needs at least two, and waiting is one of them.")
        return [Paragraph(gettext(nothing), "missing")]
    columns = (
        Column(gettext(N_("Option")), width=2.6),
        Column(gettext(N_("Effect on the date")), "right", 1.0),
        Column(gettext(N_("Effect on the cost")), "right", 1.2),
        Column(gettext(N_("Effect on the risk")), width=2.0),
        Column(gettext(N_("Recommended")), "centre", 1.0),
    )
    rows = tuple(_option(writing, option) for option in one.options)
    return [Table(columns, rows, gettext(N_("Options side by side")))]


def _option(writing: Writing, one: OptionFacts) -> tuple[Cell, ...]:
    return (
        Cell(one.title, is_bold=one.is_recommended),
        Cell(writing.signed_days(one.effect_days)),
        Cell(writing.signed_money(one.effect_cost)),
        Cell(one.effect_risk or DASH),
        Cell(writing.gettext(N_("yes")) if one.is_recommended else "", is_bold=True),
    )


KIND = Kind("exception", N_("Exception report"), "AR", SECTIONS, on_exception, blocks)
