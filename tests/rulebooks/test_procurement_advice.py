"""Where an answer about procurement easily goes wrong: facts that lack, clash or mislead; duties."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stuurbord.rulebooks.be_procurement import Advice, advise, assumed, procedure_labels, source_titles
from stuurbord.rulebooks.be_procurement.catalogue import catalogue
from stuurbord.rulebooks.be_procurement.law import law_on, pack_of

SERVICES = {"buyer": "subcentral", "sector": "classic", "kind": "services", "date": "2026-06-01"}


def asked(**more: Any) -> Advice:
    """Return the answer on services of a Flemish body in June 2026, with other facts."""
    return advise({key: one for key, one in (SERVICES | more).items() if one is not ...})


def codes(answer: Advice) -> set[str]:
    return {one.code for one in answer.warnings}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"estimate": "140.000"}, "amount_is_text"),
        ({"estimate": True}, "fact_no_number"),
        ({"estimate": float("nan")}, "fact_no_number"),
        ({"estimate": Decimal("1e15")}, "fact_no_number"),
        ({"estimate": {"base": 1, "opties": 2}}, "fact_unknown_part"),
        ({"estimate": {"base": "1.000"}}, "amount_is_text"),
        ({"estimate": 1, "award": [1]}, "fact_no_number"),
        ({"estimate": 1, "lots": 3}, "fact_no_list"),
        ({"estimate": 9, "lots": [5, -1]}, "amount_negative"),
        ({"estimate": 1, "framework": 4}, "fact_no_table"),
        ({"estimate": 1, "date": "1 June 2026"}, "fact_no_day"),
        ({"estimate": 1, "date": datetime(2026, 6, 1)}, "fact_no_day"),  # noqa: DTZ001
        ({"estimate": 1, "buyer": "flemish"}, "fact_wrong_choice"),
        ({"estimate": 1, "grounds": ["friendship"]}, "fact_wrong_choice"),
        ({"estimate": 1, "grounds": "exclusive"}, "fact_no_list"),
        ({"estimate": 1, "chosen": "OPEN"}, "fact_wrong_choice"),
        ({"estimate": 1, "pin": "yes"}, "fact_no_flag"),
        ({"estimate": 1, "sme": "tiny"}, "fact_wrong_choice"),
        ({"estimate": 1, "date": "2026-W23-1"}, "fact_no_day"),
        ({"estimate": 1, "date": "20260601"}, "fact_no_day"),
        ({"estimate": 1, "date": "2026-02-30"}, "fact_no_day"),
        ({"estimate": 1, "award": 1, "approved_amount": 2}, "fact_twice"),
        ({"framework": {"years": 4, "duration_years": 5, "value_per_year": 1}}, "fact_twice"),
        ({"estimate": 1, "call_off_of": ["RO-1"]}, "fact_no_text"),
        ({"estimate": 1, "related": 5}, "fact_no_list"),
        ({"estimate": 1, "related": ["5"]}, "fact_no_number"),
        ({"estimate": 1, "related": [{"estimate": "90.000"}]}, "fact_no_number"),
        ({"estimate": 1, "approvals": 5}, "fact_no_table"),
    ],
)
def test_a_fact_of_a_wrong_kind_answers_nothing(facts: dict[str, Any], code: str) -> None:
    """Nothing is guessed from the rest: every procedure is undetermined, and the fact is named."""
    answer = asked(**facts)

    assert answer.told.is_refused
    assert code in codes(answer)
    assert set(answer.verdicts.values()) == {"unknown"}
    assert (answer.level, answer.estimate, answer.obligations) == ("unknown", None, ())
    assert all(one.reasons[0].text["nl"] for one in answer.procedures)


@pytest.mark.parametrize(
    "facts",
    [
        {"estimate": -5},
        {"estimate": 0},
        {"estimate": 100, "award": 0},
        {"estimate": 100_000, "lots": [60_000, {"estimate": 40_000.01}]},
        {"estimate": 300_000, "framework": {"years": 4, "value_per_year": 80_000}},
        {"estimate": 100_000, "sector": "special"},
        {"estimate": 100_000, "buyer": "authority_special"},
        {"framework": {"years": 0, "value_per_year": 80_000}},
        {"framework": {"years": 4, "value_per_year": 80_000, "maximum": 319_999.99}},
        {"estimate": 90_000, "lots": [{"number": 1, "estimate": 9}, {"number": "1", "estimate": 8}]},
    ],
)
def test_facts_that_contradict_each_other_answer_nothing(facts: dict[str, Any]) -> None:
    """The contradiction is told, with its article where the law has one."""
    answer = asked(**facts)

    assert "contradiction" in codes(answer)
    assert set(answer.verdicts.values()) == {"unknown"}
    assert answer.plain()["bond_eur"] is None


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({}, ["estimate"]),
        ({"award": 100_000}, ["estimate"]),
        ({"estimate": 180_000, "buyer": ...}, ["buyer"]),
        ({"estimate": 500_000, "kind": ...}, ["kind"]),
        ({"estimate": 100_000, "date": ...}, ["date"]),
        ({"estimate": 100_000, "sector": None}, ["sector"]),
        ({"estimate": 50_000, "buyer": ...}, []),
    ],
)
def test_what_is_missing_is_named_where_it_matters_and_nowhere_else(
    facts: dict[str, Any], missing: list[str]
) -> None:
    """A question goes with it in each language; a fact that changes nothing is not asked."""
    answer = asked(**facts)

    assert [one.fact for one in answer.missing] == missing
    assert all({"nl", "fr", "en"} <= one.question.keys() for one in answer.missing)
    assert answer.procedure == ("" if missing else "VOPZB")


def test_another_name_for_a_fact_means_the_same() -> None:
    """Told twice alike is no contradiction; a ground of one operator that leaves the point open is read."""
    alike = asked(
        estimate=280_000, award=280_000, approved_amount=280_000.0, grounds=["sole"], chosen="VOPZB"
    )

    assert (alike.verdicts["VOPZB"], alike.plain()["award_criteria_required"]) == ("conditional", False)
    assert "fact_twice" not in codes(alike)
    assert asked(estimate=9, call_off=None, call_off_of="RO-1").is_call_off
    assert not asked(estimate=9, call_off_of=False).is_call_off


@pytest.mark.parametrize(
    "facts", [{"framework": {"years": 4, "yearly": 1}}, {"documents": {"bond": 5}}, {"colour": "red"}]
)
def test_what_is_not_read_is_told(facts: dict[str, Any]) -> None:
    """A name in a table too: otherwise a slip of the pen would vanish."""
    assert "fact_unknown" in codes(asked(estimate=100_000, **facts))


@pytest.mark.parametrize("other", [60_000, {"estimate": 60_000}, {"award": 60_000, "date": "2026-03-01"}])
def test_a_related_contract_that_nothing_tells_apart_counts(other: Any) -> None:
    """Who names it chose it: without a code or a supplier of its own it is not left out in silence."""
    assert "split_together" in codes(asked(estimate=90_000, cpv="72212000", related=[other]))


def test_a_large_contract_beside_hides_no_small_ones() -> None:
    """Two below a threshold pass it together, whatever a third that is above it already."""
    told = [
        one
        for one in asked(estimate=90_000, related=[60_000, 200_000]).warnings
        if one.code == "split_together"
    ]

    assert [one.text["en"].count("related[0]") for one in told] == [1, 1]
    assert "150,000" in told[0].text["en"]
    assert "350,000" in told[1].text["en"]


def test_derogations_from_the_rules_of_execution_ask_reasons() -> None:
    """Article 9 of the decree: listed at the front and reasoned."""
    assert "derogation_reasons" in codes(asked(estimate=9, documents={"derogations": ["art. 25"]}))
    assert "derogation_reasons" not in codes(asked(estimate=9, documents={"derogations": []}))


def test_the_draft_tells_when_nobody_else_need_be_consulted() -> None:
    """Up to 3,000 with an expenditure up to 3,600; the law itself has no such rule."""
    facts = SERVICES | {"estimate": 3_000}

    assert "direct_award" in codes(advise(facts | {"award": 3_600}, "draft-2026"))
    assert "direct_award" not in codes(advise(facts | {"award": 3_600.01}, "draft-2026"))
    assert "direct_award" not in codes(advise(facts))


def test_what_is_allowed_whatever_a_missing_fact_says_has_its_articles() -> None:
    """Of services, supplies or social services: each rule that may be the one is told, read or not."""
    answer = asked(kind=..., estimate=50_000)
    allowed = {one.code: one for one in answer.procedures if one.verdict == "allowed"}

    assert all(one.reasons for one in allowed.values())
    assert {one.article for one in allowed["VOPZB"].reasons} >= {"art. 42, § 1, 1°, a)", "art. 89, § 1, 2°"}
    assert not allowed["MPO"].is_verified
    assert any("art. 38" in one.text["nl"] for one in answer.warnings)


def test_what_is_taken_for_granted_is_told() -> None:
    """By its own name, until somebody says it himself, also where he says no."""
    assert assumed(SERVICES) == ("urgency", "central_purchasing", "framework", "grounds")
    assert assumed(SERVICES | {"hfb": False, "urgency": "none", "framework": {"years": 2}}) == ("grounds",)


def test_a_missing_fact_refuses_nothing() -> None:
    """Without an estimate the open and the restricted procedure stand; the rest waits and says for what."""
    answer = asked()

    assert answer.allowed == ("OP", "NOP")
    assert "refused" not in answer.verdicts.values()
    told = answer.on("VOPMB")
    assert told is not None
    assert told.reasons[0].text["nl"] == "Onbepaald zolang dit niet bekend is: raming."


def test_a_component_estimate_is_their_sum() -> None:
    """Base, options, renewals, conditional parts, repetitions, premiums and lots; one amount or several."""
    parts = {
        "base": 100_000,
        "options": 20_000,
        "renewals": [10_000, 5_000.5],
        "premiums": 0,
        "lots": [1, {"estimate": 2}],
    }

    assert asked(estimate=parts).estimate == Decimal("135003.5")
    assert asked(lots=[60_000, {"estimate": 50_000}]).estimate == Decimal(110_000)
    assert asked(framework={"years": 2.5, "value_per_year": 40_000}).estimate == Decimal(100_000)


@pytest.mark.parametrize("chosen", ["LOW", "VOPZB", "VOPMB", "VOMO", "OZO", "OMO"])
def test_a_refused_choice_sets_no_duties(chosen: str) -> None:
    """Standstill, regime and bond are those of the lawful procedures, and the choice is flagged."""
    free, bound = (
        asked(estimate=300_000, award=290_000, **more).plain() for more in ({}, {"chosen": chosen})
    )

    assert bound["procedure"] == "OP"
    for key in (
        "standstill",
        "regime",
        "bond_eur",
        "publication_before",
        "after",
        "advance",
        "weights_mandatory",
    ):
        assert bound[key] == free[key], key
    assert any(one["code"] == "chosen_refused" for one in bound["warnings"])


def test_a_choice_that_is_undetermined_sets_no_duties() -> None:
    """Works in the special sectors without a notice: nobody verified the ceiling."""
    answer = advise(
        {"buyer": "authority_special", "sector": "special", "kind": "works", "estimate": 900_000}
        | {"award": 880_000, "date": "2026-06-01", "chosen": "OZO"}
    )

    assert (answer.verdicts["OZO"], answer.procedure) == ("unknown", "VOMO")
    assert "chosen_unknown" in codes(answer)


def test_the_award_stands_in_as_an_expectation_until_it_is_known() -> None:
    """The verdict rests on the estimate and says so; no bond in euro is told from it."""
    answer = asked(estimate=139_000)
    plain = answer.plain()

    assert "VOPZB" in answer.allowed
    assert "expected_amount" in codes(answer)
    assert (plain["bond_eur"], plain["bond_expected_eur"]) == (None, 6_950)


def test_a_low_tender_is_negotiated_at_european_level_with_a_warning() -> None:
    """The ceiling tests the expenditure; that the estimate reaches the European threshold was not read."""
    national, european = (asked(estimate=one, award=139_000) for one in (215_999.99, 216_000))
    special = asked(sector="special", buyer="authority_special", estimate=440_000, award=420_000)

    assert national.verdicts["VOPZB"] == european.verdicts["VOPZB"] == special.verdicts["OZO"] == "allowed"
    assert "estimate_at_eu" not in codes(national)
    assert {"estimate_at_eu"} <= codes(european) & codes(special)
    assert asked(estimate=216_000).verdicts["VOPZB"] == "refused"


@pytest.mark.parametrize("buyer", ["undertaking_commercial", "special_rights"])
@pytest.mark.parametrize("day", ["2017-12-31", "2030-03-01"])
def test_on_a_day_outside_the_book_nothing_is_answered(buyer: str, day: str) -> None:
    """Nor that the law does not apply, whatever the amount; nor what a framework agreement may."""
    facts = {"sector": "special", "kind": "social", "buyer": buyer, "date": day, "estimate": 500_000}
    told = asked(**facts, framework={"years": 3, "suppliers": 1}).plain()

    assert (told["in_scope"], told["level"]) == (None, "unknown")
    assert all(told[name] is None for name in ("duration_ok", "info_cutoff_days", "standstill_framework"))
    assert "bond_global_eur" not in told
    assert told["note"] == ""


def test_what_a_central_body_or_a_framework_decided_is_not_asked_again() -> None:
    """No lots, weights or criteria of one's own; the answer and its duties say the same."""
    central = asked(estimate=900_000, hfb=True, chosen="HFB")
    order = asked(estimate=900_000, call_off_of="RO-1")
    direct = asked(estimate=900_000, grounds=["exclusive"], chosen="VOPZB")

    for answer in (central, order, direct):
        told, duties = answer.plain(), {one.key for one in answer.obligations}
        assert told["weights_mandatory"] is False
        assert "WEIGHTS" not in duties
    assert central.plain()["lots_duty"] is False
    assert central.plain()["award_criteria_required"] is False
    assert "some_services" not in codes(asked(estimate=40_000, call_off_of="RO-1"))


