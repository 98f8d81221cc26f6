"""Decisions at gates: who may, on which facts, what follows; nothing is ever changed afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from web import factories, gate_worlds

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.accounts.models import Membership
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.gates import judging
from stuurbord.web.gates.attesting import attest
from stuurbord.web.gates.changed_facts import in_words
from stuurbord.web.gates.deciding import (
    Judgement,
    NotReady,
    decide_gate,
    record_past_decision,
    submit_gate,
    withdraw_submission,
)
from stuurbord.web.gates.facts import gather
from stuurbord.web.gates.models import GateCondition, GateDecision, GateDossier
from stuurbord.web.gates.replay import replay
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import Milestone
from stuurbord.web.tolerances.standing import standings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = factories.TODAY.isoformat()


@pytest.fixture
def world():
    return gate_worlds.world()


def test_go_moves_the_project_and_marks_the_milestone(world):
    """An idea that passes its intake starts up, on the day of the decision."""
    gate_worlds.complete_idea(world)

    decision = gate_worlds.decided(world, "G0")

    assert decision.verdict == decision.proposal == "go"
    assert Project.objects.get(pk=world.project.pk).stage == "startup"
    assert Milestone.objects.get(project=world.project, code="G0").actual == factories.TODAY
    assert world.dossier("G0").is_passed
    assert {"gate.submit", "gate.decide", "project.stage", "gate.attest"} <= set(
        AuditEntry.objects.values_list("action", flat=True)
    )


def test_a_dossier_that_blocks_cannot_be_submitted(world):
    """Nobody attested the intake: it is not known, so not green."""
    found = world.dossier("G0")

    with pytest.raises(NotReady, match=r"blokkeer|blocks"):
        submit_gate(world.manager, world.project, "G0", found.row.version)

    assert found.proposal == "incomplete"
    assert not GateDossier.objects.filter(state="submitted").exists()


def test_who_asks_does_not_decide(world):
    """The owner of the project may submit, and then not decide."""
    gate_worlds.complete_idea(world)
    submit_gate(world.steering, world.project, "G0", 1)

    with pytest.raises(NotPermitted):
        decide_gate(world.steering, world.project, "G0", Judgement("go", version=2))


def test_the_mandate_is_that_of_the_body(world):
    """The intake is decided by the portfolio; the owner of the project has no mandate there."""
    gate_worlds.complete_idea(world)
    submit_gate(world.manager, world.project, "G0", 1)

    with pytest.raises(NotPermitted):
        decide_gate(world.owner, world.project, "G0", Judgement("go", version=2))


def test_a_mandate_that_was_lost_is_refused(world):
    """The role is withdrawn between opening the page and signing."""
    gate_worlds.complete_idea(world)
    submit_gate(world.manager, world.project, "G0", 1)
    Membership.objects.filter(user=world.steering).delete()
    fresh = type(world.steering).objects.get(pk=world.steering.pk)

    with pytest.raises(NotPermitted):
        decide_gate(fresh, world.project, "G0", Judgement("go", version=2))

    assert not GateDecision.objects.exists()


def test_a_stale_version_is_told_with_what_changed(world):
    """A fact moved since it was seen: the decision does not count, and the fact is named."""
    gate_worlds.complete_idea(world)
    submit_gate(world.manager, world.project, "G0", 1)
    factories.revision(world.project)

    with pytest.raises(VersionConflict, match="→") as caught:
        decide_gate(world.steering, world.project, "G0", Judgement("go", version=2))

    assert not GateDecision.objects.exists()
    assert "planning ingelezen" in str(caught.value)


def test_a_stale_version_tells_who_did_what_since(world):
    """Nothing else changed: the dossier was taken back and submitted anew by somebody."""
    gate_worlds.complete_idea(world)
    row = submit_gate(world.manager, world.project, "G0", 1)
    withdraw_submission(world.manager, world.project, "G0", row.version)
    submit_gate(world.manager, world.project, "G0", row.version + 1)

    with pytest.raises(VersionConflict) as caught:
        decide_gate(world.steering, world.project, "G0", Judgement("go", version=row.version))

    happened = [_("taken back by {name}"), _("submitted by {name}")]
    told = "; ".join(one.format(name="M. Leider") for one in happened)
    assert _("Since then: {what}.").format(what=told) in str(caught.value)


def test_a_changed_fact_is_told_in_words(world):
    """Evidence as evidence, figures with their unit, an attestation by its criterion."""
    pack = world.dossier("G0").in_force.pack
    before = {"evidence.BC": True, "days_late": "12.5", "attested.G0-PAS-01": True}
    now = {"evidence.BC": False, "days_late": "40", "attested.G0-PAS-01": None}

    told = in_words(pack, before, now)

    assert "“Business case”: " + _("approved and valid") + " → " + _("not there or not valid") in told
    assert "12,5\u00a0d → 40\u00a0d" in told
    assert "“Het idee past" in told
    assert "G0-PAS-01" not in told


def test_another_decision_than_proposed_needs_a_reason(world):
    gate_worlds.complete_idea(world)
    submit_gate(world.manager, world.project, "G0", 1)

    with pytest.raises(NotReady):
        decide_gate(world.steering, world.project, "G0", Judgement("no_go", version=2))

    made = decide_gate(
        world.steering, world.project, "G0", Judgement("no_go", "Past niet in de strategie.", version=2)
    )
    assert (made.proposal, made.verdict) == ("go", "no_go")
    assert Project.objects.get(pk=world.project.pk).stage == "idea"


def test_conditions_become_lines_with_owner_and_date(world):
    """Go with conditions writes them into their register."""
    gate_worlds.complete_idea(world)
    due = factories.TODAY + timedelta(days=30)

    gate_worlds.decided(
        world, "G0", "go_with_conditions", conditions=[("Nota aan het kabinet", world.manager.person, due)]
    )

    line = GateCondition.objects.get()
    assert (line.gate, line.owner, line.due, line.code) == ("G0", world.manager.person, due, "VW-001")


@pytest.mark.parametrize(
    "told",
    [
        {"verdict": "go_with_conditions"},
        {"verdict": "go_with_conditions", "conditions": [("Zonder eigenaar", None, date(2026, 12, 31))]},
        {"verdict": "go", "conditions": [("Te veel", None, None)]},
        {"verdict": "misschien"},
    ],
)
def test_what_is_incomplete_is_refused(world, told):
    gate_worlds.complete_idea(world)
    submit_gate(world.manager, world.project, "G0", 1)

    with pytest.raises(NotReady):
        decide_gate(world.steering, world.project, "G0", Judgement(reason="Daarom.", version=2, **told))

    assert not GateDecision.objects.exists()


def test_postponed_goes_back_to_the_manager(world):
    gate_worlds.complete_idea(world)

    gate_worlds.decided(world, "G0", "postponed")

    assert world.dossier("G0").may_be_worked_on
    assert gate_worlds.decided(world, "G0").number == 2


def test_a_submission_can_be_taken_back(world):
    gate_worlds.complete_idea(world)
    submit_gate(world.manager, world.project, "G0", 1)

    row = withdraw_submission(world.manager, world.project, "G0", 2)

    assert row.state == "open"


def test_replay_gives_the_same_verdict(world):
    """From the stored facts and the stored rule book, rule by rule."""
    gate_worlds.complete_idea(world)
    decision = gate_worlds.decided(world, "G0")
    factories.revision(world.project)  # the world moves on
    attest(world.owner, world.project, "G0", "G0-PAS-01", "no", "Toch niet")

    found = replay(GateDecision.objects.get(pk=decision.pk))

    assert found.is_same
    assert found.proposal == "go"


def test_the_database_refuses_to_change_a_decision(world):
    gate_worlds.complete_idea(world)
    decision = gate_worlds.decided(world, "G0")

    with pytest.raises(DatabaseError), transaction.atomic():
        GateDecision.objects.filter(pk=decision.pk).update(verdict="no_go")
    with pytest.raises(DatabaseError), transaction.atomic():
        decision.delete()

    assert GateDecision.objects.get().verdict == "go"


def test_a_past_decision_is_marked_and_cannot_be_replayed(world):
    made = record_past_decision(
        world.steering, world.project, "G0", date(2025, 2, 12), "go", "Portefeuilleoverleg"
    )

    found = replay(made)

    assert made.is_imported
    assert not found.can_compute
    assert found.is_intact
    assert world.dossier("G0").is_passed
    assert Project.objects.get(pk=world.project.pk).stage == "idea"


def test_a_past_decision_gathers_no_facts(world, monkeypatch):
    """It rests on none; gathering them is what takes long when many are taken over."""
    monkeypatch.setattr(judging, "gather", lambda *asked: pytest.fail("facts were gathered"))

    made = record_past_decision(
        world.steering, world.project, "G0", date(2025, 2, 12), "go", "Portefeuilleoverleg"
    )

    assert made.is_imported


def test_decisions_of_a_project_are_a_chain(world):
    record_past_decision(world.steering, world.project, "G0", date(2025, 2, 12), "go", "Portefeuilleoverleg")
    record_past_decision(world.steering, world.project, "G1", date(2025, 6, 24), "go", "Stuurgroep")

    first, second = GateDecision.objects.order_by("number")

    assert second.previous_hash == first.hash


@pytest.mark.parametrize(("verdict", "state"), [("no_go", "decided"), ("postponed", "open")])
def test_a_dossier_that_can_never_be_complete_can_be_stopped(world, verdict, state):
    """The body needs nobody's question to say no; it needs one to say yes."""
    with pytest.raises(NotReady):
        decide_gate(world.steering, world.project, "G0", Judgement("go", "Toch maar.", version=1))
    with pytest.raises(NotReady):
        decide_gate(world.steering, world.project, "G0", Judgement(verdict, version=1))
    with pytest.raises(NotPermitted):
        decide_gate(world.owner, world.project, "G0", Judgement(verdict, "Geen middelen.", version=1))

    made = decide_gate(world.steering, world.project, "G0", Judgement(verdict, "Geen middelen.", version=1))

    assert (made.proposal, made.verdict, made.requested_by) == ("incomplete", verdict, None)
    assert GateDossier.objects.get().state == state
    assert replay(made).is_same
    assert Project.objects.get(pk=world.project.pk).stage == "idea"


def test_a_gate_that_was_passed_is_not_stopped_afterwards(world):
    gate_worlds.complete_idea(world)
    gate_worlds.decided(world, "G0")
    version = world.dossier("G0").row.version

    with pytest.raises(NotReady):
        decide_gate(world.steering, world.project, "G0", Judgement("no_go", "Spijt.", version=version))


def test_the_gate_measures_date_and_cost_as_the_tolerances_do():
    """P80 where there is a simulation: a plan that just fits, and probably will not, does not pass."""
    at = gate_worlds.world(time_tolerance_days=30, cost_tolerance="0.10")
    factories.revision(at.project)
    factories.forecast(at.project)
    project = Project.objects.get(pk=at.project.pk)
    standing = standings([project], factories.TODAY)[project.pk]
    facts = gather([project], factories.TODAY)[project.pk].facts

    assert standing.basis == "simulation"
    assert facts["days_late"] == standing.of("time").used
    share = standing.of("cost").used
    assert facts["cost_overrun"] == (None if share is None else round(share, 6))
