"""From rows to a plan: every finding by its code, cycles told in order, the tree and its codes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plan.made_plans import drafts

from stuurbord.errors import InvalidPlan, Severity, Where
from stuurbord.plan import (
    NONE,
    AssignmentRow,
    BaselineRow,
    Calendar,
    Constraint,
    DependencyRow,
    PlanDraft,
    ResourceRow,
    TaskRow,
    freeze,
)
from stuurbord.plan.calendar import DAY, HOUR, STANDARD
from stuurbord.plan.draft import find_cycle

NEVER = Calendar("Never", ((),) * 7)
EARLY = Calendar("Standard", (((6 * HOUR, 14 * HOUR),),) * 7)
CENTURY = 100 * 366 * DAY
MONDAY = 20_514 * DAY
"""2 March 2026."""


def _draft(*tasks: TaskRow, **changes) -> PlanDraft:
    return PlanDraft(**({"start": MONDAY, "tasks": list(tasks)} | changes))


def _tasks(n_tasks: int) -> list[TaskRow]:
    return [TaskRow(uid, f"Taak {uid}") for uid in range(1, n_tasks + 1)]


STOPPING = {
    "no_tasks": _draft(),
    "no_start": _draft(TaskRow(1), start=NONE),
    "duplicate_uid": _draft(TaskRow(1, "a"), TaskRow(1, "b")),
    "negative_duration": _draft(TaskRow(1, duration=-1)),
    "progress_out_of_range": _draft(TaskRow(1, percent_complete=1.01)),
    "actual_finish_before_start": _draft(TaskRow(1, actual_start=2, actual_finish=1)),
    "out_of_range": _draft(TaskRow(1, constraint=Constraint.SNET, constraint_date=80 * CENTURY)),
    "out_of_range ": _draft(TaskRow(1, cost=2**63)),
    "plan_date_out_of_range": _draft(TaskRow(1), status_date=3 * CENTURY),
    "calendar_never_works": _draft(TaskRow(1), calendar="Never", calendars=[NEVER]),
    "amount_out_of_range": _draft(TaskRow(1), assignments=[AssignmentRow(1, 1, work=2**63)]),
    "rate_out_of_range": _draft(TaskRow(1), resources=[ResourceRow(1, "Ann", standard_rate=2**63)]),
    "cycle": _draft(*_tasks(2), dependencies=[DependencyRow(1, 2), DependencyRow(2, 1)]),
}

TELLING = {
    "outline_jump": _draft(TaskRow(1), TaskRow(2, outline_level=3)),
    "constraint_without_date": _draft(TaskRow(1, constraint=Constraint.MSO)),
    "unknown_calendar": _draft(TaskRow(1, calendar="Nacht")),
    "calendar_never_works": _draft(TaskRow(1), calendars=[STANDARD, NEVER]),
    "duplicate_calendar": _draft(TaskRow(1), calendars=[STANDARD, EARLY]),
    "unknown_task": _draft(TaskRow(1), dependencies=[DependencyRow(1, 9)]),
    "dependency_within_own_summary": _draft(
        TaskRow(1), TaskRow(2, outline_level=2), dependencies=[DependencyRow(1, 2)]
    ),
    "duplicate_dependency": _draft(
        *_tasks(2), dependencies=[DependencyRow(1, 2), DependencyRow(1, 2, lag=1)]
    ),
    "lag_out_of_range": _draft(*_tasks(2), dependencies=[DependencyRow(1, 2, lag=3 * CENTURY)]),
    "assignment_without_task": _draft(TaskRow(1), assignments=[AssignmentRow(1, 9)]),
    "unknown_resource": _draft(TaskRow(1), assignments=[AssignmentRow(1, 1, 9)]),
    "cycle_through_summary": _draft(
        TaskRow(1, "Fase"),
        TaskRow(2, "Deel", outline_level=2),
        TaskRow(3, "Erna"),
        dependencies=[DependencyRow(2, 3), DependencyRow(3, 1)],
    ),
}


@pytest.mark.parametrize("code", STOPPING)
def test_a_draft_that_contradicts_itself_stops(code):
    """Each of these raises, and the finding says which error it is in a whole sentence."""
    with pytest.raises(InvalidPlan) as caught:
        freeze(STOPPING[code])

    assert [one.code for one in caught.value.findings if one.severity is Severity.ERROR] == [code.strip()]
    assert "{" not in str(caught.value)


@pytest.mark.parametrize("code", TELLING)
def test_a_doubtful_draft_is_told_and_frozen(code):
    """Each of these gives a plan, with one warning that says what was decided."""
    plan, findings = freeze(TELLING[code])

    assert len(plan.tasks) == len(TELLING[code].tasks)
    assert [(one.code, one.severity) for one in findings] == [(code, Severity.WARNING)]
    assert "{" not in findings[0].message()


def test_all_errors_are_collected():
    """A planner repairs a file once, not once per error."""
    with pytest.raises(InvalidPlan) as caught:
        freeze(_draft(TaskRow(1, duration=-1), TaskRow(1, percent_complete=2), start=NONE))

    assert {one.code for one in caught.value.findings} >= {
        "negative_duration",
        "duplicate_uid",
        "progress_out_of_range",
        "no_start",
    }


def test_a_cycle_is_told_in_the_order_of_waiting():
    """The names come in the direction of the links and end where they began."""
    links = [DependencyRow(4, 2), DependencyRow(3, 4), DependencyRow(2, 3), DependencyRow(1, 2)]
    with pytest.raises(InvalidPlan) as caught:
        freeze(_draft(*_tasks(5), dependencies=links))

    told = caught.value.findings[0].fields["tasks"].split(" → ")
    assert told[0] == told[-1]
    steps = set(pairwise(told))
    assert steps == {("Taak 2", "Taak 3"), ("Taak 3", "Taak 4"), ("Taak 4", "Taak 2")}


def test_a_finding_names_its_place():
    """The sentence about a task carries the cell or line where the task stands."""
    row = TaskRow(1, "Ontwerp", duration=-1, where=Where("plan.xlsx", "Planning", "C12"))
    with pytest.raises(InvalidPlan) as caught:
        freeze(_draft(row))

    assert caught.value.findings[0].where.as_text() == "plan.xlsx, sheet Planning, cell C12"


def test_a_link_from_a_part_to_the_next_phase_is_no_cycle():
    """Only a link back into the same summary closes a circle."""
    rows = [TaskRow(1), TaskRow(2, outline_level=2), TaskRow(3), TaskRow(4, outline_level=2)]
    plan, findings = freeze(_draft(*rows, dependencies=[DependencyRow(2, 3), DependencyRow(1, 4)]))

    assert findings == ()
    assert len(plan.dependencies) == 2


def test_only_the_link_that_closes_a_circle_through_a_summary_is_left_out():
    """The other links of summaries stay, because real files hold both."""
    rows = [TaskRow(1), TaskRow(2, outline_level=2), TaskRow(3), TaskRow(4)]
    links = [DependencyRow(1, 4), DependencyRow(2, 3), DependencyRow(3, 1)]
    plan, findings = freeze(_draft(*rows, dependencies=links))

    assert list(zip(plan.dependencies.predecessor_idx, plan.dependencies.successor_idx, strict=True)) == [
        (0, 3),
        (1, 2),
    ]
    assert findings[0].fields == {"predecessor": 3, "successor": 1}


def test_a_thousand_circles_through_summaries_end():
    """A hostile file costs no more than one that is merely wrong: the links of summaries are dropped."""
    rows, links = [], []
    for number in range(500):
        rows += [TaskRow(2 * number, "s"), TaskRow(2 * number + 1, "p", outline_level=2)]
        links += [DependencyRow(2 * number, (2 * number + 2) % 1000)]
        links += [DependencyRow((2 * number + 2) % 1000, 2 * number)]
    plan, findings = freeze(_draft(*rows, dependencies=links))

    assert len(plan.dependencies) == 0
    assert {one.code for one in findings} == {"cycle_through_summary"}
    assert len(findings) == len(links)


@given(st.integers(2, 30), st.randoms(use_true_random=False))
def test_links_down_the_list_never_close_a_cycle(n_tasks, random):
    """A network whose links all point one way has none, and one link back to the top makes one."""
    pairs = [tuple(sorted(random.sample(range(n_tasks), 2))) for _ in range(n_tasks)]
    chain = [(idx, idx + 1) for idx in range(n_tasks - 1)]

    assert find_cycle(n_tasks, pairs, [-1] * n_tasks) == []
    assert sorted(find_cycle(n_tasks, [*chain, (n_tasks - 1, 0)], [-1] * n_tasks)) == list(range(n_tasks))


def test_the_outline_makes_the_tree_and_the_codes():
    """Levels give parents, summaries and WBS codes; a given code stays."""
    rows = [
        TaskRow(1),
        TaskRow(2, outline_level=2),
        TaskRow(3, outline_level=3, wbs="X"),
        TaskRow(4),
        TaskRow(5),
    ]
    plan, _ = freeze(_draft(*rows))

    assert plan.tasks.parent_idx.tolist() == [-1, 0, 1, -1, -1]
    assert plan.tasks.is_summary.tolist() == [True, True, False, False, False]
    assert plan.tasks.wbs == ("1", "1.1", "X", "2", "3")


def test_a_plan_without_start_begins_with_its_first_known_date():
    """A start is found in the tasks' own dates and baselines before it is asked for."""
    rows = [TaskRow(1, actual_start=50), TaskRow(2, baselines={0: BaselineRow(start=40)})]
    plan, _ = freeze(_draft(*rows, start=NONE))

    assert plan.start == 40


