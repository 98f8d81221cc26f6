"""What a procurement file must hold: complete, in the order of the file, never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from stuurbord.rulebooks.be_procurement.checklist import STAGES, checklist, checklist_pack, questions
from stuurbord.rulebooks.gates.evidence import evidence_kinds
from stuurbord.rulebooks.rule_pack import Truth

KNOWN = {"standstill": 15, "lots_duty": True, "bond_eur": 10_800, "advance": "none"}


class Kept:
    """An answer of the evaluator, as far as the list reads it."""

    def plain(self):
        return KNOWN


def mandatory(advice, **facts) -> dict[str, Truth]:
    """Return number → whether the item is mandatory."""
    return {one.number: one.mandatory for one in checklist(advice, {"date": date(2026, 6, 1), **facts})}


def test_the_list_holds_every_item_of_the_file_in_three_languages():
    items = checklist(KNOWN, {"chosen": "OP"})
    numbers = {int("".join(filter(str.isdigit, one.number))) for one in items}

    assert numbers == set(range(1, 40))
    for one in items:
        assert set(one.title) == {"nl", "fr", "en"}, one.id
        assert one.due in STAGES
        assert set(one.documents) <= set(evidence_kinds()), one.id
        assert one.retention_years == 10


def test_an_open_procedure_at_eu_level_asks_notices_standstill_and_lots():
    found = mandatory(KNOWN, chosen="OP", kind="services")

    assert {found[number] for number in ("7", "8", "13", "21", "25", "27", "28")} == {Truth.TRUE}
    assert {found[number] for number in ("18", "20", "30", "31", "38")} == {Truth.FALSE}
    assert mandatory(Kept(), chosen="OP", kind="services") == found


def test_a_contract_of_low_value_asks_little():
    found = mandatory({"standstill": False, "lots_duty": False, "bond_eur": 0}, chosen="LOW", kind="supplies")

    asked = {number for number, truth in found.items() if truth is Truth.TRUE}
    assert asked == {"1", "3", "4", "5", "11", "16", "32", "39"}


def test_what_is_not_known_stays_open_and_asks_its_question():
    items = {one.number: one for one in checklist({}, {})}

    assert items["25"].mandatory is Truth.UNKNOWN
    assert [one.fact for one in items["25"].missing] == ["standstill"]
    assert items["9A"].missing[0].question == questions()["personal_data"]
    assert not items["1"].missing


def test_an_answer_goes_before_the_advice():
    found = mandatory(KNOWN, chosen="OP", bond=False, personal_data=True, modifications=2)

    assert (found["27"], found["9A"], found["33"]) == (Truth.FALSE, Truth.TRUE, Truth.TRUE)
    assert mandatory({**KNOWN, "standstill_if_VOPZB": 0}, chosen="VOPZB")["25"] is Truth.FALSE


def test_a_concession_and_doubtful_figures_leave_items_open():
    found = mandatory({"standstill": "unknown"}, chosen="OP", kind="concession")

    assert (found["25"], found["30"]) == (Truth.UNKNOWN, Truth.UNKNOWN)
    with pytest.raises(ValueError):
        checklist({}, {"personal_data": "yes"})


def test_every_question_is_asked_in_three_languages():
    assert {frozenset(one) for one in questions().values()} == {frozenset({"nl", "fr", "en"})}
    assert all(rule.references or rule.is_verified for rule in checklist_pack().rules)
