"""What every test may use."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# Examples are timed on machines that do other work too: a slow one is no failure. They are the same at
# every run; `--hypothesis-profile=search` looks for new ones.
settings.register_profile("search", deadline=None, max_examples=1_000)
settings.register_profile("stuurbord", deadline=None, derandomize=True)
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


@pytest.fixture(scope="session", autouse=True)
def the_audit_log_is_emptied_between_tests() -> None:
    """Let the test runner empty the tables after a test with transactions of its own.

    The database refuses to remove audit entries, decisions at gates and of awards, choices of procedure and
    modifications of contracts; the end of emptying puts that back (`post_migrate`).
    """
    from django.core.management.commands.flush import Command

    empty = Command.handle

    def handle(self: Command, **options: object) -> str | None:
        from stuurbord.web.audit.append_only import unguard
        from stuurbord.web.contracts.append_only import unguard as unguard_modifications
        from stuurbord.web.gates.append_only import unguard as unguard_decisions
        from stuurbord.web.procurements.append_only import unguard as unguard_choices
        from stuurbord.web.tenders.append_only import unguard as unguard_awards

        unguard()
        unguard_decisions()
        unguard_awards()
        unguard_choices()
        unguard_modifications()
        return empty(self, **options)

    Command.handle = handle  # type: ignore[method-assign]
