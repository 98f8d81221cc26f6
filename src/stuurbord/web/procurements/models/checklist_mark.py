"""How far one line of the checklist of a file is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from stuurbord.web.procurements.models.file import ProcurementFile


class MarkState(models.TextChoices):
    TO_DO = "to_do", pgettext_lazy("checklist", "to do")
    DONE = "done", pgettext_lazy("checklist", "done")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("checklist", "not applicable")


class ChecklistMark(models.Model):
    """What somebody wrote at a line of the checklist. It has a row from the first time that happens."""

    file = models.ForeignKey(ProcurementFile, models.PROTECT, related_name="marks")
    item = models.CharField(max_length=60)
    """Id of the line in the checklist of the rule book: data, so no choices of the database."""
    state = models.CharField(max_length=16, choices=MarkState, default=MarkState.TO_DO)
    reference = models.CharField(
        pgettext_lazy("checklist", "Reference or address"), max_length=500, blank=True
    )
    document_date = models.DateField(
        pgettext_lazy("checklist", "Date of the document"), null=True, blank=True
    )
    remark = models.TextField(pgettext_lazy("checklist", "Remark"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "item"], name="one_mark_per_checklist_line")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.item}: {self.state}"
