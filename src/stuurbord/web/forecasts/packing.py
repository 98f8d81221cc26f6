"""Outcomes per iteration as bytes: whole minutes and whole euro, compressed; 10,000 take about 40 kB each."""

from __future__ import annotations

import zlib
from typing import Final

import numpy as np

from stuurbord.plan.model import Floats, Integers

_MINUTE: Final = 60
_LEVEL: Final = 6


def packed_instants(instants: Integers) -> bytes:
    """Return instants as minutes from the first, a header of eight bytes before them."""
    first = int(instants.min()) if len(instants) else 0
    minutes = ((instants - first) // _MINUTE).astype("<i4")
    return np.int64(first).astype("<i8").tobytes() + zlib.compress(_by_significance(minutes), _LEVEL)


def instants_of(content: bytes) -> Integers:
    """Return what `packed_instants` stored, to the minute."""
    first = int(np.frombuffer(content[:8], "<i8")[0])
    minutes = _in_order(zlib.decompress(content[8:])).view("<i4")
    return first + minutes.astype(np.int64) * _MINUTE


def packed_euro(amounts: Floats) -> bytes:
    """Return amounts as whole euro."""
    return zlib.compress(_by_significance(np.rint(amounts).astype("<i8").view("<i4").copy()), _LEVEL)


def euro_of(content: bytes) -> Floats:
    """Return what `packed_euro` stored."""
    return _in_order(zlib.decompress(content)).view("<i8").astype(np.float64)


def _by_significance(numbers: np.ndarray) -> bytes:
    """Return the bytes of all numbers, first all lowest ones: the high ones hardly differ, so they shrink."""
    return np.ascontiguousarray(numbers.view(np.uint8).reshape(-1, 4).T).tobytes()


def _in_order(content: bytes) -> np.ndarray:
    return np.ascontiguousarray(np.frombuffer(content, np.uint8).reshape(4, -1).T).ravel()
