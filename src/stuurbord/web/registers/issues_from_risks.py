"""A risk that occurs is an issue from then on: it is written down in the same step."""

from __future__ import annotations

from typing import Any

from stuurbord.web.clock import today
from stuurbord.web.lists.actions import Sent, save_lines
from stuurbord.web.lists.changing import new_form
from stuurbord.web.lists.line_forms import next_code
from stuurbord.web.lists.register import register_of
from stuurbord.web.registers.models import Issue, Priority, Risk, RiskState


def raise_issues(actor: Any, pairs: list[tuple[Any, Any]]) -> None:
    """Write down an issue for each risk that has just occurred and has none yet.

    Parameters
    ----------
    pairs
        Each risk as it was, None if it is new, and as it became. A risk that is taken over as occurred
        long ago raises nothing.
    """
    occurred = [after for before, after in pairs if before and _occurs(before, after)]
    known = set(
        Issue.objects.filter(risk__in=[one.pk for one in occurred], is_archived=False).values_list(
            "risk_id", flat=True
        )
    )
    register = register_of(Issue)
    for risk in occurred:
        if risk.pk in known:
            continue
        form = new_form(register, actor, _values(risk))
        if form.is_valid():  # what does not fit in an issue does not stop the risk
            save_lines(actor, register, [Sent(form)])


def _occurs(before: Risk, after: Risk) -> bool:
    happens = before.state != RiskState.OCCURRED and after.state == RiskState.OCCURRED
    return happens and not after.is_archived


def _values(risk: Risk) -> dict[str, Any]:
    codes = Issue.objects.filter(project__portfolio_id=risk.project.portfolio_id)
    return {
        "project": risk.project_id,
        "code": next_code(codes.values_list("code", flat=True)) or "I-001",
        "title": risk.title,
        "description": "\n".join(filter(None, (risk.event, risk.effect))),
        "risk": risk.code,
        "priority": Priority.HIGH if risk.is_above_appetite else Priority.MEDIUM,
        "owner": risk.owner_id,
        "raised_on": today(),
        "state": "registered",
    }
