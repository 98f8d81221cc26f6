"""Long work: asked by who may, run once, told as it goes, stopped on request, and kept as history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event, Thread
from threading import enumerate as enumerate_threads

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from web import factories

from stuurbord.errors import Finding, NotPermitted, UnreadableFile, VersionConflict
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.jobs import actions, here, kinds, pulse, queries, running
from stuurbord.web.jobs.models import Job, JobState
from stuurbord.web.jobs.queue import LEASE, claim, end
from stuurbord.web.jobs.telling import told
from stuurbord.web.jobs.work import Work
from stuurbord.web.steering.audit_sentences import sentence

Register = Callable[..., None]


@pytest.fixture
def kind() -> Iterator[Register]:
    """Return a function that registers the kind ``count`` with another function than counting to four."""

    def of(function: kinds.JobFunction) -> None:
        kinds.KINDS.pop("count", None)
        kinds.register(
            "count", function, label="Counting", permission=Permission.EDIT_REGISTER, steps={"up": "Going up"}
        )

    of(count_to_four)
    yield of
    kinds.KINDS.pop("count", None)


@pytest.fixture
def queued() -> Iterator[None]:
    """Let jobs wait for a runner, as they do outside tests."""
    with override_settings(STUURBORD_JOBS="workers"):
        yield


def count_to_four(work: Work) -> Callable[[], str]:
    work.step("up")
    for number in range(4):
        work.go_on()
        work.count(number + 1, 4)
    return lambda: f"count:{work.arguments.get('to', 4)}"


def until_stopped(work: Work) -> Callable[[], str]:
    Event().wait(0.05)
    while not work.is_stopped():
        Event().wait(0.01)
    work.go_on()
    raise AssertionError("a stopped job does not go on")


@pytest.mark.django_db
class TestAsking:
    """Asking is an action: it needs a right, queues once, and is written down."""

    def test_who_may_asks_and_the_answer_is_kept(self, kind):
        """In tests the job has run when `ask` returns."""
        project = factories.project(factories.portfolio("ASN"), "P-001")
        manager = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
        job = actions.ask(manager, "count", project, {"to": 9})

        assert (job.state, job.result, job.share) == (JobState.DONE, "count:9", 1.0)
        assert (job.subject, job.portfolio_id, job.asked_by) == (
            "project:ASN/P-001",
            project.portfolio_id,
            manager,
        )
        assert queries.latest("count", "project:ASN/P-001") == job

    def test_who_may_not_leaves_no_trace(self, kind):
        """A reader sees results but starts nothing."""
        project = factories.project(factories.portfolio())
        reader = factories.user(Role.READER, Scope.PROJECT, project.pk)
        with pytest.raises(NotPermitted):
            actions.ask(reader, "count", project)

        assert not Job.objects.exists()

    def test_asking_is_told_in_the_audit_log(self, kind):
        """In words, with the label of the kind."""
        portfolio = factories.portfolio("ASN")
        actions.ask(factories.OPERATOR, "count", portfolio)
        entry = AuditEntry.objects.first()

        assert (entry.action, entry.subject, entry.portfolio_id) == (
            "job.ask",
            "portfolio:ASN",
            portfolio.pk,
        )
        assert "Counting" in sentence(entry)

    def test_a_newer_request_replaces_the_one_that_waits(self, kind, queued):
        """The older one tells why it never ran."""
        portfolio = factories.portfolio()
        older = actions.ask(factories.OPERATOR, "count", portfolio, {"to": 1})
        newer = actions.ask(factories.OPERATOR, "count", portfolio, {"to": 2})
        older.refresh_from_db()

        assert (older.state, older.error_code) == (JobState.STOPPED, "job_replaced")
        assert newer.state == JobState.QUEUED

    def test_the_same_request_waits_once(self, kind, queued):
        """Clicking twice costs nothing."""
        portfolio = factories.portfolio()
        twice = [actions.ask(factories.OPERATOR, "count", portfolio, {"to": 1}) for _ in range(2)]

        assert twice[0] == twice[1]
        assert AuditEntry.objects.filter(action="job.ask").count() == 1

    def test_what_runs_goes_on_beside_a_newer_request(self, kind, queued):
        """And the newer one begins only when the first has ended."""
        portfolio = factories.portfolio()
        first = actions.ask(factories.OPERATOR, "count", portfolio)
        assert claim() == first
        second = actions.ask(factories.OPERATOR, "count", portfolio)

        assert claim() is None
        first.refresh_from_db()
        assert end(first, JobState.DONE)
        assert claim() == second

    def test_a_kind_has_one_function(self, kind):
        """A second registration is a mistake of ours."""
        with pytest.raises(ValueError, match="registered already"):
            kinds.register("count", count_to_four, label="", permission=Permission.VIEW)


@pytest.mark.django_db
class TestFailing:
    """Whatever a function does, the job ends and says why."""

    def test_what_is_wrong_with_the_data_is_told_as_findings(self, kind):
        """The code of the error is kept for programs, the findings for people."""

        def refuse(work: Work):
            raise UnreadableFile(Finding("empty_file", "The file is empty."))

        kind(refuse)
        job = actions.ask(factories.OPERATOR, "count", factories.portfolio())

        assert (job.state, job.error_code) == (JobState.FAILED, "unreadable_file")
        assert [one.code for one in job.reasons] == ["empty_file"]

    def test_a_sentence_with_braces_is_told_as_it_is(self, kind):
        """It is complete: nothing in it is a field."""

        def refuse(work: Work):
            raise VersionConflict("Iemand bewaarde {dit} eerst.")

        kind(refuse)
        job = actions.ask(factories.OPERATOR, "count", factories.portfolio())

        assert job.reasons[0].message() == "Iemand bewaarde {dit} eerst."

    def test_a_defect_of_ours_ends_the_job_and_not_the_runner(self, kind, caplog):
        """The log has the trace; the reader a sentence."""

        def break_down(work: Work):
            raise ZeroDivisionError

        kind(break_down)
        job = actions.ask(factories.OPERATOR, "count", factories.portfolio())

        assert (job.state, job.error_code) == (JobState.FAILED, "unexpected_error")
        assert "ZeroDivisionError" in caplog.text

    def test_an_answer_that_cannot_be_stored_leaves_nothing_behind(self, kind):
        """Storing and ending are one transaction."""

        def keep_badly() -> str:
            factories.portfolio("HALF")
            raise VersionConflict("Iemand was eerst.")

        kind(lambda work: keep_badly)
        job = actions.ask(factories.OPERATOR, "count", factories.portfolio())

        assert job.state == JobState.FAILED
        assert not type(factories.portfolio()).objects.filter(key="HALF").exists()


@pytest.mark.django_db
class TestStopping:
    """Who asked may stop it, and who could have asked; nobody stops what has ended."""

    def test_what_waits_stops_at_once(self, kind, queued):
        """Nothing has to notice it first."""
        job = actions.ask(factories.OPERATOR, "count", factories.portfolio())
        stopped = actions.stop(factories.OPERATOR, job)

        assert (stopped.state, claim()) == (JobState.STOPPED, None)
        assert AuditEntry.objects.first().action == "job.stop"

    def test_a_reader_stops_nothing(self, kind, queued):
        """Though he sees it."""
        portfolio = factories.portfolio()
        job = actions.ask(factories.OPERATOR, "count", portfolio)
        reader = factories.user(Role.READER, Scope.PORTFOLIO, portfolio.pk)

        assert list(queries.visible_jobs(reader)) == [job]
        with pytest.raises(NotPermitted):
            actions.stop(reader, job)

    def test_who_asked_stops_it_as_long_as_he_may_look_in(self, kind, queued):
        """A right that was withdrawn since does not matter; one to see does."""
        portfolio = factories.portfolio()
        asker = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, portfolio.pk)
        job = actions.ask(asker, "count", portfolio)
        asker.memberships.update(role=Role.READER)
        is_allowed_as_reader = actions.may_stop(type(asker).objects.get(pk=asker.pk), job)
        asker.memberships.all().delete()
        is_allowed_as_stranger = actions.may_stop(type(asker).objects.get(pk=asker.pk), job)

        assert (is_allowed_as_reader, is_allowed_as_stranger) == (True, False)

    def test_what_has_ended_cannot_be_stopped(self, kind):
        """Who was too late is told."""
        job = actions.ask(factories.OPERATOR, "count", factories.portfolio())
        with pytest.raises(VersionConflict):
            actions.stop(factories.OPERATOR, job)

    def test_the_neighbour_sees_nothing(self, kind):
        """A project's member sees the project's jobs, another portfolio's none."""
        project = factories.project(factories.portfolio())
        job = actions.ask(factories.OPERATOR, "count", project)
        member = factories.user(Role.READER, Scope.PROJECT, project.pk)
        neighbour = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, factories.portfolio().pk)

        assert list(queries.visible_jobs(member)) == [job]
        assert list(queries.visible_jobs(neighbour)) == []