@pytest.mark.parametrize(
    ("estimate", "award", "is_only", "days"),
    [
        (5_404_000, 5_404_000, True, 0),
        (5_404_000, 5_404_000, False, 15),
        (5_403_999.99, 2_702_000.01, True, 15),
        (5_403_999.99, 2_702_000, False, 0),
    ],
)
def test_half_of_the_works_threshold_counts_below_european_level_only(
    estimate: float, award: float, is_only: bool, days: int
) -> None:
    """At that level article 12 lets a single tenderer go; below it article 30 asks the standstill."""
    facts = {"kind": "works", "estimate": estimate, "award": award, "only_concerned_tenderer": is_only}
    answer = asked(**facts, chosen="OP")

    assert answer.on("OP").standstill_days == days
    assert bool(answer.plain()["standstill_reason"]) is bool(days)


def test_who_says_that_no_ground_can_be_shown_has_none() -> None:
    """Then a dialogue is refused; what nobody verified stays undetermined; who names one has it."""
    said = asked(estimate=900_000, no_grounds=True)
    both = asked(estimate=900_000, no_grounds=True, grounds=["complexity"])

    assert asked(estimate=900_000).verdicts["CD"] == both.verdicts["CD"] == "conditional"
    verdicts = [said.verdicts[code] for code in ("CD", "MPO", "OP")]
    assert verdicts == ["refused", "unknown", "allowed"]
    assert "grounds" not in assumed({"no_grounds": True})


