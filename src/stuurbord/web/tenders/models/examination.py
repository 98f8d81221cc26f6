"""The examination of a tender: exclusion, selection, regularity, price."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from stuurbord.web.tenders.models.tender import Tender


class ExaminationStep(models.TextChoices):
    EXCLUSION = "exclusion", pgettext_lazy("examination", "exclusion grounds")
    SELECTION = "selection", pgettext_lazy("examination", "selection")
    REGULARITY = "regularity", pgettext_lazy("examination", "regularity")


class ExaminationVerdict(models.TextChoices):
    NO_GROUND = "no_ground", pgettext_lazy("examination", "no ground for exclusion")
    REGULARISE = "regularise", pgettext_lazy("examination", "regularisation of debts asked")
    EXCLUDED = "excluded", pgettext_lazy("examination", "excluded")
    SELECTED = "selected", pgettext_lazy("examination", "selected")
    NOT_SELECTED = "not_selected", pgettext_lazy("examination", "not selected")
    PROVISIONAL = "provisional", pgettext_lazy("examination", "accepted provisionally on the ESPD")
    REGULAR = "regular", pgettext_lazy("examination", "regular")
    MINOR = "minor", pgettext_lazy("examination", "irregular, not substantially")
    SUBSTANTIAL = "substantial", pgettext_lazy("examination", "substantially irregular")


VERDICTS: dict[str, tuple[str, ...]] = {
    ExaminationStep.EXCLUSION: (
        ExaminationVerdict.NO_GROUND,
        ExaminationVerdict.PROVISIONAL,
        ExaminationVerdict.REGULARISE,
        ExaminationVerdict.EXCLUDED,
    ),
    ExaminationStep.SELECTION: (
        ExaminationVerdict.SELECTED,
        ExaminationVerdict.PROVISIONAL,
        ExaminationVerdict.NOT_SELECTED,
    ),
    ExaminationStep.REGULARITY: (
        ExaminationVerdict.REGULAR,
        ExaminationVerdict.MINOR,
        ExaminationVerdict.SUBSTANTIAL,
    ),
}
"""What each step can end in."""
REMOVED = (ExaminationVerdict.EXCLUDED, ExaminationVerdict.NOT_SELECTED, ExaminationVerdict.SUBSTANTIAL)
"""Verdicts that take a tender out of the ranking."""
WITHOUT_REASON = (ExaminationVerdict.NO_GROUND, ExaminationVerdict.SELECTED, ExaminationVerdict.REGULAR)
PENDING = (ExaminationVerdict.REGULARISE,)
"""Verdicts that wait for something: the tender neither goes out nor wins yet."""


class Examination(models.Model):
    """What one step of the examination gave for one tender; the audit log keeps what it was before."""

    tender = models.ForeignKey(Tender, models.CASCADE, related_name="examinations")
    step = models.CharField(max_length=12, choices=ExaminationStep)
    verdict = models.CharField(max_length=12, choices=ExaminationVerdict)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    due = models.DateField(null=True)
    """Until when debts can be regularised."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "step"], name="one_examination_per_tender_and_step")
        ]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.step}: {self.verdict}"


class PriceVerdict(models.TextChoices):
    NORMAL = "normal", pgettext_lazy("price check", "normal, nothing asked")
    ASKED = "asked", pgettext_lazy("price check", "justification asked")
    JUSTIFIED = "justified", pgettext_lazy("price check", "justified")
    REJECTED = "rejected", pgettext_lazy("price check", "not justified: abnormal price")


class PriceCheck(models.Model):
    """The check of the price of one tender, with the question and its answer where there was one."""

    tender = models.OneToOneField(Tender, models.CASCADE, related_name="price_check")
    verdict = models.CharField(max_length=10, choices=PriceVerdict)
    reason = models.TextField(blank=True)
    asked_on = models.DateField(null=True)
    question = models.TextField(blank=True)
    due = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    answer = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.tender_id}: {self.verdict}"
