"""A text that names tasks names the same ones in a plan with other rows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stuurbord.exchange.risk_workbook.task_references import TaskReferences, followed, same_codes, without
from stuurbord.plan import Plan, PlanDraft, TaskRow, freeze

START = 1_767_600_000


def made(rows: list[tuple[int, int]]) -> Plan:
    """A plan of tasks, each with its number and level."""
    return freeze(PlanDraft(start=START, tasks=[TaskRow(uid, f"Taak {uid}", level) for uid, level in rows]))[
        0
    ]


BEFORE = made([(10, 1), (11, 2), (12, 2), (20, 1), (21, 2), (22, 2)])
"""1, 1.1, 1.2, 2, 2.1 and 2.2."""


@pytest.mark.parametrize(
    ("rows", "text", "wanted"),
    [
        ([(10, 1), (13, 2), (11, 2), (12, 2), (20, 1), (21, 2), (22, 2)], "1.1; 1.2", "1.2; 1.3"),
        ([(10, 1), (12, 2), (20, 1), (21, 2), (22, 2)], "1.1,1.2\n2.1", "#11,1.1\n2.1"),
        ([(30, 1), (10, 1), (11, 2), (12, 2), (20, 1), (21, 2), (22, 2)], " 2.* ;*", " 3.* ;*"),
        ([(10, 1), (11, 2), (12, 2)], "2.*", "#20.*"),
        ([(30, 1), (10, 1), (11, 2), (12, 2), (20, 1), (21, 2), (22, 2)], "#11; 12; 9.9", "#11; 12; 9.9"),
        ([(2, 1), (10, 1), (11, 2), (12, 2), (20, 1), (21, 2), (22, 2)], "1", "#10"),
        ([(30, 1), (10, 1), (11, 2), (12, 2), (20, 1), (21, 2), (22, 2)], "", ""),
    ],
)
def test_names_go_with_their_tasks(rows, text, wanted):
    """A code shifts, a number stays; what is gone is named by number, which no other task answers to."""
    assert followed(text, TaskReferences(BEFORE), TaskReferences(made(rows))) == wanted


def test_where_nothing_moved_every_byte_stays():
    """Also what nobody knows, and however it is written."""
    text = " 1.1 ;; 2.* , #22\n99"
    references = TaskReferences(BEFORE)

    assert followed(text, references, references) == text
    assert same_codes(BEFORE, made([(10, 1), (11, 2), (12, 2), (20, 1), (21, 2), (22, 2)]))
    assert not same_codes(BEFORE, made([(10, 1), (12, 2), (11, 2), (20, 1), (21, 2), (22, 2)]))


def test_a_task_can_be_taken_out_of_a_text():
    """Only where it is named by itself."""
    references = TaskReferences(BEFORE)

    assert without("1.1; 1.2, 2.*", references, [1]) == "1.2; 2.*"
    assert without("1.*", references, [1]) == "1.*"
    assert without("#11", references, [1]) == ""


@st.composite
def changed_plans(draw: st.DrawFn) -> tuple[Plan, Plan]:
    """Two plans of which the second has rows less, rows more and rows elsewhere."""
    uids = draw(st.lists(st.integers(1, 30), min_size=1, max_size=8, unique=True))
    levels = draw(st.lists(st.integers(1, 3), min_size=len(uids), max_size=len(uids)))
    kept = draw(st.lists(st.sampled_from(uids), unique=True, max_size=8))
    more = draw(st.lists(st.integers(31, 40), unique=True, min_size=1, max_size=4))
    then = draw(st.permutations([*kept, *more]))
    later = draw(st.lists(st.integers(1, 3), min_size=len(then), max_size=len(then)))
    return made(list(zip(uids, levels, strict=True))), made(list(zip(then, later, strict=True)))


@settings(max_examples=60, deadline=None)
@given(changed_plans(), st.booleans())
def test_the_same_tasks_are_named_before_and_after(plans, as_numbers):
    """Those that are still there; no other, and never one that came."""
    before, after = plans
    was, now = TaskReferences(before), TaskReferences(after)
    there = set(after.tasks.uid.tolist())
    for idx, code in enumerate(before.tasks.wbs):
        meant = was.position(code)
        uid = int(before.tasks.uid[meant if meant is not None else idx])
        found = now.position(followed(code, was, now, as_numbers=as_numbers))

        assert (None if found is None else int(after.tasks.uid[found])) == (uid if uid in there else None)
