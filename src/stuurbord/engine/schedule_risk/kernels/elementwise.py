"""What happens to one iteration, written once: NumPy runs it on whole rows, numba on one lane at a time.

No branches, and float32 throughout: every operation is rounded the same way by both, so that the plain and
the compiled simulation agree to the last bit. What has a twin in `scalar` is replaced by it when compiled.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from stuurbord.engine.schedule_risk.random_numbers import LOW

Lanes = Any
"""A number, or a row of numbers: one per iteration."""

FURTHEST: Final = np.float32(2.0**29)
"""No draw is longer, in seconds: some 17 years."""
DROPPED: Final = np.uint32(9)
"""Bits of a word that do not fit the mantissa of a float32."""
SIGN_PLACE: Final = np.uint32(31)
MANTISSA: Final = np.int32(23)
ONE_BITS: Final = np.uint32(0x3F800000)
TWO_BITS: Final = np.uint32(0x40000000)
ROOT_HALF_BITS: Final = np.int32(0x3F3504F3)
ALMOST_ONE: Final = np.float32(1.0 - 2.0**-24)
ONE: Final = np.float32(1.0)
THREE: Final = np.float32(3.0)
HALF: Final = np.float32(0.5)
MINUS_TWO: Final = np.float32(-2.0)
LN2: Final = np.float32(0.6931471805599453)

# Minimax fits: ln(1 + f) = f − f²/2 + f³·(L0 + L1·f + …) for √½ ≤ 1 + f ≤ √2, within 7e-8;
# sin(πt/2) = t·(S0 + S1·t² + …) and cos(πt/2) = C0 + C1·t² + … for −1 ≤ t ≤ 1, within 5e-8.
L0: Final = np.float32(0.3333469033241272)
L1: Final = np.float32(-0.2498057335615158)
L2: Final = np.float32(0.19910238683223724)
L3: Final = np.float32(-0.17166906595230103)
L4: Final = np.float32(0.16141176223754883)
L5: Final = np.float32(-0.10224199295043945)
S0: Final = np.float32(1.5707963705062866)
S1: Final = np.float32(-0.6459637880325317)
S2: Final = np.float32(0.07968992739915848)
S3: Final = np.float32(-0.004674158059060574)
S4: Final = np.float32(0.00015167875972110778)
C0: Final = np.float32(0.9999999403953552)
C1: Final = np.float32(-1.2336982488632202)
C2: Final = np.float32(0.2536507546901703)
C3: Final = np.float32(-0.020810630172491074)
C4: Final = np.float32(0.0008581921574659646)


def as_integer(numbers: Lanes) -> Lanes:
    """Return the bits of float32 numbers as int32."""
    return numbers.view(np.int32)


def as_float(bits: Lanes) -> Lanes:
    """Return the float32 numbers that have these bits (int32)."""
    return bits.view(np.float32)


def smaller(one: Lanes, other: Lanes) -> Lanes:
    """Return the smaller of two."""
    return np.minimum(one, other)


def larger(one: Lanes, other: Lanes) -> Lanes:
    """Return the larger of two."""
    return np.maximum(one, other)


def logarithm(number: Lanes) -> Lanes:
    """Return the natural logarithm of a float32 above 0."""
    bits = as_integer(number)
    exponent = np.int32(np.int32(bits - ROOT_HALF_BITS) >> MANTISSA)
    f = as_float(np.int32(bits - np.int32(exponent << MANTISSA))) - ONE
    square = f * f
    tail = ((((L5 * f + L4) * f + L3) * f + L2) * f + L1) * f + L0
    return np.float32(exponent) * LN2 + (f - square * HALF + square * f * tail)


def radius(word: Lanes) -> Lanes:
    """Return √(−2·ln u), u uniform between 0 and 1 from the upper 23 bits of a word (uint32)."""
    bits = np.int32(np.uint32(word >> DROPPED) | ONE_BITS)
    return np.sqrt(MINUS_TWO * logarithm(as_float(bits) - ALMOST_ONE))


def turn(word: Lanes) -> Lanes:
    """Return t uniform on −1 … 1 from the upper 23 bits of a word (uint32): half a circle of angles."""
    return as_float(np.int32(np.uint32(word >> DROPPED) | TWO_BITS)) - THREE


def sine(t: Lanes) -> Lanes:
    """Return sin(πt/2) for −1 ≤ t ≤ 1."""
    square = t * t
    return t * ((((S4 * square + S3) * square + S2) * square + S1) * square + S0)


def cosine(t: Lanes, word: Lanes) -> Lanes:
    """Return cos(πt/2) for −1 ≤ t ≤ 1, its sign turned by the last bit of a word (uint32)."""
    square = t * t
    half = (((C4 * square + C3) * square + C2) * square + C1) * square + C0
    return as_float(np.int32(as_integer(half) ^ np.int32(np.uint32(word << SIGN_PLACE))))


def cell_of(z: Lanes, per_unit: Lanes, middle: Lanes, last: Lanes) -> Lanes:
    """Return where z lies on the grid of the shapes: whole cells and a fraction, cut to the grid."""
    return larger(smaller(z * per_unit + middle, last), np.float32(0.0))


def between(low: Lanes, high: Lanes, fraction: Lanes) -> Lanes:
    """Return the value at a fraction of the way from low to high."""
    return low + (high - low) * fraction


def whole_seconds(value: Lanes) -> Lanes:
    """Return a drawn number of seconds as int32."""
    return np.int32(np.rint(larger(smaller(value, FURTHEST), -FURTHEST)))


def settled_start(start: Lanes, duration: Lanes, earliest_finish: Lanes, latest: Lanes, by: Lanes) -> Lanes:
    """Return the start that keeps all bounds; the latest finish ``by`` wins over all others."""
    held = larger(start, np.int32(earliest_finish - duration))
    return smaller(smaller(held, latest), np.int32(by - duration))


def low_word(words: Lanes) -> Lanes:
    """Return the lower 32 bits of a uint64 as uint32."""
    return np.uint32(words & LOW)
