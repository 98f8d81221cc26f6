"""What a reader asks of a register, and the answer: lines, counts, totals and lists to filter by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q, QuerySet, Sum

from stuurbord.web.lists.register import Filter, Register

PAGE_SIZE = 100


def asked_page(parameters: Mapping[str, str]) -> int:
    """Return the page a reader asks for; the first when what was sent is no page."""
    page = parameters.get("page", "1")
    return int(page) if page.isdecimal() and 0 < int(page) < 100_000 else 1


@dataclass(frozen=True)
class ListRequest:
    """What a reader asks of a register: which lines, in which order. It is the address of the page."""

    query: str = ""
    project: str = ""
    portfolio: str = ""
    view: str = ""
    sort: str = ""
    everything: bool = False
    """Closed lines too."""
    page: int = 1
    chosen: dict[str, str] = field(default_factory=dict)
    """Filter → value, for the filters that the register declares."""

    @classmethod
    def from_query(cls, parameters: Mapping[str, str], register: Register) -> ListRequest:
        view = parameters.get("view", "")
        return cls(
            query=_tidy(parameters.get("q", ""))[:100],
            project=_tidy(parameters.get("project", ""))[:40],
            portfolio=_tidy(parameters.get("portfolio", ""))[:40],
            view=view if view in {one.slug for one in register.views} else "",
            sort=parameters.get("sort", "")[:60],
            everything=parameters.get("all") == "1",
            page=asked_page(parameters),
            chosen={
                one.name: _tidy(parameters[one.name])[:200]
                for one in register.filters
                if parameters.get(one.name) and _is_possible(register, one, parameters[one.name])
            },
        )

    @property
    def scope(self) -> dict[str, str]:
        """What the whole page speaks of, as parameters of an address: the views keep it."""
        named = {"portfolio": self.portfolio, "project": self.project}
        return {name: value for name, value in named.items() if value} | self.chosen

    @property
    def narrows(self) -> bool:
        """Whether there is a filter to clear."""
        return bool(self.query or self.everything or self.scope)


def _is_possible(register: Register, one: Filter, value: str) -> bool:
    """Return whether the database can compare the field with this value: a year is a number."""
    if one.choices:
        return value in {choice for choice, _label in one.choices}
    model_field = register.model._meta.get_field(one.field.partition("__")[0])
    if "__" in one.field or not isinstance(model_field, models.Field):
        return True
    try:
        model_field.to_python(value)
    except ValidationError:
        return False
    return len(value) < 200


def _tidy(text: str) -> str:
    # PostgreSQL refuses the character NUL in a comparison.
    return text.replace("\0", "").strip()


def lines_in_scope(register: Register, user: Any, asked: ListRequest) -> QuerySet[Any]:
    """Return the lines that the filters leave, within what the reader may see: what the page speaks of."""
    lines = register.lines(user)
    if asked.portfolio:
        lines = lines.filter(project__portfolio__key=asked.portfolio)
    if asked.project:
        lines = lines.filter(project__code=asked.project)
    for one in register.filters:
        if one.name in asked.chosen:
            lines = lines.filter(**{one.field: asked.chosen[one.name]})
    return lines


def asked_lines(register: Register, user: Any, asked: ListRequest) -> QuerySet[Any]:
    """Return the lines a reader asks for, in the order he asks."""
    lines = lines_in_scope(register, user, asked)
    # Who asks for closed lines by their state wants to see them.
    if not asked.everything and asked.chosen.get("state") not in register.closed_states:
        lines = register.open_lines(lines)
    for view in register.views:
        if view.slug == asked.view:
            lines = lines.filter(view.lines(user))
    if asked.query:
        wanted = Q()
        for name in (*register.search, "project__code", "project__name"):
            wanted |= Q(**{f"{name}__icontains": asked.query})
        lines = lines.filter(wanted)
    allowed = {column.sort for column in register.columns if column.sort}
    if asked.sort.removeprefix("-") in allowed:
        return lines.order_by(_nulls_last(asked.sort), *map(_nulls_last, register.order), "pk")
    return lines.order_by(*map(_nulls_last, register.order), "pk")


def _nulls_last(sort: str) -> Any:
    expression = F(sort.removeprefix("-"))
    return expression.desc(nulls_last=True) if sort.startswith("-") else expression.asc(nulls_last=True)


def view_counts(register: Register, user: Any, lines: QuerySet[Any]) -> dict[str, int]:
    """Return how many open lines there are, and how many of them each view shows, in one query."""
    counts = {f"n_{view.slug}": Count("pk", filter=view.lines(user)) for view in register.views}
    found = register.open_lines(lines).order_by().aggregate(n_=Count("pk"), **counts)
    return {name.removeprefix("n_"): number for name, number in found.items()}


def totals(register: Register, lines: QuerySet[Any]) -> dict[str, Any]:
    """Return the sum of each column that is added up, over all pages."""
    added = [column.name for column in register.columns if column.has_total]
    return lines.order_by().aggregate(**{f"total_{name}": Sum(name) for name in added}) if added else {}


def filter_options(one: Filter, lines: QuerySet[Any]) -> list[tuple[str, str]]:
    """Return value and label of what can be chosen: a field's choices, or the names that occur."""
    if one.choices:
        return [(value, str(label)) for value, label in one.choices]
    model_field = lines.model._meta.get_field(one.field.partition("__")[0])
    if isinstance(model_field, models.Field) and model_field.choices:
        return [(str(value), str(label)) for value, label in model_field.flatchoices if value != ""]
    found = lines.order_by(one.field).exclude(**{f"{one.field}__isnull": True})
    names = found.values_list(one.field, flat=True).distinct()
    return [(str(name), str(name)) for name in names if name != ""]
