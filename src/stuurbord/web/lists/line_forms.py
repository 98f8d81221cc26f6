"""The form of one line as a page shows it: sections, proposed values, and what two people made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField, ModelForm
from django.http import HttpRequest

from stuurbord.web.lists.actions import editable_projects
from stuurbord.web.lists.history import written
from stuurbord.web.lists.register import Register

_NUMBERED = re.compile(r"(.*?)(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which what was sent is not what stands there now."""

    label: str
    mine: str
    theirs: str


def form_for(register: Register, user: Any, request: HttpRequest, line: Any = None) -> ModelForm:
    """Return the register's form: only projects in which the user may edit, with values proposed if new."""
    projects = editable_projects(user, register).select_related("portfolio").order_by("code")
    data = request.POST if request.method == "POST" else None
    initial = None if line or data else _proposed(register, projects, request)
    form = register.form_class(data, instance=line, initial=initial)
    form.fields["project"].queryset = projects
    return form


def form_sections(register: Register, form: ModelForm) -> list[tuple[Any, list[tuple[BoundField, str]]]]:
    """Return each section's title with its fields and how wide each is; the project leads the first."""
    made = []
    for position, section in enumerate(register.sections):
        names = section.fields if position else ("project", *section.fields)
        made.append((section.title, [(form[name], _width(register, name)) for name in names]))
    return made


def differences(register: Register, form: ModelForm, stored: Any) -> list[Difference]:
    """Return the fields in which the valid form that came too late differs from the stored line."""
    found = []
    for name in register.form_fields:
        mine = written(register, name, form.cleaned_data[name])
        theirs = written(register, name, getattr(stored, name))
        if mine != theirs:
            found.append(Difference(register.label_of(name), mine, theirs))
    return found


def _width(register: Register, name: str) -> str:
    return "wide" if name == register.title_field and "code" in register.identity else ""


def _proposed(register: Register, projects: Any, request: HttpRequest) -> dict[str, Any]:
    """Propose the project one came from, or the only one, and the next free number."""
    proposed: dict[str, Any] = {}
    wanted = projects
    if code := request.GET.get("project", "").replace("\0", ""):
        wanted = wanted.filter(code=code)
    if key := request.GET.get("portfolio", "").replace("\0", ""):
        wanted = wanted.filter(portfolio__key=key)
    if len(first := list(wanted[:2])) == 1:
        proposed["project"] = first[0].pk
    if register.identity == ("code",):
        codes = register.model._default_manager.filter(project__in=projects).values_list("code", flat=True)
        proposed["code"] = next_code(codes)
    return proposed


def next_code(codes: Any) -> str:
    """Return the number after the highest: ``R-064`` after ``R-063``; empty where nothing is numbered."""
    highest = (0, "", 0)
    for code in codes:
        if found := _NUMBERED.fullmatch(code):
            prefix, digits = found.groups()
            highest = max(highest, (int(digits), prefix, len(digits)))
    number, prefix, width = highest
    return f"{prefix}{number + 1:0{width}}" if width else ""