def test_calendars_and_resources_are_found_by_name():
    """Names become positions; without a calendar of its own a task or resource has none."""
    night = Calendar("Nacht", (((0, 6 * HOUR),),) * 7)
    plan, findings = freeze(
        _draft(
            TaskRow(1, calendar="Nacht"),
            TaskRow(2),
            calendar="Nacht",
            calendars=[STANDARD, night],
            resources=[ResourceRow(7, "Ann", calendar="Standard")],
            assignments=[AssignmentRow(1, 2, 7)],
        )
    )

    assert findings == ()
    assert plan.calendar is night
    assert plan.tasks.calendar_idx.tolist() == [1, -1]
    assert plan.resources.calendar_idx.tolist() == [0]
    assert (plan.assignments.task_idx[0], plan.assignments.resource_idx[0]) == (1, 0)


def test_a_baseline_knows_only_its_own_tasks():
    """A task that was added after the promise has no dates in it."""
    plan, _ = freeze(_draft(TaskRow(1, baselines={0: BaselineRow(1, 2, 3, 4, 5)}), TaskRow(2)))

    assert plan.baselines[0].cost.tolist() == [5, NONE]
    assert plan.baselines[0].start.tolist() == [1, NONE]


@given(drafts())
def test_frozen_columns_are_as_long_as_their_table_and_read_only(draft):
    """Whatever the rows, every column fits and none can be written."""
    plan, _ = freeze(draft)

    for one in (plan.tasks, plan.dependencies, plan.resources, plan.assignments, *plan.baselines.values()):
        columns = [getattr(one, name) for name in one.columns()]
        assert {len(column) for column in columns} == {len(one)}
        assert not any(column.flags.writeable for column in columns if not isinstance(column, tuple))


def test_a_date_that_microsoft_project_cannot_open_is_told():
    """Stuurbord computes with 1950; who sends the plan on to Microsoft Project should know."""
    draft = PlanDraft(
        start=MONDAY, tasks=[TaskRow(1, "Oude kaai", actual_start=-7305 * 86400, duration=3600)]
    )

    _, findings = freeze(draft)

    assert [finding.code for finding in findings] == ["date_project_cannot_open"]
    assert findings[0].fields == {"count": 1, "task": "Oude kaai"}


@pytest.mark.parametrize("name", ["start", "finish", "status_date"])
def test_a_plan_date_that_microsoft_project_cannot_open_is_told(name):
    """Also where no task has such a date."""
    dates = {"start": MONDAY, name: -7305 * DAY}

    _, findings = freeze(PlanDraft(**dates, tasks=[TaskRow(1, "Kaai", duration=3600)]))

    assert [finding.code for finding in findings] == ["date_project_cannot_open"]
    assert "status date" in findings[0].message()
