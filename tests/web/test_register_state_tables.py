"""The tables of states of the registers of a project: which steps exist, what they ask, who may take them."""

from __future__ import annotations

from datetime import date

import pytest
from web import factories
from web.register_lines import line, risk

from stuurbord.errors import NotPermitted
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.lists.actions import Sent, save_lines
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.registers.models import Issue

pytestmark = pytest.mark.django_db
MACHINES = {
    slug: register.states
    for slug, register in REGISTERS.items()
    if register.states and register.model._meta.app_label == "registers"
}
GUARDED = [
    ("risicos", "identified", "analysed", ["probability"]),
    ("risicos", "identified", "response_planned", ["response"]),
    ("risicos", "identified", "in_treatment", ["owner"]),
    ("risicos", "in_treatment", "accepted", ["owner"]),
    ("maatregelen", "proposed", "in_progress", ["owner"]),
    ("issues", "registered", "assessed", ["priority"]),
    ("issues", "assessed", "decided", ["owner"]),
    ("beslissingen", "requested", "decided", ["outcome", "decided_on"]),
    ("acties", "open", "in_progress", ["owner"]),
    ("aannames", "assumed", "confirmed", ["validated_by", "validated_on"]),
    ("aannames", "assumed", "refuted", ["validated_by", "validated_on"]),
    ("afhankelijkheden", "proposed", "agreed", ["agreed_on"]),
    ("afhankelijkheden", "agreed", "delivered", ["delivered_on"]),
    ("producten", "in_progress", "ready", ["quality_criteria"]),
    ("producten", "ready", "accepted", ["approver", "ready_on"]),
    ("criteria", "open", "met", ["tested_on"]),
    ("criteria", "open", "not_met", ["tested_on"]),
    ("criteria", "open", "waived", ["proof"]),
    ("kwaliteitsreviews", "planned", "held", ["held_on", "verdict"]),
    ("bevindingen", "open", "in_repair", ["owner", "corrective_action"]),
    ("bevindingen", "open", "accepted", ["corrective_action"]),
    ("lessen", "proposed", "adopted", ["recommendation", "category"]),
    ("baten", "promised", "measuring", ["baseline_value", "target_value", "owner"]),
    ("baten", "measuring", "realised", ["target_value"]),
]
FORBIDDEN = [
    ("risicos", "closed", "in_treatment"),
    ("risicos", "occurred", "accepted"),
    ("maatregelen", "proposed", "done"),
    ("beslissingen", "requested", "executed"),
    ("beslissingen", "executed", "withdrawn"),
    ("issues", "closed", "decided"),
    ("acties", "dropped", "done"),
    ("wijzigingen", "requested", "approved"),
    ("wijzigingen", "requested", "executed"),
    ("wijzigingen", "rejected", "approved"),
    ("wijzigingen", "closed", "requested"),
    ("aannames", "confirmed", "refuted"),
    ("afhankelijkheden", "delivered", "dropped"),
    ("producten", "described", "accepted"),
    ("criteria", "met", "waived"),
    ("kwaliteitsreviews", "dropped", "held"),
    ("bevindingen", "closed", "accepted"),
    ("lessen", "dropped", "adopted"),
    ("baten", "dropped", "realised"),
]
VALUES = {
    "probability": "40",
    "response": "mitigate",
    "priority": "high",
    "outcome": "Goedgekeurd",
    "quality_criteria": "Werkt bij mist",
    "verdict": "good",
    "proof": "Proef",
    "corrective_action": "Herstellen",
    "recommendation": "Meet op voor u raamt",
    "category": "planning",
    "baseline_value": "10",
    "target_value": "5",
}


@pytest.fixture
def project():
    """A project in a portfolio of its own."""
    return factories.project(factories.portfolio("ASN"), "P-001")


@pytest.fixture
def editor(project):
    """The portfolio manager, who has every mandate there."""
    return factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, project.portfolio_id)


def value_of(name: str) -> object:
    """Return something to fill a field with."""
    if name in ("owner", "approver", "validated_by", "decided_by"):
        return factories.user().person.pk
    return VALUES.get(name, date(2026, 11, 20))


def step(slug, actor, stored, **changes):
    """Return the form of a line that takes a step."""
    return changed_form(REGISTERS[slug], actor, stored, changes)


@pytest.mark.parametrize("slug", MACHINES)
def test_every_state_of_a_table_exists_and_is_reached(slug):
    """No row leads to or from a word that the field does not know, and no state is an island."""
    machine = MACHINES[slug]
    known = {value for value, _label in REGISTERS[slug].model._meta.get_field("state").choices}
    named = {one for row in machine.transitions for one in (row.source, row.target)}
    reached = {row.target for row in machine.transitions} | {machine.initial}

    assert named <= known
    assert reached == known
    assert REGISTERS[slug].model._meta.get_field("state").default == machine.initial


