"""No edit makes a legal period shorter than the law: by whatever way somebody tries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stuurbord.engine.critical_path import critical_path
from stuurbord.engine.editing import (
    Link,
    Move,
    Progress,
    Remove,
    Resize,
    SetFacts,
    Unlink,
    edited,
    legal_until,
    short_periods,
    taken_out,
)
from stuurbord.errors import InvalidPlan
from stuurbord.plan import Constraint, DependencyKind, LagUnit, Plan, instant
from stuurbord.plan.calendar import DAY, HOUR, NONE
from stuurbord.rulebooks.be_procurement.planning import (
    LegalTerm,
    LegalTerms,
    as_plan,
    plan_part,
    procedure_steps,
)

ARTICLE = "Wet 17/06/2013 art. 11"
START = date(2026, 1, 5)


def uid_of(plan: Plan, step: str, *, last: bool = False) -> int:
    """Number of the row of a step, or of the row of its last day."""
    rows = [uid for uid, one in zip(plan.tasks.uid.tolist(), plan.tasks.step, strict=True) if one == step]
    return rows[-1] if last else rows[0]


def at(year: int, month: int, day: int, hour: int = 8) -> int:
    return instant(datetime(year, month, day, hour))  # noqa: DTZ001 - planning time is naive


def with_(plan: Plan, *edits) -> Plan:
    return edited(plan, edits, critical_path)


@pytest.fixture(scope="module")
def plan() -> Plan:
    """An open procedure with a standstill: the decision is sent on 1 July 2026, a Wednesday."""
    terms = LegalTerms(tenders=LegalTerm(30, "Wet 17/06/2016 art. 36"), standstill=LegalTerm(15, ARTICLE))
    return as_plan(plan_part(procedure_steps("OP", terms), START), START, "Aanbesteding")


def ways(plan: Plan) -> dict[str, list]:
    """Ways to make the standstill shorter."""
    standstill, sent, signed = uid_of(plan, "S23"), uid_of(plan, "S22"), uid_of(plan, "S24")
    last = uid_of(plan, "S23", last=True)
    on, begun = int(Constraint.MSO), at(2026, 7, 1, 17)
    return {
        "duration": [Resize([standstill], 14 * DAY)],
        "nothing left": [Resize([standstill], 0)],
        "start before the event": [
            SetFacts([standstill], {"constraint": on, "constraint_date": at(2026, 6, 26)})
        ],
        "by hand before the event": [
            SetFacts([standstill], {"is_manual": True}),
            Move(standstill, at(2026, 6, 24)),
        ],
        "finish on a date": [
            SetFacts([standstill], {"constraint": int(Constraint.MFO), "constraint_date": at(2026, 7, 10)})
        ],
        "done too early": [Progress(standstill, 1.0, begun, at(2026, 7, 9, 17))],
        "a lead before": [Link(sent, standstill, DependencyKind.FS, -5 * DAY, LagUnit.ELAPSED)],
        "a lead after": [Link(last, signed, DependencyKind.FS, -3 * DAY, LagUnit.ELAPSED)],
        "conclusion on a date": [SetFacts([signed], {"constraint": on, "constraint_date": at(2026, 7, 15)})],
        "conclusion on the last day": [
            SetFacts([signed], {"constraint": on, "constraint_date": at(2026, 7, 16)})
        ],
    }


@pytest.mark.parametrize("way", [
    "duration", "nothing left", "start before the event", "by hand before the event", "finish on a date",
    "done too early", "a lead before", "a lead after", "conclusion on a date",
    "conclusion on the last day",
])  # fmt: skip
def test_a_legal_period_cannot_be_made_shorter(plan, way):
    """The refusal names the law; the plan stays as it was."""
    with pytest.raises(InvalidPlan) as refused:
        with_(plan, *ways(plan)[way])
    finding = refused.value.findings[0]

    assert finding.code == "shorter_than_law"
    assert ARTICLE in finding.message()
    assert finding.fields["minimum"] == 15
    assert len(ways(plan)) == 10


def test_an_unverified_minimum_warns_and_refuses_nothing(plan):
    """The edit is made; what it comes to says so."""
    loose = replace(plan, tasks=replace(plan.tasks, legal_is_unverified=np.ones(len(plan.tasks), np.bool_)))
    found = short_periods(after := with_(loose, *ways(plan)["duration"]), critical_path(after))

    assert [(one.uid, one.is_unverified) for one in found] == [(uid_of(plan, "S23"), True)]
    assert "not checked against the law" in found[0].finding().message()


def test_a_longer_period_and_a_later_event_are_allowed(plan):
    """Only less than the law asks is refused."""
    standstill, sent = uid_of(plan, "S23"), uid_of(plan, "S22")
    longer = with_(plan, Resize([standstill], 20 * DAY))
    later = with_(
        plan, SetFacts([sent], {"constraint": int(Constraint.SNET), "constraint_date": at(2026, 9, 1)})
    )
    exact = with_(plan, Resize([uid_of(plan, "S12")], 30 * DAY))

    for one in (longer, later, exact):
        assert not short_periods(one, critical_path(one))
    with pytest.raises(InvalidPlan, match=r"art\. 36"):
        with_(plan, Resize([uid_of(plan, "S12")], 30 * DAY - HOUR * 24))


def test_what_leaves_the_period_whole_is_allowed(plan):
    """Another name, and progress that says how much of it has run."""
    uid = uid_of(plan, "S23")
    renamed = with_(plan, SetFacts([uid], {"name": "Wachttermijn (15 d)"}))
    half = with_(plan, Progress(uid, 0.5, at(2026, 7, 1, 17), remaining_duration=DAY))

    for after in (renamed, half):
        assert not short_periods(after, critical_path(after))
        assert not taken_out(plan, after)


def test_a_period_without_its_last_day_holds_back_what_follows(plan):
    """When the event is sent on a Friday, fifteen days end on a Saturday: the Monday still belongs to it."""
    standstill, sent, signed = uid_of(plan, "S23"), uid_of(plan, "S22"), uid_of(plan, "S24")
    last = uid_of(plan, "S23", last=True)
    friday = SetFacts([sent], {"constraint": int(Constraint.MSO), "constraint_date": at(2026, 4, 24)})
    with pytest.raises(InvalidPlan) as refused:
        with_(plan, friday, Unlink(last, signed), Unlink(standstill, last), Link(standstill, signed))

    assert refused.value.findings[0].fields["until"] == "11/05/2026"


def test_a_period_that_came_too_short_may_stay_and_not_become_shorter(plan):
    """A file from elsewhere is planned on; each step back is refused."""
    uid = uid_of(plan, "S23")
    duration = plan.tasks.duration.copy()
    duration[plan.tasks.uid == uid] = 10 * DAY
    came = replace(plan, tasks=replace(plan.tasks, duration=duration))
    other = with_(came, SetFacts([uid], {"notes": "nagaan"}), Resize([uid_of(plan, "S16")], 20 * 8 * HOUR))

    mended = with_(came, Resize([uid], 12 * DAY))

    assert [one.n_short for one in short_periods(other, critical_path(other))] == [5]
    assert [one.n_short for one in short_periods(mended, critical_path(mended))] == [3]
    with pytest.raises(InvalidPlan):
        with_(came, Resize([uid], 9 * DAY))


def test_a_period_that_goes_is_told(plan):
    """Removed or made inactive: who decides on the plan sees it."""
    uid = uid_of(plan, "S23")
    for after in (with_(plan, Remove([uid])), with_(plan, SetFacts([uid], {"is_active": False}))):
        assert [one.code for one in taken_out(plan, after)] == ["legal_period_taken_out"]


def test_a_plan_without_legal_periods_is_not_dated_for_them(plan):
    """Nothing to hold, nothing to compute."""
    free = replace(plan, tasks=replace(plan.tasks, legal_minimum=np.zeros(len(plan.tasks), np.int64)))

    def never(_plan):
        raise AssertionError("dated")

    assert edited(free, [Resize([uid_of(plan, "S16")], 8 * HOUR)], never) is not free


@given(st.integers(0, 40), st.integers(-30, 30))
@settings(max_examples=30, deadline=None)
def test_whatever_is_made_of_it_no_verified_period_is_too_short(plan, days, lag):
    """Any duration and any lag: the edit is refused, or the period holds."""
    standstill, sent = uid_of(plan, "S23"), uid_of(plan, "S22")
    edits = [
        Link(sent, standstill, DependencyKind.FS, lag * DAY, LagUnit.ELAPSED),
        Resize([standstill], days * DAY),
    ]
    try:
        after = with_(plan, *edits)
    except InvalidPlan:
        assert days < 15 or lag < 0
    else:
        assert days >= 15
        assert not short_periods(after, critical_path(after))


@pytest.mark.parametrize(("days", "over"), [(30, None), (33, at(2026, 5, 19, 0)), (40, at(2026, 5, 19, 0))])
def test_the_law_has_a_part_of_a_longer_period(days, over):
    """What comes after the least period is the plan's own choice; 18 May is a Monday, after a weekend."""
    terms = LegalTerms(tenders=LegalTerm(30, "Wet 17/06/2016 art. 36"))
    plan = as_plan(plan_part(procedure_steps("OP", terms), START), START, "Aanbesteding")
    uid = uid_of(plan, "S12")
    start = {"constraint": int(Constraint.MSO), "constraint_date": at(2026, 4, 16, 17)}
    longer = with_(plan, SetFacts([uid], start), Resize([uid], days * DAY))

    until = legal_until(longer, critical_path(longer))

    row = longer.tasks.uid == uid
    assert until[row].tolist() == [NONE if over is None else over]
    assert (until[~row] == NONE).all()
