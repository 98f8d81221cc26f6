"""A decision asked one level up, and the exception that follows what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from stuurbord.web.accounts.models import User
from stuurbord.web.accounts.permissions import Operator
from stuurbord.web.lists.actions import Sent, save_lines
from stuurbord.web.lists.changing import changed_form, new_form
from stuurbord.web.lists.line_forms import next_code
from stuurbord.web.lists.models import Link
from stuurbord.web.lists.models.line_revision import LineRevision
from stuurbord.web.lists.register import REGISTERS, Register
from stuurbord.web.registers.models import Decision, DecisionState
from stuurbord.web.tolerances.models import ExceptionOption, ExceptionReport, ExceptionState, Level

BY_ITSELF = Operator("Stuurbord")
"""Nobody in particular: the figures did it."""
_FIRST_CODE = "B-001"
_LONGEST = 300


def ask_decisions(actor: Any, pairs: list[tuple[Any, Any]]) -> None:
    """Write down the decision of each exception for which it has just been asked."""
    for before, line in pairs:
        asked = line.state == ExceptionState.DECISION_ASKED
        if asked and (before is None or before.state != ExceptionState.DECISION_ASKED):
            _ask(actor, line)


def _ask(actor: Any, line: ExceptionReport) -> None:
    register = REGISTERS["beslissingen"]
    codes = Decision.objects.filter(project=line.project_id).values_list("code", flat=True)
    options = list(ExceptionOption.objects.filter(exception=line, is_archived=False).order_by("code"))
    chosen = next((one for one in options if one.is_recommended), None)
    waiting = next((one for one in options if not one.is_recommended), None)
    form = new_form(
        register,
        actor,
        {
            "project": line.project_id,
            "code": next_code(codes) or _FIRST_CODE,
            "question": _("{code} {title}: which option?").format(code=line.code, title=line.title)[
                :_LONGEST
            ],
            "recommendation": line.recommendation,
            "effect_on_date": _days(chosen),
            "effect_on_cost": chosen.effect_cost if chosen and chosen.effect_cost is not None else "",
            "without_decision": waiting.effect_risk if waiting else line.consequence,
            "owner": line.owner_id or "",
            "due": line.due or "",
            "body": body_above(line),
            "state": DecisionState.REQUESTED,
        },
    )
    if not form.is_valid():
        raise ValueError(form.errors.as_json())
    decision = save_lines(actor, register, [Sent(form)])[0]
    ExceptionReport.objects.filter(pk=line.pk).update(decision=decision)
    line.decision = decision
    Link.objects.get_or_create(
        from_kind="afwijkingen",
        from_id=line.pk,
        to_kind="beslissingen",
        to_id=decision.pk,
        defaults={"added_by_id": actor.pk},
    )


def _days(option: ExceptionOption | None) -> str:
    if option is None or option.effect_days is None:
        return ""
    return f"{option.effect_days:+d} {_('d')}".replace("-", "−")


def body_above(line: ExceptionReport) -> str:
    """Return who decides: the owner about stages and work packages, the steering committee about the rest."""
    if line.level == Level.PROJECT:
        return line.project.portfolio.meeting or _("Steering committee")
    return _("Project owner") if line.project.owner is None else line.project.owner.name


def on_lines_changed(sender: Any, register: Register, lines: Iterable[Any], **kwargs: Any) -> None:
    """Listen to `lines_changed`: an exception follows its decision, in the name of who decided.

    So the mandate is asked of that person too: without it nothing of the decision is kept.
    """
    if sender is not Decision:
        return
    decided = [one for one in lines if one.state in (DecisionState.DECIDED, DecisionState.EXECUTED)]
    waiting = ExceptionReport.objects.filter(
        Q(decision__in=decided), state=ExceptionState.DECISION_ASKED, is_archived=False
    )
    for one in waiting.select_related("project__portfolio", "decision", "owner"):
        _follow(one, next(line for line in decided if line.pk == one.decision_id))


def _follow(line: ExceptionReport, decision: Decision) -> None:
    own = REGISTERS["afwijkingen"]
    actor = _who_wrote(decision)
    line.decision = decision
    changes = {"state": ExceptionState.DECIDED, "outcome": decision.outcome}
    form = changed_form(own, actor, line, changes)
    if not form.is_valid():
        raise ValueError(form.errors.as_json())
    save_lines(actor, own, [Sent(form, line.version)])


def _who_wrote(decision: Decision) -> Any:
    kept = LineRevision.objects.filter(register="beslissingen", line_id=decision.pk).order_by("-version")
    actor_id = kept.values_list("actor_id", flat=True).first()
    return User.objects.get(pk=actor_id) if actor_id else BY_ITSELF
