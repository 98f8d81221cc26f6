"""The demo portfolio is what its content makes, reads back clean, and tells the stories of its README."""

from __future__ import annotations

import hashlib
import re
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from stuurbord.engine.critical_path import critical_path
from stuurbord.errors import Severity
from stuurbord.exchange import mspdi, workbook
from stuurbord.exchange.records import PortfolioRecords
from stuurbord.exchange.risk_workbook import risk_model
from stuurbord.exchange.risk_workbook.read import records_of as risk_records_of
from stuurbord.plan import NONE, Plan, moment
from stuurbord.plan.uncertainty_findings import findings_of
from stuurbord.rulebooks.project_status import Facts, Status, project_status

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "demo"
STATUS_DAY = date(2026, 11, 20)
# Goal gate, calendar days from its baseline, and the status that the product then computes.
STORIES = {
    "P-001": ("G4", 75, Status.INTERVENE),
    "P-002": ("G5", -7, Status.ON_TRACK),
    "P-003": ("G4", 14, Status.ADJUST),
    "P-005": ("G4", 0, Status.ON_TRACK),
    "P-006": ("G4", 6, Status.ON_TRACK),
    "P-007": ("G4", 15, Status.INTERVENE),
    "P-008": ("G6", 0, Status.ON_TRACK),
    "P-009": ("G4", 21, Status.INTERVENE),
    "P-010": ("G5", -5, Status.ON_TRACK),
    "P-011": ("G4", None, Status.UNDETERMINED),
    "P-012": ("G6", 8, Status.ON_TRACK),
    "P-014": ("G4", 0, Status.ADJUST),
}
CODES = sorted(STORIES)


@pytest.fixture(scope="module")
def maker() -> Any:
    """The generator, which is no part of the installed package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))
        import demo.make.__main__ as module

        yield module
        for name in [one for one in sys.modules if one == "demo" or one.startswith("demo.")]:
            del sys.modules[name]


@pytest.fixture(scope="module")
def records() -> PortfolioRecords:
    """The committed workbook, read as a user's."""
    return workbook.read((DEMO / "portefeuille.xlsx").read_bytes(), "portefeuille.xlsx")


@pytest.fixture(scope="module")
def plans(records: PortfolioRecords) -> dict[str, Plan]:
    """Project code → its committed plan."""
    found = {}
    for project in records.projects:
        path = DEMO / "plannen" / project.plan_file
        plan, findings = mspdi.read(path.read_bytes(), path.name)
        doubtful = [one.message() for one in findings if one.severity is not Severity.INFO]
        assert doubtful == [], path.name
        found[project.code] = plan
    return found


def test_committed_files_are_what_the_content_makes(maker: ModuleType) -> None:
    """The same content gives the same bytes, and nobody edited a file by hand."""
    made = maker.files()

    committed = {
        path.relative_to(DEMO).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in [*DEMO.glob("plannen/*"), *DEMO.glob("*.xlsx")]
    }
    assert {name: hashlib.sha256(content).hexdigest() for name, content in made.items()} == committed


def test_generator_is_deterministic(maker: ModuleType) -> None:
    """Two runs give equal bytes."""
    assert maker.files() == maker.files()


def test_workbook_reads_without_findings(records: PortfolioRecords) -> None:
    """Every reference resolves and every cell is right."""
    assert [one.message() for one in records.findings] == []
    assert [one.code for one in records.projects] == CODES


@pytest.mark.parametrize("code", CODES)
def test_plan_is_a_credible_size(plans: dict[str, Plan], code: str) -> None:
    """No toy and no monster."""
    assert 60 <= len(plans[code].tasks) <= 400


def test_portfolio_has_the_tasks_it_promises(plans: dict[str, Plan]) -> None:
    """Twelve plans hold together about 2.400 tasks."""
    assert 2_200 <= sum(len(plan.tasks) for plan in plans.values()) <= 2_600


@pytest.mark.parametrize("code", CODES)
def test_plan_recomputes_to_its_stored_dates(plans: dict[str, Plan], code: str) -> None:
    """What the file says of each task's start and finish is what our engine computes."""
    plan = plans[code]
    schedule = critical_path(plan, unstarted_after_status_date=True)

    moved = [
        plan.tasks.name[idx]
        for idx in range(len(plan.tasks))
        if (schedule.start[idx], schedule.finish[idx])
        != (plan.tasks.given_start[idx], plan.tasks.given_finish[idx])
    ]
    assert moved == []


@pytest.mark.parametrize("code", CODES)
def test_progress_stands_at_the_status_date(plans: dict[str, Plan], code: str) -> None:
    """What should have begun has begun, and nothing is done in the future."""
    plan = plans[code]
    schedule = critical_path(plan)
    tasks, is_leaf = plan.tasks, ~plan.tasks.is_summary

    assert moment(plan.status_date).date() == STATUS_DAY
    overdue = is_leaf & (tasks.percent_complete < 1) & (schedule.finish < plan.status_date)
    assert [tasks.name[idx] for idx in overdue.nonzero()[0]] == []
    early = is_leaf & (tasks.actual_finish != NONE) & (tasks.actual_finish > plan.status_date)
    assert not early.any()
    assert bool((tasks.percent_complete[is_leaf] > 0).any())


