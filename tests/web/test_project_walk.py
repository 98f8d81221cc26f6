"""A project walks from idea to closed through every gate: by its roles, on facts and evidence."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from web import factories, register_lines, walk_world
from web.walk_world import CISO, MANAGER, OWNER, PORTFOLIO_MANAGER, Office

from stuurbord.errors import NotPermitted
from stuurbord.web.clock import today
from stuurbord.web.gates.attesting import attest
from stuurbord.web.gates.deciding import Judgement, NotReady, decide_gate, submit_gate
from stuurbord.web.gates.judging import Dossier, Group
from stuurbord.web.gates.models import DossierState, Evidence, GateCondition, GateDecision
from stuurbord.web.gates.queries import dossier
from stuurbord.web.gates.reopening import reopen_due
from stuurbord.web.gates.replay import replay
from stuurbord.web.projects.models import Project, Stage

pytestmark = pytest.mark.django_db

ANSWERS = {
    "high_risk_processing": "yes",
    "uses_ai": "no",
    "is_procured": "no",
    "handles_sensitive_information": "yes",
    "is_public_facing": "no",
}
"""What the project is; the last but one makes the CISO answer too."""
WALK = (
    ("G0", PORTFOLIO_MANAGER, Stage.STARTUP),
    ("G1", OWNER, Stage.PLANNING),
    ("G2", OWNER, Stage.EXECUTION),
    ("G3", OWNER, Stage.EXECUTION),
    ("G4", OWNER, Stage.CLOSING),
    ("G5", OWNER, Stage.AFTERCARE),
    ("G6", OWNER, Stage.CLOSED),
)


@pytest.fixture
def office() -> Office:
    return walk_world.office()


@pytest.fixture
def project(office: Office) -> Project:
    """Return a project as an idea, with its people, its registers and a first plan."""
    people = {"owner": office.person(OWNER), "manager": office.person(MANAGER)}
    told = {"kind": "application", "stage": Stage.IDEA, "description": "Bedienen op afstand"}
    made = factories.project(office.portfolio, "P-015", name="Peilbeheer", **people, **told)
    office.grant(made)
    factories.revision(made)
    walk_world.write_registers(made, made.manager)
    return Project.objects.select_related("portfolio").get(pk=made.pk)


def at(project: Project, gate: str) -> Dossier:
    """Return a dossier as it is today."""
    return dossier(Project.objects.select_related("portfolio").get(pk=project.pk), gate, today())


def prove(office: Office, project: Project, kind: str, valid_until: date | None = None) -> Evidence:
    """Add evidence that somebody else approved."""
    return register_lines.line(
        "bewijzen",
        project,
        kind=kind,
        owner=office.person(MANAGER),
        reviewer=office.person(OWNER),
        state="approved",
        valid_until=valid_until or today() + timedelta(days=700),
    )


def complete(office: Office, project: Project, gate: str) -> None:
    """Answer and show whatever the dossier asks; who may not attest something is not asked."""
    manager = office.account(MANAGER)
    for name, answer in ANSWERS.items():
        attest(manager, project, "", name, answer)
    for criterion in at(project, gate).criteria:
        rule = criterion.rule
        for kind in rule.evidence:
            if kind != "BER" and criterion.group != Group.MET:
                prove(office, project, kind)
        if rule.is_attested and criterion.group != Group.MET:
            who = {"project_manager": MANAGER}.get(rule.role, OWNER)
            attest(office.account(who), project, gate, rule.id, "yes", "Nagekeken.")


def decide(
    office: Office, project: Project, gate: str, who: str, verdict: str = "go", **more: Any
) -> GateDecision:
    """Submit as the project manager and decide as somebody else."""
    submit_gate(office.account(MANAGER), project, gate, at(project, gate).row.version)
    judgement = Judgement(verdict, version=at(project, gate).row.version, **more)
    return decide_gate(office.account(who), project, gate, judgement)


def test_every_gate_opens_the_next_stage_until_the_project_is_closed(office, project):
    """Each with a complete dossier, asked by the manager and decided by who has the mandate.

    At G2 the template asks where the application runs; nobody knows yet, so that becomes a condition, which
    is met before the project closes.
    """
    register_lines.MODELS["producten"].objects.filter(project=project).update(state="accepted")
    stages = []
    for gate, who, _stage in WALK:
        if gate == "G6":
            GateCondition.objects.filter(project=project, state="open").update(state="met")
        complete(office, project, gate)
        told = {"conditions": [("Hosting kiezen", project.manager, today())]} if gate == "G2" else {}
        decide(office, project, gate, who, "go_with_conditions" if told else "go", **told)
        project.refresh_from_db()
        stages.append(project.stage)

    assert stages == [stage for _gate, _who, stage in WALK]
    assert [replay(one).is_same for one in GateDecision.objects.filter(project=project)] == [True] * 7


def test_an_incomplete_dossier_cannot_be_submitted(office, project):
    """It says what it lacks; nothing is decided on."""
    with pytest.raises(NotReady):
        submit_gate(office.account(MANAGER), project, "G0", at(project, "G0").row.version)

    assert at(project, "G0").proposal == "incomplete"
    assert not GateDecision.objects.exists()


def test_who_asks_does_not_decide_and_the_portfolio_decides_its_own_gates(office, project):
    """The owner has no mandate at G0; the manager nowhere."""
    complete(office, project, "G0")
    for who in (MANAGER, OWNER, CISO):
        with pytest.raises(NotPermitted):
            decide(office, project, "G0", who)
        project.gate_dossiers.filter(gate="G0").delete()

    assert decide(office, project, "G0", PORTFOLIO_MANAGER).verdict == "go"


def test_a_gate_reopens_by_itself_when_its_evidence_expires(office, project, settings):
    """The day after, without anybody asking; the next gate is blocked by it."""
    complete(office, project, "G0")
    decide(office, project, "G0", PORTFOLIO_MANAGER)
    until = today() + timedelta(days=20)
    prove(office, project, "BC", until)
    complete(office, project, "G1")
    decide(office, project, "G1", OWNER)
    reopen_due()
    before = at(project, "G1").state
    settings.STUURBORD_TODAY = (until + timedelta(days=1)).isoformat()
    reopen_due()

    assert before == DossierState.DECIDED
    assert at(project, "G1").state == DossierState.REOPENED
    assert not at(project, "G1").is_passed
