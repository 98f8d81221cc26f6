"""The form of a stored line with some fields changed: what a cell, a bulk bar, Excel or a program sends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import ModelForm

from stuurbord.web.lists.actions import editable_projects
from stuurbord.web.lists.known_choices import KnownChoices
from stuurbord.web.lists.line_values import form_data, typed
from stuurbord.web.lists.register import Register


def changed_form(
    register: Register,
    actor: Any,
    line: Any,
    changes: Mapping[str, Any],
    *,
    is_raw: bool = False,
    known: KnownChoices | None = None,
) -> ModelForm:
    """Return the bound form of a stored line with these changes; validate it before saving.

    Parameters
    ----------
    changes
        Field → value: typed, or text in the notation of the reader.
    is_raw
        The values are those a revision keeps.
    known
        Shared by the forms of one batch, so that each record is looked up once.
    """
    if is_raw:
        changes = {name: typed(register, name, value) for name, value in changes.items()}
    form = _bound(register, actor, form_data(register, line, changes), line, known)
    if known:
        known.judge_only(form, changes)
    return form


def new_form(
    register: Register, actor: Any, values: Mapping[str, Any], *, known: KnownChoices | None = None
) -> ModelForm:
    """Return the bound form of a line to come; ``project`` by its number."""
    return _bound(register, actor, dict(values), None, known)


def _bound(
    register: Register, actor: Any, data: dict[str, Any], line: Any, known: KnownChoices | None
) -> ModelForm:
    def projects() -> Any:
        return editable_projects(actor, register).select_related("portfolio")

    if known:
        return known.form_class(register.form_class, projects)(data, instance=line)
    form = register.form_class(data, instance=line)
    form.fields["project"].queryset = projects()
    return form
