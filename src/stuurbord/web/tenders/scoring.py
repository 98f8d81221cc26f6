"""Let the engine score and rank the tenders of a lot, and say what it would take for another to win."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from stuurbord.engine import tender_evaluation as engine
from stuurbord.web.tenders.models import AwardCriterion, CriterionKind

if TYPE_CHECKING:
    from stuurbord.web.tenders.standing import LotStanding, TenderStanding

MOST_POINTS: Final = Decimal(10)
"""What an assessor can give."""
_CENT: Final = Decimal("0.01")
_WHOLE: Final = Decimal(100)
_LEVEL: Final = Fraction(1, 10**9)
"""Points that count as equal: a third of 100 has no end, so that equal weights miss it by less than this."""


@dataclass(frozen=True)
class Ranked:
    """The points of one tender, each out of the weight of its criterion, their sum and its rank.

    Where criteria have an order of importance and no weights, the points are out of ten and have no sum.
    """

    points: Mapping[int, Decimal]
    total: Decimal | None
    """None where no criteria were set, as there is one tender, and where they have no weights."""
    rank: int | None
    """None where the criteria have no weights and the scores alone do not say where it comes."""


@dataclass(frozen=True)
class Tipping:
    """A weight at which other tenders come level: beyond it, on the side ``is_below``, they come first."""

    criterion: str
    weight: Decimal
    is_below: bool
    rivals: tuple[int, ...]
    """The numbers of these tenders."""


@dataclass(frozen=True)
class Evaluation:
    """What scoring and ranking gave."""

    by_number: Mapping[int, Ranked]
    tippings: Sequence[Tipping]


def weights_of(criteria: Sequence[AwardCriterion]) -> dict[int, Decimal]:
    """Return the weight of each criterion in percent, 100 together; without weights they count equally."""
    known = {one.pk: one.weight for one in criteria if one.weight is not None}
    if len(known) == len(criteria):
        return known
    each = _WHOLE / len(criteria)
    made = dict.fromkeys((one.pk for one in criteria), each)
    made[criteria[-1].pk] = _WHOLE - each * (len(criteria) - 1)
    return made


def evaluate(made: LotStanding) -> Evaluation:
    """Return points, ranks and tipping weights of the tenders that are ranked; nothing may be missing."""
    if not made.criteria:
        return Evaluation({one.tender.number: Ranked({}, None, 1) for one in made.ranked}, ())
    rows = score_rows(made)
    if made.is_by_importance:
        return _by_importance(made.criteria, rows)
    weights = weights_of(made.criteria)
    table = engine.score_table(
        [engine.AwardCriterion(str(one.pk), weights[one.pk]) for one in made.criteria],
        {str(number): row for number, row in rows.items()},
    )
    totals = table.totals()
    found = {
        int(one.tender): Ranked(
            points={it.pk: _rounded(points) for it, points in zip(made.criteria, one.points, strict=True)},
            total=_rounded(one.total),
            rank=1 + sum(other - one.total > _LEVEL for other in totals),
        )
        for one in engine.ranking(table).tenders
    }
    return Evaluation(found, _tippings(made.criteria, engine.weight_ranges(table)))


def score_rows(made: LotStanding) -> dict[int, list[Fraction]]:
    """Return, by the number of a tender that is ranked, its part of the most points on each criterion."""
    columns = [_shares(one, made.ranked) for one in made.criteria]
    return {one.tender.number: [column[row] for column in columns] for row, one in enumerate(made.ranked)}


def _by_importance(criteria: Sequence[AwardCriterion], rows: Mapping[int, list[Fraction]]) -> Evaluation:
    """Return the scores beside each other, with the ranks that hold whatever the criteria weigh."""
    most = Fraction(MOST_POINTS)
    places = engine.certain_places(list(rows.values()))
    found = {
        number: Ranked(
            points={it.pk: _rounded(share * most) for it, share in zip(criteria, row, strict=True)},
            total=None,
            rank=place,
        )
        for (number, row), place in zip(rows.items(), places, strict=True)
    }
    return Evaluation(found, ())


def _tippings(criteria: Sequence[AwardCriterion], ranges: Sequence[engine.WeightRange]) -> list[Tipping]:
    titles = {str(one.pk): one.title for one in criteria}
    made = []
    for one in ranges:
        for weight, rivals, is_below in ((one.lowest, one.below, True), (one.highest, one.above, False)):
            if weight is not None:
                numbers = tuple(int(rival) for rival in rivals)
                made.append(Tipping(titles[one.criterion], _rounded(weight), is_below, numbers))
    return made


def _shares(criterion: AwardCriterion, ranked: Sequence[TenderStanding]) -> Sequence[Fraction]:
    """Return what part of the weight of a criterion each tender gets, from 0 to 1."""
    if criterion.kind == CriterionKind.QUALITY:
        return [_agreed(one, criterion) / Fraction(MOST_POINTS) for one in ranked]
    amounts = [one.amount if criterion.kind == CriterionKind.PRICE else one.cost for one in ranked]
    known = [one for one in amounts if one is not None]
    return engine.price_scores(known, engine.PriceFormula(criterion.formula))


def _agreed(one: TenderStanding, criterion: AwardCriterion) -> Fraction:
    given = [it.points for it in one.scores.get(criterion.pk, [])]
    points = engine.agreed_score(given, MOST_POINTS).points
    if points is None:
        raise ValueError(f"tender {one.tender.number} has no score on criterion {criterion.pk}")
    return points


def _rounded(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(_CENT, ROUND_HALF_UP)