def test_amounts_are_judged_to_the_cent() -> None:
    """Of 139.999,995 euro the answer would tell 140.000 and judge another amount."""
    just, below = (asked(estimate=one, award=one) for one in (139_999.995, 139_999.994))

    assert (just.estimate, just.verdicts["VOPZB"]) == (Decimal("140000.00"), "refused")
    assert (below.estimate, below.verdicts["VOPZB"]) == (Decimal("139999.99"), "allowed")
    assert asked(estimate=0.1 + 0.2).estimate == Decimal("0.30")


def test_a_ground_stands_among_the_reasons_with_its_article() -> None:
    """With the day since which its law is in force; what it rests on is verified."""
    answer = asked(estimate=900_000, grounds=["exclusive"])
    [ceiling, ground] = answer.on("VOPZB").reasons

    assert (ceiling.article, ground.article) == ("art. 42, § 1, 1°, a)", "art. 42, § 1, 1°, d), iii)")
    assert ground.valid_from == date(2017, 6, 30)
    assert [one["article"] for one in answer.plain()["because"] if one["procedure"] == "VOPZB"] == [
        ceiling.article,
        ground.article,
    ]
    assert answer.on("VOPZB").is_on_grounds
    assert not answer.on("CD").is_on_grounds


def test_what_a_day_or_a_duty_of_the_special_sectors_rests_on_is_told() -> None:
    """The day to lodge a bond was not read, nor that title 3 takes over articles of title 2."""
    classic = asked(estimate=300_000, award=300_000)
    special = asked(sector="special", buyer="authority_special", estimate=500_000, award=500_000)
    duties = [{one.key: one for one in answer.obligations} for answer in (classic, special)]

    assert (duties[0]["BOND"].verified, duties[0]["BOND"].is_due_verified) == (True, False)
    assert [each["WEIGHTS"].verified for each in duties] == [True, False]
    assert "art. 27" in next(one.text["nl"] for one in classic.warnings if one.code == "not_verified")


