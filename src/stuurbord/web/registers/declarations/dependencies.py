"""What one project receives from another, or from a party outside the portfolio."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy, pgettext_lazy

from stuurbord.web.clock import today
from stuurbord.web.lists.register import Ask, Column, Family, Filter, Register, Section, View
from stuurbord.web.lists.states import StateMachine, Transition, from_each
from stuurbord.web.reader import reader
from stuurbord.web.registers.checks import check_dependency
from stuurbord.web.registers.declarations.usual import (
    MINE,
    NUMBER,
    OF_OWNER,
    OF_STATE,
    OWNER,
    PROJECT,
    STATE,
    USUAL,
    WITH_OWNER,
    of_person,
)
from stuurbord.web.registers.guards import known
from stuurbord.web.registers.models import ProjectDependency
from stuurbord.web.registers.telling import counted

DEPENDENCY_STATES = StateMachine(
    "proposed",
    (
        Transition("proposed", "agreed", "A", guard=known("agreed_on")),
        *from_each(("proposed", "agreed"), "delivered", "G", guard=known("delivered_on")),
        *from_each(("proposed", "agreed"), "dropped", "V"),
        Transition("agreed", "proposed", "H"),
        *from_each(("delivered", "dropped"), "agreed", "H"),
    ),
)
_DEPENDENCIES = ngettext_lazy(
    "{n} delivery from elsewhere is still to come.",
    "{n} deliveries from elsewhere are still to come.",
    "number",
)
_COMES_LATE = ngettext_lazy("{n} comes later than agreed.", "{n} come later than agreed.", "number")
_NOT_AGREED = ngettext_lazy("{n} is not agreed yet.", "{n} are not agreed yet.", "number")


def comes_late(user: Any = None) -> Q:
    """Return the condition of deliveries expected after the agreed date, or of which that date has passed."""
    return Q(agreed_on__lt=today()) | Q(forecast__gt=F("agreed_on"))


def dependency_sentence(dependency: Any) -> str:
    """Say how a delivery stands against what was agreed."""
    days = dependency.late_days
    if days is None:
        return _now("The agreed date or the forecast is not known yet.")
    if days <= 0:
        return _now("This comes in time.")
    told = ngettext("This comes {n} day later than agreed.", "This comes {n} days later than agreed.", days)
    return told.format(n=reader().number(days))


DEPENDENCIES = Register(
    slug="afhankelijkheden",
    title=_("Dependencies between projects"),
    one=_("Dependency"),
    model=ProjectDependency,
    prefix="AF-",
    columns=(
        NUMBER,
        Column("title", _("What is received"), "name", "title"),
        Column("giver_name", _("Given by"), "code", "giver"),
        PROJECT,
        Column("needed_for", _("Needed for"), "code", "needed_for"),
        Column("agreed_on", _("Agreed date"), "date", "agreed_on", alarm="is_late"),
        Column("forecast", _("Forecast"), "date", "forecast"),
        Column("late_days", _("Deviation"), "deviation"),
        OWNER,
        STATE,
    ),
    facts=(
        Column("agreed_on", _("Agreed date"), "date", alarm="is_late"),
        Column("forecast", _("Forecast"), "date"),
        Column("late_days", _("Deviation"), "deviation"),
    ),
    sections=(
        Section(_("Who gives what"), ("code", "title", "giver", "outsider", "needed_for", "owner")),
        Section(_("By when"), ("agreed_on", "forecast", "due", "delivered_on", "state", "consequence")),
    ),
    search=("code", "title", "giver", "outsider", "owner__name"),
    order=("agreed_on", "code"),
    views=(View("late", _("Late"), comes_late), MINE),
    filters=(Filter("giver", _("Giving project"), "giver"), OF_OWNER, OF_STATE),
    closed_states=ProjectDependency.closed,
    states=DEPENDENCY_STATES,
    related=WITH_OWNER,
    empty=_("No dependencies yet. Write down what this project cannot do without something from elsewhere."),
    conclusion=lambda lines: counted(
        lines, _DEPENDENCIES, (_COMES_LATE, comes_late()), (_NOT_AGREED, Q(state="proposed"))
    ),
    sentence=dependency_sentence,
    check=check_dependency,
    asks=(Ask("dependency", pgettext_lazy("what is asked", "Follow up"), of_person, "agreed_on"),),
    expiries=("agreed_on",),
    plan_fields=("needed_for",),
    family=Family.SCOPE,
    help=USUAL
    | {
        "giver": _("Code of the project in the same portfolio that delivers it."),
        "outsider": _("Who delivers it, if it is no project of the portfolio: a supplier, another agency."),
        "needed_for": _("Number or WBS code of the task that waits for it."),
        "forecast": _("When it is expected as things stand."),
        "due": _("The day on which you ask again how it stands."),
    },
)
