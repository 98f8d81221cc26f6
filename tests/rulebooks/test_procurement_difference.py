"""What the law on procurement and its answers become between two days, as a lawyer reads it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stuurbord.language import LANGUAGES, language
from stuurbord.rulebooks.be_procurement import advise, procedure_labels
from stuurbord.rulebooks.be_procurement.difference import LawDifference, law_difference
from stuurbord.rulebooks.be_procurement.difference.answers import (
    AnswerChange,
    Profile,
    answer_changes,
    profiles,
)
from stuurbord.rulebooks.be_procurement.difference.aspects import differences
from stuurbord.rulebooks.be_procurement.difference.note import figure_sentence, parts
from stuurbord.rulebooks.be_procurement.law import law_on, pack_of

DUTCH = language("nl")
NBSP = "\u00a0"
NEW_YEAR = ("2025-12-15", "2026-02-15")
PAIRS = (
    NEW_YEAR,
    ("2025-12-15", "2026-01-15"),
    ("2023-10-15", "2024-04-01"),
    ("2024-10-15", "2025-01-15"),
    ("2022-10-15", "2023-10-05"),
)


@cache
def compared(since: str, until: str, pack: str = "") -> LawDifference:
    return law_difference(date.fromisoformat(since), date.fromisoformat(until), pack)


@cache
def note(since: str, until: str, pack: str = "", code: str = "nl") -> str:
    """The note with plain spaces, a line each."""
    return "\n".join(compared(since, until, pack).note(language(code))).replace(NBSP, " ")


def test_a_threshold_is_told_with_day_act_and_verification() -> None:
    """From, to, as of when, the act, the act of before, and that somebody read it."""
    assert (
        "Europese drempel werken: van € 5.538.000 naar € 5.404.000, vanaf 1 januari 2026 "
        "tot en met 31 december 2027 "
        "(Verordening (EU) 2025/2152; voordien Verordening (EU) 2023/2495; nagelezen)."
    ) in note(*NEW_YEAR)


def test_what_is_no_longer_allowed_says_for_whom_from_which_amount_and_why() -> None:
    """The ceiling of the negotiated procedure without a notice falls for every classic buyer."""
    assert (
        "Onderhandelingsprocedure zonder voorafgaande bekendmaking: mag vanaf 1 januari 2026 "
        "niet langer op het "
        "bedrag alleen (wel nog op een andere wettelijke grond) voor werken, leveringen en diensten in de "
        "klassieke sectoren met een goed te keuren uitgave vanaf € 140.000 maar lager dan € "
        "143.000; de grens daalt "
        "van € 143.000 naar € 140.000 (Wet 17/06/2016, art. 42, § 1, 1°, a; "
        "bedrag volgens Verordening (EU) 2025/2152; nagelezen)."
    ) in note(*NEW_YEAR)


def test_a_standstill_below_the_threshold_follows_half_of_it() -> None:
    """That half itself is not above it: the amounts are open below and closed above."""
    assert (
        "met een goed te keuren uitgave hoger dan € 2.702.000 maar niet hoger dan € "
        "2.769.000; de helft van de "
        "Europese drempel voor werken daalt van € 2.769.000 naar € 2.702.000 "
        "(bedrag volgens Verordening (EU) 2025/2152)."
    ) in note(*NEW_YEAR)


def test_the_days_of_an_amount_stand_with_the_amount_and_never_behind_an_older_article() -> None:
    """Article 62 is of 2016: only the regulation that sets the threshold begins in 2026 and ends in 2027."""
    told = note(*NEW_YEAR)
    figures, _, consequences = told.partition("Gevolgen voor de keuze van de procedure")

    assert figures.count("vanaf 1 januari 2026 tot en met 31 december 2027 (Verordening (EU) 2025/") == 5
    assert not re.search(r"art\. [^;)]*\)?; geldig", told)
    assert "31/12/2027" not in consequences


def test_the_days_of_an_amount_that_was_replaced_since_stand_with_its_act() -> None:
    """The part on the figures tells the latest amount only; that of 2020 gets its own days."""
    about = note("2019-12-31", "2022-06-01").partition("Gevolgen voor de keuze van de procedure")[2]

    assert "bedrag volgens Verordening (EU) 2019/1828, geldig van 01/01/2020 tot en met 31/12/2021" in about


def test_an_article_that_all_contracts_share_is_told_once() -> None:
    """It stands in the sentence that the items end; each of them names the act that sets its amount."""
    about = note(*NEW_YEAR).partition("Gevolgen voor de wachttermijn")[2].partition("Gevolgen voor")[0]

    assert about.count("art. 11 en 30") == 1
    assert "(voordien geen verplichte wachttermijn) – Wet 17/06/2013, art. 11 en 30; nagelezen:" in about
    assert about.count("(bedrag volgens Verordening (EU) 2025/215") == about.count("\nvoor ")


def test_what_rests_on_an_unverified_rule_says_so() -> None:
    """It refuses nothing: the verdict is undetermined, and the last part lists it."""
    told = note(*NEW_YEAR)

    assert (
        "onbepaald vanaf 1 januari 2026, omdat de regel die ze weigert, niet is nagelezen (voordien: mag)"
        in told
    )
    assert "(Wet 17/06/2016, art. 38, § 1, 1°, f; niet nagelezen):" in told
    assert told.rpartition("Wat niet is nagelezen")[2].count("art. 124, § 1, 1°") == 1


@pytest.mark.parametrize(
    ("pair", "day", "told"),
    [
        (
            PAIRS[1],
            "15 januari 2026",
            "Op 15 januari 2026 is onbepaald welke motiverings- en informatieplicht onder de Europese "
            "drempel geldt; het bedrag van die dag ontbreekt en is na te kijken in de bron (voordien de "
            "beperkte plicht van artikel 29/1",
        ),
        (
            PAIRS[2],
            "15 oktober 2023",
            "Vanaf 1 januari 2024 geldt de volledige plicht van artikel 29: de gemotiveerde beslissing "
            "meteen (voordien onbepaald: het bedrag van toen ontbreekt en is na te kijken in de bron)",
        ),
    ],
    ids=["2026", "2023"],
)
def test_a_motivation_threshold_that_nobody_read_is_undetermined(
    pair: tuple[str, str], day: str, told: str
) -> None:
    """January 2026 and before 2024: what is missing, which figures are known, and what holds otherwise."""
    found = note(*pair)

    assert f"klassieke sectoren: onbepaald op {day}; bekend is" in found
    assert found.count("ontbreekt voor die dagen in dit regelboek en is na te kijken in de bron.") == 1
    assert "bekend is € 143.000 van 1 januari 2024 tot en met 31 december 2025" in found
    assert told in found


def test_a_gap_between_two_days_that_were_read_makes_nothing_unread() -> None:
    """In January 2026 the threshold of reasons is not known; before and after it was read."""
    told = note("2025-12-01", "2026-02-15")
    rows = [one for one in compared("2025-12-01", "2026-02-15").answers if one.topic == "reasons"]

    assert all(one.cause.is_verified for one in rows)
    assert (
        "daalt van € 143.000 naar € 140.000 (bedrag volgens Wet 17/06/2013, art. 29, § 1, "
        "zoals gewijzigd bij het KB van 12/01/2026; nagelezen)" in told
    )
    assert "art. 29, § 1; niet nagelezen" not in told
    assert "; van 1 januari 2026 tot en met 31 januari 2026 onbepaald)" in told


def test_what_nobody_read_stands_in_the_last_part() -> None:
    """Whatever the topic, by the reference that was not read."""
    found = compared("2026-01-15", "2026-03-01")
    last = found.note(language("nl"))[-3:]

    assert not any(one.cause.is_verified for one in found.answers)
    assert sum("art. 29, § 1)" in line for line in last) == 2


def test_works_in_the_special_sectors_rest_on_the_regulation_of_their_own_directive() -> None:
    """The amount is that of the classic sectors; directive 2014/25 has its own act for it."""
    for line in note("2025-12-01", "2026-02-15").splitlines():
        if "werken van" in line and "5.404.000" in line and "klassieke" not in line:
            assert "2025/2150" in line, line
            assert "2025/2152" not in line, line


def test_no_bracket_is_closed_twice() -> None:
    """The bracket after a letter of an article would close the one that the article stands in."""
    for line in note("2025-12-01", "2026-02-15").splitlines():
        assert line.count("(") == line.count(")"), line


def test_contracts_that_come_to_eu_level_from_an_unread_duty_keep_their_own_amounts() -> None:
    """From 2018 to 2020: what fell below no threshold any more, per kind of buyer, and nothing between."""
    found = note("2019-12-31", "2020-01-01")
    about = found.partition("Gevolgen voor motivering en informatie")[2].partition("Gevolgen voor")[0]

    assert (
        "voor leveringen en diensten van een federale overheid in de klassieke sectoren met een raming vanaf "
        in about
    )
    assert "vanaf € 139.000 maar lager dan € 144.000" in about
    assert "vanaf € 139.000 maar lager dan € 5.548.000" not in about


def test_a_figure_that_was_only_read_later_has_no_other_basis() -> None:
    """The simplified award notice: the article stays, somebody read it from 1 September 2023."""
    assert (
        "Vereenvoudigde aankondiging van gegunde opdracht: ongewijzigd; nagelezen vanaf 1 september 2023, "
        "voordien niet (Wet 17/06/2016, art. 62 en 85, "
        "zoals gewijzigd bij de wet van 08/02/2023; nagelezen)."
    ) in figures_alone("2023-05-01", "2023-09-01")


def test_days_without_a_figure_between_two_are_told() -> None:
    """The threshold fell on 1 February, but nobody read what held in January."""
    alone = figures_alone(*NEW_YEAR)
    told = note(*NEW_YEAR)

    assert (
        "Onbepaald van 1 januari 2026 tot en met 31 januari 2026: het bedrag van die dagen ontbreekt in dit "
        "regelboek en is na te kijken in de bron."
    ) in alone
    assert told.count("Onbepaald van 1 januari 2026 tot en met 31 januari 2026.") == 2
    assert told.count("ontbreekt voor die dagen in dit regelboek en is na te kijken in de bron.") == 1


def test_a_figure_that_moved_and_came_back_is_told() -> None:
    """The federal threshold is 140,000 again, after two years of 143,000."""
    assert (
        "federale overheid: opnieuw € 140.000, vanaf 1 januari 2026 tot en met 31 december 2027, "
        "tussendoor € 143.000 van 1 januari 2024 tot en "
        "met 31 december 2025 (Verordening (EU) 2025/2152; voordien Verordening (EU) 2021/1952; nagelezen)."
    ) in figures_alone("2023-12-15", "2026-02-15")


def test_a_new_figure_that_was_another_at_first_holds_from_its_own_day() -> None:
    """E-invoicing: 3,000 since March 2024, after ten months of 30,000."""
    assert (
        "Drempelbedrag voor verplichte elektronische facturatie: € 3.000, nieuw vanaf 1 maart 2024, "
        "tussendoor € 30.000 van 1 mei 2023 tot en met 29 februari 2024 (KB 09/03/2022; nagelezen)."
    ) in figures_alone("2023-04-15", "2024-04-01")


def figures_alone(since: str, until: str) -> str:
    """What becomes of the figures, without asking any contract."""
    found = compared(since, until)
    return "\n".join(figure_sentence(one, found, DUTCH) for one in found.figures).replace(NBSP, " ")


def test_duties_are_told_in_their_own_words() -> None:
    """A duty that replaced another is one change; both texts stand there."""
    told = note("2024-10-15", "2025-01-15")

    assert (
        "Gewijzigd vanaf 1 januari 2025: “Verifieer en betaal binnen één behandelingstermijn van 30 dagen.”; "
        "voordien: “Verifieer binnen 30 dagen en betaal binnen 30 dagen daarna.” "
        "(KB 14/01/2013, art. 95, 127 en 160; nagelezen)."
    ) in told
    assert "Nieuw vanaf 1 januari 2025: “Neem de opdracht op in de jaarlijkse opgave" in told


def test_each_answer_is_told_with_the_day_on_which_it_turned() -> None:
    """E-invoicing came in two steps: from the EU threshold first, then from 30,000."""
    told = {
        (one.on, one.amounts.low, one.amounts.is_from_eu)
        for one in compared("2022-10-15", "2023-10-05").answers
        if one.topic == "e_invoice"
    }

    assert told == {
        (date(2022, 11, 1), None, True),
        (date(2023, 5, 1), Decimal(30_000), False),
    }


def test_the_act_of_that_time_is_cited() -> None:
    """What turned in 2020 rests on the figure of 2020, whatever came after."""
    early = [one for one in answers_of_2020() if one.procedure == "VOPZB"]

    assert {one.on for one in early} == {date(2020, 1, 1)}
    assert {(one.cause.before, one.cause.after) for one in early} == {(Decimal(144_000), Decimal(139_000))}
    assert {one.cause.act.reference for one in early if one.cause.act} == {"Verordening (EU) 2019/1828"}


@cache
def answers_of_2020() -> tuple[AnswerChange, ...]:
    return compared("2019-11-01", "2020-03-01").answers


def test_the_same_day_twice_makes_no_difference() -> None:
    """The note says so and stops."""
    found = compared("2026-03-01", "2026-03-01")

    assert found.is_empty
    assert found.note(DUTCH)[-1].startswith("Geen verschil:")
    assert not list(parts(found, DUTCH))


def test_two_days_of_one_period_make_no_difference() -> None:
    """Nothing begins or ends between them."""
    assert "Geen verschil:" in note("2026-03-01", "2026-11-01")


@pytest.mark.parametrize(
    "pair", [("2017-06-01", "2026-03-01"), ("2026-03-01", "2028-01-01")], ids=["before", "after"]
)
def test_a_day_outside_the_book_is_named(pair: tuple[str, str]) -> None:
    """Which days are known; nothing is compared with a day of which nothing is."""
    found = compared(*pair)

    assert len(found.unknown_days) == 1
    assert "het kent ze van 1 januari 2018 tot en met 31 december 2027" in note(*pair)
    assert not found.figures
    assert not found.answers
    assert not found.cases


def test_days_in_the_wrong_order_are_refused() -> None:
    """A difference runs forward."""
    with pytest.raises(ValueError, match="lies before"):
        law_difference(date(2026, 2, 1), date(2026, 1, 1))


def test_a_draft_is_never_told_as_law() -> None:
    """Every consequence says that it is the draft's and that nobody read it in the law; no day is named."""
    found = compared("2026-11-01", "2026-11-01", "draft-2026")
    told = note("2026-11-01", "2026-11-01", "draft-2026")

    assert "dat is geen recht en bindt niemand" in told
    assert "Opdracht van beperkte waarde, raming: van € 30.000 naar € 75.000, volgens het ontwerp" in told
    assert found.answers
    assert all(one.on is None and not one.cause.is_verified for one in found.answers)


