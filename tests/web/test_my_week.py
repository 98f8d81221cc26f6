"""My week: what waits for a person, under the right head, and nothing of others."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from unittest.mock import Mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from sample_register.models import Permit
from web import factories

from stuurbord.web.accounts.models import Membership, Role, Scope
from stuurbord.web.lists.actions import save_line
from stuurbord.web.lists.changing import changed_form, new_form
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.notices.last_look import look
from stuurbord.web.notices.models import LastLook
from stuurbord.web.notices.substitutes import appoint
from stuurbord.web.notices.waiting import waiting_count, waiting_for, week_of
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import Project, Stage
from stuurbord.web.registers.models import ActionItem, ChangeRequest, Decision, Issue, Risk

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY


@pytest.fixture
def manager(client):
    """Return a project manager who is logged in, with a project that has no plan yet."""
    portfolio = factories.portfolio()
    project = factories.project(portfolio)
    user = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
    project.manager = user.person
    project.save()
    client.force_login(user)
    return user


def titles(answer) -> list[list[str]]:
    return [[matter["of"].title for matter in group["matters"]] for group in answer.context["groups"]]


def test_matters_stand_under_today_this_week_and_later(client, manager):
    """Late and today first; what is closed, far away or of somebody else does not appear."""
    project = Project.objects.get()
    own = {"project": project, "owner": manager.person}
    reviewed = own | {"reviewed_on": TODAY}
    Risk.objects.create(code="R-1", title="Te laat", due=TODAY - timedelta(days=3), **own)
    Issue.objects.create(code="I-1", title="Vandaag", due=TODAY, **own)
    Risk.objects.create(code="R-2", title="Deze week", due=TODAY + timedelta(days=3), **own)
    Risk.objects.create(code="R-3", title="Later", due=TODAY + timedelta(days=20), **own)
    Risk.objects.create(code="R-4", title="Ver weg", due=TODAY + timedelta(days=90), **reviewed)
    Risk.objects.create(code="R-5", title="Gesloten", due=TODAY, state="closed", **own)
    Issue.objects.create(project=project, code="I-2", title="Van een ander", due=TODAY)
    answer = client.get("/mijn-week/")

    assert titles(answer) == [["Te laat", "Vandaag"], ["Deze week"], ["Later"]]


def test_a_decision_asked_in_an_own_project_waits(client, manager):
    """It links to the decision, and comes near in the list of what expires too."""
    project = Project.objects.get()
    Decision.objects.create(project=project, code="B-1", question="Herplannen?", due=TODAY)
    answer = client.get("/mijn-week/")

    assert titles(answer)[0] == ["Herplannen?"]
    assert [one.title for one in answer.context["expiries"]] == ["Herplannen?"]


def test_an_old_status_date_asks_for_progress(client, manager):
    """A plan of which nobody has told the progress for over a month waits for its manager."""
    project = Project.objects.get()
    factories.revision(project, factories.plan(status_date="2026-10-20T17:00"))
    answer = client.get("/mijn-week/")
    kinds = [matter["of"].kind for group in answer.context["groups"] for matter in group["matters"]]

    assert any(str(kind) in ("Progress", "Voortgang") for kind in kinds)


def test_nothing_waits_for_somebody_without_projects(client):
    """The page says so and teaches what would be here."""
    client.force_login(factories.user())
    answer = client.get("/mijn-week/")

    assert titles(answer) == [[]]
    assert answer.status_code == 200


def fresh(user):
    """Return the same account as a new request reads it."""
    return type(user).objects.get(pk=user.pk)


def test_the_sample_register_waits_by_its_declaration_alone(client, manager):
    """What a register asks stands in its declaration; the page knows none by name."""
    project = Project.objects.get()
    Permit.objects.create(project=project, code="V-1", title="Bouw", owner=manager.person, due=TODAY)
    Permit.objects.create(
        project=project, code="V-2", title="Al verleend", owner=manager.person, due=TODAY, state="granted"
    )
    answer = client.get("/mijn-week/")

    assert titles(answer) == [["Bouw"]]
    assert answer.context["groups"][0]["matters"][0]["of"].verb == "Opvolgen"


def test_what_has_no_date_waits_last(client, manager):
    """It is not hidden: it has a head of its own."""
    Issue.objects.create(project=Project.objects.get(), code="I-1", title="Ooit", owner=manager.person)
    answer = client.get("/mijn-week/")

    assert titles(answer) == [[], ["Ooit"]]


def test_closing_a_project_takes_its_matters_away(manager):
    """Nothing waits in what has ended."""
    project = Project.objects.get()
    Issue.objects.create(project=project, code="I-1", title="Open", owner=manager.person, due=TODAY)
    before = [one.title for one in waiting_for(fresh(manager))]
    Project.objects.update(stage=Stage.CLOSED)

    assert (before, waiting_for(fresh(manager))) == (["Open"], [])


def test_a_withdrawn_role_takes_its_matters_away(manager):
    """Being the owner of a line is no right to see it."""
    Issue.objects.create(
        project=Project.objects.get(), code="I-1", title="Geheim", owner=manager.person, due=TODAY
    )
    Membership.objects.all().delete()

    assert waiting_for(fresh(manager)) == []


def test_two_hundred_matters_take_no_more_queries_than_one(client, manager):
    """And the page shows a part of them, with the way to the rest."""
    project = Project.objects.get()
    own = {"project": project, "owner": manager.person, "due": TODAY}
    Issue.objects.create(code="I-0", title="Eerste", **own)
    client.get("/mijn-week/")
    with CaptureQueriesContext(connection) as one:
        client.get("/mijn-week/")
    Issue.objects.bulk_create(Issue(code=f"I-{n}", title=f"Zaak {n}", **own) for n in range(1, 200))
    with CaptureQueriesContext(connection) as many:
        answer = client.get("/mijn-week/")
    group = answer.context["groups"][0]
    everything = client.get("/mijn-week/?alles=1").context["groups"][0]

    assert len(many) == len(one)
    assert (group["count"], len(group["matters"]), group["n_more"]) == (200, 60, 140)
    assert len(everything["matters"]) == 200


def test_a_change_that_needs_a_mandate_waits_for_who_has_it(manager):
    """For the owner of the project, not for its manager, who cannot decide."""
    project = Project.objects.get()
    owner = factories.user(Role.PROJECT_OWNER, Scope.PROJECT, project.pk)
    ChangeRequest.objects.create(project=project, code="W-1", title="Meer scope", state="assessed")

    assert [(one.title, one.place) for one in waiting_for(owner)] == [("Meer scope", "own")]
    assert waiting_for(fresh(manager)) == []


class TestTabs:
    """What others have to do: what I wrote down, what my team has; and what next week brings."""

    def test_what_i_wrote_down_for_somebody_else(self, client, manager):
        """It names who has it; what I do myself is not there."""
        project, register = Project.objects.get(), REGISTERS["acties"]
        colleague = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk, name="Lien Maes")
        for number, owner in enumerate((colleague.person, manager.person)):
            values = {"project": project.pk, "code": f"A-{number}", "title": f"Actie {number}", "due": TODAY}
            values |= {"owner": owner.pk, "state": register.states.initial}
            form = new_form(register, manager, values)
            assert form.is_valid(), form.errors
            save_line(manager, register, form, None)
        answer = client.get("/mijn-week/?tab=gevraagd")

        assert titles(answer) == [["Actie 0"]]
        assert "Lien Maes" in answer.content.decode()

    def test_my_team(self, client, manager):
        """People with the same team; only in projects that I may see."""
        project, hidden = Project.objects.get(), factories.project(factories.portfolio())
        colleague = factories.user()
        type(manager.person).objects.filter(pk__in=[manager.person.pk, colleague.person.pk]).update(
            team="ICT"
        )
        for number, where in enumerate((project, hidden)):
            Issue.objects.create(
                project=where, code="I-1", title=f"Zaak {number}", owner=colleague.person, due=TODAY
            )
        answer = client.get("/mijn-week/?tab=team")

        assert titles(answer) == [["Zaak 0"]]
        assert [view["count"] for view in answer.context["views"]] == [0, 0, 1, 0]

    def test_next_week_by_day(self, client, manager):
        """From Monday to Sunday, a head for each day."""
        own = {"project": Project.objects.get(), "owner": manager.person}
        for number, day in enumerate((29, 30, 30)):
            Issue.objects.create(code=f"I-{number}", title=f"{number}", due=date(2026, 11, day), **own)
        Issue.objects.create(code="I-9", title="9", due=date(2026, 12, 6), **own)
        answer = client.get("/mijn-week/?tab=volgende-week")

        assert titles(answer) == [["1", "2"], ["9"]]

    def test_every_tab_stands_for_somebody_without_projects(self, client):
        """With a sentence that says what would be here."""
        client.force_login(factories.user())

        for tab in ("", "gevraagd", "team", "volgende-week", "onzin"):
            answer = client.get("/mijn-week/", {"tab": tab})
            assert answer.status_code == 200
            assert 'class="empty"' in answer.content.decode()


class TestDoing:
    """Finishing and putting off from the page are changes of the line as any other."""

    @pytest.fixture
    def action(self, manager):
        """Return an action of the reader that can be finished."""
        return ActionItem.objects.create(
            project=Project.objects.get(),
            code="A-1",
            title="Bellen",
            owner=manager.person,
            due=TODAY - timedelta(days=3),
            state="in_progress",
        )

    def send(self, client, action, what, **sent):
        return client.post(f"/mijn-week/acties/{action.pk}/{what}/", {"ask": "action", "version": 1} | sent)

    def test_finish_and_take_back(self, client, action):
        """One press, and one to undo; both are versions of the line."""
        answer = self.send(client, action, "afronden")
        action.refresh_from_db()
        finished = action.state
        page = client.get(answer.url)
        client.post(f"/mijn-week/acties/{action.pk}/terugdraaien/", {"version": 2})
        action.refresh_from_db()

        assert (finished, action.state, action.version) == ("done", "in_progress", 3)
        assert page.context["done"]["version"] == 2

    def test_what_is_late_is_put_off_to_a_week_from_today(self, client, action):
        """Seven days later than last week would still be late."""
        self.send(client, action, "uitstellen")
        action.refresh_from_db()

        assert action.due == TODAY + timedelta(days=7)

    def test_a_lost_race_changes_nothing_and_says_so(self, client, action):
        """Two tabs are two readers."""
        ActionItem.objects.update(version=2)
        answer = client.post(
            f"/mijn-week/acties/{action.pk}/afronden/", {"ask": "action", "version": 1}, follow=True
        )
        action.refresh_from_db()

        assert action.state == "in_progress"
        assert any("A-1" in str(message) for message in answer.context["messages"])

    @pytest.mark.parametrize("ask", ["", "bestaat-niet"])
    def test_a_question_that_the_register_does_not_ask_does_not_exist(self, client, action, ask):
        """Nothing is guessed."""
        assert self.send(client, action, "afronden", ask=ask).status_code == 404

    def test_a_reader_finishes_nothing(self, client, action):
        """He sees the line and may not change it; a stranger does not even see it."""
        project = action.project
        statuses = []
        for scope_id in (project.portfolio_id, factories.portfolio().pk):
            client.force_login(factories.user(Role.READER, Scope.PORTFOLIO, scope_id))
            statuses += [
                self.send(client, action, what).status_code
                for what in ("afronden", "uitstellen", "terugdraaien")
            ]

        assert statuses == [403] * 3 + [404] * 3

    def test_a_change_of_somebody_else_is_not_taken_back(self, client, manager, action):
        """Undo is for one's own."""
        other = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, action.project_id)
        form = changed_form(REGISTERS["acties"], other, action, {"title": "Mailen"})
        assert form.is_valid()
        save_line(other, REGISTERS["acties"], form, 1)
        client.post(f"/mijn-week/acties/{action.pk}/terugdraaien/", {"version": 2})
        action.refresh_from_db()

        assert (action.title, action.version) == ("Mailen", 2)


