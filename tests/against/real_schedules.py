"""The real schedules as our readers read them, each once in a process: Java takes seconds to start."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from stuurbord.exchange.plan_file import PlanReading, read_plan_path


@cache
def reading(path: Path) -> PlanReading:
    """Return a schedule as it was read; nobody changes what is read."""
    return read_plan_path(path)
