"""What a reader asks of a register: which lines, in which order, in which columns. It is the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from stuurbord.web.lists.columns_chosen import column_names, every_column
from stuurbord.web.lists.grouping import Grouping, grouping_of
from stuurbord.web.lists.register import Filter, Register

PAGE_SIZE = 100
LAYOUT = ("sort", "groep", "kol")
"""What does not change which lines are found."""


def asked_page(parameters: Mapping[str, str]) -> int:
    """Return the page a reader asks for; the first when what was sent is no page."""
    page = parameters.get("page", "1")
    return int(page) if page.isdecimal() and 0 < int(page) < 100_000 else 1


@dataclass(frozen=True)
class ListRequest:
    """What a reader asks of a register. Written back by `as_query` it is the same address."""

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
    group: str = ""
    columns: tuple[str, ...] = ()
    """Fields of the columns chosen, in their order; empty: those that the register shows by itself."""

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
            group=parameters.get("groep", "") if grouping_of(register, parameters.get("groep", "")) else "",
            columns=column_names(register, parameters),
        )

    @property
    def scope(self) -> dict[str, str]:
        """What the whole page speaks of, as parameters of an address: the views keep it."""
        named = {"portfolio": self.portfolio, "project": self.project}
        return {name: value for name, value in named.items() if value} | self.chosen

    @property
    def layout(self) -> dict[str, str]:
        """How the lines are laid out, as parameters of an address: the views keep that too."""
        named = {"groep": self.group, "kol": ",".join(self.columns)}
        return {name: value for name, value in named.items() if value}

    @property
    def narrows(self) -> bool:
        """Whether there is a filter to clear."""
        return bool(self.query or self.everything or self.scope)

    @property
    def parameters(self) -> dict[str, str]:
        """Everything but the page, as parameters of an address."""
        named = {"q": self.query, "view": self.view, "sort": self.sort, "all": "1" if self.everything else ""}
        return self.scope | {name: value for name, value in named.items() if value} | self.layout

    def as_query(self) -> str:
        """Return the address after the question mark, without the page."""
        return urlencode(self.parameters)


def _is_possible(register: Register, one: Filter, value: str) -> bool:
    """Return whether the database can compare the field with this value: a year is a number."""
    if one.choices:
        return value in {choice for choice, _label in one.choices}
    model_field = _last_field(register.model, one.field)
    if model_field is None:
        return True
    try:
        model_field.to_python(value)
    except ValidationError:
        return False
    return len(value) < 200


def _model_field(model: type[models.Model], path: str) -> models.Field | None:
    """Return the field a path begins with; None if the database computes it or it is a relation."""
    name = path.partition("__")[0]
    found = {one.name: one for one in model._meta.get_fields()}.get(name)
    return found if isinstance(found, models.Field) else None


def _last_field(model: Any, path: str) -> models.Field | None:
    """Return the field a path ends in, through the records it points at; None as `_model_field`."""
    first, _sep, rest = path.partition("__")
    found = _model_field(model, first)
    if not rest or found is None:
        return found
    return _last_field(found.related_model, rest) if found.related_model else None


def _tidy(text: str) -> str:
    # PostgreSQL refuses the character NUL in a comparison.
    return text.replace("\0", "").strip()


def scope_condition(register: Register, asked: ListRequest) -> Q:
    """Return the condition of the lines that the filters leave: what the page speaks of."""
    wanted = Q()
    if asked.portfolio:
        wanted &= Q(project__portfolio__key=asked.portfolio)
    if asked.project:
        wanted &= Q(project__code=asked.project)
    for one in register.filters:
        if one.name in asked.chosen:
            wanted &= Q(**{one.field: asked.chosen[one.name]})
    return wanted


def open_condition(register: Register) -> Q:
    """Return the condition of the lines that still ask for something."""
    if register.still_open is not None:
        return register.still_open
    return ~Q(state__in=register.closed_states) if register.closed_states else Q()


def asked_condition(register: Register, user: Any, asked: ListRequest) -> Q:
    """Return the condition of the lines a reader asks for, within what he may see."""
    wanted = scope_condition(register, asked) & _question(register, user, asked)
    return wanted if _wants_closed(register, asked) else wanted & open_condition(register)


def _wants_closed(register: Register, asked: ListRequest) -> bool:
    # Who asks for closed lines by their state wants to see them.
    return asked.everything or asked.chosen.get("state") in register.closed_states


def _question(register: Register, user: Any, asked: ListRequest) -> Q:
    """Return the condition of the view and the words."""
    wanted = Q()
    for view in register.views:
        if view.slug == asked.view:
            wanted &= view.lines(user)
    if asked.query:
        words = Q()
        for name in (*register.search, "project__code", "project__name"):
            words |= Q(**{f"{name}__icontains": asked.query})
        wanted &= words
    return wanted


def lines_in_scope(register: Register, user: Any, asked: ListRequest) -> QuerySet[Any]:
    """Return the lines that the filters leave, within what the reader may see."""
    return register.lines(user).filter(scope_condition(register, asked))


def asked_lines(register: Register, user: Any, asked: ListRequest) -> QuerySet[Any]:
    """Return the lines a reader asks for, in the order he asks."""
    lines = register.lines(user).filter(asked_condition(register, user, asked))
    order: list[Any] = [_nulls_last(name) for name in register.order]
    allowed = {column.sort for column in every_column(register) if column.sort}
    if asked.sort.removeprefix("-") in allowed:
        order.insert(0, _nulls_last(asked.sort))
    if grouping := grouping_of(register, asked.group):
        return lines.order_by(*grouping.order(register), *order, "pk")
    return lines.order_by(*order, "pk")


def _nulls_last(sort: str) -> Any:
    expression = F(sort.removeprefix("-"))
    return expression.desc(nulls_last=True) if sort.startswith("-") else expression.asc(nulls_last=True)


def view_counts(
    register: Register, user: Any, asked: ListRequest, saved: Mapping[int, ListRequest]
) -> tuple[int, dict[Any, int]]:
    """Return how many lines are asked for, and how many each view shows, in one query.

    Declared views are counted within the filters of the page, saved ones (by their number) as they are.
    """
    lines = register.lines(user).order_by()
    scope, is_open = scope_condition(register, asked), open_condition(register)
    if not saved and not _wants_closed(register, asked):
        # What all of them have in common is asked once per line, not once per view.
        lines, wanted = lines.filter(scope & is_open), _question(register, user, asked)
        scope = is_open = Q()
    else:
        wanted = asked_condition(register, user, asked)
    conditions: dict[Any, Q] = {"": scope & is_open}
    conditions |= {view.slug: scope & is_open & view.lines(user) for view in register.views}
    conditions |= {pk: asked_condition(register, user, one) for pk, one in saved.items()}
    counted = [wanted, *conditions.values()]
    counts = {f"n_{place}": Count("pk", filter=one or None) for place, one in enumerate(counted)}
    found = list(lines.aggregate(**counts).values())
    return found[0], dict(zip(conditions, found[1:], strict=True))


def totals(register: Register, lines: QuerySet[Any]) -> dict[str, Any]:
    """Return the sum of each column that is added up, over all pages."""
    added = [column.name for column in register.columns if column.has_total]
    return lines.order_by().aggregate(**{f"total_{name}": Sum(name) for name in added}) if added else {}


def group_counts(lines: QuerySet[Any], grouping: Grouping) -> dict[Any, int]:
    """Return how many lines each group holds, over all pages."""
    found = lines.order_by().values_list(grouping.field).annotate(n=Count("pk"))
    return {value: number for value, number in found}  # noqa: C416 - rows may be longer than pairs


def fixed_options(register: Register, one: Filter) -> list[tuple[str, str]] | None:
    """Return value and label of the choices of a field; None where it has none of its own."""
    if one.choices:
        return [(value, str(label)) for value, label in one.choices]
    model_field = _model_field(register.model, one.field)
    if model_field is None or not model_field.choices:
        return None
    return [(str(value), str(label)) for value, label in model_field.flatchoices if value != ""]


def names_that_occur(one: Filter, lines: QuerySet[Any]) -> list[tuple[str, str]]:
    """Return what can be chosen where a field has no choices of its own: the names that lines have."""
    model_field = _model_field(lines.model, one.field)
    relation, _sep, name = one.field.partition("__")
    found = lines.order_by().exclude(**{f"{relation}__isnull": True})
    if model_field is not None and model_field.is_relation and "__" not in name:
        # Each related record asks for one line, instead of every line for its record.
        own = lines.order_by().filter(**{relation: OuterRef("pk")})
        related = model_field.related_model._default_manager.filter(Exists(own))
        names = related.order_by(name).values_list(name, flat=True).distinct()
    else:
        names = found.order_by(one.field).values_list(one.field, flat=True).distinct()
    return [(str(value), str(value)) for value in names if value not in ("", None)]
