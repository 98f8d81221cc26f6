"""The conditions of a pack as it stands on a day, compiled once into one straight run over the facts.

`decide` looks at each condition when it needs it, which is what reasons and missing facts ask. Where one
subject after another is asked and only truths count, the run is some three times as fast: each distinct
literal is worked out once, and what rests on it follows by place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import Any, Final

from stuurbord.rulebooks.rule_pack.literals import OPERATORS, Condition, Conjunction, Literal, Term, Value
from stuurbord.rulebooks.rule_pack.looking import MET, Standing
from stuurbord.rulebooks.rule_pack.model import Rule

Facts = Mapping[str, Value]
Step = Callable[[Facts, list[int]], int]
_FALSE, _UNKNOWN, _TRUE = 0, 1, 2


class Compiled:
    """A run over facts that gives the truth of conditions and rules.

    Attributes
    ----------
    rules
        Id → the place of its truth in what `run` returns.
    conditions
        Name → the place of the truth of a condition, as `compile_conditions` was given it.
    """

    def __init__(
        self, steps: Iterable[Step], rules: Mapping[str, int], conditions: Mapping[str, int]
    ) -> None:
        self._steps = tuple(steps)
        self.rules, self.conditions = rules, conditions

    def run(self, facts: Facts) -> list[int]:
        """Return the truth (0 false, 1 not known, 2 true) of every step, by place.

        Parameters
        ----------
        facts
            As `facts_from` gives them; thresholds are compiled in.
        """
        truths: list[int] = []
        add = truths.append
        for step in self._steps:
            add(step(facts, truths))
        return truths


def compile_conditions(
    stands: Standing, conditions: Mapping[str, Condition], *, with_rules: bool = True
) -> Compiled:
    """Return the rules of a standing, and further conditions by name, compiled.

    Raises
    ------
    ValueError
        If a condition reads an aggregate of rules (``met.blocking``): that is `decide`'s.
    """
    making = _Making(stands)
    rules = {one.id: making.rule(one) for one in stands.rules} if with_rules else {}
    return Compiled(making.steps, rules, {name: making.condition(one) for name, one in conditions.items()})


class _Making:
    """Steps in the order in which each rests only on those before it."""

    def __init__(self, stands: Standing) -> None:
        self.stands = stands
        self.steps: list[Step] = []
        self.places: dict[Any, int] = {}

    def rule(self, rule: Rule) -> int:
        """Return the place of whether a rule is met: it does not apply, or what it requires holds."""
        requires = self.condition(rule.require)
        applies = self.condition(rule.applies)
        if rule.applies == ((),):
            return requires
        return self._placed(
            ("rule", applies, requires), lambda _, told: max(2 - told[applies], told[requires])
        )

    def condition(self, condition: Condition) -> int:
        return self._joined("any", [self._conjunction(one) for one in condition], max, _FALSE)

    def _conjunction(self, conjunction: Conjunction) -> int:
        return self._joined("all", [self._literal(one) for one in conjunction], min, _TRUE)

    def _joined(self, kind: str, parts: list[int], join: Callable[..., int], of_none: int) -> int:
        places = tuple(dict.fromkeys(parts))
        if not places:
            return self._placed((kind,), lambda _, told: of_none)
        if len(places) == 1:
            return places[0]
        if len(places) == 2:
            return self._placed((kind, *places), _of_two(kind == "all", *places))
        chosen = itemgetter(*places)
        return self._placed((kind, *places), lambda _, told: join(chosen(told)))

    def _literal(self, literal: Literal) -> int:
        if literal.left is not None and literal.right is not None:
            return self._placed(
                literal.text, self._comparison(literal.left, literal.operation, literal.right)
            )
        name = literal.name
        if name.startswith(MET):
            raise ValueError(f"{name} is an aggregate: it is not compiled")
        derived = self.stands.pack.derived.get(name)
        place = (
            self.condition(derived) if derived is not None else self._placed(("flag", name), self._flag(name))
        )
        return self._placed(("not", place), lambda _, told: 2 - told[place]) if literal.is_negated else place

    def _flag(self, name: str) -> Step:
        fixed = self.stands.values.get(name)
        if fixed is not None:
            truth = _TRUE if fixed else _FALSE
            return lambda _, told: truth

        def step(facts: Facts, told: list[int]) -> int:
            value = facts.get(name)
            return _UNKNOWN if value is None else _TRUE if value else _FALSE

        return step

    def _comparison(self, left: Term, operation: str, right: Term) -> Step:
        one, other = self._fixed(left), self._fixed(right)
        if one is None and other is not None and left.factor is None and left.offset is None:
            return _AGAINST[operation](left.fact, other)
        holds: Final = OPERATORS[operation]

        def step(facts: Facts, told: list[int]) -> int:
            first = left.value(facts.get(left.fact)) if one is None else one
            second = right.value(facts.get(right.fact)) if other is None else other
            return _UNKNOWN if first is None or second is None else _TRUE if holds(first, second) else _FALSE

        return step

    def _fixed(self, term: Term) -> Any:
        """Return what a term is whatever the facts; None if they decide."""
        if not term.fact:
            return term.constant
        value = self.stands.values.get(term.fact)
        return None if value is None else term.value(value)

    def _placed(self, key: Any, step: Step) -> int:
        found = self.places.get(key)
        if found is None:
            self.steps.append(step)
            found = self.places[key] = len(self.steps) - 1
        return found


def _of_two(is_least: bool, one: int, other: int) -> Step:
    """Return the least or the most of two truths; that is what nearly every step joins."""

    def least(_: Facts, told: list[int]) -> int:
        first, second = told[one], told[other]
        return first if first < second else second

    def most(_: Facts, told: list[int]) -> int:
        first, second = told[one], told[other]
        return first if first > second else second

    return least if is_least else most


# One function per operator, so that the run makes no second call for each comparison.
_AGAINST: Final[Mapping[str, Callable[[str, Any], Step]]] = {
    "<": lambda name, limit: (
        lambda facts, _: 1 if (value := facts.get(name)) is None else 2 if value < limit else 0
    ),
    "<=": lambda name, limit: (
        lambda facts, _: 1 if (value := facts.get(name)) is None else 2 if value <= limit else 0
    ),
    ">": lambda name, limit: (
        lambda facts, _: 1 if (value := facts.get(name)) is None else 2 if value > limit else 0
    ),
    ">=": lambda name, limit: (
        lambda facts, _: 1 if (value := facts.get(name)) is None else 2 if value >= limit else 0
    ),
    "=": lambda name, limit: (
        lambda facts, _: 1 if (value := facts.get(name)) is None else 2 if value == limit else 0
    ),
    "!=": lambda name, limit: (
        lambda facts, _: 1 if (value := facts.get(name)) is None else 2 if value != limit else 0
    ),
}
