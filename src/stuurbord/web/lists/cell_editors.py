"""What it takes to edit a cell in place: how it is written, what stands there, what can be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from stuurbord.web.accounts.permissions import may
from stuurbord.web.lists.actions import editable_projects
from stuurbord.web.lists.fields import EMPTY, DayField, FigureField, LineField
from stuurbord.web.lists.register import Register
from stuurbord.web.reader import reader

MOST_OPTIONS = 200
"""In one list; beyond it people type a few letters first."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose, with the letter that chooses it."""

    value: str
    label: str
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Editor:
    """How one cell is edited."""

    kind: str
    """``text``, ``long``, ``figure``, ``date``, ``choice``, or ``search``: a list searched by typing."""
    label: str
    value: str
    options: tuple[Option, ...] = ()
    has_more: bool = False
    """There are more options than these: ask again with words."""
    longest: int | None = None
    help: str = ""


def editable_fields(register: Register) -> frozenset[str]:
    """Return the fields that can be edited in place: all of the form. A line does not move by a cell."""
    return frozenset(register.form_fields)


def editor(register: Register, actor: Any, name: str, line: Any = None, words: str = "") -> Editor:
    """Return how a field of a line is edited, or of many lines at once if ``line`` is None.

    Raises
    ------
    KeyError
        If the register has no such field.
    """
    form = register.form_class(instance=line)
    if name not in editable_fields(register):
        raise KeyError(name)
    field, bound = form.fields[name], form[name]
    value = bound.value() if line is not None else ""
    label, told = str(field.label), str(register.help.get(name, ""))
    written = "" if value is None else str(value)
    if isinstance(field, forms.BooleanField):
        return Editor("choice", label, "true" if value else "false", _yes_or_no(), help=told)
    if isinstance(field, forms.ModelChoiceField):
        options = _records(field, name, words)
        return _searched(label, written, options, field.required, told)
    if isinstance(field, LineField):
        return _searched(label, written, _lines(register, actor, field, line, words), field.required, told)
    if isinstance(field, forms.ChoiceField):
        return Editor("choice", label, written, _choices(register, actor, field, name, line), help=told)
    if isinstance(value, date):
        written = reader().day(value)  # typed as people write it here; a wrong one is told, not emptied
    longest = getattr(field, "max_length", None)
    return Editor(_kind(field), label, written, longest=longest, help=told)


def _kind(field: forms.Field) -> str:
    if isinstance(field, DayField):
        return "date"
    if isinstance(field, (FigureField, forms.IntegerField)):
        return "figure"
    return "long" if isinstance(field.widget, forms.Textarea) else "text"


def _yes_or_no() -> tuple[Option, ...]:
    return tuple(_lettered([("true", _("yes")), ("false", _("no"))], {}))


def _choices(register: Register, actor: Any, field: Any, name: str, line: Any) -> tuple[Option, ...]:
    """Return what can be chosen: of a state only what can be reached from it, by who may go there."""
    choices = [(str(value), str(label)) for value, label in field.choices]
    machine = register.states
    if machine is None or name != machine.field:
        return tuple(_lettered(choices, {}))
    if line is None:
        letters = {one.target: one.letter for one in machine.transitions if one.letter}
        return tuple(_lettered(choices, letters))
    now = getattr(line, name)
    ways = [
        one
        for one in machine.leaving(now)
        if one.permission is None or may(actor, one.permission, line.project.scopes)
    ]
    reached = {now, *(one.target for one in ways)}
    letters = {one.target: one.letter for one in ways if one.letter}
    return tuple(_lettered([pair for pair in choices if pair[0] in reached], letters))


def _lettered(choices: list[tuple[str, str]], letters: dict[str, str]) -> list[Option]:
    """Give each choice a letter: its own, else the first of its label that is free."""
    taken = {letter.lower() for letter in letters.values()}
    made = []
    for value, label in choices:
        letter = letters.get(value, "")
        if not letter:
            free = (one for one in label.lower() if one.isalpha() and one.isascii() and one not in taken)
            letter = next(free, "")
            taken.add(letter)
        made.append(Option(value, label, letter.upper()))
    return made


def _records(field: Any, name: str, words: str) -> list[Option]:
    found = field.queryset
    if words and "name" in {one.name for one in found.model._meta.fields}:
        found = found.filter(name__icontains=words)
    return [Option(str(field.prepare_value(one)), str(one)) for one in found[: MOST_OPTIONS + 1]]


def _lines(register: Register, actor: Any, field: LineField, line: Any, words: str) -> list[Option]:
    """Return the lines of the other register in the same project, by the number people call them by."""
    if line is None:
        return []
    found = field.model._default_manager.filter(project=line.project_id, is_archived=False).order_by("code")
    if words:
        found = found.filter(code__icontains=words)
    return [Option(one.code, _titled(one)) for one in found[: MOST_OPTIONS + 1]]


def _titled(line: Any) -> str:
    title = getattr(line, "title", "") or getattr(line, "name", "")
    return f"{line.code} {title}".strip()


def _searched(label: str, value: str, options: list[Option], is_required: bool, told: str) -> Editor:
    nothing = [] if is_required else [Option("", EMPTY)]
    return Editor(
        "search",
        label,
        value,
        (*nothing, *options[:MOST_OPTIONS]),
        has_more=len(options) > MOST_OPTIONS,
        help=told,
    )


def editable_numbers(actor: Any, register: Register) -> set[int]:
    """Return the numbers of the projects whose lines the actor may change."""
    return set(editable_projects(actor, register).values_list("pk", flat=True))
