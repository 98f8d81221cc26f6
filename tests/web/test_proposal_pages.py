"""The pages of proposals: what they show, what may be done on them, and what a race or a conflict gives."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from web import factories

from stuurbord.engine.editing import Insert, Link, Remove, Resize, SetFacts, edited
from stuurbord.plan.changes.keyed import DERIVED, KINDS
from stuurbord.web.accounts.models import Role
from stuurbord.web.planning.actions import Wanted, accept, propose
from stuurbord.web.planning.fact_words import word_of
from stuurbord.web.planning.models import Proposal, ProposalSource, ProposalState
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of

pytestmark = pytest.mark.django_db
DAY = 8 * 3600


@pytest.fixture
def project() -> Project:
    """A project with a plan that has a baseline."""
    made = factories.project(factories.portfolio("ASN"), "P-001")
    factories.revision(made)
    made.refresh_from_db()
    return made


@pytest.fixture
def planner():
    """A project manager."""
    return factories.user(Role.PROJECT_MANAGER)


def made(actor, project: Project, *edits, title: str = "Ander plan") -> Proposal:
    """A proposal of edits on the current revision."""
    project.refresh_from_db()
    base = project.current_revision
    plan = edited(plan_of(base.pk), edits, forecast_schedule)
    return propose(actor, project, base, plan, Wanted(title, reason="Levering te laat"))


def at(name: str, one: Proposal) -> str:
    return reverse(name, args=["ASN", "P-001", one.number])


def test_the_list_shows_what_waits_first(project, planner, client: Client):
    """Number, title, effect in one line, who and when; decided ones below."""
    first = made(planner, project, SetFacts([2], {"name": "Anders"}), title="Klaar")
    accept(planner, first, first.version)
    made(planner, project, Resize([4], 8 * DAY), title="Drie dagen langer")
    client.force_login(planner)
    text = client.get(reverse("plan_proposals", args=["ASN", "P-001"])).content.decode()

    assert text.index("Drie dagen langer") < text.index("Klaar")
    assert re.search(r"G4 \+\d+\xa0d", text)


def test_a_proposal_is_read_in_words(project, planner, client: Client):
    """Facts of a task from what they were to what they become, links by number and name, new rows told."""
    one = made(
        planner,
        project,
        Resize([4], 8 * DAY),
        Insert(900, 4, "Keuring", 2),
        Link(4, 900),
        SetFacts([2], {"cost": 125_000}),
    )
    client.force_login(planner)
    text = client.get(at("plan_proposal", one)).content.decode()

    assert re.search(r'class="was">5\xa0wd</span> → <span class="now">8\xa0wd</span>', text)
    assert "Taak 4 → " in text
    assert "Keuring" in text
    assert "€\xa01.250" in text
    assert "Levering te laat" in text
    assert 'class="ba-after"' in text


def test_the_page_accepts_what_it_showed(project, planner, client: Client):
    """The whole proposal becomes a revision, and the page says which."""
    one = made(planner, project, SetFacts([2], {"name": "Anders"}))
    client.force_login(planner)
    answer = client.post(at("proposal_accept", one), {"version": one.version})
    project.refresh_from_db()

    assert answer.status_code == 302
    assert answer.headers["Location"] == at("plan_proposal", one)
    assert "Anders" in plan_of(project.current_revision_id).tasks.name
    assert "Anders" in client.get(at("plan_proposal", one)).content.decode()


def test_only_the_ticked_rows_are_accepted(project, planner, client: Client):
    """With what they lean on; and without a tick nothing happens, with a sentence."""
    one = made(
        planner,
        project,
        SetFacts([2], {"name": "Wel"}),
        SetFacts([3], {"name": "Niet"}),
        Insert(900, 4, "Keuring", 2),
        Link(4, 900),
    )
    client.force_login(planner)
    page = client.get(at("plan_proposal", one)).content.decode()
    none = client.post(at("proposal_accept", one), {"version": one.version, "part": "1"})
    rows = ["tasks:2", "dependencies:4>900"]
    client.post(at("proposal_accept", one), {"version": one.version, "part": "1", "row": rows})
    project.refresh_from_db()
    names = plan_of(project.current_revision_id).tasks.name
    rest = Proposal.objects.get(rest_of=one)
    texts = [client.get(at("plan_proposal", each)).content.decode() for each in (one, rest)]
    listed = client.get(reverse("plan_proposals", args=["ASN", "P-001"])).content.decode()

    assert re.search(r"(brengt mee|brings along): [^<]*Keuring", page)
    assert none.status_code == 422
    assert {"Wel", "Keuring"} <= set(names)
    assert "Niet" not in names
    assert at("plan_proposal", rest) in texts[0]
    assert at("plan_proposal", one) in texts[1]
    assert "Niet" in texts[1]
    assert re.search(r"rest (van voorstel|of proposal) 1", listed)


def test_who_decides_second_sees_what_happened(project, planner, client: Client):
    """A lost race is 409, and nothing is written twice."""
    one = made(planner, project, SetFacts([2], {"name": "Anders"}))
    client.force_login(planner)
    answer = client.post(at("proposal_accept", one), {"version": one.version + 1})
    one.refresh_from_db()

    assert answer.status_code == 409
    assert one.state == ProposalState.OPEN
    assert project.revisions.count() == 1


def test_a_conflict_shows_three_values_and_offers_the_rest(project, planner, client: Client):
    """What it was, what is proposed, what the plan says now; the rest can be accepted."""
    mine = made(planner, project, SetFacts([2], {"name": "Mijn naam"}), SetFacts([3], {"name": "Vrij"}))
    theirs = made(planner, project, SetFacts([2], {"name": "Hun naam"}))
    accept(planner, theirs, theirs.version)
    client.force_login(planner)
    refused = client.post(at("proposal_accept", mine), {"version": mine.version})
    text = refused.content.decode()
    row = re.search(r"<tbody><tr>.*?</tr>", text, re.DOTALL)
    client.post(at("proposal_accept", mine), {"version": mine.version, "leave": "1"})
    project.refresh_from_db()
    names = plan_of(project.current_revision_id).tasks.name

    assert refused.status_code == 409
    assert row
    assert all(name in row[0] for name in ("Taak 2", "Mijn naam", "Hun naam"))
    assert 'name="leave"' in text
    assert {"Hun naam", "Vrij"} <= set(names)
    assert "Mijn naam" not in names


def test_a_proposal_of_which_nothing_is_left_cannot_be_accepted(project, planner, client: Client):
    """Everything disagrees: there is nothing to accept, and that is said."""
    mine = made(planner, project, SetFacts([2], {"name": "Mijn naam"}))
    theirs = made(planner, project, SetFacts([2], {"name": "Hun naam"}))
    accept(planner, theirs, theirs.version)
    client.force_login(planner)
    answer = client.post(at("proposal_accept", mine), {"version": mine.version, "leave": "1"})
    mine.refresh_from_db()

    assert answer.status_code == 422
    assert mine.state == ProposalState.OPEN
    assert 'name="leave"' not in answer.content.decode()


def test_a_row_that_is_gone_by_now_is_told(project, planner, client: Client):
    """Somebody took the task away that the proposal changes."""
    mine = made(planner, project, SetFacts([3], {"name": "Mijn naam"}), SetFacts([2], {"name": "Vrij"}))
    theirs = made(planner, project, Remove([3]))
    accept(planner, theirs, theirs.version)
    client.force_login(planner)
    text = client.get(at("plan_proposal", mine)).content.decode()

    assert re.search(r"niet meer in de planning|no longer in the plan", text)


def test_beyond_what_was_agreed_the_page_says_who_decides(project, planner, client: Client):
    """The planner sees why and no button; the owner sees the button, and decides."""
    owner = factories.user(Role.PROJECT_OWNER)
    one = made(planner, project, Resize([4], 90 * DAY))
    client.force_login(planner)
    of_planner = client.get(at("plan_proposal", one)).content.decode()
    refused = client.post(at("proposal_accept", one), {"version": one.version})
    client.force_login(owner)
    of_owner = client.get(at("plan_proposal", one)).content.decode()
    made_true = client.post(at("proposal_accept", one), {"version": one.version})
    one.refresh_from_db()

    assert one.asks == "decide"
    assert at("proposal_accept", one) not in of_planner
    assert refused.status_code == 403
    assert at("proposal_accept", one) in of_owner
    assert made_true.status_code == 302
    assert one.state == ProposalState.ACCEPTED


def test_rejecting_asks_why_and_the_author_may_withdraw(project, planner, client: Client):
    """Without a reason it stays open; the author alone takes it back."""
    one, other = (made(planner, project, SetFacts([2], {"name": name})) for name in ("A", "B"))
    client.force_login(planner)
    empty = client.post(at("proposal_reject", one), {"version": one.version, "reason": " "})
    client.post(at("proposal_reject", one), {"version": one.version, "reason": "Niet nodig"})
    client.post(at("proposal_withdraw", other), {"version": other.version})
    states = list(Proposal.objects.order_by("number").values_list("state", flat=True))

    assert empty.status_code == 422
    assert states == [ProposalState.REJECTED, ProposalState.WITHDRAWN]
    assert "Niet nodig" in client.get(at("plan_proposal", one)).content.decode()


def test_who_may_not_import_a_plan_suggests(project, client: Client):
    """Writing registers is enough to propose; the planner decides."""
    owner, planner = factories.user(Role.PROJECT_OWNER), factories.user(Role.PROJECT_MANAGER)
    one = made(owner, project, SetFacts([2], {"name": "Anders"}))
    client.force_login(owner)
    refused = client.post(at("proposal_accept", one), {"version": one.version})

    assert one.source == ProposalSource.SUGGESTION
    assert refused.status_code == 403
    assert accept(planner, one, one.version).number == 2


def test_the_pages_ask_little_of_the_database(
    project, planner, client: Client, django_assert_max_num_queries
):
    """Ten proposals or one: the list asks the same."""
    for number in range(10):
        made(planner, project, SetFacts([2], {"name": f"Naam {number}"}))
    client.force_login(planner)
    address = reverse("plan_proposals", args=["ASN", "P-001"])
    client.get(address)

    with django_assert_max_num_queries(22):
        client.get(address)
    with django_assert_max_num_queries(26):
        client.get(reverse("plan_proposal", args=["ASN", "P-001", 1]))


def test_a_whole_baseline_is_one_row(planner, client: Client):
    """A promise of many tasks is not told task by task; ticked, all of it is accepted."""
    project = factories.project(factories.portfolio("ASN"), "P-001")
    factories.revision(project, factories.plan(n_tasks=30))
    project.refresh_from_db()
    base = project.current_revision
    plan = plan_of(base.pk)
    promised = replace(plan, baselines=plan.baselines | {3: plan.baselines[0]})
    one = propose(planner, project, base, promised, Wanted("Tussentijds"))
    client.force_login(planner)
    text = client.get(at("plan_proposal", one)).content.decode()
    rows = ["baselines:3", "plan:"]
    client.post(at("proposal_accept", one), {"version": one.version, "part": "1", "row": rows})
    project.refresh_from_db()

    assert 'value="baselines:3"' in text
    assert 'value="tasks:' not in text
    assert plan_of(project.current_revision_id).baselines[3] == plan.baselines[0]


@pytest.mark.parametrize("table", sorted(KINDS))
def test_every_fact_of_a_plan_has_a_name(table):
    """A new column of a plan needs a word of its own, or its page would show code."""
    columns = set(KINDS[table].columns()) - DERIVED[table]

    assert [one for one in columns if word_of(table, one)[0] == one] == []
