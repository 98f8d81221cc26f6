"""What comes of a change of a plan, in one line and as a row of facts."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from stuurbord.language import NBSP
from stuurbord.web.look import figures
from stuurbord.web.reader import reader

_MOST_GATES = 3


def effect_parts(effect: dict[str, Any]) -> list[str]:
    """Return an effect in short: ``14 taken schuiven``, ``G3 +24 d``, ``kosten 2027 +€ 12.000``."""
    told = [_moved(effect["n_moved"])]
    told += [f"{one['gate']} {_shift(one)}" for one in lost_first(effect["gates"])[:_MOST_GATES]]
    if effect["finish_days"]:
        told.append(_("finish {days}").format(days=days(effect["finish_days"])))
    if n_late := len(effect["late"]):
        told.append(ngettext("{n} task too late", "{n} tasks too late", n_late).format(n=n_late))
    if n_short := len(effect.get("legal", ())):
        text = ngettext("{n} legal period to check", "{n} legal periods to check", n_short)
        told.append(text.format(n=n_short))
    return told + [f"{_cost_in(year)} {_money(cents)}" for year, cents in effect["cost_by_year"].items()]


def differences(effect: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the two or three differences that stand in the bar of a proposal."""
    first = lost_first(effect["gates"])[:2]
    found = [(one["gate"], _shift(one)) for one in first if one["days"] or one["finish"] is None]
    if effect["finish_days"]:
        found.append((_("finish"), days(effect["finish_days"])))
    return found


def effect_facts(effect: dict[str, Any]) -> list[dict[str, Any]]:
    """Return an effect as the row of facts above a page: at most six."""
    gates = lost_first(effect["gates"])
    first = gates[0] if gates else None
    more = [f"{one['gate']} {_shift(one)}" for one in gates[1 : 1 + _MOST_GATES]]
    n_critical, n_free = effect["n_became_critical"], effect["n_no_longer_critical"]
    facts = [
        _fact(_("Tasks that move"), reader().number(effect["n_moved"]), _points(effect)),
        _fact(
            first["gate"] if first else _("Gates"),
            _figure(first) if first else _("none moves"),
            ", ".join(more) or (first["name"] if first else ""),
        ),
        _fact(_("Finish of the plan"), _days_or_same(effect["finish_days"]), ""),
        _fact(_("Too late"), reader().number(len(effect["late"])), _("tasks beyond their deadline")),
        _fact(
            _("Critical"),
            f"+{n_critical}" if n_critical else "0",
            _("{n} no longer critical").format(n=n_free) if n_free else "",
        ),
    ]
    # Which credit pays for it the plan does not say.
    return [*facts, _fact(_("Cost by the plan"), *_years(effect["cost_by_year"]))]


def felt_words(felt: dict[str, Any]) -> str:
    """Return what another project feels of a change, in short; or why the plans cannot be dated together."""
    if "refused" in felt:
        return str(felt["refused"])
    told = [f"{one['gate']} {_shift(one)}" for one in lost_first(felt["gates"])[:_MOST_GATES]]
    if felt["finish_days"]:
        told.append(_("finish {days}").format(days=days(felt["finish_days"])))
    return " · ".join(told)


def lost_first(gates: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return gates with those in front that the plan no longer has: of what comes of a change, that first."""
    return sorted(gates, key=lambda one: one["finish"] is not None)


def _shift(one: dict[str, Any]) -> str:
    """Return how far a gate moves, or that it came or went."""
    if one["finish"] is None:
        return pgettext("task", "gone")
    if one["finish_before"] is None:
        return pgettext("task", "new")
    return days(one["days"])


def _figure(one: dict[str, Any]) -> SafeString | str:
    return _shift(one) if one["days"] is None else figures.days(one["days"])


def days(value: int | None) -> str:
    """Return calendar days with their sign in a sentence: ``+24 d``; a row that comes or goes has none."""
    return "–" if value is None else f"{reader().signed(value)}{NBSP}{_('d')}"


def conclusion(effect: dict[str, Any]) -> str:
    """Say in one sentence what a proposal comes to: a gate that is lost, its first gate, else the finish."""
    lost = [one["gate"] for one in effect["gates"] if one["finish"] is None]
    if lost:
        told = ngettext(
            "Gate {gates} is no longer in the plan.", "Gates {gates} are no longer in the plan.", len(lost)
        )
        return told.format(gates=", ".join(lost))
    moved = [one for one in effect["gates"] if one["days"]]
    if moved:
        one = moved[0]
        told = (
            ngettext("Gate {gate} moves {n} day later.", "Gate {gate} moves {n} days later.", one["days"])
            if one["days"] > 0
            else ngettext(
                "Gate {gate} moves {n} day earlier.", "Gate {gate} moves {n} days earlier.", -one["days"]
            )
        )
        return told.format(gate=one["gate"], n=reader().number(abs(one["days"])))
    shift = effect["finish_days"]
    if shift > 0:
        told = ngettext("The plan ends {n} day later.", "The plan ends {n} days later.", shift)
    elif shift < 0:
        told = ngettext("The plan ends {n} day earlier.", "The plan ends {n} days earlier.", -shift)
    elif effect["n_moved"]:
        return _("No gate moves and the plan ends on the same day.")
    else:
        return _("No date moves.")
    return told.format(n=reader().number(abs(shift)))


def _moved(n_moved: int) -> str:
    if not n_moved:
        return _("no date moves")
    told = ngettext("{n} task moves", "{n} tasks move", n_moved)
    return told.format(n=reader().number(n_moved))


def _points(effect: dict[str, Any]) -> str:
    n_milestones = len(effect["milestones"])
    if not n_milestones:
        return ""
    told = ngettext("{n} milestone among them", "{n} milestones among them", n_milestones)
    return told.format(n=reader().number(n_milestones))


def _days_or_same(value: int) -> SafeString | str:
    return figures.days(value) if value else _("the same")


def _years(cost_by_year: dict[str, int]) -> tuple[str, str]:
    if not cost_by_year:
        return _("the same"), ""
    told = [f"{year} {_money(cents)}" for year, cents in cost_by_year.items()]
    return _money(sum(cost_by_year.values())), " · ".join(told)


def _cost_in(year: str) -> str:
    return _("cost {year}").format(year=year)


def _money(cents: int) -> str:
    return reader().signed_euro(round(cents / 100))


def _fact(label: str, value: Any, note: str) -> dict[str, Any]:
    return {"label": label, "value": value, "note": note}
