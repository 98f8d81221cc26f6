"""Groups that go on over pages: the same head, the same scale, and a number in the rubric."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from stuurbord.reports.steering_pack.pack import Sheet

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """What stands on one of the pages."""

    items: Sequence[T]
    number: int
    n_pages: int

    @property
    def is_last(self) -> bool:
        """Whether totals and remarks come here."""
        return self.number == self.n_pages

    def rubric(self, text: str) -> str:
        """Return a rubric with the page's place among those that continue."""
        return text if self.n_pages == 1 else f"{text}  ·  {self.number}/{self.n_pages}"


def continued(
    key: str, layout: str, draw: Callable[..., None], items: Sequence[Any], per_page: int
) -> list[Sheet]:
    """Return a sheet per group of items, none without items; ``draw`` takes page, pack and ``part``."""
    groups = [items[start : start + per_page] for start in range(0, len(items), per_page)]
    return _sheets(key, layout, draw, groups)


def continued_by_height(
    key: str,
    layout: str,
    draw: Callable[..., None],
    items: Sequence[Any],
    heights: Sequence[float],
    room: float,
) -> list[Sheet]:
    """Return a sheet per group of items whose rows fit together in the room, so that no row is cut short."""
    groups: list[list[Any]] = []
    used = room
    for one, height in zip(items, heights, strict=True):
        if not groups or used + height > room:
            groups.append([])
            used = 0.0
        groups[-1].append(one)
        used += height
    return _sheets(key, layout, draw, groups)


def shared_out(heights: Sequence[float], usual: float, room: float) -> tuple[float, ...]:
    """Return the rows' heights with the air of usual rows, as far as the room allows."""
    airy = [max(height, usual) for height in heights]
    if sum(airy) <= room:
        return tuple(airy)
    spare = (room - sum(heights)) / len(heights)
    return tuple(height + max(spare, 0.0) for height in heights)


def _sheets(key: str, layout: str, draw: Callable[..., None], groups: Sequence[Sequence[Any]]) -> list[Sheet]:
    return [
        Sheet(key, layout, partial(draw, part=Part(group, number, len(groups))))
        for number, group in enumerate(groups, start=1)
    ]
