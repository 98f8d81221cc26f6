"""A plan shown beside the plans whose tasks it waits for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from stuurbord.cli.plan_reading import ShownPlan, read_shown_plan
from stuurbord.cli.terminal import Terminal
from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.linked_plans import linked_schedules


def beside(shown: ShownPlan, others: Iterable[Path], terminal: Terminal) -> tuple[ShownPlan, Schedule]:
    """Return the plan and its schedule, its external tasks dated by their own plans."""
    plans = {path.name: read_shown_plan(path, "", terminal).plan for path in others}
    linked = linked_schedules({**plans, shown.file: shown.plan})
    findings = (*shown.findings, *linked.findings)
    return replace(shown, plan=linked.plans[shown.file], findings=findings), linked.schedules[shown.file]
