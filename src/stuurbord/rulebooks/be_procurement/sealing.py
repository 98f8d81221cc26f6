"""The seal of an answer: the same texts, facts and verdicts have the same hash, and no others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from stuurbord.rulebooks.be_procurement.told import SAME_AS

if TYPE_CHECKING:
    from stuurbord.rulebooks.be_procurement.evaluate import Advice


def seal(advice: Advice) -> str:
    """Return the SHA-256 of an answer in hexadecimal.

    A fact counts by what it says: 24500 and 24500.00, a TOML date and its text, a fact that is absent and one
    that is empty are the same.
    """
    told = {SAME_AS.get(key, key): one for key, one in advice.told.given.items() if one is not None}
    sealed = {"texts": advice.pack_hash, "facts": _canonical(told), "verdicts": dict(advice.verdicts)}
    text = json.dumps(sealed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _canonical(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_canonical(one) for one in value]
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float | Decimal):
        return {"number": f"{Decimal(str(value)).normalize():f}"}
    return value.isoformat() if isinstance(value, date) else repr(value)