@settings(deadline=None, max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                *SERVICES,
                "estimate",
                "award",
                "grounds",
                "lots",
                "framework",
                "related",
                "approvals",
                "documents",
            ]
        ),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates(),
            lambda one: (
                st.lists(one, max_size=3)
                | st.dictionaries(st.sampled_from(["years", "estimate", "amount"]), one)
            ),
            max_leaves=4,
        ),
    )
)
def test_whatever_is_given_an_answer_comes_and_is_plain(given_facts: dict[str, Any]) -> None:
    """Facts of any shape are read or told; the answer is JSON without a figure that is none."""
    answer = advise(SERVICES | {"estimate": 100_000} | given_facts)

    assert json.loads(json.dumps(answer.plain(), allow_nan=False))
    assert not answer.told.is_refused or set(answer.verdicts.values()) == {"unknown"}


def test_a_tender_above_the_ceiling_is_told() -> None:
    """Negotiate below it or begin again; far above the European threshold the law applies in part."""
    assert {"offer_above_ceiling"} <= codes(asked(estimate=139_000, award=140_000))
    assert "offer_above_eu" not in codes(asked(estimate=215_000, award=259_200))
    assert "offer_above_eu" in codes(asked(estimate=215_000, award=259_200.01))


@pytest.mark.parametrize(
    ("day", "is_mandatory"), [("2022-10-31", False), ("2023-04-30", False), ("2023-05-01", True)]
)
def test_electronic_invoices_became_mandatory_by_date(day: str, is_mandatory: bool) -> None:
    """From 30,000 on 1 May 2023, above 3,000 on 1 March 2024."""
    assert asked(estimate=30_000, date=day).plain()["e_invoice"] is is_mandatory
    assert asked(estimate=3_000, date="2024-03-01").plain()["e_invoice"] is False
    assert asked(estimate=3_000.01, date="2024-03-01").plain()["e_invoice"] is True


