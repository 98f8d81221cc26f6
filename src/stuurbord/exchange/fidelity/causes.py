"""Why a stored date is not the recomputed one: the documented list, see ``docs/methods/fidelity.md``."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from stuurbord.errors import N_


class Cause(StrEnum):
    """What evidence in the file establishes; without evidence a deviation is `UNEXPLAINED`."""

    SAME_WORKING_MOMENT = "same_working_moment"
    ROUNDING = "rounding"
    SUBPROJECT = "subproject"
    EXTERNAL_TASK = "external_task"
    MANUAL_TASK = "manual_task"
    MISSING_CALENDAR = "missing_calendar"
    CIRCULAR_LINK_IGNORED = "circular_link_ignored"
    STALE = "stored_dates_stale"
    FOLLOWS_PREDECESSOR = "follows_deviating_predecessor"
    FOLLOWS_SUCCESSOR = "follows_deviating_successor"
    FOLLOWS_PROJECT_FINISH = "follows_deviating_project_finish"
    FOLLOWS_OWN_START = "follows_own_start"
    FOLLOWS_OWN_DATES = "follows_own_dates"
    PATTERN = "split_or_contour_pattern"
    RESOURCE_CALENDAR = "resource_calendar"
    LEVELLING = "levelling"
    MANUAL_SUMMARY = "manual_summary"
    CONSTRAINT_NOT_WORKING = "constraint_on_non_working_time"
    CONSTRAINT = "constraint_not_followed"
    OUT_OF_SEQUENCE = "progress_out_of_sequence"
    LATE_OF_PROGRESS = "late_dates_of_progress"
    START_NOT_ASKED = "start_not_asked"
    FLOAT_NOT_OF_DATES = "float_not_of_its_dates"
    UNEXPLAINED = "unexplained"


SENTENCES: Final = {
    Cause.SAME_WORKING_MOMENT: N_("No working time lies between the two: it is the same moment of work."),
    Cause.ROUNDING: N_("A minute apart, by an amount that is no whole number of minutes."),
    Cause.SUBPROJECT: N_("The task stands for another plan, whose dates are not in this file."),
    Cause.EXTERNAL_TASK: N_("A task of another plan is involved, whose dates are not in this file."),
    Cause.MANUAL_TASK: N_(
        "The task is dated by hand; what Project shows beside its dates is no calculation."
    ),
    Cause.MISSING_CALENDAR: N_("The calendar of the task is missing in the file, or never works."),
    Cause.CIRCULAR_LINK_IGNORED: N_("A link that closes a circle was left out."),
    Cause.STALE: N_("The stored dates contradict links, constraints or dates in the file itself."),
    Cause.FOLLOWS_PREDECESSOR: N_("With the stored dates of its predecessors the task gets its stored date."),
    Cause.FOLLOWS_SUCCESSOR: N_(
        "With the stored late dates of its successors the task gets its stored date."
    ),
    Cause.FOLLOWS_PROJECT_FINISH: N_("With the stored finish of the project the task gets its stored date."),
    Cause.FOLLOWS_OWN_START: N_("From its stored start the task reaches its stored finish."),
    Cause.FOLLOWS_OWN_DATES: N_("The stored float is the difference of the stored dates, which differ."),
    Cause.PATTERN: N_(
        "The work is interrupted or laid out unevenly; the file does not store the whole pattern."
    ),
    Cause.RESOURCE_CALENDAR: N_("Without the calendars of its people the task gets its stored date."),
    Cause.LEVELLING: N_("Without its levelling delay the task gets its stored date."),
    Cause.MANUAL_SUMMARY: N_("Were the summary above not dated by hand, the task would get its stored date."),
    Cause.CONSTRAINT_NOT_WORKING: N_(
        "The task has its constraint date, on which its calendar does not work."
    ),
    Cause.CONSTRAINT: N_("Without its constraint the task gets its stored date."),
    Cause.OUT_OF_SEQUENCE: N_(
        "Work began before its predecessors allow; by retained logic the date is the stored one."
    ),
    Cause.LATE_OF_PROGRESS: N_("The task has begun, and its stored late date is its stored date itself."),
    Cause.START_NOT_ASKED: N_("The task starts later than anything in the file asks for."),
    Cause.FLOAT_NOT_OF_DATES: N_("The stored float is not the difference of the stored dates."),
    Cause.UNEXPLAINED: N_("No cause could be established."),
}
"""What each cause says, for people."""
