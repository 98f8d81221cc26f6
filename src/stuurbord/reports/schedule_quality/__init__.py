"""The fourteen points of schedule quality in words, and as a record for programs."""

from stuurbord.reports.schedule_quality.record import quality_record
from stuurbord.reports.schedule_quality.wording import QualityWords

__all__ = ["QualityWords", "quality_record"]
