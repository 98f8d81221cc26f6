"""Which method is proposed for a new project, and why."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from stuurbord.rulebooks.rule_pack.model import Text


def proposed_method(kind: str, size: str) -> tuple[str, Text]:
    """Return the method proposed for a kind and size of project, with the reason."""
    for row in _proposals():
        if kind in row.get("kinds", [kind]) and size in row.get("sizes", [size]):
            return row["method"], row["why"]
    raise ValueError("the last proposal fits every project")


@cache
def _proposals() -> tuple[dict[str, Any], ...]:
    text = (
        files("stuurbord.rulebooks.methods").joinpath("parts", "proposals.toml").read_text(encoding="utf-8")
    )
    return tuple(tomllib.loads(text)["proposal"])
