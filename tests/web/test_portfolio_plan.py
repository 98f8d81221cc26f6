"""The plans of a portfolio together: what edits do to projects that wait, proposals, and who sees what."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from web import factories

from stuurbord.engine.editing import Insert, Link, Resize, edited
from stuurbord.engine.plan_network import CrossLink
from stuurbord.plan import moment
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.planning.models import Proposal
from stuurbord.web.planning.portfolio_network import effects_elsewhere, network_of
from stuurbord.web.planning.portfolio_workspace import attempt, written
from stuurbord.web.projects.models import Portfolio, Programme, Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of
from stuurbord.web.registers.models import ProjectDependency

pytestmark = pytest.mark.django_db
DAY = 8 * 3600
LONG = {"edit": "Resize", "uids": [2], "duration": 15 * DAY}
"""Task 2 of a chain lasts three weeks instead of one."""


@pytest.fixture
def portfolio() -> Portfolio:
    """P-001 gives, P-002 waits for its task 2 with its own task 3; P-003 waits for nobody."""
    made = factories.portfolio("ASN")
    for code in ("P-001", "P-002", "P-003"):
        factories.revision(factories.project(made, code))
    waiting = network_of(made)
    link = CrossLink("new", "P-002", 3, "P-001", 2)
    factories.revision(project(made, "P-002"), written(attempt(waiting, {}, [link]), "P-002"))
    return made


def project(portfolio: Portfolio, code: str) -> Project:
    return portfolio.projects.select_related("portfolio", "current_revision").get(code=code)


def client_of(user) -> Client:
    made = Client()
    made.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return made


def sent(client: Client, name: str, body: object):
    return client.post(reverse(name, args=["ASN"]), json.dumps(body), content_type="application/json")


def edits(portfolio: Portfolio, *codes: str, edit: dict = LONG) -> dict:
    """As the page sends them, with all tasks of P-002 unfolded."""
    bases = {code: project(portfolio, code).current_revision.number for code in codes}
    sent_edits = {code: {"base": base, "edits": [edit]} for code, base in bases.items()}
    return {"edits": sent_edits, "open": ["P-002"]}


def finish_of(portfolio: Portfolio, code: str, uid: int) -> str:
    one = network_of(portfolio).network.plans[code]
    return f"{moment(int(one.schedule.finish[one.plan.tasks.uid.tolist().index(uid)])):%d/%m/%Y}"


def test_a_task_of_another_plan_is_a_line_of_the_plan_that_waits(portfolio):
    """As Microsoft Project writes it: external, with the project, the row and the dates there."""
    plan = plan_of(project(portfolio, "P-002").current_revision_id)
    row = plan.tasks.is_external.nonzero()[0][0]

    assert (plan.tasks.subproject[row], plan.tasks.name[row]) == ("P-001", "Taak 2")
    assert plan.tasks.given_finish[row] == network_of(portfolio).network.plans["P-001"].schedule.finish[2]
    assert [(one.after, one.before, one.before_uid) for one in network_of(portfolio).network.links] == [
        ("P-002", "P-001", 2)
    ]


def test_an_edit_shows_in_the_project_that_waits_and_only_there(portfolio):
    """Two weeks more in P-001 put task 3 of P-002 off, with its gate; P-003 stays out of it."""
    answer = sent(
        client_of(factories.user(Role.PORTFOLIO_MANAGER)), "portfolio_plan_preview", edits(portfolio, "P-001")
    ).json()

    assert set(answer["projects"]) == {"P-001", "P-002"}
    gates = {(one["project"], one["gate"]): one["days"] for one in answer["effect"]["gates"]}
    assert gates == {("P-001", "G4"): 14, ("P-002", "G4"): 14}
    moved = answer["projects"]["P-002"]
    assert 3 in moved["uid"]
    assert 1 not in moved["uid"]  # it is done; task 2 only gains float
    assert set(answer["projects"]["P-001"]["uid"]) <= {2, 5}  # folded: its gate and what others wait for
    assert Proposal.objects.count() == 0


def test_one_proposal_for_each_project_that_changes(portfolio):
    """Each names the other; accepted, the plans are what was shown."""
    planner = factories.user(Role.PROJECT_MANAGER)
    body = edits(portfolio, "P-001") | {"title": "Later", "reason": "Vergunning"}
    answer = sent(client_of(planner), "portfolio_plan_propose", body)

    assert answer.status_code == 201
    assert [one["project"] for one in answer.json()["proposals"]] == ["P-001", "P-002"]
    first, second = Proposal.objects.order_by("project__code")
    assert first.reason.startswith("Vergunning\n")
    assert "P-002" in first.reason
    assert "P-001" in second.reason
    assert second.effect["gates"][0]["days"] == 14


def test_a_line_of_the_register_holds_the_task_that_waits(portfolio):
    """Until the day it is expected; a delivery without a task moves nothing, delivered neither."""
    before = finish_of(portfolio, "P-003", 5)
    waiting = project(portfolio, "P-003")
    line = ProjectDependency.objects.create(
        project=waiting, code="AF-1", title="Netwerk", giver="P-001", forecast="2027-03-05", state="agreed"
    )
    assert finish_of(portfolio, "P-003", 5) == before

    line.needed_for, line.version = "G4", 2
    line.save()
    assert finish_of(portfolio, "P-003", 5) == "05/03/2027"
    line.state = "delivered"
    line.save()
    assert finish_of(portfolio, "P-003", 5) == before


def test_plans_that_would_wait_for_each_other_are_refused_with_the_circle(portfolio):
    """P-002 waits for P-001 already: the other way round the sentence names both."""
    body = {"edits": {}, "links": [["P-002", 3, "P-001", 1]]}
    answer = sent(client_of(factories.user(Role.PORTFOLIO_MANAGER)), "portfolio_plan_preview", body)

    assert answer.status_code == 422
    assert "P-001 Taak 1 → P-001 Taak 2 → P-002" in answer.json()["said"]


def test_a_link_drawn_between_plans_becomes_a_proposal_of_the_plan_that_waits(portfolio):
    """Accepted, the network follows it."""
    planner = factories.user(Role.PROJECT_MANAGER)
    body = {"edits": {}, "links": [["P-001", 4, "P-003", 2]], "title": "Wacht", "reason": ""}
    answer = sent(client_of(planner), "portfolio_plan_propose", body)

    assert [one["project"] for one in answer.json()["proposals"]] == ["P-003"]
    changes = Proposal.objects.get(project__code="P-003").changes
    assert "P-001" in json.dumps(changes)


def test_who_sees_one_project_sees_only_a_code_and_a_day_of_the_other(portfolio):
    """No names, no tasks; and no edits there."""
    member = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project(portfolio, "P-002").pk)
    client = client_of(member)
    data = client.get(reverse("portfolio_plan_data", args=["ASN"])).json()

    assert [one["code"] for one in data["projects"]] == ["P-002"]
    (link,) = data["links"]
    assert (link["giver"], link["what"], link["before"]) == ("P-001", "", None)
    assert link["day"] is not None
    page = client.get(reverse("portfolio_plan", args=["ASN"])).content.decode()
    assert project(portfolio, "P-001").name not in page
    assert "P-001" in page
    assert sent(client, "portfolio_plan_preview", edits(portfolio, "P-001")).status_code == 404
    assert client.get(reverse("portfolio_plan_data", args=["ASN"]), {"project": "P-001"}).status_code == 404
    told = sent(client, "portfolio_plan_preview", {"edits": {}, "links": [["P-001", 1, "P-002", 2]]})
    assert told.status_code == 404


def test_of_what_he_may_not_see_he_hears_code_and_day(portfolio):
    """The giver's planner learns that P-002 ends later, and nothing of its tasks."""
    member = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project(portfolio, "P-001").pk)
    client = client_of(member)
    answer = sent(client, "portfolio_plan_preview", edits(portfolio, "P-001")).json()

    assert list(answer["projects"]) == ["P-001"]
    assert [(one["code"], sorted(one)) for one in answer["elsewhere"]] == [("P-002", ["code", "finish"])]
    body = edits(portfolio, "P-001") | {"title": "Later"}
    told = sent(client, "portfolio_plan_propose", body).json()
    assert [one["project"] for one in told["proposals"]] == ["P-001"]
    assert told["left"] == ["P-002"]


