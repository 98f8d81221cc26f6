"""The default procedure: from the record of default to the end of the contractor's defence.

References
----------
Royal Decree of 14 January 2013 (AUR), articles 44 §2, 45, 47 and 48.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stuurbord.rulebooks.be_procurement.execution.values import Outcome, in_force, no_rules, unanswered


class DefaultState(StrEnum):
    """Where a default procedure stands."""

    RUNNING = "running"
    """The contractor may still defend itself: no measure yet."""
    DEFENDED = "defended"
    """The defence came in time: it is weighed before any measure."""
    ELAPSED = "elapsed"
    """The term passed without a defence: the finding is acknowledged, a measure is possible."""


@dataclass(frozen=True, kw_only=True)
class DefaultProcedure(Outcome):
    """A default procedure on a day.

    Attributes
    ----------
    defence_until
        Last day of the defence.
    is_defence_late
        Whether a defence came after that day.
    measure_from
        First day on which a measure may be taken: after the term, whether or not a defence came earlier.
    may_act
        Whether that day has come.
    """

    state: DefaultState | None = None
    defence_until: date | None = None
    is_defence_late: bool = False
    measure_from: date | None = None
    may_act: bool | None = None


def default_procedure(
    recorded_on: date, sent_on: date | None, as_of: date, on: date | None, defended_on: date | None = None
) -> DefaultProcedure:
    """Return where a default procedure stands.

    Parameters
    ----------
    recorded_on, sent_on
        The days of the record and of its sending; the defence runs from the sending.
    as_of
        The day on which it is asked.
    on
        The day of publication, or of the invitation.
    defended_on
        The day on which the defence was received.

    Raises
    ------
    ValueError
        If the record was sent before it was drawn up, or the defence came before it was sent.
    """
    if sent_on is not None and sent_on < recorded_on:
        raise ValueError(f"sent on {sent_on}, before it was drawn up on {recorded_on}")
    if sent_on is not None and defended_on is not None and defended_on < sent_on:
        raise ValueError(f"defended on {defended_on}, before it was sent on {sent_on}")
    if sent_on is None or on is None:
        return DefaultProcedure(missing=unanswered(sent_on=sent_on, date=on))
    law = in_force(on, "defence_days")
    if law is None:
        return DefaultProcedure(missing=no_rules())
    until = law["defence_days"].last_day(sent_on)
    came = defended_on if defended_on is not None and defended_on <= as_of else None
    is_over = as_of > until
    if came is not None and came <= until:
        state = DefaultState.DEFENDED
    else:
        state = DefaultState.ELAPSED if is_over else DefaultState.RUNNING
    return DefaultProcedure(
        state=state,
        defence_until=until,
        is_defence_late=came is not None and came > until,
        measure_from=date.fromordinal(until.toordinal() + 1),
        may_act=is_over,
        because=tuple(law.values()),
    )
