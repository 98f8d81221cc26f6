"""The status of a project from its goal, its agreements and what a person judged."""

from __future__ import annotations

from datetime import date
from typing import Any

from stuurbord.rulebooks.project_status import Facts, Status, Verdict, project_status
from stuurbord.rulebooks.rule_pack import Pack
from stuurbord.web.projects.models import Project
from stuurbord.web.tolerances.agreements import Agreed
from stuurbord.web.tolerances.goals import Goal


def verdict_on(
    project: Project, goal: Goal, agreed: Agreed, on: date, book: Pack | None = None, **more: Any
) -> Verdict:
    """Return the rules' verdict on a project.

    Parameters
    ----------
    book
        The rule book in force; None for that of the product.
    more
        Further facts: ``next_gate``, ``next_gate_on``.
    """
    made = goal.simulated
    return project_status(
        Facts(
            on=on,
            promised_on=goal.promised_on,
            expected_on=goal.expected_on,
            time_tolerance_days=project.time_tolerance_days,
            budget=goal.budget,
            forecast_cost=goal.forecast_cost,
            cost_tolerance=project.cost_tolerance,
            judged_status=Status(project.judged_status) if project.judged_status else None,
            judged_reason=project.judged_reason,
            judged_until=project.judged_until,
            chance_time=made.chance_time if made else None,
            chance_cost=made.chance_cost if made else None,
            on_track_from=agreed.threshold("on_track_from"),
            adjust_from=agreed.threshold("adjust_from"),
            legal_breaches=goal.legal_breaches,
            **more,
        ),
        book,
    )
