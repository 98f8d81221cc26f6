"""The minutes as the chair approved them: the very bytes, so that nobody has to trust a second making."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stuurbord.web.meetings.models.meeting import Meeting


class FrozenMinutes(models.Model):
    """Written once, when the minutes are approved; never changed."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="frozen")
    docx = models.BinaryField()
    docx_sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField()
    pdf_sha256 = models.CharField(max_length=64)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.docx_sha256[:8]
