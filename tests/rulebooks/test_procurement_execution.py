"""The arithmetic of execution: figures by hand, the vectors of the domain note, and what always holds."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stuurbord.rulebooks.be_procurement import advise
from stuurbord.rulebooks.be_procurement.execution import (
    AdvanceFacts,
    AgreedTerm,
    DefaultState,
    Modification,
    ModifiedContract,
    Performance,
    PostingStatus,
    ReferenceRate,
    RevisionFacts,
    RevisionFormula,
    Status,
    Suspension,
    Term,
    Verdict,
    acceptance_term,
    advance,
    advance_recovery,
    bond_posting,
    bond_release,
    default_procedure,
    delay_penalty,
    framework_bond,
    grounds,
    guarantee_end,
    late_interest,
    law_value,
    law_values,
    modification_ledger,
    processing_term,
    read_formula,
    required_bond,
    revise,
    revise_monthly,
    revision_duty,
    room_left,
    special_penalty,
    suspension_effect,
)
from stuurbord.rulebooks.be_procurement.execution.values import questions, read_tables, tables

ON = date(2026, 6, 1)
NOUGHT = Decimal("0.00")
FEW = settings(max_examples=60)
euros = st.decimals(0, 10_000_000, places=2)


def d(text: str) -> Decimal:
    """Return an amount."""
    return Decimal(text)


# --------------------------------------------------------------------------------------------- the figures


def test_every_figure_speaks_three_languages_and_names_its_article():
    for one in law_values():
        assert set(one.label) == {"nl", "fr", "en"}, one.name
        assert one.article, one.name
        assert one.source, one.name
    for ground in grounds().values():
        assert set(ground.name) == {"nl", "fr", "en"}
    for question in questions().values():
        assert set(question) == {"nl", "fr", "en"}


def test_a_figure_holds_from_its_day_on():
    assert law_value("processing_days", date(2024, 12, 31)) is None
    assert law_value("processing_days", date(2025, 1, 1)).days == 30
    assert law_value("verification_days", date(2024, 12, 31)).days == 30
    assert law_value("verification_days", date(2025, 1, 1)) is None
    with pytest.raises(KeyError):
        law_value("no_such_figure", ON)


@pytest.mark.parametrize(
    "wrong",
    ["", "[[valu]]\nname = 'x'", "[[value]]\nname = 'x'\n[[ground]]\n[[fact]]\n"],
    ids=["no tables", "unknown table", "missing keys"],
)
def test_a_file_that_says_something_else_is_refused(wrong):
    with pytest.raises(ValueError, match="unknown or missing"):
        read_tables(wrong)


def test_ledger_grounds_and_questions_are_read_strictly():
    assert {row["ceiling"] for row in tables()["ground"]} == {"none", "each", "de_minimis"}


# ---------------------------------------------------------------------------------------------------- bond


@pytest.mark.parametrize(
    ("award", "amount", "may_be_asked"),
    [
        ("49999.99", "0.00", False),
        ("50000.00", "2500.00", True),
        ("51234.50", "2561.73", True),
        ("138000", "6900.00", True),
        ("3050000", "152500.00", True),
    ],
)
def test_bond_is_five_per_cent_from_fifty_thousand_on(award, amount, may_be_asked):
    """V6, and a figure that is rounded to the cent."""
    bond = required_bond(d(award), ON)

    assert bond.amount == d(amount)
    assert bond.may_be_asked is may_be_asked


def test_rounding_up_to_ten_euros_stands_beside_the_bond_as_nobody_verified_it():
    bond = required_bond(d("51234.50"), ON)

    assert (bond.rounded_up, bond.rounding.is_verified) == (d("2570.00"), False)
    assert bond.is_verified
    assert required_bond(d("50000"), ON).rounded_up == d("2500.00")


def test_documents_may_ask_less_and_must_explain_more():
    assert required_bond(d("100000"), ON, d("0")).amount == NOUGHT
    assert not required_bond(d("100000"), ON, d("3")).is_derogation
    assert required_bond(d("100000"), ON, d("6")).is_derogation
    assert required_bond(d("40000"), ON, d("5")).is_forbidden
    assert not required_bond(d("40000"), ON).is_forbidden


@pytest.mark.parametrize(
    ("performance", "amount", "missing"),
    [
        (Performance("works"), "5000.00", []),
        (Performance("services", 45), "0.00", []),
        (Performance("supplies", 46), "5000.00", []),
        (Performance("services"), None, ["term"]),
        (None, None, ["kind", "term"]),
    ],
)
def test_short_supplies_and_services_were_exempt_until_november_2023(performance, amount, missing):
    bond = required_bond(d("100000"), date(2023, 10, 31), performance=performance)

    assert bond.amount == (None if amount is None else d(amount))
    assert [one.fact for one in bond.missing] == missing
    assert required_bond(d("100000"), date(2023, 11, 1)).amount == d("5000.00")
    assert required_bond(d("100000"), date(2023, 10, 31), d("3")).is_derogation


def test_a_bond_on_a_small_award_is_forbidden_since_november_2023_only():
    before, since = (
        required_bond(d("49999.99"), day, d("5")) for day in (date(2023, 10, 31), date(2023, 11, 1))
    )

    assert (before.amount, before.may_be_asked, before.is_derogation) == (d("2500.00"), True, True)
    assert (since.amount, since.is_forbidden) == (NOUGHT, True)
    assert required_bond(d("49999.99"), date(2023, 10, 31)).amount == NOUGHT


@pytest.mark.parametrize("award", [49_999.99, 50_000, 51_234.5, 260_000])
def test_the_bond_is_the_one_that_the_choice_of_a_procedure_tells(award):
    facts = {"buyer": "subcentral", "sector": "classic", "kind": "services", "estimate": 300_000}
    told = advise({**facts, "award": award, "date": ON, "chosen": "OP"}).plain()

    assert d(str(told["bond_eur"])) == required_bond(d(str(award)), ON).amount


def test_framework_bond_is_three_per_cent_since_november_2023():
    assert framework_bond(d("320000"), ON).amount == d("9600.00")
    assert framework_bond(d("320000"), date(2023, 10, 31)).status is Status.UNDETERMINED


def test_bond_without_its_facts_asks_for_them():
    assert [one.fact for one in required_bond(None, None).missing] == ["award", "date"]
    assert [one.fact for one in required_bond(d("1"), date(2012, 1, 1)).missing] == ["rule"]
    assert required_bond(None, ON).status is Status.UNDETERMINED


@pytest.mark.parametrize("award", [d("-1"), d("NaN"), d("Infinity")])
def test_what_is_no_amount_is_refused(award):
    with pytest.raises(ValueError, match="finite amount"):
        required_bond(award, ON)


def test_bond_is_posted_within_thirty_days():
    """From Friday 1 May 2026 the thirtieth day is Sunday 31 May: it ends on Monday 1 June."""
    concluded = date(2026, 5, 1)
    waiting = bond_posting(concluded, date(2026, 6, 1), d("200000"), ON)
    overdue = bond_posting(concluded, date(2026, 6, 3), d("200000"), ON)

    assert (waiting.state, waiting.due) == (PostingStatus.WAITING, date(2026, 6, 1))
    assert (overdue.state, overdue.days_late, overdue.sanction) == (PostingStatus.OVERDUE, 2, d("4000.00"))
    assert bond_posting(concluded, ON, d("1"), ON, date(2026, 5, 20)).state is PostingStatus.POSTED
    late = bond_posting(concluded, date(2026, 7, 1), d("1"), ON, date(2026, 6, 10))
    assert (late.state, late.days_late) == (PostingStatus.POSTED_LATE, 9)


@FEW
@given(posted=euros)
def test_both_halves_of_a_bond_make_it_whole(posted):
    none = bond_release(posted, ON, date(2027, 1, 1))
    half = bond_release(posted, ON, date(2027, 1, 1), date(2026, 12, 1))
    final = bond_release(posted, ON, date(2027, 1, 1), date(2026, 12, 1), date(2027, 1, 1))

    assert none.held == posted
    assert half.at_provisional + half.at_final == posted == half.released + half.held
    assert final.held == NOUGHT


# ------------------------------------------------------------------------------------------------- payment


def test_one_term_of_thirty_days_since_2025():
    """V10: the invoice and the end of the services on 30 June 2026."""
    end = date(2026, 6, 30)

    assert processing_term(date(2025, 1, 1), "services", end, end).due == date(2026, 7, 30)
    before = processing_term(date(2024, 12, 31), "services", end, end)
    assert (before.verified_by, before.due, before.days) == (date(2026, 7, 30), date(2026, 8, 29), 60)
    early = processing_term(date(2024, 12, 31), "services", end, end, verified_on=date(2026, 7, 10))
    assert early.due == date(2026, 8, 9)


@pytest.mark.parametrize(
    ("kind", "starts_on"),
    [("works", date(2026, 6, 10)), ("supplies", date(2026, 6, 20)), ("services", date(2026, 6, 20))],
)
def test_the_term_starts_by_the_kind_of_contract(kind, starts_on):
    """Works with the request; supplies and services with the later of invoice and performance."""
    assert processing_term(ON, kind, date(2026, 6, 10), date(2026, 6, 20)).starts_on == starts_on


@pytest.mark.parametrize(
    ("agreed", "days", "is_void"),
    [
        (AgreedTerm(), 30, False),
        (AgreedTerm(20), 20, False),
        (AgreedTerm(45), 30, True),
        (AgreedTerm(45, is_reasoned=True), 45, False),
        (AgreedTerm(60, is_reasoned=True), 60, False),
        (AgreedTerm(61, is_reasoned=True), 30, True),
        (AgreedTerm(is_healthcare=True), 60, False),
    ],
)
def test_a_longer_term_needs_reasons_and_never_passes_sixty_days(agreed, days, is_void):
    term = processing_term(ON, "works", date(2026, 6, 10), agreed=agreed)

    assert (term.days, term.is_clause_void) == (days, is_void)
    assert term.due == date(2026, 6, 10) + timedelta(days=days)


def test_a_term_without_its_start_asks_for_it():
    assert [one.fact for one in processing_term(ON, "services", ON).missing] == ["performed_on"]
    assert [one.fact for one in processing_term(ON, None, None).missing] == ["kind", "received_on"]


RATES = [ReferenceRate(date(2026, 1, 1), d("2.15")), ReferenceRate(date(2026, 7, 1), d("2.00"))]


def test_late_interest_counts_each_half_year_at_its_own_rate():
    """By hand: 10 days at 10.15 % and 10 days at 10 % on 10,000 euros is 27.808 + 27.397."""
    late = late_interest(d("10000"), date(2026, 6, 20), date(2026, 7, 10), RATES, ON)

    assert [(one.days, one.rate) for one in late.periods] == [(10, d("10.15")), (10, d("10.00"))]
    assert (late.days, late.interest, late.lump_sum, late.total) == (20, d("55.21"), d("40.00"), d("95.21"))


def test_a_payment_in_time_costs_nothing():
    late = late_interest(d("10000"), date(2026, 6, 20), date(2026, 6, 20), [], ON)

    assert (late.status, late.total) == (Status.DETERMINED, NOUGHT)


def test_a_half_year_without_a_rate_is_named():
    late = late_interest(d("10000"), date(2026, 6, 20), date(2027, 1, 2), RATES, ON)

    assert late.total is None
    assert [(one.fact, one.detail) for one in late.missing] == [("reference_rate", "2027-01-01")]


@FEW
@given(amount=euros, days=st.integers(0, 150))
def test_interest_never_falls_with_another_day(amount, days):
    def total(until: date) -> Decimal:
        return late_interest(amount, date(2026, 6, 20), until, RATES, ON).total

    until = date(2026, 6, 20) + timedelta(days=days)
    assert total(until) <= total(until + timedelta(days=1))


# ------------------------------------------------------------------------------------------------ advances


@pytest.mark.parametrize(
    ("changed", "mandatory", "amount"),
    [
        ({"procedure": "VOPZB"}, True, "15000.00"),
        ({"procedure": "VOPZB", "grounds": ("exclusive",), "size": "large"}, False, "0.00"),
        ({"procedure": "VOPZB", "grounds": ("unsuitable",)}, True, "15000.00"),
        ({"size": "micro"}, True, "20000.00"),
        ({"size": "small"}, True, "10000.00"),
        ({"size": "medium"}, True, "5000.00"),
        ({"size": "large"}, False, "0.00"),
        ({"size": "large", "agreed_percentage": Decimal(20)}, False, "20000.00"),
        ({"size": "small", "reference_value": Decimal(3_000_000)}, True, "225000.00"),
        ({"procedure": "LOW"}, False, "0.00"),
        ({"size": "micro", "is_obliged_buyer": False}, False, "0.00"),
    ],
)
def test_the_advance_follows_procedure_and_size(changed, mandatory, amount):
    known = {"procedure": "OP", "is_obliged_buyer": True, "reference_value": d("100000")}
    made = advance(AdvanceFacts(on=ON, **{**known, **changed}))

    assert (made.is_mandatory, made.amount) == (mandatory, d(amount))


def test_an_advance_outside_the_law_is_flagged_and_brought_back():
    low = advance(AdvanceFacts(ON, "OP", (), True, "small", d("100000"), d("5")))
    high = advance(AdvanceFacts(ON, "OP", (), True, "small", d("100000"), d("30")))

    assert (low.is_below_law, low.amount) == (True, d("10000.00"))
    assert (high.is_above_law, high.amount) == (True, d("20000.00"))


def test_an_advance_asks_for_what_it_needs():
    assert [one.fact for one in advance(AdvanceFacts(ON, "OP", (), True)).missing] == ["size"]
    assert [one.fact for one in advance(AdvanceFacts(ON, "OP")).missing] == ["is_obliged_buyer"]


def test_no_advance_was_mandatory_before_its_law():
    """The articles that make it so came into force on 1 January 2024."""
    made = advance(AdvanceFacts(date(2023, 12, 31), "VOPZB", (), True, "micro", d("100000")))

    assert (made.is_mandatory, made.amount, made.missing) == (False, None, ())


@pytest.mark.parametrize(
    ("performed", "recoverable"),
    [("29999.99", "0.00"), ("30000", "7500.01"), ("59999.99", "7500.01"), ("60000", "15000.01")],
)
def test_an_advance_comes_back_in_two_halves(performed, recoverable):
    back = advance_recovery(d("15000.01"), d("100000"), d(performed), ON)

    assert back.recoverable == d(recoverable)
    assert back.recoverable + back.outstanding == d("15000.01")


# ------------------------------------------------------------------------------------------ price revision

I_2021 = {
    date(2020, 12, 1): d("101.04"),
    date(2021, 1, 1): d("102.09"),
    date(2025, 10, 1): d("143.79"),
    date(2025, 11, 1): d("144.6"),
}


def test_revision_follows_the_published_index():
    """By hand, with the construction index I-2021: 143.79 / 101.04 = 1.4230998; × 0.6 + 0.4 = 1.2538599."""
    formula = read_formula("P = P0 × (0,60 × I-2021/i-2021 + 0,40)")
    made = revise(d("100000"), date(2025, 10, 17), date(2020, 12, 9), formula, {"I-2021": I_2021})

    assert (made.revised, made.difference) == (d("125385.99"), d("25385.99"))


def test_revision_over_a_whole_published_series(shared_data):
    """The published index is 100 in November 2020: the coefficient of a month is then its hundredth."""
    path = shared_data("prijsherziening-i2021") / "prijsherziening_data.csv"
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    series = {date(int(row["year"]), int(row["month"]), 1): d(row["Index I-2021"]) for row in rows}
    claims = [(month, d("1000")) for month in series]
    made = revise_monthly(claims, date(2020, 11, 1), RevisionFormula({"I": d("1")}, d("0")), {"I": series})

    assert len(made) == len(rows) > 50
    assert [one.coefficient for one in made] == [index / 100 for index in series.values()]


def test_revision_has_one_answer_per_month_and_names_the_index_it_lacks():
    formula = read_formula("0.4*S/s + 0.4*I/i + 0.2")
    series = {"I": I_2021, "S": {date(2020, 12, 1): d("38.1"), date(2025, 10, 1): d("45.2")}}
    october, november = revise_monthly(
        [(date(2025, 10, 1), d("1000")), (date(2025, 11, 1), d("1000"))], date(2020, 12, 1), formula, series
    )

    assert october.status is Status.DETERMINED
    assert (november.status, november.revised) == (Status.UNDETERMINED, None)
    assert [one.detail for one in november.missing] == ["S 2025-11"]


@pytest.mark.parametrize(
    "text",
    [
        "0,4 × S/s + 0,5",
        "0,8 × S/i + 0,2",
        "0,4 × S/s + 0,4 × S/s + 0,2",
        "__import__('os')",
        "1",
        "",
        "0,8 × S/s − 0,2",
        "(0,8 × S/s) + 0,2 + x" * 200,
    ],
)
def test_what_is_no_formula_is_refused(text):
    with pytest.raises(ValueError):
        read_formula(text)


def test_a_formula_reads_back_what_it_writes():
    formula = read_formula("P = P0 * (0.35 S/s + 0.45 I/i + 0.20)")

    assert read_formula(formula.as_text()) == formula
    assert formula == RevisionFormula({"S": d("0.35"), "I": d("0.45")}, d("0.20"))


@FEW
@given(amount=euros, index=st.decimals("0.01", 1000, places=2), fixed=st.decimals(0, "0.99", places=2))
def test_a_revision_without_movement_changes_nothing(amount, index, fixed):
    formula = RevisionFormula({"S": 1 - fixed}, fixed)
    made = revise(amount, ON, ON, formula, {"S": {ON: index}})

    assert made.revised == amount


@pytest.mark.parametrize(
    ("changed", "expected", "missing"),
    [
        ({}, True, []),
        ({"estimate": d("119999.99"), "calendar_days": 179}, False, []),
        ({"estimate": d("119999.99")}, None, ["exemptions_together"]),
        ({"calendar_days": 179}, None, ["exemptions_together"]),
        ({"estimate": d("100"), "calendar_days": None, "working_days": 119}, False, []),
        ({"kind": "supplies"}, False, []),
        ({"kind": "services"}, None, ["revisable_service"]),
        ({"kind": "services", "is_revisable_service": True}, True, []),
        ({"calendar_days": None}, None, ["term"]),
    ],
)
def test_where_one_exemption_holds_the_duty_is_a_question(changed, expected, missing):
    known = {"on": ON, "kind": "works", "estimate": d("120000"), "calendar_days": 180}
    duty = revision_duty(RevisionFacts(**{**known, **changed}))

    assert duty.is_mandatory is expected
    assert [one.fact for one in duty.missing] == missing


# ------------------------------------------------------------------------------------------- modifications

SERVICES = ModifiedContract(d("400000"), "services", ON, "classic", d("216000"), is_eu_level=True)
WORKS = ModifiedContract(d("3000000"), "works", ON, "classic", d("5404000"), is_eu_level=False)


@pytest.mark.parametrize(
    ("contract", "cumulative", "verdict"),
    [
        (SERVICES, "39999.99", Verdict.ALLOWED),
        (SERVICES, "40000", Verdict.REFUSED),
        (WORKS, "449999", Verdict.ALLOWED),
        (WORKS, "450000", Verdict.REFUSED),
        (SERVICES, "-40000", Verdict.REFUSED),
    ],
)
def test_de_minimis_stays_strictly_below_its_share(contract, cumulative, verdict):
    """V7 and V8."""
    total = room_left(contract, "38/4", [Modification("38/4", d(cumulative))])

    assert total.verdict is verdict


def test_de_minimis_stays_below_the_eu_threshold_too():
    large = ModifiedContract(d("5000000"), "services", ON, "classic", d("216000"))

    assert room_left(large, "38/4").room == d("215999.99")
    assert room_left(large, "38/4", [Modification("38/4", d("216000"))]).verdict is Verdict.REFUSED


def test_additional_works_are_held_to_half_each_in_the_classic_sectors_only():
    each = [Modification("38/1", d("200000")), Modification("38/1", d("200000.01"))]
    ledger = modification_ledger(SERVICES, each)
    special = modification_ledger(ModifiedContract(d("400000"), "services", ON, "special"), each)

    assert [one.verdict for one in ledger.entries] == [Verdict.ALLOWED, Verdict.REFUSED]
    assert ledger.entries[1].only_warns
    assert [one.is_notice_due for one in ledger.entries] == [True, True]
    assert {one.verdict for one in special.entries} == {Verdict.ALLOWED}


def test_the_ledger_tells_per_ground_what_is_used_and_left():
    ledger = modification_ledger(
        SERVICES,
        [
            Modification("38/4", d("10000"), key="a"),
            Modification("38", d("5000"), key="b"),
            Modification("38/4", d("-2000"), key="c"),
        ],
    )

    assert [(one.ground.article, one.net) for one in ledger.totals] == [
        ("38", d("5000")),
        ("38/4", d("8000")),
    ]
    assert ledger.totals[1].room == d("31999.99")
    assert [one.cumulative for one in ledger.entries] == [d("10000"), d("5000"), d("8000")]
    assert (ledger.net, ledger.amount) == (d("13000"), d("413000"))
    assert [one.may_need_inspectorate for one in ledger.entries] == [False, True, False]


def test_a_ledger_without_threshold_is_not_known_but_still_adds_up():
    unknown = ModifiedContract(d("400000"), "services", ON, "classic")
    ledger = modification_ledger(unknown, [Modification("38/4", d("100"))])

    assert ledger.entries[0].verdict is Verdict.UNDETERMINED
    assert [one.fact for one in ledger.missing] == ["eu_threshold"]
    assert ledger.net == d("100")


def test_a_ground_that_the_decree_does_not_know_is_refused():
    with pytest.raises(ValueError, match="39"):
        Modification("39", d("1"))


def test_totals_do_not_depend_on_the_order():
    changes = [Modification("38/4", d(one)) for one in ("1000.10", "-20.05", "39000", "30")]

    ledgers = {modification_ledger(SERVICES, one).totals for one in permutations(changes)}

    assert len(ledgers) == 1


# -------------------------------------------------------------- suspension, penalties, default, acceptance


@pytest.mark.parametrize(
    ("days", "possible"),
    [(14, False), (15, True)],
)
def test_a_suspension_counts_from_fifteen_days_and_beyond_a_twentieth(days, possible):
    """A term of 200 days: more than 10 days, and at least 15."""
    first = date(2026, 3, 2)
    effect = suspension_effect(
        [Suspension(first, first + timedelta(days=days))], Term(200), ON, date(2026, 12, 1), date(2026, 9, 1)
    )

    assert effect.is_indemnity_possible is possible
    assert effect.end == date(2026, 9, 1) + timedelta(days=days)


def test_suspensions_that_overlap_count_once_and_a_twentieth_must_be_passed():
    """Twenty days of a term of 400 are a twentieth, not more."""
    first = date(2026, 3, 2)
    twice = [Suspension(first, date(2026, 3, 22)), Suspension(date(2026, 3, 10), date(2026, 3, 22))]
    effect = suspension_effect(twice, Term(400), ON, date(2026, 12, 1))
    others = suspension_effect([Suspension(first, None, False)], Term(100), ON, date(2026, 3, 31))

    assert (effect.suspended_days, effect.is_indemnity_possible) == (20, False)
    assert (others.suspended_days, others.days_by_buyer, others.is_indemnity_possible) == (30, 0, False)


def test_working_days_of_a_suspension_skip_holidays():
    """From Thursday 2 to Wednesday 8 April 2026 Easter Monday falls out: Thu, Fri, Tue, Wed."""
    effect = suspension_effect(
        [Suspension(date(2026, 4, 2), date(2026, 4, 9))],
        Term(60, is_in_working_days=True),
        ON,
        date(2026, 12, 1),
        date(2026, 5, 13),
    )

    assert effect.suspended_days == 4
    assert effect.end == date(2026, 5, 20)


def test_late_services_are_capped():
    """V9: 100 days at 0.1 % of 200,000 is 20,000; the most is 7.5 %."""
    late = delay_penalty(d("200000"), 100, "services", ON)

    assert (late.amount, late.uncapped, late.is_capped) == (d("15000.00"), d("20000.00"), True)
    assert not late.is_verified


def test_late_works_follow_the_square_of_the_delay():
    """By hand: 0.45 × 1,000,000 × 20² / 100² = 18,000; at 40 days 72,000 is cut to 50,000."""
    assert delay_penalty(d("1000000"), 20, "works", ON, 100).amount == d("18000.00")
    assert delay_penalty(d("1000000"), 40, "works", ON, 100).amount == d("50000.00")
    assert [one.fact for one in delay_penalty(d("1"), 1, "works", ON).missing] == ["term"]


@FEW
@given(value=euros, days=st.integers(0, 400), kind=st.sampled_from(["works", "supplies", "services"]))
def test_a_penalty_grows_with_the_delay_up_to_its_most(value, days, kind):
    one, other = (delay_penalty(value, late, kind, ON, 150) for late in (days, days + 1))

    assert one.amount <= other.amount <= other.cap


@pytest.mark.parametrize(
    ("value", "once", "daily"),
    [("10000", "40.00", "20.00"), ("200000", "140.00", "40.00"), ("5e6", "400.00", "200.00")],
)
def test_special_penalties_lie_between_their_least_and_most(value, once, daily):
    assert special_penalty(d(value), ON).amount == d(once)
    assert special_penalty(d(value), ON, 3).amount == 3 * d(daily)


def test_the_contractor_has_fifteen_days_of_defence():
    """Sent on Wednesday 29 April 2026: the fifteenth day is Ascension, so it ends on Friday 15 May."""
    sent = date(2026, 4, 29)
    running = default_procedure(sent, sent, date(2026, 5, 15), ON)
    elapsed = default_procedure(sent, sent, date(2026, 5, 16), ON)
    defended = default_procedure(sent, sent, date(2026, 5, 16), ON, date(2026, 5, 15))
    late = default_procedure(sent, sent, date(2026, 5, 20), ON, date(2026, 5, 18))

    assert (running.state, running.defence_until, running.may_act) == (
        DefaultState.RUNNING,
        date(2026, 5, 15),
        False,
    )
    assert (elapsed.state, elapsed.may_act, elapsed.measure_from) == (
        DefaultState.ELAPSED,
        True,
        date(2026, 5, 16),
    )
    assert defended.state is DefaultState.DEFENDED
    assert (late.state, late.is_defence_late) == (DefaultState.ELAPSED, True)
    assert default_procedure(sent, None, sent, ON).status is Status.UNDETERMINED


def test_services_are_accepted_within_thirty_days_unless_agreed_otherwise():
    ended = date(2026, 6, 30)

    assert acceptance_term("services", ended, ended, ON).due == date(2026, 7, 30)
    agreed = acceptance_term("works", ended, date(2026, 7, 20), ON, 15)
    assert (agreed.due, agreed.days_late) == (date(2026, 7, 15), 5)
    assert [one.fact for one in acceptance_term("works", ended, ended, ON).missing] == ["acceptance_days"]


def test_a_guarantee_ends_on_the_same_day_or_the_last_of_a_shorter_month():
    assert guarantee_end(date(2024, 2, 29), years=1) == date(2025, 2, 28)
    assert guarantee_end(date(2026, 11, 30), months=15) == date(2028, 2, 29)
    assert guarantee_end(date(2026, 11, 30), months=1) == date(2026, 12, 30)
