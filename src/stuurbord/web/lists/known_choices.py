"""Many forms of one register at once: fields are made once, and what they point to is looked up once.

A form of its own costs a copy of every field and a query per person, project and number. For a file with a
thousand changed lines that is most of the work, and always the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from copy import deepcopy
from typing import Any

from django.forms import ModelChoiceField, ModelForm, ValidationError

from stuurbord.web.lists.fields import LineField


class _Shared(dict):
    """The fields of a class of forms, which each form takes as they are instead of copying them."""

    def __deepcopy__(self, memo: Any) -> _Shared:
        return self


class KnownChoices:
    """The forms of one batch: made one after the other by one person, each judged before the next."""

    def __init__(self) -> None:
        self._found: dict[Any, Any] = {}
        self._classes: dict[type[ModelForm], type[ModelForm]] = {}

    def form_class(self, usual: type[ModelForm], projects: Callable[[], Any]) -> type[ModelForm]:
        """Return the class whose forms share their fields.

        Parameters
        ----------
        projects
            Gives those in which a line may stand.
        """
        if usual not in self._classes:
            fields = _Shared(deepcopy(usual.base_fields))
            fields["project"].queryset = projects()
            for name, field in fields.items():
                if isinstance(field, ModelChoiceField):
                    field.to_python = self._remembering((usual, name), field.to_python)
                elif isinstance(field, LineField):
                    field.line_in = self._remembering((usual, name), field.line_in)
            # Past the metaclass, which would make every field once more.
            kind = type(usual)
            self._classes[usual] = type.__new__(kind, usual.__name__, (usual,), {"base_fields": fields})
        return self._classes[usual]

    def judge_only(self, form: ModelForm, changed: Collection[str]) -> None:
        """Let the form of a stored line ask the database nothing about fields that stay as they are."""
        whole = form._get_validation_exclusions
        told_apart_by = {
            name
            for constraint in form._meta.model._meta.constraints
            for name in getattr(constraint, "fields", ())
        }
        if told_apart_by & set(changed):
            return
        looked_up = {
            name for name, field in form.fields.items() if isinstance(field, ModelChoiceField | LineField)
        }
        form._get_validation_exclusions = lambda: whole() | (form.fields.keys() - set(changed)) | looked_up

    def _remembering(self, of: Any, find: Callable[..., Any]) -> Callable[..., Any]:
        def found(*asked: Any) -> Any:
            key = (of, *asked)
            if key not in self._found:
                try:
                    self._found[key] = find(*asked)
                except ValidationError as error:
                    self._found[key] = error
            if isinstance(self._found[key], ValidationError):
                raise self._found[key]
            return self._found[key]

        return found
