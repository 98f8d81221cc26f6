"""What could be done: each response with what it brings, and what the chosen ones bring together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.utils.safestring import SafeString

from stuurbord.web.forecasts.answers import Answers, StoredResponse
from stuurbord.web.forecasts.conclusions import choice_conclusion
from stuurbord.web.forecasts.figures_row import day_of
from stuurbord.web.forecasts.limits import Limits, end_of
from stuurbord.web.look.drawing import drawing, n

if TYPE_CHECKING:
    from stuurbord.web.forecasts.simulating import Choice

SURE: Final = 0.8
_BAR: Final = 96
MOST_CODES: Final = 200


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """One response in the table.

    Attributes
    ----------
    bar
        Days per 10.000 euro as a bar, on one scale for all rows.
    """

    response: StoredResponse
    is_ticked: bool
    bar: SafeString


@dataclass(frozen=True, slots=True)
class Together:
    """What the ticked responses bring, computed through together.

    Attributes
    ----------
    days
        Calendar days that P80 comes earlier than with no response at all; negative if later.
    seconds
        How long it took; None if nothing had to be computed.
    """

    codes: tuple[str, ...]
    cost: float
    days: int
    p80: date | None
    chance: float | None
    conclusion: str
    seconds: float | None

    @property
    def count(self) -> int:
        """How many are ticked."""
        return len(self.codes)

    @property
    def days_signed(self) -> int:
        """What they do to P80: earlier is negative."""
        return -self.days


def rows(found: Answers, ticked: Iterable[str]) -> list[ResponseRow]:
    """Return the responses, those that bring most days per euro first."""
    chosen = set(ticked)
    ordered = sorted(found.responses, key=lambda one: -(one.days_per_10k or 0.0))
    most = max((one.days_per_10k or 0.0 for one in ordered), default=0.0)
    return [ResponseRow(one, one.code in chosen, _bar(one, most)) for one in ordered]


def ticked_codes(found: Answers, asked: list[str] | None) -> tuple[str, ...]:
    """Return the responses that are ticked: those asked for, else what stands chosen and is proposed."""
    known = [one.code for one in found.responses]
    if asked is not None:
        return tuple(code for code in known if code in set(asked[:MOST_CODES]))
    proposed = found.proposal.codes if found.proposal else ()
    return tuple(one.code for one in found.responses if one.is_chosen or one.code in proposed)


def standing(found: Answers, limits: Limits) -> Together:
    """Return what the run already knows: the proposal, or what is chosen now."""
    proposal = found.proposal
    limit = end_of(limits.limit)
    codes = ticked_codes(found, None)
    if proposal is not None:
        return _together(codes, proposal.cost, found.without, proposal.finish, proposal.chance, None)
    cost = sum(one.cost for one in found.responses if one.is_chosen)
    return _together(codes, cost, found.without, found.finish_at(SURE), found.chance_by(limit), None)


def computed(before: int, limits: Limits, choice: Choice) -> Together:
    """Return what a choice of the reader brings, from the P80 without any response on."""
    chance = choice.chance_by(end_of(limits.limit))
    return _together(choice.codes, choice.cost, before, choice.sure, chance, choice.seconds)


def _together(
    codes: tuple[str, ...], cost: float, before: int, after: int, chance: float | None, seconds: Any
) -> Together:
    first, then = day_of(before), day_of(after)
    days = (first - then).days if first and then else 0
    return Together(codes, cost, days, then, chance, choice_conclusion(len(codes), days, then), seconds)


def _bar(one: StoredResponse, most: float) -> SafeString:
    if not one.days_per_10k or one.days_per_10k <= 0 or most <= 0:
        return SafeString("")
    width = max(one.days_per_10k / most * _BAR, 2)
    return drawing(
        round(width) + 1, 12, f'<rect class="c-bar gain" x="0" y="1" width="{n(width)}" height="10"/>', "gain"
    )
