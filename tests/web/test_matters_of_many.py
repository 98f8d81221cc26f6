"""One question to a register for many people, and what moved since a reader last looked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils import timezone
from sample_register.models import PERMITS, Permit
from web import factories

from stuurbord.web.accounts.models import Person, Role, Scope
from stuurbord.web.forecasts.asking import ask_forecast
from stuurbord.web.notices.asked_persons import AskedOf
from stuurbord.web.notices.bare_lines import bare_lines
from stuurbord.web.notices.changes import shifts_since
from stuurbord.web.notices.matter import Place
from stuurbord.web.notices.sentences import shift_sentence, shifts_conclusion
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.registers.models import Decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> list[Person]:
    return [Person.objects.create(name=name) for name in ("Ann", "Bert", "Cis")]


def placed(people: list[Person]) -> list[tuple[Place, Person]]:
    return [(Place.OWN, people[0]), *((Place.TEAM, one) for one in people[1:])]


def found(of: AskedOf, model) -> dict[str, tuple[Place, str]]:
    """Return code → whose, for the lines that each condition finds."""
    made = {}
    for number, condition in enumerate(of.conditions):
        for line in model.objects.filter(condition).order_by("code"):
            place, person = of.of(line, number)
            made.setdefault(line.code, (place, person.name))
    return made


def test_a_comparison_with_the_person_is_one_condition_for_all(people):
    """And of each line is known whose it is."""
    project = factories.project(factories.portfolio())
    for number, owner in enumerate(people[:2]):
        Permit.objects.create(project=project, code=f"V-{number}", title="x", owner=owner)
    of = AskedOf(lambda person: Q(owner=person), placed(people))

    assert len(of.conditions) == 1
    assert found(of, Permit) == {"V-0": (Place.OWN, "Ann"), "V-1": (Place.TEAM, "Bert")}


def test_an_owner_goes_before_the_leader_of_the_project(people):
    """A decision that somebody else brings is not on the desk of who leads."""
    project = factories.project(factories.portfolio(), manager=people[0])
    Decision.objects.create(project=project, code="B-1", question="Zonder eigenaar?")
    Decision.objects.create(project=project, code="B-2", question="Van Bert?", owner=people[1])
    of = AskedOf(lambda person: Q(owner=person) | Q(owner=None, project__manager=person), placed(people))

    assert len(of.conditions) == 1
    assert found(of, Decision) == {"B-1": (Place.OWN, "Ann"), "B-2": (Place.TEAM, "Bert")}


@pytest.mark.parametrize(
    "lines",
    [
        lambda person: Q(owner_id=person.pk),
        lambda person: ~Q(owner=person),
        lambda person: Q(owner__name=person.name),
    ],
)
def test_anything_else_is_asked_for_each(people, lines):
    """Slower, and right."""
    of = AskedOf(lines, placed(people))

    assert len(of.conditions) == 3


def test_bare_lines_compute_nothing_that_is_not_asked(people):
    """And read what is shown in one query."""
    project = factories.project(factories.portfolio())
    Permit.objects.create(project=project, code="V-1", title="Bouw", owner=people[0], fee=100)
    Permit.objects.create(project=project, code="V-2", title="Weg", owner=people[0], is_archived=True)
    Permit.objects.create(project=project, code="V-3", title="Af", owner=people[0], state="granted")
    lines = list(bare_lines(PERMITS, Q(owner__in=people), "due", "owner"))

    assert [(PERMITS.called(one), one.title, one.owner.name) for one in lines] == [("V-1", "Bouw", "Ann")]
    assert "fee" in lines[0].get_deferred_fields()


class TestShifts:
    """How far P80 moved with the plans that came in since."""

    @pytest.fixture
    def project(self) -> Project:
        """Return a project with a forecast of last week and one of a plan that is later."""
        made = factories.project(factories.portfolio(), "P-001")
        factories.revision(made)
        factories.forecast(made)
        week_ago = timezone.now() - timedelta(days=7)
        PlanRevision.objects.update(created_at=week_ago)
        made.simulations.update(made_at=week_ago)
        factories.revision(made, factories.plan(late_days=15))
        made.refresh_from_db()
        ask_forecast(made)
        return made

    def test_a_later_plan_is_told(self, project):
        """With its days, the new day and one sentence."""
        user = factories.user(Role.READER, Scope.PORTFOLIO, project.portfolio_id)
        (shift,) = shifts_since(user, timezone.now() - timedelta(days=1))

        assert shift.days > 0
        assert shift.project == project
        assert str(shift.days) in shift_sentence(shift)
        assert shifts_conclusion([shift])

    def test_not_to_who_may_not_see_it(self, project):
        """Nor before anything came in."""
        stranger = factories.user(Role.READER, Scope.PORTFOLIO, factories.portfolio().pk)
        reader = factories.user(Role.READER, Scope.PORTFOLIO, project.portfolio_id)

        assert shifts_since(stranger, timezone.now() - timedelta(days=1)) == []
        assert shifts_since(reader, timezone.now() + timedelta(days=1)) == []

    def test_a_first_forecast_moved_nothing(self):
        """There is no earlier one to compare with."""
        made = factories.project(factories.portfolio())
        factories.revision(made)
        factories.forecast(made)
        user = factories.user(Role.READER, Scope.PORTFOLIO, made.portfolio_id)

        assert shifts_since(user, timezone.now() - timedelta(days=1)) == []