@pytest.mark.django_db
class TestDying:
    """A process that dies takes its job with it once; the second time the job ends."""

    def silent(self, job: Job) -> None:
        Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - LEASE - timedelta(seconds=1))

    def test_a_silent_job_gets_a_second_attempt_and_no_third(self, kind, queued):
        """Then it says that its process ended."""
        actions.ask(factories.OPERATOR, "count", factories.portfolio())
        first = claim()
        self.silent(first)
        second = claim()
        self.silent(second)

        assert (first.pk, first.attempt, second.attempt) == (second.pk, 1, 2)
        assert claim() is None
        second.refresh_from_db()
        assert (second.state, second.error_code) == (JobState.FAILED, "job_abandoned")

    def test_the_first_attempt_no_longer_speaks_for_the_job(self, kind, queued):
        """A machine that slept wakes up and has nothing to store."""
        actions.ask(factories.OPERATOR, "count", factories.portfolio())
        slept = claim()
        self.silent(slept)
        claim()

        assert not end(slept, JobState.DONE, result="too late")
        slept.refresh_from_db()
        assert (slept.state, slept.result) == (JobState.RUNNING, "")

    def test_a_silent_job_that_somebody_stopped_is_stopped(self, kind, queued):
        """Not begun anew."""
        actions.ask(factories.OPERATOR, "count", factories.portfolio())
        job = claim()
        actions.stop(factories.OPERATOR, job)
        self.silent(job)

        assert claim() is None
        job.refresh_from_db()
        assert job.state == JobState.STOPPED


