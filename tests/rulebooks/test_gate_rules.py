"""The gate criteria as data: complete, and a stranger can add one by editing one file."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from stuurbord.rulebooks.gates.evidence import evidence_kinds, read_kinds
from stuurbord.rulebooks.methods.library import shipped_templates
from stuurbord.rulebooks.rule_pack import Truth, decide, read_pack, shipped_packs
from stuurbord.rulebooks.rule_pack.library import shipped_texts

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "handleiding" / "poortcriterium.md"
TODAY = date(2026, 11, 25)
GATES = ("G0", "G1", "G2", "G2b", "G3", "G4", "G5", "G6")


def criterion_of_the_page() -> str:
    """Return the block that the manual tells to add."""
    found = re.search(r"<!-- criterium -->\s*```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


def test_every_gate_has_criteria_that_block():
    pack = shipped_packs()["gates"]

    for gate in GATES:
        asked = decide(pack, {}, TODAY, gate).rules
        assert any(one.severity == "blocking" for one in asked), gate
    assert 40 <= len(pack.rules) <= 80


def test_every_rule_speaks_three_languages_and_names_known_evidence():
    for rule in shipped_packs()["gates"].rules:
        for text in (rule.title, rule.message, *([rule.question] if rule.question else [])):
            assert set(text) == {"nl", "en", "fr"}, rule.id
        assert set(rule.evidence) <= set(evidence_kinds()), rule.id


def test_a_rule_that_nobody_verified_only_warns():
    pack = shipped_packs()["gates"]
    results = decide(pack, {}, TODAY).rules

    flagged = [one for one in results if not one.rule.is_verified]
    assert flagged
    assert {one.severity for one in flagged} == {"notice"}


def test_nothing_known_is_nowhere_green():
    pack = shipped_packs()["gates"]

    assert {decide(pack, {}, TODAY, gate).verdict for gate in GATES} == {"incomplete"}


def test_a_stranger_adds_a_criterion_by_editing_one_file(tmp_path):
    """The block of the manual behind the shipped text is asked at its gate and met by its evidence."""
    file = tmp_path / "rules.toml"
    file.write_text(f"{shipped_texts()['gates']}\n{criterion_of_the_page()}", encoding="utf-8")

    pack = read_pack(file.read_text(encoding="utf-8"), file.name)
    without = {one.rule.id: one for one in decide(pack, {"evidence.ADV": False}, TODAY, "G2").rules}
    with_it = {one.rule.id: one for one in decide(pack, {"evidence.ADV": True}, TODAY, "G2").rules}

    assert without["G2-ARC-01"].met is Truth.FALSE
    assert with_it["G2-ARC-01"].met is Truth.TRUE


@pytest.mark.parametrize(
    "text",
    [
        '[[kind]]\ncode = "X"\n',
        '[[kind]]\ncode = "X"\nlabel = { nl = "x" }\nmaanden = 3\n',
        '[[kind]]\ncode = "X"\nlabel = { nl = "x" }\nof = "Y"\n',
        '[[kind]]\ncode = "X"\nlabel = { nl = "x" }\nmonths = 0\n',
        '[[kind]]\ncode = "X"\nlabel = { nl = "x" }\n[[kind]]\ncode = "X"\nlabel = { nl = "x" }\n',
        '[kinds]\ncode = "X"\n',
    ],
)
def test_kinds_of_evidence_are_read_strictly(text):
    with pytest.raises(ValueError, match=r"."):
        read_kinds(text)


def test_validity_is_data():
    assert evidence_kinds()["SCA"].valid_until(date(2026, 1, 31)) == date(2026, 2, 28)
    assert evidence_kinds()["CON"].valid_until(TODAY) is None


def test_custom_fields_are_called_as_people_fill_them_in():
    """Who reads a dossier sees the label of the field, not the name by which rules know it."""
    read = {
        (one.key, name): one.pack.fact(name)
        for one in shipped_templates().values()
        for rule in one.pack.rules
        for conjunction in (*rule.applies, *rule.require)
        for literal in conjunction
        for name in literal.names
        if name.startswith("field.")
    }

    assert read
    for (_key, name), fact in read.items():
        assert set(fact.label) == {"nl", "en", "fr"}, name
