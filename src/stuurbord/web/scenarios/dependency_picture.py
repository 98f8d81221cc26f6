"""The network of dependencies, drawn: givers left, receivers right, late ones red and thicker.

It repeats the table in front of it and is hidden from screen readers. It is never scaled: a wide network
scrolls in its box.
"""

from __future__ import annotations

from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString

from stuurbord.web.look.drawing import drawing, n
from stuurbord.web.scenarios.dependency_network import Network, Node, giver_of

_BOX: Final = (150, 40)
_GAP: Final = (110, 18)
_MARGIN: Final = 12
_LONGEST: Final = 22


def dependency_picture(found: Network) -> SafeString:
    """Return the drawing; empty without dependencies."""
    if not found.nodes:
        return SafeString("")
    places = _places(found.nodes)
    width = max(x for x, _y in places.values()) + _BOX[0] + _MARGIN
    height = max(y for _x, y in places.values()) + _BOX[1] + _MARGIN
    boxes = "".join(_box(one, places[one.key]) for one in found.nodes)
    return drawing(width, height, _arrows(found, places) + boxes, "network")


def _places(nodes: tuple[Node, ...]) -> dict[str, tuple[int, int]]:
    """Return the corner of each box: a column per rank, each column in the middle of the highest."""
    columns: dict[int, list[Node]] = {}
    for one in nodes:
        columns.setdefault(one.rank, []).append(one)
    step_x, step_y = _BOX[0] + _GAP[0], _BOX[1] + _GAP[1]
    highest = max(len(column) for column in columns.values())
    found = {}
    for place, rank in enumerate(sorted(columns)):
        top = _MARGIN + (highest - len(columns[rank])) * step_y // 2
        for idx, one in enumerate(columns[rank]):
            found[one.key] = (_MARGIN + place * step_x, top + idx * step_y)
    return found


def _arrows(found: Network, places: dict[str, tuple[int, int]]) -> str:
    """Return the late arrows last, so that they lie on top."""
    arrows = []
    for link in sorted(found.links, key=lambda one: one.is_late):
        start, end = places[giver_of(link)], places[link.project.code]
        kind = "link late" if link.is_late else "link"
        arrows.append(_arrow(start, end, kind))
    return "".join(arrows)


def _arrow(start: tuple[int, int], end: tuple[int, int], kind: str) -> str:
    x1, y1 = start[0] + _BOX[0], start[1] + _BOX[1] / 2
    x2, y2 = end[0] - 6, end[1] + _BOX[1] / 2
    bend = max((x2 - x1) / 2, 40)
    curve = f"M{n(x1)} {n(y1)}C{n(x1 + bend)} {n(y1)} {n(x2 - bend)} {n(y2)} {n(x2)} {n(y2)}"
    return f'<path class="{kind}" d="{curve}"/><path class="{kind} head" d="M{n(x2)} {n(y2 - 4)}l6 4 -6 4z"/>'


def _box(one: Node, at: tuple[int, int]) -> str:
    """Return a box; names are text of people, so they are escaped."""
    x, y = at
    kind = "node outside" if one.is_outside else "node"
    name = one.name if len(one.name) <= _LONGEST else f"{one.name[: _LONGEST - 1]}…"
    title = escape(one.key if not one.is_outside else name)
    below = "" if one.is_outside else f'<text class="name" x="{x + 10}" y="{y + 31}">{escape(name)}</text>'
    return (
        f'<rect class="{kind}" x="{x}" y="{y}" width="{_BOX[0]}" height="{_BOX[1]}"/>'
        f'<text class="code" x="{x + 10}" y="{y + (24 if one.is_outside else 17)}">{title}</text>{below}'
    )
