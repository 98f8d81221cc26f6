"""Every schedule of the collection of real files comes in as a project; so does each project of one file."""

from __future__ import annotations

import pytest
from exchange.made_xer import xer
from web import factories
from web.factories import OPERATOR

from stuurbord.exchange import mpxj
from stuurbord.exchange.mpxj import java
from stuurbord.web.imports import actions
from stuurbord.web.imports.models import ImportState
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.steering.models import ProjectState

ENDINGS = (".mpp", ".xer", ".xml")
pytestmark = [
    pytest.mark.any_database,
    pytest.mark.django_db,
    pytest.mark.java,
    pytest.mark.skipif(
        not mpxj.is_installed() or java.library() is None, reason="the extra msproject or Java is missing"
    ),
]


def test_every_real_schedule_comes_in(shared_data):
    """None is refused; each is a project with one revision and a computed finish."""
    folder = shared_data("schedules")
    paths = sorted(path for path in folder.iterdir() if path.suffix in ENDINGS)
    portfolio = factories.portfolio()
    accepted, refused = [], {}
    for path in paths:
        one = actions.receive(OPERATOR, portfolio, path.name, path.read_bytes())
        if one.state == ImportState.READY:
            accepted.append(actions.accept(OPERATOR, one))
        else:
            refused[path.name] = [finding["text"] for finding in one.findings]

    assert len(paths) == 35
    assert refused == {}
    assert {one.state for one in accepted} == {ImportState.APPLIED}
    assert Project.objects.count() == PlanRevision.objects.count() == 35
    assert ProjectState.objects.filter(forecast_finish__isnull=False).count() == 35


def test_every_project_of_a_primavera_file_comes_in():
    """Three projects, each under a code of its own; the same file again changes nothing."""
    portfolio = factories.portfolio()
    one = actions.accept(OPERATOR, actions.receive(OPERATOR, portfolio, "alles.xer", xer(3)))
    again = actions.receive(OPERATOR, portfolio, "alles.xer", xer(3))

    assert one.project is None
    assert Project.objects.count() == PlanRevision.objects.count() == 3
    assert again.changes == []


def test_of_several_projects_the_largest_is_for_the_project_given():
    """Told, with the names of those left out."""
    portfolio = factories.portfolio()
    project = factories.project(portfolio, "P-001")
    one = actions.receive(OPERATOR, portfolio, "alles.xer", xer(3), project)
    actions.accept(OPERATOR, one)

    assert PlanRevision.objects.get().project == project
    assert "several_projects" in {finding["code"] for finding in one.findings}
