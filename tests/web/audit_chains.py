"""Chains to tamper with, and the ways to do so: plain records, no database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stuurbord.web.audit.proof import GENESIS, hash_of

Records = list[dict[str, Any]]


def chain(n: int) -> Records:
    """Return a chain of ``n`` entries that holds."""
    made: Records = []
    previous = GENESIS
    for number in range(1, n + 1):
        record = {
            "number": number,
            "at": f"2026-11-{1 + number % 28:02}T10:00:00+00:00",
            "actor": f"Persoon {number % 3}",
            "action": "risk.change",
            "subject": f"risk:ASN/P-001/R-{number}",
            "data": {"title": ["Oud", f"Nieuw {number}"]},
            "previous_hash": previous,
        }
        record["hash"] = previous = hash_of(record)
        made.append(record)
    return made


def edit(records: Records, number: int, *, rehash: bool = False, field: str = "actor") -> None:
    """Change a field of one entry; with a new hash of its own, or without."""
    record = records[number - 1]
    record[field] = (
        "f" * 64 if field in ("hash", "previous_hash") else {"x": 1} if field == "data" else "Niemand"
    )
    if rehash:
        record["hash"] = hash_of(record)


def remove(
    records: Records, number: int, *, renumber: bool = False, rehash: bool = False, relink: bool = False
) -> None:
    """Take one entry out; give those behind it other numbers, each a new hash, or another predecessor."""
    del records[number - 1]
    if relink and number - 1 < len(records):
        records[number - 1]["previous_hash"] = records[number - 2]["hash"] if number > 1 else GENESIS
    if renumber:
        _shift(records[number - 1 :], -1, rehash)


def insert(
    records: Records, number: int, *, rehash: bool = False, relink: bool = False, forged: bool = True
) -> None:
    """Put an entry of one's own in; those behind it get other numbers."""
    previous = records[number - 2]["hash"] if number > 1 else GENESIS
    record = dict(records[0]) | {"number": number, "actor": "Indringer", "previous_hash": previous}
    record["hash"] = hash_of(record) if forged else "e" * 64
    _shift(records[number - 1 :], 1, rehash)
    if relink and number - 1 < len(records):
        records[number - 1]["previous_hash"] = record["hash"]
    records.insert(number - 1, record)


def exchange(records: Records, one: int, other: int, *, renumber: bool, rehash: bool = False) -> None:
    """Let two entries change places; with each other's number, or only in the file."""
    first, second = records[one - 1], records[other - 1]
    records[one - 1], records[other - 1] = second, first
    if renumber:
        first["number"], second["number"] = other, one
        if rehash:
            first["hash"], second["hash"] = hash_of(first), hash_of(second)


def rehash_all(records: Records, number: int) -> None:
    """Change one entry and hash it and all behind it anew, as who has the whole database can."""
    records[number - 1]["actor"] = "Niemand"
    previous = records[number - 2]["hash"] if number > 1 else GENESIS
    for record in records[number - 1 :]:
        record["previous_hash"] = previous
        record["hash"] = previous = hash_of(record)


def _shift(records: Records, by: int, rehash: bool) -> None:
    for record in records:
        record["number"] += by
        if rehash:
            record["hash"] = hash_of(record)


Tamper = Callable[[Records], None]
