"""The pages of gates: dossier, evidence, waiver, decision and its replay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from web import factories, gate_worlds

from stuurbord.errors import NotPermitted
from stuurbord.web.gates.attesting import attest
from stuurbord.web.gates.deciding import record_past_decision
from stuurbord.web.gates.declarations import WAIVERS
from stuurbord.web.gates.models import Attestation, Evidence, GateCondition, GateDecision, Waiver
from stuurbord.web.lists.actions import Sent, save_lines
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.projects.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = factories.TODAY.isoformat()


@pytest.fixture
def world():
    return gate_worlds.world()


def url(world, name, gate="G0", *more):
    where = [world.project.portfolio.key, world.project.code]
    return reverse(name, args=[*where, *([gate] if name != "gates" else []), *more])


def hidden(response, name):
    """Return what a hidden field of the form for the decision holds."""
    return response.context[name]


def test_the_dossier_says_what_is_missing(world, client):
    client.force_login(world.manager)

    page = client.get(url(world, "gate"))

    assert page.status_code == 200
    text = page.content.decode()
    assert "Niemand bevestigde dat het idee in de strategie past." in text
    assert "G0-PAS-01" in text
    assert "attest G0-PAS-01" not in text


def test_all_gates_stand_in_their_order(world, client):
    client.force_login(world.reader)

    page = client.get(url(world, "gates"))

    codes = [one[0].gate.code for one in page.context["rows"]]
    assert codes == ["G0", "G1", "G2", "G3", "G4", "G5", "G6"]


def test_from_attestation_to_decision_in_the_browser(world, client):
    """The owner attests, the manager submits, the portfolio decides with a condition."""
    client.force_login(world.owner)
    client.post(url(world, "gate_attest"), {"rule": "G0-PAS-01", "answer": "yes", "last": "0"})
    client.force_login(world.manager)
    sent = client.post(url(world, "gate_submit"), {"version": "1"})
    assert sent.status_code == 302
    client.force_login(world.steering)
    page = client.get(url(world, "gate"))
    form = {
        "version": "2",
        "seen": page.context["seen"],
        "verdict": "go_with_conditions",
        "reason": "Eerst de nota.",
        "condition_text_1": "Nota aan het kabinet",
        "condition_owner_1": str(world.manager.person.pk),
        "condition_due_1": "2026-12-31",
    }

    done = client.post(url(world, "gate_decide"), form)

    assert done.status_code == 302
    assert GateCondition.objects.get().title == "Nota aan het kabinet"
    decision = GateDecision.objects.get()
    again = client.get(url(world, "gate_decision", "G0", decision.number))
    assert again.context["replay"].is_same


def test_a_changed_fact_is_told_with_409(world, client):
    attest(world.owner, world.project, "G0", "G0-PAS-01", "yes")
    client.force_login(world.manager)
    client.post(url(world, "gate_submit"), {"version": "1"})
    client.force_login(world.steering)
    page = client.get(url(world, "gate"))
    Project.objects.filter(pk=world.project.pk).update(manager=None)

    done = client.post(
        url(world, "gate_decide"), {"version": "2", "seen": page.context["seen"], "verdict": "go"}
    )

    assert done.status_code == 409
    assert "projectleider bekend" in done.content.decode()
    assert not GateDecision.objects.exists()


def test_evidence_is_brought_with_its_file_and_reviewed_by_another(world, client):
    """It waits for its reviewer, who needs no other right than to see the project."""
    client.force_login(world.manager)
    form = {
        "kind": "BC",
        "title": "Businesscase v2",
        "reviewer": str(world.reader.person.pk),
        "file": SimpleUploadedFile("bc.pdf", b"%PDF-1.4 inhoud"),
    }
    sent = client.post(url(world, "gate_evidence", "G1"), form)
    assert sent.status_code == 302
    line = Evidence.objects.get()
    assert (line.state, line.owner, line.valid_until.year) == ("for_review", world.manager.person, 2027)
    client.force_login(world.reader)

    done = client.post(
        url(world, "gate_review", "G1", line.pk), {"do": "approve", "version": str(line.version)}
    )

    assert done.status_code == 302
    line.refresh_from_db()
    assert line.state == "approved"
    assert world.dossier("G1").facts["evidence.BC"] is True


@pytest.mark.parametrize("missing", ["kind", "title", "reviewer", "reference"])
def test_incomplete_evidence_is_refused_whole(world, client, missing):
    client.force_login(world.manager)
    form = {"kind": "BC", "title": "Zaak", "reviewer": str(world.owner.person.pk), "reference": "Dossier 12"}

    done = client.post(url(world, "gate_evidence", "G1"), form | {missing: ""})

    assert done.status_code == 422
    assert not Evidence.objects.exists()


def test_who_brings_evidence_does_not_review_it(world, client):
    client.force_login(world.manager)
    form = {"kind": "BC", "title": "Zaak", "reviewer": str(world.manager.person.pk), "reference": "12"}

    assert client.post(url(world, "gate_evidence", "G1"), form).status_code == 422


def test_a_waiver_is_asked_and_allowed_and_does_not_turn_green(world, client):
    """The criterion no longer blocks; it stands apart, not among what is met."""
    client.force_login(world.manager)
    form = {
        "rule": "G0-PAS-01",
        "reason": "De strategie wordt herzien.",
        "measure": "De leidend ambtenaar volgt maandelijks op.",
        "residual_risk": "Het idee past later niet.",
        "expires_on": "2027-02-01",
    }
    sent = client.post(url(world, "gate_waiver"), form)
    assert sent.status_code == 302
    line = Waiver.objects.get()
    allowing = {"do": "approve", "outcome": "Aanvaard tot februari.", "version": str(line.version)}
    client.force_login(world.owner)  # the portfolio decides at this gate, so also on what is set aside there
    assert client.post(url(world, "gate_waiver_decide", "G0", line.pk), allowing).status_code == 403
    assert 'value="approve"' not in client.get(url(world, "gate")).content.decode()
    client.force_login(world.steering)
    assert 'value="approve"' in client.get(url(world, "gate")).content.decode()

    client.post(url(world, "gate_waiver_decide", "G0", line.pk), allowing)

    found = world.dossier("G0")
    assert Waiver.objects.get().approver == world.steering.person
    assert found.proposal == "go_with_conditions"
    assert [one.rule.id for one in found.of("waived")] == ["G0-PAS-01"]
    assert "G0-PAS-01" not in [one.rule.id for one in found.of("met")]


def test_a_waiver_lasts_six_months_at_most(world, client):
    client.force_login(world.manager)
    names = ("reason", "measure", "residual_risk")

    done = client.post(
        url(world, "gate_waiver"),
        {"rule": "G0-PAS-01", "expires_on": "2027-11-01"} | dict.fromkeys(names, "Zo"),
    )

    assert done.status_code == 422
    assert not Waiver.objects.exists()


def test_who_asks_a_waiver_does_not_allow_it(world, client):
    client.force_login(world.owner)
    names = ("reason", "measure", "residual_risk")
    client.post(
        url(world, "gate_waiver"),
        {"rule": "G0-PAS-01", "expires_on": "2027-02-01"} | dict.fromkeys(names, "Zo"),
    )
    line = Waiver.objects.get()

    done = client.post(
        url(world, "gate_waiver_decide", "G0", line.pk),
        {"do": "approve", "outcome": "Ja", "version": str(line.version)},
    )

    assert done.status_code == 403
    assert Waiver.objects.get().state == "requested"


def test_an_attestation_is_for_its_role(world, client):
    """The manager cannot answer for the owner."""
    client.force_login(world.manager)

    done = client.post(url(world, "gate_attest"), {"rule": "G0-PAS-01", "answer": "yes", "last": "0"})

    assert done.status_code == 403
    assert not Attestation.objects.exists()


def test_nothing_is_filled_in_beforehand(world, client):
    """A question has no answer chosen, also after it was answered."""
    attest(world.owner, world.project, "G0", "G0-PAS-01", "yes")
    client.force_login(world.owner)

    text = client.get(url(world, "gate")).content.decode()

    assert 'name="answer"' in text
    assert 'value="yes" required checked' not in text
    assert 'name="verdict" checked' not in text


def test_the_project_page_shows_the_dossier_of_the_next_gate(world, client):
    client.force_login(world.manager)

    page = client.get(reverse("project", args=[world.project.portfolio.key, world.project.code]))

    assert "Niemand bevestigde dat het idee in de strategie past." in page.content.decode()


@pytest.mark.parametrize("gate", ["G9", "%20", "G0'"])
def test_an_unknown_gate_is_not_there(world, client, gate):
    client.force_login(world.manager)

    assert client.get(url(world, "gate", gate)).status_code == 404


def test_the_list_of_waivers_asks_the_mandate_of_the_gate_too(world):
    """Who decides in the project cannot allow, in the list, what the portfolio has to."""
    line = Waiver.objects.create(
        project=world.project,
        code="TA-001",
        title="Past in de strategie",
        gate="G0",
        rule="G0-PAS-01",
        reason="Strategie wordt herzien",
        measure="Opvolging",
        residual_risk="Past later niet",
        owner=world.manager.person,
        approver=world.owner.person,
        expires_on=factories.TODAY + timedelta(days=60),
        outcome="Goed",
        state="requested",
    )
    form = changed_form(WAIVERS, world.owner, line, {"state": "approved"})

    assert form.is_valid(), form.errors
    with pytest.raises(NotPermitted):
        save_lines(world.owner, WAIVERS, [Sent(form, line.version)])

    assert Waiver.objects.get().state == "requested"


def test_the_body_stops_a_dossier_that_nobody_submitted(world, client):
    """It cannot go on, and it can say no: the page offers these two and nothing else."""
    client.force_login(world.steering)
    page = client.get(url(world, "gate"))
    text = page.content.decode()
    assert 'value="no_go"' in text
    assert 'value="postponed"' in text
    assert 'value="go"' not in text
    sent = {"version": str(page.context["row"].version), "seen": page.context["seen"]}

    assert client.post(url(world, "gate_decide"), sent | {"verdict": "no_go"}).status_code == 422
    done = client.post(url(world, "gate_decide"), sent | {"verdict": "no_go", "reason": "Geen middelen."})

    assert done.status_code == 302
    assert GateDecision.objects.get().verdict == "no_go"
    client.force_login(world.owner)
    assert 'value="no_go"' not in client.get(url(world, "gate")).content.decode()


def test_the_panel_beside_the_work_follows_each_change(world, client):
    """It is kept while nothing changes; what anybody does shows at once."""
    client.force_login(world.owner)
    project = reverse("project", args=[world.project.portfolio.key, "P-001"])
    gate_worlds.complete_idea(world)

    ready = client.get(project).content.decode()
    attest(world.owner, world.project, "G0", "G0-PAS-01", "no", "Toch niet")
    again = client.get(project).content.decode()

    assert "gate-file-panel" in ready
    assert "gate-file-panel" in again
    panel = [one.partition("gate-file-panel")[2].partition("</aside>")[0] for one in (ready, again)]
    assert panel[0] != panel[1]


def test_a_passed_gate_shows_what_counted_then(world, client):
    """What would block it today is no news about a decision of before."""
    record_past_decision(world.steering, world.project, "G0", factories.TODAY, "go", "Portefeuilleoverleg")
    client.force_login(world.reader)

    text = client.get(reverse("gates", args=[world.project.portfolio.key, "P-001"])).content.decode()
    row = text.partition("/poort/G0/")[2].partition("</tr>")[0]

    assert "niet berekend" in row or "not computed" in row or "niet nagerekend" in row, row
    assert "blok" not in row
