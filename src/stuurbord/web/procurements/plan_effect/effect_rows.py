"""The effect of a proposal as the page writes it: before, after and the difference, each with its unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from stuurbord.language import MINUS, NBSP
from stuurbord.web.look import figures
from stuurbord.web.procurements.words import procedure_name
from stuurbord.web.reader import reader

Shown = SafeString | str


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One line of the panel.

    Attributes
    ----------
    is_money
        Whether it stands below the dates, under a head of its own.
    """

    label: str
    before: Shown
    after: Shown
    difference: Shown
    is_money: bool = False


def effect_rows(effect: Mapping[str, Any]) -> list[EffectRow]:
    """Return the lines of the panel; what is known on neither side is left out."""
    return [*_plan_rows(effect), *_money_rows(effect)]


def procedures(effect: Mapping[str, Any]) -> tuple[str, str]:
    """Return what the procedure is called that comes, and the one it replaces; empty where that stays."""
    before, after = (effect[side]["procedure"] for side in ("before", "after"))
    return procedure_name(after), "" if before == after else procedure_name(before) or _("not chosen yet")


def differences(effect: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the two or three differences that stand in the bar."""
    before, after = effect["before"], effect["after"]
    found = []
    if shift := _shift(before["gate"], after["gate"]):
        found.append((effect["gate"], _days(shift)))
    if shift := _shift(before["p80"], after["p80"]):
        found.append((_("{goal} P80").format(goal=effect["goal_code"] or _("End of the plan")), _days(shift)))
    if later := _moved_to(before["payment"], after["payment"]):
        found.append((_("to {year}").format(year=later[0]), _euro(later[1])))
    elif more := _more(before["commitment"], after["commitment"]):
        found.append((_("commitment"), _signed(more)))
    return found


def in_file(title: str, reference: str) -> str:
    """Return the title of a proposal as its own file shows it, without the reference.

    >>> in_file("O-2026-031: raming van € 139.000 naar € 230.000", "O-2026-031")
    'Raming van € 139.000 naar € 230.000'
    """
    told = title.removeprefix(f"{reference}: ")
    return f"{told[:1].upper()}{told[1:]}"


def consequences(effect: Mapping[str, Any]) -> str:
    """Say in a sentence what becomes of the gate and the budget year; empty where neither moves."""
    before, after = effect["before"], effect["after"]
    told = []
    if effect["gate"] and (shift := _shift(before["gate"], after["gate"])):
        text = (
            ngettext("Gate {gate} moves {n} day later", "Gate {gate} moves {n} days later", shift)
            if shift > 0
            else ngettext("Gate {gate} moves {n} day earlier", "Gate {gate} moves {n} days earlier", -shift)
        )
        told.append(text.format(gate=effect["gate"], n=reader().number(abs(shift))))
    if later := _moved_to(before["payment"], after["payment"]):
        text = _("{amount} moves to budget year {year}")
        told.append(text.format(amount=_euro(later[1]), year=later[0]))
    if len(told) == 2:
        return _("{gate} and {money}.").format(gate=told[0], money=told[1])
    return f"{told[0]}." if told else ""


def is_chanced(effect: Mapping[str, Any]) -> bool:
    """Return whether the chances were computed, or cannot be."""
    return bool(effect.get("is_chanced", True))


def shortage_texts(effect: Mapping[str, Any]) -> list[str]:
    """Return for which years the budget for commitments is too small, and whether it was so before."""
    return [_shortage(one) for one in effect.get("shortages", ())]


def _shortage(one: Mapping[str, str]) -> str:
    year, short, before = (
        one["year"],
        _euro(Decimal(one["short"])),
        Decimal(one.get("before", "0")),
    )
    if before:
        text = _(
            "With this proposal the commitment credit of {year} is {short} too little for this contract;"
            " today {before} of it is too little already. Ask for credit to be moved, or lower the estimate."
        )
        return text.format(year=year, short=short, before=_euro(before))
    text = _(
        "The commitment credit of {year} has {free} left: {short} too little. Ask for credit to be moved, or"
        " lower the estimate."
    )
    return text.format(year=year, free=_euro(Decimal(one["free"])), short=short)


def beyond_texts(effect: Mapping[str, Any]) -> list[str]:
    """Return why somebody has to decide on it: credit, cost or certainty beyond what was agreed.

    What was beyond it already and does not grow is no reason, as with the dates of a plan.
    """
    before, after = effect["before"], effect["after"]
    told = []
    for one in effect.get("shortages", ()):
        if Decimal(one["short"]) > Decimal(one.get("before", "0")):
            text = _("It asks more commitment credit in {year} than the budget has left: {short} too little.")
            told.append(text.format(year=one["year"], short=_euro(Decimal(one["short"]))))
    most, cost = effect.get("most"), after["forecast"]
    if most and cost and Decimal(cost) > max(Decimal(most), Decimal(before["forecast"] or 0)):
        text = _("The project is expected to cost {cost}, more than the {most} within the tolerance.")
        told.append(text.format(cost=_euro(Decimal(cost)), most=_euro(Decimal(most))))
    limit, sure = effect.get("limit"), after["p80"]
    if limit and sure and sure > max(limit, before["p80"] or ""):
        text = _(
            "With 80 % certainty the goal ends on {day}, after the last day within the tolerance, {limit}."
        )
        told.append(text.format(day=_plain_day(sure), limit=_plain_day(limit)))
    return told


def _plain_day(iso: str) -> str:
    return reader().day(date.fromisoformat(iso))


def missing_texts(effect: Mapping[str, Any]) -> list[str]:
    """Return what is not known, and so which figures are not told."""
    texts = {
        "estimate": _("The estimate is not known: no amount can be told."),
        "vat": _("The VAT rate is not known: no amount can be told."),
        "payments": _("It was not said what is paid with which task: payments per year cannot be told."),
        "paid_tasks": _("A task that something is paid with is no longer in the plan."),
        "conclusion": _(
            "The plan has no conclusion of the contract: the year of the commitment cannot be told."
        ),
        "budget_line": _(
            "It was not said on which budget line it stands: the budget forecast stays as it is."
        ),
    }
    told = [texts[one] for one in effect["missing"]]
    if not effect["after"]["p80"] and is_chanced(effect):
        told.append(_("The chances cannot be computed now; the page of the forecast tells why."))
    return told


def _plan_rows(effect: Mapping[str, Any]) -> Iterator[EffectRow]:
    before, after = effect["before"], effect["after"]
    yield from _present(before, after, "estimate", _("Estimate, excluding VAT"), _amount, _more_euro)
    yield from _present(before, after, "dispatch", _("Dispatch"), _day, _later)
    yield from _present(before, after, "tender_days", _("Period for tenders, planned"), _period, _more_days)
    yield from _present(before, after, "tender_minimum", _("Legal minimum for tenders"), _period, _more_days)
    yield from _present(before, after, "standstill_days", _("Standstill period"), _period, _more_days)
    dated = [
        ("conclusion", _("Conclusion")),
        ("gate", _("Gate {gate}").format(gate=effect["gate"])),
        ("p50", _("{goal}, P50").format(goal=effect["goal"] or _("End of the plan"))),
        ("p80", _("{goal}, P80").format(goal=effect["goal"] or _("End of the plan"))),
    ]
    for key, label in dated:
        yield from _present(before, after, key, label, _day, _later)
    yield from _present(before, after, "chance", _("Within the tolerance"), figures.chance, _points)


def _money_rows(effect: Mapping[str, Any]) -> Iterator[EffectRow]:
    before, after = effect["before"], effect["after"]
    for credit, label in (("commitment", _("Commitment {year}")), ("payment", _("Payment {year}"))):
        for year in sorted({*before[credit], *after[credit]}):
            was, now = (Decimal(one[credit].get(year, "0")) for one in (before, after))
            yield EffectRow(
                label.format(year=year),
                _euro(was),
                _euro(now),
                _signed(now - was),
                is_money=True,
            )
    if before["forecast"] is not None and after["forecast"] is not None:
        was, now = Decimal(before["forecast"]), Decimal(after["forecast"])
        yield EffectRow(
            _("Forecast of the project"),
            _euro(was),
            _euro(now),
            _signed(now - was),
            is_money=True,
        )


def _present(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    key: str,
    label: str,
    write: Callable[[Any], Shown],
    differ: Callable[[Any, Any], Shown],
) -> Iterator[EffectRow]:
    was, now = before.get(key), after.get(key)
    if was is None and now is None:
        return
    yield EffectRow(label, write(was), write(now), differ(was, now))


def _amount(value: str | None) -> Shown:
    return figures.UNKNOWN if value is None else _euro(Decimal(value))


def _more_euro(was: str | None, now: str | None) -> Shown:
    return figures.UNKNOWN if was is None or now is None else _signed(Decimal(now) - Decimal(was))


def _period(value: int | None) -> Shown:
    return _("none") if value is None else figures.plain_days(value)


def _more_days(was: int | None, now: int | None) -> Shown:
    return figures.days((now or 0) - (was or 0))


def _day(value: str | None) -> Shown:
    return figures.day(None if value is None else date.fromisoformat(value))


def _later(was: str | None, now: str | None) -> Shown:
    return figures.days(_shift(was, now))


def _points(was: float | None, now: float | None) -> Shown:
    if was is None or now is None:
        return figures.UNKNOWN
    # Translators: percentage points, in short.
    return figures.with_unit(reader().signed(round((now - was) * 100)), pgettext("unit", "pp"))


def _shift(was: str | None, now: str | None) -> int | None:
    if was is None or now is None:
        return None
    return (date.fromisoformat(now) - date.fromisoformat(was)).days


def _moved_to(was: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, Decimal] | None:
    """Return the first year after those of today in which is paid, and how much; None where there is none."""
    later = sorted(year for year in now if was and year > max(was))
    return (later[0], Decimal(now[later[0]])) if later else None


def _more(was: Mapping[str, str], now: Mapping[str, str]) -> Decimal | None:
    """Return by how much a sum over the years grows; None where one side is not known."""
    if not was or not now:
        return None
    return sum(map(Decimal, now.values()), Decimal(0)) - sum(map(Decimal, was.values()), Decimal(0))


def _days(shift: int) -> str:
    return f"{reader().signed(shift)}{NBSP}{_('d')}"


def _euro(amount: Decimal) -> str:
    return reader().exact_euro(amount)


def _signed(amount: Decimal) -> str:
    if amount == amount.to_integral_value():
        return reader().signed_euro(amount) if amount else "="
    return f"{'+' if amount > 0 else MINUS}{reader().euro(abs(amount), 2)}"
