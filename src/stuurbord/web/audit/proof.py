"""Prove that an audit chain holds: plain records and a hash, no database and no Django.

An auditor verifies an exported chain on any machine with this module alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from stuurbord.errors import N_

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold: an English sentence with ``{expected}``."""

    number: int
    text: str
    expected: int = 0

    def message(self, translate: Callable[[str], str] = str) -> str:
        """Return what is wrong, for people."""
        return translate(self.text).format(expected=self.expected)


def hash_of(record: Mapping[str, Any]) -> str:
    """Return the SHA-256 of an entry's canonical JSON, without its own hash."""
    content = {key: value for key, value in record.items() if key != "hash"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def verify(records: Iterable[Mapping[str, Any]]) -> tuple[int, Break | None]:
    """Return how many entries hold, and the first break if there is one."""
    previous, count = GENESIS, 0
    for record in records:
        number = record["number"]
        if number != count + 1:
            return count, Break(number, N_("entry {expected} is missing"), count + 1)
        if record["previous_hash"] != previous:
            return count, Break(number, N_("the link to the previous entry does not hold"))
        if hash_of(record) != record["hash"]:
            return count, Break(number, N_("the content does not match its hash"))
        previous, count = record["hash"], number
    return count, None
