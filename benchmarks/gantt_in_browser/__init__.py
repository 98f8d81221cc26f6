"""The Gantt in a browser with 5,000 tasks and 4,000 links, beside dhtmlx-gantt 10 in the same run.

Both in one Chromium on this machine's processor, in turns, medians of the runs. First paint counts from the
plan being read to its first frame being drawn; scrolling goes over all rows, then over all time; the drag
goes from the mouse moving to the frame with what it comes to. Ours asks its server for every row that moves;
the rival's free edition moves the one bar that is dragged, so its figure says what a drag costs without an
answer. ``python -m benchmarks.gantt_in_browser`` fails where a figure of ours is missed.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

N_RUNS: Final = 5
_MEASURES: Final = Path(__file__).with_name("measures.js")
_CHROMIUM: Final = os.environ.get("STUURBORD_CHROMIUM", "/usr/bin/chromium")
_ARGUMENTS: Final = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --enable-precise-memory-info --js-flags=--expose-gc"
).split()
_STEPS: Final = 6
_MOST_WAITS: Final = 1_200
_SECONDS_DOWN, _SECONDS_RIGHT = 4, 2


@dataclass(frozen=True, slots=True)
class Figure:
    """What is measured, and what it may be at most (or, of ``is_least``, at least); None: only told."""

    name: str
    label: str
    unit: str
    limit: float | None = None
    is_least: bool = False

    def is_met(self, value: float) -> bool:
        """Tell whether a value is within the limit."""
        if self.limit is None:
            return True
        return value >= self.limit if self.is_least else value <= self.limit


FIGURES: Final = (
    Figure("paint", "first paint after data", "ms", 150),
    Figure("down", "scrolling over all rows", "frames/s", 40, is_least=True),
    Figure("right", "scrolling over all time", "frames/s", 40, is_least=True),
    Figure("nodes", "elements in the Gantt, at most", "", 600),
    Figure("preview", "drag → what it comes to, drawn", "ms", 100),
    Figure("longest", "longest frame while scrolling", "ms"),
    Figure("heap", "memory of the script", "MB"),
)


@dataclass
class Measured:
    """The values of one page, per figure."""

    values: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, *values: float) -> None:
        self.values.setdefault(name, []).extend(values)

    def median(self, name: str) -> float:
        return statistics.median(self.values[name])


def measured(n_runs: int = N_RUNS) -> tuple[Measured, Measured]:
    """Return what ours and the rival came to, in ``n_runs`` runs by turns."""
    from playwright.sync_api import sync_playwright

    from benchmarks.gantt_in_browser import rival, site
    from benchmarks.gantt_in_browser.pages import Ours, Rival
    from benchmarks.gantt_in_browser.plan import large_plan

    with ExitStack() as open_:
        home = open_.enter_context(tempfile.TemporaryDirectory(prefix="stuurbord-bench-"))
        folder = open_.enter_context(tempfile.TemporaryDirectory(prefix="stuurbord-rival-"))
        pages = [
            Ours(open_.enter_context(site.served(home))),
            Rival(open_.enter_context(rival.served(large_plan(), Path(folder)))),
        ]
        playwright = open_.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGUMENTS)
        contexts = [browser.new_context(viewport={"width": 1440, "height": 900}) for _ in pages]
        for one, context in zip(pages, contexts, strict=True):
            page = context.new_page()
            one.log_in(page)
            page.close()
        found = Measured(), Measured()
        for _ in range(n_runs):
            for one, context, values in zip(pages, contexts, found, strict=True):
                _run(one, context, values)
        browser.close()
        return found


def _run(one: Any, context: Any, found: Measured) -> None:
    """Open a page, scroll it and drag its first bar."""
    page = context.new_page()
    page.add_init_script(path=_MEASURES)
    one.open(page)
    _wait_for(page, "planning:painted:drawn", 1)
    found.add("paint", page.evaluate("measures.firstPaint()"))
    page.wait_for_timeout(1_500)  # what a page does after its first frame is done
    found.add("heap", page.evaluate("gc(), performance.memory.usedJSHeapSize / 1e6"))
    for name, way, seconds in (("down", one.down, _SECONDS_DOWN), ("right", one.right, _SECONDS_RIGHT)):
        told = page.evaluate(f"measures.scrolled({way}, {one.roots}, {seconds * 1000})")
        found.add(name, told["perSecond"])
        found.add("longest", told["longest"])
        found.add("nodes", told["most"])
        page.evaluate(f"({way})(0)")
        page.wait_for_timeout(300)
    found.add("preview", *_dragged(one, page))
    page.close()


def _wait_for(page: Any, mark: str, n: int) -> None:
    """Wait until a mark was made so often; our page's policy forbids to evaluate a condition in it."""
    for _ in range(_MOST_WAITS):
        if page.evaluate(f"measures.count('{mark}')") >= n:
            return
        page.wait_for_timeout(25)
    raise RuntimeError(f"{page.url} made no mark {mark}")


def _dragged(one: Any, page: Any) -> list[float]:
    """Drag the first bar step by step; return the milliseconds until each is drawn with what follows."""
    from benchmarks.gantt_in_browser.pages import PIXELS_PER_STEP

    bar = one.bar(page)
    page.mouse.move(bar.x, bar.y)
    page.mouse.down()
    page.mouse.move(bar.x + PIXELS_PER_STEP / 2, bar.y)  # a first movement only takes hold of the bar
    page.wait_for_timeout(800)
    times = []
    for step in range(1, _STEPS + 1):
        before = page.evaluate("measures.count('planning:previewed:drawn')")
        page.mouse.move(bar.x + step * PIXELS_PER_STEP, bar.y)
        _wait_for(page, "planning:previewed:drawn", before + 1)
        page.wait_for_timeout(200)  # of several answers to one movement the last one counts
        times.append(page.evaluate("measures.preview()"))
    page.keyboard.press("Escape")
    page.mouse.up()
    return times


def table(ours: Measured, rival: Measured) -> Iterator[str]:
    """Yield a line per figure: both medians, their ratio, and whether ours is within its limit."""
    yield f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} (figures count on a machine at rest)"
    yield f"{'':<34}{'Stuurbord':>12}{'dhtmlx 10':>12}{'ratio':>8}   limit"
    for one in FIGURES:
        mine, theirs = ours.median(one.name), rival.median(one.name)
        limit = "" if one.limit is None else f"{'≥' if one.is_least else '≤'} {one.limit:g} {one.unit}"
        verdict = "" if one.limit is None else (" met" if one.is_met(mine) else " MISSED")
        label = f"{one.label} ({one.unit})" if one.unit else one.label
        yield f"{label:<34}{mine:>12.1f}{theirs:>12.1f}{mine / theirs:>8.2f}   {limit}{verdict}"


def rows(n_runs: int = N_RUNS) -> Iterator[str]:
    """Yield the table."""
    if not Path(_CHROMIUM).exists():
        yield f"there is no Chromium at {_CHROMIUM}: not measured"
        return
    yield from table(*measured(n_runs))


def missed(ours: Measured) -> list[str]:
    """Return the figures that are not within their limits."""
    return [one.label for one in FIGURES if not one.is_met(ours.median(one.name))]
