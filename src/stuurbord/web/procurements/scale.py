"""The estimate on a line with the thresholds of the law: where it stands, and where it stood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stuurbord.language import NBSP
from stuurbord.rulebooks.be_procurement import DatedValue, value
from stuurbord.web.look.drawing import n
from stuurbord.web.procurements.advising import Asked, day_of
from stuurbord.web.reader import reader

_WIDTH, _LEFT, _RIGHT = 430, 12, 26
_BAR = 58
_LETTER = 5.6
"""About how wide a letter is."""
_WITH_BELGIAN = 3
"""Thresholds where the last two are that of the procedure without notice and the European one."""
_NEAR = Decimal("0.05")
"""An estimate this close below a threshold is told; no law sets it."""
_HEADROOM = Decimal("1.25")
"""So far beyond the last threshold or amount the line goes on."""
_TICK_ROOM = 56
"""Pixels that the figure below a tick takes: two that come closer stand in two rows."""


@dataclass(frozen=True)
class Threshold:
    """One amount of the law."""

    amount: Decimal
    article: str
    is_verified: bool


@dataclass(frozen=True)
class Scale:
    """What the picture shows, also in words.

    Attributes
    ----------
    picture
        Empty where sector, kind or date is not known: then no threshold is.
    rows
        The thresholds, the lowest first.
    """

    picture: SafeString
    rows: tuple[Threshold, ...]


def scale_of(before: Asked, after: Asked) -> Scale:
    """Return the thresholds that count for these facts, with both estimates on their line."""
    found = thresholds(after)
    amounts = [one for one in (before.advice.estimate, after.advice.estimate) if one is not None]
    if not found or not amounts:
        return Scale(SafeString(""), found)
    most = max([found[-1].amount, *amounts]) * _HEADROOM
    return Scale(_picture(found, before.advice.estimate, after.advice.estimate, most), found)


def near_miss(was: Decimal | None, after: Asked) -> str:
    """Return that the estimate lay just below a threshold that it now reaches; empty where it did not.

    Who estimates just below a threshold may be asked whether the contract was split.
    """
    now = after.advice.estimate
    if was is None or now is None:
        return ""
    for one in thresholds(after):
        if was < one.amount <= now and (one.amount - was) / one.amount <= _NEAR:
            text = _(
                "The estimate lay {percent} below the threshold of {amount}. Give the reasons in the file why"
                " the contract is not split."
            )
            below = reader().number((one.amount - was) / one.amount * 100, 1)
            return text.format(percent=f"{below}{NBSP}%", amount=reader().euro(one.amount))
    return ""


def thresholds(answer: Asked) -> tuple[Threshold, ...]:
    """Return the amounts at which another procedure or another publication begins."""
    on = day_of(answer.own.get("date"))
    names = _names(answer.own)
    if on is None or not names or answer.advice.is_in_scope is False:
        return ()
    made: dict[Decimal, Threshold] = {}
    for name in names:
        figure = value(name, on)
        if figure is not None:
            made[figure.amount] = Threshold(figure.amount, _reference(figure), figure.verified)
    return tuple(made[amount] for amount in sorted(made))


def _reference(figure: DatedValue) -> str:
    return ", ".join(filter(None, (figure.source, figure.article)))


def _names(facts: Any) -> tuple[str, ...]:
    sector, kind = facts.get("sector"), facts.get("kind")
    if sector == "special":
        ceiling = "eu_special"
        level = {"works": "eu_works", "social": "eu_social_special"}.get(kind, "eu_special")
        return ("low_value", ceiling, level) if kind else ()
    if sector != "classic" or not kind:
        return ()
    if kind == "works":
        return ("low_value", "eu_classic_central", "vopmb_works", "eu_works")
    if kind == "social":
        return ("low_value", "eu_social_classic")
    level = {"federal_central": "eu_classic_central", "subcentral": "eu_classic_subcentral"}.get(
        facts.get("buyer")
    )
    return ("low_value", "eu_classic_central", level) if level else ()


def _picture(
    found: tuple[Threshold, ...], before: Decimal | None, after: Decimal | None, most: Decimal
) -> SafeString:
    def x(amount: Decimal) -> float:
        return _LEFT + float(amount / most) * (_WIDTH - _LEFT - _RIGHT)

    end = _WIDTH - _RIGHT
    last = x(found[-1].amount)
    free, belgian = _stretches(found, x)
    parts = [
        f'<rect class="below" x="{_LEFT}" y="{_BAR}" width="{end - _LEFT}" height="7"/>',
        f'<rect class="above" x="{n(last)}" y="{_BAR}" width="{n(end - last)}" height="7"/>',
        f'<text x="{n(last + 4)}" y="{_BAR - 6}">{_("European")}</text>',
        *(_named(*one) for one in (free, belgian) if one is not None),
    ]
    ticks = [(float(_LEFT), "0"), *((x(one.amount), reader().number(one.amount)) for one in found)]
    previous, is_low = -float(_TICK_ROOM), False
    for at, words in ticks:
        is_low = at - previous < _TICK_ROOM and not is_low
        previous = at
        parts.append(f'<path class="tick" d="M{n(at)} {_BAR - 3}v13"/>')
        parts.append(f'<text class="middle" x="{n(at)}" y="{_BAR + (38 if is_low else 24)}">{words}</text>')
    if before is not None and before != after:
        parts.append(_marker(x(before), 10, _("{amount} today").format(amount=_figure(before)), "was"))
    if after is not None:
        parts.append(_marker(x(after), 26 if before != after else 18, _figure(after), "now"))
    return SafeString(
        f'<svg class="procurement-scale" width="{_WIDTH}" height="{_BAR + 44}" aria-hidden="true"'
        f' focusable="false">{"".join(parts)}</svg>'
    )


Stretch = tuple[float, float, str]
"""Where a part of the line begins and ends, and what it is called."""


def _stretches(
    found: tuple[Threshold, ...], x: Callable[[Decimal], float]
) -> tuple[Stretch | None, Stretch | None]:
    """Return where no notice is needed, and where one in Belgium is enough, below the European threshold."""
    if len(found) != _WITH_BELGIAN:
        return None, None
    _low, ceiling, level = (x(one.amount) for one in found)
    return (float(_LEFT), ceiling, _("without notice possible")), (ceiling, level, _("Belgian notice"))


def _named(begin: float, end: float, words: str) -> str:
    """Return the name of a part of the line above it, where it has room."""
    if end - begin < len(words) * _LETTER:
        return ""
    return f'<text class="middle" x="{n((begin + end) / 2)}" y="{_BAR - 6}">{words}</text>'


def _marker(x: float, y: int, words: str, kind: str) -> str:
    """Return a triangle above the line, its figure on the side that has room."""
    is_left = x > _WIDTH / 2
    at, anchor = (x - 9, "end") if is_left else (x + 9, "start")
    return (
        f'<path class="marker {kind}" d="M{n(x - 5)} {y - 8}h10l-5 8z"/>'
        f'<path class="stem {kind}" d="M{n(x)} {y}V{_BAR}"/>'
        f'<text class="{kind} {anchor}" x="{n(at)}" y="{y}">{words}</text>'
    )


def _figure(amount: Decimal) -> str:
    return reader().number(amount, 0 if amount == int(amount) else 2)
