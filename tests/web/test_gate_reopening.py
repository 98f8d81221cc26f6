"""Gates re-open by themselves, in the name of the system, when their ground falls away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from web import factories, gate_worlds

from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.clock import today
from stuurbord.web.gates.attesting import attest
from stuurbord.web.gates.models import Evidence, GateCondition, GateDossier
from stuurbord.web.gates.reopening import reopen_due, reopen_gates
from stuurbord.web.registers.models import Risk, Stakeholder

pytestmark = pytest.mark.django_db
LATER = timedelta(days=40)


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = factories.TODAY.isoformat()


@pytest.fixture
def world():
    made = gate_worlds.world()
    gate_worlds.complete_idea(made)
    return made


def started(world, **evidence):
    """Pass G0 and G1 with a business case and a brief."""
    gate_worlds.decided(world, "G0")
    gate_worlds.evidence(world.project, "BC", **evidence)
    gate_worlds.evidence(world.project, "PV")
    Risk.objects.create(project=world.project, code="R-1", title="Levertijd")
    Stakeholder.objects.create(project=world.project, code="S-1", name="Schippers")
    for name in ("high_risk_processing", "uses_ai"):
        attest(world.manager, world.project, "", name, "no")
    return gate_worlds.decided(world, "G1")


def test_a_missed_condition_reopens_its_gate(world):
    """The day after, not on the day itself; and in the name of the system."""
    due = factories.TODAY + timedelta(days=30)
    gate_worlds.decided(world, "G0", "go_with_conditions", conditions=[("Nota", world.manager.person, due)])

    assert reopen_gates([world.project.pk], due) == 0
    assert reopen_gates([world.project.pk], due + timedelta(days=1)) == 1

    row = GateDossier.objects.get(gate="G0")
    assert row.state == "reopened"
    assert "VW-001" in row.reason
    entry = AuditEntry.objects.get(action="gate.reopen")
    assert entry.actor is None
    assert not world.dossier("G0").is_passed


def test_a_condition_reported_in_time_keeps_the_gate(world):
    due = factories.TODAY + timedelta(days=30)
    gate_worlds.decided(world, "G0", "go_with_conditions", conditions=[("Nota", world.manager.person, due)])
    GateCondition.objects.update(state="reported")

    assert reopen_gates([world.project.pk], due + LATER) == 0


def test_expired_evidence_reopens_the_gate_that_rests_on_it(world):
    until = factories.TODAY + timedelta(days=20)
    started(world, valid_until=until)

    assert reopen_gates([world.project.pk], until) == 0
    assert reopen_gates([world.project.pk], until + timedelta(days=1)) == 1

    row = GateDossier.objects.get(gate="G1")
    assert row.state == "reopened"
    assert "Business case" in row.reason
    assert reopen_gates([world.project.pk], until + LATER) == 0  # once


def test_rejected_evidence_reopens_it_too(world):
    started(world)
    Evidence.objects.filter(kind="BC").update(state="rejected")

    assert reopen_gates([world.project.pk], factories.TODAY) == 1


def test_new_evidence_in_time_keeps_it(world):
    until = factories.TODAY + timedelta(days=20)
    started(world, valid_until=until)
    gate_worlds.evidence(world.project, "BC", valid_from=until)

    assert reopen_gates([world.project.pk], until + timedelta(days=1)) == 0


def test_a_reopened_gate_blocks_the_next_until_it_is_decided_again(world, settings):
    """The clock moves on; new evidence and a new decision close it again, the stage stays."""
    until = factories.TODAY + timedelta(days=20)
    started(world, valid_until=until)
    settings.STUURBORD_TODAY = (until + timedelta(days=1)).isoformat()
    reopen_due()
    assert world.dossier("G2").facts["gates_not_passed"] == 1
    assert world.dossier("G1").proposal == "incomplete"

    gate_worlds.evidence(world.project, "BC", valid_from=today())
    again = gate_worlds.decided(world, "G1")

    assert again.number == 3
    assert world.dossier("G2").facts["gates_not_passed"] == 0
    world.project.refresh_from_db()
    assert world.project.stage == "planning"


def closed_first(world, **evidence):
    """Pass G0 and G1, and close G1 as a later gate does."""
    started(world, **evidence)
    GateDossier.objects.filter(gate="G1").update(state="closed")


def test_a_gate_that_a_later_one_closed_is_told(world):
    """Closing is a change like any other: who, when and by which gate stand in the log."""
    started(world)

    assert GateDossier.objects.get(gate="G0").state == "closed"
    entry = AuditEntry.objects.get(action="gate.close")
    assert entry.data["gate"] == "G0"
    assert entry.data["by"] == "G1"
    assert entry.data["state"] == ["decided", "closed"]


def test_a_closed_gate_reopens_as_long_as_the_project_runs(world):
    """The business case of the start is still what the project rests on."""
    until = factories.TODAY + timedelta(days=20)
    closed_first(world, valid_until=until)

    assert reopen_gates([world.project.pk], until) == 0
    assert reopen_gates([world.project.pk], until + timedelta(days=1)) == 1
    assert GateDossier.objects.get(gate="G1").state == "reopened"


def test_a_closed_gate_rests_on_what_later_gates_brought(world):
    """A newer business case for a later gate replaces the one that ran out."""
    until = factories.TODAY + timedelta(days=20)
    closed_first(world, valid_until=until)
    gate_worlds.evidence(world.project, "BC", valid_from=until, gate="G3")

    assert reopen_gates([world.project.pk], until + timedelta(days=1)) == 0


@pytest.mark.parametrize("stage", ["closed", "stopped"])
def test_nothing_reopens_in_a_project_that_is_over(world, stage):
    until = factories.TODAY + timedelta(days=20)
    closed_first(world, valid_until=until)
    type(world.project).objects.filter(pk=world.project.pk).update(stage=stage)

    assert reopen_gates([world.project.pk], until + LATER) == 0
    assert GateDossier.objects.get(gate="G1").state == "closed"


def test_the_page_reopens_on_reading(world, client, settings):
    until = factories.TODAY + timedelta(days=20)
    started(world, valid_until=until)
    settings.STUURBORD_TODAY = (until + timedelta(days=1)).isoformat()
    client.force_login(world.manager)

    text = client.get(f"/portefeuille/{world.project.portfolio.key}/project/P-001/poort/G1/").content.decode()

    assert "Business case" in text
    assert GateDossier.objects.get(gate="G1").state == "reopened"


def test_my_week_asks_the_manager_to_complete_and_the_body_to_decide(world, client):
    from stuurbord.web.gates.deciding import submit_gate

    submit_gate(world.manager, world.project, "G0", 1)
    client.force_login(world.steering)
    assert "/poort/G0/" in client.get("/mijn-week/").content.decode()
    client.force_login(world.owner)  # no mandate at the portfolio's gate
    assert "/poort/G0/" not in client.get("/mijn-week/").content.decode()
    GateDossier.objects.update(state="reopened", reason="Voorwaarde niet op tijd vervuld.")
    client.force_login(world.manager)
    assert "/poort/G0/" in client.get("/mijn-week/").content.decode()
