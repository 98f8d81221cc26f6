"""What every line of a register has: a project, and a code people call it by."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.projects.models import Versioned


class RegisterItem(Versioned):
    """A line of a register: it belongs to a project and has a code people call it by."""

    code = models.CharField(_("No."), max_length=40)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code

    @property
    def subject(self) -> str:
        """How the audit log names this line."""
        return f"{self._meta.model_name}:{self.project.portfolio.key}/{self.project.code}/{self.code}"
