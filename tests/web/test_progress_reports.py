"""Progress told by who does the work: kept as told, gathered, proposed as one, and never taken silently."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from web import factories, progress_worlds
from web.progress_worlds import STATUS, at, told

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.accounts.models import Person, Role, Scope
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.planning import actions
from stuurbord.web.planning.actions import Refused
from stuurbord.web.planning.models import PlanResource, ProposalSource, TaskReport
from stuurbord.web.planning.progress.gathering import ReportState, gathered, last_reports, state_of
from stuurbord.web.planning.progress.own_tasks import When, unfinished_tasks
from stuurbord.web.planning.progress.owners import resources_of, say_people
from stuurbord.web.planning.progress.proposing import propose, tried
from stuurbord.web.planning.progress.reporting import Impossible, report
from stuurbord.web.planning.progress.rounds import announce, end_round, open_round, reporters
from stuurbord.web.projects.plans import plan_of, schedule_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = "2026-11-27"


@pytest.fixture
def world():
    return progress_worlds.world()


def tasks(world):
    revision = world.project.current_revision_id
    return {one.uid: one for one in unfinished_tasks(plan_of(revision), schedule_of(revision))}


def row_of(plan, uid):
    idx = plan.tasks.uid.tolist().index(uid)
    return {
        name: getattr(plan.tasks, name)[idx].item()
        for name in ("percent_complete", "actual_start", "actual_finish", "remaining_duration")
    }


def test_the_person_with_the_name_of_a_resource_is_behind_it(world):
    """Nobody has to say so; behind a team stands nobody until a planner says who."""
    found = resources_of(world.worker.person)

    assert [row.name for row in found] == ["L. Bosmans"]
    assert not resources_of(world.reader.person).exists()
    assert PlanResource.objects.filter(project=world.project).count() == 2


def test_of_two_people_with_one_name_nobody_is_meant(world):
    Person.objects.create(name="L. Bosmans", email="l.bosmans2@voorbeeld.example")

    assert not resources_of(world.worker.person).exists()
    with pytest.raises(Refused):
        say_people(world.manager, world.project, {"Team Netwerken": "L. Bosmans"})


def test_a_planner_says_who_is_behind_a_team(world):
    """By name or address, several with a semicolon; what was said is audited and stays with the next plan."""
    text = f"q. hermans; {world.worker.email}"
    n_changed = say_people(world.manager, world.project, {"Team Netwerken": text, "Bestaat niet": "X"})
    factories.revision(world.project, progress_worlds.plan_with_people("Iemand anders"))

    assert n_changed == 1
    assert [row.name for row in resources_of(world.reader.person)] == ["Team Netwerken"]
    assert [row.name for row in resources_of(world.worker.person)] == ["Team Netwerken"]
    assert AuditEntry.objects.filter(action="progress.say_people").count() == 1


def test_who_is_said_to_be_nobody_is_not_guessed_again(world):
    say_people(world.manager, world.project, {"L. Bosmans": ""})

    assert not resources_of(world.worker.person).exists()


@pytest.mark.parametrize("text", ["Niemand Bekend", "Q. Hermans; Onbestaand"])
def test_an_unknown_name_is_refused_and_nothing_is_kept(world, text):
    with pytest.raises(Refused):
        say_people(world.manager, world.project, {"Team Netwerken": text})

    assert not PlanResource.objects.filter(is_said=True).exists()


def test_only_a_planner_says_who_does_what(world):
    with pytest.raises(NotPermitted):
        say_people(world.worker, world.project, {"Team Netwerken": "L. Bosmans"})


def test_tasks_are_asked_when_they_work_or_should_have_begun(world):
    """Task 2 follows the first within two weeks; task 4 begins later."""
    found = tasks(world)

    assert {uid: one.when(STATUS) for uid, one in found.items()} == {
        1: When.WORKING,
        2: When.COMING,
        3: When.LATE,
        4: When.COMING,
        5: None,
    }
    assert found[1].remaining_days == 6


def test_a_report_is_kept_and_changes_no_plan(world):
    before = world.project.current_revision_id
    made = report(world.worker, world.project, 1, told(75, remark="Kabel ligt"), STATUS)
    world.project.refresh_from_db()

    assert (made.percent, made.person, made.author) == (75, world.worker.person, world.worker)
    assert world.project.current_revision_id == before
    assert AuditEntry.objects.filter(action="progress.report", subject=world.project.subject).count() == 1


def test_who_does_not_work_on_a_task_does_not_report_on_it(world):
    with pytest.raises(NotPermitted):
        report(world.reader, world.project, 1, told(75), STATUS)
    with pytest.raises(NotPermitted):
        report(world.worker, world.project, 3, told(75), STATUS)
    stranger = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, 999)
    with pytest.raises(NotPermitted):
        report(stranger, world.project, 1, told(75), STATUS)

    assert not TaskReport.objects.exists()


def test_a_planner_reports_for_somebody_else(world):
    made = report(world.manager, world.project, 1, told(75), STATUS)

    assert (made.author, made.person) == (world.manager, world.worker.person)


@pytest.mark.parametrize(
    ("uid", "what", "code"),
    [
        (1, told(101), "progress_out_of_range"),
        (1, told(50, actual_start=date(2026, 11, 28)), "actual_after_status_date"),
        (1, told(100, actual_finish=date(2026, 12, 1)), "actual_after_status_date"),
        (1, told(100), "finish_unknown"),
        (1, told(60, actual_finish=date(2026, 11, 26)), "finish_but_not_done"),
        (1, told(100, actual_finish=date(2026, 11, 13)), "actual_finish_before_start"),
        (2, told(25), "start_unknown"),
        (1, told(60, remaining_days=Decimal(-1)), "remaining_out_of_range"),
        (1, told(60, remaining_days=Decimal(9_999)), "remaining_out_of_range"),
    ],
)
def test_what_cannot_be_so_is_refused_with_a_sentence(world, uid, what, code):
    settings_day = date(2026, 11, 27)
    with pytest.raises(Impossible) as refused:
        report(world.worker, world.project, uid, what, settings_day)

    assert [one.code for one in refused.value.findings] == [code]
    assert f"Taak {uid}" in str(refused.value)
    assert not TaskReport.objects.exists()


def test_a_day_that_has_yet_to_come_is_refused_before_the_status_date(world, settings):
    settings.STUURBORD_TODAY = "2026-11-25"
    with pytest.raises(Impossible) as refused:
        report(world.worker, world.project, 1, told(100, actual_finish=date(2026, 11, 26)), STATUS)

    assert refused.value.findings[0].code == "actual_in_future"


def test_the_last_word_counts_and_contradictions_are_told(world):
    """Remaining 0 with 60 %, less than the plan says, and another who told something else."""
    report(world.manager, world.project, 1, told(80), STATUS)
    report(world.worker, world.project, 1, told(40, remaining_days=Decimal(0)), STATUS)
    (row,) = gathered(world.project, STATUS)

    assert row.report.percent == 40
    assert {one.code for one in row.doubts} == {"nothing_left_not_done", "less_than_before"}
    assert [one.percent for one in row.differs] == [80]
    assert row.can_go


def test_one_proposal_takes_the_chosen_reports_and_the_status_date(world):
    """The other reports remain; the plan changes only when somebody accepts."""
    first = report(world.worker, world.project, 1, told(100, actual_finish=date(2026, 11, 25)), STATUS)
    later = report(world.manager, world.project, 3, told(25, actual_start=date(2026, 11, 24)), STATUS)
    proposal = propose(world.manager, world.project, [first.pk], STATUS)
    first.refresh_from_db()

    assert proposal.source == ProposalSource.PROGRESS
    assert (state_of(first), state_of(later)) == (ReportState.PROPOSED, ReportState.WAITING)
    assert world.worker.name in proposal.reason

    revision = actions.accept(world.manager, proposal, proposal.version)
    plan = plan_of(revision.pk)
    world.project.refresh_from_db()

    assert row_of(plan, 1) == {
        "percent_complete": 1.0,
        "actual_start": at("2026-11-16T08:00"),
        "actual_finish": at("2026-11-25T17:00"),
        "remaining_duration": 0,
    }
    assert row_of(plan, 3)["percent_complete"] == 0
    assert plan.status_date == at("2026-11-27T17:00")
    assert revision.status_date == STATUS
    assert state_of(last_reports(world.project)[1]) == ReportState.USED
    assert [row.report.pk for row in gathered(world.project, STATUS)] == [later.pk]


def test_the_ripple_is_known_before_anything_is_proposed(world):
    made = report(world.worker, world.project, 1, told(50, remaining_days=Decimal(10)), STATUS)
    found = tried(world.project, [made.pk], STATUS)

    assert row_of(found.new_plan, 1)["remaining_duration"] == 10 * 8 * 3600
    assert found.effect["n_moved"] > 0
    assert not world.project.proposals.exists()


def test_a_rejected_proposal_gives_its_reports_back(world):
    made = report(world.worker, world.project, 1, told(75), STATUS)
    proposal = propose(world.manager, world.project, [made.pk], STATUS)
    actions.reject(world.manager, proposal, proposal.version, "Eerst nakijken")
    made.refresh_from_db()

    assert state_of(made) == ReportState.WAITING
    assert propose(world.manager, world.project, [made.pk], STATUS).number == 2


def test_what_was_left_out_when_accepting_stays_proposed_until_that_is_rejected(world):
    """The rest of the proposal holds the report; once that is rejected, it waits again."""
    made = report(world.worker, world.project, 1, told(75), STATUS)
    proposal = propose(world.manager, world.project, [made.pk], STATUS)
    actions.accept(world.manager, proposal, proposal.version, {("plan", "")})
    made.refresh_from_db()

    assert state_of(made) == ReportState.PROPOSED
    assert made.used_in == proposal.rest
    actions.reject(world.manager, made.used_in, made.used_in.version, "Nog niet")
    assert state_of(made) == ReportState.WAITING


def test_a_report_after_the_chosen_status_date_does_not_go_in(world):
    """It can wait: told on Friday, it is of no use for a status date on Wednesday."""
    made = report(world.worker, world.project, 1, told(100, actual_finish=date(2026, 11, 26)), STATUS)
    with pytest.raises(Refused, match="25/11/2026"):
        propose(world.manager, world.project, [made.pk], date(2026, 11, 25))

    assert not world.project.proposals.exists()


@pytest.mark.parametrize("day", [date(2026, 11, 19), date(2026, 11, 28)])
def test_a_status_date_before_the_plan_or_in_the_future_is_refused(world, day):
    made = report(world.worker, world.project, 1, told(75), STATUS)
    with pytest.raises(Refused):
        propose(world.manager, world.project, [made.pk], day)


def test_a_report_that_was_overtaken_does_not_go_in(world):
    """Somebody told otherwise since the page was shown: the planner looks again."""
    old = report(world.worker, world.project, 1, told(60), STATUS)
    report(world.worker, world.project, 1, told(75), STATUS)
    with pytest.raises(Refused):
        propose(world.manager, world.project, [old.pk], STATUS)


def test_who_works_on_it_cannot_propose_by_himself(world):
    made = report(world.worker, world.project, 1, told(75), STATUS)
    with pytest.raises(NotPermitted):
        propose(world.worker, world.project, [made.pk], STATUS)


def test_a_round_tells_who_still_has_to_report(world):
    """A team without people is named, so that somebody asks."""
    asked = announce(world.manager, world.project, STATUS, date(2026, 12, 1), "Voor de stuurgroep")
    before = {one.name: (len(one.asked), one.n_reported) for one in reporters(world.project, STATUS)}
    report(world.worker, world.project, 1, told(75), STATUS)
    after = {one.name: (len(one.asked), one.n_reported) for one in reporters(world.project, STATUS)}

    assert open_round(world.project) == asked
    assert before == {"L. Bosmans": (1, 0), "Team Netwerken": (1, 0)}
    assert after == {"L. Bosmans": (1, 1), "Team Netwerken": (1, 0)}


def test_a_new_status_date_ends_the_question_before_it(world):
    announce(world.manager, world.project, STATUS, STATUS)
    second = announce(world.manager, world.project, date(2026, 12, 4), date(2026, 12, 7))

    assert open_round(world.project) == second
    assert world.project.status_rounds.filter(closed_at=None).count() == 1


def test_a_round_is_over_once_the_plan_stands_there(world):
    announce(world.manager, world.project, STATUS, STATUS)
    made = report(world.worker, world.project, 1, told(75), STATUS)
    proposal = propose(world.manager, world.project, [made.pk], STATUS)
    actions.accept(world.manager, proposal, proposal.version)
    world.project.refresh_from_db()

    assert open_round(world.project) is None


def test_ending_a_round_keeps_what_was_reported_and_asks_for_its_version(world):
    asked = announce(world.manager, world.project, STATUS, STATUS)
    report(world.worker, world.project, 1, told(75), STATUS)
    with pytest.raises(VersionConflict):
        end_round(world.manager, asked, asked.version + 1)
    asked.refresh_from_db()
    end_round(world.manager, asked, asked.version)

    assert open_round(world.project) is None
    assert TaskReport.objects.count() == 1


@pytest.mark.parametrize(
    ("status_date", "report_by"),
    [(date(2026, 11, 20), date(2026, 11, 30)), (date(2026, 11, 27), date(2026, 11, 26))],
)
def test_a_round_that_cannot_be_is_refused(world, status_date, report_by):
    with pytest.raises(Refused):
        announce(world.manager, world.project, status_date, report_by)


def test_only_a_planner_asks(world):
    with pytest.raises(NotPermitted):
        announce(world.worker, world.project, STATUS, STATUS)
