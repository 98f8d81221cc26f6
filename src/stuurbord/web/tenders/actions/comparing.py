"""Compare tenders with reasons where the criteria have an order of importance and no weights."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.engine.tender_evaluation import dominates
from stuurbord.errors import VersionConflict
from stuurbord.web.clock import now
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.tenders.hashing import sha256_of
from stuurbord.web.tenders.keeping import (
    MAX_TEXT,
    Refused,
    kept,
    locked,
    lot_number,
    lot_of,
    require_opened,
    require_unlocked,
    require_version,
    text,
)
from stuurbord.web.tenders.models import TenderComparison
from stuurbord.web.tenders.rights import require_work
from stuurbord.web.tenders.scoring import score_rows
from stuurbord.web.tenders.standing import LotStanding, lot_standing


@transaction.atomic
def compare_tenders(
    actor: Any,
    file: ProcurementFile,
    lot: int | None,
    version: int,
    places: Mapping[int, int],
    reason: str,
    seen: str = "",
) -> TenderComparison:
    """Rank the tenders of a lot by a reasoned comparison; scores that change later make it lapse.

    Parameters
    ----------
    places
        The place of each tender that is ranked, by its number; equal places are shared.
    seen
        The hash of the ranking as the page showed it.

    Raises
    ------
    Refused
        If the criteria have weights, something is missing, a tender has no place, there are no reasons, or
        a tender comes before one that is at least as good on every criterion and better on one.
    VersionConflict
        If somebody else was first, or what it rests on changed since it was seen.
    NotPermitted
        If the actor may not change this file.
    """
    require_work(actor, file)
    row = locked(file)
    require_version(row, version)
    require_opened(row)
    found_lot = lot_of(row.file, lot)
    require_unlocked(row.file, found_lot)
    standing = lot_standing(row.file, found_lot)
    if seen and seen != standing.sha256:
        told = _(
            "Scores or examinations changed since you saw them; nothing was made. Look at the ranking anew."
        )
        raise VersionConflict(told)
    if not standing.is_by_importance:
        raise Refused(
            _("The criteria do not stand in an order of importance: their weights rank the tenders.")
        )
    if standing.outcome is None:
        raise Refused(" ".join(standing.missing))
    reason = text(reason, MAX_TEXT)
    if not reason:
        raise Refused(_("A comparison states its reasons, criterion by criterion in their order."))
    ranks = _ranks(standing, places)
    made = TenderComparison.objects.create(
        file=row.file,
        lot=found_lot,
        places=sorted(ranks.items()),
        reason=reason,
        standing_sha256=sha256_of(standing.plain_scores()),
        by_id=actor.pk,
        by_name=str(actor)[:200],
        at=now(),
    )
    data = {"lot": lot_number(found_lot), "n": len(ranks), "places": made.places, "reason": reason}
    kept(actor, row, "tender.compare", data)
    return made


def _ranks(standing: LotStanding, places: Mapping[int, int]) -> dict[int, int]:
    """Return the rank of each tender: after two that share the first place comes the third."""
    numbers = {one.tender.number for one in standing.ranked}
    if set(places) != numbers or not all(one >= 1 for one in places.values()):
        raise Refused(_("Give each tender that is compared its place."))
    ranks = {number: 1 + sum(other < place for other in places.values()) for number, place in places.items()}
    rows = score_rows(standing)
    for one, other in permutations(numbers, 2):
        if dominates(rows[one], rows[other]) and ranks[one] >= ranks[other]:
            told = _(
                "Tender {better} is at least as good as tender {worse} on each criterion, and better on one:"
                " it comes before it."
            )
            raise Refused(told.format(better=one, worse=other))
        if rows[one] == rows[other] and ranks[one] != ranks[other]:
            told = _("Tenders {one} and {other} have the same scores on each criterion: they share a place.")
            raise Refused(told.format(one=one, other=other))
    return ranks
