"""Compiled conditions give what the engine gives, whatever the rules and the facts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from stuurbord.rulebooks.rule_pack import Pack, read_pack
from stuurbord.rulebooks.rule_pack.compiled import compile_conditions
from stuurbord.rulebooks.rule_pack.literals import Value, read_condition
from stuurbord.rulebooks.rule_pack.looking import Look, standing
from tests.rulebooks.random_packs import facts, packs

ON = date(2026, 6, 1)


@settings(deadline=None, max_examples=60)
@given(packs(), facts())
def test_a_compiled_rule_is_what_the_engine_says_of_it(pack: Pack, known: dict[str, Value]) -> None:
    """Rules and derived names, in all three values."""
    stands = standing(pack, ON)
    compiled = compile_conditions(stands, pack.derived)
    look = Look(stands, known)

    truths = compiled.run(known)

    assert {name: truths[place] for name, place in compiled.rules.items()} == {
        one.id: look.met(one) for one in stands.rules
    }
    assert {name: truths[place] for name, place in compiled.conditions.items()} == {
        name: look.condition(one) for name, one in pack.derived.items()
    }


def test_an_aggregate_of_rules_is_not_compiled() -> None:
    """`met.blocking` is the engine's: it depends on every rule of a severity."""
    text = 'key = "x"\nversion = "1"\n[[fact]]\nname = "a"\n[[class]]\ncode = "Y"\nwhen = [["a"]]\n'
    stands = standing(read_pack(text, "x.toml"), ON)

    with pytest.raises(ValueError, match="aggregate"):
        compile_conditions(stands, {"all": read_condition([["met.blocking"]])})


def test_a_sentence_names_the_figure_of_the_day() -> None:
    """Braces stand for a dated value, written as each language does; one not in force is a dash."""
    text = """
key = "x"
version = "1"
[[fact]]
name = "amount"
kind = "number"
[[value]]
name = "limit"
value = 1_250_000
unit = "EUR"
from = 2026-01-01
[[rule]]
id = "R"
title = { nl = "onder {limit}", fr = "sous {limit}", en = "below {limit}" }
severity = "blocking"
require = [["amount < limit"]]
"""
    pack = read_pack(text, "x.toml")

    (now,) = standing(pack, ON).rules
    (before,) = standing(pack, date(2025, 12, 31)).rules

    assert dict(now.title) == {
        "nl": "onder €\xa01.250.000",
        "fr": "sous 1\xa0250\xa0000\xa0€",
        "en": "below 1,250,000",
    }
    assert before.title["nl"] == "onder –"
