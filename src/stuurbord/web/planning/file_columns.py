"""The columns that a file brought of its own, for the planning page: shown beside those of the plan."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from stuurbord.exchange.mspdi.fields import FORMAT
from stuurbord.exchange.mspdi.own_fields import own_fields
from stuurbord.plan import Plan


def has_file_columns(plan: Plan) -> bool:
    """Tell whether a plan keeps a document that may have columns of its own."""
    return bool(plan.kept) and plan.kept_format == FORMAT


def file_columns(plan: Plan) -> tuple[dict[str, Any], ...]:
    """Return the custom columns of the file of a plan: name, kind, and uid of the task → value."""
    return _columns(plan.kept) if has_file_columns(plan) else ()


@lru_cache(maxsize=4)
def _columns(kept: bytes) -> tuple[dict[str, Any], ...]:
    """Read a kept document once: later revisions of a plan keep the same one."""
    found = own_fields(kept)
    return tuple({"name": one.name, "kind": one.kind, "values": dict(one.values)} for one in found)
