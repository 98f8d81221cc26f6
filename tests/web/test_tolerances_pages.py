"""The pages of agreements and exceptions: who may change them, versions, and what they show."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from web import factories

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.clock import today
from stuurbord.web.lists.actions import Sent, save_lines
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.projects.models import Project
from stuurbord.web.steering.models import ProjectState
from stuurbord.web.steering.refresh import judge_again
from stuurbord.web.tolerances.models import ExceptionOption, ExceptionReport, PortfolioTolerances

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    """A project in PF that lies beyond its five days."""
    made = factories.project(factories.portfolio("PF"), "P-1", time_tolerance_days=5)
    factories.revision(made, factories.plan(late_days=10))
    return Project.objects.select_related("portfolio").get(pk=made.pk)


def agreements(project: Project) -> str:
    return reverse("project_agreements", args=["PF", project.code])


def as_role(client, role: Role, project: Project):
    client.force_login(factories.user(role, Scope.PROJECT, project.pk))
    return client


def test_the_overview_shows_seven_tolerances_and_the_exception(client, project):
    """Time and cost, the five others, and what lies beyond with its own page."""
    answer = as_role(client, Role.READER, project).get(reverse("project", args=["PF", "P-1"]))
    page = answer.content.decode()

    assert len(answer.context["tolerances"]) == 7
    assert f'class="button primary" href="{reverse("exception", args=["PF", "P-1", "AFW-001"])}"' in page


def test_the_owner_agrees_on_time_and_cost(client, project):
    """The project is judged anew in the same step; the audit log keeps both."""
    sent = {
        "do": "tolerances",
        "time_tolerance_days": "60",
        "cost_tolerance": "10",
        "version": project.version,
    }
    answer = as_role(client, Role.PROJECT_OWNER, project).post(agreements(project), sent)
    project.refresh_from_db()

    assert answer.status_code == 302
    assert (project.time_tolerance_days, float(project.cost_tolerance)) == (60, 0.1)
    assert ProjectState.objects.get(project=project).status_time == "on_track"
    assert AuditEntry.objects.get(action="project.agree").data["time_tolerance_days"] == [5, 60]
    assert ExceptionReport.objects.get(project=project).state == "withdrawn"


@pytest.mark.parametrize(("role", "status"), [(Role.PROJECT_MANAGER, 403), (Role.READER, 403)])
def test_who_does_not_decide_does_not_move_the_tolerance(client, project, role, status):
    """Who leads the project cannot widen the tolerance it is held to."""
    sent = {"do": "tolerances", "time_tolerance_days": "60", "version": project.version}

    assert as_role(client, role, project).post(agreements(project), sent).status_code == status


def judgement(project: Project, **changed: object) -> dict[str, object]:
    until = today() + timedelta(days=10)
    sent = {"do": "judge", "judged_status": "intervene", "judged_reason": "Aannemer failliet"}
    return sent | {"judged_until": until.isoformat(), "version": project.version} | changed


def test_a_judgement_makes_it_worse_until_its_day(client, project):
    """It counts, it is shown with its mark and end, and it falls away by itself."""
    Project.objects.filter(pk=project.pk).update(time_tolerance_days=60)
    answer = as_role(client, Role.PROJECT_MANAGER, project).post(agreements(project), judgement(project))
    state = ProjectState.objects.get(project=project)
    page = client.get(reverse("project", args=["PF", "P-1"])).content.decode()
    judge_again(ProjectState.objects.all(), today() + timedelta(days=11))
    after = ProjectState.objects.get(project=project)

    assert answer.status_code == 302
    assert (state.status, state.is_judged, state.reasons[0]["code"]) == ("intervene", True, "judged")
    assert "Aannemer failliet" in page
    assert "°" in page
    assert (after.status, after.is_judged) == ("undetermined", False)


def test_a_judgement_on_its_last_day_still_counts(client, project):
    """Until includes the day itself."""
    Project.objects.filter(pk=project.pk).update(time_tolerance_days=60)
    as_role(client, Role.PROJECT_MANAGER, project).post(agreements(project), judgement(project))
    judge_again(ProjectState.objects.all(), today() + timedelta(days=10))

    assert ProjectState.objects.get(project=project).is_judged


@pytest.mark.parametrize(
    "changed",
    [
        {"judged_reason": ""},
        {"judged_until": ""},
        {"judged_until": "2020-01-01"},
        {"judged_until": "2099-01-01"},
        {"judged_status": "on_track"},
    ],
)
def test_a_judgement_needs_a_reason_and_an_end(client, project, changed):
    """Nothing is kept; a person can never make it better."""
    sent = judgement(project, **changed)
    answer = as_role(client, Role.PROJECT_MANAGER, project).post(agreements(project), sent)
    project.refresh_from_db()

    assert answer.status_code == 422
    assert project.judged_status == ""


def test_a_judgement_is_withdrawn_by_choosing_the_rules(client, project):
    """An empty choice takes reason and end away as well."""
    as_role(client, Role.PROJECT_MANAGER, project).post(agreements(project), judgement(project))
    project.refresh_from_db()
    client.post(agreements(project), judgement(project, judged_status=""))
    project.refresh_from_db()

    assert (project.judged_status, project.judged_reason, project.judged_until) == ("", "", None)


def test_a_stale_form_of_a_project_is_refused(client, project):
    """Somebody saved in between: 409, nothing changes."""
    sent = judgement(project, version=project.version - 1)

    answer = as_role(client, Role.PROJECT_MANAGER, project).post(agreements(project), sent)
    assert answer.status_code == 409


def thresholds(**changed: object) -> dict[str, object]:
    sent = {"on_track_from": "90", "adjust_from": "60", "max_changes": "5", "max_risk_euro": "1.100.000"}
    return sent | {"version": 0} | changed


def test_a_portfolio_sets_thresholds_and_all_projects_are_judged_anew(client, project):
    """70 % chance is adjust by the rule book and intervene where 75 % is asked."""
    factories.forecast(project)
    ProjectState.objects.update(status="on_track")
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER))
    answer = client.post(reverse("portfolio_agreements", args=["PF"]), thresholds())
    kept = PortfolioTolerances.objects.get()

    assert answer.status_code == 302
    assert (float(kept.on_track_from), kept.max_changes, int(kept.max_risk_euro)) == (0.9, 5, 1_100_000)
    assert ProjectState.objects.get(project=project).status != "on_track"
    assert AuditEntry.objects.filter(action="portfolio.agree").count() == 1


@pytest.mark.parametrize(
    ("changed", "status"), [({"adjust_from": "95"}, 422), ({"version": 3}, 409), ({"max_changes": "x"}, 422)]
)
def test_a_portfolio_form_that_is_wrong_or_stale_changes_nothing(client, project, changed, status):
    """Adjusting above green, a version from elsewhere, no number."""
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER))
    answer = client.post(reverse("portfolio_agreements", args=["PF"]), thresholds(**changed))

    assert answer.status_code == status
    assert not PortfolioTolerances.objects.exists()


def test_only_who_steers_the_portfolio_changes_its_agreements(client, project):
    """Others see them."""
    client.force_login(factories.user(Role.PROJECT_OWNER, Scope.PORTFOLIO, project.portfolio_id))
    address = reverse("portfolio_agreements", args=["PF"])

    assert client.get(address).status_code == 200
    assert client.post(address, thresholds()).status_code == 403


def test_an_exception_page_names_what_is_missing_and_asks(client, project):
    """Half a report: the reasons; a whole one: the decision is asked with one button."""
    line = ExceptionReport.objects.get(project=project)
    address = reverse("exception", args=["PF", "P-1", line.code])
    as_role(client, Role.PROJECT_MANAGER, project)
    before = client.get(address)
    refused = client.post(address, {"version": line.version})
    told = {"cause": "a", "consequence": "b", "recommendation": "c", "state": "reported"}
    ExceptionReport.objects.filter(pk=line.pk).update(**told, due=date(2026, 12, 24))
    ExceptionOption.objects.create(
        project=project,
        code="OPT-9",
        exception=line,
        title="Ploeg erbij",
        effect_days=-5,
        effect_cost=9,
        is_recommended=True,
    )
    asked = client.post(address, {"version": line.version})
    line.refresh_from_db()

    assert len(before.context["facts"].missing) == 3
    assert refused.status_code == 422
    assert asked.status_code == 302
    assert line.state == "decision_asked"
    assert client.get(address).status_code == 200


def test_the_line_of_an_exception_leads_back_to_its_page(client, project):
    """Who completed the report in the register goes on to options and decision; so does an option."""
    line = ExceptionReport.objects.get(project=project)
    option = ExceptionOption.objects.get(exception=line)
    as_role(client, Role.PROJECT_MANAGER, project)
    link = f'href="{reverse("exception", args=["PF", "P-1", "AFW-001"])}"'

    assert link in client.get(reverse("register_line", args=["afwijkingen", line.pk])).content.decode()
    assert link in client.get(reverse("register_line", args=["opties", option.pk])).content.decode()


def test_an_exception_of_another_portfolio_does_not_exist(client, project):
    """404 for who may not see the project."""
    client.force_login(factories.user(Role.READER, Scope.PORTFOLIO, factories.portfolio("B").pk))

    assert client.get(reverse("exception", args=["PF", "P-1", "AFW-001"])).status_code == 404


def test_a_change_that_came_too_late_is_told_what_changed(client, project):
    """The owner widens the tolerance; a second form from before gets 409 with who and what."""
    owner = factories.user(Role.PROJECT_OWNER, Scope.PROJECT, project.pk)
    client.force_login(owner)
    sent = {"do": "tolerances", "cost_tolerance": "10", "version": project.version}
    client.post(agreements(project), sent | {"time_tolerance_days": "60"})
    late = client.post(agreements(project), sent | {"time_tolerance_days": "20"})
    told = late.content.decode()

    assert late.status_code == 409
    assert owner.name in told
    assert "5 → 60" in told


def test_asking_too_late_tells_what_changed(client, project):
    """Somebody wrote the cause after the page was opened."""
    line = ExceptionReport.objects.get(project=project)
    manager = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
    register = REGISTERS["afwijkingen"]
    form = changed_form(register, manager, line, {"cause": "Kraan stuk"})
    assert form.is_valid()
    save_lines(manager, register, [Sent(form, line.version)])
    client.force_login(manager)
    page = reverse("exception", args=["PF", "P-1", line.code])
    answer = client.post(page, {"version": 1})

    assert answer.status_code == 409
    assert "Kraan stuk" in answer.content.decode()
