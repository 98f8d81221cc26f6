"""Prove that an audit chain holds: plain records and a hash, no database and no Django.

An auditor verifies an exported chain on any machine with this module and `stuurbord.web.audit.tracing` alone.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from stuurbord.errors import N_

GENESIS: Final = "0" * 64
MOST_BREAKS: Final = 50
_MOST_RECENT: Final = 256
"""Entries looked at again when those behind them do not fit: a forged branch may begin there."""
SEAL: Final = "seal"
"""Key of the last line of an export: how many entries there are, the hash of the last, and when."""
Record = Mapping[str, Any]


class Tampering(StrEnum):
    """What was done to a chain."""

    EDITED = "edited"
    REMOVED = "removed"
    INSERTED = "inserted"
    MOVED = "moved"
    RENEWED = "renewed"
    """The whole chain was hashed anew: it holds by itself, and differs from what was printed."""


@dataclass(frozen=True, slots=True)
class Break:
    """One place where the chain does not hold, as an English sentence that takes the attributes.

    Attributes
    ----------
    number
        Of the entry, as it was written.
    until
        Of the last entry, where a row of them is removed.
    place
        Number of the entry behind which it stands now.
    """

    number: int
    text: str
    kind: Tampering = Tampering.EDITED
    until: int = 0
    place: int = 0

    def message(self, translate: Callable[[str], str] = str) -> str:
        """Return what is wrong, for people."""
        return translate(self.text).format(number=self.number, until=self.until, place=self.place)


@dataclass(frozen=True, slots=True)
class End:
    """Where a chain should end: the head in the database, or the seal of an export."""

    number: int
    hash: str


BEGINNING: Final = End(0, GENESIS)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found.

    Attributes
    ----------
    count
        Entries that hold, from the first on.
    last
        Number and hash of the last that could be followed to.
    breaks
        At most `MOST_BREAKS`, by number.
    n_breaks
        How many there are.
    is_sealed
        Whether the chain told where it ends.
    """

    count: int
    last: End
    breaks: tuple[Break, ...] = ()
    n_breaks: int = 0
    is_sealed: bool = False

    @property
    def holds(self) -> bool:
        return not self.breaks


@dataclass(slots=True)
class _Walk:
    """How far a chain was followed: the latest entries that hold, and all that came after the first break."""

    last: End = BEGINNING
    recent: deque[Record] = field(default_factory=lambda: deque(maxlen=_MOST_RECENT))
    rest: list[Record] = field(default_factory=list)

    def step(self, record: Record) -> None:
        if not self.rest and is_next(record, self.last):
            self.last = End(record["number"], record["hash"])
            self.recent.append(record)
        else:
            self.rest.append(record)


def hash_of(record: Record) -> str:
    """Return the SHA-256 of an entry's canonical JSON, without its own hash."""
    content = {key: value for key, value in record.items() if key != "hash"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    # A lone surrogate is no text that we write; it must break the chain, not the verifier.
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def is_next(record: Record, last: End) -> bool:
    """Return whether a record is the entry that follows another, untouched."""
    return (
        record["number"] == last.number + 1
        and record["previous_hash"] == last.hash
        and hash_of(record) == record["hash"]
    )


def verify(records: Iterable[Record]) -> tuple[int, Break | None]:
    """Return how many entries hold, and the first break if there is one."""
    verdict = judge(records)
    return verdict.count, verdict.breaks[0] if verdict.breaks else None


def judge(
    records: Iterable[Record], end: End | None = None, anchors: Mapping[int, str] | None = None
) -> Verdict:
    """Follow a chain to its end and name every break.

    A chain that holds is read once, entry by entry; from the first break on it is kept and traced.

    Parameters
    ----------
    records
        In the order in which they stand; a seal may be the last.
    end
        Where the chain should end, if that is known from elsewhere.
    anchors
        Number → hash of entries, or its beginning, as they were printed on paper or noted elsewhere.
    """
    from stuurbord.web.audit.tracing import traced

    walk, wanted, differing = _Walk(), dict(anchors or {}), []
    for record in records:
        if SEAL in record:
            end = _sealed(record) if end is None else end
            continue
        printed = wanted.pop(record["number"], None) if wanted else None
        if printed is not None and not str(record["hash"]).startswith(printed):
            differing.append(int(record["number"]))
        walk.step(record)
    breaks = traced(walk.recent, walk.rest, end) if walk.rest or _falls_short(walk.last, end) else []
    breaks += _against_print(differing, wanted, breaks)
    breaks.sort(key=lambda one: (one.number, one.kind))
    count = min(walk.last.number, breaks[0].number - 1) if breaks else walk.last.number
    return Verdict(count, walk.last, tuple(breaks[:MOST_BREAKS]), len(breaks), end is not None)


def sealed(records: Iterable[Record], at: str) -> Iterator[dict[str, Any]]:
    """Yield records, and the seal behind them.

    Parameters
    ----------
    at
        Moment of the export, ISO 8601.
    """
    last = BEGINNING
    for record in records:
        last = End(record["number"], record["hash"])
        yield dict(record)
    yield {SEAL: {"entries": last.number, "hash": last.hash, "exported_at": at}}


def _sealed(record: Record) -> End:
    seal = record[SEAL]
    return End(int(seal["entries"]), str(seal["hash"]))


def _falls_short(last: End, end: End | None) -> bool:
    return end is not None and end != last


def _against_print(differing: list[int], absent: Mapping[int, str], known: list[Break]) -> Iterator[Break]:
    """Yield what differs from the printed links and has no other explanation yet."""
    edited = {one.number for one in known if one.kind == Tampering.EDITED}
    gone = [(one.number, one.until) for one in known if one.kind == Tampering.REMOVED]
    for number in differing:
        if number not in edited:
            text = N_("the chain was made anew: entry {number} does not have the hash that was printed")
            yield Break(number, text, Tampering.RENEWED)
    for number in absent:
        if not any(first <= number <= last for first, last in gone):
            yield Break(number, N_("entry {number} was removed"), Tampering.REMOVED, number)
