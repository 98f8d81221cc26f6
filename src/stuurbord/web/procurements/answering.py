"""The questions of the rule book that are not answered yet: how each is asked, and what an answer becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from stuurbord.rulebooks.rule_pack.model import Text, said
from stuurbord.web.procurements.facts import FactsForm, with_answer
from stuurbord.web.reader import reader

_FIELDS = {"estimate": "estimate_base", "approved": "award"}
"""Fact of the rule book → the field that answers it, where the two are called differently."""


class NotAnswered(ValueError):
    """The answer cannot be read; the text says what is meant."""


@dataclass(frozen=True)
class Question:
    """One question as the page asks it.

    Attributes
    ----------
    field
        Where it is answered; None where no form asks it.
    """

    fact: str
    text: str
    field: forms.BoundField | None


def question_of(fact: str, text: Text, facts: Mapping[str, Any]) -> Question:
    """Return a missing fact as the page asks it."""
    form, name = FactsForm(facts=facts, auto_id="answer_%s"), _FIELDS.get(fact, fact)
    field = form[name] if name in form.fields else None
    return Question(name, said(text, reader().code), field)


def answered(facts: Mapping[str, Any], name: str, answers: Sequence[str]) -> dict[str, Any]:
    """Return the facts with one answer.

    Parameters
    ----------
    name
        Of the field.
    answers
        What was sent under that name: one text, of a list several.

    Raises
    ------
    NotAnswered
        If no form asks this, nothing was filled in, or it cannot be read.
    """
    form = with_answer(facts, name, answers)
    if name not in form.fields:
        raise NotAnswered(_("No rule asks this."))
    if not any(one.strip() for one in answers):
        raise NotAnswered(_("Fill in an answer."))
    if not form.is_valid():
        raise NotAnswered(" ".join(str(one) for errors in form.errors.values() for one in errors))
    return form.sent_facts()
