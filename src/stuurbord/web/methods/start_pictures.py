"""The first plan as a table with a small Gantt beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.safestring import SafeString

from stuurbord.plan import NONE
from stuurbord.web.clock import today
from stuurbord.web.look.gantt import Bar, Marks, Timescale, head, row_drawing
from stuurbord.web.methods.starting import FirstPlan, PlannedRow

WIDTH: Final = 210


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A line of the plan with its field and its picture."""

    row: PlannedRow
    field: forms.BoundField | None
    drawing: SafeString


def plan_rows(plan: FirstPlan, form: forms.Form | None = None) -> dict[str, Any]:
    """Return what the page needs to show a first plan."""
    starts = [int(one) for one in plan.schedule.start if one != NONE]
    finishes = [int(one) for one in plan.schedule.finish if one != NONE]
    scale = Timescale.filling(min(starts), max(finishes), WIDTH)
    fields = form.fields if form else {}
    return {
        "plan": plan,
        "head": head(scale, Marks(today())),
        "rows": [
            ShownRow(
                row,
                form[f"days-{row.code}"] if form and f"days-{row.code}" in fields else None,
                row_drawing(scale, _bar(plan, idx, row)),
            )
            for idx, row in enumerate(plan.rows)
        ],
    }


def _bar(plan: FirstPlan, idx: int, row: PlannedRow) -> Bar:
    kind = "summary" if row.is_stage else "gate" if row.is_milestone else "task"
    schedule = plan.schedule
    return Bar(
        kind,
        int(schedule.start[idx]),
        int(schedule.finish[idx]),
        is_critical=not row.is_stage and bool(schedule.total_float[idx] <= 0),
    )
