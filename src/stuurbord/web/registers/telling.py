"""Conclusions that count: how many lines are open, and how many of them ask for attention."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from stuurbord.web.reader import reader

_PLACE: Final = "{n}"


def counted(lines: QuerySet[Any], first: Any, *others: tuple[Any, Q]) -> str:
    """Return one sentence per phrase that counts something; nothing if there are no lines.

    Parameters
    ----------
    first
        A plural phrase with ``{n}``, for all lines; its number goes by the name ``number``.
    others
        Phrases with the condition of what each counts; those that count nothing stay silent.
    """
    counts = {f"n_{position}": Count("pk", filter=when) for position, (_phrase, when) in enumerate(others)}
    found = lines.order_by().aggregate(n=Count("pk"), **counts)
    if not found["n"]:
        return ""
    told = [written(first, found["n"])]
    told += [
        written(phrase, number)
        for position, (phrase, _when) in enumerate(others)
        if (number := found[f"n_{position}"])
    ]
    return " ".join(told)


def written(phrase: Any, number: int, **fields: Any) -> str:
    """Return a plural phrase for this number, in words where it opens the sentence or is small."""
    told = str(phrase.format(number=number, n=_PLACE, **fields))
    opens = told.startswith(_PLACE)
    return told.replace(_PLACE, reader().count_at_start(number) if opens else reader().count(number))
