"""A plan as plain data: everything comes back, equal plans have equal bytes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from plan.made_plans import plans

from stuurbord.plan import PlanDraft, TaskRow, freeze
from stuurbord.plan.document import digest, from_document, pack, to_document, unpack


@given(plans())
def test_a_plan_survives_its_document(plan):
    """What is stored is what was meant, table by table, and it is plain JSON."""
    document = json.loads(json.dumps(to_document(plan)))

    assert from_document(document) == plan


@given(plans())
def test_equal_plans_have_equal_bytes(plan):
    """Packing what was unpacked gives the same bytes, so a digest names the content."""
    again = unpack(pack(plan))

    assert pack(again) == pack(plan)
    assert digest(again) == digest(plan)


def test_another_plan_has_another_digest():
    """One second more work is another plan."""
    one, other = (
        freeze(PlanDraft(start=0, tasks=[TaskRow(1, "Ontwerp", duration=duration)]))[0]
        for duration in (3600, 3601)
    )

    assert digest(one) != digest(other)


def test_columns_of_defaults_are_left_out():
    """A document holds only what somebody said."""
    plan, _ = freeze(PlanDraft(start=0, tasks=[TaskRow(1, "Ontwerp", duration=3600)]))

    assert to_document(plan)["tasks"] == {
        "n": 1,
        "uid": [1],
        "name": ["Ontwerp"],
        "wbs": ["1"],
        "duration": [3600],
    }


def test_a_document_of_the_future_is_refused():
    """A schema that this version does not know is not half understood."""
    plan, _ = freeze(PlanDraft(start=0, tasks=[TaskRow(1)]))

    with pytest.raises(ValueError, match="schema 3"):
        from_document(to_document(plan) | {"schema": 3})


def test_a_document_of_the_first_schema_is_read():
    """Plans stored before patterns of work were kept come back, with their rule on constraints."""
    plan, _ = freeze(PlanDraft(start=0, tasks=[TaskRow(1)]))
    document = to_document(plan)
    for name in ("rules", "kept", "kept_format", "periods", "given"):
        del document[name]

    again = from_document(document | {"schema": 1, "honors_constraints": False})

    assert again.tasks == plan.tasks
    assert not again.rules.honors_constraints
    assert len(again.periods) == 0


def test_arrays_of_an_unpacked_plan_are_read_only():
    """A stored plan cannot be changed by accident."""
    plan = unpack(pack(freeze(PlanDraft(start=0, tasks=[TaskRow(1)]))[0]))

    with pytest.raises(ValueError, match="read-only"):
        plan.tasks.duration[0] = 1
