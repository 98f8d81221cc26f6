"""The worked cases of the rule book, asked as of two days."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from stuurbord.rulebooks.be_procurement.catalogue import text_of
from stuurbord.rulebooks.be_procurement.difference.answers import is_left_open
from stuurbord.rulebooks.be_procurement.difference.aspects import Aspect, differences
from stuurbord.rulebooks.be_procurement.evaluate import Advice, advise

_NO_FACTS: Final = frozenset({"id", "about", "expect", "date", "reference_date"})


@dataclass(frozen=True, slots=True)
class CaseChange:
    """One worked case that is answered otherwise on another day."""

    id: str
    before: Advice
    after: Advice
    changes: tuple[tuple[Aspect, Any, Any], ...]


def case_changes(since: date, until: date, pack: str) -> Iterator[CaseChange]:
    """Yield each worked case whose answer differs between two days, its own day left aside."""
    for case in worked_cases():
        facts = {name: value for name, value in case.items() if name not in _NO_FACTS}
        old, new = advise({**facts, "date": since}), advise({**facts, "date": until}, pack)
        found = tuple(one for one in differences(old, new) if not (pack and is_left_open(*one)))
        if found:
            yield CaseChange(case["id"], old, new, found)


@cache
def worked_cases() -> tuple[Mapping[str, Any], ...]:
    """Return the worked cases as they ship with the rule book."""
    return tuple(tomllib.loads(text_of("worked.toml"))["case"])
