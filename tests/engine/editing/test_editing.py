"""What each edit means: dates, durations, progress, links and the outline, as planners know them."""

from __future__ import annotations

from datetime import datetime

import pytest

from stuurbord.engine.critical_path import critical_path
from stuurbord.engine.editing import (
    Assign,
    Insert,
    Link,
    Move,
    Place,
    Progress,
    Remove,
    Resize,
    SetFacts,
    Shift,
    Unassign,
    Unlink,
    edited,
    edits_from,
)
from stuurbord.errors import InvalidPlan
from stuurbord.plan import (
    NONE,
    AssignmentRow,
    Constraint,
    DependencyKind,
    DependencyRow,
    PlanDraft,
    ResourceRow,
    TaskKind,
    TaskRow,
    freeze,
    instant,
    moment,
)
from stuurbord.plan.changes import difference, selected

HOUR = 3600
DAY = 8 * HOUR


def at(day: int, hour: int = 8) -> int:
    """An instant in June 2026; the 1st is a Monday."""
    return instant(datetime(2026, 6, day, hour))  # noqa: DTZ001 - planning time is naive


@pytest.fixture
def plan():
    """A summary with two linked tasks and a milestone; Ann works on the first."""
    draft = PlanDraft(
        name="Sluis",
        start=at(1),
        tasks=[
            TaskRow(1, "Ontwerp"),
            TaskRow(2, "Schets", 2, duration=2 * DAY),
            TaskRow(3, "Bestek", 2, duration=3 * DAY),
            TaskRow(4, "Gunning", is_milestone=True),
        ],
        dependencies=[DependencyRow(2, 3), DependencyRow(3, 4)],
        resources=[ResourceRow(7, "Ann"), ResourceRow(8, "Bo")],
        assignments=[AssignmentRow(1, 2, 7, work=2 * DAY, remaining_work=2 * DAY)],
    )
    return freeze(draft)[0]


def with_(plan, *edits):
    """The plan after edits."""
    return edited(plan, edits, critical_path)


def row(plan, uid: int) -> int:
    """Position of a task."""
    return plan.tasks.uid.tolist().index(uid)


def finish(plan, uid: int) -> datetime:
    """Computed finish of a task."""
    return moment(int(critical_path(plan).finish[row(plan, uid)]))


def refused(plan, *edits) -> str:
    """Code of the finding that stops an edit."""
    with pytest.raises(InvalidPlan) as caught:
        with_(plan, *edits)
    return caught.value.findings[0].code


def test_a_moved_task_begins_no_earlier_and_what_follows_moves_along(plan):
    """As in Microsoft Project: dragging writes "start no earlier than"."""
    after = with_(plan, Move(2, at(3)))

    assert after.tasks.constraint[1] == Constraint.SNET
    assert finish(after, 4) == datetime(2026, 6, 9, 17)  # noqa: DTZ001


def test_a_moved_manual_task_begins_and_ends_when_told(plan):
    """Its dates are given; it keeps its duration over the weekend."""
    after = with_(plan, SetFacts([2], {"is_manual": True}), Move(2, at(5)))

    assert moment(int(after.tasks.given_start[1])) == datetime(2026, 6, 5, 8)  # noqa: DTZ001
    assert moment(int(after.tasks.given_finish[1])) == datetime(2026, 6, 8, 17)  # noqa: DTZ001


def test_becoming_manual_keeps_the_dates(plan):
    """Nothing moves on the day that somebody takes a task in his own hands."""
    after = with_(plan, SetFacts([3], {"is_manual": True}))

    assert finish(after, 3) == finish(plan, 3)
    assert after.tasks.given_start[2] == critical_path(plan).start[2]


def test_a_longer_task_takes_more_work_of_who_works_on_it(plan):
    """Fixed units: the work follows the duration."""
    after = with_(plan, Resize([2], 4 * DAY))

    assert after.assignments.work.tolist() == [4 * DAY]
    assert finish(after, 4) == datetime(2026, 6, 9, 17)  # noqa: DTZ001


