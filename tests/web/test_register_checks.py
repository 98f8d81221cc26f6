"""Lines that contradict themselves or another line are told so at the field, in words."""

from __future__ import annotations

from datetime import date

import pytest
from web import factories
from web.register_lines import line, new_form, risk

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.lists.changing import new_form as bound
from stuurbord.web.lists.register import REGISTERS

pytestmark = pytest.mark.django_db
TOMORROW = date(2026, 11, 26)


@pytest.fixture
def project():
    """A project in a portfolio with a second one."""
    made = factories.project(factories.portfolio("ASN"), "P-001")
    factories.project(made.portfolio, "P-002")
    return made


@pytest.fixture
def editor(project):
    """The portfolio manager."""
    return factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, project.portfolio_id)


def errors(slug, editor, project, **fields) -> list[str]:
    """Return the fields at which a new line is refused."""
    return list(bound(REGISTERS[slug], editor, new_form(slug, project) | fields).errors)


@pytest.mark.parametrize(
    ("slug", "fields", "at"),
    [
        ("acties", {"done_on": TOMORROW}, ["done_on"]),
        ("aannames", {"validated_on": TOMORROW}, ["validated_on"]),
        ("wijzigingen", {"requested_on": "2026-11-20", "decided_on": "2026-11-02"}, ["decided_on"]),
        ("wijzigingen", {"decided_on": TOMORROW}, ["decided_on"]),
        ("afhankelijkheden", {"outsider": ""}, ["giver"]),
        ("afhankelijkheden", {"giver": "P-002"}, ["giver"]),
        ("afhankelijkheden", {"outsider": "", "giver": "P-001"}, ["giver"]),
        ("afhankelijkheden", {"outsider": "", "giver": "P-099"}, ["giver"]),
        ("afhankelijkheden", {"outsider": "", "giver": "P-002"}, []),
        ("producten", {"ready_on": TOMORROW}, ["ready_on"]),
        ("kwaliteitsreviews", {"held_on": TOMORROW}, ["held_on"]),
        ("bevindingen", {"found_on": TOMORROW}, ["found_on"]),
        ("communicatie", {"audience": ""}, ["audience"]),
        ("baten", {"baseline_value": "5", "target_value": "5,00"}, ["target_value"]),
        ("baten", {"baseline_on": "2026-11-02", "target_on": "2026-10-02"}, ["target_on"]),
        ("metingen", {"measured_on": TOMORROW}, ["measured_on"]),
        ("raci", {"work_package": ""}, ["product"]),
        ("belanghebbenden", {"influence": "6"}, ["influence"]),
        ("belanghebbenden", {"interest": "0"}, ["interest"]),
        ("risicobereidheid", {"score_limit": "26"}, ["score_limit"]),
    ],
)
def test_a_contradiction_is_told_at_its_field(project, editor, slug, fields, at):
    """And nothing else is."""
    assert errors(slug, editor, project, **fields) == at


def test_an_action_that_is_done_was_done_today(project, editor):
    """Unless somebody says otherwise."""
    form = bound(REGISTERS["acties"], editor, new_form("acties", project) | {"state": "done"})

    assert form.is_valid()
    assert form.instance.done_on == factories.TODAY


def test_who_makes_a_product_neither_accepts_nor_reviews_it(project, editor):
    """Two pairs of eyes."""
    maker = factories.user().person
    made = line("producten", project, owner=maker)

    assert errors("producten", editor, project, owner=maker.pk, approver=maker.pk) == ["approver"]
    assert errors("kwaliteitsreviews", editor, project, owner=maker.pk, product=made.code) == ["owner"]


def test_a_finding_belongs_to_the_product_of_its_review(project, editor):
    """Not to another one."""
    one, other = line("producten", project), line("producten", project)
    review = line("kwaliteitsreviews", project, product=one)
    sent = {"review": review.code, "product": other.code}

    assert errors("bevindingen", editor, project, **sent) == ["review"]
    assert errors("bevindingen", editor, project, **sent | {"product": one.code}) == []


def test_exactly_one_person_answers_for_a_product(project, editor):
    """A second A is refused, a second R is not; nor is the same A saved again."""
    product = line("producten", project)
    first = line("raci", project, product=product, work_package="", role="accountable")
    other = factories.user().person.pk
    sent = {"product": product.code, "work_package": "", "person": other}

    assert errors("raci", editor, project, **sent, role="accountable") == ["role"]
    assert errors("raci", editor, project, **sent, role="responsible") == []
    assert changed_form(REGISTERS["raci"], editor, first, {"remark": "blijft"}).is_valid()


def test_one_person_has_a_role_once(project, editor):
    """Also for a work package, whatever its capitals."""
    first = line("raci", project, work_package="Opmeting", role="consulted")
    sent = {"work_package": "opmeting", "person": first.person_id, "role": "consulted"}

    assert errors("raci", editor, project, **sent) == ["person"]


@pytest.mark.parametrize(
    ("typed", "kind"), [({"impact_days": "-5"}, "opportunity"), ({"impact_days": "5"}, "threat")]
)
def test_the_kind_of_a_risk_follows_its_impact(project, editor, typed, kind):
    """Who says nothing need not say it."""
    sent = {name: value for name, value in new_form("risicos", project).items() if name != "kind"}
    form = bound(REGISTERS["risicos"], editor, sent | typed)

    assert form.is_valid(), form.errors
    assert form.instance.kind == kind


def test_a_kind_that_contradicts_the_impact_is_refused(project, editor):
    """An opportunity that costs days is none."""
    stored = risk(project)
    stored.refresh_from_db()

    assert list(changed_form(REGISTERS["risicos"], editor, stored, {"kind": "opportunity"}).errors) == [
        "kind"
    ]


@pytest.mark.parametrize(
    ("days", "response", "fits"),
    [(10, "exploit", False), (-10, "exploit", True), (-10, "avoid", False), (-10, "accept", True)],
)
def test_a_response_fits_its_kind(project, editor, days, response, fits):
    """One avoids no opportunity and exploits no threat."""
    stored = risk(project, impact_days=days, impact_cost=None, response="")
    stored.refresh_from_db()
    form = changed_form(REGISTERS["risicos"], editor, stored, {"response": response})

    assert form.is_valid() is fits
    assert list(form.errors) == ([] if fits else ["response"])


def test_a_category_has_one_limit_in_one_place(project, editor):
    """A project may deviate from its portfolio; nothing has two limits."""
    line("risicobereidheid", project, category="legal", reach="portfolio")
    sent = {"category": "legal"}

    assert errors("risicobereidheid", editor, project, **sent, reach="portfolio") == ["category"]
    assert errors("risicobereidheid", editor, project, **sent, reach="project") == []
