"""From rows to a plan: validated once, with every finding collected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from operator import attrgetter
from typing import Any, Final

from stuurbord.errors import N_, Finding, InvalidPlan, Severity, Where, errors_in
from stuurbord.plan.calendar import STANDARD, OutsideHorizon, working_time
from stuurbord.plan.draft.figures import check_assignments, check_tasks, start_of
from stuurbord.plan.draft.links import links_of, without_summary_cycles
from stuurbord.plan.draft.outline import parents_of, wbs_codes
from stuurbord.plan.draft.periods import PatternColumns
from stuurbord.plan.draft.rows import AssignmentRow, BaselineRow, GivenRow, PlanDraft, TaskRow
from stuurbord.plan.model import (
    Assignments,
    Baseline,
    Dependencies,
    GivenDates,
    Plan,
    Resources,
    Table,
    Tasks,
    WorkPeriods,
    empty,
    table,
)

_MOST_LISTED: Final = 1_000
"""So many errors, and so many other findings, are listed; the rest is counted."""


def freeze(draft: PlanDraft) -> tuple[Plan, tuple[Finding, ...]]:
    """Validate a draft and return its plan with all findings, the reader's included.

    Raises
    ------
    InvalidPlan
        If the draft contradicts itself: a uid twice, a cycle, a negative duration, a calendar that never
        works, no tasks, no start. The exception carries *all* findings.
    """
    findings = list(draft.findings)
    calendars = _Calendars(draft, findings)
    position = {task.uid: idx for idx, task in enumerate(draft.tasks)}
    parent_idx = parents_of(draft.tasks, findings)
    is_summary = [False] * len(draft.tasks)
    for parent in parent_idx:
        if parent >= 0:
            is_summary[parent] = True
    check_tasks(draft.tasks, findings)
    check_assignments(draft, findings)
    start = start_of(draft, findings)
    links = links_of(draft, position, parent_idx, findings)
    links = without_summary_cycles(links, draft, parent_idx, is_summary, findings)
    if errors_in(findings):
        raise InvalidPlan(*_listed(findings))

    n_tasks = len(draft.tasks)
    columns = _columns(draft.tasks, Tasks)
    columns["parent_idx"] = parent_idx
    columns["is_summary"] = is_summary
    columns["wbs"] = wbs_codes(draft.tasks)
    columns["calendar_idx"] = [calendars.position(task.calendar, task.where) for task in draft.tasks]
    resource_position = {resource.uid: idx for idx, resource in enumerate(draft.resources)}
    resources = _columns(draft.resources, Resources)
    resources["calendar_idx"] = [calendars.position(resource.calendar) for resource in draft.resources]
    kept = _kept_assignments(draft, position, resource_position, findings)
    assignments = _assignments(kept, position, resource_position)
    plan = Plan(
        name=draft.name,
        start=start,
        calendars=calendars.all,
        calendar_idx=max(calendars.position(draft.calendar), 0),
        tasks=table(Tasks, columns, n_tasks),
        dependencies=table(
            Dependencies,
            {
                "predecessor_idx": [position[link.predecessor_uid] for link in links],
                "successor_idx": [position[link.successor_uid] for link in links],
                "kind": [link.kind for link in links],
                "lag": [link.lag for link in links],
                "lag_unit": [link.lag_unit for link in links],
            },
            len(links),
        ),
        resources=table(Resources, resources, len(draft.resources)),
        assignments=assignments,
        periods=_periods(draft, kept, calendars, findings),
        given=_given(draft.tasks),
        baselines=_baselines(draft.tasks),
        finish=draft.finish,
        from_finish=draft.from_finish,
        status_date=draft.status_date,
        rules=draft.rules,
        seconds_per_day=draft.seconds_per_day,
        seconds_per_week=draft.seconds_per_week,
        days_per_month=draft.days_per_month,
        currency=draft.currency,
        author=draft.author,
        kept_format=draft.kept_format,
        kept=draft.kept,
    )
    return plan, _listed(findings)


def _listed(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return the findings up to a bound, errors apart from others, and how many more there are."""
    n_left = dict.fromkeys((True, False), _MOST_LISTED)
    listed = []
    for one in findings:
        is_error = one.severity is Severity.ERROR
        if n_left[is_error]:
            n_left[is_error] -= 1
            listed.append(one)
    if len(listed) < len(findings):
        text = N_("Further findings that are not listed: {count}.")
        count = len(findings) - len(listed)
        listed.append(Finding("more_findings", text, Severity.INFO, fields={"count": count}))
    return tuple(listed)


