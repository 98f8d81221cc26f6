"""Progress of running projects: a table of cumulative amounts, or a tracking workbook of ProTrack."""

from stuurbord.exchange.progress_series.table import ProgressReading, SeriesFacts, read_progress_table
from stuurbord.exchange.progress_series.tracking_workbook import (
    TrackingReading,
    is_tracking_workbook,
    read_tracking_workbook,
)

__all__ = [
    "ProgressReading",
    "SeriesFacts",
    "TrackingReading",
    "is_tracking_workbook",
    "read_progress_table",
    "read_tracking_workbook",
]