def test_a_reader_proposes_nothing(portfolio):
    """Trying out is free, proposing asks a right."""
    client = client_of(factories.user(Role.AUDITOR))

    assert sent(client, "portfolio_plan_preview", edits(portfolio, "P-001")).status_code == 200
    body = edits(portfolio, "P-001") | {"title": "Later"}
    assert sent(client, "portfolio_plan_propose", body).status_code == 403
    assert Proposal.objects.count() == 0


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"edits": []},
        {"edits": {"P-001": 3}},
        {"edits": {"P-001": {"base": 1, "edits": 3}}},
        {"edits": {"P-001": {"base": 1, "edits": [{"edit": "Destroy"}]}}},
        {"edits": {}, "links": 3},
        {"edits": {}, "links": [["P-001", 1, "P-002"]]},
        {"edits": {}, "links": [["P-001", 1, "P-001", 2]]},
        {"edits": {}, "links": [["P-001", 1, "P-002", 999]]},
        {"edits": {}, "links": [["P-001", 1, "P-777", 2]]},
    ],
)
def test_what_is_no_request_is_told_so(portfolio, body):
    """With a sentence, never with a broken page."""
    client = client_of(factories.user(Role.PORTFOLIO_MANAGER))

    assert sent(client, "portfolio_plan_preview", body).status_code == 400


