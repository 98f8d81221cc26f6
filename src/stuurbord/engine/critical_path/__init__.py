"""The critical path: when each task runs, how far it may move, and what set its dates."""

from stuurbord.engine.critical_path.compute import critical_path
from stuurbord.engine.critical_path.running.runner import load_ahead
from stuurbord.engine.critical_path.schedule import Driver, Schedule

__all__ = ["Driver", "Schedule", "critical_path", "load_ahead"]
