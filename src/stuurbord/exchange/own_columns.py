"""Names that a plan's own columns for what only we know have in other people's files, in lower case."""

from __future__ import annotations

from typing import Final

GATE_FIELDS: Final = ("poort", "gate")
LEGAL_FIELDS: Final = ("wettelijke grondslag", "base légale", "legal basis")