def test_a_draft_that_only_leaves_something_open_has_no_consequence_there() -> None:
    """Low value: from 75.000 euro the draft, which nobody read, refuses nothing; no law changes by that."""
    found = compared("2026-11-27", "2026-11-27", "draft-2026")
    told = note("2026-11-27", "2026-11-27", "draft-2026")
    low = [one for one in found.answers if (one.topic, one.procedure) == ("procedure", "LOW")]

    assert [(one.before, one.after) for one in low] == [("refused", "allowed")]
    assert "(op 27 november 2026: mag niet)" in told
    assert "(nu " not in told
    assert "art. 62" not in told[told.index("Wat niet is nagelezen") :]


def test_what_began_in_a_form_that_nobody_read_is_not_read() -> None:
    """The simplified notice: its figure and its duty say the same."""
    lines = [line for line in note("2022-10-01", "2025-02-01").splitlines() if "26 februari 2023" in line]
    told = [line for line in lines if "ereenvoudigde aankondiging" in line]

    assert len(told) == 3
    assert all("niet nagelezen" in line for line in told)


def test_a_draft_that_does_not_exist_is_refused() -> None:
    """A name is never taken for the law itself."""
    with pytest.raises(KeyError):
        law_difference(date(2026, 1, 1), date(2026, 2, 1), "draft-2027")


