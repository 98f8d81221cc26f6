"""The sentences above what waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.web.notices.changes import Shift
from stuurbord.web.notices.matter import Matter
from stuurbord.web.reader import reader


def week_conclusion(waiting: Sequence[Matter], on: date) -> str:
    """Say how much waits, how much of it is late and how much is due today."""
    if not waiting:
        return _("Nothing is waiting for you.")
    words = reader()
    late = sum(1 for one in waiting if one.due and one.due < on)
    now = sum(1 for one in waiting if one.due == on)
    first = ngettext("{n} matter is waiting for you", "{n} matters are waiting for you", len(waiting)).format(
        n=words.count(len(waiting))
    )
    details = []
    if late:
        details.append(ngettext("{n} is late", "{n} are late", late).format(n=words.count(late)))
    if now:
        details.append(ngettext("{n} is due today", "{n} are due today", now).format(n=words.count(now)))
    return capitalised(f"{first}: {', '.join(details)}." if details else f"{first}.")


def shifts_conclusion(shifts: Sequence[Shift]) -> str:
    """Say how many projects are expected later than before, and how many earlier; empty if none moved."""
    words = reader()
    later, earlier = (sum(1 for one in shifts if one.days * sign > 0) for sign in (1, -1))
    told = []
    if later:
        told.append(
            ngettext("{n} project became worse", "{n} projects became worse", later).format(
                n=words.count(later)
            )
        )
    if earlier:
        told.append(
            ngettext("{n} project became better", "{n} projects became better", earlier).format(
                n=words.count(earlier)
            )
        )
    return capitalised(f"{', '.join(told)}.") if told else ""


def shift_sentence(shift: Shift) -> str:
    """Say how far the P80 of a project moved, and to which day."""
    told = ngettext("P80 moves {n} day to {day}", "P80 moves {n} days to {day}", abs(shift.days))
    return told.format(n=reader().number(abs(shift.days)), day=reader().day(shift.now))


def capitalised(sentence: str) -> str:
    """Return a sentence that begins with a capital; Dutch writes “Eén”, without the first accent."""
    if sentence.startswith("één "):
        return f"Eén {sentence[4:]}"
    return sentence[:1].upper() + sentence[1:]
