"""Small random rule packs, with everything that a pack may hold, and facts for them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from stuurbord.rulebooks.rule_pack.literals import Value, read_condition
from stuurbord.rulebooks.rule_pack.model import Dated, Fact, Obligation, Pack, Rule, Severity, VerdictRule

FLAGS = ("a", "b", "c", "family.x")
CHOICES = ("small", "large")
COMPARISONS = (
    "n > 1",
    "n <= 2",
    "m >= 1",
    "n > m",
    "m < 2 * n",
    "t = 'small'",
    "t != 'large'",
    "d >= 2027-01-02",
    "d < limit",
    "on >= 2026-01-01",
)
FACTS = (
    *(Fact(name, "flag", {}) for name in ("a", "b", "c", "family.*")),
    Fact("n", "number", {}),
    Fact("m", "number", {}),
    Fact("t", "text", {}, choices=CHOICES),
    Fact("d", "date", {}),
    Fact("limit", "date", {}),
)
_BEGIN = 739_983
"""2027-01-01 as an ordinal number."""
NUMBERS = tuple(Decimal(half) / 2 for half in range(-2, 14))
"""As fine and as wide as the comparisons need, with one number known from 0 to 3."""
DAYS = tuple(range(_BEGIN - 1, _BEGIN + 4))
DOMAINS: Mapping[str, tuple[Value, ...]] = {
    **dict.fromkeys(FLAGS, (True, False)),
    "n": NUMBERS,
    "m": NUMBERS,
    "t": CHOICES,
    "d": DAYS,
    "limit": DAYS,
}


def conditions(names: tuple[str, ...]) -> st.SearchStrategy[Any]:
    """Return conditions of at most three conjunctions of at most three literals."""
    literals = st.sampled_from([*names, *(f"!{one}" for one in names), *COMPARISONS])
    rows = st.lists(st.lists(literals, min_size=1, max_size=3), min_size=1, max_size=3)
    return rows.map(read_condition)


@st.composite
def packs(draw: Any, with_verdicts: bool = True) -> Pack:
    """Return a pack of two derived names, up to three rules, two classes and an obligation."""
    derived = {"p": draw(conditions(FLAGS)), "q": draw(conditions((*FLAGS, "p")))}
    names = (*FLAGS, "p", "q")
    rules = tuple(
        Rule(
            f"R{number}",
            (),
            {"nl": "regel"},
            {},
            draw(st.sampled_from(list(Severity))),
            Dated(),
            draw(conditions(names)),
            applies=draw(conditions(names)),
            is_verified=draw(st.booleans()),
        )
        for number in range(draw(st.integers(0 if with_verdicts else 1, 3)))
    )
    names = (*names, "met.blocking", "met.condition")
    verdicts = tuple(
        VerdictRule(code, draw(conditions(names)), {"nl": code}, Dated()) for code in ("ONE", "TWO")
    )
    return Pack(
        key="random",
        version="1",
        sha256="",
        title={},
        default_verdict="REST",
        facts=FACTS,
        derived=derived,
        verdicts=verdicts if with_verdicts else (),
        rules=rules,
        obligations=(Obligation("DUTY", draw(conditions(names)), {}, Dated()),),
    )


def facts(names: tuple[str, ...] = tuple(DOMAINS)) -> st.SearchStrategy[dict[str, Value]]:
    """Return facts of which any may be unknown."""
    known = dict(DOMAINS) | dict.fromkeys(("n", "m"), NUMBERS[2:9]) | dict.fromkeys(("d", "limit"), DAYS[1:4])
    return st.fixed_dictionaries({}, optional={name: st.sampled_from(known[name]) for name in names})