@pytest.mark.django_db(transaction=True)
class TestRunning:
    """With real threads and connections, as a web process and `stuurbord worker` run jobs."""

    @pytest.fixture(autouse=True)
    def quickly(self, monkeypatch, kind, queued):
        monkeypatch.setattr(pulse, "INTERVAL", 0.02)

    def in_background(self, leaving: Event) -> Thread:
        def run() -> None:
            try:
                running.run_until(leaving, lambda _seconds: leaving.wait(0.02))
            finally:
                connection.close()

        thread = Thread(target=run)
        thread.start()
        return thread

    def test_a_runner_does_what_is_asked(self):
        """`settled` returns when it is done."""
        leaving = Event()
        job = actions.ask(factories.OPERATOR, "count", factories.portfolio())
        runner = self.in_background(leaving)
        queries.settled(job, 10)
        leaving.set()
        runner.join()

        assert (job.state, job.result, job.n_done) == (JobState.DONE, "count:4", 4)

    def test_a_running_job_is_stopped_from_elsewhere(self, kind):
        """The function hears it at its next look."""
        kind(until_stopped)
        leaving = Event()
        job = actions.ask(factories.OPERATOR, "count", factories.portfolio())
        runner = self.in_background(leaving)
        while job.state == JobState.QUEUED:
            job.refresh_from_db()
        actions.stop(factories.OPERATOR, job)
        queries.settled(job, 10)
        leaving.set()
        runner.join()

        assert (job.state, job.error_code) == (JobState.STOPPED, "stopped")

    def test_a_process_that_leaves_gives_its_job_back(self, kind):
        """It waits for another, and the attempt does not count."""
        kind(until_stopped)
        leaving = Event()
        job = actions.ask(factories.OPERATOR, "count", factories.portfolio())
        runner = self.in_background(leaving)
        while job.state == JobState.QUEUED:
            job.refresh_from_db()
        leaving.set()
        runner.join()
        job.refresh_from_db()

        assert (job.state, job.attempt) == (JobState.QUEUED, 0)

    def test_progress_is_written_while_it_runs(self, kind):
        """Count, share, step and remaining time, in the reader's words."""
        shown, go = Event(), Event()

        def half(work: Work):
            work.step("up")
            work.count(5_000, 10_000)
            shown.set()
            go.wait(10)
            return lambda: ""

        kind(half)
        leaving = Event()
        job = actions.ask(factories.OPERATOR, "count", factories.portfolio())
        runner = self.in_background(leaving)
        shown.wait(10)
        for _ in range(500):
            job.refresh_from_db()
            if job.n_done:
                break
            Event().wait(0.01)
        line = told(job).line
        go.set()
        queries.settled(job, 10)
        leaving.set()
        runner.join()

        assert line.startswith("Going up · 5.000")
        assert job.state == JobState.DONE

    def test_a_web_process_runs_jobs_in_a_thread_of_its_own(self, monkeypatch):
        """Woken by who asks; and it ends with the process."""
        for name in ("_woken", "_leaving"):
            monkeypatch.setattr(here, name, Event())
        monkeypatch.setattr(here, "_serving_process", 0)
        with override_settings(STUURBORD_JOBS="here"):
            here.serve()
            here.serve()
            threads = [thread for thread in enumerate_threads() if thread.name == "jobs"]
            due = [thread for thread in enumerate_threads() if thread.name == "due"]
            job = queries.settled(actions.ask(factories.OPERATOR, "count", factories.portfolio()), 10)
            here._leave(*threads, *due)

        assert len(threads) == len(due) == 1
        assert job.state == JobState.DONE
        assert not threads[0].is_alive()
        assert not due[0].is_alive()

    def test_eight_runners_run_each_job_once(self, kind):
        """No two claim the same, and none is left."""
        ran: list[str] = []

        def note(work: Work):
            ran.append(work.subject)
            return lambda: ""

        kind(note)
        for _ in range(12):
            actions.ask(factories.OPERATOR, "count", factories.portfolio())

        def run(_number: int) -> None:
            try:
                running.run_waiting(Event())
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(run, range(8)))

        assert len(ran) == len(set(ran)) == 12
        assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}

    def test_eight_who_ask_the_same_at_once_leave_one_waiting(self):
        """The others find it there, or were replaced."""
        portfolio = factories.portfolio()

        def ask(number: int) -> None:
            try:
                actions.ask(factories.OPERATOR, "count", portfolio, {"to": number})
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(ask, range(8)))

        assert Job.objects.filter(state=JobState.QUEUED).count() == 1
        assert Job.objects.filter(state=JobState.STOPPED).count() == 7
