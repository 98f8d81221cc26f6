"""Columns and questions that the lists of money share."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.finance.models import ExpenditureKind
from stuurbord.web.lists.register import Ask, Column, Filter
from stuurbord.web.projects.queries import visible_projects

NUMBER = Column("code", _("No."), "code", "code")
PROJECT = Column("project", _("Project"), "project", "project__code")
OWNER = Column("owner", _("Owner"), "person", "owner__name")
STATE = Column("get_state_display", _("State"), "choice", "state")
TITLE = Column("title", _("Subject"), "name", "title")
DUE = Column("due", _("Due"), "date", "due", alarm="is_overdue")
OF_STATE = Filter("state", _("State"), "state")
OF_OWNER = Filter("owner", _("Owner"), "owner__name")


def euros(name: str, label: Any, is_extra: bool = False) -> Column:
    """Return a column of euros that the bottom line adds up."""
    return Column(name, label, "euro", name, has_total=True, is_extra=is_extra)


def of_budget(path: str) -> tuple[Filter, ...]:
    """Return the filters by year, article and kind of the budget line that lies behind a path."""
    return (
        Filter("year", _("Year"), f"{path}__year"),
        Filter("article", _("Budget article"), f"{path}__article"),
        Filter("kind", _("Kind"), f"{path}__kind", tuple(ExpenditureKind.choices)),
    )


def may_approve(person: Any) -> Q:
    """Return the condition of lines in projects where this person approves spending."""
    if person.user is None:
        return Q(pk__in=[])
    return Q(project__in=visible_projects(person.user, Permission.APPROVE_SPENDING))


def ask_approval(slug: str, verb: Any, state: str, due: str = "") -> Ask:
    """Return the question to everybody who may approve lines that wait in a state."""
    return Ask(slug, verb, lambda person: may_approve(person) & Q(state=state), due, finish="approved")
