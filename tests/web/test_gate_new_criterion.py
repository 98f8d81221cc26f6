"""A criterion that was added to the rule book stands in the dossier, and old decisions stay as they were."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from rulebooks.test_gate_rules import criterion_of_the_page
from web import factories, gate_worlds

from stuurbord.rulebooks.rule_pack import read_pack
from stuurbord.rulebooks.rule_pack.library import shipped_texts
from stuurbord.web.accounts.models import Role
from stuurbord.web.gates.models import GateDecision
from stuurbord.web.gates.replay import replay
from stuurbord.web.rules.actions import doubts_about, install_pack

pytestmark = pytest.mark.django_db


def test_the_criterion_of_the_manual_stands_in_the_dossier(settings, client):
    settings.STUURBORD_TODAY = factories.TODAY.isoformat()
    world = gate_worlds.world()
    gate_worlds.complete_idea(world)
    decision = gate_worlds.decided(world, "G0")
    pmo = factories.user(Role.PORTFOLIO_MANAGER)
    text = f"{shipped_texts()['gates']}\n{criterion_of_the_page()}"

    install_pack(pmo, text, "rules.toml")

    client.force_login(world.manager)
    page = client.get(f"/portefeuille/{world.project.portfolio.key}/project/P-001/poort/G2/")
    assert "Dossier mist het advies van het architectuuroverleg." in page.content.decode()
    assert replay(GateDecision.objects.get(pk=decision.pk)).is_same
    assert world.dossier("G2").in_force.hashes[0] != decision.packs[0]


def test_a_text_with_a_criterion_more_leaves_every_decision_as_it_was(settings, client):
    """The same gate again under the new text: each decision is worked out with the text it rests on."""
    settings.STUURBORD_TODAY = factories.TODAY.isoformat()
    world = gate_worlds.world()
    gate_worlds.complete_idea(world)
    first = gate_worlds.decided(world, "G0", "postponed")
    pmo = factories.user(Role.PORTFOLIO_MANAGER)
    more = criterion_of_the_page().replace('at = ["G2"]', 'at = ["G0"]').replace("blocking", "condition")
    install_pack(pmo, f"{shipped_texts()['gates']}\n{more}", "rules.toml")
    due = factories.TODAY + timedelta(days=30)
    second = gate_worlds.decided(
        world, "G0", "go_with_conditions", conditions=[("Advies", world.owner.person, due)]
    )

    found = [replay(one) for one in GateDecision.objects.order_by("number")]

    assert [one.is_same for one in found] == [True, True]
    assert [one.proposal for one in found] == ["go", "go_with_conditions"]
    assert first.packs != second.packs
    client.force_login(world.reader)
    for decision in (first, second):
        address = reverse("gate_decision", args=[world.project.portfolio.key, "P-001", "G0", decision.number])
        assert client.get(address).context["replay"].is_same


def test_a_text_whose_names_nobody_knows_is_doubted_before_it_comes_in_force():
    """A kind of evidence or a gate that does not exist: it can be read, and never be met."""
    block = criterion_of_the_page().replace("evidence.ADV", "evidence.AVD").replace('"G2"]', '"G2", "G9"]')
    pack = read_pack(f"{shipped_texts()['gates']}\n{block}", "rules.toml")

    told = {one.code: one.fields for one in doubts_about(pack)}

    assert told["gate_evidence_unknown"] == {"rule": "G2-ARC-01", "kind": "AVD"}
    assert told["gate_unknown"] == {"rule": "G2-ARC-01", "gate": "G9"}
    assert not {"gate_evidence_unknown", "gate_unknown"} & {
        one.code for one in doubts_about(read_pack(shipped_texts()["gates"], "rules.toml"))
    }