@pytest.mark.parametrize(
    ("day", "term", "advance"),
    [("2023-12-31", [30, 30], "none"), ("2024-12-31", [30, 30], "15 %"), ("2025-01-01", 30, "15 %")],
)
def test_terms_and_advances_follow_the_date(day: str, term: Any, advance: str) -> None:
    """One processing term since 2025, mandatory advances since 2024."""
    plain = asked(estimate=100_000, award=100_000, date=day, chosen="VOPZB").plain()

    assert plain["payment_term"] == term
    assert plain["advance"].startswith(advance)


def test_the_size_of_the_contractor_decides_the_advance_of_other_procedures() -> None:
    """Micro 20 %, small at least 10 %, medium at least 5 %; a larger one may be given one."""
    told = [
        asked(estimate=300_000, award=300_000, chosen="OP", sme=size).plain()["advance"]
        for size in ("micro", "small", "medium", "none")
    ]

    assert [one.split(" %")[0] for one in told] == ["20", "at least 10", "at least 5", "optional, at most 20"]


@pytest.mark.parametrize(
    ("pct", "award", "code"),
    [
        (5, 49_999.99, "bond_forbidden"),
        (8, 60_000, "bond_derogation"),
        (0, 49_999.99, None),
        (3, 60_000, None),
    ],
)
def test_a_bond_is_asked_within_the_rules(pct: int, award: float, code: str | None) -> None:
    """None below 50,000; more than 5 % is a derogation; none or less needs no reason."""
    answer = asked(estimate=60_000, award=award, documents={"bond_pct": pct})

    assert codes(answer) & {"bond_forbidden", "bond_derogation"} == ({code} if code else set())


