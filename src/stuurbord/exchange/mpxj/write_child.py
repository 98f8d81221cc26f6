"""From the record of a plan to a Primavera file, in the child process, through MPXJ's own objects."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any, Final

_WEEKDAYS: Final = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_WRITERS: Final = {
    "xer": "org.mpxj.primavera.PrimaveraXERFileWriter",
    "pmxml": "org.mpxj.primavera.PrimaveraPMFileWriter",
}
_SETTERS: Final = {
    "start": ("setStart", "setPlannedStart"),
    "finish": ("setFinish", "setPlannedFinish"),
    "early_start": ("setEarlyStart", "setRemainingEarlyStart"),
    "early_finish": ("setEarlyFinish", "setRemainingEarlyFinish"),
    "late_start": ("setLateStart", "setRemainingLateStart"),
    "late_finish": ("setLateFinish", "setRemainingLateFinish"),
}


def written(record: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return ``{"document": …}``, the bytes of the file in base 64."""
    project = _Builder(record).project()
    target = folder / "written"
    _java(_WRITERS[record["format"]])().write(project, str(target))
    return {"document": base64.b64encode(target.read_bytes()).decode("ascii")}


def _java(name: str) -> Any:
    import jpype

    return jpype.JClass(name)


class _Builder:
    """Makes MPXJ's project of one record."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.record = record
        self.made = _java("org.mpxj.ProjectFile")()
        self._hours = _java("org.mpxj.TimeUnit").HOURS
        self._duration = _java("org.mpxj.Duration").getInstance
        self._date_time = _java("java.time.LocalDateTime").parse
        self._calendars: list[Any] = []
        self._tasks: dict[int, Any] = {}
        self._resources: dict[int, Any] = {}

    def project(self) -> Any:
        """Return the project."""
        self._calendars = [self._calendar(one) for one in self.record["calendars"]]
        self.made.setDefaultCalendar(self._calendars[self.record["calendar"]])
        self._set_properties()
        for row in self.record["tasks"]:
            self._tasks[row["uid"]] = self._task(row)
        for row in self.record["links"]:
            self._link(row)
        for row in self.record["resources"]:
            self._resources[row["uid"]] = self._resource(row)
        for row in self.record["assignments"]:
            self._assign(row)
        return self.made

    def _length(self, hours: float) -> Any:
        return self._duration(float(hours), self._hours)

    def _date(self, text: str) -> Any:
        return self._date_time(text) if text else None

    def _member(self, kind: str, name: str) -> Any:
        return _java(f"org.mpxj.{kind}").valueOf(name)

    def _set_properties(self) -> None:
        record, facts = self.record, self.made.getProjectProperties()
        rules = record["rules"]
        name = record["name"] or "Project"
        facts.setName(name)
        facts.setProjectTitle(name)
        facts.setProjectID(name[:20])
        facts.setCurrencyCode(record["currency"])
        facts.setPlannedStart(self._date(record["start"]))
        facts.setStartDate(self._date(record["start"]))
        facts.setStatusDate(self._date(record["status_date"]))
        facts.setMustFinishBy(self._date(record["must_finish_by"]))
        facts.setScheduledFinish(self._date(record["finish"]))
        facts.setFinishDate(self._date(record["finish"]))
        facts.setMinutesPerDay(_whole(record["minutes_per_day"]))
        facts.setMinutesPerWeek(_whole(record["minutes_per_week"]))
        facts.setDaysPerMonth(_whole(record["days_per_month"]))
        facts.setActivityDefaultCalendar(self._calendars[record["calendar"]])
        facts.setCriticalSlackLimit(self._length(rules["critical_limit"]))
        facts.setUseExpectedFinishDates(True)
        facts.setSchedulingProgressedActivities(
            self._member("SchedulingProgressedActivities", rules["out_of_sequence"])
        )
        facts.setRelationshipLagCalendar(self._member("RelationshipLagCalendar", rules["lag_calendar"]))
        facts.setCriticalActivityType(self._member("CriticalActivityType", rules["critical_kind"]))
        facts.setComputeStartToStartLagFromEarlyStart(rules["lag_from_early_start"])
        facts.setTotalSlackCalculationType(self._member("TotalSlackCalculationType", rules["float_kind"]))

    def _calendar(self, row: dict[str, Any]) -> Any:
        calendar = self.made.addCalendar()
        calendar.setName(row["name"])
        calendar.setCalendarMinutesPerDay(_whole(self.record["minutes_per_day"]))
        calendar.setCalendarMinutesPerWeek(_whole(self.record["minutes_per_week"]))
        days, kinds = _java("java.time.DayOfWeek"), _java("org.mpxj.DayType")
        for name, hours in zip(_WEEKDAYS, row["days"], strict=True):
            day = days.valueOf(name)
            calendar.setCalendarDayType(day, kinds.WORKING if hours else kinds.NON_WORKING)
            self._add_hours(calendar.addCalendarHours(day), hours)
        on_day = _java("java.time.LocalDate").ofEpochDay
        for run in row["exceptions"]:
            exception = calendar.addCalendarException(on_day(run["first"]), on_day(run["last"]))
            self._add_hours(exception, run["hours"])
        return calendar

    def _add_hours(self, target: Any, hours: list[list[str]]) -> None:
        clock, span = _java("java.time.LocalTime").parse, _java("org.mpxj.LocalTimeRange")
        for start, end in hours:
            target.add(span(clock(start), clock(end)))

    def _task(self, row: dict[str, Any]) -> Any:
        above = self._tasks.get(row["parent"]) if row["parent"] is not None else None
        task = (self.made if above is None else above).addTask()
        task.setUniqueID(_whole(row["uid"]))
        task.setName(row["name"])
        task.setNotes(row["notes"])
        task.setWBS(row["code"])
        for name, text in row["dates"].items():
            for setter in _SETTERS[name]:
                getattr(task, setter)(self._date(text))
        if row["summary"]:
            task.setSummary(True)
            return task
        self._set_activity(task, row)
        return task

    def _set_activity(self, task: Any, row: dict[str, Any]) -> None:
        task.setActivityID(row["code"])
        task.setActivityType(self._member("ActivityType", row["activity_type"]))
        task.setMilestone("MILESTONE" in row["activity_type"])
        task.setType(self._member("TaskType", row["kind"]))
        position = self.record["calendar"] if row["calendar"] is None else row["calendar"]
        task.setCalendar(self._calendars[position])
        task.setDuration(self._length(row["duration"]))
        task.setPlannedDuration(self._length(row["duration"]))
        task.setRemainingDuration(self._length(row["remaining"]))
        task.setActualDuration(self._length(max(row["duration"] - row["remaining"], 0)))
        task.setPercentageComplete(_number(row["percent"]))
        task.setActualStart(self._date(row["actual_start"]))
        task.setActualFinish(self._date(row["actual_finish"]))
        task.setExpectedFinish(self._date(row["expected_finish"]))
        task.setSuspendDate(self._date(row["suspended"]))
        task.setResume(self._date(row["resume"]))
        task.setTotalSlack(self._length(row["total_float"]))
        task.setFreeSlack(self._length(row["free_float"]))
        self._constrain(task, row["constraints"])
        if row["actual_finish"]:
            for setter in _SETTERS.values():
                if setter[1].startswith("setRemaining"):
                    getattr(task, setter[1])(None)

    def _constrain(self, task: Any, constraints: list[list[str]]) -> None:
        setters = (
            (task.setConstraintType, task.setConstraintDate),
            (task.setSecondaryConstraintType, task.setSecondaryConstraintDate),
        )
        for (set_kind, set_date), (kind, date) in zip(setters, constraints, strict=False):
            set_kind(self._member("ConstraintType", kind))
            set_date(self._date(date))

    def _link(self, row: dict[str, Any]) -> None:
        builder = _java("org.mpxj.Relation$Builder")().predecessorTask(self._tasks[row["predecessor"]])
        builder = builder.type(self._member("RelationType", row["kind"])).lag(self._length(row["lag"]))
        self._tasks[row["successor"]].addPredecessor(builder)

    def _resource(self, row: dict[str, Any]) -> Any:
        resource = self.made.addResource()
        resource.setUniqueID(_whole(row["uid"]))
        resource.setName(row["name"])
        resource.setType(self._member("ResourceType", row["kind"]))
        if row["calendar"] is not None:
            resource.setCalendar(self._calendars[row["calendar"]])
        return resource

    def _assign(self, row: dict[str, Any]) -> None:
        task = self._tasks[row["task"]]
        one = task.addResourceAssignment(self._resources[row["resource"]])
        if one is None:
            return
        one.setUnits(_number(row["units"]))
        one.setRemainingUnits(_number(row["units"]))
        one.setWork(self._length(row["work"]))
        one.setPlannedWork(self._length(row["work"]))
        one.setRemainingWork(self._length(row["remaining_work"]))
        one.setActualWork(self._length(max(row["work"] - row["remaining_work"], 0)))
        one.setDelay(self._length(row["delay"]))
        one.setCost(_number(row["cost"]))
        one.setPlannedCost(_number(row["cost"]))
        one.setActualCost(_number(row["actual_cost"]))
        one.setRemainingCost(_number(max(row["cost"] - row["actual_cost"], 0)))
        for setter, value in (
            (one.setStart, task.getStart()),
            (one.setFinish, task.getFinish()),
            (one.setPlannedStart, task.getStart()),
            (one.setPlannedFinish, task.getFinish()),
            (one.setActualStart, task.getActualStart()),
            (one.setActualFinish, task.getActualFinish()),
        ):
            setter(value)


def _whole(value: int) -> Any:
    return _java("java.lang.Integer").valueOf(int(value))


def _number(value: float) -> Any:
    return _java("java.lang.Double").valueOf(float(value))