@pytest.mark.parametrize("pair", PAIRS, ids="/".join)
def test_no_sentence_shows_a_code_or_a_bare_number(pair: tuple[str, str]) -> None:
    """Ids of rules, names of figures and codes of procedures stay in the JSON; amounts are Belgian euros."""
    told = note(*pair)
    names = {one.name for one in pack_of()[0].values} | {one.id for one in pack_of()[0].rules}
    words = set(re.findall(r"[\w.-]+", told))

    assert not words & (
        names | set(procedure_labels()) | {"subcentral", "classic", "art29_1", "be-procurement"}
    )
    assert not re.search(r"\d{5}|EUR| euro\b|[{}]|\bNone\b", re.sub(r"tekst \w+|EN 16931", "", told))


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_every_sentence(code: str) -> None:
    """As many lines in each, no Dutch left in the others."""
    lines = [
        compared(*pair, *draft).note(language(code))
        for pair, draft in (*((one, ()) for one in PAIRS[:2]), DRAFT)
    ]
    dutch = [
        compared(*pair, *draft).note(DUTCH) for pair, draft in (*((one, ()) for one in PAIRS[:2]), DRAFT)
    ]

    assert [*map(len, lines)] == [*map(len, dutch)]
    if code != "nl":
        assert not re.search(
            r"\b(nagelezen|vanaf|opdracht|Wet|Verordening|tot)\b",
            "\n".join(line for one in lines for line in one),
        )


