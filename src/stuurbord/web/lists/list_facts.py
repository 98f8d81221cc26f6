"""What a list says of all its lines, remembered until something changes: sentence, picture, choices.

A page shows a hundred lines but speaks of ten thousand. As long as nothing was recorded in the audit log
since, and this process wrote no record, the answer is the same. It is asked anew after a minute in any case:
a picture may tell of what is not in the log, such as a forecast that another process made.

Lines and their numbers are always those of this moment. Of a list of thousands, the sentence, the picture
and the lists to filter by may be a few seconds old: one edit among so many hardly moves them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from itertools import count
from threading import Lock
from time import monotonic
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import Max
from django.db.models.signals import post_delete, post_save

from stuurbord.web.accounts.permissions import grants_key
from stuurbord.web.audit.models import AuditHead
from stuurbord.web.clock import today
from stuurbord.web.lists.register import Register
from stuurbord.web.reader import reader

_MOST, _SECONDS = 500, 60
_MANY, _LAG_SECONDS = 2_000, 10
_kept: OrderedDict[Any, tuple[float, Any]] = OrderedDict()
_lock = Lock()
_writes = count()
_now = [next(_writes)]


def _written(sender: Any, **_fields: Any) -> None:
    """Note that a record was written, whoever did it: what was remembered may not be true any more."""
    if sender is not Session:
        _now[0] = next(_writes)


post_save.connect(_written, dispatch_uid="lists.facts.saved")
post_delete.connect(_written, dispatch_uid="lists.facts.deleted")


class Facts:
    """What one reader may know of one register, as it stands at this moment."""

    def __init__(self, register: Register, user: Any, around: tuple[Any, ...] | None = None) -> None:
        last = register.model._default_manager.aggregate(last=Max("pk"))["last"]
        moment = (around or stamp_around(), last)
        self._who = (register.slug, user.pk, grants_key(user), reader().code, today())
        self._moment = moment

    def of(self, name: Any, make: Callable[[], Any], n_lines: int = 0) -> Any:
        """Return what ``make`` answers; it is asked again only after a change.

        Parameters
        ----------
        n_lines
            Of a list with so many lines the answer may be a few seconds older than the last change.
        """
        exact, loose = (self._who, self._moment, name), (self._who, name)
        with _lock:
            for key, seconds in ((exact, _SECONDS), (loose, _LAG_SECONDS if n_lines > _MANY else 0)):
                at, known = _kept.get(key, (float("-inf"), None))
                if monotonic() - at < seconds:
                    _kept.move_to_end(key)
                    return known
        made = make()
        with _lock:
            _kept[exact] = _kept[loose] = (monotonic(), made)
            while len(_kept) > _MOST:
                _kept.popitem(last=False)
        return made


def stamp_around() -> tuple[Any, ...]:
    """Return what changes when anything is recorded, or written by this process."""
    return AuditHead.objects.filter(pk=1).values_list("number", "hash").first(), _now[0]


def forget() -> None:
    """Forget everything: the next page asks the database."""
    with _lock:
        _kept.clear()
