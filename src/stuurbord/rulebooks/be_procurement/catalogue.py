"""The procedures and grounds that the law knows, read from ``procedures.toml``; and its sources."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from stuurbord.rulebooks.rule_pack.model import Text

PROCEDURES: Final = "procedures.toml"
NO_GROUND: Final = ""
DIRECT: Final = "direct"
OPEN: Final = "open"


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure.

    Attributes
    ----------
    sectors, kinds
        Where it exists; no kinds: for every kind.
    eforms
        Its code in the list ``procurement-procedure-type``; empty where it has none.
    grounds
        ``direct``: above its ceiling on a ground of art. 42 or 124 only. ``open``: on a ground that the buyer
        names. Empty: never above its ceiling.
    publishes
        Whether a contract notice comes before.
    articles, own_rule
        Its article by sector, and the rule for both sectors that cites that one where the sector is known.
    is_named
        Whether it is only there where the facts name it.
    """

    code: str
    label: Text
    sectors: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    eforms: str = ""
    grounds: str = NO_GROUND
    publishes: bool = False
    n_phases: int = 1
    condition: Mapping[str, str] = field(default_factory=dict)
    articles: Mapping[str, str] = field(default_factory=dict)
    is_named: bool = False
    own_rule: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """A legal ground to award without a notice, or with negotiation.

    Attributes
    ----------
    text, text_special
        With its article; in the special sectors that is another one.
    kinds
        Sector → the kinds of contract for which it is there; a sector that is absent: every kind.
    """

    code: str
    procedures: tuple[str, ...]
    text: Text
    text_special: Text
    plain: str
    plain_special: str = ""
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    told: Mapping[str, tuple[Text, str]] = field(default_factory=dict)
    """Sector → its text without the article, and the article."""

    def fits(self, sector: str, kind: str) -> bool | None:
        """Return whether it is there for a kind of contract in a sector; None where that is not known."""
        if not self.kinds:
            return True
        if not sector:
            return None
        kinds = self.kinds.get(sector)
        if kinds is None:
            return True
        return kind in kinds if kind or not kinds else None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything of ``procedures.toml``."""

    procedures: tuple[Procedure, ...]
    grounds: Mapping[str, Ground]
    plain: Mapping[str, str]
    notices: Mapping[str, Mapping[str, str]]
    due: Mapping[str, str]
    contradictions: Mapping[str, str]
    """Id of facts that cannot hold together → the article that says so."""

    def procedure(self, code: str) -> Procedure:
        """Return a procedure.

        Raises
        ------
        KeyError
            If there is none of that code.
        """
        return _by_code()[code]


@cache
def catalogue() -> Catalogue:
    """Return the procedures in order of merit, the grounds, and the short texts of answers."""
    told = tomllib.loads(text_of(PROCEDURES))
    return Catalogue(
        tuple(_procedure(one) for one in told["procedure"]),
        MappingProxyType({one["code"]: _ground(one) for one in told["ground"]}),
        MappingProxyType(told["plain"]),
        MappingProxyType(told["notices"]),
        MappingProxyType(told["due"]),
        MappingProxyType(told["contradictions"]),
    )


@cache
def _by_code() -> Mapping[str, Procedure]:
    return {one.code: one for one in catalogue().procedures}


def procedure_labels() -> Mapping[str, Text]:
    """Return code → its label in Dutch, French and English, in order of merit."""
    return MappingProxyType({one.code: one.label for one in catalogue().procedures})


@cache
def source_titles() -> Mapping[str, Text]:
    """Return the short name of a source → its full title: ``Wet 17/06/2016``."""
    rows = tomllib.loads(text_of("sources.toml"))["source"]
    return MappingProxyType({one["name"]: one["title"] for one in rows})


@cache
def in_force() -> Mapping[str, date]:
    """Return the short name of a source → the first day on which it was in force, where it was read."""
    rows = tomllib.loads(text_of("sources.toml"))["source"]
    return MappingProxyType({one["name"]: one["in_force"] for one in rows if "in_force" in one})


def text_of(name: str) -> str:
    """Return a text that stands beside this module."""
    return files("stuurbord.rulebooks.be_procurement").joinpath(name).read_text(encoding="utf-8")


def _procedure(row: Mapping[str, Any]) -> Procedure:
    return Procedure(
        row["code"],
        row["label"],
        tuple(row["sectors"]),
        tuple(row.get("kinds", ())),
        row.get("eforms", ""),
        row.get("grounds", NO_GROUND),
        row.get("notice", False),
        row.get("phases", 1),
        row.get("condition", {}),
        row.get("articles", {}),
        row.get("is_named", False),
        row.get("own_rule", ""),
    )


def _ground(row: Mapping[str, Any]) -> Ground:
    article = row["article"]
    special = article if "plain_special" not in row else "art. 124"
    return Ground(
        row["code"],
        tuple(row["for"]),
        _with_article(row["text"], article),
        _with_article(row.get("text_special", row["text"]), special),
        row["plain"],
        row.get("plain_special", ""),
        {sector: tuple(kinds) for sector, kinds in row.get("kinds", {}).items()},
        {
            "classic": (row["text"], article),
            "special": (row.get("text_special", row["text"]), special),
        },
    )


def _with_article(text: Text, article: str) -> Text:
    articles = {"fr": article.replace("§ 1,", "§ 1er,")}
    return {code: f"{told} ({articles.get(code, article)})" for code, told in text.items()}
