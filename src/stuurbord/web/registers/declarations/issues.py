"""What is the matter now, and who solves it by when."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.lists.register import Column, Filter, Register, Section, View
from stuurbord.web.lists.states import StateMachine, from_each
from stuurbord.web.registers.conclusions import issues_conclusion
from stuurbord.web.registers.declarations.usual import (
    DUE,
    MINE,
    NUMBER,
    OF_OWNER,
    OF_STATE,
    OVERDUE,
    OWNER,
    PROJECT,
    STATE,
    USUAL,
    ask_owner,
)
from stuurbord.web.registers.guards import known
from stuurbord.web.registers.models import CLOSED_ISSUES, Issue, Priority

GRAVITY = Case(
    *(When(priority=level, then=Value(rank)) for rank, level in enumerate(Priority, start=1)),
    output_field=IntegerField(),
)
ISSUE_STATES = StateMachine(
    "registered",
    (
        *from_each(("registered", "decided"), "assessed", "G", guard=known("priority")),
        *from_each(("registered", "assessed", "executed"), "decided", "B", guard=known("owner")),
        *from_each(("registered", "assessed", "decided"), "executed", "U"),
        *from_each(("registered", "assessed", "decided", "executed"), "closed", "S"),
        *from_each(("assessed", "closed"), "registered", "H"),
    ),
)

ISSUES = Register(
    slug="issues",
    title=_("Issues"),
    one=_("Issue"),
    model=Issue,
    sheet="issues",
    prefix="I-",
    columns=(
        NUMBER,
        Column("title", _("Issue"), "name", "title"),
        PROJECT,
        Column("priority", _("Priority"), "level", "priority_order"),
        OWNER,
        STATE,
        Column("raised_on", _("Raised"), "date", "raised_on"),
        DUE,
        Column("get_severity_display", _("Severity"), "choice", "severity", is_extra=True),
        Column("risk", _("From risk"), "code", "risk__code", is_extra=True),
        Column("is_legal_breach", _("Breach of the law"), "choice", "is_legal_breach", is_extra=True),
    ),
    facts=(
        Column("priority", _("Priority"), "level"),
        Column("get_state_display", _("State"), "choice"),
        Column("owner", _("Owner"), "person"),
        Column("raised_on", _("Raised"), "date"),
        DUE,
    ),
    sections=(
        Section(_("What is the matter"), ("code", "title", "description", "risk", "is_legal_breach")),
        Section(
            _("Who solves it, by when"),
            "priority severity owner state raised_on due solution".split(),
        ),
    ),
    search=("code", "title", "description", "owner__name"),
    order=("due", "code"),
    views=(
        View("high", _("High priority"), lambda user: Q(priority=Priority.HIGH)),
        OVERDUE,
        MINE,
    ),
    filters=(OF_OWNER, Filter("priority", _("Priority"), "priority"), OF_STATE),
    closed_states=CLOSED_ISSUES,
    states=ISSUE_STATES,
    related=("project__portfolio", "owner", "risk"),
    annotations={"priority_order": GRAVITY},
    empty=_("No issues yet. Write down the first one or take them over from Excel."),
    conclusion=issues_conclusion,
    asks=(ask_owner("issue", pgettext_lazy("what is asked", "Solve"), "executed"),),
    is_main=True,
    help=USUAL
    | {
        "risk": _("Number of the risk that occurred, if it was foreseen."),
        "priority": _("How much haste it asks for."),
        "severity": _("How much harm it does if nothing happens."),
        "is_legal_breach": _("As long as the issue is open, the project is red."),
    },
)
