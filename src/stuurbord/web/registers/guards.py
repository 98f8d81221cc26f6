"""What must be known before a line takes a step: one way to say it, for every table of states."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _


def known(*names: str) -> Callable[[Any], str]:
    """Return a guard that names the fields which are still empty.

    >>> known("owner").__name__
    'guard'
    """

    def guard(line: Any) -> str:
        missing = [name for name in names if getattr(line, name) in (None, "")]
        if not missing:
            return ""
        labels = ", ".join(f"“{line._meta.get_field(name).verbose_name}”" for name in missing)
        return _("Fill in first: {fields}.").format(fields=labels)

    return guard


def assessed(line: Any) -> str:
    """Nobody decides on a change of which the price is not known."""
    if line.is_assessed:
        return ""
    return _("First write the impact in days and euro (0 is an answer) and on scope or quality.")


def decided(line: Any) -> str:
    """A decision has a person and a day, on an impact that is known."""
    return assessed(line) or known("decided_by", "decided_on")(line)
