"""What is delivered, when it is good enough, who looked, and what they found."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.registers.models.issue import Severity
from stuurbord.web.registers.models.item import OwnedItem, ProjectItem, line_of, other_person


class ProductState(models.TextChoices):
    DESCRIBED = "described", _("described")
    IN_PROGRESS = "in_progress", _("in progress")
    READY = "ready", _("ready for review")
    ACCEPTED = "accepted", pgettext_lazy("state of a product", "accepted")
    DROPPED = "dropped", _("dropped")


class Product(OwnedItem):
    """A product description: what is delivered and when it is good."""

    closed: ClassVar[tuple[str, ...]] = (ProductState.ACCEPTED, ProductState.DROPPED)

    title = models.CharField(_("Product"), max_length=300)
    purpose = models.TextField(_("Purpose"), blank=True)
    quality_criteria = models.TextField(_("Quality criteria"), blank=True)
    tolerance = models.CharField(_("Quality tolerance"), max_length=300, blank=True)
    method = models.CharField(_("How it is checked"), max_length=300, blank=True)
    approver = other_person(_("Accepted by"))
    tasks = models.CharField(_("Tasks that make it"), max_length=500, blank=True)
    ready_on = models.DateField(_("Ready on"), null=True, blank=True)
    state = models.CharField(_("State"), max_length=12, choices=ProductState, default=ProductState.DESCRIBED)


class Moscow(models.TextChoices):
    MUST = "must", pgettext_lazy("MoSCoW", "must")
    SHOULD = "should", pgettext_lazy("MoSCoW", "should")
    COULD = "could", pgettext_lazy("MoSCoW", "could")
    WONT = "wont", pgettext_lazy("MoSCoW", "won’t now")


class CriterionState(models.TextChoices):
    OPEN = "open", _("to be shown")
    MET = "met", _("met")
    NOT_MET = "not_met", _("not met")
    WAIVED = "waived", _("waived")


class AcceptanceCriterion(ProjectItem):
    """One condition under which a product is accepted."""

    title = models.CharField(_("Acceptance criterion"), max_length=300)
    product = line_of("registers.Product", _("No. of the product"))
    moscow = models.CharField(_("Priority (MoSCoW)"), max_length=8, choices=Moscow, default=Moscow.MUST)
    proof = models.TextField(_("How it is shown"), blank=True)
    owner = other_person(_("Owner"))
    tested_on = models.DateField(_("Tested on"), null=True, blank=True)
    state = models.CharField(_("State"), max_length=8, choices=CriterionState, default=CriterionState.OPEN)


class ReviewState(models.TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    DROPPED = "dropped", _("dropped")


class Verdict(models.TextChoices):
    GOOD = "good", _("good")
    CONDITIONAL = "conditional", _("good after repair")
    REFUSED = "refused", _("not good")


class QualityReview(OwnedItem):
    """Somebody looks at a product, on a day, and gives a verdict; the owner is who reviews."""

    closed: ClassVar[tuple[str, ...]] = (ReviewState.HELD, ReviewState.DROPPED)

    title = models.CharField(pgettext_lazy("one line", "Review"), max_length=300)
    product = line_of("registers.Product", _("No. of the product"))
    held_on = models.DateField(_("Held on"), null=True, blank=True)
    verdict = models.CharField(_("Verdict"), max_length=12, choices=Verdict, blank=True)
    remarks = models.TextField(_("Remarks"), blank=True)
    state = models.CharField(_("State"), max_length=8, choices=ReviewState, default=ReviewState.PLANNED)


class FindingState(models.TextChoices):
    OPEN = "open", pgettext_lazy("state of a finding", "open")
    IN_REPAIR = "in_repair", _("in repair")
    REPAIRED = "repaired", _("repaired, to be checked")
    CLOSED = "closed", _("closed")
    ACCEPTED = "accepted", _("accepted as it is")


class QualityFinding(OwnedItem):
    """What a review or a test found wrong, and what is done about it."""

    closed: ClassVar[tuple[str, ...]] = (FindingState.CLOSED, FindingState.ACCEPTED)

    title = models.CharField(_("Finding"), max_length=300)
    review = line_of("registers.QualityReview", _("No. of the review"))
    product = line_of("registers.Product", _("No. of the product"))
    severity = models.CharField(_("Severity"), max_length=8, choices=Severity, blank=True)
    found_on = models.DateField(_("Found on"), null=True, blank=True)
    corrective_action = models.TextField(_("Corrective action"), blank=True)
    state = models.CharField(_("State"), max_length=12, choices=FindingState, default=FindingState.OPEN)
