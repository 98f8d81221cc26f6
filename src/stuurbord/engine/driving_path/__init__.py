"""Why a task lies where it lies: its dates followed back to what nothing in the plan drives."""

from stuurbord.engine.driving_path.date_path import DatePath, date_path
from stuurbord.engine.driving_path.steps import End, Step, StepKind
from stuurbord.engine.driving_path.task_clocks import TaskClocks

__all__ = ["DatePath", "End", "Step", "StepKind", "TaskClocks", "date_path"]
