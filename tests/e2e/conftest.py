"""A real browser against the real application: Chromium, a live server, every page watched."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from web import factories

CHROMIUM = Path(os.environ.get("STUURBORD_CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()

# On a busy machine an answer may take its time; what is right comes, what is wrong waits longer.
expect.set_options(timeout=20_000)

# Playwright runs an event loop in the thread of the test; the tests themselves wait for nothing.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try a test once more whose browser did not answer in half a minute; what fails is never retried."""
    once_more = pytest.mark.flaky(reruns=1, only_rerun=["TimeoutError"])
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(once_more)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a headless browser; the tests skip where there is none."""
    if not CHROMIUM.exists():
        pytest.skip(f"there is no Chromium at {CHROMIUM}")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield started
        started.close()


@dataclass
class Visit:
    """One reader in the browser, and everything the browser complained of."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str, status: int = 200) -> None:
        """Open a page and wait until it stands; a refusal that is expected is no complaint."""
        before = len(self.complaints)
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == status, (path, answer.status)
        if status != 200:
            del self.complaints[before:]

    def wait_for(
        self, selector: str, *, state: Literal["attached", "detached", "visible"] = "visible"
    ) -> None:
        """Wait until the page shows it and its scripts have run: only then do its keys listen."""
        self.page.wait_for_selector(selector, state=state)
        self.page.wait_for_load_state()

    def log_in(self, email: str) -> None:
        """Log in through the page itself."""
        self.page.goto(f"{self.address}/aanmelden/")
        self.page.fill("input[name=username]", email)
        self.page.fill("input[name=password]", factories.PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url("**/mijn-week/")


@pytest.fixture
def visit(browser: Browser, live_server) -> Iterator[Callable[..., Visit]]:
    """Return a function that opens a window in a theme and width; no complaint may be left at the end."""
    visits: list[Visit] = []

    def open_window(theme: str = "light", width: int = 1440) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            accept_downloads=True,
            locale="nl-BE",
            reduced_motion="reduce",  # what fades in is judged when it stands
        )
        context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
        page = context.new_page()
        made = Visit(page, live_server.url)
        page.on("console", lambda message: _note(made, message.type, message.text))
        page.on("pageerror", lambda error: made.complaints.append(str(error)))
        page.on("requestfailed", lambda request: _note_failure(made, request))
        visits.append(made)
        return made

    yield open_window
    for one in visits:
        one.page.context.close()
    complaints = [complaint for one in visits for complaint in one.complaints]
    assert not complaints, complaints


def _note(visit: Visit, kind: str, text: str) -> None:
    """Keep errors and warnings: a breach of the security policy is among them."""
    if kind in ("error", "warning"):
        visit.complaints.append(text)


def _note_failure(visit: Visit, request) -> None:
    if "ERR_ABORTED" not in (request.failure or ""):  # a download ends its navigation that way
        visit.complaints.append(f"{request.url}: {request.failure}")
