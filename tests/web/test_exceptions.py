"""Exceptions raise themselves, once, are withdrawn when the figures come back, and follow their decision."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from web import factories

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.accounts.models import Membership, Role, Scope
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.clock import today
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.lists.actions import Sent, save_lines
from stuurbord.web.lists.changing import changed_form, new_form
from stuurbord.web.lists.links import links_of
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import AcceptanceCriterion, Decision, Milestone
from stuurbord.web.steering.models import ProjectState
from stuurbord.web.tolerances.actions import ask_decision
from stuurbord.web.tolerances.conclusions import exception_sentence, title_of
from stuurbord.web.tolerances.guards import still_missing
from stuurbord.web.tolerances.models import ExceptionOption, ExceptionReport, ExceptionState, Tolerance
from stuurbord.web.tolerances.raising import raise_exceptions

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    """Return a project with five days of tolerance and a plan that is on time, led and owned by somebody."""
    made = factories.project(factories.portfolio("PF"), "P-1", time_tolerance_days=5)
    people = {
        "manager": factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, made.pk),
        "owner": factories.user(Role.PROJECT_OWNER, Scope.PROJECT, made.pk),
    }
    Project.objects.filter(pk=made.pk).update(**{name: one.person for name, one in people.items()})
    factories.revision(made)
    return Project.objects.select_related("portfolio", "manager__user", "owner__user").get(pk=made.pk)


def slip(project: Project, days: int) -> ExceptionReport | None:
    """Import a later plan; return the exception that is open on time then."""
    factories.revision(project, factories.plan(late_days=days))
    return opened(project)


def opened(project: Project) -> ExceptionReport | None:
    lines = ExceptionReport.objects.filter(project=project, target="time")
    return lines.exclude(state__in=ExceptionReport.closed).select_related("project__portfolio").first()


def change(actor, slug: str, line, version: int | None = None, **fields: object):
    """Change a line of a register as its form does."""
    register = REGISTERS[slug]
    form = changed_form(register, actor, line, fields)
    assert form.is_valid(), form.errors
    expected = line.version if version is None else version
    return save_lines(actor, register, [Sent(form, expected)])[0]


def reported(project: Project) -> ExceptionReport:
    """Return an exception that was completed, with an option beside waiting."""
    manager, line = project.manager.user, slip(project, 10)
    told = {"cause": "Levertijd", "consequence": "Later open", "recommendation": "Ploeg erbij"}
    line = change(manager, "afwijkingen", line, **told, due=today() + timedelta(days=20), state="reported")
    option = {"project": project.pk, "code": "OPT-002", "exception": line.code, "title": "Ploeg erbij"}
    option |= {"effect_days": -7, "effect_cost": 20_000, "is_recommended": True}
    form = new_form(REGISTERS["opties"], manager, option)
    assert form.is_valid(), form.errors
    save_lines(manager, REGISTERS["opties"], [Sent(form)])
    return ExceptionReport.objects.select_related("project__portfolio").get(pk=line.pk)


def asked(project: Project) -> ExceptionReport:
    line = reported(project)
    ask_decision(project.manager.user, line, line.version)
    return ExceptionReport.objects.select_related("project__portfolio", "decision").get(pk=line.pk)


def test_a_plan_that_slips_raises_an_exception(project):
    """A later plan is imported: the exception stands there, measured, with waiting as its first option."""
    line = slip(project, 10)

    assert line is not None
    assert (line.code, line.state, line.basis, line.level) == ("AFW-001", "raised", "forecast", "project")
    assert (line.measured, line.allowed, line.raised_on) == (Decimal(14), Decimal(5), today())
    assert "9\N{NO-BREAK SPACE}d" in line.title
    assert "5\N{NO-BREAK SPACE}d" in line.title
    assert line.owner == project.manager
    assert ExceptionOption.objects.get(exception=line).effect_days == 0


def test_it_is_raised_by_the_system_not_by_whoever_imported(project):
    """The audit log names Stuurbord, and no account."""
    slip(project, 10)
    entry = AuditEntry.objects.get(action="exceptionreport.create")

    assert (entry.actor_id, entry.actor_name) == (None, "Stuurbord")


def test_it_is_not_raised_twice(project):
    """The plan slips further: the same exception stands, with what it measures now."""
    first, second = slip(project, 10), slip(project, 15)

    assert first is not None
    assert second is not None
    assert first.pk == second.pk
    assert (second.measured, second.measured_now) == (Decimal(21), Decimal(21))
    assert "16\N{NO-BREAK SPACE}d" in second.title
    assert ExceptionReport.objects.count() == 1


def test_what_was_reported_keeps_its_figures(project):
    """The plan slips further after the report: what is measured now stands beside it."""
    line = reported(project)
    slip(project, 15)
    line.refresh_from_db()

    assert (line.measured, line.measured_now, line.version) == (Decimal(14), Decimal(21), 2)


def test_a_title_that_somebody_wrote_stays(project):
    """Only the figures are brought up to date."""
    line = slip(project, 10)
    change(project.manager.user, "afwijkingen", line, title="De kranen komen te laat")
    slip(project, 15)
    line.refresh_from_db()

    assert (line.title, line.measured) == ("De kranen komen te laat", Decimal(21))


def test_raised_on_the_forecast_it_tells_of_p80_once_that_is_known(project):
    """The simulation finishes later: the same exception, measured at P80."""
    line = slip(project, 10)
    factories.forecast(project)
    now = opened(project)

    assert line is not None
    assert now is not None
    assert (now.pk, now.basis) == (line.pk, "simulation")
    assert "P80" in now.title
    assert now.measured == now.measured_now
    assert now.measured >= line.measured


@pytest.mark.parametrize(("days", "is_raised"), [(0, False), (3, False), (10, True)])
def test_only_beyond_the_tolerance_counts(project, days: int, is_raised: bool):
    """Three days of work more is the last that fits in five days."""
    assert (slip(project, days) is not None) is is_raised


def test_the_last_day_of_the_tolerance_is_within_it(project):
    """Exactly as late as allowed raises nothing, a day more does."""
    goal = Milestone.objects.get(project=project, code="G4")
    raised = []
    for days in (5, 6):
        late = goal.promised_on + timedelta(days=days)
        Milestone.objects.filter(pk=goal.pk).update(actual=late)
        raised.append(len(raise_exceptions([project.pk])))

    assert raised == [0, 1]


def test_it_is_withdrawn_when_the_plan_comes_back_before_it_was_reported(project):
    """Within the tolerance again: withdrawn by itself, with the reason."""
    line = slip(project, 10)
    slip(project, 1)
    line.refresh_from_db()

    assert line.state == ExceptionState.WITHDRAWN
    assert f"{today():%d/%m/%Y}" in line.outcome
    assert line.version == 2


def test_what_was_reported_stays_for_people_to_close(project):
    """A report that somebody wrote is not withdrawn by the figures; it says that they came back."""
    line = reported(project)
    slip(project, 1)
    line.refresh_from_db()

    assert (line.state, line.is_beyond) == ("reported", False)


def test_withdrawn_and_slipped_again_is_a_new_exception(project):
    """What happened before keeps its own line."""
    slip(project, 10)
    slip(project, 1)
    again = slip(project, 12)

    assert again is not None
    assert again.code == "AFW-002"


def test_a_finished_simulation_raises_what_the_forecast_does_not_show(project):
    """P80 lies beyond five days while the plan itself is on time; the exception says it rests on P80."""
    Project.objects.filter(pk=project.pk).update(time_tolerance_days=2)
    factories.forecast(project)
    line = opened(project)
    state = ProjectState.objects.get(project=project)

    assert line is not None
    assert line.basis == "simulation"
    assert "P80" in line.title
    assert state.basis == "simulation"
    assert state.p80_finish >= state.p50_finish > state.baseline_finish
    assert 0 < state.chance_time < 0.8


def test_a_forecast_under_way_withdraws_nothing(project):
    """While the simulation is made anew, what it raised stands."""
    Project.objects.filter(pk=project.pk).update(time_tolerance_days=2)
    factories.forecast(project)
    SimulationRun.objects.update(is_stale=True)
    raise_exceptions([project.pk])
    line = opened(project)

    assert line is not None
    assert line.state == "raised"


def test_a_decision_cannot_be_asked_on_half_a_report(project):
    """What is missing is named; nothing changes."""
    line = slip(project, 10)
    missing = still_missing(line)
    form = changed_form(REGISTERS["afwijkingen"], project.manager.user, line, {"state": "decision_asked"})

    assert len(missing) == 3
    assert not form.is_valid()


def test_asking_a_decision_writes_it_down_one_level_up(project):
    """The steering committee gets the question, linked both ways."""
    line = asked(project)
    decision = Decision.objects.get(project=project)
    links = links_of(project.manager.user, REGISTERS["beslissingen"], decision)

    assert line.state == "decision_asked"
    assert line.decision == decision
    assert (decision.body, decision.state, decision.due) == ("Stuurgroep", "requested", line.due)
    assert decision.effect_on_cost == 20_000
    assert "−7" in decision.effect_on_date
    assert [one.other.end.kind for one in links] == ["afwijkingen"]


def decide(actor, line: ExceptionReport) -> Decision:
    decision = Decision.objects.select_related("project__portfolio").get(pk=line.decision_id)
    return change(actor, "beslissingen", decision, state="decided", outcome="Ploeg erbij", decided_on=today())


def test_the_exception_follows_the_decision(project):
    """Decided by the owner: the exception is decided too, in the owner's name and with the outcome."""
    line = asked(project)
    decide(project.owner.user, line)
    line.refresh_from_db()
    entry = AuditEntry.objects.filter(action="exceptionreport.change").order_by("number").last()

    assert (line.state, line.outcome) == ("decided", "Ploeg erbij")
    assert entry.actor_id == project.owner.user.pk


