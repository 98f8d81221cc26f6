"""The columns, filters and views that most registers have."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stuurbord.web.lists.register import Ask, Column, Filter, View
from stuurbord.web.registers.conclusions import overdue

NUMBER = Column("code", _("No."), "code", "code")
PROJECT = Column("project", _("Project"), "project", "project__code")
OWNER = Column("owner", _("Owner"), "person", "owner__name")
STATE = Column("get_state_display", _("State"), "choice", "state")
DUE = Column("due", _("Due"), "date", "due", alarm="is_overdue")
OF_OWNER = Filter("owner", _("Owner"), "owner__name")
OF_STATE = Filter("state", _("State"), "state")
USUAL = {
    "code": _("The number by which people call this line; its own within the project."),
    "owner": _("Who answers for it: one person."),
    "due": _("The day by which it must be done."),
    "state": _("Only what follows on the present state can be chosen."),
}
"""Help for the fields that most registers have."""
WITH_OWNER = ("project__portfolio", "owner")


def of_reader(user: Any) -> Q:
    """Return the condition of lines that the reader owns."""
    return Q(owner__user_id=user.pk) & Q(owner__user__isnull=False)


def of_person(person: Any) -> Q:
    """Return the condition of lines that somebody owns."""
    return Q(owner=person)


def of_leader(person: Any) -> Q:
    """Return the condition of lines of the projects that somebody leads."""
    return Q(project__manager=person)


MINE = View("mine", _("Mine"), of_reader)
OVERDUE = View("overdue", _("Overdue"), overdue)


def ask_owner(slug: str, verb: Any, finish: str = "") -> Ask:
    """Return the question that a register asks the owner of a line until it is closed."""
    return Ask(slug, verb, of_person, finish=finish)
