"""What the registers of a project say as a whole and line by line, and the pictures under them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from web import factories
from web.register_lines import line, risk

from stuurbord.web.lists.panels import panels_of
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.registers.influence_map import influence_map
from stuurbord.web.registers.realisation import realised

pytestmark = pytest.mark.django_db
YESTERDAY = factories.TODAY - timedelta(days=1)
SPEAKING = [
    slug
    for slug, register in REGISTERS.items()
    if register.conclusion and register.model._meta.app_label == "registers"
]


@pytest.fixture(autouse=True)
def english():
    """The sentences as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def project():
    """A project in a portfolio of its own."""
    return factories.project(factories.portfolio("ASN"), "P-001")


def said(slug: str) -> str:
    """Return the conclusion over all open lines of a register."""
    register = REGISTERS[slug]
    return register.conclusion(register.open_lines(register.lines(factories.OPERATOR)))


def sentence(slug: str, stored) -> str:
    """Return what is said of one line, as its page reads it."""
    return REGISTERS[slug].sentence(REGISTERS[slug].lines(factories.OPERATOR).get(pk=stored.pk))


@pytest.mark.parametrize("slug", [one for one in SPEAKING if one != "beslissingen"])
def test_an_empty_register_concludes_nothing(slug):
    """No zeros in a sentence."""
    assert said(slug) == ""


@pytest.mark.parametrize(
    ("slug", "one", "two"),
    [
        ("acties", "One action is open.", "Two actions are open."),
        ("wijzigingen", "One change request is open.", "Two change requests are open."),
        ("producten", "One product is not accepted yet.", "Two products are not accepted yet."),
        ("kwaliteitsreviews", "One review is planned.", "Two reviews are planned."),
        ("bevindingen", "One finding is open.", "Two findings are open."),
        ("lessen", "One lesson is written down.", "Two lessons are written down."),
        ("belanghebbenden", "One stakeholder is known.", "Two stakeholders are known."),
        ("communicatie", "One message is planned.", "Two messages are planned."),
        ("baten", "One benefit is promised.", "Two benefits are promised."),
        ("metingen", "One measurement was done.", "Two measurements were done."),
        ("risicobereidheid", "One limit is set.", "Two limits are set."),
    ],
)
def test_a_register_counts_its_lines_in_words(project, slug, one, two):
    """One and two differ."""
    line(slug, project)
    first = said(slug)
    line(slug, project)

    assert first.startswith(one)
    assert said(slug).startswith(two)


def test_late_actions_and_actions_of_nobody_are_told(project):
    """What asks for attention comes after the count; what counts nothing stays silent."""
    line("acties", project, due=YESTERDAY, owner=factories.user().person)
    line("acties", project)

    assert said("acties") == "Two actions are open. One should have been done. One has no owner."


def test_changes_tell_what_waits_and_what_it_would_cost(project):
    """The price of what is not decided yet."""
    line("wijzigingen", project, state="assessed", impact_cost=91000, due=YESTERDAY)
    line("wijzigingen", project, state="approved", impact_cost=5000)

    told = "Two change requests are open. One waits for a decision. For one the date has passed."
    assert said("wijzigingen").startswith(told)
    assert "91,000" in said("wijzigingen")


def test_a_dependency_is_late_by_its_forecast_or_by_today(project):
    """And its line says how many days."""
    late = line("afhankelijkheden", project, agreed_on="2027-01-29", forecast="2027-02-12", state="agreed")
    line("afhankelijkheden", project, agreed_on=YESTERDAY, state="agreed")
    late.refresh_from_db()

    assert late.is_late
    assert "Two come later than agreed." in said("afhankelijkheden")
    assert sentence("afhankelijkheden", late) == "This comes 14 days later than agreed."


def test_raci_tells_for_how_many_products_nobody_answers(project):
    """A product with an A is silent."""
    line("raci", project, work_package="Opmeting", role="accountable")
    line("raci", project, work_package="Opmeting", role="responsible")
    line("raci", project, work_package="Bestek", role="responsible")

    assert said("raci") == "Two products are divided. For one nobody answers."


@pytest.mark.parametrize(
    ("influence", "interest", "strategy"),
    [(4, 4, "manage"), (5, 3, "satisfy"), (3, 4, "inform"), (1, 1, "watch"), (None, 4, "")],
)
def test_influence_and_interest_give_the_strategy(project, influence, interest, strategy):
    """From four of five on, one counts as weighty."""
    stored = line("belanghebbenden", project, influence=influence, interest=interest)

    assert stored.strategy == strategy


