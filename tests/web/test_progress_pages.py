"""The pages on which progress is told, asked for and proposed."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from web import factories, progress_worlds
from web.progress_worlds import STATUS, told

from stuurbord.web.accounts.models import Person, Role, Scope, User
from stuurbord.web.notices.matter import Place
from stuurbord.web.notices.waiting import week_of
from stuurbord.web.planning.models import PlanResource, Proposal, TaskReport
from stuurbord.web.planning.progress.owners import say_people
from stuurbord.web.planning.progress.reporting import report
from stuurbord.web.planning.progress.rounds import announce, open_round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = "2026-11-27"


@pytest.fixture
def world():
    return progress_worlds.world()


def url(world, name, *more):
    return reverse(name, args=[world.project.portfolio.key, world.project.code, *more])


def card(world, uid=1):
    return url(world, "my_progress_report", uid)


def test_the_page_holds_my_own_tasks_and_nobody_elses(world, client):
    client.force_login(world.worker)
    text = client.get(reverse("my_progress")).content.decode()

    assert "Taak 1" in text
    assert "Taak 2" in text
    assert "Taak 3" not in text
    client.force_login(world.reader)
    assert "Taak 1" not in client.get(reverse("my_progress")).content.decode()


def test_a_task_of_a_project_that_i_may_not_see_is_not_shown(world, client):
    """A name in a plan opens no doors."""
    stranger = factories.user(Role.READER, Scope.PROJECT, 999, name="N. Buiten")
    factories.revision(world.project, progress_worlds.plan_with_people("N. Buiten"))
    client.force_login(stranger)

    assert "Taak 1" not in client.get(reverse("my_progress")).content.decode()
    assert client.post(card(world), {"step": "75"}).status_code == 404


def test_sending_keeps_a_report_and_shows_it(world, client):
    client.force_login(world.worker)
    sent = {"step": "75", "percent": "", "remaining_days": "2,5", "remark": "Kabel <b>ligt</b>"}
    answer = client.post(card(world), sent)
    made = TaskReport.objects.get()
    text = client.get(answer.url).content.decode()

    assert (answer.status_code, made.percent, str(made.remaining_days), made.as_of) == (
        302,
        75,
        "2.50",
        STATUS,
    )
    assert "Kabel &lt;b&gt;ligt&lt;/b&gt;" in text
    assert 'value="2,5"' in text


def test_another_share_is_written(world, client):
    client.force_login(world.worker)
    client.post(card(world), {"step": "other", "percent": "62"})

    assert TaskReport.objects.get().percent == 62


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"step": "75", "percent": "60"}, "75"),
        ({"step": "other", "percent": ""}, ""),
        ({"step": "other", "percent": "veel"}, "veel"),
        ({"step": "other", "percent": "101"}, "Taak 1"),
        ({"step": "75", "actual_start": "31/11/2026"}, "31/11/2026"),
        ({"step": "75", "actual_start": "0001-01-01"}, "0001-01-01"),
        ({"step": "75", "remaining_days": "drie"}, "drie"),
        ({"step": "75", "remaining_days": "99999999"}, "99999999"),
        ({"step": "100", "actual_finish": "2026-12-24"}, "24/12/2026"),
        ({"step": "75", "remark": "x" * 1001}, ""),
        ({}, ""),
    ],
)
def test_what_cannot_be_kept_comes_back_with_what_was_typed(world, client, sent, said):
    client.force_login(world.worker)
    answer = client.post(card(world), sent)
    text = answer.content.decode()

    assert answer.status_code == 422
    assert 'role="alert"' in text
    assert said in text
    assert sent.get("remark", "") in text
    assert not TaskReport.objects.exists()


def test_a_task_that_left_the_plan_is_refused_in_words(world, client):
    client.force_login(world.worker)

    assert client.post(card(world, 77), {"step": "75"}).status_code == 422


def test_an_account_without_a_person_is_told_so(world, client):
    world.reader.person.delete()
    client.force_login(world.reader)

    assert client.get(reverse("my_progress")).context["person"] is None


def test_a_round_asks_in_my_week_until_it_is_answered(world):
    world.project.manager = world.manager.person
    world.project.save()
    announce(world.manager, world.project, STATUS, date(2026, 11, 30), "Voor de stuurgroep")
    before = [one for one in week_of(world.worker).own if one.url == reverse("my_progress")]
    report(world.worker, world.project, 1, told(75), STATUS)
    after = [one for one in week_of(world.worker).own if one.url == reverse("my_progress")]
    of_manager = [one for one in week_of(world.manager).own if one.url == url(world, "plan_progress")]

    assert [(one.due, one.place, one.detail) for one in before] == [
        (date(2026, 11, 30), Place.OWN, "Voor de stuurgroep")
    ]
    assert after == []
    assert len(of_manager) == 1


def test_asking_costs_the_week_no_query_per_colleague(world):
    """A team of fifteen costs what a team of two does."""
    announce(world.manager, world.project, STATUS, STATUS)
    people = [factories.user(name=f"Collega {number}").person for number in range(15)]
    for person in [*people, world.worker.person]:
        person.team = "Netwerken"
        person.save()
    say_people(world.manager, world.project, {"Team Netwerken": "; ".join(one.name for one in people[:2])})
    counts = []
    for team in (people[:1], people):
        Person.objects.filter(pk__in=[one.pk for one in people]).update(team="")
        Person.objects.filter(pk__in=[one.pk for one in team]).update(team="Netwerken")
        with CaptureQueriesContext(connection) as asked:
            found = week_of(User.objects.get(pk=world.worker.pk))
        assert [one for one in found.team if one.url == url(world, "plan_progress")]
        counts.append(len(asked))

    assert counts[1] <= counts[0]


def test_the_planner_announces_and_ends_a_round(world, client):
    client.force_login(world.manager)
    sent = {"status_date": "2026-11-27", "report_by": "2026-12-01", "note": "x"}
    assert client.post(url(world, "progress_announce"), sent).status_code == 302
    asked = open_round(world.project)
    text = client.get(url(world, "plan_progress")).content.decode()

    assert "L. Bosmans" in text
    assert client.post(url(world, "progress_end", asked.pk), {"version": "9"}).status_code == 409
    assert client.post(url(world, "progress_end", asked.pk), {"version": "1"}).status_code == 302
    assert open_round(world.project) is None
    assert client.post(url(world, "progress_end", asked.pk), {"version": "2"}).status_code == 422


@pytest.mark.parametrize("sent", [{}, {"status_date": "x", "report_by": "y"}, {"status_date": "2026-11-01"}])
def test_a_round_that_cannot_be_is_said_in_words(world, client, sent):
    client.force_login(world.manager)
    answer = client.post(url(world, "progress_announce"), sent)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_the_ripple_is_shown_before_a_proposal_is_made(world, client):
    made = report(world.worker, world.project, 1, told(50, remaining_days=40), STATUS)
    client.force_login(world.manager)
    sent = {"report": [made.pk], "status_date": "2026-11-27", "do": "preview"}
    shown = client.post(url(world, "progress_propose"), sent)

    assert shown.status_code == 200
    assert shown.context["preview"]["n_moved"] > 0
    assert shown.context["preview"]["reports"] == [made.pk]
    assert not Proposal.objects.exists()

    answer = client.post(url(world, "progress_propose"), sent | {"do": "propose"})

    assert answer.url == f"{url(world, 'project_plan')}?voorstel=1"
    assert Proposal.objects.get().source == "progress"
    made.refresh_from_db()
    assert made.used_in == Proposal.objects.get()


@pytest.mark.parametrize(
    "sent",
    [{}, {"report": ["x", "9" * 30], "status_date": "2026-11-27"}, {"report": ["1"], "status_date": ""}],
)
def test_choosing_nothing_is_said_in_words(world, client, sent):
    client.force_login(world.manager)

    assert client.post(url(world, "progress_propose"), sent | {"do": "propose"}).status_code == 422


def test_who_does_what_is_saved_and_an_unknown_name_is_not(world, client):
    client.force_login(world.manager)
    page = client.get(url(world, "progress_people"))
    sent = {"resource": ["L. Bosmans", "Team Netwerken"], "people": ["L. Bosmans", "Q. Hermans"]}
    saved = client.post(url(world, "progress_people"), sent)
    wrong = client.post(url(world, "progress_people"), sent | {"people": ["", "Onbekend Iemand"]})

    assert page.status_code == 200
    assert saved.status_code == 302
    assert [row.name for row in PlanResource.objects.filter(is_said=True)] == ["Team Netwerken"]
    assert wrong.status_code == 422
    assert "Onbekend Iemand" in wrong.content.decode()


def test_the_pages_read_no_document_and_few_rows(world, client, django_assert_max_num_queries):
    """The plan is kept in memory; the page asks as much for forty reports as for one."""
    for percent in range(60, 80):
        report(world.worker, world.project, 1, told(percent), STATUS)
    report(world.manager, world.project, 3, told(10, actual_start=date(2026, 11, 24)), STATUS)
    client.force_login(world.manager)
    client.get(url(world, "plan_progress"))
    with django_assert_max_num_queries(45) as asked:
        client.get(url(world, "plan_progress"))

    assert not any('"document"' in one["sql"] for one in asked.captured_queries)


def test_a_project_without_a_plan_says_so(client):
    project = factories.project(factories.portfolio("ASN"), "P-002")
    manager = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
    client.force_login(manager)
    for name in ("plan_progress", "progress_people", "progress_sheet_in"):
        assert client.get(reverse(name, args=["ASN", "P-002"])).status_code == 200
    assert client.get(reverse("progress_sheet", args=["ASN", "P-002"])).status_code == 404
    assert client.post(reverse("progress_propose", args=["ASN", "P-002"]), {}).status_code == 422
    assert (
        client.post(
            reverse("progress_announce", args=["ASN", "P-002"]),
            {"status_date": "2026-11-27", "report_by": "2026-11-27"},
        ).status_code
        == 422
    )
