"""Progress of running projects: a table of cumulative amounts, or a tracking workbook of ProTrack."""

from stuurbord.exchange.progress_series.tracking_workbook import TrackingReading, read_tracking_workbook

__all__ = [
    "TrackingReading",
    "read_tracking_workbook",
]
