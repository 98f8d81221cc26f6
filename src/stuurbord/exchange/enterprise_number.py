"""Belgian enterprise numbers: ten digits of which the last two check the others.

Source: the Crossroads Bank for Enterprises; 97 less the remainder of the first eight digits by 97.
"""

from __future__ import annotations

import re
from typing import Final

_LOOKS_BELGIAN: Final = re.compile(r"\s*(?:BE[\s.]?)?[01]\d{3}[\s.]?\d{3}[\s.]?\d{3}\s*", re.IGNORECASE)


def enterprise_number(told: str) -> str:
    """Return a Belgian enterprise number of ten digits, or nothing where its check digits do not hold.

    >>> enterprise_number("0316.380.841_16754"), enterprise_number("HA")
    ('0316380841', '')
    """
    digits = re.sub(r"\D", "", told.partition("_")[0])
    if len(digits) != 10 or digits[0] not in "01":
        return ""
    return digits if 97 - int(digits[:8]) % 97 == int(digits[8:]) else ""


def has_wrong_check(told: str) -> bool:
    """Return whether a text looks like a Belgian enterprise number whose check digits do not hold.

    >>> has_wrong_check("BE 0316.380.841"), has_wrong_check("BE 0316.380.842"), has_wrong_check("NL 1234")
    (False, True, False)
    """
    return _LOOKS_BELGIAN.fullmatch(told) is not None and not enterprise_number(told)
