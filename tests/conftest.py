"""What every test may use."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# Examples are timed on machines that do other work too: a slow one is no failure.
settings.register_profile("stuurbord", deadline=None)
settings.load_profile("stuurbord")

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = Path(os.environ.get("STUURBORD_SHARED_DATA", ROOT.parent / "shared" / "data"))


@pytest.fixture(scope="session")
def shared_data() -> Callable[[str], Path]:
    """Return a function from a data set's name to its folder; the test skips where it is absent."""

    def folder(name: str) -> Path:
        found = SHARED_DATA / name
        if not found.exists():
            pytest.skip(f"data set {name} is not there (mixed licences: it is not part of the product)")
        return found

    return folder
