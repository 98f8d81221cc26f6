"""Questions whose SQL is kept: the answers are those of this moment, and of this reader."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from web import factories

from stuurbord.web.accounts.models import Membership, Person, Role, Scope, User
from stuurbord.web.lists.kept_query import KeptQuery, kept
from stuurbord.web.notices.waiting import waiting_for, week_of
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import ActionItem, Milestone, Risk

pytestmark = pytest.mark.django_db


def _risk() -> Risk:
    project = factories.project(factories.portfolio())
    return Risk.objects.create(project=project, code="R-001", title="Levertijd")


def test_kept_sql_asks_the_database_each_time():
    risk = _risk()
    question = KeptQuery(Risk.objects.filter(is_archived=False).select_related("project").order_by("pk"))
    assert question.ask() == [risk]

    Risk.objects.filter(pk=risk.pk).update(title="Anders")
    assert [one.title for one in question.ask()] == ["Anders"]
    Risk.objects.filter(pk=risk.pk).update(is_archived=True)
    assert question.ask() == []


def test_what_nothing_can_meet_asks_nothing(django_assert_num_queries):
    question = KeptQuery(Risk.objects.filter(pk__in=[]))
    with django_assert_num_queries(0):
        assert question.ask() == []


def test_related_records_come_along(django_assert_num_queries):
    risk = _risk()
    question = KeptQuery(Risk.objects.select_related("project__portfolio"))
    with django_assert_num_queries(1):
        (found,) = question.ask()
        assert found.project.portfolio.key == risk.project.portfolio.key


def test_another_key_is_another_question():
    assert [kept(("test", key), lambda key=key: key * 2) for key in (1, 2, 1)] == [2, 4, 2]


@pytest.fixture
def reader():
    """Somebody who manages a project, with a colleague in the same team."""
    project = factories.project(factories.portfolio("ASN"), "P-001")
    made = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk, name="Ann")
    factories.user(name="Bert")
    Person.objects.update(team="Sluizen")
    return made


def _codes(user: User) -> list[str]:
    return [one.code for one in waiting_for(User.objects.get(pk=user.pk))]


def test_my_week_shows_what_came_after_the_first_visit(reader):
    project = Project.objects.get(code="P-001")
    assert _codes(reader) == []

    mine = ActionItem.objects.create(project=project, code="A-1", title="Bellen", owner=reader.person)
    assert _codes(reader) == ["A-1"]
    ActionItem.objects.filter(pk=mine.pk).update(state="done")
    assert _codes(reader) == []


def test_my_week_forgets_a_right_at_once(reader):
    project = Project.objects.get(code="P-001")
    ActionItem.objects.create(project=project, code="A-1", title="Bellen", owner=reader.person)
    assert _codes(reader) == ["A-1"]

    Membership.objects.filter(user=reader).delete()
    assert _codes(reader) == []


def test_my_week_calls_a_colleague_by_his_name_of_now(reader):
    project = Project.objects.get(code="P-001")
    bert = Person.objects.get(name="Bert")
    ActionItem.objects.create(project=project, code="A-1", title="Bellen", owner=bert)
    assert [one.person.name for one in week_of(User.objects.get(pk=reader.pk)).team] == ["Bert"]

    Person.objects.filter(pk=bert.pk).update(name="Albert")
    assert [one.person.name for one in week_of(User.objects.get(pk=reader.pk)).team] == ["Albert"]


def test_another_language_is_another_question(reader):
    project = Project.objects.get(code="P-001")
    ActionItem.objects.create(project=project, code="A-1", title="Bellen", owner=reader.person)
    verbs = set()
    for code in ("nl", "fr"):
        with translation.override(code):
            verbs |= {one.verb for one in waiting_for(User.objects.get(pk=reader.pk))}
    assert len(verbs) == 2


def test_a_change_that_leaves_the_plan_alone_writes_no_milestones():
    project = factories.project(factories.portfolio())
    factories.revision(project)
    assert Milestone.objects.create(project=project, code="M-9", name="Oplevering", task="2").pk

    projects_changed.send(sender=Milestone, project_ids=[project.pk])
    stood = Milestone.objects.get(code="M-9").planned_forecast
    with CaptureQueriesContext(connection) as asked:
        projects_changed.send(sender=Risk, project_ids=[project.pk])
    assert stood is not None
    assert not [one for one in asked if one["sql"].startswith('UPDATE "registers_milestone"')]
