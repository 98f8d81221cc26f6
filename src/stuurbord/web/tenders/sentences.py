"""The award of a lot in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.web.reader import reader

if TYPE_CHECKING:
    from stuurbord.web.tenders.standing import LotStanding


def sensitivity_sentences(made: LotStanding) -> list[str]:
    """Return what it would take for another tender to come first."""
    if made.outcome is None or len(made.ranked) < 2 or len(made.criteria) < 2:
        return []
    if made.is_by_importance:
        return _without_weights(made)
    if len(made.first) > 1:
        return [
            _("Several tenders come first together: the smallest shift of a weight decides between them.")
        ]
    names = {one.tender.number: one.tender.tenderer for one in made.ranked}
    told = []
    for one in made.outcome.tippings:
        text = (
            _("{rival} only comes first if “{criterion}” weighs less than {weight} %.")
            if one.is_below
            else _("{rival} only comes first if “{criterion}” weighs more than {weight} %.")
        )
        weight = reader().number(one.weight, 2)
        rivals = ", ".join(names[number] for number in one.rivals)
        told.append(text.format(rival=rivals, criterion=one.criterion, weight=weight))
    return told or [_("No other weight of a single criterion changes who comes first.")]


def _without_weights(made: LotStanding) -> list[str]:
    """Return what the ranking rests on where the criteria have an order of importance and no weights."""
    if made.comparison is not None:
        return [_("The criteria have no weights: the ranking rests on the reasoned comparison.")]
    if len(made.first) == 1:
        told = _(
            "{name} is at least as good as every other on each criterion: it comes first whatever they weigh."
        )
        return [told.format(name=made.first[0].tender.tenderer)]
    return []


def conclusion_of(made: LotStanding) -> str:
    """Return how the award of a lot stands, in one sentence."""
    n = len([one for one in made.tenders if one.tender.is_in_play])
    if not made.is_opened:
        text = ngettext(
            "{n} tender came in; it is sealed until two people open it.",
            "{n} tenders came in; they are sealed until two people open them.",
            n,
        )
        return text.format(n=n) if n else _("No tender came in yet.")
    if not n:
        return _("No tender came in time: decide not to award.")
    if not made.ranked:
        return _("No tender is left after the examination: decide not to award.")
    if made.missing:
        text = ngettext(
            "{n} thing is missing before the ranking stands.",
            "{n} things are missing before the ranking stands.",
            len(made.missing),
        )
        return text.format(n=len(made.missing))
    names = ", ".join(one.tender.tenderer for one in made.first)
    if len(made.first) > 1:
        return _("{names} come first together.").format(names=names)
    first = made.first[0]
    if not made.criteria:
        only = _("{name} gave the only tender that is left, for {amount}.")
        return only.format(name=names, amount=reader().euro(first.amount or 0, 2))
    if made.is_by_importance:
        told = _("{name} comes first on the criteria in their order of importance, for {amount}.")
        return told.format(name=names, amount=reader().euro(first.amount or 0, 2))
    told = _("{name} comes first with {points} points out of 100, for {amount}.")
    return told.format(
        name=names,
        points=reader().number(first.total or 0, 2),
        amount=reader().euro(first.amount or 0, 2),
    )
