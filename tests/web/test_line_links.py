"""Links between anything and anything, seen from both ends, never beyond what somebody may see."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from web import factories
from web.register_lines import line

from stuurbord.web.accounts.models import Membership, Role, Scope
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.lists.events import lines_changed
from stuurbord.web.lists.history import history
from stuurbord.web.lists.link_choices import choices
from stuurbord.web.lists.link_ends import End, end_of
from stuurbord.web.lists.links import add_link, links_at, links_of
from stuurbord.web.lists.models import Link
from stuurbord.web.lists.register import REGISTERS

pytestmark = pytest.mark.django_db
ISSUES, DECISIONS = REGISTERS["issues"], REGISTERS["beslissingen"]


@pytest.fixture
def project():
    """A project with a plan, in a portfolio of its own."""
    made = factories.project(factories.portfolio("ASN"), "P-001")
    factories.revision(made)
    made.refresh_from_db()
    return made


@pytest.fixture
def manager(client, project):
    """The portfolio manager, logged in."""
    made = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, project.portfolio_id)
    client.force_login(made)
    return made


def link(client, stored, **fields):
    """Send the form of a line's links."""
    return client.post(f"/registers/issues/{stored.pk}/koppelingen/", fields)


def known(slug, of, **fields):
    """Return a stored line that the search knows, as every line that an action wrote."""
    made = line(slug, of, **fields)
    with transaction.atomic():
        lines_changed.send(sender=type(made), register=REGISTERS[slug], lines=[made])
    return made


def others(user, register, stored) -> list[str]:
    """Return what a line is linked to, as it tells it."""
    return [f"{one.kind} {one.other.called}" for one in links_of(user, register, stored)]


def test_both_ends_show_a_link_each_from_its_side(client, manager, project):
    """With the word for its own direction, and an entry in both histories."""
    issue, decision = line("issues", project), line("beslissingen", project)
    answer = link(client, issue, to=end_of(DECISIONS, decision).value, kind="causes")
    back = history(DECISIONS, decision, manager)[0]

    assert answer.status_code == 302
    assert others(manager, ISSUES, issue)[0].endswith(decision.code)
    assert others(manager, DECISIONS, decision)[0].endswith(issue.code)
    assert links_of(manager, ISSUES, issue)[0].kind != links_of(manager, DECISIONS, decision)[0].kind
    assert issue.code in back.said
    assert [one.action for one in AuditEntry.objects.all()[:2]] == ["link.add", "link.add"]


def test_a_task_and_a_project_can_be_linked_with_the_dates_of_the_plan(client, manager, project):
    """The dates are those that the plan gives now."""
    issue = line("issues", project)
    link(client, issue, to=f"taak:{project.pk}:3")
    link(client, issue, to=f"project:{project.pk}")
    ends = {one.other.end.kind: one.other for one in links_of(manager, ISSUES, issue)}
    page = client.get(f"/registers/issues/{issue.pk}/?tab=koppelingen").content.decode()

    assert ends["taak"].title == "Taak 3"
    assert ends["taak"].start < ends["taak"].finish
    assert ends["project"].called == "P-001"
    assert "Taak 3" in page
    assert len(links_at(manager, End("taak", project.pk, 3))) == 1


def test_a_task_that_left_the_plan_is_told(manager, project):
    """The link does not vanish without a word."""
    issue = line("issues", project)
    add_link(manager, ISSUES, issue, End("taak", project.pk, 4))
    factories.revision(project, factories.plan(n_tasks=2))
    [shown] = links_of(manager, ISSUES, issue)

    assert shown.other.called == "#4"


def test_an_end_one_may_not_see_is_not_shown_nor_counted_nor_told(client, manager, project):
    """Not in the list, not in the number on the tab, not in the history, not in the log of the other end."""
    hidden = factories.project(factories.portfolio("GEHEIM"), "P-666")
    both = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, hidden.portfolio_id)
    Membership.objects.create(
        user=both, role=Role.PORTFOLIO_MANAGER, scope=Scope.PORTFOLIO, scope_id=project.portfolio_id
    )
    issue, secret = line("issues", project), line("beslissingen", hidden, question="Overname van Acme")
    add_link(both, ISSUES, issue, end_of(DECISIONS, secret))
    page = client.get(f"/registers/issues/{issue.pk}/?tab=koppelingen")
    text = page.content.decode()

    assert "Acme" not in text
    assert "P-666" not in text
    assert secret.code not in text
    assert next(one for one in page.context["tabs"] if one["slug"] == "koppelingen")["count"] is None
    assert page.context["history"] == []
    assert "Acme" not in str([entry.data for entry in AuditEntry.objects.all()])


