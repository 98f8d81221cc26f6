"""The registers as they stood: decisions, risks, issues and milestones of every project."""

from __future__ import annotations

from stuurbord.errors import N_
from stuurbord.reports.steering_workbook.table import Column, Formula, Table
from stuurbord.reports.steering_workbook.wording import Wording
from stuurbord.reports.term_words import origin_word, state_word, text_of


def decisions_table(wording: Wording) -> Table:
    """Return the decisions that are asked, and those taken before with their outcome."""
    return Table(
        name=wording(N_("Decisions")),
        note=wording.note(wording(N_("amounts in euro"))),
        columns=(
            Column("code", wording(N_("No.")), "text", 8),
            Column("project", wording(N_("Project")), "text", 9),
            Column("question", wording(N_("Question")), "text", 34),
            Column("recommendation", wording(N_("Recommendation")), "text", 34),
            Column("on_date", wording(N_("Effect on the date")), "text", 20),
            Column("on_cost", wording(N_("Effect on the cost")), "signed_euro", 12),
            Column("without", wording(N_("Without a decision")), "text", 30),
            Column("due", wording(N_("Last useful date")), "day", 11),
            Column("body", wording(N_("Competent body")), "text", 18),
            Column("state", wording(N_("State")), "text", 12),
            Column("outcome", wording(N_("Outcome")), "text", 28),
            Column("decided_on", wording(N_("Decided on")), "day", 11),
        ),
        rows=[
            {
                "code": one.code,
                "project": one.project,
                "question": one.question,
                "recommendation": one.recommendation,
                "on_date": one.effect_on_date,
                "on_cost": one.effect_on_cost,
                "without": one.without_decision,
                "due": one.due,
                "body": one.body,
                "state": wording.choice("DecisionState", one.state),
                "outcome": one.outcome,
                "decided_on": one.decided_on,
            }
            for one in wording.snapshot.decisions
        ],
        empty=wording(N_("No decisions are asked.")),
        frozen=3,
    )


def risks_table(wording: Wording) -> Table:
    """Return the open risks, the greatest expected delay first."""
    expected = Formula("{chance}*{cost}", lambda row: row["chance"] * float(row["cost"]))
    change = Formula("{chance}-{chance_before}", lambda row: row["chance"] - row["chance_before"])
    return Table(
        name=wording(N_("Risks")),
        note=wording.note(wording(N_("impact in working days and in euro, if it happens"))),
        columns=(
            Column("code", wording(N_("No.")), "text", 8),
            Column("project", wording(N_("Project")), "text", 9),
            Column("title", wording(N_("Risk")), "text", 28),
            Column("cause", wording(N_("Cause")), "text", 24),
            Column("event", wording(N_("Event")), "text", 24),
            Column("effect", wording(N_("Effect")), "text", 24),
            Column("chance", wording(N_("Probability")), "percent", 10),
            Column("chance_before", wording(N_("Previous probability")), "percent", 10),
            Column("change", wording(N_("Change of probability")), "signed_percent", 10, change),
            Column("days", wording(N_("Impact, days")), "whole", 9),
            Column("days_before", wording(N_("Previous impact, days")), "whole", 9),
            Column("cost", wording(N_("Impact, euro")), "euro", 11),
            Column("expected", wording(N_("Probability × impact, euro")), "euro", 12, expected),
            Column("response", wording(N_("Response")), "text", 11),
            Column("measure", wording(N_("Measure")), "text", 28),
            Column("owner", wording(N_("Owner")), "text", 18),
            Column("due", wording(N_("Due")), "day", 11),
            Column("state", wording(N_("State")), "text", 13),
            Column("reviewed_on", wording(N_("Reviewed")), "day", 11),
        ),
        rows=[
            {
                "code": one.code,
                "project": one.project,
                "title": one.title,
                "cause": one.cause,
                "event": one.event,
                "effect": one.effect,
                "chance": one.probability,
                "chance_before": one.previous_probability,
                "days": one.impact_days,
                "days_before": one.previous_impact_days,
                "cost": one.impact_cost,
                "response": wording.choice("RiskResponse", one.response),
                "measure": one.measure,
                "owner": one.owner,
                "due": one.due,
                "state": wording.choice("RiskState", one.state),
                "reviewed_on": one.reviewed_on,
            }
            for one in wording.snapshot.risks
        ],
        empty=wording(N_("No open risks.")),
        frozen=3,
    )


