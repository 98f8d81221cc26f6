"""The parts that reports are made of: each says what it knows, and names what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from stuurbord.errors import N_
from stuurbord.reports.document import (
    Block,
    Box,
    Bullets,
    Cell,
    Column,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Signature,
    Signatures,
    Table,
)
from stuurbord.reports.project_reports.facts import ForecastFacts
from stuurbord.reports.project_reports.words import BASES, CATEGORIES, STATES, TARGETS, VERDICTS, word
from stuurbord.reports.project_reports.writing import DASH, Writing

MOST_ROWS = 8
Rows = Sequence[tuple[Cell, ...]]


def section(title: str, *blocks: Block) -> list[Block]:
    """Return a section with its heading."""
    return [Heading(title), *blocks]


def told(writing: Writing, key: str, missing: str = "") -> list[Block]:
    """Return what a person wrote for a section, else that it is missing."""
    text = writing.texts.get(key, "").strip()
    if text:
        return [Paragraph(one) for one in text.split("\n\n") if one.strip()]
    return [Paragraph(writing.gettext(missing), "missing")] if missing else []


def key_facts(writing: Writing) -> list[Block]:
    """Return status, chances, end and cost in one row."""
    facts, forecast = writing.facts, writing.facts.forecast
    within = writing.gettext(N_("within baseline plus tolerance"))
    end, cost = forecast.p50_finish or forecast.finish, forecast.p50_cost or forecast.cost
    status = facts.status
    row = (
        Fact(
            writing.gettext(N_("Status")),
            "",
            facts.judged_reason if status.is_judged else "",
            writing.mark(status.value, is_judged=status.is_judged),
        ),
        Fact(
            writing.gettext(N_("Chance, time")),
            writing.chance(forecast.chance_time),
            within if forecast.chance_time is not None else writing.gettext(_why_no_chance_in_time(forecast)),
        ),
        Fact(
            writing.gettext(N_("Chance, cost")),
            writing.chance(forecast.chance_cost),
            within if forecast.chance_cost is not None else writing.gettext(_why_no_chance_in_cost(forecast)),
        ),
        Fact(
            writing.say(N_("End {goal}"), goal=forecast.goal).strip(),
            writing.day(end),
            writing.say(N_("P80 {day}"), day=writing.day(forecast.p80_finish)) if forecast.p80_finish else "",
        ),
        Fact(
            writing.gettext(N_("Cost at end, M€")),
            DASH if cost is None else writing.language.millions(cost),
            writing.say(N_("budget {amount}"), amount=writing.language.millions(forecast.budget))
            if forecast.budget is not None
            else "",
        ),
    )
    reasons = [Paragraph(f"{writing.reason(one).rstrip('.')}.") for one in status.reasons[:3]]
    return [Facts(row), *_since_previous(writing, end, cost), *reasons]


def _why_no_chance_in_time(forecast: ForecastFacts) -> str:
    if forecast.p80_finish is None:
        return N_("no simulation yet: the forecast decides")
    if forecast.baseline is None:
        return N_("unknown: no baseline to compare the simulation with")
    if forecast.tolerance_days is None:
        return N_("unknown: no tolerance is agreed")
    return N_("unknown")


def _why_no_chance_in_cost(forecast: ForecastFacts) -> str:
    if forecast.p80_cost is None:
        is_simulated = forecast.p80_finish is not None
        return (
            N_("the plan holds no costs: the forecast decides")
            if is_simulated
            else N_("no simulation yet: the forecast decides")
        )
    if forecast.budget is None:
        return N_("unknown: no budget to compare the simulation with")
    if forecast.cost_tolerance is None:
        return N_("unknown: no tolerance is agreed")
    return N_("unknown")


def _since_previous(writing: Writing, end: date | None, cost: Decimal | None) -> list[Block]:
    """Return how end and cost moved since the previous report of this kind."""
    facts, told = writing.facts, []
    if end and facts.previous_finish:
        told.append(
            writing.say(
                N_("end {days} ({before} then)"),
                days=writing.signed_days((end - facts.previous_finish).days),
                before=writing.day(facts.previous_finish),
            )
        )
    if cost is not None and facts.previous_cost is not None:
        more = (cost - facts.previous_cost).quantize(Decimal(1))
        told.append(writing.say(N_("cost {amount}"), amount=writing.signed_money(more)))
    if not told:
        return []
    text = N_("Since {number}: {changes}.")
    return [Paragraph(writing.say(text, number=facts.previous_number, changes=", ".join(told)), "quiet")]


def tolerances(writing: Writing) -> list[Block]:
    """Return the seven targets with what was used and allowed."""
    targets = writing.facts.targets
    beyond = sum(one.is_beyond for one in targets)
    if not targets:
        return [Paragraph(writing.gettext(N_("No tolerances were agreed.")), "missing")]
    lead = writing.gettext(N_("All targets that are measured lie within what was agreed."))
    if beyond:
        lead = writing.starting(
            "{n} target lies beyond its tolerance", "{n} targets lie beyond their tolerance", beyond
        )
        lead += "."
    columns = (
        Column(writing.gettext(N_("Goal")), width=1.5),
        Column(writing.gettext(N_("Used")), "right"),
        Column(writing.gettext(N_("Allowed")), "right"),
        Column(writing.gettext(N_("Rests on")), width=1.3),
        Column(writing.gettext(N_("Status")), width=1.2),
    )
    rows = []
    for one in targets:
        allowed = writing.in_unit(one.allowed, one.unit) if one.allowed is not None else one.words or DASH
        is_agreed = one.allowed is not None or bool(one.words)
        rows.append(
            (
                Cell(writing.gettext(word(TARGETS, one.target)), is_bold=True),
                Cell(writing.in_unit(one.used, one.unit), is_bad=one.is_beyond),
                Cell(allowed),
                # What was not measured rests on nothing, whatever it would rest on.
                Cell(DASH if one.used is None else writing.gettext(word(BASES, one.basis))),
                Cell(mark=writing.mark(one.status)) if is_agreed else Cell(writing.gettext(N_("not agreed"))),
            )
        )
    caption = writing.gettext(N_("Each target: what was used of its tolerance"))
    return [Paragraph(lead, "lead"), Table(columns, tuple(rows), caption)]


def done_and_next(writing: Writing) -> list[Block]:
    """Return what was finished and what follows, from the plan and in the words of a person."""
    made: list[Block] = []
    for heading, items, key, nothing in (
        (
            N_("Done in this period"),
            writing.facts.done,
            "done",
            N_("The plan shows nothing finished in this period."),
        ),
        (
            N_("Next period"),
            writing.facts.upcoming,
            "next",
            N_("The plan shows nothing due in the next period."),
        ),
    ):
        made.append(Heading(writing.gettext(heading), 2))
        if items:
            made.append(Bullets(items))
        written = told(writing, key)
        made += written
        if not items and not written:
            made.append(Paragraph(writing.gettext(nothing), "missing"))
    return made


def risks(writing: Writing) -> list[Block]:
    """Return the heaviest risks."""
    columns = (
        Column(writing.gettext(N_("Risk and measure")), width=3.4),
        Column(writing.gettext(N_("Chance")), "right", 0.8),
        Column(writing.gettext(N_("Days")), "right", 0.8),
        Column(writing.gettext(N_("Cost")), "right", 1.1),
        Column(writing.gettext(N_("Owner, date")), width=1.6),
    )
    rows = [
        (
            Cell(
                f"{one.code} {one.title}",
                one.measure or writing.gettext(N_("No measure recorded")),
                is_bold=True,
            ),
            Cell(DASH if one.probability is None else writing.chance(one.probability)),
            Cell(writing.signed_days(one.impact_days)),
            Cell(writing.signed_money(one.impact_cost)),
            Cell(one.owner or writing.gettext(N_("no owner")), writing.day(one.due)),
        )
        for one in writing.facts.risks
    ]
    nothing = N_("No risk is open.")
    return _table(writing, columns, rows, N_("The heaviest risks"), nothing, is_missed=False)


def issues(writing: Writing) -> list[Block]:
    """Return the issues that are open."""
    columns = (
        Column(writing.gettext(N_("Issue")), width=3.6),
        Column(writing.gettext(N_("Priority")), width=0.9),
        Column(writing.gettext(N_("Owner")), width=1.4),
        Column(writing.gettext(N_("Due")), "right", 0.9),
    )
    rows = [
        (
            Cell(f"{one.code} {one.title}"),
            Cell(writing.gettext(word(STATES, one.priority)) if one.priority else DASH),
            Cell(one.owner or writing.gettext(N_("no owner"))),
            _due(writing, one.due),
        )
        for one in writing.facts.issues
    ]
    return _table(writing, columns, rows, N_("Open issues"), N_("No issue is open."), is_missed=False)


def actions(writing: Writing) -> list[Block]:
    """Return the actions that are open."""
    columns = (
        Column(writing.gettext(N_("Action that is open")), width=3.8),
        Column(writing.gettext(N_("Owner")), width=1.5),
        Column(writing.gettext(N_("Due")), "right", 0.9),
    )
    rows = [
        (
            Cell(f"{one.code} {one.title}"),
            Cell(one.owner or writing.gettext(N_("no owner"))),
            Cell(writing.day(one.due), is_bad=one.is_overdue),
        )
        for one in writing.facts.actions
    ]
    return _table(writing, columns, rows, N_("Open actions"), N_("No action is open."), is_missed=False)


def changes(writing: Writing) -> list[Block]:
    """Return the changes that are open or were decided in the period."""
    columns = (
        Column(writing.gettext(N_("Change request")), width=3.2),
        Column(writing.gettext(N_("Days")), "right", 0.8),
        Column(writing.gettext(N_("Cost")), "right", 1.1),
        Column(writing.gettext(N_("State")), width=1.2),
        Column(writing.gettext(N_("Decided on")), "right", 1.0),
    )
    rows = [
        (
            Cell(f"{one.code} {one.title}"),
            Cell(writing.signed_days(one.impact_days)),
            Cell(writing.signed_money(one.impact_cost)),
            Cell(writing.gettext(word(STATES, one.state))),
            Cell(writing.day(one.decided_on)),
        )
        for one in writing.facts.changes
    ]
    nothing = N_("No change was asked or decided in this period.")
    caption = N_("Asked, or decided in this period")
    return _table(writing, columns, rows, caption, nothing, is_missed=False)


def lessons(writing: Writing) -> list[Block]:
    """Return what was learned, by subject, with what to do."""
    columns = (
        Column(writing.gettext(N_("Lesson")), width=2.2),
        Column(writing.gettext(N_("What happened")), width=2.4),
        Column(writing.gettext(N_("Recommendation")), width=2.4),
    )
    rows = [
        (
            Cell(
                f"{one.code} {one.title}",
                writing.gettext(word(CATEGORIES, one.category)) if one.category else "",
                is_bold=True,
            ),
            Cell(one.what_happened or DASH),
            Cell(one.recommendation or writing.gettext(N_("No recommendation yet"))),
        )
        for one in writing.facts.lessons
    ]
    return _table(
        writing,
        columns,
        rows,
        N_("What was learned, and what to do with it"),
        N_("No lesson was written down yet."),
        most=60,
    )


def products(writing: Writing) -> list[Block]:
    """Return the products with their state."""
    columns = (
        Column(writing.gettext(N_("Product")), width=3.2),
        Column(writing.gettext(N_("Owner")), width=1.4),
        Column(writing.gettext(N_("Due")), "right", 1.1),
        Column(writing.gettext(N_("Ready on")), "right", 0.9),
        Column(writing.gettext(N_("State")), width=1.3),
    )
    rows = [
        (
            Cell(f"{one.code} {one.title}"),
            Cell(one.owner or writing.gettext(N_("no owner"))),
            Cell(
                writing.day(one.due),
                is_bad=bool(one.due and not one.ready_on and one.due < writing.facts.as_of),
            ),
            Cell(writing.day(one.ready_on)),
            Cell(writing.gettext(word(STATES, one.state)), is_bold=one.state == "accepted"),
        )
        for one in writing.facts.products
    ]
    nothing = N_("No product is described: what must be delivered cannot be shown.")
    return _table(writing, columns, rows, N_("Products and where they stand"), nothing, most=30)


def findings(writing: Writing) -> list[Block]:
    """Return the quality findings that are open."""
    columns = (
        Column(writing.gettext(N_("Finding")), width=3.4),
        Column(writing.gettext(N_("Severity")), width=0.9),
        Column(writing.gettext(N_("Owner")), width=1.4),
        Column(writing.gettext(N_("Due")), "right", 0.9),
    )
    rows = [
        (
            Cell(f"{one.code} {one.title}"),
            Cell(writing.gettext(word(STATES, one.severity)) if one.severity else DASH),
            Cell(one.owner or writing.gettext(N_("no owner"))),
            _due(writing, one.due),
        )
        for one in writing.facts.findings
    ]
    nothing = N_("No quality finding is open.")
    return _table(writing, columns, rows, N_("Open quality findings"), nothing, is_missed=False)


def gates(writing: Writing) -> list[Block]:
    """Return the decisions at gates, and the conditions that are open."""
    columns = (
        Column(writing.gettext(N_("Gate")), width=0.7),
        Column(writing.gettext(N_("Decided on")), "right", 0.9),
        Column(writing.gettext(N_("Decision")), width=1.3),
        Column(writing.gettext(N_("Reason")), width=2.0),
        Column(writing.gettext(N_("By")), width=2.4),
    )
    rows = [
        (
            Cell(one.gate, is_bold=True),
            Cell(writing.day(one.on)),
            Cell(writing.gettext(word(VERDICTS, one.verdict))),
            Cell(one.reason or DASH),
            Cell(one.by),
        )
        for one in writing.facts.gates
    ]
    made = _table(writing, columns, rows, N_("Gate decisions"), N_("No gate was decided yet."), most=20)
    open_ones = [
        (
            Cell(f"{one.code} {one.title}"),
            Cell(one.gate),
            Cell(one.owner or writing.gettext(N_("no owner"))),
            _due(writing, one.due),
        )
        for one in writing.facts.conditions
    ]
    if open_ones:
        heads = (
            Column(writing.gettext(N_("Open condition")), width=3.4),
            Column(writing.gettext(N_("Gate")), width=0.7),
            Column(writing.gettext(N_("Owner")), width=1.4),
            Column(writing.gettext(N_("Due")), "right", 0.9),
        )
        made += _table(writing, heads, open_ones, N_("Conditions that are still open"), "")
    return made


def next_gate(writing: Writing) -> list[Block]:
    """Return a panel on the next gate: when, and what its dossier lacks."""
    gate = writing.facts.next_gate
    if gate is None:
        return [Paragraph(writing.gettext(N_("No gate is open.")), "missing")]
    called = gate.name if gate.code in gate.name else f"{gate.code} {gate.name}".strip()
    title = writing.say(N_("Next gate: {code}, no date"), code=called)
    if gate.due:
        title = writing.say(N_("Next gate: {code} on {day}"), code=called, day=writing.day(gate.due))
    told_ = writing.say(N_("{met} of {all} criteria are met."), met=gate.n_met, all=gate.n_criteria)
    return [Box(title, (told_,) if gate.n_criteria else (), gate.lacking[:6], "note")]


def benefits(writing: Writing) -> list[Block]:
    """Return the benefits with how far each came."""
    language = writing.language
    columns = (
        Column(writing.gettext(N_("Benefit")), width=2.8),
        Column(writing.gettext(N_("Before")), "right", 0.9),
        Column(writing.gettext(N_("Target")), "right", 0.9),
        Column(writing.gettext(N_("Measured")), "right", 1.0),
        Column(writing.gettext(N_("Of the way")), "right", 0.8),
        Column(writing.gettext(N_("Owner")), width=1.3),
    )

    def amount(value: Decimal | None) -> str:
        return DASH if value is None else language.number(value, 0 if value == int(value) else 1)

    rows = [
        (
            Cell(f"{one.code} {one.title}", one.unit),
            Cell(amount(one.before)),
            Cell(amount(one.target), writing.day(one.target_on) if one.target_on else ""),
            Cell(amount(one.measured), writing.day(one.measured_on) if one.measured_on else ""),
            Cell(DASH if one.share is None else language.percent(one.share)),
            Cell(one.owner or writing.gettext(N_("no owner"))),
        )
        for one in writing.facts.benefits
    ]
    nothing = N_("No benefit is promised: whether the project pays off cannot be shown.")
    return _table(writing, columns, rows, N_("Benefits and how far they came"), nothing, most=20)


def asked(writing: Writing) -> list[Block]:
    """Return the panel with what is asked of the reader."""
    title = writing.gettext(N_("Asked of you"))
    items = []
    for one in writing.facts.decisions:
        text = (one.recommendation or one.question).strip()
        by = writing.say(N_("by {day}"), day=writing.prose_day(one.due)) if one.due else ""
        items.append(f"{one.code}: {text.removesuffix('.')} ({by})." if by else f"{one.code}: {text}")
    written = writing.texts.get("asked", "").strip()
    if not items and not written:
        return [
            Box(title, (writing.gettext(N_("Nothing: this report is for your information.")),), (), "note")
        ]
    return [Box(title, (written,) if written else (), tuple(items))]


def signatures(writing: Writing) -> list[Block]:
    """Return who wrote and who approved."""
    cover = writing.cover
    return [
        Signatures(
            (
                Signature(writing.gettext(N_("Written by")), cover.author, cover.submitted_on),
                Signature(writing.gettext(N_("Approved by")), cover.approver, cover.approved_on),
            )
        )
    ]


def _due(writing: Writing, due: date | None) -> Cell:
    return Cell(writing.day(due), is_bad=bool(due and due < writing.facts.as_of))


def _table(
    writing: Writing,
    columns: tuple[Column, ...],
    rows: Rows,
    caption: str,
    nothing: str,
    most: int = MOST_ROWS,
    *,
    is_missed: bool = True,
) -> list[Block]:
    """Return a table; what does not fit is counted, what is not there is named.

    Parameters
    ----------
    is_missed
        Whether somebody still has to write what is not there; that no risk is open asks nothing of anybody.
    """
    if not rows:
        return [Paragraph(writing.gettext(nothing), "missing" if is_missed else "plain")]
    made: list[Block] = [Table(columns, tuple(rows[:most]), writing.gettext(caption))]
    if len(rows) > most:
        more = writing.language.ngettext(
            "{n} more stands in the register.", "{n} more stand in the register.", len(rows) - most
        )
        made.append(Paragraph(more.format(n=len(rows) - most), "quiet"))
    return made
