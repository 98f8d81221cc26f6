"""What every web test starts with."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from stuurbord.web.lists import list_facts


@pytest.fixture(autouse=True)
def nothing_is_kept_from_another_test() -> None:
    """Numbers of people and projects come back in the next test; what was counted for them must not."""
    cache.clear()
    list_facts.forget()


@pytest.fixture
def the_frame_counts() -> None:
    """Asked by a test in which the frame of a page must count what waits."""


@pytest.fixture(autouse=True)
def the_frame_counts_only_where_asked(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Spare each test the asking of all registers that a reader pays once a minute, on his first page.

    It took a quarter of the time of these tests. What My week itself read is told all the same.
    """
    if "the_frame_counts" not in request.fixturenames:
        name = "stuurbord.web.steering.navigation.waiting_count"
        monkeypatch.setattr(name, lambda user: len(getattr(user, "_waiting", ())))