def issues_table(wording: Wording) -> Table:
    """Return the open issues."""
    return Table(
        name=wording(N_("Issues")),
        note=wording.note(""),
        columns=(
            Column("code", wording(N_("No.")), "text", 9),
            Column("project", wording(N_("Project")), "text", 10),
            Column("title", wording(N_("Issue")), "text", 60),
            Column("priority", wording(N_("Priority")), "text", 12),
            Column("owner", wording(N_("Owner")), "text", 24),
            Column("raised_on", wording(N_("Raised")), "day", 12),
            Column("due", wording(N_("Due")), "day", 12),
            Column("state", wording(N_("State")), "text", 16),
        ),
        rows=[
            {
                "code": one.code,
                "project": one.project,
                "title": one.title,
                "priority": wording.choice("Priority", one.priority),
                "owner": one.owner,
                "raised_on": one.raised_on,
                "due": one.due,
                "state": wording.choice("IssueState", one.state),
            }
            for one in wording.snapshot.issues
        ],
        empty=wording(N_("No open issues.")),
        frozen=3,
    )


def terms_table(wording: Wording) -> Table:
    """Return the open terms of procurements."""
    language, until = wording.language, wording.snapshot.terms_until
    note = wording(N_("open periods up to {day}; what is left in working days, negative = late"))
    return Table(
        name=wording(N_("Procurement periods")),
        note=wording.note(note.format(day=language.day(until)) if until else ""),
        columns=(
            Column("project", wording(N_("Project")), "text", 10),
            Column("file", wording(N_("Procurement file")), "text", 13),
            Column("name", wording(N_("Procurement")), "text", 32),
            Column("title", wording(N_("What is due")), "text", 36),
            Column("due", wording(N_("At the latest")), "day", 12),
            Column("left", wording(N_("Working days left")), "signed_days", 10),
            Column("state", wording(N_("State")), "text", 18),
            Column("origin", wording(N_("Origin of the day")), "text", 16),
            Column("article", wording(N_("Article")), "text", 32),
            Column("verified", wording(N_("Verified")), "text", 10),
            Column("missing", wording(N_("What is missing")), "text", 32),
        ),
        rows=[
            {
                "project": one.project,
                "file": one.file,
                "name": one.name,
                "title": text_of(one.title, language),
                "due": one.due,
                "left": one.working_days,
                "state": state_word(one, language),
                "origin": origin_word(one, language),
                "article": one.article,
                "verified": wording.yes_no(one.is_verified) if one.article else "",
                "missing": text_of(one.missing, language),
            }
            for one in wording.snapshot.terms or ()
        ],
        empty=wording(N_("No period is open.")),
        frozen=4,
    )


def milestones_table(wording: Wording) -> Table:
    """Return every gate and milestone of every project."""
    # A milestone that has passed is forecast on the day it passed.
    deviation = Formula("{forecast}-{baseline}", lambda row: (row["forecast"] - row["baseline"]).days)
    return Table(
        name=wording(N_("Milestones")),
        note=wording.note(wording(N_("deviation in calendar days from the baseline"))),
        columns=(
            Column("project", wording(N_("Project")), "text", 10),
            Column("project_name", wording(N_("Project name")), "text", 32),
            Column("code", wording(N_("No.")), "text", 10),
            Column("name", wording(N_("Milestone")), "text", 36),
            Column("is_gate", wording(N_("Gate")), "text", 8),
            Column("baseline", wording(N_("Baseline")), "day", 12),
            Column("forecast", wording(N_("Forecast")), "day", 12),
            Column("actual", wording(N_("Reached")), "day", 12),
            Column("deviation", wording(N_("Deviation, days")), "signed_days", 12, deviation),
        ),
        rows=[
            {
                "project": project.code,
                "project_name": project.name,
                "code": one.code,
                "name": one.name,
                "is_gate": wording.yes_no(one.is_gate),
                "baseline": one.baseline,
                "forecast": one.forecast,
                "actual": one.actual,
            }
            for project in wording.snapshot.projects
            for one in project.milestones
        ],
        empty=wording(N_("No milestones.")),
        frozen=4,
    )
