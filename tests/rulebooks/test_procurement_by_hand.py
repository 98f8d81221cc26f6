"""Cases that were answered by hand from the law before the rule book was asked."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from stuurbord.rulebooks.be_procurement import advise

CASES: Final = tomllib.loads(Path(__file__).with_name("procurement_by_hand.toml").read_text("utf-8"))["case"]
ALWAYS_WARNED: Final = {"inspection_not_configured", "delegations_not_configured", "not_verified"}

Answer = Mapping[str, Any]


def is_warned(answer: Answer) -> bool:
    return bool({one["code"] for one in answer["warnings"]} - ALWAYS_WARNED)


HOLDS: Final[Mapping[str, Callable[[Answer, Any], bool]]] = {
    "includes": lambda answer, told: set(told) <= set(answer["allowed"]),
    "on_ground": lambda answer, told: set(told) <= answer["cond"].keys(),
    "refused": lambda answer, told: set(told) <= answer["refused"].keys(),
    "ground_text": lambda answer, told: all(text in answer["cond"][code] for code, text in told.items()),
    "min_days": lambda answer, told: told.items() <= answer["min_days"].items(),
    "is_warned": lambda answer, told: is_warned(answer) is told,
    "asks": lambda answer, told: bool(answer["missing"]) is told,
    "is_doubtful": lambda answer, told: (is_warned(answer) or bool(answer["missing"])) is told,
    "no_split": lambda answer, _: "split_together" not in {one["code"] for one in answer["warnings"]},
    "advance_begins": lambda answer, told: answer["advance"].startswith(told),
    "advance_begins_not": lambda answer, told: not answer["advance"].startswith(told),
}
"""How an expectation is held against an answer; any other key is equal to its value, in kind too."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_case_by_hand_is_answered_alike(case: Mapping[str, Any]) -> None:
    """Every expectation holds, and no procedure has two verdicts."""
    answer = advise(case["facts"]).plain()

    verdicts = [*answer["allowed"], *answer["cond"], *answer["refused"], *answer["unknown"]]
    assert len(verdicts) == len(set(verdicts))
    for key, told in case["expect"].items():
        if key in HOLDS:
            assert HOLDS[key](answer, told), (key, answer)
        else:
            assert (answer[key], type(answer[key])) == (told, type(told)), key