def test_a_task_without_duration_is_a_milestone(plan):
    """And one that gets a duration again is none."""
    after = with_(plan, Resize([3], 0))

    assert after.tasks.is_milestone[2]
    assert not with_(after, Resize([3], DAY)).tasks.is_milestone[2]


def test_progress_dates_itself_from_the_plan(plan):
    """Half done: it began when it was planned to; done: it also ended then."""
    half = with_(plan, Progress(2, 0.5))
    done = with_(half, Progress(2, 1.0))

    assert half.tasks.actual_start[1] == critical_path(plan).start[1]
    assert half.tasks.remaining_duration[1] == DAY
    assert half.assignments.remaining_work.tolist() == [DAY]
    assert moment(int(done.tasks.actual_finish[1])) == datetime(2026, 6, 2, 17)  # noqa: DTZ001


def test_progress_that_is_taken_back_leaves_no_dates(plan):
    """Nothing was done after all."""
    back = with_(plan, Progress(2, 1.0), Progress(2, 0.0))

    assert back.tasks.actual_start[1] == back.tasks.actual_finish[1] == NONE


def test_a_link_makes_wait_and_a_second_one_changes_it(plan):
    """Between two tasks there is one link; its kind and lag can change."""
    linked = with_(plan, Link(2, 4), Link(2, 4, DependencyKind.SS, DAY))

    assert len(linked.dependencies) == 3
    assert linked.dependencies.kind.tolist()[-1] == DependencyKind.SS
    assert len(with_(linked, Unlink(2, 4)).dependencies) == 2


def test_a_circle_is_refused_and_shown(plan):
    """The finding holds the names and the uids of the circle."""
    with pytest.raises(InvalidPlan) as caught:
        with_(plan, Link(3, 2))
    finding = caught.value.findings[0]

    assert finding.code == "cycle"
    assert sorted(finding.fields["uids"]) == [2, 3]
    assert "Schets" in finding.message()


def test_a_new_task_stands_below_the_parts_of_another(plan):
    """Codes follow; the new one is deep enough to be a part, or not."""
    after = with_(plan, Insert(9, 1, "Toetsing", outline_level=2), Insert(10, 1, "Plaatsing"))

    assert after.tasks.name == ("Ontwerp", "Schets", "Bestek", "Toetsing", "Plaatsing", "Gunning")
    assert after.tasks.wbs == ("1", "1.1", "1.2", "1.3", "2", "3")


def test_a_summary_goes_with_its_parts_links_and_people(plan):
    """Nothing is left that names what is gone."""
    after = with_(plan, Remove([1]))

    assert after.tasks.name == ("Gunning",)
    assert len(after.dependencies) == len(after.assignments) == 0


def test_indenting_makes_a_part_and_outdenting_undoes_it(plan):
    """The outline tells who is above whom."""
    inner = with_(plan, Shift([4], 1))

    assert inner.tasks.parent_idx.tolist() == [-1, 0, 0, 0]
    assert with_(inner, Shift([4], -1)) == plan


def test_a_row_takes_its_parts_along(plan):
    """The summary and its parts below the milestone; and back to the top."""
    after = with_(plan, Place(1, 4))

    assert after.tasks.name == ("Gunning", "Ontwerp", "Schets", "Bestek")
    assert with_(after, Place(1, 0)) == plan


