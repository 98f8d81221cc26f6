"""What must be known before an exception takes a step."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from stuurbord.web.registers.guards import known
from stuurbord.web.registers.models import DecisionState
from stuurbord.web.tolerances.models import ExceptionOption

_LEAST_OPTIONS = 2


def still_missing(line: Any) -> list[str]:
    """Return in words what an exception lacks before its decision can be asked."""
    missing = [one for one in (known("cause", "consequence", "recommendation", "due")(line),) if one]
    options = list(ExceptionOption.objects.filter(exception=line.pk, is_archived=False)) if line.pk else []
    if len(options) < _LEAST_OPTIONS:
        missing.append(_("Give at least one option beside waiting."))
    if any(one.effect_days is None or one.effect_cost is None for one in options):
        missing.append(_("Give each option its effect in days and in euro (0 is an answer)."))
    if not any(one.is_recommended for one in options):
        missing.append(_("Recommend one option."))
    return missing


def complete(line: Any) -> str:
    """Nobody decides on half a report."""
    return " ".join(still_missing(line))


def decided_above(line: Any) -> str:
    """The exception follows the decision that was asked of the body above."""
    decided = (DecisionState.DECIDED, DecisionState.EXECUTED)
    if line.decision is not None and line.decision.state in decided:
        return ""
    code = line.decision.code if line.decision else "–"
    return _("Decide on {code} first; the exception follows.").format(code=code)


def within_again(line: Any) -> str:
    """What still lies beyond would raise itself again."""
    if not line.is_beyond:
        return ""
    return _("This still lies beyond the tolerance: agree on another tolerance, or bring it back within.")
