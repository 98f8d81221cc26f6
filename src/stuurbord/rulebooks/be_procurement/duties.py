"""What follows from an answer: publication, information, standstill, bond, advance, invoices, duties."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from stuurbord.rulebooks.be_procurement.advice import GROUND, UNKNOWN, Obligation, Reason
from stuurbord.rulebooks.be_procurement.catalogue import DIRECT, OPEN, Ground, Procedure, catalogue, in_force
from stuurbord.rulebooks.be_procurement.law import Law, split_reference
from stuurbord.rulebooks.be_procurement.sentences import PLACE, filled, plain, plain_text
from stuurbord.rulebooks.rule_pack.model import Obligation as Duty
from stuurbord.rulebooks.rule_pack.model import Text

if TYPE_CHECKING:
    from stuurbord.rulebooks.be_procurement.evaluate import Advice

CHECK: Final = "check"
"""The regime where the threshold of that day was not read."""
_GROUNDS_LAW: Final = "Wet 17/06/2016"
_OF_TITLE_2: Final = ("AWARD-NOTICE-EU", "AWARD-NOTICE-SIMPLE", "NO-AWARD-NOTICE", "WEIGHTS", "PRICE-CHECK")
"""Duties whose article stands among those of the classic sectors."""
_TRUE = 2
_CENT: Final = Decimal("0.01")


def publication(advice: Advice, one: Procedure) -> str:
    """Return what is published before: ``none``, ``BDA``, ``BDA and TED``; empty where that is not known."""
    if not one.publishes:
        return plain(advice.law, "publication_none")
    if advice.level == UNKNOWN:
        return ""
    return plain(advice.law, "publication_eu" if advice.level == "eu" else "publication_national")


def after(advice: Advice, one: Procedure) -> str:
    """Return which notice follows the conclusion; empty where that is not known."""
    law, level = advice.law, advice.level
    if one.code == "LOW" or one.is_named:
        return plain(law, "after_none")
    if level == "eu":
        return plain(law, "after_eu", notice=notice_of(advice, "social" if _is_social(advice) else "award"))
    if level == UNKNOWN:
        return ""
    return plain(law, "after_national" if "simplified_award_notice" in law.values else "after_none")


def notice_of(advice: Advice, kind: str) -> str:
    """Return the number of the eForms notice in the sector of the contract."""
    return catalogue().notices[advice.told.text("sector") or "classic"][kind]


def _is_social(advice: Advice) -> bool:
    return advice.told.text("kind") == "social"


def condition_of(advice: Advice, one: Procedure) -> Text:
    """Return on which ground a procedure may be used, per language and as ``plain``."""
    own = grounds_of(advice, one)
    if one.grounds == OPEN:
        known = [catalogue().grounds[code] for code in advice.told.grounds]
        has_other = any(set(each.procedures) & {"VOPZB", "OZO"} for each in known)
        told = {"plain": one.condition["short" if has_other and not own else "plain"]}
        return told | {code: one.condition[code] for code in ("nl", "fr", "en")}
    is_special = advice.told.text("sector") == "special"
    texts = [each.text_special if is_special else each.text for each in own]
    plains = [each.plain_special if is_special and each.plain_special else each.plain for each in own]
    made = {"plain": plain_text("; ".join(plains), advice.law)}
    for code in ("nl", "fr", "en"):
        made[code] = "; ".join(filled(each[code], advice.law, code, {}) for each in texts)
    return made


def grounds_of(advice: Advice, one: Procedure) -> list[Ground]:
    """Return the grounds that were given for a procedure."""
    known = [catalogue().grounds[code] for code in advice.told.grounds]
    own = [each for each in known if one.code in each.procedures]
    if advice.is_extremely_urgent == _TRUE and one.grounds == DIRECT and not own:
        return [catalogue().grounds["urgency"]]
    return own


def ground_reasons(advice: Advice, one: Procedure) -> Iterator[Reason]:
    """Yield the grounds on which a procedure may be used although the amount does not allow it."""
    sector = advice.told.text("sector") or "classic"
    for each in grounds_of(advice, one):
        text, article = each.told[sector]
        told = {code: filled(text[code], advice.law, code, {}) for code in text}
        yield Reason(f"{GROUND}{each.code}", told, article, _GROUNDS_LAW, in_force().get(_GROUNDS_LAW))


def regime(advice: Advice) -> str | None:
    """Return which duty to reason and inform holds.

    ``low_value``, ``art29_1``, ``art29``, ``chapter1``; ``check`` where the threshold of that day was not
    read; None where it is not known.
    """
    approved = advice.told.known.get("approved")
    if advice.procedure in ("", "HFB") or advice.level == UNKNOWN:
        return None
    if advice.procedure == "LOW":
        return "low_value"
    if advice.level == "eu" or (advice.is_call_off and advice.reaches_eu):
        return "chapter1"
    if not isinstance(approved, Decimal) or not advice.told.text("sector"):
        return None
    least, most = _motivation_thresholds(advice)
    if least is None or most is None:
        return CHECK
    return "art29_1" if approved <= least else "art29" if approved > most else CHECK


def _motivation_thresholds(advice: Advice) -> tuple[Decimal | None, Decimal | None]:
    """Return the least and the most that the threshold can be; in a gap the figures on both its sides."""
    name = f"motivation_{advice.told.text('sector')}"
    law = advice.law
    if name in law.amounts:
        found = law.amounts[name] if law.values[name].is_verified else None
        return found, found
    rows = [one for one in law.pack.values if one.name == name]
    before = [one for one in rows if one.window.until and one.window.until <= law.on]
    later = [one for one in rows if one.window.since and one.window.since > law.on]
    if not before or not later:
        return None, None
    sides = [Decimal(str(one.value)) for one in (before[-1], later[0])]
    return min(sides), max(sides)


def bond(advice: Advice) -> Decimal | None:
    """Return the bond in euro; None where the award is not known, or a framework asks one per order."""
    told, procedure = advice.told, advice.procedure
    if not procedure:
        return None
    if procedure == "LOW":
        return Decimal(0)
    if told.award is None or told.framework is not None:
        return None
    return bond_on(advice, told.award)


def bond_on(advice: Advice, amount: Decimal) -> Decimal:
    """Return the bond on an award in euro and cents; since 2023 none on a small one, whatever is asked."""
    amounts = advice.law.amounts
    may_be_asked = "bond_framework_pct" not in amounts and advice.told.bond_pct is not None
    if amount < amounts["bond_floor"] and not may_be_asked:
        return Decimal(0)
    return (amount * bond_pct(advice) / 100).quantize(_CENT, ROUND_HALF_UP)


def bond_pct(advice: Advice) -> Decimal:
    """Return the bond in percent: as the documents ask, else the default."""
    asked = advice.told.bond_pct
    return advice.law.amounts["bond_pct"] if asked is None else asked


def advance(advice: Advice) -> str | None:
    """Return whether an advance is due, for an authority; other buyers may give one."""
    law, code = advice.law, advice.procedure
    if not code:
        return None
    if code == "LOW" or "advance_direct_pct" not in law.amounts:
        return plain(law, "advance_none")
    buyer = advice.told.text("buyer")
    if not buyer:
        return None
    if buyer not in ("federal_central", "subcentral", "authority_special"):
        return plain(law, "advance_optional")
    grounds = set(advice.told.grounds)
    is_by_amount = code == "VOPZB" and advice.verdicts.get(code) == "allowed"
    if is_by_amount or (code == "VOPZB" and grounds & {"unsuitable", "resd"}):
        return plain(law, "advance_direct")
    size = advice.told.sme
    return plain(law, "advance_optional" if size == "none" else f"advance_{size or 'sme'}")


def e_invoice(advice: Advice) -> bool | None:
    """Return whether electronic invoicing is mandatory; None where the estimate is not known."""
    if not advice.is_answered or advice.told.estimate is None or not advice.law.is_known:
        return None
    return any(one.id == "E-INVOICE" for one in advice.in_force)


def obligations(advice: Advice) -> Iterator[Obligation]:
    """Yield the duties that follow for the procedure in force, then the approvals that were agreed."""
    if not advice.procedure:
        return
    law = advice.law
    for one in advice.in_force:
        is_verified = is_duty_verified(advice, one)
        yield law.keep(("duty", one.id, is_verified), lambda: _obligation(law, one, is_verified))  # noqa: B023
    yield from _approvals(advice)


def is_duty_verified(advice: Advice, one: Duty) -> bool:
    """Return whether a duty was read in the law of the sector; who takes it over from the other was not."""
    is_taken_over = advice.told.text("sector") == "special" and one.id in _OF_TITLE_2
    return one.is_verified and not is_taken_over


def _obligation(law: Law, one: Duty, is_verified: bool) -> Obligation:
    source, article = split_reference(one.reference)
    due = catalogue().due.get(one.id, "")
    told = f"{source}, {article}" if article else source
    figures = [law.values[name] for name in PLACE.findall(due) if name in law.values]
    unread = "; ".join(each.reference for each in figures if not each.is_verified)
    return Obligation(one.id, one.what, told, is_verified, plain_text(due, law) if due else "", unread)


def _approvals(advice: Advice) -> Iterator[Obligation]:
    from stuurbord.rulebooks.be_procurement.approvals import approvals

    return approvals(advice)


def standstill_reason(advice: Advice) -> str | None:
    """Return why a standstill is due; None where none is."""
    one = catalogue().procedure(advice.procedure) if advice.procedure else None
    if one is None or not advice.standstill_of(one):
        return None
    if advice.level == "eu":
        return plain(advice.law, "standstill_eu")
    return plain(advice.law, "standstill_works", works_half=advice.law.works_half)


def framework_is_within(advice: Advice) -> bool | None:
    """Return whether a framework keeps to the longest duration, or gives its reason; None without one."""
    years, limit = advice.told.known.get("framework_years"), framework_limit(advice)
    if years is None or limit is None or advice.told.framework is None:
        return None
    return bool(Decimal(str(years)) <= limit or has_reason(advice))


def has_reason(advice: Advice) -> bool:
    """Return whether a longer framework is reasoned."""
    found = (advice.told.framework or {}).get("reason")
    return isinstance(found, str) and bool(found.strip())


def framework_limit(advice: Advice) -> Decimal | None:
    """Return the longest duration of a framework in years, in the sector of the contract."""
    sector = advice.told.text("sector")
    return advice.law.amounts.get(f"framework_years_{sector}") if sector else None
