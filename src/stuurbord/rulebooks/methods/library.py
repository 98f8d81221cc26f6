"""The templates that come with the product: five methods for four kinds of project, composed from parts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from stuurbord.rulebooks.methods.compose import composed
from stuurbord.rulebooks.methods.model import Template
from stuurbord.rulebooks.methods.read import read_template
from stuurbord.rulebooks.methods.write import written

METHODS: Final = ("flemish", "prince2", "pm2", "scrum", "hybrid")
KINDS: Final = ("application", "infrastructure", "ai", "framework_contract")
DEFAULT_METHOD: Final = "flemish"


@cache
def shipped_texts() -> Mapping[str, str]:
    """Return key → the complete text of each template."""
    made = {}
    for method in METHODS:
        for kind in KINDS:
            told = composed((_part("base"), _part(f"kind-{kind}"), _part(f"method-{method}")), method, kind)
            told["title"] = _title(method, kind)
            made[told["key"]] = written(told)
    return MappingProxyType(made)


@cache
def shipped_templates() -> Mapping[str, Template]:
    """Return key → template."""
    return MappingProxyType(
        {key: read_template(text, f"methods/{key}.toml") for key, text in shipped_texts().items()}
    )


def default_key(kind: str) -> str:
    """Return the template of a project that has chosen none."""
    return f"{DEFAULT_METHOD}-{(kind if kind in KINDS else KINDS[0]).replace('_', '-')}"


def _title(method: str, kind: str) -> dict[str, str]:
    one, other = _part(f"method-{method}")["title"], _part(f"kind-{kind}")["title"]
    return {language: f"{one[language]}: {other[language]}" for language in one}


@cache
def _part(name: str) -> dict[str, Any]:
    text = files("stuurbord.rulebooks.methods").joinpath("parts", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
