"""Where iterations run: as the setting of this installation says."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any


def runner() -> Callable[..., Any]:
    """Return what runs iterations: threads of this process, a pool of processes, or a cluster."""
    from stuurbord import workers

    return workers.runner()


def load_ahead() -> None:
    """Load the compiled kernels beside the start of a server, so that no first question waits for them."""
    Thread(target=_load, name="kernels", daemon=True).start()


def _load() -> None:
    from stuurbord.engine.schedule_risk.running import compiled, is_compiled

    if is_compiled():
        compiled()
