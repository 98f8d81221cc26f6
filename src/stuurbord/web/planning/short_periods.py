"""Legal periods that a change of a plan makes too short or takes out, for the preview and with a proposal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.editing import short_periods, taken_out
from stuurbord.errors import Finding
from stuurbord.plan import Plan


def legal_records(before: tuple[Plan, Schedule], after: tuple[Plan, Schedule]) -> list[dict[str, Any]]:
    """Return as plain data the legal periods that a change makes shorter than the law, or removes.

    A period that was as short before is no doing of this change.
    """
    known = {one.uid: one.n_short for one in short_periods(*before)}
    worse = [one for one in short_periods(*after) if one.n_short > known.get(one.uid, 0)]
    found = [*(one.finding() for one in worse), *taken_out(before[0], after[0])]
    return [one.to_record() for one in found]


def legal_sentences(records: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the sentences of `legal_records` in the reader's language."""
    return [Finding.from_record(one).message(_) for one in records]
