"""Other contracts that may be one with this one: same unit, same group of the CPV, within a year.

A rule of thumb, no law: it warns. The law forbids to split a contract to escape its rules (art. 16).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from stuurbord.rulebooks.be_procurement.advice import Warned
from stuurbord.rulebooks.be_procurement.sentences import warned
from stuurbord.rulebooks.be_procurement.told import AMOUNTS, amount_of

if TYPE_CHECKING:
    from stuurbord.rulebooks.be_procurement.evaluate import Advice


def limits(advice: Advice) -> Iterator[Decimal]:
    """Yield the amounts against which the estimate of this contract is tested, lowest first."""
    told, amounts = advice.told, advice.law.amounts
    kind, sector = told.text("kind"), told.text("sector")
    names = ["low_value"]
    if sector == "classic":
        names += ["eu_social_classic"] if kind == "social" else ["eu_classic_central"]
        names += ["vopmb_works", "eu_works"] if kind == "works" else []
        if kind in ("supplies", "services") and told.text("buyer") != "federal_central":
            names.append("eu_classic_subcentral")
    elif sector == "special":
        names += ["eu_social_special"] if kind == "social" else ["eu_special"]
        names += ["eu_works"] if kind == "works" else []
    yield from sorted({amounts[name] for name in names if name in amounts})


def split_warnings(advice: Advice) -> Iterator[Warned]:
    """Yield a warning for a near miss, and for contracts each below a threshold and together above it."""
    estimate, amounts = advice.told.estimate, advice.law.amounts
    if estimate is None:
        return
    for limit in limits(advice):
        if limit * (1 - amounts["near_threshold_pct"] / 100) <= estimate < limit:
            yield warned(advice.law, "near_threshold", amount=limit)
    alike = list(_alike(advice))
    for limit in limits(advice):
        others = [(amount, name) for amount, name in alike if amount < limit]
        together = estimate + sum((amount for amount, _ in others), Decimal(0))
        if others and estimate < limit <= together:
            names = ", ".join(name for _, name in others)
            yield warned(advice.law, "split_together", others=names, amount=together, limit=limit)


def _alike(advice: Advice) -> Iterator[tuple[Decimal, str]]:
    """Yield amount and name of the contracts that are like this one."""
    if advice.told.day is None:
        return
    for index, row in enumerate(advice.told.related):
        if not _is_alike(advice, advice.told.given, row):
            continue
        amount = next((found for key in AMOUNTS if (found := amount_of(row, key))), None)
        if amount is not None:
            name = row.get("reference") or row.get("title") or row.get("id") or f"related[{index}]"
            yield amount, str(name)


def _is_alike(advice: Advice, given: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    digits = int(advice.law.amounts["split_cpv_digits"])
    group, other = (str(one.get("cpv") or "")[:digits] for one in (given, row))
    supplier = given.get("supplier")
    is_same_thing = bool(group and group == other) or bool(supplier and supplier == row.get("supplier"))
    if not (group or supplier) or not (other or row.get("supplier")):
        is_same_thing = True  # the caller chose it: nothing here tells them apart
    unit, other_unit = given.get("unit"), row.get("unit")
    is_same_unit = not unit or not other_unit or unit == other_unit
    return is_same_thing and is_same_unit and _is_near(advice, row.get("date"))


def _is_near(advice: Advice, value: Any) -> bool:
    try:
        day = value if type(value) is date else date.fromisoformat(str(value)[:10])
    except ValueError:
        return True  # a contract without a day counts: leaving it out would hide it
    own, months = advice.told.day, int(advice.law.amounts["split_window_months"])
    assert own is not None
    apart = abs((own.year - day.year) * 12 + own.month - day.month)
    first, last = sorted((own, day))
    return apart < months or (apart == months and last.day <= first.day)