def test_who_has_no_mandate_cannot_decide(project):
    """Another project manager of the project: the decision is not kept either."""
    line = asked(project)
    other = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
    with pytest.raises(NotPermitted):
        decide(other, line)


def test_who_asked_does_not_decide(project):
    """Four eyes: the manager asked; being owner as well does not help."""
    line = asked(project)
    manager = project.manager.user
    Membership.objects.create(user=manager, role=Role.PROJECT_OWNER, scope=Scope.PROJECT, scope_id=project.pk)
    del manager._grants
    with pytest.raises(NotPermitted):
        decide(manager, line)


def test_a_stale_version_is_refused(project):
    """Somebody changed the report meanwhile: nothing is asked."""
    line = reported(project)
    with pytest.raises(VersionConflict):
        ask_decision(project.manager.user, line, line.version - 1)

    assert not Decision.objects.exists()


def test_who_sees_nothing_asks_nothing(project):
    """Without a role there is no action."""
    line = reported(project)
    with pytest.raises(NotPermitted):
        ask_decision(AnonymousUser(), line, line.version)


def test_an_exception_closes_only_when_the_figures_are_within_again(project):
    """Still beyond: another tolerance is agreed first, then it closes."""
    line = asked(project)
    decide(project.owner.user, line)
    line.refresh_from_db()
    register = REGISTERS["afwijkingen"]
    form = changed_form(register, project.owner.user, line, {"state": "closed"})
    is_refused = not form.is_valid()
    Project.objects.filter(pk=project.pk).update(time_tolerance_days=30)
    raise_exceptions([project.pk])
    line = ExceptionReport.objects.select_related("project__portfolio", "decision").get(pk=line.pk)
    closed = change(project.owner.user, "afwijkingen", line, state="closed")

    assert is_refused
    assert closed.state == "closed"