@pytest.mark.parametrize("code", CODES)
def test_every_task_has_a_baseline_except_in_the_project_without(plans: dict[str, Plan], code: str) -> None:
    """Only P-011 stands before gate G1 and promised nothing yet."""
    plan = plans[code]

    if code == "P-011":
        assert plan.baselines == {}
    else:
        assert bool((plan.baselines[0].finish != NONE).all())


@pytest.mark.parametrize("code", CODES)
def test_network_has_no_loose_ends(plans: dict[str, Plan], code: str) -> None:
    """Each task follows something and is followed; only the first and last do not (and manual ones)."""
    plan = plans[code]
    is_free = ~plan.tasks.is_summary & ~plan.tasks.is_manual
    has_successor = set(plan.dependencies.predecessor_idx.tolist())
    has_predecessor = set(plan.dependencies.successor_idx.tolist())
    free = is_free.nonzero()[0].tolist()

    assert len([idx for idx in free if idx not in has_successor]) == 1
    assert len([idx for idx in free if idx not in has_predecessor]) == 1


@pytest.mark.parametrize("code", CODES)
def test_gates_are_decided_on_working_days(plans: dict[str, Plan], code: str) -> None:
    """No steering committee meets on a Sunday."""
    plan = plans[code]
    schedule = critical_path(plan, unstarted_after_status_date=True)
    gates = [idx for idx, gate in enumerate(plan.tasks.gate) if gate]

    assert len(gates) >= 6
    assert all(moment(schedule.finish[idx]).weekday() < 5 for idx in gates)


@pytest.mark.parametrize("code", CODES)
def test_goal_gate_deviates_as_the_story_says(
    records: PortfolioRecords, plans: dict[str, Plan], code: str
) -> None:
    """The forecast from plan and progress lies this many calendar days from the baseline."""
    goal, expected, _ = STORIES[code]

    assert next(one for one in records.projects if one.code == code).goal_gate == goal
    assert _deviation(plans[code], goal) == expected


@pytest.mark.parametrize("code", CODES)
def test_status_follows_from_the_facts(records: PortfolioRecords, plans: dict[str, Plan], code: str) -> None:
    """The rule book comes to the status the README tells, with no help."""
    project = next(one for one in records.projects if one.code == code)
    lines = [one for one in records.budget if one.project == code]
    promised, expected = _goal_dates(plans[code], project.goal_gate)
    verdict = project_status(
        Facts(
            on=STATUS_DAY,
            promised_on=promised,
            expected_on=expected,
            time_tolerance_days=project.time_tolerance_days,
            budget=sum((one.budgeted_payment or Decimal(0) for one in lines), Decimal(0)),
            forecast_cost=sum((one.forecast_payment or Decimal(0) for one in lines), Decimal(0)),
            cost_tolerance=project.cost_tolerance,
            judged_status=Status(project.judged_status) if project.judged_status else None,
            judged_reason=project.judged_reason,
        )
    )

    assert verdict.status is STORIES[code][2]


def test_money_adds_up_to_the_portfolio(records: PortfolioRecords) -> None:
    """Budget 48,37 and forecast 49,76 million euros, on a commitment and on a payment basis."""

    def total(field: str) -> Decimal:
        return sum((getattr(one, field) for one in records.budget), Decimal(0))

    assert total("budgeted_payment") == total("budgeted_commitment") == Decimal(48_370_000)
    assert total("forecast_payment") == total("forecast_commitment") == Decimal(49_760_000)


@pytest.mark.parametrize("code", CODES)
def test_plan_costs_what_the_budget_says(
    records: PortfolioRecords, plans: dict[str, Plan], code: str
) -> None:
    """The tasks of the plan add up to the forecast, their baseline to the budget, to the cent."""
    plan, lines = plans[code], [one for one in records.budget if one.project == code]
    is_leaf = ~plan.tasks.is_summary

    forecast = sum((one.forecast_payment or Decimal(0) for one in lines), Decimal(0))
    assert int(plan.tasks.cost[is_leaf].sum()) == forecast * 100
    if plan.baselines:
        budget = sum((one.budgeted_payment or Decimal(0) for one in lines), Decimal(0))
        assert int(plan.baselines[0].cost[is_leaf].sum()) == budget * 100


def test_milestones_point_to_tasks_that_agree(records: PortfolioRecords, plans: dict[str, Plan]) -> None:
    """Each milestone is dated by a task whose gate, baseline and actual date are the same."""
    for milestone in records.milestones:
        plan = plans[milestone.project]
        idx = int((plan.tasks.uid == int(milestone.task)).nonzero()[0][0])
        baseline = plan.baselines[0].finish[idx] if plan.baselines else NONE

        assert (plan.tasks.gate[idx] == milestone.code) is milestone.is_gate
        assert milestone.baseline == _day(baseline)
        assert milestone.actual == _day(plan.tasks.actual_finish[idx])


