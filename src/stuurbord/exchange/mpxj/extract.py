"""From MPXJ's objects to plain records, in the child process: facts only, judged in the parent.

Dates become ISO texts, durations ``[amount, unit]`` with MPXJ's unit letters, enumerations their names.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from typing import Any, Final

from stuurbord.exchange.mpxj.extract_links import link_records, tasks_waited_for
from stuurbord.exchange.mpxj.extract_work import assignment_record, work_splits
from stuurbord.exchange.mpxj.plain import amount as _amount
from stuurbord.exchange.mpxj.plain import name as _name
from stuurbord.exchange.mpxj.plain import number as _number
from stuurbord.exchange.mpxj.plain import text as _text
from stuurbord.exchange.mpxj.plain import whole as _whole
from stuurbord.exchange.own_columns import GATE_FIELDS, LEGAL_COLUMNS

_WEEKDAYS: Final = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_MOST_TASKS: Final = 200_000


def project_record(project: Any) -> dict[str, Any]:
    """Return one project as plain data."""
    return {
        **_properties(project),
        "calendars": [_calendar(one) for one in project.getCalendars()],
        "tasks": _tasks(project),
        "links": link_records(project),
        "resources": [_resource(one) for one in project.getResources()],
        "assignments": [assignment_record(one) for one in project.getResourceAssignments()],
        "ignored": [str(one)[:200] for one in project.getIgnoredErrors()][:50],
    }


def _properties(project: Any) -> dict[str, Any]:
    facts = project.getProjectProperties()
    calendar = project.getDefaultCalendar()
    return {
        "name": _title(facts),
        "key": _key(facts),
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
        "application": _text(facts.getFileApplication()),
        "program": _text(facts.getFullApplicationName() or facts.getFileApplication()),
        "program_version": _whole(facts.getApplicationVersion()),
        "mpp_version": _whole(facts.getMppFileType()),
        "rules": _rules(facts),
    }


def _rules(facts: Any) -> dict[str, Any]:
    """Return the options of the scheduler; which of them count depends on the program."""
    return {
        "splits_in_progress": bool(facts.getSplitInProgressTasks()),
        "multiple_critical_paths": bool(facts.getMultipleCriticalPaths()),
        "critical_limit": _amount(facts.getCriticalSlackLimit()),
        "critical_kind": _name(facts.getCriticalActivityType()),
        "out_of_sequence": _name(facts.getSchedulingProgressedActivities()),
        "lag_calendar": _name(facts.getRelationshipLagCalendar()),
        "lag_from_early_start": bool(facts.getComputeStartToStartLagFromEarlyStart()),
        "float_kind": _name(facts.getTotalSlackCalculationType()),
        "uses_expected_finish": bool(facts.getUseExpectedFinishDates()),
        "ignores_other_projects": bool(facts.getIgnoreRelationshipsToAndFromOtherProjects()),
        "must_finish_by": _text(facts.getMustFinishBy()),
    }


def _tasks(project: Any) -> list[dict[str, Any]]:
    tasks = project.getTasks()
    if tasks.size() > _MOST_TASKS:
        raise MemoryError
    baselines = _baselines_in(project)
    texts = {"gate": _own_field(project, GATE_FIELDS)}
    texts |= {one.column: _own_field(project, one.names) for one in LEGAL_COLUMNS}
    own = [_task(one, baselines, texts) for one in tasks]
    return own + [_external(one, number, project) for number, one in tasks_waited_for(project).items()]


def _task(task: Any, baselines: Iterable[int], texts: Mapping[str, Any]) -> dict[str, Any]:
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
        "subproject_task": _whole(task.getSubprojectTaskID()),
        "kind": _name(task.getType()),
        "activity_type": _name(task.getActivityType()),
        "effort_driven": bool(task.getEffortDriven()),
        "duration": _amount(task.getDuration()),
        "calendar": None if calendar is None else _whole(calendar.getUniqueID()),
        "ignores_resource_calendar": bool(task.getIgnoreResourceCalendar()),
        "constraint": _name(task.getConstraintType()),
        "constraint_date": _text(task.getConstraintDate()),
        "second_constraint": _name(task.getSecondaryConstraintType()),
        "second_constraint_date": _text(task.getSecondaryConstraintDate()),
        "expected_finish": _text(task.getExpectedFinish()),
        "external_dates": [_text(task.getExternalEarlyStart()), _text(task.getExternalLateFinish())],
        "deadline": _text(task.getDeadline()),
        "leveling_delay": _amount(task.getLevelingDelay()),
        "percent_complete": _number(task.getPercentageComplete()),
        "actual_start": _text(task.getActualStart()),
        "actual_finish": _text(task.getActualFinish()),
        "actual_duration": _amount(task.getActualDuration()),
        "remaining_duration": _amount(task.getRemainingDuration()),
        "resume": _text(task.getResume()),
        "stop": _text(task.getStop()),
        "suspended": _text(task.getSuspendDate()),
        "start": _text(task.getStart()),
        "finish": _text(task.getFinish()),
        "work": _amount(task.getWork()),
        "cost": _number(task.getCost()),
        "fixed_cost": _number(task.getFixedCost()),
        "actual_cost": _number(task.getActualCost()),
        "notes": _text(task.getNotes()),
        "given": _given(task),
    }
    if task.getResourceAssignments().isEmpty() and (splits := work_splits(task)):
        record["splits"] = splits
    for name, field in texts.items():
        if field is not None:
            record[name] = _text(task.get(field))
    record["baselines"] = {str(number): _baseline(task, number) for number in baselines}
    return record


def _external(task: Any, number: int, project: Any) -> dict[str, Any]:
    """Return a line for a task of another project of the file, with the dates that it has there."""
    record, other = _task(task, (), {}), task.getParentFile().getProjectProperties()
    has_calendar = any(_whole(one.getUniqueID()) == record["calendar"] for one in project.getCalendars())
    nothing = {"parent": None, "constraint": "", "second_constraint": "", "expected_finish": ""}
    return {
        **record,
        **nothing,
        "uid": number,
        "level": 1,
        "external": True,
        "subproject_task": record["id"],
        "external_dates": ["", ""],
        "deadline": "",
        "cost": None,
        "calendar": record["calendar"] if has_calendar else None,
        "other_project": [_key(other), record["uid"], _title(other)],
    }


def _key(facts: Any) -> str:
    """Return what tells the projects of one file apart."""
    return f"{_whole(facts.getUniqueID())} {_text(facts.getProjectID())}"


def _title(facts: Any) -> str:
    return _text(facts.getProjectTitle()) or _text(facts.getName())


@cache
def _given_fields() -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return MPXJ's names of computed dates and floats, looked up once."""
    import jpype

    field = jpype.JClass("org.mpxj.TaskField")
    return (
        (field.EARLY_START, field.EARLY_FINISH, field.LATE_START, field.LATE_FINISH),
        (field.TOTAL_SLACK, field.START_SLACK, field.FINISH_SLACK, field.FREE_SLACK),
    )


def _given(task: Any) -> list[Any]:
    """Return early and late dates, and total, start, finish and free float, as stored: MPXJ must not work
    out what is missing.
    """
    dates, floats = _given_fields()
    return [
        *(_text(task.getCachedValue(one)) for one in dates),
        *(_amount(task.getCachedValue(one)) for one in floats),
    ]


def _own_field(project: Any, names: Collection[str]) -> Any:
    """Return the column of the file that has one of these names, in lower case, if there is one."""
    for field in project.getCustomFields():
        is_of_tasks = _name(field.getFieldType().getFieldTypeClass()) == "TASK"
        if is_of_tasks and _text(field.getAlias()).strip().lower() in names:
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
