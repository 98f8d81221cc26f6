"""What was measured of a stage or a work package, or what is missing to measure it."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class Lack(models.TextChoices):
    """Why a part cannot be measured."""

    PLAN = "plan", _("there is no plan")
    GATE = "gate", _("no gate has this code")
    PROMISE = "promise", _("the gate has no promised or expected date")
    PACKAGE = "package", _("the plan has no work package with this code")
    BASELINE = "baseline", _("the work package has no baseline or no dates")
    COST = "cost", _("the baseline holds no costs here")
    ATTESTED = "attested", _("nobody attested the deviation yet")
    NOT_HERE = "not_here", _("this is measured for the project as a whole only")


class PartMeasured(NamedTuple):
    """What a part uses of its tolerance, in the unit of its target; None with what it lacks."""

    used: Decimal | None
    basis: str
    lacks: str = ""
