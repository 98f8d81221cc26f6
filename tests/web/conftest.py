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
