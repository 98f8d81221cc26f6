"""What a run keeps and the page says of it: one chance in every place, no win that is none, no noise."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import numpy as np
import pytest
from django.utils import translation
from web import factories

from stuurbord.language import language
from stuurbord.plan import BaselineRow, PlanDraft, TaskRow, freeze, instant
from stuurbord.web.forecasts import asking, conclusions, responses
from stuurbord.web.forecasts.answers import Answers, StoredDriver, StoredResponse, StoredSpending
from stuurbord.web.forecasts.limits import end_of, limits_of
from stuurbord.web.forecasts.milestone_rows import milestone_rows
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.forecasts.pictures import spending_picture, tornado_picture
from stuurbord.web.forecasts.portfolio_figures import portfolio_drivers, project_row
from stuurbord.web.forecasts.spending import spending
from stuurbord.web.look.charts import Marker
from stuurbord.web.look.charts.axes import Line
from stuurbord.web.look.charts.marks import places_of
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import forecast_schedule
from stuurbord.web.registers.models import ResponseAction, Risk, TaskEstimate

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    """A project with a risk on its second task and one on its first, which is done already."""
    made = factories.project(factories.portfolio("A"), "P-001")
    factories.revision(made)
    made.refresh_from_db()
    TaskEstimate.objects.create(
        project=made,
        task="3",
        quantity="duration",
        shape="pert",
        unit="percent",
        low=90,
        likely=100,
        high=150,
    )
    for code, task in (("R-1", "4"), ("R-2", "1")):
        Risk.objects.create(
            project=made,
            code=code,
            title=f"Risico {code}",
            probability=Decimal("0.6"),
            impact_days_low=20,
            impact_days=40,
            impact_days_high=60,
            tasks=task,
        )
    return made


def respond(project: Project, code: str, risk: str, **fields: object) -> None:
    """Write down a response that takes most of the probability away."""
    given = {"cost": 5000, "probability_after": Decimal("0.1"), "name": f"Maatregel {code}"}
    ResponseAction.objects.create(project=project, code=code, risk=risk, **given | fields)


def answers_of(project: Project) -> Answers:
    """Compute the forecast and open it."""
    asking.ask_forecast(project)
    return Answers(SimulationRun.objects.get())


def test_a_milestone_says_the_same_chance_as_the_figures_above(project):
    """Both are counted over all iterations up to the evening of the day."""
    found, limits = answers_of(project), limits_of([project])[project.pk]
    goal = next(row for row in milestone_rows(found) if row.name.startswith("G4"))

    assert goal.baseline == limits.promise
    assert goal.chance_baseline == found.chance_by(end_of(limits.promise))
    assert goal.chance_deadline is None


def test_a_response_that_wins_no_day_is_not_proposed(project):
    """Its risk lies on a task that is done: nobody pays for the same date, and no bar is drawn."""
    respond(project, "M-1", "R-2")
    found = answers_of(project)
    row = responses.rows(found, ())[0]

    assert found.proposal is None
    assert not row.is_ticked
    assert row.bar == ""


@pytest.mark.parametrize(("days_won", "worth"), [(0.01, 0.0), (0.4, 0.0), (2.0, 4.0), (-3.0, -6.0)])
def test_less_than_a_day_is_no_day_per_euro(days_won, worth):
    """However cheap the response is."""
    one = StoredResponse("M-1", "Maatregel", "R-1", 5000.0, False, days_won, 0.0, 0, None)

    assert one.days_per_10k == pytest.approx(worth)
    assert one.wins_a_day == (days_won == 2.0)


def test_a_response_that_is_chosen_is_held_against_none(project):
    """So its row, the bottom line and the sentence say the same."""
    respond(project, "M-1", "R-1", is_chosen=True)
    found, limits = answers_of(project), limits_of([project])[project.pk]
    together = responses.standing(found, limits)

    assert together.codes == ("M-1",)
    assert together.days > 0
    assert together.days == pytest.approx(found.responses[0].days_won, abs=1)
    with translation.override("en"):
        assert "No further response" in conclusions.project_conclusion(
            found, replace(limits, tolerance_days=0)
        )


def test_what_chance_makes_of_nothing_is_no_driver(project):
    """A cause that explains less than a percent of the spread is left out, or has a dash for its days."""
    found = answers_of(project)
    noise = {"kind": "task", "code": "9", "name": "Ruis", "criticality": 1}
    noise |= {"days_low": 0.0, "days_high": -0.9}
    noise |= {"eur_low": -5.0, "eur_high": -3.0, "share": 0.0006, "cost_share": 0.0}
    priced = noise | {"name": "Prijspeil", "eur_low": -9.0, "eur_high": 8.0, "cost_share": 0.8}
    found.run.answers["drivers"] += [noise, priced]
    picture = tornado_picture(found.drivers, found)
    names = [row[0] for row in picture.rows]

    assert "Ruis" not in names
    assert picture.rows[names.index("Prijspeil")][1:5] == ("–", "–", "−9", "+8")
    assert "Prijspeil" not in picture.chart


def test_the_course_of_a_project_is_named_with_the_project(project):
    """Each project has its own, and in a portfolio's list they would all have one name."""
    limits, found = limits_of([project])[project.pk], answers_of(project)
    row = project_row(project, limits, found.run)
    own = StoredDriver("factor", "course:P-001", "Course", -9.0, 9.0, 0.0, 0.0, 0.5, 0.0, None)
    row.answers.__dict__["drivers"] = [own]

    assert [one.name for one in portfolio_drivers([row])] == ["Course (P-001)"]