def _columns(rows: Iterable[Any], kind: type[Table]) -> dict[str, list[Any]]:
    """Return the columns that rows and table have in common, by name."""
    rows = list(rows)
    if not rows:
        return {}
    there = {one.name for one in fields(rows[0])}
    shared = [name for name in kind.columns() if name in there]
    columns = zip(*map(attrgetter(*shared), rows), strict=True)
    return dict(zip(shared, map(list, columns), strict=True))


class _Calendars:
    """The plan's calendars by name; an unknown name is a finding and falls back to the project's."""

    def __init__(self, draft: PlanDraft, findings: list[Finding]) -> None:
        self.findings, self._tasks = findings, draft.tasks
        self.all = tuple(draft.calendars) or (STANDARD,)
        self._position = {calendar.name: idx for idx, calendar in reversed(list(enumerate(self.all)))}
        for number, calendar in enumerate(self.all):
            if (
                self._position[calendar.name] != number
                and self.all[self._position[calendar.name]] != calendar
            ):
                text = N_("Two calendars are called “{calendar}”; the first one counts.")
                findings.append(Finding("duplicate_calendar", text, fields={"calendar": calendar.name}))
            try:
                working_time(calendar, 18262, 18262 + 366)  # any year shows whether a week works at all
            except OutsideHorizon:
                findings.append(
                    Finding(
                        "calendar_never_works",
                        N_("Calendar “{calendar}” has no working time."),
                        Severity.ERROR if calendar.name == draft.calendar else Severity.WARNING,
                        fields={"calendar": calendar.name},
                    )
                )

    def position(self, name: str, where: Where | None = None) -> int:
        if not name:
            return -1
        if name not in self._position:
            self.findings.append(
                Finding(
                    "unknown_calendar",
                    N_("Calendar “{calendar}” does not exist; the project calendar is used instead."),
                    where=where or Where(),
                    fields={"calendar": name, "uids": self._uids(name)},
                )
            )
            self._position[name] = -1
        return self._position[name]

    def _uids(self, name: str) -> list[int]:
        """Return the tasks that follow a calendar, the first hundred."""
        return [task.uid for task in self._tasks if task.calendar == name][:100]


def _kept_assignments(
    draft: PlanDraft,
    task_position: dict[int, int],
    resource_position: dict[int, int],
    findings: list[Finding],
) -> list[AssignmentRow]:
    kept = []
    for row in draft.assignments:
        if row.task_uid not in task_position:
            text = N_("An assignment refers to task {uid}, which does not exist; it is ignored.")
            findings.append(Finding("assignment_without_task", text, fields={"uid": row.task_uid}))
            continue
        if row.resource_uid != -1 and row.resource_uid not in resource_position:
            text = N_(
                "An assignment refers to resource {uid}, which does not exist; it counts as unassigned."
            )
            findings.append(Finding("unknown_resource", text, fields={"uid": row.resource_uid}))
        kept.append(row)
    return kept


def _assignments(
    kept: list[AssignmentRow], task_position: dict[int, int], resource_position: dict[int, int]
) -> Assignments:
    columns = _columns(kept, Assignments)
    columns["task_idx"] = [task_position[row.task_uid] for row in kept]
    columns["resource_idx"] = [resource_position.get(row.resource_uid, -1) for row in kept]
    made: Assignments = table(Assignments, columns, len(kept))
    return made


def _periods(
    draft: PlanDraft, kept: list[AssignmentRow], calendars: _Calendars, findings: list[Finding]
) -> WorkPeriods:
    patterns = PatternColumns(draft, calendars.all, max(calendars.position(draft.calendar), 0))
    for idx, row in enumerate(kept):
        patterns.add(idx, row)
    findings.extend(patterns.findings())
    made: WorkPeriods = table(WorkPeriods, patterns.columns, len(patterns.columns["offset"]))
    return made


def _given(tasks: list[TaskRow]) -> GivenDates:
    """Return what the source computed; no rows at all if it said nothing of any task."""
    nothing = GivenRow()
    if all(task.given is None or task.given == nothing for task in tasks):
        return empty(GivenDates)  # type: ignore[no-any-return]
    rows = [task.given or nothing for task in tasks]
    return table(GivenDates, _columns(rows, GivenDates), len(rows))  # type: ignore[no-any-return]


def _baselines(tasks: list[TaskRow]) -> dict[int, Baseline]:
    nothing = BaselineRow()
    numbers = sorted({number for task in tasks for number in task.baselines})
    return {
        number: table(
            Baseline, _columns([task.baselines.get(number, nothing) for task in tasks], Baseline), len(tasks)
        )
        for number in numbers
    }
