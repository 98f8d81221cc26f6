"""Answer a pack's question from facts, as of a day.

Each condition is a disjunction of conjunctions in Kleene's three values. The verdicts are walked in order:
the first that is true is given; the first that is not known gives the pack's word for that, with what is
missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from stuurbord.errors import N_
from stuurbord.rulebooks.rule_pack.answer import Answer, Because, Obliged, RuleResult, Warned
from stuurbord.rulebooks.rule_pack.literals import ALWAYS, Value
from stuurbord.rulebooks.rule_pack.looking import Look, Standing, standing
from stuurbord.rulebooks.rule_pack.missing import missing_facts
from stuurbord.rulebooks.rule_pack.model import Obligation, Pack, Text, VerdictRule
from stuurbord.rulebooks.rule_pack.truth import Truth

CONTRADICTION = "contradiction"
NOT_VERIFIED = "not_verified"
UNVERIFIED: Text = {
    "nl": "Niemand heeft deze regel nagelezen in zijn bron: hij waarschuwt, hij weigert niets.",
    "en": N_("Nobody has checked this rule against its source: it warns, it refuses nothing."),
    "fr": "Personne n’a vérifié cette règle à la source : elle avertit, elle ne refuse rien.",
}


def decide(pack: Pack, facts: Mapping[str, Value], on: date, at: str = "") -> Answer:
    """Return the answer of a pack.

    Parameters
    ----------
    facts
        As `facts_from` gives them; a name that is absent is not known.
    at
        The gate or target whose rules are asked; empty for all.
    """
    return _answer(standing(pack, on, at), facts)


def decide_many(pack: Pack, subjects: Iterable[Mapping[str, Value]], on: date, at: str = "") -> list[Answer]:
    """Return the answers for many subjects; what depends on the day alone is worked out once."""
    stands = standing(pack, on, at)
    return [_answer(stands, facts) for facts in subjects]


def _answer(stands: Standing, facts: Mapping[str, Value]) -> Answer:
    pack, look = stands.pack, Look(stands, facts)
    contradicted = [one for one in pack.contradictions if look.condition(one.when) == Truth.TRUE]
    found = look.verdict()
    is_decided = not contradicted and (found is None or look.condition(found.when) == Truth.TRUE)
    rules = tuple(_result(look, rule) for rule in stands.rules)
    warnings = [Warned(CONTRADICTION, one.text) for one in contradicted]
    warnings += [
        Warned(NOT_VERIFIED, UNVERIFIED)
        for _one in [found if found and is_decided and not found.is_verified else None]
        if _one
    ]
    if any(not one.rule.is_verified and one.met != Truth.TRUE for one in rules):
        warnings.append(Warned(NOT_VERIFIED, UNVERIFIED))
    return Answer(
        pack=pack,
        on=stands.on,
        verdict=_code(pack, found) if is_decided else pack.unknown_verdict,
        label=_label(pack, found) if is_decided else {},
        is_decided=is_decided,
        because=_because(look, found, rules) if is_decided else (),
        missing=() if contradicted or is_decided else missing_facts(stands, facts),
        obligations=tuple(_obligations(look)),
        warnings=tuple(dict.fromkeys(warnings)) if len(warnings) < 2 else tuple(_distinct(warnings)),
        rules=rules,
        at_least="" if is_decided else _at_least(look),
    )


def _distinct(warnings: list[Warned]) -> list[Warned]:
    return [one for place, one in enumerate(warnings) if one not in warnings[:place]]


def _code(pack: Pack, found: VerdictRule | None) -> str:
    return found.code if found else pack.default_verdict


def _label(pack: Pack, found: VerdictRule | None) -> Text:
    return found.label if found else pack.default_label


def _because(look: Look, found: VerdictRule | None, rules: tuple[RuleResult, ...]) -> tuple[Because, ...]:
    """Return the rule that gave the verdict, then each rule that is not met."""
    made = []
    if found is not None:
        held = next(one for one in found.when if look.conjunction(one) == Truth.TRUE)
        texts = tuple(literal.text for literal in held)
        made.append(Because(found.code, found.reference, found.label, texts))
    for one in rules:
        if one.met == Truth.FALSE:
            made.append(Because(one.rule.id, one.rule.reference, one.rule.message or one.rule.title))
    return tuple(made)


def _result(look: Look, rule) -> RuleResult:  # type: ignore[no-untyped-def]
    met = Truth(look.met(rule))
    unknown = tuple(dict.fromkeys(look.unknown_of([rule]))) if met is Truth.UNKNOWN else ()
    applies = Truth.TRUE if rule.applies is ALWAYS else Truth(look.condition(rule.applies))
    return RuleResult(rule, met, applies, unknown)


def _at_least(look: Look) -> str:
    """Return the first verdict that holds for certain, behind those that are not known."""
    certain = (one for one in look.standing.verdicts if look.condition(one.when) == Truth.TRUE)
    found = next(certain, None)
    return found.code if found else ""


def _obligations(look: Look) -> Iterable[Obliged]:
    for one in look.standing.obligations:
        truth = look.condition(one.when)
        if truth != Truth.FALSE:
            yield Obliged(
                one.id,
                one.what,
                one.window.since,
                _by(look, one),
                one.reference,
                truth == Truth.UNKNOWN,
                one.is_verified,
            )


def _by(look: Look, one: Obligation) -> date | None:
    if one.by is None:
        return None
    found = one.by.value(look.value(one.by.fact)) if one.by.fact else one.by.constant
    return None if found is None else date.fromordinal(int(Decimal(found)))
