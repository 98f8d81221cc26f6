"""How much of a user's table is read: beyond this a file is refused, before it costs memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MEBIBYTE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file.

    Attributes
    ----------
    file_bytes, unpacked_bytes
        Size as it arrives, and of everything in it once unpacked.
    ratio
        Unpacked over packed size above which a part larger than 1 MiB is taken for a zip bomb. Real
        worksheets reach about 50.
    rows, columns
        Of one sheet, counted from A1.
    cells
        Rows × columns of the sheets together: a reader fills the whole rectangle.
    findings
        How many are listed; the rest is counted.
    """

    file_bytes: int = 50 * MEBIBYTE
    unpacked_bytes: int = 100 * MEBIBYTE
    ratio: int = 250
    rows: int = 100_000
    columns: int = 1_000
    cells: int = 3_000_000
    findings: int = 500


DEFAULT: Final = Limits()
