"""Which rule books count at the gates of a project: that of the gates, with the criteria of its method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from stuurbord.rulebooks.rule_pack import Pack
from stuurbord.web.methods.queries import template_with_hash
from stuurbord.web.rules.queries import pack_in_force, pack_with_hash

KEY: Final = "gates"


@dataclass(frozen=True)
class PackInForce:
    """One pack made of one or two texts, by their hashes."""

    pack: Pack
    hashes: tuple[str, ...]


def pack_for(template: Any, own: Pack | None = None) -> PackInForce:
    """Return what counts today under a method template.

    Parameters
    ----------
    own
        The rule book of the gates, for who asks it of many projects.
    """
    own = own or own_pack()
    extra: Pack | None = getattr(template, "pack", None)
    if extra is None or not extra.rules:
        return PackInForce(own, (own.sha256,))
    return PackInForce(_joined(_Both(own, extra)), (own.sha256, extra.sha256))


def own_pack() -> Pack:
    """Return the rule book of the gates that is in force."""
    return pack_in_force(KEY)


def pack_of(hashes: Sequence[str]) -> Pack | None:
    """Return the pack of stored hashes, as it was; None if a text of it is nowhere to be found."""
    if not hashes:
        return None
    found = [_with_hash(hashes[0]), *(_of_template(one) for one in hashes[1:])]
    if any(one is None for one in found):
        return None
    made = found[0]
    for one in found[1:]:
        made = _joined(_Both(made, one))  # type: ignore[arg-type]
    return made


class _Both:
    """Two packs, told apart by their hashes: joining them is done once."""

    def __init__(self, own: Pack, extra: Pack) -> None:
        self.own, self.extra = own, extra

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Both) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[str, str]:
        return self.own.sha256, self.extra.sha256


@lru_cache(maxsize=64)
def _joined(both: _Both) -> Pack:
    return both.own.with_rules_of(both.extra)


def _with_hash(sha256: str) -> Pack | None:
    try:
        return pack_with_hash(sha256)
    except LookupError:
        return None


def _of_template(sha256: str) -> Pack | None:
    return getattr(template_with_hash(sha256), "pack", None)
