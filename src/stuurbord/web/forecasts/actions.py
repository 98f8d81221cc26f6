"""From a what-if to a question for the steering committee: a line of the register of decisions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.web.forecasts.answers import Answers, StoredResponse
from stuurbord.web.forecasts.figures_row import day_of
from stuurbord.web.forecasts.limits import Limits, end_of
from stuurbord.web.forecasts.responses import Together
from stuurbord.web.lists.actions import save_line
from stuurbord.web.lists.line_forms import next_code
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.look import figures
from stuurbord.web.projects.models import Project
from stuurbord.web.reader import reader
from stuurbord.web.registers.models import Decision, DecisionState

_FIRST_CODE = "B-001"
_LONGEST_QUESTION = 300
_LONGEST_EFFECT = 200


def propose(actor: Any, project: Project, found: Answers, limits: Limits, choice: Together) -> Decision:
    """Write down the question whether to take these responses, with their effect on date and cost.

    Raises
    ------
    NotPermitted
        If the actor may not edit the register of decisions here.
    ValueError
        If no response is chosen.
    """
    responses = _chosen(found, choice)
    if not responses:
        raise ValueError("a proposal needs a response")
    register = REGISTERS["beslissingen"]
    codes = Decision.objects.filter(project=project).values_list("code", flat=True)
    form = register.form_class(
        {
            "project": project.pk,
            "code": next_code(codes) or _FIRST_CODE,
            "question": _question(responses)[:_LONGEST_QUESTION],
            "recommendation": _recommendation(responses),
            "effect_on_date": _effect(found, choice)[:_LONGEST_EFFECT],
            "effect_on_cost": reader().number(choice.cost),
            "without_decision": _without(found, limits),
            "body": project.portfolio.meeting,
            "state": DecisionState.REQUESTED,
        }
    )
    form.fields["project"].queryset = Project.objects.filter(pk=project.pk)
    if not form.is_valid():
        raise ValueError(str(form.errors.as_json()))
    return save_line(actor, register, form, None)


def asked_already(project: Project, found: Answers, choice: Together) -> Decision | None:
    """Return the decision that asks the same of the same figures and still waits; None if there is none."""
    responses = _chosen(found, choice)
    same = Decision.objects.filter(project=project, is_archived=False, state=DecisionState.REQUESTED)
    return same.filter(
        question=_question(responses)[:_LONGEST_QUESTION],
        recommendation=_recommendation(responses),
        effect_on_date=_effect(found, choice)[:_LONGEST_EFFECT],
    ).first()


def _chosen(found: Answers, choice: Together) -> list[StoredResponse]:
    return [one for one in found.responses if one.code in choice.codes]


def _question(responses: list[StoredResponse]) -> str:
    names = "; ".join(one.name for one in responses)
    text = ngettext("Take this response? {names}", "Take these {n} responses? {names}", len(responses))
    return text.format(n=reader().count(len(responses)), names=names)


def _recommendation(responses: list[StoredResponse]) -> str:
    words = reader()
    lines = [
        _("{name} ({code}, risk {risk}): {cost}, {days} d on P80").format(
            name=one.name,
            code=one.code,
            risk=one.event,
            cost=words.euro(round(one.cost)),
            days=words.signed(-round(one.days_won)),
        )
        for one in responses
    ]
    return ";\n".join(lines)  # read as one sentence too, where lines run on


def _effect(found: Answers, choice: Together) -> str:
    words = reader()
    text = _("P80 from {before} to {after} ({days} d)")
    before, after = day_of(found.finish_at(0.8)), choice.p80
    return text.format(
        before=words.day(before) if before else "–",
        after=words.day(after) if after else "–",
        days=words.signed((after - before).days) if before and after else "–",
    )


def _without(found: Answers, limits: Limits) -> str:
    chance = found.chance_by(end_of(limits.limit))
    if chance is None:
        return ""
    text = _("The chance is {chance} that the tolerance ({day}) is exceeded.")
    return text.format(chance=figures.chance_words(1 - chance), day=reader().day(limits.limit))
