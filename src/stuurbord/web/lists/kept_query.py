"""Querysets whose SQL is kept: what a page asks at every visit is put into words once.

A page that asks every register at once spends most of its time on writing SQL, not on the database. The
question of the same reader is the same text until his rights, his projects or the day change; only the answer
differs. What is kept holds no data: the database is asked every time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from copy import copy
from threading import Lock
from typing import Any, Final, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

_T = TypeVar("_T")
MOST_KEPT: Final = 1_000
_kept: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()


class KeptQuery:
    """A queryset of records with its SQL and parameters; each time it asks the database anew."""

    def __init__(self, lines: QuerySet[Any]) -> None:
        self._lines = lines
        self._compiler = lines.query.get_compiler(using=lines.db)
        try:
            self._sql = self._compiler.as_sql()
        except EmptyResultSet:
            self._sql = ("", ())  # nothing can meet the conditions

    def ask(self) -> list[Any]:
        """Return the records as they stand now."""
        # A connection belongs to one thread, what is kept to all of them.
        compiler: Any = copy(self._compiler)
        compiler.connection = connections[self._lines.db]
        compiler.as_sql = lambda *_args, **_options: self._sql
        asked = self._lines.all()
        asked.query.get_compiler = lambda *_args, **_options: compiler
        return list(asked)


def kept(key: Hashable, make: Callable[[], _T]) -> _T:
    """Return what ``make`` answered for this key; the key tells everything that the answer depends on."""
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]  # type: ignore[no-any-return]
    made = make()
    with _lock:
        _kept[key] = made
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return made
