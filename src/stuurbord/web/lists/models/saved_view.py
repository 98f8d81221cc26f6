"""A question to a register that somebody kept, for himself or for all who see a portfolio."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.projects.models import Portfolio, Versioned


class SavedView(Versioned):
    """A name for a list's address: filters, order, grouping and columns."""

    register = models.CharField(max_length=60)
    name = models.CharField(_("Name"), max_length=80)
    query = models.CharField(max_length=2000)
    """The address after the question mark, as `ListRequest.as_query` writes it."""
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    shared_with = models.ForeignKey(
        Portfolio, models.CASCADE, null=True, blank=True, related_name="saved_views"
    )
    """Empty: the owner alone sees it."""

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "owner", "name"],
                condition=models.Q(is_archived=False),
                name="one_saved_view_per_name",
            )
        ]

    def __str__(self) -> str:
        return self.name
