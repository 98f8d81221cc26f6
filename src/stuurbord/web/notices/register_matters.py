"""What the lines of the registers ask of people, as each register declares it: one query per register."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial, reduce
from operator import or_
from typing import Any, Final

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from stuurbord.web.accounts.models import Person
from stuurbord.web.accounts.permissions import grants_key, may, read_grants
from stuurbord.web.clock import today
from stuurbord.web.lists.columns import Ask
from stuurbord.web.lists.kept_query import KeptQuery, kept
from stuurbord.web.lists.register import REGISTERS, Register
from stuurbord.web.notices.asked_persons import AskedOf
from stuurbord.web.notices.bare_lines import bare_lines, leaves, seen_by
from stuurbord.web.notices.matter import FINISHED, Circle, Matter, Place
from stuurbord.web.projects.queries import visible_projects

MOST_LINES: Final = 300
"""Per register; who has more to do than this reads the register itself."""

Whose = Callable[[Any], tuple[Place, Person | None]]


@dataclass(frozen=True, slots=True)
class _Branch:
    """One reason why a line may wait: where, its condition, on whose desk it lies then, and what is asked."""

    where: Q
    condition: Q
    whose: Whose
    verb: str
    due: str
    ask: Ask | None = None


@dataclass(frozen=True, slots=True)
class _Question:
    """What one register is asked for a circle; without branches nothing is."""

    register: Register
    branches: list[_Branch]
    lines: KeptQuery | None


def register_matters(circle: Circle) -> Iterator[Matter]:
    """Yield what waits in the lines of all registers, for everybody in the circle."""
    read_grants([circle.user, *(one.user for _place, one in circle.placed if one.user)])
    shape = _shape(circle)
    for register in REGISTERS.values():
        key = ("matters", register.slug, id(register), shape, circle.written.get(register.slug))
        yield from _of(kept(key, partial(_question, register, circle)), circle)


def _shape(circle: Circle) -> tuple[Any, ...]:
    """Return everything on which the questions to the registers depend, but for the lines written."""
    seen = seen_by(circle.user)
    # Of more projects than are listed the database looks up which they are: the question stays the same.
    projects = (tuple(seen.every), tuple(seen.running)) if isinstance(seen.every, list) else ()
    people = [(place, one.pk, grants_key(one.user) if one.user else None) for place, one in circle.placed]
    who = (circle.user.pk, grants_key(circle.user), get_language())
    return *who, today(), circle.until, projects, *people


def _question(register: Register, circle: Circle) -> _Question:
    branches = [*_asked(register, circle), *_mandates(register, circle), *_written(register, circle)]
    lines = KeptQuery(_most_urgent(register, branches)) if branches else None
    return _Question(register, branches, lines)


def _of(question: _Question, circle: Circle) -> Iterator[Matter]:
    if question.lines is not None:
        for line in question.lines.ask():
            yield _matter(question.register, line, question.branches[line._branch], circle)


def _most_urgent(register: Register, branches: list[_Branch]) -> Any:
    dates = [name for name in dict.fromkeys(branch.due for branch in branches) if name]
    owner = _person_field(register)
    where, conditions = _parted(branches)
    condition = reduce(or_, conditions)
    lines = bare_lines(register, where & condition, *dates, *([owner] if owner else []), *_paths(conditions))
    number: Any = Value(0)
    if len(conditions) > 1:
        number = Case(
            *(When(one, then=Value(place)) for place, one in enumerate(conditions)),
            default=Value(0),
            output_field=models.IntegerField(),
        )
    order = [F(name).asc(nulls_last=True) for name in dates]
    return lines.annotate(_branch=number).order_by(*order, "pk")[:MOST_LINES]


def _parted(branches: list[_Branch]) -> tuple[Q, list[Q]]:
    """Return what all branches have in common, asked once, and what each asks besides."""
    first = branches[0].where
    if all(branch.where == first for branch in branches):
        return first, [branch.condition for branch in branches]
    return Q(), [branch.where & branch.condition for branch in branches]


def _paths(conditions: list[Q]) -> Iterator[str]:
    """Yield the fields of the lines that the conditions compare with people."""
    for condition in conditions:
        for lookup, _value in leaves(condition):
            if lookup.endswith("__in") and lookup.count("__") == 1:
                yield lookup.removesuffix("__in")


def _asked(register: Register, circle: Circle) -> Iterator[_Branch]:
    if not circle.placed:
        return
    seen = seen_by(circle.user)
    for ask in register.asks:
        of = AskedOf(ask.lines, circle.placed)
        where = Q(project__in=seen.every if ask.outlives_project else seen.running)
        due = ask.due if _has(register, ask.due) else ""
        for number, condition in enumerate(of.conditions):
            yield _Branch(where, condition & _soon(due, circle), _whose(of, number), str(ask.verb), due, ask)


def _whose(of: AskedOf, number: int) -> Whose:
    return lambda line: of.of(line, number)


def _mandates(register: Register, circle: Circle) -> Iterator[_Branch]:
    """Yield the states out of which only somebody with the reader's mandate can lead a line.

    Where the mandate of a line is not that in its project, a condition over lines cannot tell whose it is.
    """
    if register.states is None or register.mandate_scopes is not None:
        return
    sources: dict[Any, set[str]] = {}
    for one in register.states.transitions:
        if one.permission is not None and one.source not in register.closed_states:
            sources.setdefault(one.permission, set()).add(one.source)
    due = "due" if _has(register, "due") else ""
    for permission, states in sources.items():
        here = visible_projects(circle.user, permission).exclude(stage__in=FINISHED).values("pk")
        condition = Q(**{f"{register.states.field}__in": sorted(states)}) & _soon(due, circle)
        yield _Branch(Q(project__in=here), condition, lambda line: (Place.OWN, None), _("Decide"), due)


def _written(register: Register, circle: Circle) -> Iterator[_Branch]:
    """Yield the lines the reader wrote down that lie with somebody else."""
    numbers, name = circle.written.get(register.slug), _person_field(register)
    if not numbers or not name or not register.asks:
        return
    condition = Q(pk__in=numbers, **{f"{name}__isnull": False})
    if circle.own:
        condition &= ~Q(**{f"{name}__in": [one.pk for one in circle.own]})
    due = register.asks[0].due if _has(register, register.asks[0].due) else ""
    verb = pgettext("what is asked", "Open")
    condition &= _soon(due, circle)
    running = Q(project__in=seen_by(circle.user).running)
    yield _Branch(running, condition, lambda line: (Place.WRITTEN, getattr(line, name)), verb, due)


def _soon(due: str, circle: Circle) -> Q:
    """Return the condition of what is due before the horizon, or has no date at all."""
    return Q(**{f"{due}__lte": circle.until}) | Q(**{f"{due}__isnull": True}) if due else Q()


def _matter(register: Register, line: Any, branch: _Branch, circle: Circle) -> Matter:
    place, person = branch.whose(line)
    person = circle.known(person)
    acts_on = branch.ask if place == Place.OWN else None
    return Matter(
        kind=str(register.one),
        title=register.title_of(line) or register.called(line),
        verb=branch.verb,
        url=reverse("register_line", args=[register.slug, line.pk]),
        due=getattr(line, branch.due) if branch.due else None,
        project=line.project,
        code=register.called(line) if register.title_of(line) else "",
        place=place,
        person=circle.named(person) if person else None,
        slug=register.slug,
        pk=line.pk,
        version=line.version,
        ask=branch.ask.slug if branch.ask else "",
        can_finish=acts_on is not None and _can_finish(register, line, acts_on, circle.user),
        can_postpone=acts_on is not None and _can_postpone(register, line, acts_on, circle.user),
    )


def _can_finish(register: Register, line: Any, ask: Ask, user: Any) -> bool:
    """Return whether the table of states leads from here to the end of the matter, for this reader."""
    if not ask.finish or not may(user, register.permission, line.project.scopes):
        return False
    if register.states is None:
        return True
    way = register.states.between(getattr(line, register.states.field), ask.finish)
    return way is not None and (way.permission is None or may(user, way.permission, line.project.scopes))


def _can_postpone(register: Register, line: Any, ask: Ask, user: Any) -> bool:
    is_written = ask.due in register.form_fields and getattr(line, ask.due) is not None
    is_own_date = ask.due not in register.set_by_decision
    return is_written and is_own_date and may(user, register.permission, line.project.scopes)


def _has(register: Register, name: str) -> bool:
    """Return whether the lines have such a date, as a field or computed by the database."""
    return bool(name) and (name in register.annotations or name in _field_names(register))


def _field_names(register: Register) -> set[str]:
    return {one.name for one in register.model._meta.fields}


def _person_field(register: Register) -> str:
    """Return the field that says whose a line is: the first that names a person."""
    people = [one.name for one in register.model._meta.fields if one.related_model is Person]
    return "owner" if "owner" in people else next(iter(people), "")
