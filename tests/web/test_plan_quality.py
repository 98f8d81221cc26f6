"""The page of plan quality, and why a date is what it is as a document for programs."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from web import factories

from stuurbord.web.accounts.models import Role
from stuurbord.web.steering import plan_quality

pytestmark = pytest.mark.django_db

PAGE = "/portefeuille/PF/project/P-1/planning/kwaliteit/"
WHY = "/portefeuille/PF/project/P-1/planning/waarom/{}.json"


@pytest.fixture
def reader(client):
    """Return the client of somebody who may see a project with a plan, and one without."""
    portfolio = factories.portfolio("PF")
    factories.revision(factories.project(portfolio, "P-1"))
    factories.project(portfolio, "P-2")
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER))
    return client


def test_the_page_begins_with_its_conclusion_and_lists_fourteen_points(reader):
    """Each point has a verdict in shape and word; tasks lead to the plan."""
    answer = reader.get(PAGE)
    page = answer.content.decode()

    points = answer.context["points"]
    n_met = sum(one.status == "on_track" for one in points)
    assert re.search(rf"\b{n_met}\b.*\b14\b", answer.context["conclusion"])
    assert [one.number for one in points] == list(range(1, 15))
    assert {one.status for one in points} <= {"on_track", "adjust", "undetermined"}
    assert 'href="/portefeuille/PF/project/P-1/planning/?task=' in page
    assert "Punt 8" in page or "Point 8" in page


def test_the_page_says_that_there_is_no_plan(reader):
    """And where to bring one in."""
    page = reader.get(PAGE.replace("P-1", "P-2")).content.decode()

    assert "/portefeuille/PF/project/P-2/invoer/" in page


def test_a_plan_is_judged_once(reader, monkeypatch):
    """The second reader of the same revision waits for nothing."""
    reader.get(PAGE)
    monkeypatch.setattr(plan_quality, "schedule_quality", lambda plan: pytest.fail("judged again"))

    assert reader.get(PAGE).status_code == 200


def test_the_plan_page_leads_to_its_quality(reader):
    """It stands beside the plan in the row of views."""
    assert PAGE in reader.get("/portefeuille/PF/project/P-1/planning/").content.decode()


def test_why_is_answered_to_programs(reader):
    """The same path as the panel tells: the forecast, where nothing open lies before the status date."""
    answer = reader.get(WHY.format(2))
    document = answer.json()

    assert answer["Content-Type"] == "application/json"
    assert (document["project"], document["uid"], document["name"]) == ("P-1", 2, "Taak 2")
    steps = document["finish_steps"]
    assert steps[0]["at"] == document["finish"]
    assert all(step["since"] == before["at"] for step, before in pairwise(steps))
    assert steps[-1]["since"] is None


@pytest.mark.parametrize(
    ("address", "code"),
    [
        (WHY.format(999), "no_such_task"),
        (WHY.format(9**40), "no_such_task"),
        (WHY.format(2).replace("P-1", "P-2"), "no_plan"),
        (WHY.format(2).replace("P-1", "P-9"), "no_such_project"),
    ],
)
def test_what_is_not_there_is_a_problem_document(reader, address, code):
    """With a type that programs decide on, and a sentence for people."""
    answer = reader.get(address)
    problem = answer.json()

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert problem["type"] == f"urn:stuurbord:{code}"
    assert problem["status"] == 404
    assert problem["detail"]


def test_why_takes_nothing(reader):
    """Only reading; the refusal is a problem document as well."""
    answer = reader.post(WHY.format(2))

    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert answer["Allow"] == "GET, HEAD"


def test_the_panel_tells_the_steps_and_what_holds_the_late_finish(reader):
    """What holds the task, then how its finish follows from there."""
    why = reader.get("/portefeuille/PF/project/P-1/planning/tabel/", {"task": "3"}).context["why"]

    assert "Taak 2" in why.reason
    assert len(why.steps) >= 1
    assert why.holder
    assert why.late_finish is not None
