"""The status of a project, justified by its number."""

from stuurbord.rulebooks.project_status.check import (
    Facts,
    Reason,
    Status,
    Verdict,
    adjust_share,
    project_status,
)

__all__ = ["Facts", "Reason", "Status", "Verdict", "adjust_share", "project_status"]
