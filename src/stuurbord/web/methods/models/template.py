"""A method template in one version: its text is never changed once it was published."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TemplateState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("state of a method", "draft")
    PUBLISHED = "published", pgettext_lazy("state of a method", "published")
    RETIRED = "retired", pgettext_lazy("state of a method", "retired")


class MethodTemplate(models.Model):
    """One version of a template; of each key one is published, and new projects follow that one."""

    key = models.CharField(_("Key"), max_length=60)
    version = models.CharField(_("Version"), max_length=40)
    title = models.CharField(_("Title"), max_length=200)
    method = models.CharField(_("Method"), max_length=40)
    kind = models.CharField(_("Kind"), max_length=40)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(_("State"), max_length=10, choices=TemplateState, default=TemplateState.DRAFT)
    is_shipped = models.BooleanField(default=False)
    """Came with the product; a newer one of the product takes its place by itself."""
    made_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    """Optimistic lock of a draft that several people edit."""

    class Meta:
        ordering = ["key", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state="published"), name="one_published_template_per_key"
            ),
            models.UniqueConstraint(
                fields=["sha256"], condition=~Q(state="draft"), name="template_text_stored_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"

    @property
    def subject(self) -> str:
        """How the audit log names this version."""
        return f"method:{self.key}@{self.version}"
