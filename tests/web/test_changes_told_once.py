"""Many changes at once: dashboards, exceptions and forecasts hear of a project once, at the end."""

from __future__ import annotations

import pytest
from web import factories

from stuurbord.web.projects.events import projects_changed, told_once
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import Risk, Stakeholder
from stuurbord.web.tolerances.models import ExceptionOption, ExceptionReport

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    """What a listener hears: ``(senders, project ids)``."""
    heard = []

    def listen(sender, project_ids, senders, **kwargs):
        heard.append(({one.__name__ for one in senders}, list(project_ids)))

    projects_changed.connect(listen)
    yield heard
    projects_changed.disconnect(listen)


@pytest.fixture
def ids():
    place = factories.portfolio()
    return [factories.project(place).pk for _ in range(3)]


def test_one_change_is_told_at_once(told, ids):
    told.clear()
    projects_changed.send(sender=Risk, project_ids=ids)

    assert told == [({"Risk"}, ids)]


def test_many_changes_are_told_once_per_project(told, ids):
    """Projects of which the same changed are told together; nothing is told before the end."""
    told.clear()
    with told_once():
        for one in ids:
            projects_changed.send(sender=Risk, project_ids=[one])
        projects_changed.send(sender=Stakeholder, project_ids=ids[1:])
        assert told == []

    assert told == [({"Risk"}, ids[:1]), ({"Risk", "Stakeholder"}, ids[1:])]


def test_what_is_within_tells_with_what_is_outside(told, ids):
    told.clear()
    with told_once():
        with told_once():
            projects_changed.send(sender=Risk, project_ids=ids)
        assert told == []

    assert told == [({"Risk"}, ids)]


def test_changes_that_are_undone_are_not_told(told, ids):
    """They stand or fall together; afterwards everything is told at once again."""
    told.clear()
    with pytest.raises(RuntimeError, match="halfway"):
        _stop_halfway(ids)
    projects_changed.send(sender=Risk, project_ids=ids[:1])

    assert told == [({"Risk"}, ids[:1])]
    assert not Project.objects.filter(name="Anders").exists()


def _stop_halfway(ids):
    with told_once():
        Project.objects.filter(pk=ids[0]).update(name="Anders")
        projects_changed.send(sender=Project, project_ids=ids)
        raise RuntimeError("halfway")


def test_exceptions_raised_together_are_told_once(told):
    """An exception and its first option are two lines of one project."""
    late = factories.project(factories.portfolio("PF"), "P-1", time_tolerance_days=5)
    factories.revision(late)
    told.clear()
    factories.revision(late, factories.plan(late_days=10))
    own = {one.__name__ for one in (ExceptionReport, ExceptionOption)}

    assert ExceptionReport.objects.filter(project=late).exists()
    assert [senders for senders, _ids in told if senders & own] == [own]
