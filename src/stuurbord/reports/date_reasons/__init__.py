"""Why a task is dated as it is, in a planner's words and as a record for programs."""

from stuurbord.reports.date_reasons.record import path_record
from stuurbord.reports.date_reasons.sentences import PathWords

__all__ = ["PathWords", "path_record"]
