"""What an answer does not know, and what must be minded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from stuurbord.language import LANGUAGES
from stuurbord.rulebooks.be_procurement.advice import (
    CONDITIONAL,
    REFUSED,
    UNKNOWN,
    MissingFact,
    Reason,
    Warned,
)
from stuurbord.rulebooks.be_procurement.catalogue import DIRECT, catalogue, procedure_labels
from stuurbord.rulebooks.be_procurement.duties import (
    CHECK,
    framework_is_within,
    framework_limit,
    is_duty_verified,
    regime,
)
from stuurbord.rulebooks.be_procurement.law import OVERLAYS, in_brackets, split_reference
from stuurbord.rulebooks.be_procurement.sentences import labels, questions, warned
from stuurbord.rulebooks.be_procurement.splitting import split_warnings
from stuurbord.rulebooks.rule_pack.figures import figure
from stuurbord.rulebooks.rule_pack.looking import Look
from stuurbord.rulebooks.rule_pack.model import said

if TYPE_CHECKING:
    from stuurbord.rulebooks.be_procurement.evaluate import Advice

_CALLED: Final[Mapping[str, str]] = {"approved": "award", "works_half": "date", "law_is_known": "date"}
"""A name inside the rules → the fact that a person gives."""
LAW_RULE: Final = "SCOPE-DATE"
DIRECT_AWARD: Final = "DIRECT-AWARD"
"""The rule of a draft under which nobody else need be consulted."""
_TRUE: Final = 2


def missing_facts(advice: Advice) -> Iterator[MissingFact]:
    """Yield each fact that a verdict or the level waits for, with the procedures that wait."""
    if advice.told.is_refused or advice.contradictions:
        return
    waiting: dict[str, list[str]] = {}
    look = Look(advice.law.standing, advice.told.known)
    if advice.told.day is None:
        waiting["date"] = [code for code, verdict in advice.verdicts.items() if verdict == UNKNOWN]
    for code, verdict in advice.verdicts.items():
        if verdict != UNKNOWN:
            continue
        for asked in advice.law.asked[code]:
            if advice.truth_of(asked.rule.id) == 1:
                for name in look.unknown_of(asked.rule):
                    _wait(advice, waiting, name, code)
    if advice.level == UNKNOWN and advice.law.is_known:
        condition = advice.law.pack.derived["is_eu_level"]
        for name in look.unknown_facts(look.unknown_names(condition)):
            _wait(advice, waiting, name, "")
    for name, codes in waiting.items():
        declared = advice.law.pack.fact(name)
        question = questions().get(name) or (declared.question if declared else {})
        yield MissingFact(name, question, tuple(dict.fromkeys(one for one in codes if one)))


def _wait(advice: Advice, waiting: dict[str, list[str]], name: str, code: str) -> None:
    """Note that a procedure waits for a fact; what only a day without thresholds lacks is no fact."""
    fact = _called(advice, name)
    if advice.law.pack.fact(name) is not None and fact != "date":
        waiting.setdefault(fact, []).append(code)


def unknown_reasons(advice: Advice, code: str) -> Iterator[Reason]:
    """Yield why nothing is known of a procedure: facts that are wrong, missing, or rules nobody verified."""
    law, told = advice.law, advice.told
    if not advice.is_answered:
        for doubt in told.doubts:
            if doubt.is_refused:
                one = warned(law, doubt.code, **doubt.fields)
                yield _reason(doubt.code, one.text, one.article)
        for each in advice.contradictions:
            yield _reason(each.id, each.text, catalogue().contradictions.get(each.id, ""))
        return
    if not law.is_known:
        text = law.reasons[LAW_RULE]
        yield text if told.day is not None else replace(text, text=_waits_for(advice, ["date"]))
        return
    look = Look(law.standing, told.known)
    for asked in law.asked[code]:
        truth = advice.truth_of(asked.rule.id)
        if truth == 0:
            yield law.reasons[asked.rule.id]
        elif truth == 1:
            names = dict.fromkeys(_called(advice, name) for name in look.unknown_of(asked.rule))
            yield replace(law.reasons[asked.rule.id], text=_waits_for(advice, [*names]))


def _reason(rule: str, text: Mapping[str, str], reference: str) -> Reason:
    source, article = split_reference(reference or "Wet 17/06/2016")
    return Reason(rule, text, article, source)


def _waits_for(advice: Advice, names: list[str]) -> Mapping[str, str]:
    """Return the sentence for what cannot be told without some facts."""
    facts = [advice.law.pack.fact(name) for name in names]
    called = {
        code: ", ".join(
            said(fact.label, code) if fact else said(labels().get(name, {"nl": name}), code)
            for name, fact in zip(names, facts, strict=True)
        )
        for code in ("nl", "fr", "en")
    }
    return warned(advice.law, "waits_for", what=called).text


def _called(advice: Advice, name: str) -> str:
    """Return the fact that a person gives for a name inside the rules."""
    if name == "approved" and advice.told.estimate is None:
        return "estimate"
    return _CALLED.get(name, name)


def warnings(advice: Advice) -> Iterator[Warned]:
    """Yield what is wrong with the facts, then what the answer asks attention for."""
    law, told = advice.law, advice.told
    for doubt in told.doubts:
        yield warned(law, doubt.code, **doubt.fields)
    for one in advice.contradictions:
        yield Warned("contradiction", one.text, catalogue().contradictions.get(one.id, ""))
    if told.day is not None and not law.is_known:
        yield warned(law, "date_unknown", day=told.day)
    if advice.pack_name in OVERLAYS:
        yield warned(law, "pending_law")
    if not advice.is_answered or not law.is_known:
        return
    if DIRECT_AWARD in law.grants and "LOW" in advice.allowed and advice.truth_of(DIRECT_AWARD) == _TRUE:
        told_by = law.grants[DIRECT_AWARD]
        yield Warned("direct_award", told_by.text, told_by.reference)
    if told.known.get("concession"):
        yield warned(law, "concession")
    if advice.is_call_off and not advice.reaches_eu:
        yield warned(law, "call_off_regime")
    yield from _on_choice(advice)
    yield from _on_amounts(advice)
    yield from _on_documents(advice)
    yield from split_warnings(advice)
    yield from _not_configured(advice)
    if names := _not_verified(advice):
        yield law.keep(("not_verified", names), lambda: warned(law, "not_verified", rules=_listed(names)))


def _on_choice(advice: Advice) -> Iterator[Warned]:
    chosen, law = advice.told.chosen, advice.law
    verdict = advice.verdicts.get(chosen)
    instead = procedure_labels()[advice.procedure] if advice.procedure else {}
    if verdict in (REFUSED, UNKNOWN):
        code = f"chosen_{verdict}" if advice.procedure else f"chosen_{verdict}_only"
        told = warned(law, code, procedure=procedure_labels()[chosen], instead=instead)
        yield replace(told, article=_articles(advice, chosen))
    if verdict == CONDITIONAL and catalogue().procedure(chosen).grounds != DIRECT:
        known = [catalogue().grounds[code] for code in advice.told.grounds]
        if not any(chosen in one.procedures for one in known):
            told = warned(law, "chosen_without_ground", procedure=procedure_labels()[chosen])
            yield replace(told, article=_articles(advice, chosen))
    if advice.told.text("urgency") == "accelerated":
        yield warned(law, "urgency_reasons")
    if regime(advice) == CHECK:
        yield warned(law, "regime_check")


def _articles(advice: Advice, code: str) -> str:
    """Return what the verdict on a procedure rests on: the articles that refuse it, or leave it open."""
    found = advice.on(code)
    reasons = found.reasons if found else ()
    return "; ".join(dict.fromkeys(one.reference for one in reasons if one.article))


def _on_amounts(advice: Advice) -> Iterator[Warned]:
    law, told = advice.law, advice.told
    estimate, award = told.estimate, told.award
    if estimate is None:
        return
    if award is None:
        if not told.known.get("concession"):
            yield warned(law, "expected_amount")
        return
    for code in ("LOW", "VOPZB", "OZO"):
        yield from _above_ceiling(advice, code, estimate, award)
    by_amount = {*advice.allowed} & {"VOPZB", "OZO"}
    if by_amount and advice.level == "eu" and told.text("kind") != "social":
        yield warned(law, "estimate_at_eu")
    threshold = eu_threshold(advice)
    if (
        threshold
        and estimate < threshold
        and award > threshold * (1 + law.amounts["review_margin_pct"] / 100)
    ):
        yield warned(law, "offer_above_eu")


def _above_ceiling(advice: Advice, code: str, estimate: Decimal, award: Decimal) -> Iterator[Warned]:
    """Yield a warning if an offer reaches the ceiling that the estimate was below."""
    name = {"LOW": "low_value_approved", "VOPZB": "eu_classic_central", "OZO": "eu_special"}[code]
    ceiling = advice.law.amounts.get(name)
    is_tested = code in advice.verdicts and (code == "LOW" or advice.told.text("kind") != "social")
    if is_tested and ceiling is not None and estimate < ceiling <= award:
        yield warned(advice.law, "offer_above_ceiling", amount=ceiling, procedure=procedure_labels()[code])


def eu_threshold(advice: Advice) -> Decimal | None:
    """Return the European threshold of this contract; None where the facts do not tell which."""
    told, amounts = advice.told, advice.law.amounts
    kind, sector, buyer = told.text("kind"), told.text("sector"), told.text("buyer")
    if not advice.law.is_known:
        return None
    if told.known.get("concession"):
        return amounts.get("eu_concessions")
    if kind == "works":
        return amounts.get("eu_works")
    if not kind or not sector:
        return None
    if kind == "social":
        return amounts.get(f"eu_social_{sector}")
    if sector == "special":
        return amounts.get("eu_special")
    central = {"federal_central": "eu_classic_central", "subcentral": "eu_classic_subcentral"}
    return amounts.get(central.get(buyer, ""))


def _on_documents(advice: Advice) -> Iterator[Warned]:
    law, told = advice.law, advice.told
    asked = told.bond_pct
    is_new = "bond_framework_pct" in law.amounts
    is_below_floor = told.award is not None and told.award < law.amounts["bond_floor"]
    if asked and is_below_floor and is_new:
        yield warned(law, "bond_forbidden")
    if asked is not None and asked < law.amounts["bond_pct"] and not is_new and not is_below_floor:
        yield warned(law, "bond_lower")
    if asked and asked > law.amounts["bond_pct"]:
        yield warned(law, "bond_derogation")
    if told.has_derogations:
        yield warned(law, "derogation_reasons")
    limit = framework_limit(advice)
    years = told.known.get("framework_years")
    if limit is not None and years is not None and (framework_is_within(advice) is False or years > limit):  # type: ignore[operator]
        value = law.values[f"framework_years_{told.text('sector')}"]
        yield warned(law, "framework_years", limit={code: figure(value, code) for code in ("nl", "fr", "en")})
    if advice.verdicts.get("VOPZB") == REFUSED and told.lots and advice.level == "national":
        yield warned(law, "small_lots")
    ceiling = law.amounts.get("eu_classic_subcentral")
    approved = told.known.get("approved")
    is_below = ceiling is not None and isinstance(approved, Decimal) and approved < ceiling
    is_placed = advice.level == "national"
    if is_placed and is_below and advice.verdicts.get("VOPZB") == REFUSED and told.text("kind") == "services":
        yield warned(law, "some_services")


def _not_configured(advice: Advice) -> Iterator[Warned]:
    table = advice.told.given.get("approvals")
    found = table if isinstance(table, Mapping) else {}
    for name in ("inspection", "delegations"):
        if not found.get(name):
            yield warned(advice.law, f"{name}_not_configured")


def _not_verified(advice: Advice) -> tuple[tuple[str, str], ...]:
    """Return procedure and article of what nobody verified and the answer nevertheless rests on.

    The procedure is empty for a duty, whatever the procedure.
    """
    rests_on = {
        (one.code, each.reference) for one in advice.procedures for each in one.reasons if not each.verified
    }
    rests_on |= {
        ("", one.reference or one.id) for one in advice.in_force if not is_duty_verified(advice, one)
    }
    rests_on |= {("", one.due_unread) for one in advice.obligations if one.due_unread}
    return tuple(sorted(rests_on))


def _listed(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return language → the procedures and articles, in words.

    >>> _listed([("OP", "art. 36"), ("", "art. 62")])["nl"]
    'openbare procedure (art. 36); art. 62'
    """
    called = procedure_labels()
    return {
        code: "; ".join(
            f"{_lowered(called[name][code])} ({in_brackets(reference)})" if name else reference
            for name, reference in names
        )
        for code in LANGUAGES
    }


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:]
