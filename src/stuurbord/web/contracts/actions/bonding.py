"""The bond: posted by the contractor, released by the buyer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.web.clock import today
from stuurbord.web.contracts.keeping import Refused, held, kept, needed, require_past
from stuurbord.web.contracts.models import Bond, Contract
from stuurbord.web.contracts.standing import standing
from stuurbord.web.reader import reader


@transaction.atomic
def post_bond(
    actor: Any, contract: Contract, amount: Decimal, posted_on: date, proof: str, expected_version: int
) -> Bond:
    """Write down that the contractor posted the bond.

    Raises
    ------
    Refused
        If no bond may be asked, one was posted already, or the day or amount cannot be right.
    NotPermitted, VersionConflict
        As every action.
    """
    found = held(actor, contract, expected_version)
    proof = needed(proof, _("Say where the proof of the bond is: a reference or an address."), 300)
    if hasattr(found, "bond"):
        raise Refused(_("The bond was posted already."))
    if amount <= 0:
        raise Refused(_("A bond is more than zero."))
    require_past(posted_on)
    asked = standing(found, today()).bond
    if asked is None:
        raise Refused(_("This framework agreement asks a bond per order, not for the whole."))
    if asked.may_be_asked is False and asked.is_verified:
        floor = asked.because[0]
        told = _("No bond may be asked below {floor} ({article}).")
        raise Refused(told.format(floor=reader().euro(floor.number), article=floor.article))
    made = Bond.objects.create(contract=found, amount=amount, posted_on=posted_on, proof=proof)
    kept(actor, found, "contract.bond", {"amount": amount, "on": posted_on})
    return made


@transaction.atomic
def release_bond(actor: Any, contract: Contract, on: date, expected_version: int) -> Bond:
    """Write down that the part of the bond that is free by now was released.

    Raises
    ------
    Refused
        If no part is free: nothing was accepted yet, or it was released already.
    NotPermitted, VersionConflict
        As every action.
    """
    found = held(actor, contract, expected_version)
    bond = getattr(found, "bond", None)
    if bond is None:
        raise Refused(_("No bond was posted."))
    require_past(on)
    stand = standing(found, on)
    free = stand.release
    if free is None or free.released is None:
        raise Refused(_("What is free of the bond is undetermined: say when this contract was published."))
    is_all = stand.final is not None and stand.final.on <= on
    left = free.released - (bond.first_amount or Decimal(0)) - (bond.rest_amount or Decimal(0))
    if left <= 0:
        raise Refused(_("Nothing of the bond is free on this day: it follows the acceptances."))
    if is_all:
        bond.rest_released_on, bond.rest_amount = on, left
    else:
        bond.first_released_on, bond.first_amount = on, left
    bond.save()
    kept(actor, found, "contract.bond_release", {"amount": left, "on": on})
    return bond
