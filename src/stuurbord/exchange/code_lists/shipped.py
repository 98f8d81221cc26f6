"""The lists that come with the product, read from their compressed files when they are first asked for."""

from __future__ import annotations

import csv
import gzip
import io
from functools import cache
from importlib.resources import files
from typing import Final

from stuurbord.exchange.code_lists.model import LANGUAGES, Code, CodeList

NAMES: Final = (
    "award-criterion-type",
    "buyer-legal-type",
    "contract-nature",
    "cpv",
    "main-activity",
    "notice-type",
    "nuts-be",
    "procedure-type",
)
"""The lists by the names of their source; ``cpv-social`` has codes only: see `is_social`."""
_SOCIAL: Final = "cpv-social"
_DATA: Final = files("stuurbord.exchange.code_lists") / "data"


@cache
def code_list(name: str) -> CodeList:
    """Return a list by its name.

    Raises
    ------
    KeyError
        If no list of that name is shipped.
    """
    if name not in NAMES:
        raise KeyError(name)
    rows = csv.DictReader(io.StringIO(_text(name)))
    codes = (Code(row["code"], *(row[language] for language in LANGUAGES)) for row in rows)
    return CodeList(name, {one.code: one for one in codes})


def label(name: str, code: str, language: str) -> str:
    """Return what a code of a list means, or the code itself where the list does not know it."""
    return code_list(name).label(code, language)


def with_label(name: str, code: str, language: str) -> str:
    """Return a code with what it means; one that the list does not know stands alone.

    >>> with_label("cpv", "48000000", "nl"), with_label("nuts-be", "BE322", "nl")
    ('48000000 Software en informatiesystemen', 'BE322')
    """
    told = label(name, code, language)
    return code if told == code else f"{code} {told}"


@cache
def _social_codes() -> frozenset[str]:
    return frozenset(_text(_SOCIAL).split())


def is_social(cpv: str) -> bool:
    """Tell whether a CPV code stands among the social and other specific services.

    The source's list names each code by itself and leaves out some of the annexes' ranges (security services,
    for one): true is certain, false says only that the list does not name the code.

    References
    ----------
    Directive 2014/24/EU, annex XIV; Directive 2014/25/EU, annex XVII.
    """
    return cpv in _social_codes()


def _text(name: str) -> str:
    return gzip.decompress((_DATA / f"{name}.csv.gz").read_bytes()).decode("utf-8")
