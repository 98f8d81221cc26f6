"""What an outside lawyer derives from the sources, against what the rule book answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest

from stuurbord.rulebooks.be_procurement import advise
from stuurbord.rulebooks.be_procurement.catalogue import in_force

CLASSIC: Final = {"buyer": "subcentral", "sector": "classic", "kind": "services", "date": "2026-05-04"}
SPECIAL: Final = CLASSIC | {"buyer": "authority_special", "sector": "special"}
OVER: Final = {"estimate": 500_000, "award": 500_000}
BELOW: Final = {"estimate": 200_000, "award": 200_000}
DIRECT: Final = {"estimate": 100_000, "award": 100_000}
CONDITIONAL, REFUSED, UNKNOWN = "conditional", "refused", "unknown"


@pytest.mark.parametrize(
    ("facts", "code", "verdict"),
    [
        (CLASSIC | OVER | {"grounds": ["resd"]}, "VOPZB", REFUSED),
        (CLASSIC | OVER | {"grounds": ["existing"]}, "VOPZB", REFUSED),
        (CLASSIC | OVER | {"grounds": ["commodity"]}, "VOPZB", REFUSED),
        (CLASSIC | OVER | {"kind": "supplies", "grounds": ["contest"]}, "VOPZB", REFUSED),
        (CLASSIC | OVER | {"kind": "supplies", "grounds": ["repetition"]}, "VOPZB", REFUSED),
        (CLASSIC | OVER | {"kind": "supplies", "grounds": ["existing"]}, "VOPZB", CONDITIONAL),
        (CLASSIC | OVER | {"grounds": ["contest"]}, "VOPZB", CONDITIONAL),
        (CLASSIC | OVER | {"grounds": ["extreme"]}, "VOPZB", CONDITIONAL),
        (CLASSIC | OVER | {"grounds": ["bargain"]}, "VOPZB", REFUSED),
        (SPECIAL | OVER | {"grounds": ["resd"]}, "OZO", CONDITIONAL),
        (SPECIAL | OVER | {"grounds": ["existing"]}, "OZO", REFUSED),
        (SPECIAL | OVER | {"grounds": ["bargain"]}, "OZO", CONDITIONAL),
        (SPECIAL | OVER | {"sector": None, "kind": "supplies", "grounds": ["bargain"]}, "OZO", UNKNOWN),
    ],
)
def test_a_ground_helps_only_the_contracts_that_it_is_there_for(
    facts: dict[str, Any], code: str, verdict: str
) -> None:
    """Deliveries and commodities are supplies, a contest gives services (art. 42 and 124)."""
    answer = advise(facts)

    assert answer.verdicts[code] == verdict
    codes = [one.code for one in answer.warnings]
    assert ("ground_misfit" in codes) == (verdict == REFUSED)


@pytest.mark.parametrize("code", ["technical", "repetition", "existing", "resd", "bargain"])
def test_a_ground_in_the_special_sectors_cites_article_124(code: str) -> None:
    """The texts of article 42, with its terms of three years, are those of the classic sectors."""
    told = advise(SPECIAL | OVER | {"kind": "supplies", "grounds": [code]}).on("OZO")

    assert told is not None
    for text in (told.condition[language] for language in ("nl", "fr", "en")):
        assert text.endswith("(art. 124)")
        assert "42" not in text
        assert "3" not in text


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            CLASSIC | OVER | {"call_off_of": "RO-1"},
            {"regime": "chapter1", "lots_duty": False, "after": "none"},
        ),
        (
            CLASSIC | DIRECT | {"call_off_of": "RO-1"},
            {"regime": "art29_1", "standstill": False, "bond_eur": 5_000},
        ),
        (CLASSIC | {"estimate": 30_000, "award": 30_000}, {"regime": "art29_1", "bond_eur": 0}),
        (
            SPECIAL | {"date": "2025-11-17", "estimate": 435_000, "award": 435_000},
            {
                "note": "ceiling 443,000 until 31-12-2025; same case on 2026-02-02: "
                "OZO refused, VOMO refused, level eu, regime chapter1"
            },
        ),
        (
            CLASSIC | BELOW | {"e_submission": False, "documents": {"electronic": False}},
            {"min_days": {"OP": 40, "NOP": [30, 35], "MPO": [30, 35], "VOPMB": 27}},
        ),
        (
            CLASSIC | BELOW | {"documents": {"electronic": False}, "urgency": "accelerated"},
            {"min_days": {"OP": 15, "NOP": [15, 10], "VOPMB": 10}, "info_cutoff_days": 4},
        ),
        (SPECIAL | BELOW | {"urgency": "accelerated"}, {"min_days": {"OP": 10, "OMO": [10, 10], "VOMO": 10}}),
        (CLASSIC | BELOW, {"info_cutoff_days": 6, "weights_mandatory": False, "publication_if_OP": "BDA"}),
        (CLASSIC | OVER, {"standstill_if_OP": 15, "award_notice_if_OP": True, "veat": None}),
        (CLASSIC | DIRECT | {"date": "2023-02-25"}, {"after": "none", "advance": "none"}),
        (CLASSIC | DIRECT | {"date": "2023-09-01"}, {"after": "simplified award notice <=30d"}),
    ],
)
def test_what_follows_is_as_the_sources_say(facts: dict[str, Any], expected: dict[str, Any]) -> None:
    """Keys that the worked cases ask of other contracts, on these facts."""
    answer = advise(facts).plain()
    found = {
        key: {name: answer[key].get(name) for name in told} if isinstance(told, dict) else answer[key]
        for key, told in expected.items()
    }

    assert found == expected


@pytest.mark.parametrize(
    ("facts", "warning", "is_there"),
    [
        (DIRECT | {"date": "2023-10-31", "documents": {"bond_pct": 3}}, "bond_lower", True),
        (DIRECT | {"date": "2023-11-01", "documents": {"bond_pct": 3}}, "bond_lower", False),
        (
            DIRECT | {"award": 40_000, "date": "2023-10-31", "documents": {"bond_pct": 5}},
            "bond_forbidden",
            False,
        ),
        (
            DIRECT | {"award": 40_000, "date": "2023-11-01", "documents": {"bond_pct": 5}},
            "bond_forbidden",
            True,
        ),
        (DIRECT | {"call_off_of": "RO-1"}, "call_off_regime", True),
        (OVER | {"call_off_of": "RO-1"}, "call_off_regime", False),
        (OVER | {"kind": "concession"}, "concession", True),
    ],
)
def test_a_careful_lawyer_is_warned(facts: dict[str, Any], warning: str, is_there: bool) -> None:
    """Bond before November 2023, the regime of an order, and the standstill of a concession."""
    codes = [one.code for one in advise(CLASSIC | facts).warnings]

    assert (warning in codes) == is_there


def test_an_order_asks_no_lots_and_a_notice_of_uncertain_start_is_not_verified() -> None:
    """Article 58 is for what is placed; when the simplified notice began in 2023 was not read."""
    order = advise(CLASSIC | OVER | {"central_purchasing": True})
    early = advise(CLASSIC | DIRECT | {"date": "2023-03-01"})

    assert "LOTS" not in [one.key for one in order.obligations]
    assert [one.verified for one in early.obligations if one.key == "AWARD-NOTICE-SIMPLE"] == [False]


@pytest.mark.parametrize(
    ("facts", "article"),
    [
        (SPECIAL | OVER | {"buyer": "subcentral"}, "Wet 17/06/2016, art. 94"),
        (CLASSIC | OVER | {"buyer": "special_rights"}, "Wet 17/06/2016, art. 2 en 94"),
        (CLASSIC | {"estimate": 100, "lots": [60, 70]}, "Wet 17/06/2016, art. 16"),
    ],
)
def test_a_contradiction_cites_the_article_that_it_offends(facts: dict[str, Any], article: str) -> None:
    """In the warning and in the reason of each procedure."""
    answer = advise(facts)

    assert [one.article for one in answer.warnings if one.code == "contradiction"] == [article]
    assert {each.reference for one in answer.procedures for each in one.reasons} == {article}


def test_a_rule_without_days_of_its_own_holds_since_its_law() -> None:
    """Every reason from an act whose start was read tells since when."""
    answer = advise(CLASSIC | OVER)
    reasons = [each for one in answer.procedures for each in one.reasons if each.source in in_force()]

    assert reasons
    assert all(one.valid_from and one.valid_from >= in_force()[one.source] for one in reasons)


def test_the_hash_seals_texts_facts_and_verdicts() -> None:
    """Another fact is another hash; another way to write the same fact is not."""
    facts = CLASSIC | {"estimate": 139_000, "award": None}
    same = CLASSIC | {"estimate": Decimal("139000.00"), "date": date(2026, 5, 4)}
    renamed = {"buyer_type" if key == "buyer" else key: one for key, one in facts.items()}
    answer, other = advise(facts), advise(facts | {"estimate": 139_001})

    assert answer.hash == advise(same).hash == advise(renamed).hash == answer.plain()["hash"]
    assert answer.verdicts == other.verdicts
    assert answer.hash != other.hash
    assert answer.pack_hash == other.pack_hash == other.plain()["pack_hash"]
    assert answer.hash != advise(facts, "draft-2026").hash
