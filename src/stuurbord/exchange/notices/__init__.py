"""Procurement notices: read those of eForms and of the former schema, write Open Contracting releases."""

from stuurbord.exchange.notices.facts import NoticeFacts, facts_of
from stuurbord.exchange.notices.model import (
    Award,
    Criterion,
    Duration,
    Lot,
    Moment,
    Money,
    Notice,
    NoticeKind,
    NoticeReading,
    Organisation,
    said,
)
from stuurbord.exchange.notices.ocds import makes_release, release_of, write_ocds
from stuurbord.exchange.notices.read import read_notice, stage_of, why_no_file
from stuurbord.exchange.notices.record import notice_record

__all__ = [
    "Award",
    "Criterion",
    "Duration",
    "Lot",
    "Moment",
    "Money",
    "Notice",
    "NoticeFacts",
    "NoticeKind",
    "NoticeReading",
    "Organisation",
    "facts_of",
    "makes_release",
    "notice_record",
    "read_notice",
    "release_of",
    "said",
    "stage_of",
    "why_no_file",
    "write_ocds",
]
