"""What a form sends of a task, as people type it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from stuurbord.web.planning.actions import Refused
from stuurbord.web.planning.progress.judging import Told

STEPS: Final = (0, 25, 50, 75, 100)
OTHER: Final = "other"
_LONGEST: Final = 1000
_WHOLE = re.compile(r"\d{1,3}")
_DAYS = re.compile(r"-?\d{1,6}([.,]\d{1,2})?")


def told_in_form(sent: Mapping[str, str]) -> Told:
    """Return what somebody tells.

    Raises
    ------
    Refused
        If a value cannot be read, or two contradict each other; with the sentence.
    """
    remark = sent.get("remark", "").strip()
    if len(remark) > _LONGEST:
        raise Refused(_("A remark has at most {n} characters.").format(n=_LONGEST))
    return Told(
        percent=_percent(sent.get("step", ""), sent.get("percent", "").strip()),
        actual_start=_day(sent.get("actual_start", ""), _("Really begun on")),
        actual_finish=_day(sent.get("actual_finish", ""), _("Really finished on")),
        remaining_days=_days(sent.get("remaining_days", "").strip()),
        remark=remark.replace("\x00", ""),
    )


def day_sent(text: str, label: str) -> date:
    """Return a day that has to be given.

    Raises
    ------
    Refused
        If it is not there, or is no day.
    """
    found = _day(text, label)
    if found is None:
        raise Refused(_("{field}: choose a day.").format(field=label))
    return found


def _percent(step: str, text: str) -> int:
    text = text.removesuffix("%").strip()
    chosen = int(step) if step.isascii() and step.isdecimal() and len(step) < 4 else None
    if chosen is None and not text:
        raise Refused(_("Say how far the task is."))
    if text and not _WHOLE.fullmatch(text):
        told = _("“{value}” is no percentage. Write a whole number from 0 to 100.")
        raise Refused(told.format(value=text[:40]))
    if chosen is not None and text and int(text) != chosen:
        raise Refused(
            _("You chose {chosen} % and wrote {written} %. Which of the two is it?").format(
                chosen=chosen, written=int(text)
            )
        )
    return int(text) if chosen is None else chosen


def _day(text: str, label: str) -> date | None:
    if not text.strip():
        return None
    try:
        found = date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise Refused(_("{field}: “{value}” is no day.").format(field=label, value=text[:40])) from None
    if not 1970 <= found.year <= 2100:
        raise Refused(_("{field}: “{value}” is no day.").format(field=label, value=text[:40]))
    return found


def _days(text: str) -> Decimal | None:
    if not text:
        return None
    if not _DAYS.fullmatch(text):
        raise Refused(_("“{value}” is no number of working days.").format(value=text[:40]))
    return Decimal(text.replace(",", "."))
