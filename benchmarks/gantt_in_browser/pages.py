"""The two pages as the measurement sees them: how to open them, scroll them, and take hold of a bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page

from benchmarks.gantt_in_browser import site
from benchmarks.gantt_in_browser.plan import AWARD

PIXELS_PER_STEP: Final = 8
_ROW: Final = 26


@dataclass(frozen=True, slots=True)
class Place:
    """A point in the window, in pixels."""

    x: float
    y: float


class Ours:
    """The planning page of a project."""

    name = "Stuurbord"
    roots = "() => [...document.querySelectorAll('[data-plan-box], .plan-map')]"
    down = """(share) => { const box = document.querySelector('[data-plan-box]');
        box.scrollTop = share * (box.scrollHeight - box.clientHeight); }"""
    right = """(share) => { const box = document.querySelector('[data-plan-box]');
        box.scrollLeft = share * (box.scrollWidth - box.clientWidth); }"""

    def __init__(self, address: str) -> None:
        self.address = address

    def log_in(self, page: Page) -> None:
        page.goto(f"{self.address}/aanmelden/")
        page.fill("input[name=username]", site.ADDRESS)
        page.fill("input[name=password]", site.PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url("**/mijn-week/")

    def open(self, page: Page) -> None:
        page.goto(self.address + site.PAGE)

    def bar(self, page: Page) -> Place:
        """Return a point on the bar of the first row: where the mouse becomes a hand."""
        page.evaluate(f"[{self.down}, {self.right}].forEach((scroll) => scroll(0))")
        page.wait_for_timeout(300)
        chart = page.locator("[data-plan-chart]").bounding_box()
        head = page.locator(".plan-head").bounding_box()
        assert chart is not None
        assert head is not None
        y = head["y"] + head["height"] + _ROW / 2
        rows = page.locator("[data-plan-rows]").bounding_box()
        assert rows is not None
        x = rows["x"] + rows["width"]
        while x < 1_400:
            page.mouse.move(x, y)
            if page.evaluate("document.querySelector('[data-plan-chart]').style.cursor") == "grab":
                return Place(x + 4, y)
            x += 4
        raise RuntimeError("there is no bar in the first row")


class Rival:
    """dhtmlx-gantt with the same tasks and links."""

    name = "dhtmlx-gantt"
    roots = "() => [document.getElementById('gantt')]"
    down = """(share) => { const bar = document.querySelector('.gantt_ver_scroll');
        gantt.scrollTo(null, share * (bar.scrollHeight - bar.clientHeight)); }"""
    right = """(share) => { const bar = document.querySelector('.gantt_hor_scroll');
        gantt.scrollTo(share * (bar.scrollWidth - bar.clientWidth), null); }"""

    def __init__(self, address: str) -> None:
        self.address = address

    def log_in(self, page: Page) -> None:
        """Everybody may see it."""

    def open(self, page: Page) -> None:
        page.goto(self.address)

    def bar(self, page: Page) -> Place:
        page.evaluate(f"gantt.showTask({AWARD})")
        found = page.locator(f".gantt_task_line[data-task-id='{AWARD}']").bounding_box()
        assert found is not None
        return Place(found["x"] + found["width"] / 2, found["y"] + found["height"] / 2)