def test_longer_periods_where_documents_are_not_free() -> None:
    """Five days more for each cause, not in urgency."""
    slow = {"electronic": False, "confidential": True}

    assert asked(estimate=300_000, documents=slow).plain()["min_days"]["OP"] == 40
    assert asked(estimate=300_000, documents=slow, urgency="accelerated").plain()["min_days"]["OP"] == 15


@pytest.mark.parametrize(
    ("sector", "level", "found"),
    [("special", 500_000, {"OP": 15, "NOP": [15, 10]}), ("special", 400_000, {"OP": 10, "NOP": [10, 10]})],
)
def test_urgency_in_the_special_sectors_depends_on_the_level(
    sector: str, level: int, found: dict[str, Any]
) -> None:
    """Fifteen days at European level, ten below it."""
    plain = asked(estimate=level, sector=sector, buyer="authority_special", urgency="accelerated").plain()

    assert {code: plain["min_days"][code] for code in found} == found


@pytest.mark.parametrize(
    "code", sorted(one for one, ground in catalogue().grounds.items() if "VOPZB" in ground.procedures)
)
def test_each_ground_opens_negotiation_without_a_notice_on_condition(code: str) -> None:
    """At whatever amount, with its article; never as a right."""
    kinds = catalogue().grounds[code].kinds.get("classic", ("services",))
    answer = asked(estimate=900_000, award=900_000, kind=kinds[-1], grounds=[code])
    told = answer.on("VOPZB")

    assert told is not None
    assert told.verdict == "conditional"
    assert told.condition["plain"].startswith("art. 42 §1")
    assert "(art. 42, § 1, " in told.condition["nl"]


def test_a_bargain_is_a_ground_in_the_special_sectors_only() -> None:
    """Art. 124; the draft that would widen it is no law."""
    special = {"sector": "special", "buyer": "authority_special"}

    assert asked(estimate=900_000, award=900_000, grounds=["bargain"]).verdicts["VOPZB"] == "refused"
    assert (
        asked(estimate=900_000, award=900_000, grounds=["bargain"], **special).verdicts["OZO"]
        == "conditional"
    )


def test_a_framework_that_runs_too_long_needs_a_reason() -> None:
    """Four years in the classic sectors, eight in the special ones."""
    frame = {"years": 5, "value_per_year": 10_000}
    special = {"sector": "special", "buyer": "authority_special"}

    assert asked(framework=frame).plain()["duration_ok"] is False
    assert asked(framework=frame | {"reason": "afschrijving van het net"}).plain()["duration_ok"] is True
    assert asked(framework=frame | {"years": 8}, **special).plain()["duration_ok"] is True
    assert "framework_years" in codes(asked(framework=frame))


def test_contracts_that_are_alike_are_counted_together() -> None:
    """Same unit, same group of the CPV, within twelve months, each below and together on a threshold."""
    other = {
        "reference": "O-2026-004",
        "cpv": "72200000",
        "unit": "ICT",
        "estimate": 70_000,
        "date": "2025-06-01",
    }
    own = {"estimate": 70_000, "cpv": "72260000", "unit": "ICT"}
    near = asked(**own, related=[other])

    (told,) = (one for one in near.warnings if one.code == "split_together")
    assert told.text["nl"].startswith("Samen met O-2026-004 komt deze opdracht op €\xa0140.000")
    for change in ({"cpv": "45000000"}, {"unit": "Wegen"}, {"date": "2025-05-31"}, {"estimate": 69_999.99}):
        assert "split_together" not in codes(asked(**own, related=[other | change])), change


