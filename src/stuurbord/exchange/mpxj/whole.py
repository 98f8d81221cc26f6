"""What a plan keeps of a file of Microsoft Project beside its columns: the whole of it as XML."""

from __future__ import annotations

from typing import Any

from stuurbord.errors import N_, Finding, InvalidPlan, UnreadableFile, Where
from stuurbord.exchange.mpxj.extract_whole import is_microsoft
from stuurbord.plan.draft import PlanDraft


def keep_whole(draft: PlanDraft, record: dict[str, Any], file: str) -> None:
    """Keep with a plan the XML that MPXJ made of its file; tell it where there is none."""
    if not is_microsoft(record["file_type"]):
        return
    draft.kept, draft.kept_format = _kept(record["mspdi"])
    if not draft.kept:
        text = N_("The file is too large to keep what Stuurbord does not read of it.")
        draft.findings.append(Finding("kept_too_large", text, where=Where(file)))


def _kept(document: str) -> tuple[bytes, str]:
    if not document:
        return b"", ""
    from stuurbord.exchange.mspdi.read import (
        read_draft,
    )  # not in the child process, which imports this package

    try:
        read = read_draft(document.encode(), "")
    except (UnreadableFile, InvalidPlan):
        return b"", ""
    return read.kept, read.kept_format
