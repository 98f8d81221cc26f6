"""Whatever the contract: monotone where the law is, never above a ceiling, never below a legal minimum."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from stuurbord.rulebooks.be_procurement import advise, value
from stuurbord.rulebooks.be_procurement.law import law_on

LIGHT = ("LOW", "VOPZB", "VOPMB", "VOMO", "OZO")
"""What a higher estimate may take away and never add."""
MARKS = (
    30_000,
    139_000,
    140_000,
    143_000,
    144_000,
    216_000,
    432_000,
    750_000,
    1_000_000,
    2_702_000,
    5_404_000,
)
few = settings(deadline=None, max_examples=60)
amounts = st.one_of(
    st.decimals(1, 8_000_000, places=2),
    st.builds(
        lambda mark, cents: Decimal(mark) + Decimal(cents) / 100, st.sampled_from(MARKS), st.integers(-2, 2)
    ),
)
days = st.dates(date(2018, 1, 1), date(2027, 12, 31))
classic = st.sampled_from(["federal_central", "subcentral"]).map(
    lambda one: {"sector": "classic", "buyer": one}
)
special = st.sampled_from(["authority_special", "undertaking_public_task", "special_rights"]).map(
    lambda one: {"sector": "special", "buyer": one}
)


@st.composite
def contracts(draw: Any) -> dict[str, Any]:
    """Return facts of a contract without its amounts."""
    made = dict(draw(st.one_of(classic, special)))
    made["kind"] = draw(st.sampled_from(["works", "supplies", "services", "social"]))
    made["date"] = draw(days)
    made["urgency"] = draw(st.sampled_from(["none", "none", "accelerated", "extreme"]))
    made["grounds"] = draw(st.lists(st.sampled_from(["exclusive", "complexity", "bargain"]), max_size=1))
    made["pin"] = draw(st.booleans())
    made["e_submission"] = draw(st.booleans())
    return made


@few
@given(contracts(), amounts, amounts)
def test_a_higher_estimate_adds_no_lighter_procedure(
    facts: dict[str, Any], one: Decimal, other: Decimal
) -> None:
    """With the award equal to the estimate, and with one award for both."""
    less, more = sorted((one, other))
    for beside in ({}, {"award": one}):
        before = advise(facts | beside | {"estimate": less})
        after = advise(facts | beside | {"estimate": more})
        if not before.is_in_scope:  # an undertaking that only the European level binds
            continue

        added = set(after.allowed) - set(before.allowed)
        assert not added & set(LIGHT)


@few
@given(contracts(), amounts, amounts)
def test_no_procedure_is_allowed_above_its_ceiling(
    facts: dict[str, Any], estimate: Decimal, award: Decimal
) -> None:
    """The ceilings are read from the book itself, and compared here once more by hand."""
    answer = advise(facts | {"estimate": estimate, "award": award})
    law = law_on(facts["date"]).amounts
    is_goods, kind = facts["kind"] in ("supplies", "services"), facts["kind"]
    central = "eu_classic_central" if facts["buyer"] == "federal_central" else "eu_classic_subcentral"
    allowed = set(answer.allowed)

    if "LOW" in allowed:
        assert max(estimate, award) < 30_000
    if "VOPZB" in allowed:
        assert estimate < 750_000 if kind == "social" else award < law["eu_classic_central"]
    if "OZO" in allowed:
        assert estimate < 1_000_000 if kind == "social" else award < law["eu_special"]
    if "VOPMB" in allowed and kind != "social":
        assert estimate < (law[central] if is_goods else 750_000)
    if "VOMO" in allowed and kind != "social":
        assert estimate < (law["eu_special"] if is_goods else law["eu_works"])
    assert not allowed & (
        {"OZO", "VOMO", "OMO"} if facts["sector"] == "classic" else {"VOPZB", "VOPMB", "MPO"}
    )


@few
@given(contracts(), amounts)
def test_no_period_is_below_the_legal_minimum(facts: dict[str, Any], estimate: Decimal) -> None:
    """No shorter than the shortest figure that the book has for the procedure; the standstill is whole."""
    answer = advise(facts | {"estimate": estimate})
    law = law_on(facts["date"]).amounts
    for one in answer.procedures:
        found = [one.min_days] if isinstance(one.min_days, int) else list(one.min_days or ())
        start = f"days.{facts['sector']}.{one.code}."
        shortest = min((days for name, days in law.items() if name.startswith(start)), default=Decimal(0))

        assert all(days >= max(shortest, 10) for days in found), one
        assert one.standstill_days in (None, 0, 15)


@few
@given(contracts(), amounts)
def test_the_same_facts_give_the_same_answer(facts: dict[str, Any], estimate: Decimal) -> None:
    """No clock and no memory: asked again after other questions, the answer and its hash are the same."""
    given_facts = facts | {"estimate": estimate}
    first = advise(given_facts).plain()
    advise(given_facts | {"estimate": 1, "date": date(2018, 1, 1)}).plain()

    assert advise(given_facts).plain() == first
    assert advise({}).pack_hash == first["pack_hash"]


@few
@given(days, st.sampled_from(["eu_works", "eu_special", "low_value", "days.classic.OP.tenders.base"]))
def test_a_figure_holds_on_every_day_of_its_period(day: date, name: str) -> None:
    """The first and the last day of its validity give the same figure."""
    found = value(name, day)

    assert found is not None
    for edge in (found.valid_from, found.valid_to):
        assert edge is None or value(name, edge) == found


@few
@given(contracts(), amounts, st.sampled_from(["buyer", "kind", "estimate", "date", "sector"]))
def test_knowing_less_never_turns_an_answer_round(
    facts: dict[str, Any], estimate: Decimal, name: str
) -> None:
    """What is allowed or refused without a fact stays so with it."""
    whole = facts | {"estimate": estimate}
    more, less = advise(whole), advise({key: one for key, one in whole.items() if key != name})

    for code, verdict in less.verdicts.items():
        if verdict in ("allowed", "refused") and code in more.verdicts:
            assert more.verdicts[code] == verdict
