"""The kinds of evidence, with how long each usually holds; read strictly from ``evidence.toml``."""

from __future__ import annotations

import tomllib
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

_KEYS: Final = frozenset({"code", "label", "months", "of"})


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """One kind of evidence.

    Attributes
    ----------
    months
        How long it holds unless somebody says otherwise; None: until it is replaced.
    of
        The general kind that it counts as too; empty if it is one.
    """

    code: str
    label: Mapping[str, str]
    months: int | None = None
    of: str = ""

    def valid_until(self, since: date) -> date | None:
        """Return the last day on which it holds; None: as long as nothing replaces it.

        >>> EvidenceKind("TST", {"nl": "Testrapport"}, 12).valid_until(date(2026, 11, 25))
        datetime.date(2027, 11, 25)
        >>> EvidenceKind("SCA", {"nl": "Scan"}, 1).valid_until(date(2026, 1, 31))
        datetime.date(2026, 2, 28)
        """
        return None if self.months is None else months_later(since, self.months)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of a month that is shorter.

    >>> months_later(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@cache
def evidence_kinds() -> Mapping[str, EvidenceKind]:
    """Return code → kind, in the order of the file."""
    text = files("stuurbord.rulebooks.gates").joinpath("evidence.toml").read_text(encoding="utf-8")
    return MappingProxyType(read_kinds(text))


def read_kinds(text: str) -> dict[str, EvidenceKind]:
    """Return the kinds that a TOML text declares.

    Raises
    ------
    ValueError
        If a key is unknown or missing, a code stands there twice or a general kind does not.
    """
    told = tomllib.loads(text)
    made: dict[str, EvidenceKind] = {}
    if unknown := told.keys() - {"kind"}:
        raise ValueError(f"unknown key {sorted(unknown)[0]!r}: kinds of evidence stand in [[kind]]")
    for row in told.get("kind", []):
        one = _kind(row)
        if one.code in made:
            raise ValueError(f"kind {one.code} stands there twice")
        made[one.code] = one
    for one in made.values():
        if one.of and (one.of not in made or made[one.of].of):
            raise ValueError(f"kind {one.code} belongs to {one.of}, which is no general kind")
    return made


def _kind(row: Mapping[str, Any]) -> EvidenceKind:
    if unknown := row.keys() - _KEYS:
        raise ValueError(f"unknown key {sorted(unknown)[0]!r} in a kind of evidence")
    if not row.get("code") or "nl" not in row.get("label", {}):
        raise ValueError("a kind of evidence has a code and a label in Dutch")
    months = row.get("months")
    if months is not None and (not isinstance(months, int) or months < 1):
        raise ValueError(f"kind {row['code']}: months is a whole number from 1 on")
    return EvidenceKind(
        str(row["code"]), MappingProxyType(dict(row["label"])), months, str(row.get("of", ""))
    )
