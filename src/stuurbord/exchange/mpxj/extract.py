"""From MPXJ's objects to plain records, in the child process: facts only, judged in the parent.

Dates become ISO texts, durations ``[amount, unit]`` with MPXJ's unit letters, enumerations their names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

_WEEKDAYS: Final = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_MOST_TASKS: Final = 200_000


def project_record(project: Any) -> dict[str, Any]:
    """Return one project as plain data."""
    return {
        **_properties(project),
        "calendars": [_calendar(one) for one in project.getCalendars()],
        "tasks": _tasks(project),
        "links": [_link(one) for one in project.getRelations()],
        "resources": [_resource(one) for one in project.getResources()],
        "assignments": [_assignment(one) for one in project.getResourceAssignments()],
        "ignored": [str(one)[:200] for one in project.getIgnoredErrors()][:50],
    }


def _properties(project: Any) -> dict[str, Any]:
    facts = project.getProjectProperties()
    calendar = project.getDefaultCalendar()
    return {
        "name": _text(facts.getProjectTitle()) or _text(facts.getName()),
        "author": _text(facts.getAuthor()),
        "start": _text(facts.getStartDate()),
        "finish": _text(facts.getFinishDate()),
        "from_finish": str(facts.getScheduleFrom().name()) == "FINISH" if facts.getScheduleFrom() else False,
        "status_date": _text(facts.getStatusDate()),
        "honors_constraints": bool(facts.getHonorConstraints()),
        "minutes_per_day": _whole(facts.getMinutesPerDay()),
        "minutes_per_week": _whole(facts.getMinutesPerWeek()),
        "days_per_month": _whole(facts.getDaysPerMonth()),
        "currency": _text(facts.getCurrencyCode()),
        "calendar": None if calendar is None else _whole(calendar.getUniqueID()),
        "file_type": _text(facts.getFileType()),
        "program": _text(facts.getFullApplicationName() or facts.getFileApplication()),
    }


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _number(value: Any) -> float | None:
    return None if value is None else float(value.doubleValue())


def _amount(value: Any) -> list[Any] | None:
    """Return a duration as [amount, unit]."""
    return None if value is None else [float(value.getDuration()), str(value.getUnits())]


def _name(value: Any) -> str:
    return "" if value is None else str(value.name())


def _tasks(project: Any) -> list[dict[str, Any]]:
    tasks = project.getTasks()
    if tasks.size() > _MOST_TASKS:
        raise MemoryError
    baselines = _baselines_in(project)
    gate_field = _gate_field(project)
    return [_task(one, baselines, gate_field) for one in tasks]


def _task(task: Any, baselines: Iterable[int], gate_field: Any) -> dict[str, Any]:
    if task.getNull():
        return {"null": True}
    parent, calendar = task.getParentTask(), task.getCalendar()
    record: dict[str, Any] = {
        "uid": _whole(task.getUniqueID()),
        "id": _whole(task.getID()),
        "parent": None if parent is None else _whole(parent.getUniqueID()),
        "level": _whole(task.getOutlineLevel()),
        "name": _text(task.getName()),
        "wbs": _text(task.getWBS()),
        "activity": _text(task.getActivityID()),
        "milestone": bool(task.getMilestone()),
        "summary": bool(task.getSummary()),
        "manual": _name(task.getTaskMode()) == "MANUALLY_SCHEDULED",
        "active": bool(task.getActive()),
        "external": bool(task.getExternalTask()),
        "subproject": _text(task.getSubprojectFile()),
        "kind": _name(task.getType()),
        "activity_type": _name(task.getActivityType()),
        "effort_driven": bool(task.getEffortDriven()),
        "duration": _amount(task.getDuration()),
        "calendar": None if calendar is None else _whole(calendar.getUniqueID()),
        "ignores_resource_calendar": bool(task.getIgnoreResourceCalendar()),
        "constraint": _name(task.getConstraintType()),
        "constraint_date": _text(task.getConstraintDate()),
        "second_constraint": _name(task.getSecondaryConstraintType()),
        "deadline": _text(task.getDeadline()),
        "leveling_delay": _amount(task.getLevelingDelay()),
        "percent_complete": _number(task.getPercentageComplete()),
        "actual_start": _text(task.getActualStart()),
        "actual_finish": _text(task.getActualFinish()),
        "remaining_duration": _amount(task.getRemainingDuration()),
        "resume": _text(task.getResume()),
        "start": _text(task.getStart()),
        "finish": _text(task.getFinish()),
        "work": _amount(task.getWork()),
        "cost": _number(task.getCost()),
        "fixed_cost": _number(task.getFixedCost()),
        "actual_cost": _number(task.getActualCost()),
        "notes": _text(task.getNotes()),
    }
    if gate_field is not None:
        record["gate"] = _text(task.get(gate_field))
    record["baselines"] = {str(number): _baseline(task, number) for number in baselines}
    return record


def _gate_field(project: Any) -> Any:
    """Return the column of the file that holds gates, if it has one."""
    for field in project.getCustomFields():
        is_of_tasks = _name(field.getFieldType().getFieldTypeClass()) == "TASK"
        if is_of_tasks and _text(field.getAlias()).strip().lower() in ("poort", "gate"):
            return field.getFieldType()
    return None


def _baselines_in(project: Any) -> list[int]:
    """Return the numbers of the baselines that hold anything."""
    found = set()
    for field in project.getTasks().getPopulatedFields():
        name = _text(field.name()) if hasattr(field, "name") else ""
        head, _, tail = name.partition("_")
        if head.startswith("BASELINE") and tail in ("START", "FINISH", "DURATION", "COST", "WORK"):
            number = head.removeprefix("BASELINE") or "0"
            if number.isdigit():
                found.add(int(number))
    return sorted(found)


def _baseline(task: Any, number: int) -> list[Any]:
    """Return start, finish, duration, work and cost; Java numbers the first baseline by leaving it out."""
    which = (number,) if number else ()
    getters: tuple[Callable[..., Any], ...] = (
        task.getBaselineStart,
        task.getBaselineFinish,
        task.getBaselineDuration,
        task.getBaselineWork,
        task.getBaselineCost,
    )
    start, finish, duration, work, cost = (getter(*which) for getter in getters)
    return [_text(start), _text(finish), _amount(duration), _amount(work), _number(cost)]


def _link(relation: Any) -> dict[str, Any]:
    return {
        "predecessor": _whole(relation.getPredecessorTask().getUniqueID()),
        "successor": _whole(relation.getSuccessorTask().getUniqueID()),
        "kind": str(relation.getType()),
        "lag": _amount(relation.getLag()),
    }


def _resource(resource: Any) -> dict[str, Any]:
    calendar, rate = resource.getCalendar(), resource.getStandardRate()
    return {
        "uid": _whole(resource.getUniqueID()),
        "name": _text(resource.getName()),
        "kind": _name(resource.getType()),
        "calendar": None if calendar is None else _whole(calendar.getUniqueID()),
        "max_units": _number(resource.getMaxUnits()),
        "rate": None if rate is None else [float(rate.getAmount()), str(rate.getUnits())],
    }


def _assignment(row: Any) -> dict[str, Any]:
    contour = row.getWorkContour()
    return {
        "uid": _whole(row.getUniqueID()),
        "task": _whole(row.getTaskUniqueID()),
        "resource": _whole(row.getResourceUniqueID()) if row.getResource() is not None else None,
        "units": _number(row.getUnits()),
        "work": _amount(row.getWork()),
        "remaining_work": _amount(row.getRemainingWork()),
        "delay": _amount(row.getDelay()),
        "leveling_delay": _amount(row.getLevelingDelay()),
        "contour": "" if contour is None or contour.isContourFlat() else _text(contour),
        "cost": _number(row.getCost()),
        "actual_cost": _number(row.getActualCost()),
    }


def _calendar(calendar: Any) -> dict[str, Any]:
    parent = calendar.getParent()
    return {
        "uid": _whole(calendar.getUniqueID()),
        "name": _text(calendar.getName()),
        "parent": None if parent is None else _whole(parent.getUniqueID()),
        "days": _days(calendar),
        "exceptions": [run for one in calendar.getCalendarExceptions() for run in _runs(one)],
        "weeks": [
            {
                "name": _text(week.getName()),
                "start": _text(week.getDateRange().getStart()),
                "end": _text(week.getDateRange().getEnd()),
                "days": _days(week),
            }
            for week in calendar.getWorkWeeks()
            if week.getDateRange() is not None
        ],
    }


def _days(week: Any) -> list[list[list[str]] | None]:
    """Return the ranges of Monday to Sunday; None where the parent answers."""
    import jpype

    days = jpype.JClass("java.time.DayOfWeek")
    found: list[list[list[str]] | None] = []
    for name in _WEEKDAYS:
        day = getattr(days, name)
        kind = _name(week.getCalendarDayType(day))
        found.append(
            None
            if kind in ("DEFAULT", "")
            else _hours(week.getCalendarHours(day))
            if kind == "WORKING"
            else []
        )
    return found


def _runs(exception: Any) -> list[dict[str, Any]]:
    """Return an exception as runs of days; one that recurs is worked out by MPXJ."""
    recurring = exception.getRecurring()
    kind = "" if recurring is None else _name(recurring.getRecurrenceType())
    runs = [exception] if recurring is None else exception.getExpandedExceptions()
    return [
        {
            "name": _text(exception.getName()),
            "start": _text(one.getFromDate()),
            "end": _text(one.getToDate()),
            "recurs": kind,
            "hours": _hours(one),
        }
        for one in runs
    ]


def _hours(ranges: Any) -> list[list[str]]:
    return [] if ranges is None else [[_text(one.getStart()), _text(one.getEnd())] for one in ranges]
