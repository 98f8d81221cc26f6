"""The form of one line as a page shows it: sections, what each field is for, proposed values."""

from __future__ import annotations

import re
from typing import Any

from django.forms import BoundField, ModelForm
from django.http import HttpRequest

from stuurbord.web.lists.actions import editable_projects
from stuurbord.web.lists.fields import LineField
from stuurbord.web.lists.register import REGISTERS, Register

MOST_OFFERED = 500
"""Numbers that a field offers; one that is not among them can be written all the same."""
_NUMBERED = re.compile(r"(.*?)(\d{1,9})")


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
    _explain(register, form)
    made = []
    for position, section in enumerate(register.sections):
        names = section.fields if position else ("project", *section.fields)
        made.append((section.title, [(form[name], _width(register, name)) for name in names]))
    return made


def _explain(register: Register, form: ModelForm) -> None:
    """Say what each field is for; one that names another line offers the numbers of the project chosen."""
    for name, field in form.fields.items():
        field.help_text = field.help_text or register.help.get(name, "")
        if isinstance(field, LineField):
            field.widget.attrs |= {"list": f"{form.auto_id % name}_numbers", "autocomplete": "off"}
            field.offered = _numbers(form, field)


def _numbers(form: ModelForm, field: LineField) -> list[tuple[str, str]]:
    """Return number and title of the lines that may be meant, within the projects that the form offers."""
    chosen = str(form["project"].value() or "")
    if not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 19):
        return []
    project = form.fields["project"].queryset.filter(pk=int(chosen)).first()
    register = next((one for one in REGISTERS.values() if one.model is field.model), None)
    if project is None or register is None:
        return []
    lines = field.model._default_manager.filter(project=project, is_archived=False).order_by("code")
    return [(line.code, register.title_of(line)) for line in lines[:MOST_OFFERED]]


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
        proposed["code"] = next_code(codes) or (f"{register.prefix}001" if register.prefix else "")
    for name, field in register.form_class.base_fields.items():
        if isinstance(field, LineField) and (number := request.GET.get(name, "").replace("\0", "")):
            proposed[name] = number[:40]
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
