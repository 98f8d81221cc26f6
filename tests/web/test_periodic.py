"""Work that comes back: once per interval, by one process, also when one dies; and what it cleans up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest
from django.db import DatabaseError, connection
from web import factories

from stuurbord.web.jobs import periodic
from stuurbord.web.jobs.clean_up import delete_ended
from stuurbord.web.jobs.models import Job, JobState, PeriodicRun
from stuurbord.web.jobs.periodic import LEASE, Periodic, declare, run_due

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def only(monkeypatch) -> Iterator[Callable[[Callable[[datetime], None]], None]]:
    """Return a function that makes one piece of work, every hour, the only one there is."""

    def of(run: Callable[[datetime], None]) -> None:
        monkeypatch.setattr(periodic, "PERIODIC", {})
        declare(Periodic("wash", HOUR, run))

    return of


@pytest.mark.django_db
class TestDue:
    """When it is done, by a clock of our own."""

    def test_at_once_and_then_every_interval(self, only):
        """Looking more often does nothing more."""
        ran: list[datetime] = []
        only(ran.append)
        for minutes in (0, 1, 59, 60, 61, 119, 120):
            run_due(NOON + timedelta(minutes=minutes))

        assert ran == [NOON, NOON + HOUR, NOON + 2 * HOUR]

    def test_what_was_missed_is_done_once(self, only):
        """A server that stood still for a day does not catch up twenty-four times."""
        ran: list[datetime] = []
        only(ran.append)
        run_due(NOON)
        for minutes in (0, 1, 2):
            run_due(NOON + timedelta(days=1, minutes=minutes))

        assert len(ran) == 2

    def test_the_hour_that_comes_twice_counts_twice(self, only):
        """Moments are UTC: the night of winter time is an hour longer, and so is what is done in it."""
        ran: list[datetime] = []
        only(ran.append)
        midnight = datetime(2026, 10, 24, 22, tzinfo=UTC)  # in Brussels, before the clock goes back
        for hours in range(6):
            run_due(midnight + hours * HOUR)

        assert len(ran) == 6

    def test_a_failure_waits_for_the_next_time_and_is_counted(self, only, caplog):
        """It neither stops the rest nor repeats at once."""

        def fail(_now: datetime) -> None:
            raise ZeroDivisionError

        only(fail)
        run_due(NOON)
        run_due(NOON + timedelta(minutes=1))
        run_due(NOON + HOUR)
        row = PeriodicRun.objects.get()

        assert (row.n_failed, row.due_at, row.claimed_until) == (2, NOON + 2 * HOUR, None)
        assert caplog.text.count("periodic work wash failed") == 2

    def test_a_name_is_declared_once(self, only):
        """A second one is a mistake of ours."""
        only(lambda now: None)
        with pytest.raises(ValueError, match="declared already"):
            declare(Periodic("wash", HOUR, lambda now: None))

    def test_who_leaves_begins_nothing_more(self, only):
        """What is due waits for the next process."""
        only(lambda now: None)
        leaving = Event()
        leaving.set()

        assert run_due(NOON, leaving) == []


@pytest.mark.django_db
class TestDying:
    """A process that dies lets go when its claim runs out."""

    def died(self) -> None:
        """Leave what a process leaves that was killed in the middle of its work."""
        PeriodicRun.objects.create(
            name="wash", due_at=NOON, claimed_until=NOON + LEASE, claim="dead", started_at=NOON
        )

    def test_nobody_begins_while_the_claim_holds(self, only):
        """It may still be at work."""
        only(lambda now: None)
        self.died()

        assert run_due(NOON + LEASE - timedelta(seconds=1)) == []

    def test_afterwards_somebody_does(self, only):
        """And the work is due again an interval later."""
        only(lambda now: None)
        self.died()
        late = NOON + LEASE + timedelta(seconds=1)

        assert run_due(late) == ["wash"]
        assert PeriodicRun.objects.get().due_at == late + HOUR

    def test_a_claim_that_was_taken_over_no_longer_speaks(self, only):
        """A machine that slept through its claim leaves the row to the other."""

        def sleep_through(_now: datetime) -> None:
            PeriodicRun.objects.update(claim="another", claimed_until=NOON + 2 * LEASE)

        only(sleep_through)
        run_due(NOON)
        row = PeriodicRun.objects.get()

        assert (row.claim, row.claimed_until) == ("another", NOON + 2 * LEASE)


@pytest.mark.django_db(transaction=True)
def test_eight_processes_do_it_once(only):
    """No two get the same claim."""
    ran: list[datetime] = []
    only(ran.append)

    def look(_number: int) -> None:
        try:
            run_due(NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(look, range(8)))

    assert ran == [NOON]


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_for_a_moment_stops_nothing(only, monkeypatch, caplog):
    """The next look finds it again."""
    ran = Event()
    only(lambda now: ran.set())
    leaving, looks = Event(), []
    real = periodic.run_due

    def first_fails(**options: object) -> list[str]:
        looks.append(1)
        if len(looks) == 1:
            raise DatabaseError("away")
        return real(**options)

    monkeypatch.setattr(periodic, "run_due", first_fails)
    thread = Thread(target=periodic.run_until, args=(leaving, lambda _seconds: leaving.wait(0.02)))
    thread.start()
    was_done = ran.wait(10)
    leaving.set()
    thread.join()

    assert was_done
    assert "cannot be read" in caplog.text


@pytest.mark.django_db
def test_ended_jobs_go_after_thirty_days():
    """What waits or runs stays, however old; so does what ended lately."""
    project = factories.project(factories.portfolio())
    own = {"kind": "gone", "subject": project.subject, "scope": "project", "scope_id": project.pk}
    old, new = NOON - timedelta(days=30, seconds=1), NOON - timedelta(days=29)
    Job.objects.create(state=JobState.DONE, finished_at=old, **own)
    Job.objects.create(state=JobState.FAILED, finished_at=old, **own)
    kept = [
        Job.objects.create(state=JobState.DONE, finished_at=new, **own),
        Job.objects.create(state=JobState.RUNNING, **own),
        Job.objects.create(state=JobState.QUEUED, **own),
    ]
    Job.objects.update(asked_at=old)
    delete_ended(NOON)

    assert set(Job.objects.all()) == set(kept)
