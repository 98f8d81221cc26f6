"""Each threshold a cent below, on and a cent above, on the first and the last day of each period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from stuurbord.rulebooks.be_procurement import advise, value

CENT = Decimal("0.01")
PERIODS = {
    (date(2018, 1, 1), date(2019, 12, 31)): {
        "works": 5_548_000,
        "central": 144_000,
        "sub": 221_000,
        "special": 443_000,
    },
    (date(2020, 1, 1), date(2021, 12, 31)): {
        "works": 5_350_000,
        "central": 139_000,
        "sub": 214_000,
        "special": 428_000,
    },
    (date(2022, 1, 1), date(2023, 12, 31)): {
        "works": 5_382_000,
        "central": 140_000,
        "sub": 215_000,
        "special": 431_000,
    },
    (date(2024, 1, 1), date(2025, 12, 31)): {
        "works": 5_538_000,
        "central": 143_000,
        "sub": 221_000,
        "special": 443_000,
    },
    (date(2026, 1, 1), date(2027, 12, 31)): {
        "works": 5_404_000,
        "central": 140_000,
        "sub": 216_000,
        "special": 432_000,
    },
}
DAYS = [(day, amounts) for days, amounts in PERIODS.items() for day in days]
CLASSIC = ("federal_central", "subcentral")
SPECIAL = ("authority_special", "undertaking_public_task")
FREE = ("undertaking_commercial", "special_rights")


def asked(buyer: str, kind: str, day: date, estimate: Decimal, **more: Any) -> Any:
    sector = "classic" if buyer in CLASSIC else "special"
    return advise({"buyer": buyer, "sector": sector, "kind": kind, "estimate": estimate, "date": day, **more})


def around(amount: int) -> tuple[Decimal, Decimal, Decimal]:
    """Return a cent below, on and a cent above."""
    limit = Decimal(amount)
    return limit - CENT, limit, limit + CENT


@pytest.mark.parametrize(("day", "amounts"), DAYS, ids=[str(day) for day, _ in DAYS])
def test_a_contract_is_of_eu_level_from_the_threshold_on(day: date, amounts: dict[str, int]) -> None:
    """Classic and special, each kind, each buyer: below national, on it European."""
    tried = [("federal_central", kind, amounts["central"]) for kind in ("supplies", "services")]
    tried += [("subcentral", kind, amounts["sub"]) for kind in ("supplies", "services")]
    tried += [(buyer, kind, amounts["special"]) for buyer in SPECIAL for kind in ("supplies", "services")]
    tried += [(buyer, "works", amounts["works"]) for buyer in (*CLASSIC, *SPECIAL)]
    tried += [(buyer, "social", 750_000) for buyer in CLASSIC]
    tried += [(buyer, "social", 1_000_000) for buyer in SPECIAL]
    for buyer, kind, limit in tried:
        levels = [asked(buyer, kind, day, one).level for one in around(limit)]

        assert levels == ["national", "eu", "eu"], (buyer, kind)


@pytest.mark.parametrize(("day", "amounts"), DAYS, ids=[str(day) for day, _ in DAYS])
def test_who_is_only_bound_at_eu_level_is_outside_the_law_below_it(
    day: date, amounts: dict[str, int]
) -> None:
    """Commercial undertakings and holders of special rights (art. 94)."""
    for buyer in FREE:
        for kind, limit in (
            ("services", amounts["special"]),
            ("works", amounts["works"]),
            ("social", 1_000_000),
        ):
            answers = [asked(buyer, kind, day, one) for one in around(limit)]

            assert [one.is_in_scope for one in answers] == [False, True, True], (buyer, kind)
            assert [bool(one.allowed) for one in answers] == [False, True, True], (buyer, kind)


@pytest.mark.parametrize(("day", "amounts"), DAYS, ids=[str(day) for day, _ in DAYS])
def test_the_award_decides_whether_no_notice_is_needed(day: date, amounts: dict[str, int]) -> None:
    """Works, supplies and services alike, for every classic buyer; special sectors have their own amount."""
    for kind in ("works", "supplies", "services"):
        for buyer in CLASSIC:
            found = [
                "VOPZB" in asked(buyer, kind, day, Decimal(100_000), award=one).allowed
                for one in around(amounts["central"])
            ]
            assert found == [True, False, False], (buyer, kind)
        found = [
            "OZO" in asked(SPECIAL[0], kind, day, Decimal(100_000), award=one).allowed
            for one in around(amounts["special"])
        ]
        assert found == [True, False, False], kind


@pytest.mark.parametrize(("day", "amounts"), DAYS, ids=[str(day) for day, _ in DAYS])
def test_simplified_procedures_end_where_the_law_says(day: date, amounts: dict[str, int]) -> None:
    """VOPMB: the European threshold, for works 750,000; VOMO: the European threshold, works included."""
    tried = [
        ("VOPMB", "federal_central", "services", amounts["central"]),
        ("VOPMB", "subcentral", "supplies", amounts["sub"]),
        ("VOPMB", "subcentral", "works", 750_000),
        ("VOMO", "authority_special", "services", amounts["special"]),
        ("VOMO", "authority_special", "works", amounts["works"]),
    ]
    for code, buyer, kind, limit in tried:
        found = [asked(buyer, kind, day, one).verdicts[code] for one in around(limit)]

        assert found == ["allowed", "refused", "refused"], (code, buyer, kind)


@pytest.mark.parametrize(("day", "amounts"), DAYS, ids=[str(day) for day, _ in DAYS])
def test_negotiation_with_a_notice_asks_a_ground_from_the_threshold_on(
    day: date, amounts: dict[str, int]
) -> None:
    """MPO by amount below the European threshold, works included; above it on a ground of art. 38."""
    for buyer, kind, limit in (
        ("federal_central", "services", amounts["central"]),
        ("subcentral", "supplies", amounts["sub"]),
        ("subcentral", "works", amounts["works"]),
    ):
        found = [asked(buyer, kind, day, one).verdicts["MPO"] for one in around(limit)]

        assert found == ["allowed", "conditional", "conditional"], (buyer, kind)


@pytest.mark.parametrize(("day", "amounts"), DAYS, ids=[str(day) for day, _ in DAYS])
def test_the_duty_to_consider_lots_begins_at_the_central_threshold(
    day: date, amounts: dict[str, int]
) -> None:
    """For all classic buyers; never in the special sectors."""
    for buyer in CLASSIC:
        found = [asked(buyer, "supplies", day, one).asks_lots for one in around(amounts["central"])]
        assert found == [False, True, True], buyer
    assert asked(SPECIAL[0], "supplies", day, Decimal(2_000_000)).asks_lots is False


@pytest.mark.parametrize(("day", "amounts"), DAYS, ids=[str(day) for day, _ in DAYS])
def test_works_above_half_the_threshold_keep_a_standstill(day: date, amounts: dict[str, int]) -> None:
    """Strictly above half the European works threshold, where a Belgian notice is mandatory."""
    half = amounts["works"] // 2
    answers = [asked("subcentral", "works", day, Decimal(3_000_000), award=one) for one in around(half)]

    assert [one.plain()["standstill"] for one in answers] == [False, False, 15]


def test_low_value_asks_both_amounts_below() -> None:
    """Estimate and expenditure strictly below 30,000."""
    day, low = date(2026, 3, 10), Decimal("29999.99")
    found = [
        "LOW" in asked("subcentral", "services", day, estimate, award=award).allowed
        for estimate, award in ((low, low), (low, low + CENT), (low + CENT, low))
    ]

    assert found == [True, False, False]


@pytest.mark.parametrize(
    ("day", "award", "regime"),
    [
        (date(2024, 1, 1), "143000", "art29_1"),
        (date(2025, 12, 31), "143000", "art29_1"),
        (date(2025, 12, 31), "143000.01", "art29"),
        (date(2026, 1, 1), "140000", "art29_1"),
        (date(2026, 1, 1), "140000.01", "check"),
        (date(2026, 1, 31), "143000", "check"),
        (date(2026, 1, 31), "143000.01", "art29"),
        (date(2026, 2, 1), "140000", "art29_1"),
        (date(2026, 2, 1), "140000.01", "art29"),
        (date(2023, 12, 31), "100000", "check"),
    ],
)
def test_the_regime_of_reasons_follows_the_expenditure(day: date, award: str, regime: str) -> None:
    """In the month between two figures, and before 2024, what nobody read is to be checked."""
    answer = asked("subcentral", "services", day, Decimal(150_000), award=Decimal(award))

    assert answer.plain()["regime"] == regime


@pytest.mark.parametrize(("day", "amount"), [("2025-12-31", 143_000), ("2026-01-01", 140_000)])
def test_a_figure_is_told_with_its_days_article_and_source(day: str, amount: int) -> None:
    """A change of law is a new date; the days are those on which the figure holds."""
    found = value("eu_classic_central", date.fromisoformat(day))

    assert found is not None
    assert (found.amount, found.unit, found.verified) == (Decimal(amount), "EUR", True)
    assert found.valid_from is not None
    assert found.valid_to is not None
    assert found.valid_from <= date.fromisoformat(day) <= found.valid_to
    assert found.source.startswith("Verordening (EU)")


def test_a_figure_that_the_book_has_not_is_none_and_an_unknown_name_is_an_error() -> None:
    """Outside its days a figure is not known; a name that never stood there is a mistake."""
    assert value("eu_works", date(2017, 12, 31)) is None
    assert value("eu_works", date(2028, 1, 1)) is None
    with pytest.raises(KeyError):
        value("eu_worsk", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("award", "bond"), [("49999.99", 0), ("50000", 2_500), ("50000.01", 2_500), ("61234.50", 3_061.73)]
)
def test_a_bond_is_five_percent_from_fifty_thousand_on(award: str, bond: float) -> None:
    """Half a cent is rounded up; below 50,000 none may be asked, and the duties say so."""
    answer = asked("subcentral", "services", date(2026, 6, 1), Decimal(60_000), award=Decimal(award))
    keys = {one.key for one in answer.obligations}

    assert answer.plain()["bond_eur"] == bond
    assert ("BOND" in keys, "NO-BOND" in keys) == (bond > 0, bond == 0)
