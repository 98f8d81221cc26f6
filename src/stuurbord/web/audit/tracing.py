"""Trace what was done to an audit chain that does not hold: what was edited, removed, inserted, moved.

An entry is vouched for by the one after it, which holds the hash of its content. So an entry is recognised
whatever number and hash it carries now: its content, under the number it once had, has a hash that another
entry still names. What is vouched for by nobody was edited or put in; what is named and absent was removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from stuurbord.errors import N_
from stuurbord.web.audit.proof import BEGINNING, Break, End, Record, Tampering, hash_of

_FARTHEST_SHIFT: Final = 25
"""How far a number is sought from the one that an entry carries now."""
_MOST_ODD_NUMBERS: Final = 200


_NEIGHBOURS: Final = 3
"""How many entries before one are tried as the one that it once followed."""
_MOST_SEARCHES: Final = 2_000
"""Entries for which another number is sought; a chain with more of them is named as edited."""
_CONTENT: Final = N_("entry {number} was edited: its content does not match its hash")
_REHASHED: Final = N_("entry {number} was edited and given a new hash: the next entry names another")
_RENUMBERED: Final = N_("entry {number} was edited: it carries number {place} now")


@dataclass(slots=True)
class _Entry:
    """One record, with what is found out about it.

    Attributes
    ----------
    number, previous
        As they were written; `record` tells what stands there now.
    link
        Hash of its content with these.
    is_whole
        The content, with these, is what its own hash or the next entry says.
    is_vouched
        Another entry, or the end of the chain, names its hash.
    is_accused
        Another hash than its own is named by the next entry.
    """

    record: Record
    number: int
    previous: str
    link: str
    is_whole: bool
    is_vouched: bool = False
    is_accused: bool = False

    @property
    def is_altered(self) -> bool:
        """Whether something in it is not as it was written, apart from its number."""
        is_rehashed = self.record["hash"] != self.link and self.record["number"] == self.number
        return not self.is_whole or is_rehashed or self.record["previous_hash"] != self.previous


def traced(recent: Sequence[Record], rest: Sequence[Record], end: End | None) -> list[Break]:
    """Return every break.

    Parameters
    ----------
    recent
        The latest entries that hold, up to the first break.
    rest
        The records behind it, in the order in which they stand.
    end
        Where the chain should end, if that is known.
    """
    last, records = _again_from(list(recent), rest)
    entries = _recognised(records, last, end)
    placed, left = _placed(entries, last)
    inserted = list(_inserted(left, placed, end))
    breaks = [*inserted, *_removed(placed, last, end), *_moved(entries, placed)]
    _accuse(placed, end)
    return breaks + list(_edited(placed, is_renumbering_told=bool(breaks)))


def _again_from(recent: list[Record], rest: Sequence[Record]) -> tuple[End, list[Record]]:
    """Return where to begin anew: behind the first entry that two others follow, else before the last."""
    named = {record["previous_hash"] for record in rest}
    at = next((i for i, record in enumerate(recent[:-1]) if record["hash"] in named), len(recent) - 2)
    if at < 0:
        first = recent[0] if recent else None
        begin = End(first["number"] - 1, first["previous_hash"]) if first else BEGINNING
        return begin, [*recent, *rest]
    return End(recent[at]["number"], recent[at]["hash"]), [*recent[at + 1 :], *rest]


# -- recognise ---------------------------------------------------------------------------------------


def _recognised(records: Sequence[Record], last: End, end: End | None) -> list[_Entry]:
    named = {str(record["previous_hash"]) for record in records} | ({end.hash} if end else set())
    links = [hash_of(record) for record in records]
    odd = [one["number"] for one, link in zip(records, links, strict=True) if link not in named]
    entries: list[_Entry] = []
    shift = n_searches = 0
    hashes = [last.hash]
    for record, link in zip(records, links, strict=True):
        before = hashes[-_NEIGHBOURS:]
        hashes.append(str(record["hash"]))
        entry = None
        if link not in named:
            n_searches += 1
            numbers = _numbers_near(record["number"], odd[:_MOST_ODD_NUMBERS], shift)
            tried = numbers if n_searches <= _MOST_SEARCHES else [record["number"] + shift]
            entry = _recognise(record, named, tried, before)
        if entry is None:
            is_whole = link == record["hash"] or link in named
            known = link if is_whole else str(record["hash"])
            entry = _Entry(record, record["number"], str(record["previous_hash"]), known, is_whole)
        shift = entry.number - record["number"]
        entries.append(entry)
    _vouch(entries, end)
    return entries


def _recognise(
    record: Record, named: set[str], numbers: Iterable[int], before: Sequence[str]
) -> _Entry | None:
    """Return an entry with the number that it once had, or behind the one that it once followed."""
    numbers = list(numbers)
    for number in numbers:
        link = hash_of({**record, "number": number})
        if link in named or link == record["hash"]:
            return _Entry(record, number, str(record["previous_hash"]), link, True)
    if hash_of(record) == record["hash"]:
        return None
    for number in dict.fromkeys([record["number"], *numbers[:3]]):
        for previous in before:
            link = hash_of({**record, "number": number, "previous_hash": previous})
            if link == record["hash"]:
                return _Entry(record, number, previous, link, True)
    return None


def _numbers_near(now: int, odd: Iterable[int], shift: int) -> list[int]:
    # Who takes one entry out gives all that follow the same other number.
    near = [now + shift]
    for distance in range(1, _FARTHEST_SHIFT + 1):
        near += (now + distance, now - distance)
    return [number for number in dict.fromkeys([*near, *odd]) if number > 0 and number != now]


def _vouch(entries: Iterable[_Entry], end: End | None) -> None:
    entries = list(entries)
    named = {entry.previous for entry in entries} | ({end.hash} if end else set())
    for entry in entries:
        entry.is_vouched = entry.link in named


# -- place -------------------------------------------------------------------------------------------


def _placed(entries: Sequence[_Entry], last: End) -> tuple[dict[int, _Entry], list[_Entry]]:
    """Return number → entry, and the entries for which there is no place."""
    placed: dict[int, _Entry] = {}
    left: list[_Entry] = []
    by_link: dict[str, _Entry] = {}
    by_previous: dict[str, _Entry] = {}
    for entry in entries:
        by_link.setdefault(entry.link, entry)
        if entry.is_whole:
            by_previous.setdefault(entry.previous, entry)
    for entry in entries:  # where the number cannot be trusted, the neighbours tell it
        before, after = by_link.get(entry.previous), by_previous.get(entry.link)
        if not entry.is_whole and after is not None and after.number > 1:
            entry.number = after.number - 1
        elif not entry.is_vouched and entry.previous == last.hash:
            entry.number = last.number + 1
        elif not entry.is_vouched and before is not None and before is not entry:
            entry.number = before.number + 1
    # The most trusted first; what finds its place taken was put in.
    for entry in sorted(entries, key=lambda one: (not one.is_vouched, not one.is_whole)):
        if entry.number > last.number and entry.number not in placed:
            placed[entry.number] = entry
        else:
            left.append(entry)
    return placed, left


# -- tell --------------------------------------------------------------------------------------------


def _removed(placed: dict[int, _Entry], last: End, end: End | None) -> Iterator[Break]:
    until = end.number if end else max(placed, default=last.number)
    first = 0
    for number in range(last.number + 1, until + 2):
        is_gone = number <= until and number not in placed
        if is_gone and not first:
            first = number
        if not is_gone and first:
            text = N_("entry {number} was removed")
            if number - 1 > first:
                text = N_("entries {number} to {until} were removed")
            yield Break(first, text, Tampering.REMOVED, number - 1)
            first = 0


def _inserted(left: Iterable[_Entry], placed: dict[int, _Entry], end: End | None) -> Iterator[Break]:
    beyond = [placed.pop(number) for number in sorted(placed) if end and number > end.number]
    for entry in [*left, *beyond]:
        text = N_("entry {number} was inserted: no entry of the chain knows it")
        yield Break(int(entry.record["number"]), text, Tampering.INSERTED)


def _moved(entries: Sequence[_Entry], placed: dict[int, _Entry]) -> Iterator[Break]:
    """Yield the fewest entries whose moving explains the order in which all stand."""
    standing = [entry for entry in entries if placed.get(entry.number) is entry]
    kept = _longest_rising([entry.number for entry in standing])
    for position, entry in enumerate(standing):
        if position not in kept:
            place = standing[position - 1].number if position else 0
            text = N_("entry {number} was moved: it stands behind entry {place} now")
            if not place:
                text = N_("entry {number} was moved to the front")
            yield Break(entry.number, text, Tampering.MOVED, place=place)


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the positions of a longest rising row; of several, that with most in their own place."""
    ranks = {number: rank for rank, number in enumerate(sorted(numbers), start=1)}
    best = _Highest(len(numbers))
    before: list[int] = []
    for position, number in enumerate(numbers):
        rank = ranks[number]
        length, n_in_place, found = best.up_to(rank - 1)
        before.append(found)
        best.put(rank, (length + 1, n_in_place + (rank == position + 1), position))
    kept, position = set(), best.up_to(len(numbers))[2]
    while position >= 0:
        kept.add(position)
        position = before[position]
    return kept