def priced_plan():
    """Return two tasks with money, the second promised half a year later than it now stands."""
    start = instant(datetime.fromisoformat("2026-11-02T08:00"))
    promised = [
        BaselineRow(begin, begin + factories.WEEK, cost=100_000)
        for begin in (start, start + 180 * factories.DAY)
    ]
    first = TaskRow(1, "Eerste", duration=25 * factories.WORKDAY, cost=300_000, baselines={0: promised[0]})
    first.actual_start, first.percent_complete = start, 0.5
    second = TaskRow(2, "Tweede", duration=5 * factories.WORKDAY, cost=100_000, baselines={0: promised[1]})
    status = instant(datetime.fromisoformat("2026-11-20T17:00"))
    return freeze(PlanDraft(start=start, status_date=status, tasks=[first, second]))[0]


def test_the_curves_of_spending_meet_on_the_status_date(project):
    """What was spent and what is expected are one amount there; the promise is drawn to its end."""
    plan = priced_plan()
    n = 100
    outcome = replace(
        answers_of(project).outcome,
        finish=np.full(n, plan.status_date + 30 * factories.DAY),
        cost=np.full(n, 5000.0),
        planned_finish=plan.status_date + 28 * factories.DAY,
        planned_cost=4000.0,
    )
    kept = spending(plan, forecast_schedule(plan), outcome)
    assert kept is not None
    at = next(idx for idx, one in enumerate(kept["low"]) if one is not None)
    known = [one for one in kept["planned"] if one is not None]

    assert kept["actual"][at] == kept["low"][at] == kept["high"][at] == 1500.0
    assert known[-1] == 2000.0


def test_the_table_of_spending_has_the_status_date_itself(project):
    """Five in the afternoon is that day, not the next one."""
    found, amounts = answers_of(project), (1.0, 2.0)
    made = StoredSpending((20_758.0, 20_777.708), amounts, (None, None), amounts, amounts, amounts)
    with translation.override("nl"):
        rows = spending_picture(made, found, 20_777.0).rows

    assert [row[0] for row in rows] == ["31/10/2026", "20/11/2026"]


def test_no_line_runs_through_a_label():
    """P80 just right of the tolerance: the label stands above where the line begins."""
    markers = tuple(
        Marker(value, name, "4,37 · 93 %", "limit")
        for value, name in ((30.0, "budget"), (36.0, "P50"), (39.0, "tolerantie"), (41.0, "P80"))
    )
    placed = places_of(markers, Line(0, 70, 38, 590), 600)
    pairs = [(line, label) for line in placed for label in placed if line.x != label.x]

    assert not any(one.left < line.x < one.right and line.row <= one.row for line, one in pairs)


def test_french_writes_the_euro_behind():
    """As people there do; in Dutch and English it stands before."""
    assert language("fr").euro(3000) == "3\u00a0000\u00a0€"
    assert language("nl").euro(3000) == "€\u00a03.000"
