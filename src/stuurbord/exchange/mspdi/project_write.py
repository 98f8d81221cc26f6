"""A plan alone as MSPDI: everything that the columns of a plan say, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from stuurbord.engine.critical_path import Schedule
from stuurbord.exchange.mspdi.calendar_numbers import CalendarNumbers
from stuurbord.exchange.mspdi.calendars_write import calendar_places, write_calendars
from stuurbord.exchange.mspdi.fields import DAYS_FORMAT, NAMESPACE, date_text
from stuurbord.exchange.mspdi.markup import Markup
from stuurbord.exchange.mspdi.patterns_write import dated_patterns
from stuurbord.exchange.mspdi.people_write import write_assignments, write_resources
from stuurbord.exchange.mspdi.tasks_write import GATE_FIELD, LEGAL_FIELDS, TEXT_FIELDS, TaskWriter
from stuurbord.exchange.own_columns import LEGAL_COLUMNS
from stuurbord.plan.calendar import DAY, NONE
from stuurbord.plan.model import Plan

_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}
_VERSION_2010 = 14


@dataclass(frozen=True, slots=True)
class Numbers:
    """How a document that a plan goes back into numbers what the plan knows by other means.

    Attributes
    ----------
    gate_field, legal_fields
        Numbers of the custom fields for gates and, by column, for the law behind a period.
    keeps_zero
        Whether number 0 may be a task or a resource of the plan, because it is so in the document.
    """

    namespace: str = NAMESPACE
    calendars: CalendarNumbers = field(default_factory=CalendarNumbers)
    gate_field: int = GATE_FIELD
    legal_fields: Mapping[str, int] = field(default_factory=lambda: LEGAL_FIELDS)
    keeps_zero: bool = False


def from_plan_alone(plan: Plan, schedule: Schedule | None, numbers: Numbers | None = None) -> bytes:
    """Return a document of the plan's columns."""
    numbers = numbers or Numbers()
    task_uids, resource_uids = plan.tasks.uid.tolist(), plan.resources.uid.tolist()
    if not numbers.keeps_zero:
        task_uids, resource_uids = _without_zero(task_uids), _without_zero(resource_uids)
    places = calendar_places(plan, numbers.calendars)
    markup = Markup()
    with markup.element("Project", numbers.namespace):
        _write_properties(markup, plan, schedule, places.uid_of[plan.calendar_idx])
        _write_own_columns(markup, plan, numbers)
        write_calendars(markup, places.written)
        TaskWriter(plan, schedule, task_uids, places.uid_of, numbers.gate_field, numbers.legal_fields).write(
            markup
        )
        write_resources(markup, plan, resource_uids, places.uid_of_resource)
        write_assignments(markup, plan, task_uids, resource_uids, dated_patterns(plan, schedule))
    return markup.as_bytes()


def _without_zero(uids: list[int]) -> list[int]:
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
        CriticalSlackLimit=round(plan.rules.critical_limit / plan.seconds_per_day),
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
        MultipleCriticalPaths=plan.rules.multiple_critical_paths,
        NewTasksEffortDriven=0,
        NewTasksEstimated=0,
        SplitsInProgressTasks=plan.rules.splits_in_progress,
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


def _write_own_columns(markup: Markup, plan: Plan, numbers: Numbers) -> None:
    """Define the custom field for gates, and those for the law where a period has one."""
    columns = [(numbers.gate_field, "Poort")]
    columns += [
        (numbers.legal_fields[one.column], one.alias)
        for one in LEGAL_COLUMNS
        if any(getattr(plan.tasks, one.column))
    ]
    with markup.element("ExtendedAttributes"):
        for field_id, alias in columns:
            number = TEXT_FIELDS.index(field_id) + 1 if field_id in TEXT_FIELDS else 1
            with markup.element("ExtendedAttribute"):
                markup.put_all(FieldID=str(field_id), FieldName=f"Text{number}", Alias=alias)