class _Highest:
    """The highest value up to a rank, in a binary indexed tree."""

    def __init__(self, n: int) -> None:
        self._tree = [(0, 0, -1)] * (n + 1)

    def up_to(self, rank: int) -> tuple[int, int, int]:
        found = (0, 0, -1)
        while rank > 0:
            found = max(found, self._tree[rank])
            rank -= rank & -rank
        return found

    def put(self, rank: int, value: tuple[int, int, int]) -> None:
        while rank < len(self._tree):
            self._tree[rank] = max(self._tree[rank], value)
            rank += rank & -rank


def _accuse(placed: dict[int, _Entry], end: End | None) -> None:
    """Mark entries whose content fits their own hash, while the next entry names another."""
    for number, entry in placed.items():
        after = placed.get(number + 1)
        named = after.previous if after else end.hash if end and end.number == number else None
        # An edited entry may name what it likes; it accuses nobody.
        is_named = named is None or named == entry.link or entry.is_vouched
        if not is_named and (after is None or after.is_whole):
            entry.is_accused = True


def _edited(placed: dict[int, _Entry], *, is_renumbering_told: bool) -> Iterator[Break]:
    for number, entry in placed.items():
        if entry.is_altered:
            yield Break(number, _CONTENT)
        elif entry.is_accused:
            yield Break(number, _REHASHED)
        elif entry.record["number"] != number and not is_renumbering_told:
            yield Break(number, _RENUMBERED, place=int(entry.record["number"]))
