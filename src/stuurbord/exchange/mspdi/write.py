"""From a plan to the bytes of an MSPDI file that Microsoft Project 2010 and later open."""

from __future__ import annotations

from stuurbord.engine.critical_path import Schedule
from stuurbord.exchange.mspdi.calendars_write import calendar_places, write_calendars
from stuurbord.exchange.mspdi.fields import DAYS_FORMAT, NAMESPACE, date_text
from stuurbord.exchange.mspdi.markup import Markup
from stuurbord.exchange.mspdi.people_write import write_assignments, write_resources
from stuurbord.exchange.mspdi.tasks_write import GATE_FIELD, TaskWriter
from stuurbord.plan.calendar import DAY, NONE
from stuurbord.plan.model import Plan

_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}
_VERSION_2010 = 14


def write(plan: Plan, schedule: Schedule | None = None) -> bytes:
    """Return the plan as MSPDI; equal plans give equal bytes.

    Parameters
    ----------
    schedule
        Computed dates and floats. Without it the dates the plan was given are written, and Microsoft
        Project computes the others when it opens the file.
    """
    task_uids = _numbers(plan.tasks.uid.tolist())
    resource_uids = _numbers(plan.resources.uid.tolist())
    places = calendar_places(plan)
    markup = Markup()
    with markup.element("Project", NAMESPACE):
        _write_properties(markup, plan, schedule, places.uid_of[plan.calendar_idx])
        _write_gate_column(markup)
        write_calendars(markup, places.written)
        TaskWriter(plan, schedule, task_uids, places.uid_of).write(markup)
        write_resources(markup, plan, resource_uids, places.uid_of_resource)
        write_assignments(markup, plan, task_uids, resource_uids)
    return markup.as_bytes()


def _numbers(uids: list[int]) -> list[int]:
    """Return the uids as they are, but for 0: in MSPDI that is the project's own row or placeholder."""
    free = max(uids, default=0) + 1
    return [uid or free for uid in uids]


def _write_properties(markup: Markup, plan: Plan, schedule: Schedule | None, calendar_uid: int) -> None:
    finish = plan.finish
    if finish == NONE and schedule is not None:
        finish = schedule.project_finish
    opens, closes = _office_hours(plan)
    markup.put_all(
        SaveVersion=_VERSION_2010,
        Name=f"{plan.name}.xml" if plan.name else None,
        Title=plan.name,
        Author=plan.author or None,
        ScheduleFromStart=not plan.from_finish,
        StartDate=date_text(plan.start),
        FinishDate=date_text(finish),
        FYStartDate=1,
        CriticalSlackLimit=0,
        CurrencyDigits=2,
        CurrencySymbol=_SYMBOLS.get(plan.currency, plan.currency),
        CurrencyCode=plan.currency,
        CurrencySymbolPosition=2,
        CalendarUID=calendar_uid,
        DefaultStartTime=opens,
        DefaultFinishTime=closes,
        MinutesPerDay=plan.seconds_per_day // 60,
        MinutesPerWeek=plan.seconds_per_week // 60,
        DaysPerMonth=plan.days_per_month,
        DurationFormat=DAYS_FORMAT,
        WorkFormat=2,
        # Microsoft Project writes 0 where constraints are honoured; see the reader.
        HonorConstraints=not plan.rules.honors_constraints,
        NewTasksEffortDriven=0,
        NewTasksEstimated=0,
        SplitsInProgressTasks=1,
        WeekStartDay=1,
        StatusDate=date_text(plan.status_date),
        NewTasksAreManual=0,
    )


def _office_hours(plan: Plan) -> tuple[str, str]:
    """Return when the first working weekday of the project calendar opens and closes."""
    calendar = plan.calendar
    for ranges in calendar.days:
        if ranges:
            return _clock(ranges[0][0]), _clock(ranges[-1][1])
    return "08:00:00", "17:00:00"


def _clock(seconds: int) -> str:
    seconds %= DAY
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _write_gate_column(markup: Markup) -> None:
    with markup.element("ExtendedAttributes"), markup.element("ExtendedAttribute"):
        markup.put_all(FieldID=str(GATE_FIELD), FieldName="Text1", Alias="Poort")
