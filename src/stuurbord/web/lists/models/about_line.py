"""How a record points at a line of any register: the register by its slug, the line by its number."""

from __future__ import annotations

from django.db import models


class AboutLine(models.Model):
    """Something that belongs to one line of a register.

    The line goes by number because it can be of any model. Whoever reads finds the line first, through
    `Register.lines`, and what belongs to it after that: so nothing here opens a door of its own.
    """

    register = models.CharField(max_length=60)
    line_id = models.BigIntegerField()

    class Meta:
        abstract = True
