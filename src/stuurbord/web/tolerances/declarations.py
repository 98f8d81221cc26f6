"""The registers of tolerances, exceptions and options, declared."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.lists.register import Ask, Column, Family, Filter, Register, Section, View, declare
from stuurbord.web.lists.states import StateMachine, Transition
from stuurbord.web.registers.declarations.usual import (
    DUE,
    MINE,
    NUMBER,
    OF_STATE,
    OWNER,
    PROJECT,
    STATE,
    USUAL,
    WITH_OWNER,
)
from stuurbord.web.registers.guards import known
from stuurbord.web.tolerances.checks import agreed_above, check_option, check_tolerance
from stuurbord.web.tolerances.conclusions import exception_sentence, exceptions_conclusion
from stuurbord.web.tolerances.deciding import ask_decisions
from stuurbord.web.tolerances.guards import complete, decided_above, within_again
from stuurbord.web.tolerances.models import (
    CLOSED_EXCEPTIONS,
    ExceptionOption,
    ExceptionReport,
    ExceptionState,
    Tolerance,
)

_TARGET = Column("get_target_display", pgettext_lazy("of a tolerance", "Target"), "choice", "target")
_LEVEL = Column("get_level_display", _("Level"), "choice", "level")
_SCOPE = Column("scope", _("Stage or work package"), "code", "scope")

TOLERANCES = Register(
    slug="toleranties",
    title=_("Tolerances"),
    one=_("Tolerance"),
    model=Tolerance,
    prefix="T-",
    columns=(
        NUMBER,
        _TARGET,
        PROJECT,
        _LEVEL,
        _SCOPE,
        Column("limit_days", _("At most, days"), "number", "limit_days"),
        Column("limit_fraction", _("At most, percent"), "percent", "limit_fraction"),
        Column("limit_euro", _("At most, euro"), "euro", "limit_euro"),
        Column("limit_number", _("At most, number"), "number", "limit_number"),
        Column("attested_fraction", _("Attested deviation"), "percent", "attested_fraction", is_extra=True),
        Column("agreed_on", _("Agreed on"), "date", "agreed_on"),
    ),
    facts=(_TARGET, _LEVEL, Column("agreed_on", _("Agreed on"), "date")),
    sections=(
        Section(_("Of what, where"), ("code", "target", "level", "scope")),
        Section(
            _("How much"),
            ("limit_days", "limit_fraction", "limit_euro", "limit_number", "criterion"),
        ),
        Section(
            _("Measured by what, agreed when"),
            ("benefit", "attested_fraction", "attested_on", "agreed_on", "source"),
        ),
    ),
    search=("code", "scope", "criterion", "source"),
    order=("project__code", "level", "target", "code"),
    filters=(
        Filter("target", pgettext_lazy("of a tolerance", "Target"), "target"),
        Filter("level", _("Level"), "level"),
    ),
    related=("project__portfolio", "benefit"),
    empty=_("No tolerances agreed beside time and cost. Write down the first one."),
    check=check_tolerance,
    set_by_decision=(
        "level",
        "scope",
        "target",
        "limit_days",
        "limit_fraction",
        "limit_euro",
        "limit_number",
        "criterion",
    ),
    is_agreed_above=agreed_above,
    help=USUAL
    | {
        "level": _("Time and cost of the project as a whole stand with the project itself."),
        "scope": _("The code of the gate that ends the stage, or the WBS code of the work package."),
        "limit_fraction": _("Cost: above the budget. Benefits: not reached. Sustainability: below the goal."),
        "limit_number": _("Scope: approved changes. Quality: severe findings that are open."),
        "attested_fraction": _("Where no register measures it; worse than the goal is positive."),
        "benefit": _("The benefit that measures it; without one, all benefits together do."),
    },
)

EXCEPTION_STATES = StateMachine(
    "raised",
    (
        Transition("raised", "reported", "R", guard=known("cause", "consequence", "recommendation")),
        Transition("reported", "decision_asked", "V", guard=complete),
        Transition("reported", "raised", "H"),
        Transition("decision_asked", "decided", "B", Permission.DECIDE, guard=decided_above, four_eyes=True),
        Transition("decided", "closed", "S", guard=within_again),
        Transition("raised", "withdrawn", "I", guard=within_again),
    ),
)


def _to_report(person: Any) -> Q:
    """Return the condition of exceptions that the project manager must complete and bring forward."""
    waits = Q(state__in=(ExceptionState.RAISED, ExceptionState.REPORTED))
    return waits & (Q(owner=person) | Q(owner=None, project__manager=person))


def _to_decide(person: Any) -> Q:
    """Return the condition of exceptions on which somebody must see to a decision."""
    return Q(state=ExceptionState.DECISION_ASKED, project__owner=person)


def _exception_page(line: ExceptionReport) -> tuple[Any, str] | None:
    if line.is_archived:
        return None
    project = line.project
    address = reverse("exception", args=[project.portfolio.key, project.code, line.code])
    return _("Options and decision"), address


def _page_of_option(line: ExceptionOption) -> tuple[Any, str] | None:
    page = _exception_page(line.exception)
    return page and (_("To the exception"), page[1])


EXCEPTIONS = Register(
    slug="afwijkingen",
    title=_("Exceptions"),
    one=_("Exception"),
    model=ExceptionReport,
    prefix="AFW-",
    columns=(
        NUMBER,
        Column("title", _("Exception"), "name", "title"),
        PROJECT,
        _TARGET,
        _LEVEL,
        Column("raised_on", _("Raised on"), "date", "raised_on"),
        Column("get_basis_display", _("Rests on"), "choice", "basis"),
        OWNER,
        DUE,
        STATE,
    ),
    facts=(
        _TARGET,
        Column("raised_on", _("Raised on"), "date"),
        Column("get_basis_display", _("Rests on"), "choice"),
        Column("owner", _("Owner"), "person"),
        DUE,
        Column("get_state_display", _("State"), "choice"),
    ),
    sections=(
        Section(_("What lies beyond"), ("code", "title", "target", "level", "scope")),
        Section(_("Why, and what follows"), ("cause", "consequence", "recommendation")),
        Section(_("Who decides, by when"), ("owner", "due", "state", "decision", "outcome")),
    ),
    search=("code", "title", "cause", "recommendation", "owner__name"),
    order=("due", "code"),
    views=(
        View("to_report", _("To report"), lambda user: Q(state=ExceptionState.RAISED)),
        View("to_decide", _("To decide"), lambda user: Q(state=ExceptionState.DECISION_ASKED)),
        MINE,
    ),
    filters=(
        Filter("target", pgettext_lazy("of a tolerance", "Target"), "target"),
        Filter("level", _("Level"), "level"),
        OF_STATE,
    ),
    closed_states=CLOSED_EXCEPTIONS,
    states=EXCEPTION_STATES,
    related=(*WITH_OWNER, "decision"),
    empty=_("Nothing lies beyond its tolerance. An exception raises itself when that changes."),
    conclusion=exceptions_conclusion,
    sentence=exception_sentence,
    own_page=_exception_page,
    follow=ask_decisions,
    asks=(
        Ask("report", pgettext_lazy("what is asked", "Report the exception"), _to_report, due="raised_on"),
        Ask("decide", pgettext_lazy("what is asked", "Decide on the exception"), _to_decide),
    ),
    expiries=("due",),
    help=USUAL
    | {
        "due": _("After this day the decision no longer changes anything."),
        "recommendation": _("Which option you advise, and why."),
    },
)

OPTIONS = Register(
    slug="opties",
    title=_("Options"),
    one=pgettext_lazy("of an exception", "Option"),
    model=ExceptionOption,
    prefix="OPT-",
    columns=(
        NUMBER,
        Column("title", pgettext_lazy("of an exception", "Option"), "name", "title"),
        PROJECT,
        Column("exception", _("Exception"), "code", "exception__code"),
        Column("effect_days", _("Date, days"), "number", "effect_days"),
        Column("effect_cost", _("Cost"), "euro", "effect_cost"),
        Column("effect_risk", _("Risk"), "text", "effect_risk"),
        Column("is_recommended", _("Recommended"), "yes_no", "is_recommended"),
    ),
    facts=(
        Column("effect_days", _("Date, days"), "number"),
        Column("effect_cost", _("Cost"), "euro"),
        Column("is_recommended", _("Recommended"), "yes_no"),
    ),
    sections=(
        Section(_("What can be done"), ("code", "exception", "title", "is_recommended")),
        Section(_("What it changes"), ("effect_days", "effect_cost", "effect_risk")),
    ),
    search=("code", "title", "exception__code"),
    order=("exception__code", "code"),
    related=("project__portfolio", "exception"),
    still_open=~Q(exception__state__in=CLOSED_EXCEPTIONS),
    empty=_("No options yet. Waiting is always one of them."),
    check=check_option,
    own_page=_page_of_option,
    family=Family.STEERING,
    help=USUAL | {"effect_days": _("Earlier is negative; 0 is an answer.")},
)

REGISTERS_HERE = (TOLERANCES, EXCEPTIONS, OPTIONS)


def declare_all() -> None:
    """Declare the registers of this app."""
    for register in REGISTERS_HERE:
        declare(register)
