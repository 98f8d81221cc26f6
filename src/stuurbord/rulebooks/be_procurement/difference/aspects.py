"""What an answer says, topic by topic, and in which topics two answers differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from stuurbord.rulebooks.be_procurement.advice import ALLOWED, CONDITIONAL, UNKNOWN
from stuurbord.rulebooks.be_procurement.catalogue import catalogue
from stuurbord.rulebooks.be_procurement.duties import advance, after, bond_pct, e_invoice, regime
from stuurbord.rulebooks.be_procurement.evaluate import Advice
from stuurbord.rulebooks.be_procurement.periods import min_days
from stuurbord.rulebooks.be_procurement.sentences import plain

_ADVANCES: Final = ("none", "optional", "direct", "sme")
Aspect = tuple[str, str]
"""A topic, and the procedure where it differs by procedure."""


def differences(old: Advice, new: Advice) -> Iterator[tuple[Aspect, Any, Any]]:
    """Yield each aspect that two answers on the same contract do not share.

    Where the law does not apply on one of both days, or is not known, nothing else is worth comparing.
    """
    levels = old.level, new.level
    if levels[0] != levels[1]:
        yield ("level", ""), *levels
    if "none" in levels or UNKNOWN in levels:
        return
    before, after_ = aspects(old), aspects(new)
    for aspect in dict.fromkeys((*before, *after_)):
        if (
            aspect[0] != "level"
            and before.get(aspect) != after_.get(aspect)
            and not _is_absent(aspect, before, after_)
        ):
            yield aspect, before.get(aspect), after_.get(aspect)


def _is_absent(aspect: Aspect, before: Mapping[Aspect, Any], after_: Mapping[Aspect, Any]) -> bool:
    """Return whether a period stands on one side only: its procedure is told already."""
    return aspect[0] == "term" and not (aspect in before and aspect in after_)


def aspects(advice: Advice) -> Mapping[Aspect, Any]:
    """Return what an answer says, by topic."""
    law = advice.law
    made: dict[Aspect, Any] = {("level", ""): advice.level}
    for one in catalogue().procedures:
        verdict = advice.verdicts.get(one.code)
        if verdict is None or one.is_named:
            continue
        made["procedure", one.code] = verdict
        if verdict in (ALLOWED, CONDITIONAL):
            days = min_days(law, one, advice.told.text("sector"), advice.level, advice.situation)
            if days is not None:
                made["term", one.code] = days
    open_ = catalogue().procedure("OP")
    invoice = e_invoice(advice)
    made["standstill", ""] = advice.standstill_of(open_)
    made["award_notice", ""] = _award_notice(advice)
    made["reasons", ""] = regime(advice)
    made["lots", ""] = advice.asks_lots
    made["e_invoice", ""] = invoice
    made["advance", ""] = _advance(advice)
    amounts = law.amounts
    made["payment", ""] = (
        (int(amounts["processing_days"]),)
        if "processing_days" in amounts
        else (int(amounts["verification_days"]), int(amounts["payment_days"]))
    )
    if advice.told.award is not None:
        made["bond", ""] = Decimal(0) if advice.told.award < amounts["bond_floor"] else bond_pct(advice)
    made["yearly", ""] = any(one.id.startswith("YEARLY-TOTALS") for one in advice.in_force)
    return made


def _award_notice(advice: Advice) -> str | None:
    """Return ``eu``, ``simplified``, ``none``; None where that is not known."""
    one = catalogue().procedure(advice.procedure) if advice.procedure else None
    if one is None or not (told := after(advice, one)):
        return None
    if told == plain(advice.law, "after_none"):
        return "none"
    return "eu" if advice.level == "eu" else "simplified"


def _advance(advice: Advice) -> str | None:
    told = advance(advice)
    return next((one for one in _ADVANCES if told == plain(advice.law, f"advance_{one}")), None)