def test_owners_are_people_of_the_agency(records: PortfolioRecords) -> None:
    """Everybody who owns something stands on the sheet of people, at the reserved domain."""
    known = {one.name for one in records.people}
    owners = {one.owner for one in (*records.projects, *records.risks, *records.issues)}
    owners |= {one.manager for one in records.projects}

    assert owners <= known
    assert all(one.email.endswith("@sluizen-netwerken.example") for one in records.people)
    assert len({one.email for one in records.people}) == len(records.people)


def test_reports_end_where_the_month_left_off(records: PortfolioRecords) -> None:
    """Goal gates were reported monthly; the longest series has twelve reports, ascending."""
    series: dict[str, list[date]] = {}
    for one in records.milestone_reports:
        series.setdefault(one.project, []).append(one.reported_on)

    assert sorted(series) == CODES
    assert all(days == sorted(days) and days[-1] == date(2026, 11, 18) for days in series.values())
    assert max(len(days) for days in series.values()) == 12


def test_registers_have_the_cases_a_demo_needs(records: PortfolioRecords) -> None:
    """Four decisions wait, others were taken; risks are open, occurred and closed."""
    states = [one.state for one in records.decisions]

    assert states.count("requested") == 4
    assert len(states) - 4 >= 6
    assert {"occurred", "closed", "in_treatment"} <= {str(one.state) for one in records.risks}


@pytest.mark.parametrize("code", CODES)
def test_what_is_uncertain_is_all_understood(
    records: PortfolioRecords, plans: dict[str, Plan], code: str
) -> None:
    """Every row names tasks of its plan, and nothing in it is left out of a simulation unseen."""
    said, findings = risk_records_of(records, plans[code], code)
    model, told = risk_model(said, plans[code])

    told = [*findings, *told, *findings_of(plans[code], model)]
    assert [one.message() for one in told if one.code != "reference_class_unverified"] == []
    assert len(model.estimates) > 0


def test_dates_from_outside_are_deadlines(plans: dict[str, Plan]) -> None:
    """A contract that ends, a year that turns and evidence for an authority: a forecast tells the chance."""
    tasks = {code: plan.tasks for code, plan in plans.items()}
    found = {
        code for code, one in tasks.items() if ((one.deadline != NONE) & (one.actual_finish == NONE)).any()
    }

    assert {"P-003", "P-007", "P-009", "P-014"} <= found


def test_uncertainty_has_the_cases_a_demo_needs(records: PortfolioRecords) -> None:
    """Causes that projects share, a tender that may be repeated, a risk that hangs on another, weather."""
    causes: dict[str, set[str]] = {}
    for one in records.loadings:
        causes.setdefault(one.factor, set()).add(one.project)

    assert {"P-001", "P-002", "P-005", "P-014"} <= causes["NET-LEV"]
    assert {"P-001", "P-010"} <= causes["PLC-LEV"]
    assert any(one.repeats for one in records.risks)
    assert any(one.depends_on for one in records.risks)
    assert {one.project for one in records.weather} == {"P-001", "P-010"}
    assert len([one for one in records.responses if one.project == "P-001"]) == 5


def test_dutch_text_is_typeset(records: PortfolioRecords, plans: dict[str, Plan]) -> None:
    """No double spaces, straight quotes or spaces before punctuation in anything people read."""
    texts = [name for plan in plans.values() for name in (*plan.tasks.name, *plan.tasks.notes)]
    texts += [name for plan in plans.values() for name in plan.resources.name]
    for sheet in (
        "projects",
        "risks",
        "responses",
        "loadings",
        "weather",
        "issues",
        "milestones",
        "decisions",
        "people",
    ):
        for record in getattr(records, sheet):
            texts += [getattr(record, name) for name in record.__slots__ if name != "where"]
    texts.append(re.sub(r"```.*?```", "", (DEMO / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL))
    wrong = re.compile(r"[^\n ]  +[^ ]|['\"]| [,.;:!?](?=\s|$)|\.\.|\btodo\b", re.IGNORECASE)

    assert [text for text in texts if isinstance(text, str) and wrong.search(text)] == []


@pytest.mark.parametrize("code", CODES)
def test_task_names_tell_tasks_apart(plans: dict[str, Plan], code: str) -> None:
    """Within a plan no two tasks carry the same name."""
    tasks = plans[code].tasks
    names = [name for name, is_summary in zip(tasks.name, tasks.is_summary, strict=True) if not is_summary]

    assert len(names) == len(set(names))


def _deviation(plan: Plan, gate: str) -> int | None:
    promised, expected = _goal_dates(plan, gate)
    return None if promised is None else (expected - promised).days


def _goal_dates(plan: Plan, gate: str) -> tuple[date | None, date]:
    """Return when a gate was promised and when it is expected."""
    idx = plan.tasks.gate.index(gate)
    schedule = critical_path(plan, unstarted_after_status_date=True)
    promised = _day(plan.baselines[0].finish[idx]) if plan.baselines else None
    return promised, moment(schedule.finish[idx]).date()


def _day(instant: int) -> date | None:
    return None if instant == NONE else moment(int(instant)).date()