def test_edits_on_an_older_plan_are_not_mixed_with_the_new_one(portfolio):
    """Somebody accepted something meanwhile."""
    body = edits(portfolio, "P-001")
    plan = plan_of(project(portfolio, "P-001").current_revision_id)
    factories.revision(project(portfolio, "P-001"), edited(plan, [Insert(50, 1, "Nieuw")], forecast_schedule))
    answer = sent(client_of(factories.user(Role.PORTFOLIO_MANAGER)), "portfolio_plan_preview", body)

    assert answer.status_code == 409
    assert "P-001" in answer.json()["said"]


def test_effects_elsewhere_name_the_gates_that_would_move(portfolio):
    """For the page of a proposal in the project that gives."""
    giver = project(portfolio, "P-001")
    plan = plan_of(giver.current_revision_id)
    later = edited(plan, [Resize([2], 15 * DAY)], forecast_schedule)
    (found,) = effects_elsewhere(giver, later, forecast_schedule(later))

    assert (found["code"], found["finish_days"]) == ("P-002", 14)
    assert [(one["gate"], one["days"]) for one in found["gates"]] == [("G4", 14)]
    assert effects_elsewhere(giver, plan, forecast_schedule(plan)) == []


def test_effects_elsewhere_tell_a_circle_instead(portfolio):
    """P-001 waits for P-002 behind a loose task: linked to what P-002 waits for, it goes round."""
    made = network_of(portfolio)
    giver = project(portfolio, "P-001")
    plan = edited(made.network.plans["P-001"].plan, [Insert(60, 5, "Los")], forecast_schedule)
    factories.revision(giver, plan)
    back = attempt(network_of(portfolio), {}, [CrossLink("new", "P-001", 60, "P-002", 3)])
    factories.revision(giver, written(back, "P-001"))
    giver = project(portfolio, "P-001")
    round_ = edited(plan_of(giver.current_revision_id), [Link(60, 2)], forecast_schedule)
    (found,) = effects_elsewhere(giver, round_, forecast_schedule(round_))

    assert "P-001 Los → P-001 Taak 2" in found["refused"] or "Taak 2" in found["refused"]
    assert found["gates"] == []


def test_the_page_reads_without_scripts_and_filters_by_programme(portfolio):
    """Projects with their gates and dates; a programme is a filter."""
    programme = Programme.objects.create(portfolio=portfolio, name="Vaarwegen")
    Project.objects.filter(code="P-001").update(programme=programme)
    client = client_of(factories.user(Role.PORTFOLIO_MANAGER))
    page = client.get(reverse("portfolio_plan", args=["ASN"])).content.decode()
    of_it = client.get(reverse("portfolio_plan", args=["ASN"]), {"programma": str(programme.pk)})

    assert "P-003" in page
    assert "G4" in page
    assert [one.project.code for one in of_it.context["lines"]] == ["P-001"]
    data = client.get(reverse("portfolio_plan_data", args=["ASN"]), {"programma": str(programme.pk)}).json()
    assert [one["code"] for one in data["projects"]] == ["P-001"]


def test_the_page_says_who_ends_later_by_what_it_waits_for(portfolio):
    """P-001 took two weeks more; the plan of P-002 does not say so yet."""
    plan = plan_of(project(portfolio, "P-001").current_revision_id)
    factories.revision(project(portfolio, "P-001"), edited(plan, [Resize([2], 15 * DAY)], forecast_schedule))
    page = client_of(factories.user(Role.PORTFOLIO_MANAGER)).get(reverse("portfolio_plan", args=["ASN"]))
    days = {one.project.code: one.days_by_links for one in page.context["lines"]}
    (wait,) = page.context["waits"]

    assert days == {"P-001": 0, "P-002": 14, "P-003": 0}
    assert page.context["conclusion"].startswith("1 ")
    assert (wait.receiver, wait.task, wait.giver, wait.what) == ("P-002", "Taak 3", "P-001", "Taak 2")


def test_unfolding_a_project_gives_all_its_tasks(portfolio):
    """And the first answer only gates, milestones and linked tasks."""
    client = client_of(factories.user(Role.PORTFOLIO_MANAGER))
    address = reverse("portfolio_plan_data", args=["ASN"])
    first = {one["code"]: one["columns"]["uid"] for one in client.get(address).json()["projects"]}
    whole = client.get(address, {"project": "P-001"}).json()["columns"]

    assert first["P-001"] == [2, 5]
    assert whole["uid"] == [0, 1, 2, 3, 4, 5]
    assert len(whole["links"]) == 4


def test_queries_do_not_grow_with_the_projects(portfolio, django_assert_max_num_queries):
    """Warm, the data of a portfolio asks for projects, rights and links alone."""
    client = client_of(factories.user(Role.PORTFOLIO_MANAGER))
    address = reverse("portfolio_plan_data", args=["ASN"])
    client.get(address)
    with django_assert_max_num_queries(12):
        client.get(address)
