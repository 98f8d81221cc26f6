"""Random numbers that are looked up, not drawn: each is a function of a seed, an identity and a number.

Philox4x32-10 turns a counter and a key into four words of 32 bits. The counter tells which iterations, the
key which seed and whose draw it is (task, risk, factor). So nothing depends on the order or the place in
which iterations are computed, one draw can be looked up again by itself, and two scenarios of one plan
meet the same chance.

Iterations lie in quanta of 128. Counter k of quantum q is 32·q + k, k = 0 … 31; its four words go to
iterations k, 32 + k, 64 + k and 96 + k of the quantum.

References
----------
J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3",
Proc. SC11 (2011), section 3.3 and table 2.
D. Lea, G. L. Steele and C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA (2014),
for the mixing of keys.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

QUANTUM: Final = 128
"""Iterations that share counters; a multiple of four."""
COUNTERS: Final = QUANTUM // 4
"""Counters per quantum."""
LOW: Final = np.uint64(0xFFFFFFFF)
WORD_BITS: Final = np.uint64(32)
FIRST_MULTIPLIER: Final = np.uint64(0xD2511F53)
SECOND_MULTIPLIER: Final = np.uint64(0xCD9E8D57)
FIRST_WEYL: Final = np.uint64(0x9E3779B9)
SECOND_WEYL: Final = np.uint64(0xBB67AE85)
N_ROUNDS: Final = 10

Words = Any
"""Words of 32 bits, each in a uint64: a number, or an array of them."""


def philox_round(c0: Words, c1: Words, c2: Words, c3: Words, k0: Words, k1: Words) -> Words:
    """Return the four words after one round; only their lower 32 bits mean something."""
    p0 = (c0 & LOW) * FIRST_MULTIPLIER
    p1 = (c2 & LOW) * SECOND_MULTIPLIER
    return (p1 >> WORD_BITS) ^ c1 ^ k0, p1, (p0 >> WORD_BITS) ^ c3 ^ k1, p0


def philox(c0: Words, c1: Words, c2: Words, c3: Words, k0: Words, k1: Words) -> Words:
    """Return four words of 32 bits from a counter (c0 … c3) and a key (k0, k1)."""
    for _ in range(N_ROUNDS):
        c0, c1, c2, c3 = philox_round(c0, c1, c2, c3, k0, k1)
        k0, k1 = (k0 + FIRST_WEYL) & LOW, (k1 + SECOND_WEYL) & LOW
    return c0 & LOW, c1 & LOW, c2 & LOW, c3 & LOW


def mixed_keys(seed: int, identity: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return per identity the key of its numbers under a seed, uint64 of the same shape."""
    start = _mixed(np.asarray([seed & 0xFFFFFFFFFFFFFFFF], np.uint64) + np.uint64(0x9E3779B97F4A7C15))
    return _mixed(np.asarray(identity, np.uint64) ^ start)


def identity_key(purpose: str, code: str) -> int:
    """Return the identity of what is called so: 64 bits that do not depend on anything else.

    >>> identity_key("event", "R-012") == identity_key("event", "R-012")
    True
    >>> identity_key("event", "R-012") == identity_key("factor", "R-012")
    False
    """
    digest = hashlib.blake2b(f"{purpose}\0{code}".encode(), digest_size=8)
    return int.from_bytes(digest.digest(), "little")


def identity_keys(purpose: str, numbers: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the identities of what is numbered (uids of tasks), shape as ``numbers``."""
    start = np.uint64(identity_key(purpose, ""))
    return _mixed(np.asarray(numbers, np.int64).astype(np.uint64) + start)


def _mixed(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))