def test_a_stakeholder_tells_where_the_attitude_must_go(project):
    """Only if it must go somewhere."""
    stored = line("belanghebbenden", project, influence=5, interest=5, attitude="opposed", desired="neutral")

    assert sentence("belanghebbenden", stored).endswith("From opposed to neutral.")


def test_the_influence_map_counts_and_filters(project):
    """Five by five; a cell filters, and the cell chosen lets go."""
    line("belanghebbenden", project, influence=5, interest=4)
    line("belanghebbenden", project, influence=None, interest=4)
    lines = REGISTERS["belanghebbenden"].lines(factories.OPERATOR)
    made = influence_map(lines, {})
    cell = made.rows[0][1][3]
    chosen = influence_map(lines, {"influence": "5", "interest": "4", "project": "P-001"}).rows[0][1][3]

    assert [len(cells) for _influence, cells in made.rows] == [5] * 5
    assert (cell.number, cell.url) == (1, "?influence=5&interest=4")
    assert (chosen.is_chosen, chosen.url) == (True, "?project=P-001")
    assert influence_map(lines.filter(influence=None), {}) is None


@pytest.mark.parametrize(
    ("before", "target", "measured", "share"),
    [(40, 20, 25, 0.75), (10, 20, 25, 1.5), (10, 20, 5, -0.5), (5, 5, 5, None), (None, 20, 25, None)],
)
def test_the_part_of_the_way_to_a_target(before, target, measured, share):
    """Also downwards, past it and backwards."""
    given = [None if one is None else Decimal(one) for one in (before, target, measured)]

    assert realised(*given) == share


def test_a_benefit_says_how_far_it_has_come(project):
    """By its last measurement."""
    benefit = line("baten", project, unit="minutes", baseline_value=40, target_value=20)
    assert sentence("baten", benefit) == "Not measured since the start yet."
    line("metingen", project, benefit=benefit, measured_on=date(2026, 6, 30), value=35)
    last = line("metingen", project, benefit=benefit, measured_on=date(2026, 10, 31), value=25)

    assert "25 minutes" in sentence("baten", benefit)
    assert "75" in sentence("baten", benefit)
    assert sentence("metingen", last).startswith("75")
    assert len(panels_of("baten", benefit, factories.OPERATOR)[0].rows) == 2


def test_a_benefit_without_a_start_or_a_target_says_so(project):
    """What is not measured before can never be shown."""
    no_start = line("baten", project)
    no_target = line("baten", project, baseline_value=5)

    assert sentence("baten", no_start).startswith("Nothing was measured before")
    assert sentence("baten", no_target) == "There is no target value yet."
    assert "One has no baseline measurement" in said("baten")


def test_the_owner_is_asked_to_measure_until_somebody_did(project):
    """From fourteen days before the day, also after the project."""
    owner = factories.user().person
    near = line("baten", project, owner=owner, due=factories.TODAY + timedelta(days=10))
    line("baten", project, owner=owner, due=factories.TODAY + timedelta(days=30))
    line("baten", project, due=factories.TODAY)
    ask = REGISTERS["baten"].asks[0]
    lines = REGISTERS["baten"].lines(factories.OPERATOR)
    waiting = list(lines.filter(ask.lines(owner)))
    line("metingen", project, benefit=near, measured_on=YESTERDAY)

    assert ask.outlives_project
    assert waiting == [near]
    assert not lines.filter(ask.lines(owner)).exists()


def test_a_risk_shows_its_weight_before_now_and_after(project):
    """Three rows, the second one counts."""
    stored = risk(project, code="R-1", inherent_probability="0.6", residual_probability="0.05")
    line("maatregelen", project, risk="R-1", name="Marktverkenning")
    line("mijlpalen", project, code="G3", name="Gunning")
    stored.milestones = "G3, G9"
    panels = panels_of("risicos", stored, factories.OPERATOR)

    assert [row[0] for row in panels[0].rows] == ["Before response", "Now", "After response"]
    assert panels[0].strong == 1
    assert "Marktverkenning" in panels[1].rows[0][0]
    assert [row[0] for row in panels[2].rows] == ["G3 Gunning"]


def test_a_line_without_figures_shows_no_empty_table(project):
    """Nothing to show, no panel."""
    stored = line("risicos", project)

    assert panels_of("risicos", stored, factories.OPERATOR) == []