class TestLastLook:
    """New is what changed since the visit before this one."""

    def test_a_reload_does_not_make_things_old(self, manager):
        """The same visit keeps its moment; the next one begins where it ended."""
        monday = timezone.make_aware(timezone.datetime(2026, 11, 23, 9))
        first = look(manager, monday)
        again = look(manager, monday + timedelta(minutes=10))
        later = look(manager, monday + timedelta(hours=2))
        next_day = look(manager, monday + timedelta(days=1))

        assert first == again == monday - timedelta(days=7)
        assert later == monday + timedelta(minutes=10)
        assert next_day == monday + timedelta(hours=2)

    def test_midnight_begins_a_new_visit(self, manager):
        """Also for who looks at five to twelve and five past."""
        before = timezone.make_aware(timezone.datetime(2026, 11, 23, 23, 55))
        look(manager, before)

        assert look(manager, before + timedelta(minutes=10)) == before

    def test_own_changes_are_no_news(self, client, manager):
        """Those of others are, on the page and in the count."""
        project = Project.objects.get()
        for actor in (manager, factories.user(Role.PORTFOLIO_MANAGER)):
            register = REGISTERS["issues"]
            values = {"project": project.pk, "code": f"I-{actor.pk}", "title": "x"}
            form = new_form(register, actor, values | {"state": register.states.initial})
            assert form.is_valid(), form.errors
            save_line(actor, register, form, None)
        answer = client.get("/mijn-week/")

        assert [entry.actor_id for entry in answer.context["changes"]] == [actor.pk]
        assert LastLook.objects.get().user == manager

    def test_many_lines_changed_at_one_stroke_are_one_row(self, client, manager, monkeypatch):
        """A workbook of four lines is no four pieces of news; what one does by hand keeps its own row."""
        project, other = Project.objects.get(), factories.user(Role.PORTFOLIO_MANAGER)
        at = datetime.now(UTC).replace(second=30, microsecond=0)
        monkeypatch.setattr("stuurbord.web.audit.chain.datetime", Mock(now=Mock(return_value=at)))
        for slug, n in (("issues", 4), ("acties", 2)):
            register = REGISTERS[slug]
            for number in range(n):
                values = {"project": project.pk, "code": f"X-{number}", "title": "x"}
                form = new_form(register, other, values | {"state": register.states.initial})
                assert form.is_valid(), form.errors
                save_line(other, register, form, None)
        said = [entry.said for entry in client.get("/mijn-week/").context["changes"]]

        assert len(said) == 3
        assert "X-1" in said[0]
        assert "X-0" in said[1]
        assert "4" in said[2]
        assert "Issues" in said[2]


