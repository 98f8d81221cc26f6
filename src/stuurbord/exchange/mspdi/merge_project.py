"""The three documents of a plan laid side by side: its project, calendars, tasks, resources, assignments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from stuurbord.exchange.mspdi.merge import (
    Key,
    are_same,
    identity,
    insert,
    keyed,
    merge_children,
    name_of,
    remove,
    text_of,
)
from stuurbord.exchange.mspdi.merge import replace as replace_children

LISTS: Final = {
    "Calendars": "Calendar",
    "Tasks": "Task",
    "Resources": "Resource",
    "Assignments": "Assignment",
}
FIELDS: Final = "ExtendedAttributes"
_PROJECT_ROW: Final = "project"
_TASK_DATES: Final = frozenset(
    {"Start", "Finish", "Duration", "ActualStart", "ActualFinish", "RemainingDuration", "CalendarUID"}
)
_STALE_OF_TASK: Final = frozenset({"StartVariance", "FinishVariance", "TimephasedData"})
"""What Microsoft Project computes from dates, and computes again when it opens a file without it."""
_STALE_OF_ASSIGNMENT: Final = frozenset(
    {"Start", "Finish", "Stop", "Resume", "StartVariance", "FinishVariance"}
)
_INVENTED: Final = frozenset(
    {"Work", "RegularWork", "RemainingWork", "ActualWork", "PercentWorkComplete", "WorkVariance"}
)
"""What Microsoft Project makes of the length of a task for work that nobody does yet."""
_ACTUALS: Final = frozenset({"ActualStart", "ActualFinish"})
_NOT_IN_TIME: Final = frozenset({"UID", "Cost", "ActualCost"})
_WORK_IN_TIME: Final = frozenset({"1", "2", "3", "6"})
"""Kinds of timephased data of an assignment that follow its dates; the others are of baselines."""
_FIRST_BASELINE: Final = 4
"""Kind of timephased data: work of an assignment in baseline 0; its cost has the next number."""


@dataclass(slots=True)
class ProjectMerge:
    """Brings what changed into the kept document.

    Parameters
    ----------
    was, becomes
        What our writer makes of the plan as it was read, and as it is now.
    """

    document: etree._Element
    was: etree._Element
    becomes: etree._Element
    _moved: set[str] = field(default_factory=set)
    """Numbers of the tasks whose dates changed."""
    _rebaselined: dict[str, set[str]] = field(default_factory=dict)
    """Number of a task → numbers of its baselines that changed."""

    def run(self) -> None:
        # All that is asked of the new document comes first: its elements move into the old one.
        gone = self._numbers("Tasks", self.was) - self._numbers("Tasks", self.becomes)
        newly_worked_on = self._worked_on(self.becomes) - self._worked_on(self.was)
        known = {*self._keys(self.was), *self._keys(self.becomes)}
        merge_children(self.document, self.was, self.becomes, leave=frozenset({*LISTS, FIELDS}))
        self._merge_list("Calendars", _number, self._merge_plainly)
        is_reordered = self._merge_list("Tasks", _task_key, self._merge_task)
        self._merge_list("Resources", _number, self._merge_plainly)
        self._merge_list("Assignments", _number, self._merge_assignment)
        self._follow_with_stand_ins(known, gone | newly_worked_on)
        if gone:
            self._drop_links(gone)
        if is_reordered:
            self._number_rows()

    def _merge_list(
        self,
        name: str,
        key: Callable[[etree._Element], str],
        merge: Callable[[etree._Element, etree._Element, etree._Element], None],
    ) -> bool:
        """Bring one list up to date; tell whether its elements or their order changed."""
        there = child_of(self.document, name)
        before = keyed(_items(self.was, name), key)
        now = keyed(_items(self.becomes, name), key)
        if there is None:
            if before.keys() == now.keys() and all(are_same(before[one], now[one]) for one in now):
                return False
            there = etree.Element(self._tag(name))
            insert(self.document, there)
        in_file = keyed(there, key)
        result: list[etree._Element] = []
        for one, element in now.items():
            if one not in before or one not in in_file:
                if one not in before or (key(element) != _PROJECT_ROW and not are_same(before[one], element)):
                    result.append(element)
                continue
            merge(in_file[one], before[one], element)
            result.append(in_file[one])
        if name == "Calendars" or list(before) == list(now):
            place = {element: number for number, element in enumerate(there)}
            result.sort(key=lambda element: place.get(element, len(place)))
        others = {one: element for one, element in in_file.items() if one not in before and one not in now}
        there[:] = _with_others(list(there), result, others)
        return list(before) != list(now)

    @staticmethod
    def _merge_plainly(theirs: etree._Element, before: etree._Element, now: etree._Element) -> None:
        merge_children(theirs, before, now)

    def _merge_task(self, theirs: etree._Element, before: etree._Element, now: etree._Element) -> None:
        changed = merge_children(theirs, before, now)
        if "Baseline" in changed:
            self._rebaselined[_number(theirs)] = _changed_baselines(before, now)
            for one in _named(theirs, "Baseline"):
                if text_of(one, "Number") in self._rebaselined[_number(theirs)]:
                    remove(one, frozenset({"TimephasedData"}))
        if changed & _TASK_DATES:
            self._moved.add(_number(theirs))
            remove(theirs, _STALE_OF_TASK)

    def _merge_assignment(self, theirs: etree._Element, before: etree._Element, now: etree._Element) -> None:
        changed = merge_children(theirs, before, now, leave=frozenset({"TimephasedData"}))
        work = [[etree.tostring(one) for one in _named(each, "TimephasedData")] for each in (before, now)]
        for number in self._rebaselined.get(text_of(theirs, "TaskUID"), ()):
            _drop_baseline(theirs, number)
        is_moved = text_of(theirs, "TaskUID") in self._moved
        if not (is_moved or changed - _NOT_IN_TIME or work[0] != work[1]):
            return
        remove(theirs, _STALE_OF_ASSIGNMENT if not is_moved else _STALE_OF_ASSIGNMENT | _ACTUALS)
        _drop_work_in_time(theirs)
        kept = _named(theirs, "TimephasedData")
        replace_children(theirs, "TimephasedData", [*_named(now, "TimephasedData"), *kept])

    def _follow_with_stand_ins(self, known: set[Key], taken: set[str]) -> None:
        """Let the work of nobody follow its task; it goes where the task goes, or where somebody comes.

        On a task with other dates its own dates and its work go, which Microsoft Project makes anew; what
        was said of it stays: its baselines, its custom fields. That of the project's own row stays as the
        row does.
        """
        assignments = child_of(self.document, "Assignments")
        if assignments is None:
            return
        has_project_row = _PROJECT_ROW in map(_task_key, _items(self.document, "Tasks"))
        for one, element in keyed(assignments, _number).items():
            task = text_of(element, "TaskUID")
            if one in known or task not in taken | self._moved:
                continue
            if task == "0" and has_project_row:
                remove(element, _STALE_OF_ASSIGNMENT | _ACTUALS)
            elif task in taken:
                assignments.remove(element)
            else:
                remove(element, _STALE_OF_ASSIGNMENT | _ACTUALS | _INVENTED)
                _drop_work_in_time(element)

    def _drop_links(self, gone: set[str]) -> None:
        """Take away the links that the plan did not follow, where they come from tasks that are gone."""
        for row in _items(self.document, "Tasks"):
            for link in _named(row, "PredecessorLink"):
                if text_of(link, "PredecessorUID") in gone:
                    row.remove(link)

    def _number_rows(self) -> None:
        """Let the rows that people see count on, blank ones included."""
        number = 0
        for task in _items(self.document, "Tasks"):
            if _task_key(task) != _PROJECT_ROW:
                number += 1
                for child in _named(task, "ID"):
                    child.text = str(number)

    @staticmethod
    def _numbers(name: str, document: etree._Element) -> set[str]:
        return {_number(one) for one in _items(document, name)}

    @staticmethod
    def _worked_on(document: etree._Element) -> set[str]:
        return {text_of(one, "TaskUID") for one in _items(document, "Assignments")}

    @staticmethod
    def _keys(document: etree._Element) -> set[Key]:
        return set(keyed(_items(document, "Assignments"), _number))

    def _tag(self, name: str) -> str:
        namespace = str(self.document.tag).rpartition("}")[0]
        return f"{namespace}}}{name}" if namespace else name


def _with_others(
    there: list[etree._Element], result: list[etree._Element], others: dict[Key, etree._Element]
) -> list[etree._Element]:
    """Return the result with what the plan knows nothing of, each after what it stood behind."""
    staying, unknown = set(result), set(others.values())
    behind: dict[etree._Element | None, list[etree._Element]] = {}
    last: etree._Element | None = None
    for element in there:
        if element in staying:
            last = element
        elif element in unknown:
            behind.setdefault(last, []).append(element)
    return [
        *behind.get(None, ()),
        *(one for element in result for one in (element, *behind.get(element, ()))),
    ]


def _drop_work_in_time(assignment: etree._Element) -> None:
    """Take away how the work of an assignment lies in time; what its baselines say of it stays."""
    for one in _named(assignment, "TimephasedData"):
        if text_of(one, "Type") in _WORK_IN_TIME:
            assignment.remove(one)


def _changed_baselines(before: etree._Element, now: etree._Element) -> set[str]:
    """Return the numbers of the baselines that are not the same."""
    some, others = (
        {text_of(one, "Number"): etree.tostring(one, with_tail=False) for one in _named(each, "Baseline")}
        for each in (before, now)
    )
    return {number for number in some.keys() | others.keys() if some.get(number) != others.get(number)}


def _drop_baseline(assignment: etree._Element, number: str) -> None:
    """Take away an assignment's part of a baseline that its task no longer has."""
    for one in _named(assignment, "Baseline"):
        if text_of(one, "Number") == number:
            assignment.remove(one)
    first = _FIRST_BASELINE if number == "0" else _FIRST_BASELINE + 6 + 6 * int(number)
    kinds = {str(first), str(first + 1)}
    for one in _named(assignment, "TimephasedData"):
        if text_of(one, "Type") in kinds:
            assignment.remove(one)


def _number(element: etree._Element) -> str:
    return identity(element, ("UID",))


def _task_key(element: etree._Element) -> str:
    """Return a task's number; the row of the project itself also has 0, but no outline level."""
    number = _number(element)
    if number == "0" and identity(element, ("OutlineLevel",)) == "0":
        return _PROJECT_ROW
    return number


def child_of(element: etree._Element, name: str) -> etree._Element | None:
    return next((one for one in element if name_of(one) == name), None)


def _named(element: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in element if name_of(one) == name]


def _items(document: etree._Element, name: str) -> list[etree._Element]:
    part = child_of(document, name)
    return [] if part is None else list(part)
