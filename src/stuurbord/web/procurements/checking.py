"""The checklist of a file: on its advice, its facts and what people answered about the file itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from stuurbord.rulebooks.be_procurement.approvals import asks_inspection
from stuurbord.rulebooks.be_procurement.checklist import (
    ChecklistItem,
    checklist,
    checklist_pack,
    questions,
)
from stuurbord.rulebooks.rule_pack import Truth
from stuurbord.rulebooks.rule_pack.model import said
from stuurbord.web.procurements.advising import Asked
from stuurbord.web.procurements.answering import NotAnswered
from stuurbord.web.procurements.models import MarkState, ProcurementFile, Stage
from stuurbord.web.reader import reader

_OF_THE_ADVICE = ("procedure", "kind", "standstill", "lots_duty")
_INSPECTION = "inspectorate_advice"
ANSWERS = "checklist"
"""Under this key, the facts of a file hold the answers that only the checklist reads."""


def checklist_of(file: ProcurementFile, answer: Asked) -> tuple[ChecklistItem, ...]:
    """Return every item of the file, mandatory, optional or not known yet."""
    facts: dict[str, Any] = {name: value for name, value in file.facts.items() if name != ANSWERS}
    facts |= file.facts.get(ANSWERS) or {}
    if isinstance(facts.get("date"), str):
        facts["date"] = date.fromisoformat(facts["date"])
    if file.procedure:
        facts["procedure"] = file.procedure
    if (is_due := inspection_is_due(file, answer)) is not None:
        facts[_INSPECTION] = is_due
    return checklist(answer.advice, facts)


def late_items(
    file: ProcurementFile, answer: Asked, stage: str, items: Sequence[ChecklistItem] | None = None
) -> list[ChecklistItem]:
    """Return the mandatory items that should be there before a stage and are not.

    Parameters
    ----------
    items
        The checklist of the file; None: asked here.
    """
    if stage == Stage.STOPPED:
        return []
    marked = {one.item for one in file.marks.all() if one.state != MarkState.TO_DO}
    return [
        one
        for one in (checklist_of(file, answer) if items is None else items)
        if one.mandatory is Truth.TRUE and one.id not in marked and Stage(one.due).is_before(stage)
    ]


def inspection_is_due(file: ProcurementFile, answer: Asked) -> bool | None:
    """Return whether the advice of the Inspectorate of Finance is asked; None where that is not known.

    The amounts that the organisation agreed say it; where they do not, what somebody answered on this file.
    """
    is_due = asks_inspection(answer.advice)
    told = (file.facts.get(ANSWERS) or {}).get(_INSPECTION)
    return is_due if is_due is not None or not isinstance(told, bool) else told


def answers_of(file: ProcurementFile) -> list[tuple[str, str, bool | int]]:
    """Return fact, question and answer of what people answered for the checklist."""
    given = file.facts.get(ANSWERS) or {}
    code = reader().code
    return [(fact, said(text, code), given[fact]) for fact, text in questions().items() if fact in given]


def kind_of(fact: str) -> str:
    """Return how a question of the checklist is answered: ``flag`` or ``number``; empty where not here.

    What the rule book itself asks is answered on the page of the procedure.
    """
    declared = checklist_pack().fact(fact)
    if declared is None or fact in _OF_THE_ADVICE or declared.kind not in ("flag", "number"):
        return ""
    return declared.kind


def with_answer(facts: Mapping[str, Any], fact: str, answer: str) -> dict[str, Any]:
    """Return the facts of a file with one answer for its checklist; an empty one takes the answer away.

    Raises
    ------
    NotAnswered
        If the checklist does not ask this, or the answer cannot be read.
    """
    kind = kind_of(fact)
    if not kind:
        raise NotAnswered(_("No rule asks this."))
    answers = dict(facts.get(ANSWERS) or {})
    value = _read(kind, answer)
    if value is None:
        answers.pop(fact, None)
    else:
        answers[fact] = value
    made = dict(facts) | {ANSWERS: answers}
    if not answers:
        del made[ANSWERS]
    return made


def _read(kind: str, answer: str) -> bool | int | None:
    if not answer.strip():
        return None
    if kind == "flag":
        if answer not in ("yes", "no"):
            raise NotAnswered(_("Answer yes or no."))
        return answer == "yes"
    try:
        return forms.IntegerField(min_value=0, max_value=9999).clean(answer)
    except forms.ValidationError as error:
        raise NotAnswered(" ".join(error.messages)) from None
