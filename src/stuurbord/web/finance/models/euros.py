"""The fields that every list of money shares: exact euros, a month, a project."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.projects.models import Project


def euros(label: Any, **options: Any) -> models.DecimalField:
    """Return a field of euros to the cent that is empty where the amount is not known."""
    options = {"null": True, "blank": True} | options
    return models.DecimalField(label, max_digits=14, decimal_places=2, **options)


def month(label: Any, **options: Any) -> models.CharField:
    """Return a field of a month, ``2026-03``: it sorts, groups and filters as it stands."""
    return models.CharField(label, max_length=7, **options)


def of_project() -> models.ForeignKey:
    """Return the field of the project that a line of money belongs to."""
    return models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name=_("Project"))


class ExpenditureKind(models.TextChoices):
    INVESTMENT = "investment", _("investment")
    OPERATING = "operating", _("operating cost")


class Credit(models.TextChoices):
    """What is counted: what one binds oneself to, or what is paid."""

    COMMITMENT = "commitment", _("commitment")
    PAYMENT = "payment", _("payment")


class Employment(models.TextChoices):
    INTERNAL = "internal", _("internal")
    EXTERNAL = "external", _("external")


class Unit(models.TextChoices):
    HOUR = "hour", _("hour")
    DAY = "day", _("day")
