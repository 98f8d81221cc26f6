"""``stuurbord worker`` runs what waits, and leaves without losing work."""

from __future__ import annotations

import pytest
from cli.commands import run, run_apart, run_json
from django.test import override_settings
from web import factories

from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.jobs import actions, kinds
from stuurbord.web.jobs.models import Job, JobState


@pytest.fixture
def kind():
    """Register a kind of work that is done at once."""
    kinds.register("note", lambda work: lambda: "noted", label="Noting", permission=Permission.VIEW)
    yield
    kinds.KINDS.pop("note")


@pytest.mark.django_db(transaction=True)
@override_settings(STUURBORD_JOBS="workers")
def test_once_runs_what_waits(kind):
    """And says how many."""
    for _ in range(2):
        actions.ask(factories.OPERATOR, "note", factories.portfolio())

    assert run_json("worker", "--once") == {"jobs": 2}
    assert set(Job.objects.values_list("state", "result")) == {(JobState.DONE, "noted")}
    assert "0 jobs were run." in run("worker", "--once").stdout


def test_without_a_database_it_says_what_to_do(tmp_path):
    """A worker makes none: it might be started in the wrong place."""
    ended = run_apart("worker", "--once", home=tmp_path)

    assert ended.returncode == 5
    assert "stuurbord migrate" in ended.stderr
