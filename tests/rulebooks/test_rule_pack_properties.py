"""Whatever the rules: more knowledge never takes an answer back, and what is missing decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from stuurbord.rulebooks.rule_pack import Answer, Pack, Truth, decide, decide_many
from stuurbord.rulebooks.rule_pack.literals import Condition, Value, read_condition
from stuurbord.rulebooks.rule_pack.looking import Look, standing
from tests.rulebooks.random_packs import DOMAINS, FACTS, conditions, facts, packs

ON = date(2026, 6, 1)
MOST_WAYS = 600
"""Ways of answering that the check by brute force may try."""
slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def is_open(answer: Answer) -> bool:
    return not answer.is_decided


def met(answer: Answer) -> dict[str, Truth]:
    return {one.rule.id: one.met for one in answer.rules}


@slow
@given(packs(), facts(), facts())
def test_more_facts_never_change_what_was_known(
    pack: Pack, known: dict[str, Value], more: dict[str, Value]
) -> None:
    """A verdict, a rule and an obligation that are certain stay so; only the unknown becomes known."""
    before = decide(pack, known, ON)
    after = decide(pack, more | known, ON)

    assert is_open(before) or (after.verdict, after.is_decided) == (before.verdict, True)
    for rule, truth in met(before).items():
        assert truth is Truth.UNKNOWN or met(after)[rule] is truth
    for one in before.obligations:
        assert one.is_possible or one in after.obligations
    assert {one.id for one in after.obligations} <= {one.id for one in before.obligations}


@slow
@given(packs(), facts())
def test_no_fact_is_missing_once_the_verdict_is_given(pack: Pack, known: dict[str, Value]) -> None:
    """What is missing is empty exactly when the verdict is decided."""
    answer = decide(pack, known, ON)

    assert bool(answer.missing) == is_open(answer)
    assert not known.keys() & set(answer.missing)


def ways(names: Iterable[str]) -> Iterator[Mapping[str, Value]]:
    """Yield every way to answer facts."""
    asked = list(names)
    for values in product(*(DOMAINS[name] for name in asked)):
        yield dict(zip(asked, values, strict=True))


def are_enough(pack: Pack, known: Mapping[str, Value], names: Iterable[str]) -> bool:
    """Return whether every way to answer these facts decides; asked of the engine's verdict alone."""
    return all(decide(pack, {**known, **way}, ON).is_decided for way in ways(names))


def n_ways(names: Iterable[str]) -> int:
    count = 1
    for name in names:
        count *= len(DOMAINS[name])
    return count


@pytest.mark.parametrize("with_verdicts", [True, False])
def test_what_is_missing_decides_and_no_part_of_it_does(with_verdicts: bool) -> None:
    """Against brute force: every way to answer decides; with any one fact left out, some way does not."""

    @settings(slow, max_examples=150)
    @given(packs(with_verdicts), facts())
    def holds(pack: Pack, known: dict[str, Value]) -> None:
        answer = decide(pack, known, ON)
        assume(is_open(answer) and n_ways(answer.missing) <= MOST_WAYS)

        assert are_enough(pack, known, answer.missing)
        for name in answer.missing:
            assert not are_enough(pack, known, [one for one in answer.missing if one != name]), name

    holds()


@slow
@given(packs(), st.lists(facts(), max_size=4))
def test_many_at_once_get_the_answers_they_would_get_alone(
    pack: Pack, subjects: list[dict[str, Value]]
) -> None:
    """The way for a thousand projects gives the same verdicts, reasons and missing facts."""
    alone = [decide(pack, one, ON) for one in subjects]

    assert [one.record() for one in decide_many(pack, subjects, ON)] == [one.record() for one in alone]


@slow
@given(packs(), facts(), st.randoms(use_true_random=False))
def test_the_order_of_alternatives_does_not_matter(pack: Pack, known: dict[str, Value], chance) -> None:
    """Conjunctions and the conditions in them may be written in any order."""

    def shuffled(condition):
        rows = [chance.sample(row, len(row)) for row in condition]
        return tuple(tuple(row) for row in chance.sample(rows, len(rows)))

    turned = replace(
        pack,
        derived={name: shuffled(condition) for name, condition in pack.derived.items()},
        verdicts=tuple(replace(one, when=shuffled(one.when)) for one in pack.verdicts),
        rules=tuple(
            replace(one, require=shuffled(one.require), applies=shuffled(one.applies)) for one in pack.rules
        ),
    )
    here, there = decide(pack, known, ON), decide(turned, known, ON)

    assert (here.verdict, met(here)) == (there.verdict, met(there))
    assert len(here.missing) == len(there.missing)
    assert {one.id for one in here.obligations} == {one.id for one in there.obligations}


@slow
@given(conditions(("a", "b", "c")), facts())
def test_not_turns_an_answer_round(condition: Condition, known: dict[str, Value]) -> None:
    """What is denied is true where the rest is false, false where it is true, unknown where it is."""
    pack = Pack("x", "1", "", {}, facts=FACTS, derived={"p": condition})
    look = Look(standing(pack, ON), known)
    (plain,), (turned,) = read_condition([["p"]]), read_condition([["!p"]])

    assert look.conjunction(plain) == 2 - look.conjunction(turned)
