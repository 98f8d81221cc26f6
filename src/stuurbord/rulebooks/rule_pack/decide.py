"""Answer a pack's question from facts, as of a day.

Each condition is a disjunction of conjunctions in Kleene's three values. The verdicts are walked in order:
the first that is true is given; the first that is not known gives the pack's word for that, with what is
missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial

from stuurbord.rulebooks.rule_pack.answer import Answer, Because, Obliged, RuleResult, Warned
from stuurbord.rulebooks.rule_pack.literals import Value
from stuurbord.rulebooks.rule_pack.looking import Look, Standing, standing
from stuurbord.rulebooks.rule_pack.missing import missing_facts
from stuurbord.rulebooks.rule_pack.model import Obligation, Pack, Text, VerdictRule
from stuurbord.rulebooks.rule_pack.truth import Truth

CONTRADICTION = "contradiction"
NOT_VERIFIED = "not_verified"
NO_VERDICT = "no_verdict"
NOTHING_HOLDS: Text = {
    "nl": "Geen enkele klasse van dit regelboek past op deze feiten.",
    "en": "No class of this rule book fits these facts.",
    "fr": "Aucune classe de ce recueil de règles ne correspond à ces faits.",
}
NO_OTHER: Text = {
    "nl": "Geen van de andere klassen geldt.",
    "en": "None of the other classes holds.",
    "fr": "Aucune des autres classes ne s’applique.",
}
UNVERIFIED: Text = {
    "nl": "Niemand heeft dit nagelezen in de bron: het waarschuwt, het weigert niets.",
    "en": "Nobody has checked this against its source: it warns, it refuses nothing.",
    "fr": "Personne n’a vérifié ceci à la source : cela avertit, cela ne refuse rien.",
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
    rules = tuple(look.result(rule) for rule in stands.rules)
    is_open = _is_open(look, found, rules)
    is_decided = not (contradicted or is_open)
    obligations = tuple(_obligations(look))
    warnings = [Warned(CONTRADICTION, one.text, (one.id,)) for one in contradicted]
    if not is_open and pack.verdicts and found is None and not pack.default_verdict:
        is_decided = False
        warnings.append(Warned(NO_VERDICT, NOTHING_HOLDS))
    warnings += _not_verified(found if is_decided else None, rules, obligations)
    return Answer(
        pack=pack,
        on=stands.on,
        verdict=(found.code if found else pack.default_verdict) if is_decided else pack.unknown_verdict,
        label=(found.label if found else pack.default_label) if is_decided else {},
        is_decided=is_decided,
        because=_because(look, found, rules) if is_decided else (),
        obligations=obligations,
        warnings=tuple(warnings),
        rules=rules,
        at_least="" if is_decided else _at_least(look),
        find_missing=partial(missing_facts, stands, look.facts) if is_open and not contradicted else None,
    )


def _is_open(look: Look, found: VerdictRule | None, rules: tuple[RuleResult, ...]) -> bool:
    """Return whether facts are missing for the verdict; without verdicts, for any of the rules."""
    if not look.standing.pack.verdicts:
        return any(one.met is Truth.UNKNOWN for one in rules)
    return found is not None and look.condition(found.when) != Truth.TRUE


def _not_verified(
    found: VerdictRule | None, rules: tuple[RuleResult, ...], obligations: tuple[Obliged, ...]
) -> Iterator[Warned]:
    """Yield one warning that names everything in the answer that nobody verified."""
    names = [found.code] if found and not found.is_verified else []
    names += [one.rule.id for one in rules if not one.rule.is_verified and one.met is not Truth.TRUE]
    names += [one.id for one in obligations if not (one.is_verified or one.is_possible)]
    if names:
        yield Warned(NOT_VERIFIED, UNVERIFIED, tuple(names))


def _because(look: Look, found: VerdictRule | None, rules: tuple[RuleResult, ...]) -> tuple[Because, ...]:
    """Return the rule that gave the verdict, then each rule that is not met."""
    pack, made = look.standing.pack, []
    if found is not None:
        held = next(one for one in found.when if look.conjunction(one) == Truth.TRUE)
        texts = tuple(literal.text for literal in held)
        made.append(Because(found.code, found.reference, found.label or {"nl": found.code}, texts))
    elif pack.default_verdict:
        made.append(Because(pack.default_verdict, "", pack.default_label or NO_OTHER))
    refusals = look.standing.refusals
    made += [refusals[one.rule.id] for one in rules if one.met is Truth.FALSE]
    return tuple(made)


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
    try:
        return None if found is None else date.fromordinal(int(found))
    except (ValueError, OverflowError):  # before the year 1 or after 9999
        return None
