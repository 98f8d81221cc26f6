"""The words that the planning pages' scripts say, in the reader's language."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stuurbord.plan.model import Constraint
from stuurbord.web.reader import reader


def words() -> dict[str, Any]:
    """Return every word and sentence; ``{n}`` and the like are filled in by the script."""
    return {
        "months": [reader().short_month(date(2026, month, 1)) for month in range(1, 13)],
        "quarter": pgettext("quarter of a year, before its number", "Q"),
        "day": _("d"),
        "workingDay": _("wd"),
        "hour": pgettext("hours", "h"),
        "difference": _("Difference"),
        "yes": _("yes"),
        "today": _("today"),
        "fields": field_words(),
        "constraints": {int(one): text for one, text in constraint_words().items()},
        **_of_effects(),
        **_of_edits(),
        "expected": _expected(),
        **_of_state(),
    }


def field_words() -> dict[str, str]:
    """Return how each column of the plan is called."""
    return {
        "wbs": _("No."),
        "name": _("Task"),
        "duration": _("Duration"),
        "start": _("Start"),
        "finish": _("Finish"),
        "deviation": _("Deviation"),
        "total_float": _("Float"),
        "percent": _("Done"),
        "predecessors": _("Predecessors"),
        "people": _("Who"),
        "deadline": _("Deadline"),
        "constraint": _("Constraint"),
        "constraint_date": _("Constraint date"),
        "baseline_finish": _("Baseline finish"),
        "late_finish": _("Late finish"),
        "free_float": _("Free float"),
        "calendar": pgettext("of working days", "Calendar"),
        "gate": _("Gate"),
        "actual_start": _("Actual start"),
        "actual_finish": _("Actual finish"),
        "work": _("Work"),
        "cost": _("Cost"),
        "legal_basis": _("Legal basis"),
    }


def constraint_words() -> dict[Constraint, str]:
    """Return the name of each constraint."""
    return {
        Constraint.ASAP: _("As soon as possible"),
        Constraint.ALAP: _("As late as possible"),
        Constraint.MSO: _("Must start on"),
        Constraint.MFO: _("Must finish on"),
        Constraint.SNET: _("Not before (start)"),
        Constraint.SNLT: _("Not later (start)"),
        Constraint.FNET: _("Not before (finish)"),
        Constraint.FNLT: _("Not later (finish)"),
    }


def _of_effects() -> dict[str, str]:
    return {
        "moved": _("{n} tasks move"),
        "movedOne": _("1 task moves"),
        "edits": _("{n} changes"),
        "editsOne": _("1 change"),
        "late": _("{n} tasks end after their deadline"),
        "lateOne": _("1 task ends after its deadline"),
        "critical": _("{n} tasks become critical"),
        "criticalOne": _("1 task becomes critical"),
        "finishes": _("finish"),
        "costIn": _("cost {year}"),
        "isNew": pgettext("task", "new"),
        "isGone": pgettext("task", "gone"),
        "lostGates": _("no longer in the plan: {gates}"),
        "lostGoal": _("the goal of the project is no longer in the plan"),
        "nothingMoves": _("No date moves."),
        "moreMoved": _("and {n} more"),
        "unknown": _("undetermined"),
        "slips": _("What if “{name}” slips by {n} working days?"),
    }


def _of_edits() -> dict[str, str]:
    return {
        "newTask": _("New task"),
        "notUnderstood": _("“{text}” is not understood here."),
        "noSuchTask": _("There is no task {text}."),
        "noSuchPerson": _("Nobody in this plan is called {text}."),
        "forTasks": _("for {n} tasks"),
        "chooseTwo": _("Select two or more tasks first, with the space bar or Shift and an arrow."),
        "nothingToUndo": _("There is nothing to take back."),
        "notThisTask": _("This cannot be changed here: {name}."),
        "readOnly": _("This plan can only be read here."),
        "onlyOutline": _("Group by outline first: there the order of the tasks counts."),
        "asStored": _("The plan is shown as it is stored."),
        "progressFirst": _("Tell first how far the task is; then when it really began."),
    }


def _expected() -> dict[str, str]:
    """Return what each kind of cell takes, told when something else was typed."""
    return {
        "name": _("A task has a name."),
        "duration": _("A duration is a number of days, weeks or hours: 5, 2 w, 4 u."),
        "percent": _("Done lies between 0 and 100 %."),
        "date": _(
            "A date is day and month, with or without a year: 27/11 or 27/11/2026; +5 is five days later."
        ),
        "people": _("People stand with a comma between them: An Aerts 50 %, Bob Bogaert."),
        "predecessors": _("Predecessors stand by their number: 1.2; 1.3SS+2 wd."),
        "cost": _("An amount is in euro: 1.250 or 1250,50."),
    }


def _of_state() -> dict[str, str]:
    return {
        "offline": _("The server does not answer. Your changes are still here; they go on when it is back."),
        "ended": _("Your session has ended. Log in again in another tab; your changes are still here."),
        "laidOn": _(
            "Your changes on revision {old} now lie on revision {number}; {n} of your tasks changed since."
        ),
        "notArrived": _("The plan does not arrive. Load the page again."),
        "othersHere": _("Here too: {names}."),
        "withEdits": _("{name} is changing {n} tasks"),
        "withOneEdit": _("{name} is changing 1 task"),
        "movedOn": _("{name} made revision {number} in the meantime; {n} of your tasks are in it."),
        "selected": _("{n} tasks selected"),
        "rowsShown": _("{n} rows"),
        "manual": _("scheduled by hand"),
        "isCritical": _("critical"),
        "isInactive": _("inactive"),
        "isSummary": _("summary"),
        "isMilestone": _("milestone"),
        "isGate": _("gate"),
        "isLegal": _("legal period"),
        "isChanged": _("changed"),
        "onPath": _("on the path"),
        "nobody": _("Nobody"),
        "notCritical": _("Not critical"),
    }
