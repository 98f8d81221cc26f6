"""A project walks from idea to closed through every gate, in the browser, with the roles of the demo."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from e2e.walk_pages import Walk, condition
from web import walk_world
from web.walk_world import ADMINISTRATOR, MANAGER, OWNER, PORTFOLIO_MANAGER

from stuurbord.web.clock import today
from stuurbord.web.gates.judging import Group
from stuurbord.web.gates.models import GateCondition, GateDecision
from stuurbord.web.gates.reopening import reopen_due
from stuurbord.web.projects.models import Project, Stage
from stuurbord.web.registers.models import Product
from stuurbord.web.tolerances.models import ExceptionOption, ExceptionReport

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def walk(visit) -> Walk:
    return Walk(walk_world.office(), visit)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "stuk.pdf"
    made.write_bytes(b"%PDF-1.4\n% een stuk\n")
    return made


def start(walk: Walk) -> None:
    """Go through the guided start as the portfolio manager; the project exists after its last step."""
    window = walk.as_(PORTFOLIO_MANAGER)
    page = window.page
    window.go("/portefeuille/ASN/nieuw-project/")
    walk.send(page, "main form")
    page.fill("[name=name]", "Peilbeheer op afstand")
    page.select_option("[name=kind]", "application")
    page.fill("[name=goal]", "Peilbeheerders sturen veertig stuwen vanuit één scherm.")
    page.fill("[name=why_now]", "De oude besturing heeft in 2028 geen onderdelen meer.")
    page.select_option("[name=owner]", label=OWNER)
    page.select_option("[name=manager]", label=MANAGER)
    walk.send(page, "form.start-form .actions")
    page.fill("[name=months]", "10")
    page.fill("[name=person_days]", "300")
    walk.send(page, "form.start-form .actions")
    page.check("input[name=template] >> nth=0")
    walk.send(page, "form.start-form .actions")
    walk.send(page, "form.start-form .actions")
    with page.expect_navigation():
        page.click("form.start-form button.primary")
    page.select_option("[name=role-ciso]", label=walk_world.CISO)
    walk.send(page, "form.start-form .actions")
    walk.send(page, "form.start-form .actions")
    assert not Project.objects.exists()

    walk.send(page, "form.start-form .actions")
    walk.code = Project.objects.get().code


def give_roles(walk: Walk) -> None:
    """Let the administrator give manager and owner their roles in the new project."""
    window = walk.as_(ADMINISTRATOR)
    for name, role in ((MANAGER, "project_manager"), (OWNER, "project_owner")):
        window.go(f"/personen/{walk.office.account(name).pk}/")
        window.page.select_option("[name=role]", role)
        window.page.select_option("[name=portfolio]", "ASN")
        window.page.fill("[name=project]", walk.code)
        walk.send(window.page, "form[action$='/rollen/'], form.paper-form")


def test_from_idea_to_closed_through_every_gate(walk, file, tmp_path, settings):
    """Started with guidance, asked by the manager, decided by who has the mandate; stage after stage."""
    start(walk)
    give_roles(walk)
    stages = [walk.project.stage]

    # G0, by the portfolio: the dossier lacks one answer, then it is complete.
    assert walk.is_held_up("G0", PORTFOLIO_MANAGER)
    walk.complete("G0", file)
    walk.submit("G0")
    walk.decide(PORTFOLIO_MANAGER, "G0", "go")
    stages.append(walk.project.stage)

    # G1: first no, then yes; the business case that it rests on holds for three weeks.
    walk_world.write_registers(walk.project, walk.project.manager)
    until = today() + timedelta(days=21)
    first = walk.bring_evidence("G1", "BC", file, until.isoformat())
    walk.approve_evidence("G1", first)
    walk.complete("G1", file)
    walk.submit("G1")
    walk.decide(OWNER, "G1", "no_go", reason="De baten zijn nog niet besproken met de peilbeheerders.")
    assert walk.project.stage == Stage.STARTUP
    walk.submit("G1")
    walk.decide(OWNER, "G1", "go")
    stages.append(walk.project.stage)

    # Three weeks later the business case has expired: G1 re-opens by itself and holds the next gate up.
    settings.STUURBORD_TODAY = (until + timedelta(days=1)).isoformat()
    reopen_due()
    assert walk.dossier("G1").state == "reopened"
    assert walk.is_held_up("G1")
    assert walk.dossier("G2").facts["gates_not_passed"] == 1
    walk.approve_evidence("G1", walk.bring_evidence("G1", "BC", file))
    walk.submit("G1")
    walk.decide(OWNER, "G1", "go")

    # G2: the plan is promised, where it runs is still to be chosen: that becomes a condition.
    walk.import_plan(walk.promised_plan(), tmp_path)
    walk.complete_quickly("G2")
    walk.submit("G2")
    walk.decide(OWNER, "G2", "go_with_conditions", **condition("Kiezen waar de toepassing draait"))
    stages.append(walk.project.stage)
    assert GateCondition.objects.get().owner.name == MANAGER
    walk.meet_conditions()

    # G3.1: the plan slips, an exception raises itself, and no decision is possible before it is decided.
    walk.import_plan(walk.later_plan(factor=6), tmp_path)
    exception = ExceptionReport.objects.get(target="time")
    assert exception.state == "raised"
    walk.complete_quickly("G3.1")
    assert walk.is_held_up("G3.1")
    decide_exception(walk, exception)
    walk.follow_proposal(OWNER, "G3.1")
    stages.append(walk.project.stage)

    # G4: evidence that nobody looked at yet leaves the gate unknown, never green.
    test = walk.bring_evidence("G4", "ACT", file)
    walk.complete_quickly("G4", waiting="ACT")
    assert test.state == "for_review"
    assert walk.dossier("G4").facts["evidence.ACT"] is None
    assert [one.rule.id for one in walk.dossier("G4").of(Group.BLOCKING)] == ["G4-ACT-01"]
    assert walk.is_held_up("G4")
    walk.approve_evidence("G4", test)
    walk.follow_proposal(OWNER, "G4")
    stages.append(walk.project.stage)

    Product.objects.filter(project=walk.project).update(state="accepted")
    walk.complete_quickly("G5")
    walk.follow_proposal(OWNER, "G5")
    stages.append(walk.project.stage)

    # G6 closes the project, and not over what is still open: the conditions of G3.1 to G5 are met first.
    walk.complete_quickly("G6")
    assert GateCondition.objects.filter(state="open").exists()
    assert walk.is_held_up("G6")
    walk.meet_conditions()
    walk.follow_proposal(OWNER, "G6")
    stages.append(walk.project.stage)

    assert stages == [
        *("idea", "startup", "planning", "execution", "execution", "closing", "aftercare", "closed"),
    ]
    page = walk.as_(OWNER).page
    decisions = GateDecision.objects.filter(project=walk.project)
    assert [one.gate for one in decisions.order_by("number")] == [
        *("G0", "G1", "G1", "G1", "G2", "G3.1", "G4", "G5", "G6"),
    ]
    for decision in decisions:
        walk.as_(OWNER).go(f"{walk.address}poort/{decision.gate}/beslissing/{decision.number}/")
        assert page.locator(".message.ok").count() == 1


def decide_exception(walk: Walk, exception: ExceptionReport) -> None:
    """Complete the report, ask the decision and take it, as manager and as owner."""
    edit = f"/registers/afwijkingen/{exception.pk}/wijzigen/"
    told = {
        "cause": "De bouw duurt langer.",
        "consequence": "Later in gebruik.",
        "recommendation": "Aanvaarden.",
    }
    walk.write_line(MANAGER, edit, **told, due=(today() + timedelta(days=9)).isoformat(), state="reported")
    for option in ExceptionOption.objects.filter(exception=exception):
        walk.write_line(MANAGER, f"/registers/opties/{option.pk}/wijzigen/", effect_days="0", effect_cost="0")
    new = f"/registers/opties/nieuw/?project={walk.code}"
    option = {"exception": exception.code, "title": "Een tweede ploeg", "effect_risk": "Drukker op de werf"}
    option |= {"project": str(walk.project.pk), "effect_days": "-20", "effect_cost": "40000"}
    walk.write_line(MANAGER, new, **option, is_recommended=True)
    window = walk.as_(MANAGER)
    window.go(f"{walk.address}afwijking/{exception.code}/")
    walk.send(window.page, "main form:has(input[name=version])")
    exception.refresh_from_db()
    asked = {"state": "decided", "outcome": "Een tweede ploeg.", "decided_on": today().isoformat()}
    walk.write_line(OWNER, f"/registers/beslissingen/{exception.decision_id}/wijzigen/", **asked)
    exception.refresh_from_db()

    assert exception.state == "decided"
