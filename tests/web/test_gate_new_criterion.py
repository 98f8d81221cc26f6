"""A criterion that was added to the rule book stands in the dossier, and old decisions stay as they were."""

from __future__ import annotations

import pytest
from rulebooks.test_gate_rules import criterion_of_the_page
from web import factories, gate_worlds

from stuurbord.rulebooks.rule_pack.library import shipped_texts
from stuurbord.web.accounts.models import Role
from stuurbord.web.gates.models import GateDecision
from stuurbord.web.gates.replay import replay
from stuurbord.web.rules.actions import install_pack

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
