"""The form of who has which role of the method."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from stuurbord.rulebooks.methods.model import Template, said
from stuurbord.web.accounts.models import Person
from stuurbord.web.methods.queries import MANAGER_ROLE, OWNER_ROLE, language


class RolesForm(forms.Form):
    """A person per role; owner and manager are changed with the project itself."""

    def __init__(self, template: Template, roles: Mapping[str, Person], data: Any = None) -> None:
        super().__init__(data, prefix="role", initial={role: person.pk for role, person in roles.items()})
        # Read once: by itself each field would ask all people anew.
        people = [("", "–"), *((one.pk, str(one)) for one in Person.objects.all())]
        for one in template.roles:
            if one.key in (OWNER_ROLE, MANAGER_ROLE):
                continue
            field = forms.ModelChoiceField(
                Person.objects.all(),
                label=said(one.title, language()),
                help_text=said(one.duties, language()) if one.duties else "",
                required=False,
            )
            field.choices = people
            self.fields[one.key] = field

    def chosen(self) -> dict[str, Person | None]:
        """Return role → person of a valid form; None where nobody has it."""
        return dict(self.cleaned_data)
