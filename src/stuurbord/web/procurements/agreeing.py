"""Write down what the organisation agreed: amounts for advice, who approves, interest rates."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.web.audit.chain import record
from stuurbord.web.procurements.changing import NotAccepted
from stuurbord.web.procurements.models import Delegation, InspectionAmount, ReferenceRate
from stuurbord.web.procurements.rights import require_configure
from stuurbord.web.reader import reader

MODELS = {"inspection": InspectionAmount, "delegation": Delegation, "rate": ReferenceRate}
"""What can be agreed, by its name in addresses and in the log."""


@transaction.atomic
def add_agreed(
    actor: Any, what: str, values: Mapping[str, Any]
) -> InspectionAmount | Delegation | ReferenceRate:
    """Add an amount, a mandate or a rate.

    Raises
    ------
    NotPermitted
        If the actor does not set this for the whole organisation.
    NotAccepted
        If there is a rate for that half-year already.
    """
    require_configure(actor)
    if what == "rate" and ReferenceRate.objects.filter(valid_from=values["valid_from"]).exists():
        told = _("There is a rate from {day} already.")
        raise NotAccepted(told.format(day=reader().day(values["valid_from"])))
    made = MODELS[what].objects.create(**values)
    record(
        actor, "procurement.configure", f"procurement-{what}:{made.pk}", {"what": str(made)} | dict(values)
    )
    return made


@transaction.atomic
def remove_agreed(actor: Any, what: str, pk: int) -> None:
    """Take away an amount, a mandate or a rate that was written down wrongly; the log keeps what it was.

    Raises
    ------
    NotPermitted
        As `add_agreed`.
    Model.DoesNotExist
        If there is none.
    """
    require_configure(actor)
    found = MODELS[what].objects.select_for_update().get(pk=pk)
    data = {"what": str(found), "removed": True}
    record(actor, "procurement.configure", f"procurement-{what}:{pk}", data)
    found.delete()


def as_fraction(percent: Decimal) -> Decimal:
    """Return a rate in percent as a fraction."""
    return percent / 100
