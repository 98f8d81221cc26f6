"""Whether what was agreed still holds, per target of a project, stage or work package."""

from stuurbord.rulebooks.tolerances.targets import TARGETS, Judged, Measured, judge

__all__ = ["TARGETS", "Judged", "Measured", "judge"]
