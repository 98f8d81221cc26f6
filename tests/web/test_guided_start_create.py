"""A guided start ends in one action: all of the project is there, or nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from web import factories

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.rulebooks.methods import METHODS, SIZES
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.lists.models import Link
from stuurbord.web.methods import actions
from stuurbord.web.methods.actions import create_project, next_project_code
from stuurbord.web.methods.models import MethodTemplate, ProjectMethod
from stuurbord.web.methods.queries import person_in_role, size_of, template_of
from stuurbord.web.methods.starting import Start, StartStakeholder, first_plan_of
from stuurbord.web.methods.storing import published
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.registers.models import (
    ActionItem,
    Lesson,
    Milestone,
    Product,
    RaciAssignment,
    Stakeholder,
    TaskEstimate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio() -> Portfolio:
    return factories.portfolio("START")


@pytest.fixture
def starter(portfolio: Portfolio) -> Any:
    """Return the portfolio manager."""
    return factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, portfolio.pk)


def a_start(key: str = "flemish-application", **fields: Any) -> Start:
    """Return a start that says enough."""
    values: dict[str, Any] = {
        "name": "Loket voor vergunningen",
        "kind": "application",
        "template": published().get(key=key),
        "starts_on": date(2026, 12, 1),
        "goal": "Aanvragen worden binnen tien dagen beslist.",
        "size": "medium",
        "tolerances": {"time": Decimal(20), "cost": Decimal("0.1"), "risk": Decimal("0.1")},
        "budget": Decimal(500_000),
    }
    return Start(**values | fields)


def test_a_start_makes_a_project_with_all_that_belongs_to_it(portfolio: Portfolio, starter: Any) -> None:
    """Method, plan, gates, products, tolerances and people stand there at once."""
    owner, manager = factories.user().person, factories.user().person
    start = a_start(
        owner=owner,
        manager=manager,
        roles={"ciso": factories.user().person},
        stakeholders=(StartStakeholder("Servicedesk", "Krijgt de vragen.", 2, 4),),
    )

    made = create_project(starter, portfolio, start)

    assert (made.code, made.stage, made.owner, made.manager) == ("P-001", "idea", owner, manager)
    assert (made.time_tolerance_days, made.cost_tolerance) == (20, Decimal("0.1"))
    assert template_of(made).key == "flemish-application"
    assert size_of(made) == "medium"
    assert made.current_revision.number == 1
    gates = Milestone.objects.filter(project=made, is_gate=True).values_list("code", flat=True)
    assert list(gates) == ["G0", "G1", "G2", "G3.1", "G4", "G5", "G6"]
    assert all(one.planned_forecast for one in Milestone.objects.filter(project=made))
    assert Product.objects.filter(project=made).count() == len(template_of(made).products_for("medium"))
    assert Stakeholder.objects.get(project=made).strategy == "inform"
    assert RaciAssignment.objects.filter(project=made, role="accountable", person=owner).exists()
    assert TaskEstimate.objects.filter(project=made).exists()
    assert person_in_role(made, "ciso") is not None
    assert AuditEntry.objects.filter(action="project.create", project_id=made.pk).count() == 1


def test_tolerances_beside_time_and_cost_become_lines(portfolio: Portfolio, starter: Any) -> None:
    """The share of the budget becomes an amount."""
    from stuurbord.web.tolerances.models import Tolerance

    made = create_project(starter, portfolio, a_start())

    lines = {one.target: one for one in Tolerance.objects.filter(project=made)}
    assert sorted(lines) == ["benefits", "quality", "risk", "scope", "sustainability"]
    assert lines["risk"].limit_euro == Decimal(50_000)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("method", METHODS)
def test_every_method_starts_in_every_size(
    method: str, size: str, portfolio: Portfolio, starter: Any
) -> None:
    """No template holds something that the registers refuse."""
    made = create_project(starter, portfolio, a_start(f"{method}-ai", kind="ai", size=size))

    assert made.current_revision.n_tasks > 10


def test_nothing_is_left_when_the_last_part_fails(
    portfolio: Portfolio, starter: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One transaction: no half project."""

    def fails(*arguments: Any) -> None:
        raise RuntimeError("the last part")

    monkeypatch.setattr(actions, "write_lessons", fails)
    n_entries = AuditEntry.objects.count()

    with pytest.raises(RuntimeError):
        create_project(starter, portfolio, a_start())

    assert not Project.objects.exists()
    assert not ProjectMethod.objects.exists()
    assert AuditEntry.objects.count() == n_entries


@pytest.mark.parametrize("role", [Role.READER, Role.PROJECT_MANAGER, Role.PROJECT_OWNER, Role.CONTROLLER])
def test_only_who_may_start_projects_does(role: Role, portfolio: Portfolio) -> None:
    """The portfolio manager starts them."""
    with pytest.raises(NotPermitted):
        create_project(factories.user(role, Scope.PORTFOLIO, portfolio.pk), portfolio, a_start())


def test_the_code_follows_the_habit_of_the_portfolio(portfolio: Portfolio) -> None:
    """The number after the highest, as wide as they are."""
    assert next_project_code(portfolio) == "P-001"
    factories.project(portfolio, "P-009")
    factories.project(portfolio, "P-014")

    assert next_project_code(portfolio) == "P-015"


def test_a_code_that_is_taken_makes_nothing(portfolio: Portfolio, starter: Any) -> None:
    """Somebody else was first."""
    factories.project(portfolio, "P-007")

    with pytest.raises(VersionConflict, match="p-007"):
        create_project(starter, portfolio, a_start(code="p-007"))


def test_lessons_become_actions_linked_to_where_they_were_learned(portfolio: Portfolio, starter: Any) -> None:
    """What another project learned is not only read, it is done."""
    other = factories.project(portfolio, kind="application")
    lesson = Lesson.objects.create(
        project=other, code="L-001", title="Test de koppeling vroeg", recommendation="Plan ze in G2."
    )

    made = create_project(starter, portfolio, a_start(lessons=(lesson.pk,)))

    action = ActionItem.objects.get(project=made)
    assert (action.title, action.source) == ("Test de koppeling vroeg", f"{other.code} L-001")
    assert Link.objects.filter(from_kind="acties", from_id=action.pk, to_kind="lessen").exists()


def test_somebody_who_knows_better_moves_the_middle(portfolio: Portfolio) -> None:
    """The other two points keep their share of it."""
    usual = first_plan_of(a_start())
    other = first_plan_of(a_start(days={"T-110": 90}))

    known = {one.task.code: one for one in other.tasks.values()}
    assert (known["T-110"].low, known["T-110"].likely, known["T-110"].high) == (60, 90, 160)
    assert other.finish > usual.finish


def test_shipped_templates_are_stored_once(portfolio: Portfolio) -> None:
    """Twenty, whoever asks first."""
    assert published().count() == 20
    assert published().count() == 20
    assert MethodTemplate.objects.count() == 20
