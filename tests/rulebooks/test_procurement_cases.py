"""The worked cases of Belgian procurement: every key that a case names is compared as it is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

import pytest

from stuurbord.rulebooks.be_procurement import advise
from stuurbord.rulebooks.be_procurement.catalogue import text_of

CASES = tomllib.loads(text_of("worked.toml"))["case"]
BESIDE = ("id", "about", "expect")


def answer_to(case: Mapping[str, Any]) -> dict[str, Any]:
    return advise({key: one for key, one in case.items() if key not in BESIDE}).plain()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_worked_case_is_answered_in_every_key(case: Mapping[str, Any]) -> None:
    """A table may hold more than the case names; numbers, texts and lists are equal, order included."""
    answer = answer_to(case)

    found = {
        key: {name: answer[key].get(name) for name in told} if isinstance(told, dict) else answer.get(key)
        for key, told in case["expect"].items()
    }

    assert found == case["expect"]
    assert {key: type(one) for key, one in found.items()} == {
        key: type(one) for key, one in case["expect"].items()
    }


def test_the_thirteen_cases_of_the_authors_are_there() -> None:
    """M01 to M13, each with what it expects."""
    assert [case["id"] for case in CASES[:13]] == [f"M{number:02}" for number in range(1, 14)]
    assert all(case["expect"] for case in CASES)


def test_every_answer_says_why_on_which_text_and_until_when() -> None:
    """Reasons with article, validity and verified flag; the key and the hash of the book."""
    for case in CASES:
        answer = answer_to(case)

        assert {"because", "missing", "obligations", "warnings", "pack", "hash"} <= answer.keys()
        assert len(answer["hash"]) == 64
        for one in answer["because"]:
            assert one["text"], (case["id"], one)
            assert one["source"], (case["id"], one)
            assert isinstance(one["verified"], bool)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_an_answer_is_complete_in_each_language(language: str) -> None:
    """No sentence is left out and no brace is left open."""
    for case in CASES:
        facts = {key: one for key, one in case.items() if key not in BESIDE}
        answer = advise(facts).plain(language)
        sentences = [one["text"] for key in ("because", "obligations", "warnings") for one in answer[key]]

        assert all(sentences), case["id"]
        assert not [one for one in sentences if "{" in one or "}" in one], case["id"]
