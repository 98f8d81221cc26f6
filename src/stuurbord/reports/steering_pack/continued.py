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
    starts = range(0, len(items), per_page)
    return [
        Sheet(key, layout, partial(draw, part=Part(items[start : start + per_page], number, len(starts))))
        for number, start in enumerate(starts, start=1)
    ]
