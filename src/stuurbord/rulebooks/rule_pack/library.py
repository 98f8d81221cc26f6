"""The rule books that come with the product: one folder each, with its rules and its cases."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from stuurbord.rulebooks.rule_pack.model import Pack
from stuurbord.rulebooks.rule_pack.read import read_pack

RULES: Final = "rules.toml"
CASES: Final = "cases.toml"


@cache
def shipped_packs() -> Mapping[str, Pack]:
    """Return key → pack, in the order of their keys."""
    read = [read_pack(text, f"{folder}/{RULES}") for folder, text in _texts(RULES).items()]
    return MappingProxyType({pack.key: pack for pack in sorted(read, key=lambda one: one.key)})


@cache
def shipped_texts() -> Mapping[str, str]:
    """Return key → the text of its rules, to store beside the decisions that rest on it."""
    return MappingProxyType({read_pack(text, folder).key: text for folder, text in _texts(RULES).items()})


@cache
def shipped_cases() -> Mapping[str, str]:
    """Return key → the text of its cases."""
    keys = {folder: read_pack(text, folder).key for folder, text in _texts(RULES).items()}
    return MappingProxyType({keys[folder]: text for folder, text in _texts(CASES).items() if folder in keys})


@cache
def _texts(name: str) -> Mapping[str, str]:
    found = {}
    for folder in sorted(files("stuurbord.rulebooks").iterdir(), key=lambda one: one.name):
        if folder.is_dir() and (one := folder.joinpath(name)).is_file():
            found[folder.name] = one.read_text(encoding="utf-8")
    return found