@pytest.mark.parametrize(
    ("estimate", "is_near"), [(132_999.99, False), (133_000, True), (139_999.99, True), (140_000, False)]
)
def test_an_estimate_just_below_a_threshold_is_told(estimate: float, is_near: bool) -> None:
    """Within five percent below it."""
    assert ("near_threshold" in codes(asked(estimate=estimate))) is is_near


def test_approvals_are_what_the_organisation_set() -> None:
    """Without a table: not set. With one: advice by the estimate, the decision by the amount to approve."""
    table = {
        "inspection": [{"kind": "services", "procedure": "", "amount": 100_000, "valid_from": "2026-01-01"}],
        "delegations": [
            {"body": "afdelingshoofd", "kind": "", "up_to": 85_000},
            {"body": "leidend ambtenaar", "kind": "", "up_to": 500_000},
            {"body": "minister", "kind": "", "up_to": None},
        ],
    }
    answer = asked(estimate=100_000, award=85_000.01, approvals=table)

    assert codes(asked(estimate=1_000)) >= {"inspection_not_configured", "delegations_not_configured"}
    assert not codes(answer) & {"inspection_not_configured", "delegations_not_configured"}
    told = {one.key: one.text["nl"] for one in answer.obligations}
    assert told["INSPECTION"].endswith("de raming bereikt €\xa0100.000.")
    assert told["DELEGATION"] == "Over de gunning beslist: leidend ambtenaar."


def test_the_pending_law_is_asked_by_name_only() -> None:
    """With the draft over it 60,000 euro is of low value, unverified and flagged; the law is untouched."""
    facts = SERVICES | {"estimate": 60_000, "award": 80_000}
    law, draft = advise(facts), advise(facts, "draft-2026")

    assert (law.verdicts["LOW"], draft.verdicts["LOW"]) == ("refused", "allowed")
    assert "pending_law" in codes(draft)
    assert law.hash != draft.hash
    assert advise(facts | {"estimate": 75_000}, "draft-2026").verdicts["LOW"] == "unknown"
    with pytest.raises(KeyError):
        advise(facts, "draft-2027")


def test_a_concession_and_an_order_have_no_procedure_of_their_own_here() -> None:
    """A concession follows its own law; an order its framework agreement."""
    concession, order = asked(estimate=100_000, concession=True), asked(estimate=100_000, call_off_of="RO-1")

    assert (concession.plain()["out_of_ruleset"], concession.level, concession.allowed) == (
        "concession",
        "none",
        (),
    )
    assert (order.level, order.allowed, order.procedure) == ("none", ("CALLOFF",), "CALLOFF")
    assert asked(estimate=900_000, hfb=True).allowed == ("HFB", "OP", "NOP")


def test_a_concession_has_no_procedure_here_and_at_eu_level_a_standstill_that_nobody_read() -> None:
    """Its own law has other procedures: none of ours is refused. Below the threshold nothing is known."""
    found = {euro: asked(estimate=euro, concession=True).plain() for euro in (5_403_999.99, 5_404_000)}

    assert [one["standstill"] for one in found.values()] == [None, 15]
    assert all(one["refused"] == one["unknown"] == one["min_days"] == {} for one in found.values())
    warned = {one["code"]: one for one in found[5_404_000]["warnings"]}
    assert "niet nagelezen" in warned["concession"]["text"]
    assert asked(estimate=900_000, concession=True, chosen="OP").verdicts == {"OP": "refused"}


@pytest.mark.parametrize(
    ("chosen", "estimate", "days", "standstill"),
    [("VOPMB", 300_000, 17, 15), ("VOPZB", 300_000, None, 15), ("VOPZB", 150_000, None, False)],
)
def test_a_choice_against_the_rules_keeps_its_periods_in_the_plain_answer(
    chosen: str, estimate: int, days: int | None, standstill: int | bool
) -> None:
    """And the warning on it cites the articles that refuse it."""
    answer = asked(estimate=estimate, award=estimate, chosen=chosen)
    told = answer.plain()
    [warned] = [one for one in told["warnings"] if one["code"] == "chosen_refused"]

    assert chosen in told["refused"]
    assert told["min_days"].get(chosen) == days
    assert told[f"standstill_if_{chosen}"] == standstill
    assert told[f"award_notice_if_{chosen}"] is True
    assert warned["article"] == answer.on(chosen).reasons[0].reference != ""