class TestCount:
    """The count in the bar follows within a minute, and costs nothing on most pages."""

    def test_my_week_counts_anew_and_the_frame_keeps_it(self, manager):
        """What came meanwhile shows where one looks for it, and from then on everywhere."""
        project, register = Project.objects.get(), REGISTERS["issues"]
        counts = [waiting_count(fresh(manager))]
        values = {"project": project.pk, "code": "I-1", "title": "x", "owner": manager.person.pk}
        form = new_form(register, manager, values | {"state": register.states.initial, "due": TODAY})
        assert form.is_valid(), form.errors
        save_line(manager, register, form, None)
        counts.append(waiting_count(fresh(manager)))
        looking = fresh(manager)
        week_of(looking)
        counts.append(waiting_count(looking))
        reader = fresh(manager)
        with CaptureQueriesContext(connection) as asked:
            counts.append(waiting_count(reader))

        assert counts == [0, 0, 1, 1]
        assert len(asked) == 0

    @pytest.mark.usefixtures("the_frame_counts")
    def test_the_frame_of_any_page_says_how_much_waits(self, client, manager):
        """Beside the words that lead to it."""
        project = Project.objects.get()
        Issue.objects.create(project=project, code="I-1", title="x", owner=manager.person, due=TODAY)
        page = client.get("/projecten/").content.decode()
        assert re.search(r'href="/mijn-week/"[^>]*>Mijn week <span class="count">1</span>', page)


