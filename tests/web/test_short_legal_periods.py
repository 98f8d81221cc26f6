"""A legal period that is too short is told wherever a plan comes in or changes, with its article."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from web import factories
from web.factories import OPERATOR

from stuurbord.engine.editing import Link, Remove, Resize, edited
from stuurbord.errors import Finding, InvalidPlan, Severity
from stuurbord.exchange import mspdi
from stuurbord.plan import DependencyKind, LagUnit, Plan
from stuurbord.plan.calendar import DAY
from stuurbord.rulebooks.be_procurement.planning import (
    LegalTerm,
    LegalTerms,
    as_plan,
    plan_part,
    procedure_steps,
)
from stuurbord.web.accounts.models import Role
from stuurbord.web.imports import actions
from stuurbord.web.imports.models import ImportState
from stuurbord.web.planning.actions import Wanted, accept, propose
from stuurbord.web.planning.previews import compared
from stuurbord.web.planning.short_periods import legal_records, legal_sentences
from stuurbord.web.planning.workspace import Tried, tried
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of, schedule_of

pytestmark = pytest.mark.django_db

ARTICLE = "Wet 17/06/2013 art. 11"
START = date(2026, 1, 5)


def procurement(*, verified: bool = True) -> Plan:
    """An open procedure with a standstill of which the law sets the length."""
    terms = LegalTerms(standstill=LegalTerm(15, ARTICLE, verified))
    return as_plan(plan_part(procedure_steps("OP", terms), START), START, "Sluis")


def standstill(plan: Plan) -> int:
    return int(plan.tasks.uid[plan.tasks.step.index("S23")])


def shortened(plan: Plan, days: int) -> Plan:
    """The plan as somebody elsewhere made it, without anybody to refuse it."""
    duration = plan.tasks.duration.copy()
    duration[plan.tasks.uid == standstill(plan)] = days * DAY
    return replace(plan, tasks=replace(plan.tasks, duration=duration))


@pytest.fixture
def project() -> Project:
    """A project whose plan holds a standstill."""
    made = factories.project(factories.portfolio("ASN"), "P-001")
    factories.revision(made, procurement(verified=False))
    made.refresh_from_db()
    return made


def test_an_imported_plan_with_a_short_period_warns_and_is_read(portfolio_of_operator):
    """It names the task, the days and the article; the file is not refused."""
    data = mspdi.write(shortened(procurement(), 10))
    one = actions.receive(OPERATOR, portfolio_of_operator, "P-1 Sluis.xml", data)
    (told,) = [Finding.from_record(each) for each in one.findings if each["code"] == "shorter_than_law"]

    assert one.state == ImportState.READY
    assert told.severity is Severity.WARNING
    assert told.where.project == "P-1"
    assert told.fields["minimum"] == 15
    assert ARTICLE in told.message()


def test_a_plan_that_keeps_the_law_comes_in_without_a_word(portfolio_of_operator):
    """Also when its law was never verified."""
    one = actions.receive(
        OPERATOR, portfolio_of_operator, "P-1 Sluis.xml", mspdi.write(procurement(verified=False))
    )

    assert not [each for each in one.findings if each["code"] == "shorter_than_law"]


@pytest.fixture
def portfolio_of_operator():
    """A portfolio without projects."""
    return factories.portfolio("BUI")


def test_the_preview_says_what_an_unverified_minimum_warns_of(project):
    """In Dutch, beside what moves; the edit is made."""
    plan = plan_of(project.current_revision_id)
    edit = {"edit": "Resize", "uids": [standstill(plan)], "duration": 9 * DAY}
    effect = compared(project, tried(project.current_revision_id, [edit]))["effect"]

    assert len(effect["warnings"]) == 1
    assert ARTICLE in effect["warnings"][0]
    assert "15" in effect["warnings"][0]


def test_a_change_elsewhere_in_the_plan_says_nothing_of_the_law(project):
    """Not even in a plan whose period was too short already."""
    plan = shortened(plan_of(project.current_revision_id), 8)
    other = edited(plan, [Resize([int(plan.tasks.uid[0])], 8 * 3600)], forecast_schedule)
    was, now = ((one, forecast_schedule(one)) for one in (plan, other))

    assert legal_records(was, now) == []
    assert "warnings" not in compared(project, Tried(*was, *now))["effect"]


def test_a_proposal_keeps_and_shows_the_warning(client, project):
    """Who decides reads it above the proposal, and in the list."""
    planner = factories.user(Role.PROJECT_MANAGER)
    base = project.current_revision
    new = shortened(plan_of(base.pk), 9)
    proposal = propose(planner, project, base, new, Wanted("Sneller sluiten"))
    client.force_login(planner)
    page = client.get(reverse("plan_proposal", args=[project.portfolio.key, project.code, proposal.number]))
    text = page.content.decode()

    assert [one["code"] for one in proposal.effect["legal"]] == ["shorter_than_law"]
    assert ARTICLE in text
    assert legal_sentences(proposal.effect["legal"])[0] in html.unescape(text)


def test_a_period_that_is_taken_out_is_told(project):
    """Removing it is allowed, and no secret."""
    revision = project.current_revision_id
    plan = plan_of(revision)
    new = edited(plan, [Remove([standstill(plan)])], forecast_schedule)
    records = legal_records((plan, schedule_of(revision)), (new, forecast_schedule(new)))

    assert [one["code"] for one in records] == ["legal_period_taken_out"]


def test_a_part_of_a_proposal_may_not_shorten_what_the_whole_kept():
    """A shorter standstill that comes with a longer wait is none, taken alone it is refused."""
    project = factories.project(factories.portfolio("ASN"), "P-002")
    factories.revision(project, procurement())
    project.refresh_from_db()
    base, planner = project.current_revision, factories.user(Role.PROJECT_MANAGER)
    plan = plan_of(base.pk)
    uid, last = standstill(plan), standstill(plan) + 1
    wait = Link(uid, last, DependencyKind.FS, 5 * DAY, LagUnit.ELAPSED)
    lead = Link(uid - 1, uid, DependencyKind.FS, -DAY, LagUnit.ELAPSED)
    whole = edited(plan, [wait, Resize([uid], 16 * DAY), lead], forecast_schedule)
    proposal = propose(planner, project, base, whole, Wanted("Anders geschikt"))

    with pytest.raises(InvalidPlan, match=r"art\. 11"):
        accept(planner, proposal, proposal.version, {("dependencies", f"{uid - 1}>{uid}")})
    project.refresh_from_db()
    assert project.current_revision_id == base.pk
