"""Words, questions and snippets: what both databases are given, without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stuurbord.web.search.question import Term, read_question
from stuurbord.web.search.snippets import marked, snippet
from stuurbord.web.search.words import MOST_CHARACTERS, folded, stem_of, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("vertraging", "vertragingen"),
        ("sluis", "sluizen"),
        ("deur", "deuren"),
        ("levering", "leveringen"),
        ("risico", "risico's"),
        ("risico", "risicos"),
        ("beslissing", "beslissingen"),
        ("vergunning", "vergunningen"),
    ],
)
def test_forms_of_a_word_have_one_stem(one, other):
    """As Dutch bends them."""
    assert stem_of(words_of(one)[0]) == stem_of(words_of(other)[0])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("R-041 Sluïs", ["r", "041", "sluis"]),
        ("CAFÉ d\u200bicht\u202ebij", ["cafe", "dichtbij"]),
        ("straße_weg", ["strasse", "weg"]),
        ("…!?", []),
        ("ﬁnale", ["finale"]),
    ],
)
def test_words_are_folded(text, words):
    """Capitals, accents, signs that nobody sees, letters that are two."""
    assert words_of(text) == words


@given(st.text())
def test_words_hold_letters_and_digits_only(text):
    """So that no database reads a sign of its own language in them."""
    for word in words_of(text):
        assert word
        assert not set(word) & set("\"'*:()-&|!<>\\%_ \0")


def test_a_text_without_end_is_read_to_a_bound():
    """Ten million signs cost no more than the first."""
    assert len(" ".join(words_of("a " * 5_000_000))) <= MOST_CHARACTERS


def test_a_question_is_words_phrases_and_what_is_left_out():
    """The last word may go on; a code is words beside each other; small words say nothing."""
    question = read_question('de sluis "van de brug" -beton R-04')

    assert question.terms == (
        Term(("sluis",)),
        Term(("van", "de", "brug"), is_exact=True),
        Term(("r", "04"), is_begun=True),
    )
    assert question.excluded == (Term(("beton",)),)


@pytest.mark.parametrize(
    ("text", "terms", "excluded"),
    [
        ("", 0, 0),
        ("   ", 0, 0),
        ('"', 0, 0),
        ("-", 0, 0),
        ('-"', 0, 0),
        ("-sluis", 0, 1),
        ('-"de sluis"', 0, 1),
        ('"nooit gesloten', 1, 0),
        ("de het", 2, 0),
        ("AND OR NOT NEAR", 4, 0),
        ("a" * 5_000, 1, 0),
        (" ".join(["sluis"] * 500), 12, 0),
        ("\0\0", 0, 0),
        ("col:waarde* ^(x) {y}", 3, 0),
    ],
)
def test_odd_questions_are_read(text, terms, excluded):
    """Never an error."""
    question = read_question(text)

    assert (len(question.terms), len(question.excluded)) == (terms, excluded)


@given(st.text())
def test_marking_changes_no_sign(text):
    """The parts together are the text."""
    terms = read_question(text[:20]).terms

    assert "".join(part.text for part in marked(text, terms)) == text


def test_a_snippet_is_the_piece_where_the_word_stands():
    """With the word apart, in whatever form it stands there."""
    text = "woord " * 100 + "de Vertragingen aan de sluis " + "slot " * 100
    parts = snippet(text, read_question("vertraging").terms)

    assert [part.text for part in parts if part.is_hit] == ["Vertragingen"]
    assert sum(len(part.text) for part in parts) < 220
    assert parts[0].text.startswith("… ")
    assert parts[-1].text.endswith(" …")


def test_folding_is_stable():
    """Folding what is folded changes nothing."""
    assert folded(folded("Éën Ångström")) == folded("Éën Ångström")