def test_a_project_that_ended_raises_nothing(project):
    """Closed and stopped projects are no longer judged."""
    Project.objects.filter(pk=project.pk).update(stage="closed")

    assert slip(project, 10) is None


def test_a_must_that_is_not_met_says_so_instead_of_a_figure_within(project):
    """No change was approved, but a must criterion failed: the title does not speak of changes."""
    Tolerance.objects.create(project=project, code="T-1", target="scope", limit_number=5)
    AcceptanceCriterion.objects.create(
        project=project, code="AC-1", title="Bediening binnen 2 s", moscow="must", state="not_met"
    )
    raise_exceptions([project.pk])
    line = ExceptionReport.objects.get(project=project, target="scope")

    assert (line.measured, line.allowed) == (Decimal(0), Decimal(5))
    assert line.title == title_of("scope", "project", "", Decimal(0), Decimal(5), "number", "register")
    assert "5" not in line.title
    assert exception_sentence(line) == ""


def test_a_stage_has_its_own_exception(project):
    """A tolerance of a stage is passed while that of the project is not."""
    Tolerance.objects.create(
        project=project, code="T-1", target="time", level="stage", scope="G4", limit_days=1
    )
    slip(project, 1)
    lines = ExceptionReport.objects.filter(project=project)

    assert [(one.level, one.scope, one.target) for one in lines] == [("stage", "G4", "time")]
