"""Read the reference classes; an unknown or missing key is an error with its file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final

from stuurbord.language import LANGUAGES
from stuurbord.plan.uncertainty import ReferenceQuantiles

LEVELS: Final = ("project", "task")
_KEYS: Final = frozenset({*LANGUAGES, "valid_from", "level", "verified", "source", "licence", "caveats"})
_MAY_HAVE: Final = frozenset({"shared_variance", "duration", "cost"})
_QUANTITY_KEYS: Final = frozenset({"n", "unit", "probability", "multiple"})


@dataclass(frozen=True, slots=True)
class ReferenceClass:
    """What finished work made of its plans.

    Attributes
    ----------
    labels
        Language → what people call it.
    level
        What was measured: whole projects or single tasks.
    is_verified
        Every figure was held against its source or recomputed from its data. What is not verified may be
        used, and says so in each forecast.
    n_duration, n_cost
        Finished projects or tasks behind the quantiles; None if the class says nothing of the quantity.
    shared_variance
        Part of the variance that tasks of one project have in common, 0–1: 1 for a class of projects, so
        that its spread does not cancel out over many tasks.
    duration, cost
        Quantiles of realised ÷ planned.
    """

    code: str
    labels: Mapping[str, str]
    valid_from: date
    level: str
    is_verified: bool
    source: str
    licence: str
    caveats: tuple[str, ...]
    n_duration: int | None
    n_cost: int | None
    shared_variance: float
    duration: ReferenceQuantiles | None
    cost: ReferenceQuantiles | None


@cache
def reference_classes() -> Mapping[str, ReferenceClass]:
    """Return code → reference class, in the order of their codes."""
    folder = files("stuurbord.rulebooks.reference_classes").joinpath("classes")
    named = sorted((one.name, one) for one in folder.iterdir() if one.name.endswith(".toml"))
    return MappingProxyType(
        {name[:-5]: read_class(one.read_text(encoding="utf-8"), name) for name, one in named}
    )


def read_class(text: str, file: str) -> ReferenceClass:
    """Return the class that a TOML text declares.

    Raises
    ------
    ValueError
        With file and line, if a key is unknown or missing, or the quantiles do not rise.
    """
    told = tomllib.loads(text)
    code = file.removesuffix(".toml")
    _check_keys(told, _KEYS, _MAY_HAVE, text, file)
    quantities = {name: _quantity(code, told, name, text, file) for name in ("duration", "cost")}
    level, shared = (
        told["level"],
        float(told.get("shared_variance", 1.0 if told["level"] == "project" else 0)),
    )
    if level not in LEVELS or not 0 <= shared <= 1:
        raise ValueError(f"{file}: level is one of {LEVELS} and shared_variance lies from 0 to 1")
    if not isinstance(told["verified"], bool):
        raise ValueError(f"{file}, line {line_of(text, 'verified')}: verified is true or false")
    return ReferenceClass(
        code=code,
        labels=MappingProxyType({language: told[language] for language in LANGUAGES}),
        valid_from=told["valid_from"],
        level=level,
        is_verified=told["verified"],
        source=told["source"],
        licence=told["licence"],
        caveats=tuple(told["caveats"]),
        n_duration=told.get("duration", {}).get("n"),
        n_cost=told.get("cost", {}).get("n"),
        shared_variance=shared,
        duration=quantities["duration"],
        cost=quantities["cost"],
    )


def _quantity(code: str, told: dict[str, Any], name: str, text: str, file: str) -> ReferenceQuantiles | None:
    if name not in told:
        return None
    given = told[name]
    _check_keys(given, _QUANTITY_KEYS, frozenset(), text, file)
    probability = tuple(float(one) for one in given["probability"])
    multiple = tuple(float(one) for one in given["multiple"])
    if (
        len(probability) != len(multiple)
        or not _rises(probability, strictly=True)
        or not _rises(multiple)
        or not 0 < probability[0] < probability[-1] < 1
        or multiple[0] < 0
    ):
        line = line_of(text, "multiple", after=f"[{name}]")
        raise ValueError(f"{file}, line {line}: the quantiles of {name} do not rise, or do not match")
    return ReferenceQuantiles(f"{code}:{name}", probability, multiple, told["source"])


def _rises(values: tuple[float, ...], strictly: bool = False) -> bool:
    pairs = list(pairwise(values))
    return bool(pairs) and all(one < two or (one == two and not strictly) for one, two in pairs)


def _check_keys(
    given: Mapping[str, Any], needed: frozenset[str], allowed: frozenset[str], text: str, file: str
) -> None:
    for key in given.keys() - needed - allowed:
        raise ValueError(f"{file}, line {line_of(text, key)}: unknown key {key!r}")
    if missing := sorted(needed - given.keys()):
        raise ValueError(f"{file}: missing {', '.join(missing)}")


def line_of(text: str, key: str, after: str = "") -> int:
    """Return the number of the line that gives a key, counted from 1; the last line if none does."""
    lines = text.splitlines()
    first = lines.index(after) if after and after in lines else 0
    given = re.compile(rf"\s*(?:\[\s*)?{re.escape(key)}\s*(?:=|\])")
    return next((n for n, line in enumerate(lines, 1) if n > first and given.match(line)), len(lines))
