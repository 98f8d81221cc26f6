"""Choices that the rules bear no longer though nobody changed their file.

What turns a verdict from outside: a change of the law, a new text of the rule book, another file of the same
thing, amounts that the organisation agrees. So the choices are judged anew a few times a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from stuurbord.web.accounts.permissions import Operator
from stuurbord.web.procurements.advising import asked
from stuurbord.web.procurements.changing import written
from stuurbord.web.procurements.choosing import is_worse, may_choose, verdict_now
from stuurbord.web.procurements.models import CLOSED_STAGES, ProcurementFile

EVERY_SIX_HOURS: Final = timedelta(hours=6)
_BY: Final = "Stuurbord"


def judge_due(now: datetime | None = None) -> None:
    """Judge every choice anew that can still be made otherwise."""
    judge_choices()


def judge_choices(file_ids: Iterable[int] | None = None) -> int:
    """Mark the choices that the rules bear no longer, until they are made anew; return how many turned.

    Each is logged once, when it turns. The version of a file stays: nobody's work on it is refused for it.

    Parameters
    ----------
    file_ids
        None: all files.
    """
    files = open_choices().filter(is_against=False)
    if file_ids is not None:
        files = files.filter(pk__in=list(file_ids))
    found = [one for one in files.select_related("project__portfolio").order_by("pk") if may_choose(one)]
    return sum(_judged(one) for one in found)


def open_choices() -> QuerySet[ProcurementFile]:
    """Return the files with a procedure that were not published yet and are not closed."""
    files = ProcurementFile.objects.filter(is_archived=False, published_on=None).exclude(procedure="")
    return files.exclude(stage__in=CLOSED_STAGES)


def _judged(file: ProcurementFile) -> bool:
    verdict = verdict_now(file, asked(file))
    choice = file.choices.filter(procedure=file.procedure).first()
    if choice is None or choice.is_imported or not is_worse(verdict, str(choice.verdict)):
        return False
    with transaction.atomic():
        held = ProcurementFile.objects.select_for_update(of=("self",)).select_related("project")
        stored = held.get(pk=file.pk)
        if stored.is_against or stored.version != file.version:
            return False  # somebody was first; the next turn judges what he made of it
        stored.is_against = True
        stored.save(update_fields=["is_against"])
        data = {"procedure": stored.procedure, "verdict": str(verdict)}
        written(Operator(_BY), stored, "procurement.turn", data)
    return True
