"""The form of a stored line with some fields changed: what a cell, a bulk bar, Excel or a program sends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import ModelForm

from stuurbord.web.lists.actions import editable_projects
from stuurbord.web.lists.line_values import form_data, typed
from stuurbord.web.lists.register import Register


def changed_form(
    register: Register, actor: Any, line: Any, changes: Mapping[str, Any], *, is_raw: bool = False
) -> ModelForm:
    """Return the bound form of a stored line with these changes; validate it before saving.

    Parameters
    ----------
    changes
        Field → value: typed, or text in the notation of the reader.
    is_raw
        The values are those a revision keeps.
    """
    if is_raw:
        changes = {name: typed(register, name, value) for name, value in changes.items()}
    return _bound(register, actor, form_data(register, line, changes), line)


def new_form(register: Register, actor: Any, values: Mapping[str, Any]) -> ModelForm:
    """Return the bound form of a line to come; ``project`` by its number."""
    return _bound(register, actor, dict(values), None)


def _bound(register: Register, actor: Any, data: dict[str, Any], line: Any) -> ModelForm:
    form = register.form_class(data, instance=line)
    form.fields["project"].queryset = editable_projects(actor, register).select_related("portfolio")
    return form
