"""XML text written element by element: the same content always gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from xml.sax.saxutils import escape

_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold at all."""
_SPECIAL: Final = re.compile("[^\t\n\x20-%'-;=?-~]")
"""Whatever may have to be written in another way."""


def clean(text: str) -> str:
    """Return the text without the control characters that no XML can hold."""
    return _FORBIDDEN.sub("", text)


def _escaped(text: str) -> str:
    return text if _SPECIAL.search(text) is None else escape(clean(text), {"\r": "&#13;"})


class Markup:
    """Collects elements in document order."""

    def __init__(self) -> None:
        self._pieces = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n']

    @contextmanager
    def element(self, name: str, namespace: str = "") -> Iterator[None]:
        """Put what is written inside the ``with`` block into an element."""
        declared = f' xmlns="{namespace}"' if namespace else ""
        self._pieces.append(f"<{name}{declared}>\n")
        yield
        self._pieces.append(f"</{name}>\n")

    def put(self, name: str, value: str | int | bool | None) -> None:
        """Write an element with a text, a number or 0 and 1; nothing for None."""
        if value is None:
            return
        text = _escaped(value) if isinstance(value, str) else int(value)
        self._pieces.append(f"<{name}>{text}</{name}>\n")

    def put_all(self, **values: str | int | bool | None) -> None:
        """Write several elements in the order given."""
        for name, value in values.items():
            self.put(name, value)

    def as_bytes(self) -> bytes:
        return "".join(self._pieces).encode()
