"""Plans that wait for each other's tasks, computed together."""

from __future__ import annotations

from datetime import datetime

from stuurbord.engine.linked_plans import linked_schedules
from stuurbord.plan import DependencyRow, Plan, PlanDraft, TaskRow, freeze, instant, moment
from stuurbord.plan.calendar import HOUR

DAY = 8 * HOUR


def _at(text: str) -> int:
    return instant(datetime.fromisoformat(text))


def _external(uid: int, name: str, file: str, number: int) -> TaskRow:
    """Return a line for a task of another plan, with dates that nobody keeps true."""
    return TaskRow(
        uid,
        name,
        is_manual=True,
        is_external=True,
        subproject=file,
        subproject_task=number,
        given_start=_at("2026-03-02T08:00"),
        given_finish=_at("2026-03-02T17:00"),
    )


def _plan(*tasks: TaskRow, links: tuple[tuple[int, int], ...] = ()) -> Plan:
    rows = [DependencyRow(*ends) for ends in links]
    return freeze(PlanDraft(start=_at("2026-03-02T08:00"), tasks=list(tasks), dependencies=rows))[0]


def _finish(linked, file: str, idx: int) -> str:
    return f"{moment(int(linked.schedules[file].finish[idx])):%Y-%m-%dT%H:%M}"


def test_a_task_waits_for_a_task_of_another_plan():
    """Three days there, from Monday; so two days here end on Friday."""
    network = _plan(TaskRow(1, "Netwerk", duration=3 * DAY))
    system = _plan(
        _external(1, "Netwerk", r"C:\plannen\netwerk.mpp", 1),
        TaskRow(2, "Bouw", duration=2 * DAY),
        links=((1, 2),),
    )

    linked = linked_schedules({"netwerk.xml": network, "systeem.mpp": system})

    assert _finish(linked, "systeem.mpp", 1) == "2026-03-06T17:00"
    assert linked.findings == ()


def test_two_plans_may_wait_for_different_tasks_of_each_other():
    """One day there, then one here, then one there again: Wednesday."""
    one = _plan(
        TaskRow(1, "Kabels", duration=DAY),
        _external(2, "Kasten", "kasten.mpp", 2),
        TaskRow(3, "Meting", duration=DAY),
        links=((2, 3),),
    )
    other = _plan(
        _external(1, "Kabels", "kabels.mpp", 1), TaskRow(2, "Kasten", duration=DAY), links=((1, 2),)
    )

    linked = linked_schedules({"kabels.mpp": one, "kasten.mpp": other})

    assert _finish(linked, "kasten.mpp", 1) == "2026-03-03T17:00"
    assert _finish(linked, "kabels.mpp", 2) == "2026-03-04T17:00"


def test_tasks_of_two_plans_that_wait_for_each_other_are_named():
    """A circle across plans has no dates that hold; it is told, and the computation ends."""
    one = _plan(_external(1, "B", "b.mpp", 2), TaskRow(2, "A", duration=DAY), links=((1, 2),))
    other = _plan(_external(1, "A", "a.mpp", 2), TaskRow(2, "B", duration=DAY), links=((1, 2),))

    linked = linked_schedules({"a.mpp": one, "b.mpp": other})

    assert [finding.code for finding in linked.findings] == ["plans_wait_in_circle"]
    assert linked.findings[0].fields == {"files": "a.mpp, b.mpp"}


def test_a_shifted_line_is_found_by_its_name():
    """A row inserted in the other plan shifts the numbers; the name still tells which line is meant."""
    other = _plan(TaskRow(9, "Nieuw", duration=DAY), TaskRow(1, "Netwerk", duration=3 * DAY))
    plan = _plan(_external(1, "Netwerk", "netwerk.mpp", 1), TaskRow(2, "Bouw", duration=DAY), links=((1, 2),))

    assert _finish(linked_schedules({"netwerk.mpp": other, "x.mpp": plan}), "x.mpp", 1) == "2026-03-05T17:00"


def test_a_line_that_is_gone_keeps_its_given_dates_and_is_told():
    """Nothing is guessed: the given finish holds, and the finding names task and file."""
    other = _plan(TaskRow(1, "Iets anders", duration=3 * DAY))
    plan = _plan(_external(1, "Netwerk", "netwerk.mpp", 1), TaskRow(2, "Bouw", duration=DAY), links=((1, 2),))

    linked = linked_schedules({"netwerk.mpp": other, "x.mpp": plan})

    assert [finding.code for finding in linked.findings] == ["external_task_unknown"]
    assert _finish(linked, "x.mpp", 1) == "2026-03-03T17:00"


def test_a_line_for_a_whole_plan_takes_its_first_and_last_date():
    """A sub-project is as long as its plan."""
    part = _plan(TaskRow(1, "Ontwerp", duration=DAY), TaskRow(2, "Bouw", duration=4 * DAY), links=((1, 2),))
    master = _plan(_external(1, "Deelproject", "deel.mpp", -1), TaskRow(2, "Oplevering"), links=((1, 2),))

    assert (
        _finish(linked_schedules({"deel.mpp": part, "hoofd.mpp": master}), "hoofd.mpp", 1)
        == "2026-03-06T17:00"
    )
