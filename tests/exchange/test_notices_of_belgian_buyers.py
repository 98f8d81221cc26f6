"""Sixty-five real notices: each opens a file or says why not, with the figures that stand in it."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from stuurbord.exchange.notices import (
    Notice,
    facts_of,
    makes_release,
    read_notice,
    said,
    stage_of,
    write_ocds,
)

SETS = ("ted-eforms-be-nl", "ted-xml-2014-be")


@pytest.fixture(scope="module")
def readings(shared_data):
    """File name → what reading it gave."""
    paths = [path for name in SETS for path in sorted(shared_data(name).glob("*.xml"))]
    return {path.stem: read_notice(path.read_bytes(), path.name) for path in paths}


@pytest.fixture(scope="module")
def notices(readings) -> dict[str, Notice]:
    """File name → its notice."""
    return {name: one.notice for name, one in readings.items() if one.notice}


def test_every_notice_is_read_and_counted_by_what_it_does(readings, notices):
    """All of them, none refused; the counts are those of the forms, counted by hand."""
    assert len(readings) == len(notices) == 65
    assert Counter(one.kind.value for one in notices.values()) == {
        "call": 24,
        "buyer_profile": 14,
        "result": 10,
        "planning": 7,
        "qualification": 7,
        "contest_result": 2,
        "transport": 1,
    }


def test_every_notice_opens_a_file_or_says_why_not(readings, notices):
    """Forty-one begin a file, at four stages; of the others each tells its reason."""
    assert Counter(stage_of(one) for one in notices.values()) == {
        "publication": 24,
        "": 24,
        "need": 7,
        "conclusion": 7,
        "stopped": 2,
        "notice": 1,
    }
    told = {
        name for name, one in readings.items() for each in one.findings if each.code == "notice_opens_no_file"
    }
    assert told == {name for name, one in notices.items() if not stage_of(one)}


def test_nothing_in_real_notices_is_left_unread(readings):
    """No value of the sixty-five is beyond the reader, and each names its buyer."""
    told = {each.code for one in readings.values() for each in one.findings}

    assert told == {
        "notice_opens_no_file",
        "notice_is_award",
        "notice_deadline_shared",
        "notice_buyer_abroad",
        "notice_buyer_european",
        "notice_winner_unclear",
    }


@pytest.mark.parametrize(
    ("name", "value", "due", "cpv", "n_lots"),
    [
        ("600792-2021", "68000000.00", "2022-01-06T13:00:00", "79714000", 1),
        ("191958-2021", "472479.34", "2021-05-20T10:07:00", "71200000", 2),
        ("277652-2017", "5400000.00", "2017-08-17T13:50:00", "80570000", 4),
        ("373441-2018", "9000000.00", "2018-10-12T11:30:00", "55300000", 1),
        ("231371-2022", "3033000.00", "2022-06-28T11:00:00", "55300000", 1),
        ("002881-2018", None, "2018-02-08T10:00:00", "44613800", 1),
        ("554724-2019", None, "2019-12-19T09:00:00", "64200000", 3),
        ("258012-2018", None, None, "45231400", 8),
        ("2024-OJS052-00152054", "12960000.00", "2024-05-23T10:15:00+02:00", "55400000", 1),
        ("2024-OJS044-00127505", "1000000.00", "2025-01-31T11:00:00+00:00", "79610000", 1),
        ("2024-OJS056-00163529", None, "2024-04-15T14:00:00+02:00", "79710000", 1),
    ],
)
def test_figures_are_those_that_stand_in_the_notice(notices, name, value, due, cpv, n_lots):
    """Value, term, code and lots, read by eye in the XML."""
    found = notices[name]

    assert (str(found.estimated_value.amount) if found.estimated_value else None) == value
    assert (found.tenders_due.as_text() if found.tenders_due else None) == due
    assert (found.cpv[0], len(found.lots)) == (cpv, n_lots)


def test_an_award_of_a_framework_agreement_tells_its_contract(notices):
    """Form F03 of a hospital: one supplier, two tenders, criteria of 70 and 30."""
    found = notices["013921-2021"]
    (award,) = found.awards

    assert [one.name for one in award.winners] == ["Sectra ImaXperts"]
    assert (str(award.value.amount), award.tenders_received) == ("2336300.00", 2)
    assert award.concluded_on.isoformat() == "2020-09-11"
    assert [str(one.weight) for one in found.lots[0].criteria] == ["70", "30"]
    assert found.previous == "2020/S 015-030370"


def test_a_contradiction_in_a_result_is_settled_by_what_each_tender_says(notices):
    """Five lots: the results refer to tenders of other lots; lot 2 has a contract that names no tender."""
    awards = notices["2024-OJS065-00191534"].awards

    assert [str(one.value.amount) if one.value else None for one in awards] == [
        "8819.09",
        None,
        "11016.45",
        "11807.88",
        "9317.85",
    ]
    assert [one.tenders_received for one in awards] == [6, 5, 4, 4, 5]


def test_an_open_procedure_tells_opening_validity_and_weights(notices):
    """Form F02 of a waste company, in French."""
    (lot,) = notices["002881-2018"].lots

    assert lot.opening.as_text() == "2018-02-08T10:00:00"
    assert lot.tenders_valid_until.isoformat() == "2018-08-06"
    assert [str(one.weight) for one in lot.criteria] == ["40", "15", "45"]


def test_a_range_of_amounts_is_no_estimate(notices):
    """Form F16 of Defence tells between which amounts the value lies, in an older layout."""
    found = notices["308849-2021"]

    assert [str(one.amount) for one in found.estimated_range] == ["5000000.00", "10000000.00"]
    assert "estimate" not in facts_of(found).facts
    assert said(found.titles, "fr")


def test_no_contact_person_gets_through(notices):
    """The names and addresses of contacts in the files; none is in a masked notice."""
    told = repr(list(notices.values()))

    for person in ("Dominicus", "Bouchat", "Daemen", "Dewez", "Kudding", "Gailliaert", "Ongenaert"):
        assert person not in told
    assert re.search(r"\w@[\w-]+\.\w", told) is None


def test_every_stage_of_a_process_becomes_open_data(notices):
    """Planning, calls and results give a release; the same bytes each time."""
    releases = {name: write_ocds(one) for name, one in notices.items() if makes_release(one)}

    assert len(releases) == 24 + 7 + 10 + 2
    assert all(write_ocds(notices[name]) == content for name, content in releases.items())