@pytest.mark.parametrize(
    "to",
    [
        "issues:999999",
        "beslissingen:x",
        "project:0",
        "taak:1",
        "taak:1:-2",
        f"issues:{10**30}",
        "weg:1",
        "::",
    ],
)
def test_what_does_not_exist_cannot_be_linked(client, manager, project, to):
    """Told in the same words as what one may not see."""
    answer = link(client, line("issues", project), to=to)

    assert answer.status_code == 422
    assert Link.objects.count() == 0


def test_a_forged_end_of_another_portfolio_is_as_if_it_were_not_there(client, manager, project):
    """Lines, projects and tasks alike."""
    foreign = factories.project(factories.portfolio("ELDERS"))
    factories.revision(foreign)
    issue, far = line("issues", project), line("beslissingen", foreign)
    ends = (end_of(DECISIONS, far).value, f"project:{foreign.pk}", f"taak:{foreign.pk}:2")
    answers = [link(client, issue, to=value) for value in ends]

    assert [one.status_code for one in answers] == [422, 422, 422]
    assert Link.objects.count() == 0


def test_a_pair_is_linked_once_and_never_to_itself(manager, project):
    """In whichever direction."""
    issue, decision = line("issues", project), line("beslissingen", project)
    add_link(manager, ISSUES, issue, end_of(DECISIONS, decision))
    with pytest.raises(ValidationError):
        add_link(manager, DECISIONS, decision, end_of(ISSUES, issue))
    with pytest.raises(ValidationError):
        add_link(manager, ISSUES, issue, end_of(ISSUES, issue))
    add_link(manager, ISSUES, issue, end_of(DECISIONS, decision), "solves")

    assert Link.objects.count() == 2


def test_a_link_is_removed_from_either_end(client, manager, project):
    """And both histories say so."""
    issue, decision = line("issues", project), line("beslissingen", project)
    made = add_link(manager, ISSUES, issue, end_of(DECISIONS, decision))
    answer = client.post(f"/registers/beslissingen/{decision.pk}/koppelingen/{made.pk}/verwijderen/")

    assert answer.status_code == 302
    assert Link.objects.count() == 0
    assert AuditEntry.objects.first().action == "link.remove"


def test_a_link_of_another_line_is_not_found(client, manager, project):
    """By number neither."""
    issue, other = line("issues", project), line("issues", project)
    made = add_link(manager, ISSUES, issue, End("project", project.pk))

    for number in (made.pk, 10**30):
        answer = client.post(f"/registers/issues/{other.pk}/koppelingen/{number}/verwijderen/")
        assert answer.status_code == 404
    assert Link.objects.count() == 1


def test_words_that_mean_one_thing_are_enough(client, manager, project):
    """A number as people write it; where several fit, they are offered."""
    issue = line("issues", project)
    exact = line("beslissingen", project, code="B-1", question="Herplannen")
    line("beslissingen", project, code="B-12", question="Ook herplannen")
    done = link(client, issue, words="b-1")
    asked = link(client, issue, words="herplannen")
    none = link(client, issue, words="bestaat nergens")

    assert done.status_code == 302
    assert others(manager, ISSUES, issue)[0].endswith(exact.code)
    assert asked.status_code == 422
    assert len(asked.context["outcome"].choices) == 2
    assert none.context["outcome"].typed == "bestaat nergens"


def test_choices_come_from_what_one_may_see(client, manager, project):
    """Lines of any register, tasks and projects; the own project first."""
    foreign = factories.project(factories.portfolio("ELDERS"), "P-900", name="Taak elders")
    known("beslissingen", foreign, question="Taak geheim")
    second = factories.project(project.portfolio, "P-002", name="Taak twee")
    far = known("beslissingen", second, question="Taak in een ander project")
    line("beslissingen", project, question="Hoofdtaak hier")
    issue = line("issues", project)
    found = choices(manager, ISSUES, issue, "taak")
    answer = client.get(f"/registers/issues/{issue.pk}/koppelingen/", {"q": "taak"}).json()["choices"]

    assert {one.end.kind for one in found} == {"beslissingen", "taak", "project"}
    assert found[0].project == "P-001"
    assert far.code in [one.called for one in found]
    assert not any("geheim" in one["title"] or "elders" in one["title"] for one in answer)


def test_who_may_not_edit_links_nothing(client, project):
    """A reader sees the links."""
    issue = line("issues", project)
    client.force_login(factories.user(Role.READER, Scope.PORTFOLIO, project.portfolio_id))

    assert link(client, issue, to=f"project:{project.pk}").status_code == 403


def test_many_links_take_a_query_per_register(manager, project, django_assert_max_num_queries):
    """However many lines there are at the other end."""
    issue = line("issues", project)
    for _number in range(10):
        add_link(manager, ISSUES, issue, end_of(DECISIONS, line("beslissingen", project)))
    with django_assert_max_num_queries(4):
        assert len(links_of(manager, ISSUES, issue)) == 10
