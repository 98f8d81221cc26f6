"""A change of a risk shows on its own page what it did to P50 and P80."""

from __future__ import annotations

import pytest
from web import factories
from web.register_lines import line, risk

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.forecasts.answers import Answers
from stuurbord.web.forecasts.last_shift import shift_panel
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.lists.actions import save_line
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.look import figures

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def project():
    """A project with a plan, a risk on its second task and a forecast."""
    made = factories.project(factories.portfolio("ASN"), "P-001")
    factories.revision(made)
    risk(made, code="R-1", tasks="2", probability="0.1", impact_days=30)
    factories.forecast(made)
    made.refresh_from_db()
    return made


def change(project, slug, stored, **changes):
    """Change a line as the portfolio manager would."""
    editor = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, project.portfolio_id)
    stored.refresh_from_db()
    form = changed_form(REGISTERS[slug], editor, stored, changes)
    assert form.is_valid(), form.errors
    return save_line(editor, REGISTERS[slug], form, stored.version)


def test_before_any_change_there_is_nothing_to_compare_with(project):
    """The figures of now, and a dash."""
    panel = shift_panel(project.risks.get(), factories.OPERATOR)

    assert [row[0] for row in panel.rows][:2] == ["P50", "P80"]
    assert {row[1] for row in panel.rows} == {figures.UNKNOWN}


def test_a_graver_risk_moves_p80_and_says_by_how_much(project):
    """Before, now and the difference, once it is computed anew."""
    stored = project.risks.get()
    change(project, "risicos", stored, probability="90")
    run = SimulationRun.objects.get(project=project)
    panel = shift_panel(project.risks.get(), factories.OPERATOR)

    assert not run.is_stale
    assert run.answers["before"]["p80"] < Answers(run).finish_at(0.8)
    assert panel.rows[1][1] != panel.rows[1][2]
    assert "+" in str(panel.rows[1][3])
    assert "prognose" in panel.link[1]


def test_a_register_that_a_simulation_does_not_read_leaves_the_forecast_alone(project):
    """A lesson or an action makes nothing stale."""
    before = SimulationRun.objects.get(project=project)
    change(project, "acties", line("acties", project), title="Anders")
    after = SimulationRun.objects.get(project=project)

    assert (after.made_at, after.is_stale) == (before.made_at, False)


def test_a_project_without_a_forecast_shows_no_panel():
    """Nothing is invented."""
    made = factories.project(factories.portfolio("ASN"), "P-001")

    assert shift_panel(risk(made), factories.OPERATOR) is None
