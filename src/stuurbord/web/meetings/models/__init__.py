"""Meetings, their agenda, who attends, what was agreed, and the minutes as they were approved."""

from stuurbord.web.meetings.models.agenda import (
    AgendaItem,
    AgreedAction,
    ItemKind,
    ItemState,
    Purpose,
    SkippedMatter,
)
from stuurbord.web.meetings.models.meeting import (
    ASKS_FOR_NOTHING,
    Attendance,
    Meeting,
    MeetingKind,
    MeetingState,
    Presence,
)
from stuurbord.web.meetings.models.minutes import FrozenMinutes

__all__ = [
    "ASKS_FOR_NOTHING",
    "AgendaItem",
    "AgreedAction",
    "Attendance",
    "FrozenMinutes",
    "ItemKind",
    "ItemState",
    "Meeting",
    "MeetingKind",
    "MeetingState",
    "Presence",
    "Purpose",
    "SkippedMatter",
]
