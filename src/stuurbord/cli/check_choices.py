"""What may be chosen for ``plan check``; apart, so that its help needs no NumPy."""

from __future__ import annotations

from enum import StrEnum


class Patterns(StrEnum):
    """Where uneven work comes from: as the file lays it out, or computed from contour, work and units."""

    STORED = "stored"
    COMPUTED = "computed"


class Profile(StrEnum):
    """Whose rules."""

    MS = "ms"
    P6 = "p6"