DRAFT = (("2026-11-01", "2026-11-01"), ("draft-2026",))


def test_no_aspect_of_a_contract_stands_in_two_rows() -> None:
    """Amounts of one kind of contract never overlap."""
    for topic in {one.topic for one in compared(*NEW_YEAR).answers}:
        rows = [one for one in compared(*NEW_YEAR).answers if one.topic == topic and not one.procedure]
        for profile in profiles():
            own = sorted(
                (one.amounts for one in rows if profile in one.profiles), key=lambda one: one.low or 0
            )
            assert all((one.high or 0) <= (other.low or 0) for one, other in pairwise(own)), (topic, profile)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(profiles())),
    st.decimals(min_value=1, max_value=6_000_000, places=2)
    | st.sampled_from(
        [Decimal(one) for one in (140_000, 143_000, 216_000, 432_000, 2_702_000, 5_404_000)]
    ).flatmap(lambda one: st.sampled_from([one - Decimal("0.01"), one, one + Decimal("0.01")])),
)
def test_the_note_tells_every_change_of_any_contract(profile: Profile, amount: Decimal) -> None:
    """Whoever and whatever amount: the rows that hold it are exactly what two answers do not share."""
    facts = {"buyer": profile.buyer, "sector": profile.sector, "kind": profile.kind}
    asked = {**facts, "estimate": amount, "award": amount, "urgency": "none"}
    old, new = (advise({**asked, "date": day}) for day in NEW_YEAR)
    expected = {(topic, code, was, becomes) for (topic, code), was, becomes in differences(old, new)}

    told = {
        (one.topic, one.procedure, one.before, one.after)
        for one in compared(*NEW_YEAR).answers
        if profile in one.profiles and _holds(one, amount)
    }

    assert told == expected


