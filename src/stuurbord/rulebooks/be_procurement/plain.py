"""The answer as plain data: the keys, codes and short texts of the worked cases.

The vocabulary is told in ``docs/methods/procurement.md``. A key whose value is not known is None.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from stuurbord.rulebooks.be_procurement.advice import (
    ALLOWED,
    CONDITIONAL,
    REFUSED,
    UNKNOWN,
    ProcedureVerdict,
    number,
    plain_reason,
)
from stuurbord.rulebooks.be_procurement.catalogue import DIRECT, catalogue
from stuurbord.rulebooks.be_procurement.doubts import eu_threshold
from stuurbord.rulebooks.be_procurement.duties import (
    advance,
    after,
    bond,
    bond_on,
    bond_pct,
    e_invoice,
    framework_is_within,
    framework_limit,
    notice_of,
    publication,
    regime,
    standstill_reason,
)
from stuurbord.rulebooks.be_procurement.law import Law, laws_after
from stuurbord.rulebooks.be_procurement.sentences import plain, plain_number
from stuurbord.rulebooks.rule_pack.model import said

if TYPE_CHECKING:
    from stuurbord.rulebooks.be_procurement.evaluate import Advice

_TRUE: Final = 2
CENTRAL: Final = "HFB"
"""The purchase through a central purchasing body, which awards nothing itself."""
_SATURDAY: Final = 5


def plain_answer(advice: Advice, language: str) -> dict[str, Any]:
    """Return an answer as JSON writes it."""
    made = _verdicts(advice) | _of_each(advice) | _of_one(advice) | _of_framework(advice)
    made["note"] = "; ".join(_notes(advice))
    return made | _reasons(advice, language)


def _verdicts(advice: Advice) -> dict[str, Any]:
    out_of = "concession" if advice.told.known.get("concession") else None
    threshold = eu_threshold(advice)
    return {
        "in_scope": advice.is_in_scope,
        "out_of_ruleset": out_of if advice.is_answered else None,
        "estimate": number(advice.estimate),
        "eu_threshold": number(threshold),
        "level": advice.level,
        "allowed": list(advice.allowed),
        "cond": {one.code: one.condition["plain"] for one in advice.procedures if one.verdict == CONDITIONAL},
        "refused": {one.code: _why(one) for one in advice.procedures if one.verdict == REFUSED},
        "unknown": {one.code: _why(one) for one in advice.procedures if one.verdict == UNKNOWN},
        "chosen": advice.told.chosen or None,
        "procedure": advice.procedure or None,
    }


def _why(one: ProcedureVerdict) -> str:
    """Return the first reason; the others stand in ``because``."""
    return next((said(each.text, "en") for each in one.reasons), "")


def _of_each(advice: Advice) -> dict[str, Any]:
    """Return what differs by procedure, for each that may be used or was chosen against the rules."""
    made: dict[str, Any] = {"min_days": {}}
    no_notice = plain(advice.law, "after_none")
    for one in advice.procedures:
        if one.verdict not in (ALLOWED, CONDITIONAL) and not advice.is_against(one.code):
            continue
        if one.min_days is not None:
            made["min_days"][one.code] = one.min_days if isinstance(one.min_days, int) else list(one.min_days)
        made[f"publication_if_{one.code}"] = one.publication or None
        made[f"award_notice_if_{one.code}"] = one.after != no_notice if one.after else None
        made[f"after_if_{one.code}"] = one.after or None
        made[f"standstill_if_{one.code}"] = one.standstill_days or (
            None if one.standstill_days is None else False
        )
    return made


def _of_one(advice: Advice) -> dict[str, Any]:
    """Return what follows for the procedure in force."""
    code = advice.procedure
    one = catalogue().procedure(code) if code else None
    days = advice.standstill_of(one) if one else _of_concession(advice)
    cutoff = "info_cutoff_days_urgent" if advice.situation[0] else "info_cutoff_days"
    amounts, expected = advice.law.amounts, advice.told.known.get("approved")
    is_direct_eu = one is not None and one.grounds == DIRECT and advice.level == "eu"
    made: dict[str, Any] = {
        "publication_before": (publication(advice, one) or None) if one else None,
        "after": (after(advice, one) or None) if one else None,
        "standstill": days or (None if days is None else False),
        "standstill_reason": standstill_reason(advice),
        "regime": regime(advice),
        "lots_duty": advice.asks_lots and code != CENTRAL,
        "weights_mandatory": _asks_weights(advice) if one else None,
        "award_criteria_required": _asks_criteria(advice) if one else None,
        "reasoned_choice": advice.is_reasoned if one else None,
        "info_cutoff_days": int(amounts[cutoff]) if advice.law.is_known else None,
        "bond_pct": number(bond_pct(advice)) if one and code != "LOW" else None,
        "bond_eur": number(bond(advice)),
        "advance": advance(advice),
        "e_invoice": e_invoice(advice),
        "payment_term": _payment_term(advice),
        "veat": plain(advice.law, "veat", notice=notice_of(advice, "veat")) if is_direct_eu else None,
    }
    if one and code != "LOW" and advice.told.award is None and expected is not None:
        made["bond_expected_eur"] = number(bond_on(advice, expected))  # type: ignore[arg-type]
    return made


def _of_concession(advice: Advice) -> int | None:
    """Return the standstill of a concession at EU level, which nobody read; None elsewhere."""
    threshold, is_known = eu_threshold(advice), advice.is_answered and advice.law.is_known
    if not (is_known and advice.told.known.get("concession") and threshold and advice.estimate):
        return None
    return int(advice.law.amounts["standstill_days"]) if advice.estimate >= threshold else None


def _asks_criteria(advice: Advice) -> bool:
    """Return whether award criteria are asked: not of one operator, nor in extreme urgency below EU level."""
    one = catalogue().procedure(advice.procedure)
    if advice.procedure in ("LOW", CENTRAL):
        return False
    is_urgent = advice.is_extremely_urgent == _TRUE and advice.level == "national"
    return not (one.grounds == DIRECT and (advice.is_single_operator == _TRUE or is_urgent))


def _asks_weights(advice: Advice) -> bool | None:
    """Return whether the weights of the criteria must be told beforehand; None where that is not known."""
    if advice.level == UNKNOWN:
        return None
    return any(one.id == "WEIGHTS" for one in advice.in_force)


def _payment_term(advice: Advice) -> int | list[int] | None:
    """Return the days of the processing term, or those to verify and then to pay of before 2025."""
    amounts = advice.law.amounts
    if not advice.is_answered or not advice.law.is_known:
        return None
    if "processing_days" in amounts:
        return int(amounts["processing_days"])
    return [int(amounts["verification_days"]), int(amounts["payment_days"])]


def _of_framework(advice: Advice) -> dict[str, Any]:
    """Return what is asked of a framework agreement only."""
    if advice.told.framework is None:
        return {"standstill_calloff": False} if advice.told.known.get("call_off") else {}
    if not advice.law.is_known:
        return dict.fromkeys(("standstill_framework", "standstill_calloff", "duration_ok"))
    one = catalogue().procedure(advice.procedure) if advice.procedure else None
    days = advice.standstill_of(one) if one else None
    made: dict[str, Any] = {
        "standstill_framework": days or (None if days is None else False),
        "standstill_calloff": False,
        "duration_ok": framework_is_within(advice),
    }
    if (
        advice.told.framework.get("suppliers") == 1
        and "bond_framework_pct" in advice.law.amounts
        and advice.estimate
    ):
        made["bond_global_eur"] = number(advice.estimate * advice.law.amounts["bond_framework_pct"] / 100)
    return made


def _notes(advice: Advice) -> Iterator[str]:
    """Yield what a careful colleague would add."""
    if not (advice.is_answered and advice.law.is_known):
        return
    law, limit = advice.law, framework_limit(advice)
    if advice.told.framework is not None and limit is not None:
        name = "note_framework" if "bond_framework_pct" in law.amounts else "note_framework_old"
        yield plain(law, name, years=limit + 1)
    if advice.told.text("urgency") == "accelerated":
        yield plain(law, "note_urgent")
    if (told := _change_to_come(advice)) is not None:
        yield told


def _change_to_come(advice: Advice) -> str | None:
    """Return how the same case is answered once the next change of law stands; None if nothing differs."""
    day = advice.told.day
    if day is None or not advice.law.is_known:
        return None
    later, moves = advice.law.keep("next", lambda: _next_of(advice.law, advice.pack_name))
    amounts = (advice.told.estimate, advice.told.known.get("approved"))
    if later is None or not any(least <= one <= most for one in amounts if one for least, most in moves):
        return None
    next_day = _weekday(later.on)
    from stuurbord.rulebooks.be_procurement.evaluate import advise

    given = {key: one for key, one in advice.told.given.items() if key not in ("date", "reference_date")}
    then = advise({**given, "date": next_day}, advice.pack_name)
    changes = list(_changes(advice, then))
    old = _ceiling_that_moves(advice, then)
    if not changes or old is None:
        return None
    ends = next(
        (one.window.until for one in advice.law.values.values() if one.name == old and one.window.until), None
    )
    until = ends - timedelta(days=1) if ends else advice.law.validity.valid_to
    told = f"{until:%d-%m-%Y}"
    fields = {"old": plain_number(advice.law.amounts[old]), "day": told, "next": next_day.isoformat()}
    return plain(advice.law, "note_change", changes=", ".join(changes), **fields)


def _ceiling_that_moves(advice: Advice, then: Advice) -> str | None:
    """Return the figure behind the first procedure that is no longer allowed."""
    for code in advice.allowed:
        if code in then.allowed:
            continue
        for asked in then.law.asked[code]:
            if then.truth_of(asked.rule.id) == 0:
                names = [name for row in asked.rule.require for literal in row for name in literal.names]
                found = [name for name in names if name in advice.law.amounts]
                if found:
                    return found[0]
    return None


def _changes(advice: Advice, then: Advice) -> Iterator[str]:
    for code in advice.allowed:
        verdict = then.verdicts.get(code)
        if verdict and verdict != ALLOWED:
            yield f"{code} {verdict}"
    if advice.level != then.level:
        yield f"level {then.level}"
    if advice.asks_lots != then.asks_lots and then.asks_lots is not None:
        yield f"lots_duty {'true' if then.asks_lots else 'false'}"
    if regime(advice) != regime(then):
        yield f"regime {regime(then)}"


def _next_of(law: Law, pack: str) -> tuple[Law | None, tuple[tuple[Any, Any], ...]]:
    """Return the law to come, and the amounts between which a figure moves: elsewhere nothing changes."""
    later = _settled_after(law, pack)
    if later is None:
        return None, ()
    pairs = [(law.amounts[name], later.amounts[name]) for name in law.amounts if name in later.amounts]
    return later, tuple((min(one), max(one)) for one in pairs if one[0] != one[1])


def _settled_after(law: Law, pack: str) -> Law | None:
    """Return the first later law in which every figure has a value again; None if there is none."""
    fading = {name for name, one in law.values.items() if one.window.until is not None}
    for one in laws_after(law, pack):
        if one.is_known and all(name in one.values for name in fading & {*law.amounts}):
            return one
    return None


def _weekday(day: date) -> date:
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day


def _reasons(advice: Advice, language: str) -> dict[str, Any]:
    because = [
        {"procedure": one.code, "verdict": one.verdict, **plain_reason(each, language)}
        for one in advice.procedures
        for each in one.reasons
    ]
    since, until = advice.validity.valid_from, advice.validity.valid_to
    return {
        "because": because,
        "missing": [one.fact for one in advice.missing],
        "questions": {one.fact: said(one.question, language) for one in advice.missing},
        "obligations": [
            {
                "key": one.key,
                "text": said(one.text, language),
                "article": one.article,
                "verified": one.verified,
                "due": one.due,
                "due_verified": one.is_due_verified,
            }
            for one in advice.obligations
        ],
        "warnings": [one.plain(language) for one in advice.warnings],
        "valid_from": since.isoformat() if since else None,
        "valid_to": until.isoformat() if until else None,
        "pack": advice.pack,
        "version": advice.version,
        "pack_hash": advice.pack_hash,
        "hash": advice.hash,
    }