@pytest.mark.parametrize("slug", MACHINES)
def test_no_two_ways_out_of_a_state_share_a_letter(slug):
    """A letter in the open list chooses one state."""
    machine = MACHINES[slug]
    for state in {row.source for row in machine.transitions}:
        letters = [row.letter for row in machine.leaving(state) if row.letter]

        assert len(letters) == len(set(letters)), state


@pytest.mark.parametrize(("slug", "source", "target", "names"), GUARDED)
def test_a_step_asks_what_must_be_known(project, editor, slug, source, target, names):
    """Without it the form says which fields; with it the step is taken."""
    stored = line(slug, project, state=source)
    stored.refresh_from_db()
    refused = step(slug, editor, stored, state=target)
    stored.refresh_from_db()
    taken = step(slug, editor, stored, state=target, **{name: value_of(name) for name in names})

    assert "state" in refused.errors
    for name in names:
        assert str(stored._meta.get_field(name).verbose_name) in str(refused.errors["state"])
    assert taken.is_valid(), taken.errors


@pytest.mark.parametrize(("slug", "source", "target"), FORBIDDEN)
def test_a_step_that_is_not_in_the_table_is_refused(slug, source, target):
    """Closed is closed, and nobody skips the assessment."""
    assert MACHINES[slug].between(source, target) is None


def assessed(project, **fields):
    """Return a change request with its impact, and who asks for the decision."""
    known = {
        "impact_days": 24,
        "impact_cost": 91000,
        "impact_scope": "Zes gebouwen meer",
        "state": "assessed",
    }
    made = line("wijzigingen", project, **known | fields)
    made.refresh_from_db()
    return made


def test_a_change_is_assessed_only_with_its_impact(project, editor):
    """Days, euro and scope or quality; zero is an answer."""
    stored = line("wijzigingen", project, impact_days=0)
    stored.refresh_from_db()
    refused = step("wijzigingen", editor, stored, state="assessed")
    stored.refresh_from_db()
    known = {"impact_cost": "0", "impact_quality": "Geen"}

    assert list(refused.errors) == ["state"]
    assert step("wijzigingen", editor, stored, state="assessed", **known).is_valid()


@pytest.mark.parametrize("target", ["approved", "rejected", "postponed"])
def test_a_decision_has_a_person_and_a_day(project, editor, target):
    """Nobody approves, refuses or postpones anonymously."""
    stored = assessed(project)
    refused = list(step("wijzigingen", editor, stored, state=target, decided_on=date(2026, 11, 20)).errors)
    stored.refresh_from_db()  # the form wrote on it what it refused
    taken = {"decided_by": factories.user().person.pk, "decided_on": date(2026, 11, 20)}

    assert refused == ["state"]
    answered = step("wijzigingen", editor, stored, state=target, **taken)
    assert answered.is_valid(), answered.errors


@pytest.mark.parametrize(
    ("role", "may_decide"),
    [(Role.PROJECT_MANAGER, False), (Role.PROJECT_OWNER, True), (Role.PORTFOLIO_MANAGER, True)],
)
def test_only_who_has_the_mandate_decides_on_a_change(project, role, may_decide):
    """The project manager writes and assesses it; owner and portfolio manager decide."""
    actor = factories.user(role, Scope.PORTFOLIO, project.portfolio_id)
    stored = assessed(project)
    taken = {"decided_by": factories.user().person.pk, "decided_on": date(2026, 11, 20)}
    form = step("wijzigingen", actor, stored, state="approved", **taken)
    assert form.is_valid()

    if may_decide:
        assert save_lines(actor, REGISTERS["wijzigingen"], [Sent(form, 1)])[0].state == "approved"
    else:
        with pytest.raises(NotPermitted):
            save_lines(actor, REGISTERS["wijzigingen"], [Sent(form, 1)])


def test_a_risk_that_occurs_becomes_an_issue(project, editor):
    """With its number, its owner and its effect, in the same step."""
    owner = factories.user().person
    stored = risk(project, code="R-063", title="Geen offerte", effect="G3 schuift", owner=owner)
    stored.refresh_from_db()
    form = step("risicos", editor, stored, state="occurred")
    assert form.is_valid(), form.errors
    save_lines(editor, REGISTERS["risicos"], [Sent(form, 1)])
    issue = Issue.objects.get(project=project)

    assert (issue.risk.code, issue.title, issue.owner) == ("R-063", "Geen offerte", owner)
    assert issue.description == "G3 schuift"
    assert issue.raised_on == factories.TODAY


def test_a_risk_that_has_an_issue_gets_no_second_one(project, editor):
    """Who wrote it down before was right."""
    stored = risk(project)
    stored.refresh_from_db()
    line("issues", project, risk=stored)
    form = step("risicos", editor, stored, state="occurred")
    assert form.is_valid()
    save_lines(editor, REGISTERS["risicos"], [Sent(form, 1)])

    assert Issue.objects.count() == 1
