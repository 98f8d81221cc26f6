"""What is kept beside a risk: its trend, the limits of its category; and lessons found again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from web import factories
from web.register_lines import line, new_form, risk

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.lists.actions import Sent, archive_line, save_line, save_lines
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.lists.changing import new_form as bound
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.appetite import above_appetite
from stuurbord.web.registers.conclusions import rising
from stuurbord.web.registers.heat_map import heat_map
from stuurbord.web.registers.models import Risk
from stuurbord.web.registers.starting_lessons import lessons_for

pytestmark = pytest.mark.django_db
RISKS = REGISTERS["risicos"]
LIMITS = REGISTERS["risicobereidheid"]


@pytest.fixture
def project():
    """A project in a portfolio of its own."""
    return factories.project(factories.portfolio("ASN"), "P-001")


@pytest.fixture
def editor(project):
    """The portfolio manager."""
    return factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, project.portfolio_id)


def save(editor, register, stored, **changes):
    """Change a line as a cell would, and read it back."""
    stored.refresh_from_db()
    form = changed_form(register, editor, stored, changes)
    assert form.is_valid(), form.errors
    save_line(editor, register, form, stored.version)
    stored.refresh_from_db()
    return stored


def add(editor, register, project, **fields):
    """Write a new line."""
    form = bound(register, editor, new_form(register.slug, project) | fields)
    assert form.is_valid(), form.errors
    return save_line(editor, register, form, None)


@pytest.mark.parametrize(
    ("changes", "trend"),
    [
        ({"probability": "55"}, "up"),
        ({"probability": "12"}, "down"),
        ({"impact_days": "40"}, "up"),
        ({"impact_cost": "9000"}, "up"),
        ({"impact_days": ""}, "down"),
        ({"title": "Anders"}, "steady"),
    ],
)
def test_a_risk_rises_or_falls_with_its_weight(project, editor, changes, trend):
    """The days decide, the euros where the days are the same; a title weighs nothing."""
    stored = save(editor, RISKS, risk(project), **changes)

    assert stored.current_trend == trend
    assert stored.trend_written


def test_a_trend_stays_when_something_else_changes(project, editor):
    """And turns when the weight does."""
    stored = save(editor, RISKS, risk(project), probability="55")
    stored = save(editor, RISKS, stored, title="Anders")
    assert stored.current_trend == "up"
    stored = save(editor, RISKS, stored, probability="20")

    assert stored.current_trend == "down"


def test_a_trend_is_news_for_ninety_days(project, editor):
    """After that the risk is steady, in its page and in the view."""
    stored = save(editor, RISKS, risk(project), probability="55")
    assert Risk.objects.filter(rising()).exists()
    Risk.objects.update(trend_since=factories.TODAY - timedelta(days=91))
    stored.refresh_from_db()

    assert stored.current_trend == "steady"
    assert not Risk.objects.filter(rising()).exists()


def test_many_risks_take_no_more_reads_for_their_trend(project, editor, django_assert_max_num_queries):
    """One read of earlier versions, at most two writes."""
    stored = [risk(project) for _number in range(30)]
    for one in stored:
        one.refresh_from_db()
    forms = [changed_form(RISKS, editor, one, {"probability": "55"}) for one in stored]
    assert all(form.is_valid() for form in forms)
    with django_assert_max_num_queries(60):
        save_lines(editor, RISKS, [Sent(form, 1) for form in forms])

    assert Risk.objects.filter(trend="up").count() == 30


def above() -> list[str]:
    """Return the codes of the risks above the appetite."""
    found = RISKS.lines(factories.OPERATOR).filter(above_appetite()).order_by("code")
    return list(found.values_list("code", flat=True))


def test_without_a_limit_the_usual_one_holds(project):
    """Probability × impact of fifteen."""
    risk(project, code="R-1", probability="0.5", impact_days=45)
    risk(project, code="R-2", probability="0.2", impact_days=6)

    assert above() == ["R-1"]


def test_a_limit_holds_for_its_category_from_then_on(project, editor):
    """For risks that are there and for those to come; archived, it holds no more."""
    stored = risk(project, code="R-1", category="security", probability="0.3", impact_days=12)
    risk(project, code="R-2", category="legal", probability="0.3", impact_days=12)
    limit = add(editor, LIMITS, project, category="security", score_limit="8")
    add(editor, RISKS, project, code="R-3", category="security", probability="30", impact_days="12")
    stored.refresh_from_db()
    assert (above(), stored.is_above_appetite) == (["R-1", "R-3"], True)
    archive_line(editor, LIMITS, limit, limit.version)

    assert above() == []


def test_a_limit_of_the_project_goes_before_that_of_the_portfolio(project, editor):
    """Elsewhere the wide one holds."""
    other = factories.project(project.portfolio, "P-002")
    for code, where in (("R-1", project), ("R-2", other)):
        risk(where, code=code, category="security", probability="0.3", impact_days=12)
    add(editor, LIMITS, other, category="security", score_limit="8", reach="portfolio")
    add(editor, LIMITS, project, category="security", score_limit="20", reach="project")

    assert above() == ["R-2"]


def test_a_risk_that_changes_category_takes_its_limit(project, editor):
    """In the same step."""
    stored = risk(project, code="R-1", category="legal", probability="0.3", impact_days=12)
    add(editor, LIMITS, project, category="security", score_limit="8")
    save(editor, RISKS, stored, category="security")

    assert above() == ["R-1"]


def test_a_limit_in_euro_counts_the_expected_cost(project, editor):
    """Probability × cost."""
    for code, cost in (("R-1", 100_000), ("R-2", 20_000)):
        risk(project, code=code, category="financial", probability="0.3", impact_days=1, impact_cost=cost)
    add(editor, LIMITS, project, category="financial", cost_limit="25000")

    assert above() == ["R-1"]


def test_the_heat_map_draws_the_line_of_the_category(project, editor):
    """One limit: its line; several: the usual one, and the text says so."""
    risk(project, category="security", probability="0.3", impact_days=12)
    add(editor, LIMITS, project, category="security", score_limit="8")
    narrow = heat_map(RISKS.lines(editor), {})
    risk(project, category="legal", probability="0.3", impact_days=12)
    mixed = heat_map(RISKS.lines(editor), {})

    assert narrow.rows[2][2][2].appetite == 8
    assert mixed.rows[2][2][2].appetite == 15
    assert len(mixed.conclusion) > len(narrow.conclusion)


@pytest.fixture
def starting(project):
    """A project that starts, beside one that ended with lessons."""
    return factories.project(
        project.portfolio,
        "P-014",
        stage="planning",
        kind="infrastructure",
        name="Toegangscontrole gebouwen",
        description="Badges vervangen sleutels; de raming ligt dicht bij de drempel.",
    )


def lesson(of, code, **fields):
    """Return a lesson that recommends something."""
    return line("lessen", of, code=code, **{"recommendation": "Doe het anders", "title": "Les"} | fields)


def test_lessons_are_found_again_by_kind_stage_and_words(project, starting):
    """The best first, each with its reason."""
    lesson(project, "L-1", project_kind="infrastructure", category="procurement", title="Raming vooraf meten")
    lesson(project, "L-2", title="Badges en sleutels")
    lesson(project, "L-3", project_kind="ai", title="Raming van modellen")
    lesson(project, "L-4", title="Niets gemeen")
    lesson(project, "L-5", project_kind="infrastructure", recommendation="")
    lesson(project, "L-6", project_kind="infrastructure", state="dropped")
    found = lessons_for(starting, factories.OPERATOR)

    assert [one.lesson.code for one in found] == ["L-1", "L-2"]
    assert "raming" in found[0].reason


def test_lessons_come_while_a_project_can_still_use_them(project, starting):
    """Not its own, and not once it is carried out."""
    lesson(starting, "L-1", project_kind="infrastructure")
    assert lessons_for(starting, factories.OPERATOR) == []
    lesson(project, "L-2", project_kind="infrastructure")
    assert len(lessons_for(starting, factories.OPERATOR)) == 1
    starting.stage = "execution"

    assert lessons_for(starting, factories.OPERATOR) == []


def test_lessons_of_projects_one_may_not_see_stay_out(project, starting):
    """Nor do they tell that they exist."""
    hidden = factories.project(factories.portfolio("GEHEIM"))
    lesson(hidden, "L-1", project_kind="infrastructure", title="Geheim")
    reader = factories.user(Role.READER, Scope.PORTFOLIO, starting.portfolio_id)

    assert lessons_for(starting, reader) == []


def test_the_page_of_a_starting_project_shows_its_lessons(client, project, starting):
    """With a link to each."""
    stored = lesson(project, "L-1", project_kind="infrastructure", title="Meet op voor u raamt")
    client.force_login(factories.user(Role.READER, Scope.PORTFOLIO, starting.portfolio_id))
    page = client.get(f"/portefeuille/ASN/project/{starting.code}/").content.decode()

    assert "Meet op voor u raamt" in page
    assert f"/registers/lessen/{stored.pk}/" in page


def test_a_risk_that_came_with_a_workbook_gets_its_kind_and_limits(project, editor):
    """From its impact and its category, once the import tells that the project changed."""
    add(editor, LIMITS, project, category="security", score_limit="8")
    gain = risk(project, code="R-1", impact_days=-5, impact_cost=None)
    mixed = risk(project, code="R-2", impact_days=-5, impact_cost=9000)
    grave = risk(project, code="R-3", category="security", probability="0.3", impact_days=12)
    projects_changed.send(sender=Project, project_ids=[project.pk])
    for one in (gain, mixed, grave):
        one.refresh_from_db()

    assert (gain.kind, mixed.kind, grave.kind) == ("opportunity", "threat", "threat")
    assert grave.score_limit == 8
    assert above() == ["R-3"]