def test_duties_name_their_article_and_their_day() -> None:
    """Notices within thirty days, the yearly return by 15 February."""
    low = {one.key: one for one in asked(estimate=20_000, award=20_000).obligations}
    notice = {one.key: one for one in asked(estimate=100_000, award=90_000).obligations}

    assert low["YEARLY-TOTALS-LOW"].due == "15 February of the next year"
    assert notice["AWARD-NOTICE-SIMPLE"].due == "within 30 days after conclusion"
    assert all(one.article and one.text["nl"] for one in (*low.values(), *notice.values()))


def test_facts_that_the_book_does_not_read_are_told_and_others_go_by_two_names() -> None:
    """The names of the evaluator's own description are read too."""
    answer = advise(
        {"buyer_type": "subcentral", "sector": "classic", "kind": "services", "estimate": 24_500}
        | {"approved_amount": 23_900, "reference_date": date(2026, 3, 10), "colour": "red"}
    )

    assert answer.allowed[0] == "LOW"
    assert "fact_unknown" in codes(answer)


def test_each_procedure_and_source_is_labelled_in_three_languages() -> None:
    """The fifteen procedures; the sources that rules and figures cite."""
    pack, _ = pack_of()
    cited = {one.reference.split(", art. ")[0] for one in (*pack.values, *pack.obligations) if one.reference}

    assert set(procedure_labels()) == set(
        "LOW VOPZB VOPMB MPO OP NOP CD IP OMO VOMO OZO DAS SUIG CALLOFF HFB".split()
    )
    assert all(
        {"nl", "fr", "en"} == one.keys() for one in (*procedure_labels().values(), *source_titles().values())
    )
    assert {one for one in cited if not one.startswith("Verordening")} <= source_titles().keys()


def test_no_threshold_has_a_gap_or_an_overlap() -> None:
    """From 2018 on one period follows another to the day."""
    pack, _ = pack_of()
    for name in ("eu_works", "eu_classic_central", "eu_classic_subcentral", "eu_special", "eu_concessions"):
        rows = [one.window for one in pack.values if one.name == name]

        assert rows[0].since == date(2018, 1, 1)
        assert [one.until for one in rows[:-1]] == [one.since for one in rows[1:]]
    assert law_on(date(2026, 1, 31)).validity.valid_to == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("code", "classic", "special"),
    [
        ("OP", "art. 36", "art. 118"),
        ("NOP", "art. 37", "art. 119"),
        ("CD", "art. 39", "art. 121"),
        ("IP", "art. 40", "art. 122"),
        ("DAS", "art. 44", "art. 126"),
    ],
)
def test_a_procedure_of_both_sectors_cites_the_article_of_its_own(code, classic, special):
    """One article for the classic sectors, another for the special ones."""
    facts = {"kind": "services", "estimate": 300_000, "date": "2027-01-11"}
    sectors = (
        {"buyer": "subcentral", "sector": "classic"},
        {"buyer": "authority_special", "sector": "special"},
    )
    found = [advise(facts | sector).on(code) for sector in sectors]
    cited = [{each.article for each in one.reasons} for one in found if one]

    assert [one.articles[0] for one in found if one] == [classic, special]
    assert cited == [{classic}, {special}]


@pytest.mark.parametrize(
    ("facts", "known"),
    [
        ({"buyer": "subcentral", "sector": "classic"}, {"OP", "NOP", "CD", "IP", "DAS"}),
        ({"buyer": "subcentral"}, set()),
        ({"buyer": "authority_special", "sector": "special"}, {"OP", "CD", "IP", "DAS"}),
        (
            {"buyer": "authority_special", "sector": "special", "urgency": "accelerated"},
            {"CD", "IP", "DAS"},
        ),
    ],
)
def test_a_minimum_waits_for_the_facts_that_it_differs_by(facts, known):
    """Without a level, the periods of requests in the special sectors are open; without a sector, all."""
    advice = advise(facts | {"kind": "services", "date": "2027-01-11"})

    assert {one.code for one in advice.procedures if one.is_minimum_known} == known
