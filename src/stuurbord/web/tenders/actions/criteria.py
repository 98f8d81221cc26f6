"""Set the award criteria and their weights; after the opening they never change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.reader import reader
from stuurbord.web.tenders.keeping import Refused, kept, locked, lot_number, lot_of, require_version, text
from stuurbord.web.tenders.law import QUALITY_ALWAYS, level_of
from stuurbord.web.tenders.models import BY_AMOUNT, AwardCriterion, CriterionKind, PriceFormula
from stuurbord.web.tenders.rights import require_work

MOST_CRITERIA = 20
_WHOLE = Decimal(100)
_SMALLEST = Decimal("0.01")


@dataclass(frozen=True)
class CriterionRow:
    """One criterion as it is asked; ``weight`` in percent, None: counts as much as the others."""

    title: str
    kind: str
    weight: Decimal | None
    formula: str = ""


@dataclass(frozen=True)
class Importance:
    """Criteria in descending order of importance, with the objective reasons why they have no weights."""

    reason: str = ""


@transaction.atomic
def set_criteria(
    actor: Any,
    file: ProcurementFile,
    lot: int | None,
    version: int,
    rows: Sequence[CriterionRow],
    reason: str = "",
    importance: Importance | None = None,
) -> list[AwardCriterion]:
    """Set the criteria of a file, or of one lot, in their order; without any, a lot has those of the file.

    Parameters
    ----------
    importance
        Given: the criteria have no weights and the first is the most important. None: they have weights, or
        count equally.

    Raises
    ------
    Refused
        If the weights do not make 100, weights are missing at European level without an objective reason, or
        the tenders were opened; once published, also without a reason.
    NotPermitted
        If the actor may not change this file.
    VersionConflict
        If somebody else was first.
    """
    require_work(actor, file)
    row = locked(file)
    require_version(row, version)
    if row.is_opened:
        raise Refused(_("The tenders were opened; the award criteria stand as they were published."))
    reason = text(reason, 1000)
    is_published = row.file.published_on is not None
    if is_published and not reason:
        raise Refused(
            _("The criteria were published: give the reason for the change, and publish it as a correction.")
        )
    of_lot = lot_of(row.file, lot) if lot else None
    if rows or of_lot is None:
        _check(row.file, rows, importance)
    AwardCriterion.objects.filter(file=row.file, lot=of_lot).delete()
    made = AwardCriterion.objects.bulk_create(
        AwardCriterion(
            file=row.file,
            lot=of_lot,
            order=place,
            title=text(one.title, 200),
            kind=one.kind,
            weight=one.weight,
            formula=one.formula if one.kind in BY_AMOUNT else "",
            is_by_importance=importance is not None,
            no_weight_reason=text(importance.reason) if importance else "",
        )
        for place, one in enumerate(rows, 1)
    )
    written = [[one.title, one.kind, one.weight, one.formula] for one in made]
    kept(
        actor,
        row,
        "tender.criteria",
        {"lot": lot_number(of_lot), "n": len(made), "criteria": written, "reason": reason}
        | ({"by_importance": text(importance.reason)} if importance else {}),
    )
    return made


def _check(file: ProcurementFile, rows: Sequence[CriterionRow], importance: Importance | None) -> None:
    """Raise `Refused` with the first thing that is wrong with criteria."""
    if not rows:
        raise Refused(_("Give at least one award criterion."))
    if len(rows) > MOST_CRITERIA:
        raise Refused(_("At most {most} criteria: more nobody weighs.").format(most=MOST_CRITERIA))
    titles = [text(one.title, 200).casefold() for one in rows]
    if not all(titles) or len(set(titles)) < len(titles):
        raise Refused(_("Each criterion has a name of its own."))
    for one in rows:
        if one.kind not in CriterionKind.values:
            raise Refused(_("Choose the kind of each criterion: price, life-cycle cost or quality."))
        if one.kind in BY_AMOUNT and one.formula not in PriceFormula.values:
            raise Refused(_("Choose the formula by which “{title}” gives points.").format(title=one.title))
    for kind in BY_AMOUNT:
        if sum(one.kind == kind for one in rows) > 1:
            raise Refused(_("Price and life-cycle cost are each one criterion at most."))
    if file.procedure in QUALITY_ALWAYS and all(one.kind in BY_AMOUNT for one in rows):
        raise Refused(
            _("This procedure is awarded on the best price-quality ratio: add a quality criterion (art. 81).")
        )
    weights = [one.weight for one in rows]
    if importance is None:
        _check_weights(file, weights)
    else:
        _check_importance(file, weights, importance)


def _check_importance(
    file: ProcurementFile, weights: Sequence[Decimal | None], importance: Importance
) -> None:
    if any(one is not None for one in weights):
        raise Refused(_("Criteria in descending order of importance have no weights: leave those empty."))
    if len(weights) > 1 and level_of(file) == "eu" and not text(importance.reason):
        raise Refused(
            _(
                "At European level criteria only go without weights where objective reasons make weights"
                " impossible: give those reasons (law of 17/06/2016, art. 81 § 4)."
            )
        )


def _check_weights(file: ProcurementFile, weights: Sequence[Decimal | None]) -> None:
    known = [one for one in weights if one is not None]
    if not known:
        if len(weights) > 1 and level_of(file) == "eu":
            raise Refused(
                _("At European level each criterion has its weight (law of 17/06/2016, art. 81 § 4).")
            )
        return
    if len(known) < len(weights):
        raise Refused(_("Give each criterion a weight, or none of them."))
    for one in known:
        if not one.is_finite() or not 0 < one <= _WHOLE or one != one.quantize(_SMALLEST):
            raise Refused(_("A weight is more than 0 and at most 100, with two decimals at most."))
    if sum(known) != _WHOLE:
        told = _("The weights make {sum}; they must make 100.")
        raise Refused(told.format(sum=reader().number(sum(known), 2)))