def test_people_join_and_leave(plan):
    """Two people on fixed work take half the time; who leaves gives it back."""
    fixed = with_(plan, SetFacts([2], {"kind": int(TaskKind.FIXED_WORK)}))
    two = with_(fixed, Assign(2, 8))

    assert two.tasks.duration[1] == DAY
    assert with_(two, Unassign(2, 8)).tasks.duration[1] == 2 * DAY


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (Move(1, at(3)), "summary_follows_parts"),
        (Resize([1], DAY), "summary_follows_parts"),
        (Progress(1, 0.5), "summary_follows_parts"),
        (Progress(2, 1.5), "progress_out_of_range"),
        (Progress(2, 1.0, at(3), at(2)), "actual_finish_before_start"),
        (Link(1, 2), "link_within_summary"),
        (Link(2, 2), "cycle"),
        (Unlink(2, 4), "no_such_link"),
        (Remove([1, 4]), "no_tasks"),
        (Shift([1], 1), "outline_too_far"),
        (Shift([1], -1), "outline_at_top"),
        (Place(1, 3), "outline_within_itself"),
        (Assign(1, 7), "summary_has_no_people"),
        (Assign(2, 7, 0.0), "units_not_positive"),
        (Unassign(3, 7), "not_assigned"),
        (Move(2, NONE), "figure_out_of_range"),
        (Move(2, -(10**18)), "figure_out_of_range"),
        (Resize([2], 10**12), "figure_out_of_range"),
        (Resize([2], -DAY), "figure_out_of_range"),
        (Progress(2, 0.5, 10**13), "figure_out_of_range"),
        (Link(2, 4, DependencyKind.FS, -(10**12)), "figure_out_of_range"),
        (SetFacts([2], {"deadline": 10**13}), "figure_out_of_range"),
        (SetFacts([2], {"cost": 10**16}), "figure_out_of_range"),
        (SetFacts([2], {"constraint": int(Constraint.MSO)}), "constraint_needs_date"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(plan, edit, code):
    """The planner reads why, and nothing has changed."""
    assert refused(plan, edit) == code


def test_what_has_begun_is_not_dragged_and_not_cut_below_what_is_done(plan):
    """Facts stay facts."""
    begun = with_(plan, Progress(2, 0.5))

    assert refused(begun, Move(2, at(9))) == "task_has_begun"
    assert refused(begun, Resize([2], HOUR)) == "shorter_than_done"


@pytest.mark.parametrize(
    "record",
    [
        {"edit": "Explode"},
        {"edit": "Link", "predecessor": 1},
        {"edit": "Link", "predecessor": 1, "successor": 2, "colour": "red"},
        {"edit": "Link", "predecessor": "1", "successor": 2},
        {"edit": "Resize", "uids": [True], "duration": 1},
        {"edit": "Insert", "uid": 9, "below": 0, "name": "x" * 401},
        ["Link"],
    ],
)
def test_what_is_no_edit_is_a_callers_mistake(record):
    """Edits come over the network."""
    with pytest.raises(ValueError, match=r"edit|Link|Resize|Insert"):
        edits_from([record])


@pytest.mark.parametrize(
    "edit",
    [
        Move(99, at(3)),
        SetFacts([2], {"uid": 5}),
        SetFacts([2], {"name": 5}),
        SetFacts([2], {"calendar": "Nacht"}),
        Assign(2, 99),
        Insert(4, 0, "Nog een"),
    ],
)
def test_what_names_nothing_is_a_callers_mistake(plan, edit):
    """No task, no fact, no calendar of that name."""
    with pytest.raises(ValueError, match=r"there is|cannot set|is no"):
        with_(plan, edit)


@pytest.mark.parametrize(
    "edit",
    [
        Link(1, 2, kind=9),
        Link(1, 2, lag_unit=77),
        SetFacts([1], {"constraint": 99}),
        SetFacts([1], {"kind": -1}),
    ],
)
def test_a_number_that_stands_for_nothing_is_no_edit(plan, edit):
    """It would make a plan that no other program reads."""
    with pytest.raises(ValueError, match="stands for nothing"):
        with_(plan, edit)


@pytest.mark.parametrize("table", ["tasks", "assignments"])
def test_a_part_of_a_longer_task_is_the_whole_of_it(plan, table):
    """The length without the work of its people, or the other way round, would contradict itself."""
    changes = difference(plan, with_(plan, Resize([2], 9 * DAY)))
    row = next((one.table, one.key) for one in changes if one.table == table)

    assert selected(changes, {row}, plan) == changes
    assert {one.table for one in changes} == {"tasks", "assignments"}
