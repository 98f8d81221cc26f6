"""Public code lists: complete, in three languages, found by words and by digits."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stuurbord.exchange.code_lists import NAMES, code_list, is_social, label, search_cpv
from stuurbord.exchange.code_lists.build import TARGET, build

MOST_BYTES = 1_500_000


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("cpv", 9454),
        ("nuts-be", 62),
        ("notice-type", 21),
        ("procedure-type", 10),
        ("contract-nature", 3),
        ("buyer-legal-type", 19),
        ("main-activity", 20),
        ("award-criterion-type", 3),
    ],
)
def test_a_list_is_complete_with_every_label(name, count):
    """As many codes as the source has; no label is empty."""
    codes = code_list(name)

    assert len(codes) == count
    assert all(one.nl and one.fr and one.en for one in codes.values())


def test_every_list_is_counted_above():
    """Another list is another line in the table."""
    assert len(NAMES) == 8
    with pytest.raises(KeyError):
        code_list("cpv-2003")


@pytest.mark.parametrize(
    ("name", "code", "language", "told"),
    [
        ("cpv", "72700000", "nl", "Computernetwerkdiensten"),
        ("cpv", "45000000", "fr", "Travaux de construction"),
        ("cpv", "48000000", "en", "Software package and information systems"),
        ("nuts-be", "BE2", "nl", "Vlaams Gewest"),
        ("nuts-be", "BE234", "nl", "Arr. Gent"),
        ("procedure-type", "open", "fr", "Ouverte"),
        ("buyer-legal-type", "eu-ins-bod-ag", "nl", "EU-instelling, -orgaan of -agentschap"),
        ("cpv", "99999999", "nl", "99999999"),
    ],
)
def test_a_code_means_the_same_in_each_language(name, code, language, told):
    """A code that the list does not know stands for itself."""
    assert label(name, code, language) == told


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("netwerken", "nl", "32400000"),
        ("netwerk", "nl", "32400000"),
        ("réseaux", "fr", "32400000"),
        ("RESEAUX", "fr", "32400000"),
        ("bouwwerkzaamheden", "nl", "45000000"),
        ("72000000-5", "nl", "72000000"),
        ("722", "nl", "72200000"),
        ("  software   testing ", "en", "72254000"),
    ],
)
def test_the_best_code_comes_first(text, language, first):
    """Whole label, begin of the label, begin of a word; the more general code among equals."""
    assert search_cpv(text, language)[0].code == first


def test_a_word_is_found_inside_a_compound():
    """Dutch writes it as one word."""
    assert "72511000" in {one.code for one in search_cpv("netwerkbeheer software", "nl")}


def test_words_are_tried_without_their_endings_when_nothing_fits():
    """``beheren`` and ``netwerken`` stand in no label together; their stems do."""
    assert "72315000" in {one.code for one in search_cpv("netwerken beheren ondersteunen", "nl", 50)}


@pytest.mark.parametrize("text", ["", "   ", "?!", "xyzzy", "99999999"])
def test_nothing_is_found_where_nothing_fits(text):
    """An empty search is no list of everything."""
    assert search_cpv(text) == ()


def test_a_language_or_number_that_cannot_be_is_refused():
    """A caller's mistake."""
    with pytest.raises(ValueError, match="language"):
        search_cpv("x", "de")
    with pytest.raises(ValueError, match="limit"):
        search_cpv("x", limit=0)


@settings(max_examples=60)
@given(st.text(max_size=30), st.sampled_from(["nl", "fr", "en"]), st.integers(1, 30))
def test_a_search_never_fails_and_keeps_its_limit(text, language, limit):
    """Whatever people type; each code once."""
    found = search_cpv(text, language, limit)

    assert len(found) == len({one.code for one in found}) <= limit


def test_codes_have_eight_digits():
    """The ninth is a check digit, which the source leaves out."""
    assert all(re.fullmatch(r"\d{8}", code) for code in code_list("cpv"))


def test_social_services_are_those_of_the_list():
    """Staff training stands in it; programming does not."""
    assert is_social("80511000")
    assert not is_social("72260000")


def test_the_shipped_files_are_what_the_source_gives(shared_data, tmp_path: Path):
    """Building again gives the same bytes, within the room they may take."""
    build(shared_data("eforms"), tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    assert made == {path.name: path.read_bytes() for path in TARGET.glob("*.gz")}
    assert sum(map(len, made.values())) < MOST_BYTES


def test_the_credit_stands_beside_the_data():
    """CC BY 4.0 asks for source, licence and changes."""
    told = (TARGET / "NOTICE.txt").read_text(encoding="utf-8")

    assert all(one in told for one in ("eForms-SDK", "European Union", "CC BY 4.0", "Changes:"))


def test_a_list_with_a_code_twice_is_refused(tmp_path: Path):
    """A mistake in the source stops the build."""
    for name in NAMES:
        (tmp_path / f"{name}.csv").write_text("code,nl,en,fr\na,b,c,d\na,b,c,d\n", encoding="utf-8")

    with pytest.raises(ValueError, match="twice"):
        build(tmp_path, tmp_path)
