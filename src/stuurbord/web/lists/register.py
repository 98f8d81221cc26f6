"""One pattern for every list: declared once per register, served by the same pages and the same action.

A register is a model whose lines belong to a project, with the columns people see, the fields they edit and
the permission it takes. Declaring one is all it takes to get list, filter, sort, form, history and audit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _

from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.lists.columns import Ask, Column, Filter, Section, View
from stuurbord.web.lists.fields import line_form
from stuurbord.web.lists.state_checks import state_check
from stuurbord.web.lists.states import StateMachine
from stuurbord.web.projects.models import Versioned
from stuurbord.web.projects.queries import visible_projects

__all__ = [
    "REGISTERS",
    "Ask",
    "Column",
    "Family",
    "Filter",
    "Register",
    "Section",
    "View",
    "declare",
    "register_of",
]


class Family(models.TextChoices):
    """Registers that people look for together."""

    STEERING = "steering", _("Steering")
    RISK = "risk", _("Risk")
    SCOPE = "scope", _("Scope and plan")
    QUALITY = "quality", _("Quality and learning")
    PEOPLE = "people", _("Stakeholders")
    BENEFITS = "benefits", _("Benefits")
    MONEY = "money", _("Money")


@dataclass(frozen=True)
class Register:
    """The declaration of one register."""

    slug: str
    title: Any
    one: Any
    """What a single line is called, for buttons: ``Risico``."""
    model: type[Versioned]
    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    search: tuple[str, ...]
    order: tuple[str, ...]
    facts: tuple[Column, ...] = ()
    """What stands large on the page of one line, at most six."""
    views: tuple[View, ...] = ()
    filters: tuple[Filter, ...] = ()
    permission: Permission = Permission.EDIT_REGISTER
    closed_states: tuple[str, ...] = ()
    still_open: Q | None = None
    """Where lines have no state: the condition of those that still ask for something."""
    related: tuple[str, ...] = ("project__portfolio",)
    annotations: Mapping[str, Any] = field(default_factory=dict)
    """Computed by the database, to sort by and to show."""
    sheet: str = ""
    """The workbook's sheet with the same lines; the form keeps the bounds it declares."""
    identity: tuple[str, ...] = ("code",)
    """The fields that, with the project, name a line in the audit log."""
    prefix: str = ""
    """How the number of the very first line begins: ``R-``; later ones follow the highest that there is."""
    title_field: str = "title"
    empty: Any = ""
    """What stands in the place of an empty list: what would be here and the first step."""
    conclusion: Callable[[QuerySet[Any]], str] | None = None
    """One sentence over the open lines that a director could read aloud."""
    picture: Callable[[QuerySet[Any], Mapping[str, str]], Any] | None = None
    """From the open lines and the filters chosen to the picture under the list; it tells its own template."""
    sentence: Callable[[Any], str] | None = None
    """The same of one line."""
    own_page: Callable[[Any], tuple[Any, str] | None] | None = None
    """From a line to words and address of the page that shows all that belongs to it; None: it has none."""
    check: Callable[[ModelForm], None] | None = None
    """Adds errors to a form whose fields are right by themselves and contradict each other or other lines."""
    states: StateMachine | None = None
    """Which state follows which; without it every state may follow every other."""
    mandate_scopes: Callable[[Any], Iterable[tuple[str, int]]] | None = None
    """From a line to where a step that takes a mandate takes it; without: in its project. My week asks by the
    mandate in the project, so who declares this asks for such steps by itself, in `notices.matter`."""
    set_by_decision: tuple[str, ...] = ()
    """Fields that a decision fixed: changing them, or archiving such a line, takes the mandate for it."""
    is_agreed_above: Callable[[Any], bool] | None = None
    """Which lines are what somebody with the mandate agreed to: he writes these himself, also new ones.
    Without it, a decision fixed all lines, and who may write here may add one."""
    follow: Callable[[Any, list[tuple[Any, Any]]], None] | None = None
    """From the actor and each line as it was (None: new) and as it became, to what else changes in the same
    transaction: lines of other registers, through `save_lines` as well."""
    asks: tuple[Ask, ...] = ()
    """What waits for people in its lines."""
    expiries: tuple[str, ...] = ()
    """Date fields that come near: they stand in My week and in the calendar of who sees the project."""
    plan_fields: tuple[str, ...] = ()
    """Fields that name tasks of the plan by number or WBS code; a line shows them with their dates."""
    help: Mapping[str, Any] = field(default_factory=dict)
    """Field → what it is for, in the form and in Excel."""
    family: Family = Family.STEERING
    is_main: bool = False
    """What is open in it counts beside the registers of a project, and its page shows it."""

    def where_decided(self, line: Any) -> Iterable[tuple[str, int]]:
        """Return the scopes in which somebody must have the mandate for a step of a line."""
        if self.mandate_scopes is not None:
            return self.mandate_scopes(line)
        scopes: Iterable[tuple[str, int]] = line.project.scopes
        return scopes

    def require_mandate(self, user: Any, line: Any, changed: Iterable[str] | None = None) -> None:
        """Do nothing unless this touches what a decision fixed and the user has no mandate for that.

        Parameters
        ----------
        changed
            Names of the fields that become something else; None: the whole line goes or comes back.

        Raises
        ------
        NotPermitted
            Saying who has the mandate.
        """
        if self.is_agreed_above is not None and not self.is_agreed_above(line):
            return
        if self.set_by_decision and (changed is None or set(changed) & set(self.set_by_decision)):
            require(user, Permission.DECIDE, self.where_decided(line))

    def require_mandate_to_save(self, user: Any, before: Any, line: Any, changed: Iterable[str]) -> None:
        """Ask the mandate for a line as it was (None: it is new) and, where lines are agreed, as it becomes.

        Raises
        ------
        NotPermitted
            As `require_mandate`.
        """
        if before is not None:
            self.require_mandate(user, before, changed)
        if self.is_agreed_above is not None:
            self.require_mandate(user, line, changed if before is not None else None)

    @property
    def form_fields(self) -> list[str]:
        return [name for section in self.sections for name in section.fields]

    @cached_property
    def form_class(self) -> type[ModelForm]:
        checks = [state_check(self.states)] if self.states else []
        checks += [self.check] if self.check else []
        return line_form(self.model, ("project", *self.form_fields), self.kind_of, self.sheet, checks)

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {column.name: column.kind for column in (*self.columns, *self.facts)}

    def kind_of(self, name: str) -> str:
        """Return how a field is written: as its column says, else as its type suggests."""
        if name in self._kinds:
            return self._kinds[name]
        model_field = self.model._meta.get_field(name)
        if isinstance(model_field, models.DecimalField):
            return "euro"
        return "date" if isinstance(model_field, models.DateField) else "text"

    def label_of(self, name: str) -> str:
        """Return what people call a field."""
        return str(self.model._meta.get_field(name).verbose_name)

    def lines(self, user: Any) -> QuerySet[Any]:
        """Return the lines of all projects the user may see."""
        return self.every_line(user).filter(is_archived=False)

    def every_line(self, user: Any) -> QuerySet[Any]:
        """Return the lines of all projects the user may see, archived ones too."""
        return (
            self.model._default_manager.filter(project__in=visible_projects(user))
            .select_related(*self.related)
            .annotate(**self.annotations)
        )

    def open_lines(self, lines: QuerySet[Any]) -> QuerySet[Any]:
        """Return those of the lines that still ask for something."""
        if self.still_open is not None:
            return lines.filter(self.still_open)
        return lines.exclude(state__in=self.closed_states) if self.closed_states else lines

    @property
    def can_close(self) -> bool:
        """Whether a line can stop asking for something."""
        return bool(self.closed_states) or self.still_open is not None

    def called(self, line: Any) -> str:
        """Return how people call a line: its number, or the fields that name it."""
        parts = (getattr(line, f"get_{name}_display", None) or getattr(line, name) for name in self.identity)
        return " · ".join(str(part() if callable(part) else part) for part in parts if part)

    def title_of(self, line: Any) -> str:
        """Return the title of a line, empty where its name says it all."""
        return "" if self.title_field in self.identity else str(getattr(line, self.title_field))


REGISTERS: dict[str, Register] = {}


def register_of(model: type[models.Model]) -> Register:
    """Return the register that holds a model's lines.

    Raises
    ------
    KeyError
        If none does.
    """
    for register in REGISTERS.values():
        if register.model is model:
            return register
    raise KeyError(model.__name__)


def declare(register: Register) -> Register:
    """Make a register known to the pages; called once per register when its app is ready."""
    REGISTERS[register.slug] = register
    return register
