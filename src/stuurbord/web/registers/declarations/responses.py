"""What is done about which risk, what it costs and what is left."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.lists.register import Column, Family, Filter, Register, Section, View
from stuurbord.web.lists.states import StateMachine, from_each
from stuurbord.web.registers.conclusions import responses_conclusion
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
    WITH_OWNER,
    ask_owner,
)
from stuurbord.web.registers.guards import known
from stuurbord.web.registers.line_checks import check_response
from stuurbord.web.registers.models import ResponseAction
from stuurbord.web.registers.uncertainty import CLOSED_RESPONSES, ResponseState

RESPONSE_STATES = StateMachine(
    ResponseState.PROPOSED,
    (
        *from_each(("proposed", "in_progress"), "planned", "P"),
        *from_each(("proposed", "planned", "done"), "in_progress", "I", guard=known("owner")),
        *from_each(("planned", "in_progress"), "done", "K"),
        *from_each(("proposed", "planned", "in_progress"), "dropped", "V"),
        *from_each(("planned", "dropped"), "proposed"),
    ),
)

RESPONSES = Register(
    slug="maatregelen",
    title=_("Responses"),
    one=_("Measure"),
    model=ResponseAction,
    sheet="responses",
    prefix="M-",
    columns=(
        NUMBER,
        Column("name", _("Measure"), "name", "name"),
        PROJECT,
        Column("risk", _("Risk no."), "code", "risk"),
        Column("cost", _("Cost"), "euro", "cost", has_total=True),
        Column("probability_after", _("Probability afterwards"), "percent", "probability_after"),
        Column("impact_left", _("Part of the impact that is left"), "percent", "impact_left"),
        Column("is_chosen", _("Chosen"), "yes_no", "is_chosen"),
        OWNER,
        STATE,
        DUE,
    ),
    facts=(
        Column("cost", _("Cost"), "euro"),
        Column("probability_after", _("Probability afterwards"), "percent"),
        Column("impact_left", _("Part of the impact that is left"), "percent"),
        Column("get_state_display", _("State"), "choice"),
        DUE,
    ),
    sections=(
        Section(_("What is done about which risk"), ("code", "name", "risk")),
        Section(_("What it costs and leaves"), ("cost", "probability_after", "impact_left", "is_chosen")),
        Section(_("Who does it, by when"), ("owner", "state", "due")),
    ),
    title_field="name",
    search=("code", "name", "risk", "owner__name"),
    order=("project__code", "risk", "code"),
    views=(View("chosen", _("Chosen"), lambda user: Q(is_chosen=True)), OVERDUE, MINE),
    filters=(Filter("risk", _("Risk no."), "risk"), OF_OWNER, OF_STATE),
    closed_states=CLOSED_RESPONSES,
    states=RESPONSE_STATES,
    related=WITH_OWNER,
    empty=_("No responses yet. A response says what is done about a risk, what it costs and what is left."),
    conclusion=responses_conclusion,
    check=check_response,
    asks=(ask_owner("response", pgettext_lazy("what is asked", "Finish"), "done"),),
    family=Family.RISK,
    help=USUAL
    | {
        "risk": _("Number of the risk in the same project."),
        "impact_left": _("100 % if only the probability becomes smaller."),
        "is_chosen": _("The forecast counts on chosen responses only."),
    },
)