class TestSubstitute:
    """Who stands in sees what waits, within what he may see himself, in the days agreed."""

    def test_it_waits_for_both(self, manager):
        """And it says for whom."""
        project = Project.objects.get()
        Issue.objects.create(project=project, code="I-1", title="Dringend", owner=manager.person, due=TODAY)
        other = factories.user(Role.READER, Scope.PROJECT, project.pk)
        stranger = factories.user()
        for one in (other, stranger):
            appoint(manager, one, TODAY, TODAY + timedelta(days=2))
        found = waiting_for(fresh(other))

        assert [(one.title, one.person) for one in found] == [("Dringend", manager.person)]
        assert not found[0].can_finish
        assert waiting_for(fresh(stranger)) == []
        assert [one.title for one in waiting_for(fresh(manager))] == ["Dringend"]

    def test_outside_the_period_it_does_not(self, manager):
        """Not before, not after."""
        project = Project.objects.get()
        Issue.objects.create(project=project, code="I-1", title="Dringend", owner=manager.person, due=TODAY)
        other = factories.user(Role.READER, Scope.PROJECT, project.pk)
        appoint(manager, other, TODAY + timedelta(days=1), TODAY + timedelta(days=2))
        appoint(manager, other, TODAY - timedelta(days=2), TODAY - timedelta(days=1))

        assert waiting_for(fresh(other)) == []

    def test_only_people_near_can_be_chosen(self, client, manager):
        """Strangers stay unseen, and a forged number is refused."""
        near = factories.user(Role.READER, Scope.PROJECT, Project.objects.get().pk)
        stranger = factories.user()
        sent = {"form": "substitute", "first": "2026-11-25", "last": "2026-11-27"}
        refused = client.post("/mijn-account/meldingen/", sent | {"substitute": stranger.pk})
        taken = client.post("/mijn-account/meldingen/", sent | {"substitute": near.pk})

        assert (refused.status_code, taken.status_code) == (422, 302)
        assert stranger.name not in refused.content.decode()
        assert [one.substitute for one in manager.substitutes.all()] == [near]


def test_the_week_is_read_once(manager):
    """The page and the frame share it."""
    week = week_of(manager)
    with CaptureQueriesContext(connection) as asked:
        assert waiting_for(manager) is week.own

    assert len(asked) == 0


def test_changes_of_others_projects_stay_hidden(client, manager):
    """The log on the page holds one's own project only."""
    other = factories.project(factories.portfolio())
    factories.revision(other)
    own = Project.objects.exclude(pk=other.pk).get()
    factories.revision(own)
    answer = client.get("/mijn-week/")

    assert {entry.project.pk for entry in answer.context["changes"]} == {own.pk}


def test_a_gate_within_thirty_days_waits_for_manager_and_owner(client, manager):
    """The plan puts G4 beyond the horizon; moved near, it appears."""
    project = Project.objects.get()
    project.milestones.create(code="G2", name="Planning", is_gate=True, forecast=date(2026, 12, 10))
    projects_changed.send(sender=Project, project_ids=[project.pk])
    answer = client.get("/mijn-week/")

    assert any("G2" in title for group in titles(answer) for title in group)
