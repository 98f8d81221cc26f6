"""Which program wrote an MSPDI file, as far as it says so."""

from __future__ import annotations

import re
from typing import Final

_HEADER_BYTES: Final = 65_536
"""Both elements stand before the first list of the document."""


def producer_of(data: bytes) -> str:
    """Return program, version and kind of file; the format version stands in for a program without number.

    Examples
    --------
    >>> producer_of(b"<Project><SaveVersion>14</SaveVersion><BuildNumber>16.0.4266.1001</BuildNumber>")
    'Microsoft Project 16.0.4266.1001, MSPDI 14'
    >>> producer_of(b"<Project><SaveVersion>12</SaveVersion>")
    'MSPDI 12'
    """
    head = data[:_HEADER_BYTES].replace(b"\x00", b"")
    build = re.search(rb"<BuildNumber>\s*([0-9.]{1,20})", head)
    version = re.search(rb"<SaveVersion>\s*([0-9]{1,3})", head)
    kind = f"MSPDI {version[1].decode('ascii')}" if version else "MSPDI"
    return f"Microsoft Project {build[1].decode('ascii')}, {kind}" if build else kind