def _holds(one: AnswerChange, amount: Decimal) -> bool:
    low, high = one.amounts.low, one.amounts.high
    assert not one.amounts.is_from_eu
    is_above = low is None or amount > low or (one.amounts.has_low and amount == low)
    return is_above and (high is None or amount < high or (one.amounts.has_high and amount == high))


def test_the_record_holds_codes_sources_and_flags() -> None:
    """A program finds the same with its codes, and the note beside it."""
    told = compared(*NEW_YEAR).record(DUTCH)
    change = next(one for one in told["changes"] if one["id"] == "eu_works")
    answer = next(one for one in told["consequences"] if one["procedure"] == "VOPZB")

    assert (told["pack"], told["from"]["on"], told["to"]["on"]) == ("be-procurement", *NEW_YEAR)
    assert (change["before"], change["after"], change["verified"]) == (5_538_000, 5_404_000, True)
    assert (answer["before"], answer["after"], answer["article"]) == (
        "allowed",
        "refused",
        "art. 42, § 1, 1°, a)",
    )
    assert answer["amount"] | {"from": 140_000, "to": 143_000} == answer["amount"]
    assert "M05" in {one["id"] for one in told["cases"]}
    assert told["note"] == compared(*NEW_YEAR).note(DUTCH)


def test_one_law_has_no_changes() -> None:
    """A period against itself asks nothing."""
    assert answer_changes((law_on(date(2026, 3, 1)),), "") == ()
