"""Stakeholders and how one deals with them, who does what, who is told what."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from stuurbord.web.lists.register import Column, Family, Filter, Register, Section, View
from stuurbord.web.lists.states import StateMachine, from_each
from stuurbord.web.registers.checks import check_communication, check_raci
from stuurbord.web.registers.conclusions import overdue
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
from stuurbord.web.registers.influence_map import GRADES, influence_map
from stuurbord.web.registers.models import WEIGHTY, Communication, RaciAssignment, RaciRole, Stakeholder
from stuurbord.web.registers.telling import counted, written

COMMUNICATION_STATES = StateMachine(
    "planned",
    (
        *from_each(("planned", "ended"), "running", "L"),
        *from_each(("planned", "running"), "ended", "S"),
        *from_each(("running", "ended"), "planned", "H"),
    ),
)
_STAKEHOLDERS = ngettext_lazy("{n} stakeholder is known.", "{n} stakeholders are known.", "number")
_WEIGHTY = ngettext_lazy(
    "{n} has much influence and much interest.", "{n} have much influence and much interest.", "number"
)
_AGAINST = ngettext_lazy(
    "{n} of great influence is not in favour.", "{n} of great influence are not in favour.", "number"
)
_SUBJECTS = ngettext_lazy("{n} product is divided.", "{n} products are divided.", "number")
_NO_ONE = ngettext_lazy("For {n} nobody answers.", "For {n} nobody answers.", "number")
_MESSAGES = ngettext_lazy("{n} message is planned.", "{n} messages are planned.", "number")
_TELL_LATE = ngettext_lazy("{n} should have been sent.", "{n} should have been sent.", "number")


def against(user: Any = None) -> Q:
    """Return the condition of stakeholders of great influence who are not in favour."""
    return Q(influence__gte=WEIGHTY, attitude__in=("opposed", "reluctant"))


def weighty(user: Any = None) -> Q:
    """Return the condition of stakeholders to involve closely."""
    return Q(influence__gte=WEIGHTY, interest__gte=WEIGHTY)


def stakeholder_sentence(stakeholder: Any) -> str:
    """Say how one deals with a stakeholder, and where the attitude has to go."""
    if not stakeholder.strategy:
        return _now("Influence and interest are not estimated yet.")
    told = _now("Approach by influence and interest: {strategy}.").format(
        strategy=stakeholder.strategy_written
    )
    if not stakeholder.attitude or stakeholder.attitude == stakeholder.desired or not stakeholder.desired:
        return told
    moved = _now("From {now} to {wanted}.").format(
        now=stakeholder.get_attitude_display(), wanted=stakeholder.get_desired_display()
    )
    return f"{told} {moved}"


def raci_conclusion(lines: QuerySet[Any]) -> str:
    """Say how many products are divided among people, and for how many nobody answers."""
    named = "project_id", "product_id", "work_package"
    subjects = set(lines.order_by().values_list(*named).distinct())
    if not subjects:
        return ""
    answered = set(lines.order_by().filter(role=RaciRole.ACCOUNTABLE).values_list(*named).distinct())
    told = [written(_SUBJECTS, len(subjects))]
    told += [written(_NO_ONE, number)] if (number := len(subjects - answered)) else []
    return " ".join(told)


STAKEHOLDERS = Register(
    slug="belanghebbenden",
    title=_("Stakeholders"),
    one=_("Stakeholder"),
    model=Stakeholder,
    prefix="BH-",
    columns=(
        NUMBER,
        Column("name", _("Stakeholder"), "name", "name", detail="organisation"),
        PROJECT,
        Column("role", _("Role"), "text", "role"),
        Column("influence", _("Influence"), "number", "influence"),
        Column("interest", _("Interest"), "number", "interest"),
        Column("strategy_written", _("Strategy"), "text"),
        Column("get_attitude_display", _("Attitude now"), "choice", "attitude"),
        Column("get_desired_display", _("Attitude wanted"), "choice", "desired"),
        OWNER,
    ),
    facts=(
        Column("influence", _("Influence"), "number"),
        Column("interest", _("Interest"), "number"),
        Column("strategy_written", _("Strategy"), "text"),
        Column("get_attitude_display", _("Attitude now"), "choice"),
        Column("get_desired_display", _("Attitude wanted"), "choice"),
    ),
    sections=(
        Section(_("Who"), ("code", "name", "person", "organisation", "role")),
        Section(_("How much they weigh"), ("influence", "interest", "attitude", "desired")),
        Section(_("How to deal with them"), ("expectation", "approach", "owner")),
    ),
    title_field="name",
    search=("code", "name", "organisation", "role", "approach"),
    order=("-influence", "-interest", "name"),
    views=(
        View("weighty", _("Involve closely"), weighty),
        View("against", _("Not in favour"), against),
        MINE,
    ),
    filters=(
        OF_OWNER,
        Filter("attitude", _("Attitude now"), "attitude"),
        Filter("influence", _("Influence"), "influence", GRADES, is_quiet=True),
        Filter("interest", _("Interest"), "interest", GRADES, is_quiet=True),
    ),
    related=(*WITH_OWNER, "person"),
    picture=influence_map,
    empty=_("No stakeholders yet. Begin with who can stop the project and who must work with the result."),
    conclusion=lambda lines: counted(lines, _STAKEHOLDERS, (_WEIGHTY, weighty()), (_AGAINST, against())),
    sentence=stakeholder_sentence,
    family=Family.PEOPLE,
    help=USUAL
    | {
        "influence": _("How much this stakeholder can help or stop the project: 1 little, 5 very much."),
        "interest": _("How much the result changes for this stakeholder: 1 little, 5 very much."),
    },
)

RACI = Register(
    slug="raci",
    title=_("Who does what (RACI)"),
    one=_("RACI line"),
    model=RaciAssignment,
    prefix="RA-",
    columns=(
        NUMBER,
        Column("subject_written", _("Product or work package"), "name", "product__code"),
        PROJECT,
        Column("person", _("Person"), "person", "person__name"),
        Column("get_role_display", _("Role"), "choice", "role"),
        Column("remark", _("Remark"), "text", "remark"),
    ),
    sections=(
        Section(_("Of what"), ("code", "product", "work_package")),
        Section(_("Who is what"), ("person", "role", "remark")),
    ),
    title_field="work_package",
    search=("code", "work_package", "person__name", "product__code", "product__title"),
    order=("project__code", "product__code", "work_package", "role"),
    views=(View("mine", _("Mine"), lambda user: Q(person__user_id=user.pk, person__user__isnull=False)),),
    filters=(
        Filter("role", _("Role"), "role"),
        Filter("person", _("Person"), "person__name"),
        Filter("product", _("No. of the product"), "product__code"),
    ),
    related=("project__portfolio", "product", "person"),
    empty=_("Nothing divided yet. Give each product one person who answers for it (A)."),
    conclusion=raci_conclusion,
    check=check_raci,
    family=Family.PEOPLE,
    help=USUAL
    | {"role": _("R does it, A answers for it (exactly one), C is asked before, I is told after.")},
)

COMMUNICATION = Register(
    slug="communicatie",
    title=_("Communication plan"),
    one=_("Message"),
    model=Communication,
    prefix="C-",
    columns=(
        NUMBER,
        Column("title", _("Message"), "name", "title"),
        PROJECT,
        Column("audience", _("Audience"), "text", "audience"),
        Column("stakeholder", _("No. of the stakeholder"), "code", "stakeholder__code"),
        Column("channel", _("Channel"), "text", "channel"),
        Column("get_frequency_display", _("Frequency"), "choice", "frequency"),
        Column("owner", _("Sender"), "person", "owner__name"),
        Column("due", _("Next time"), "date", "due", alarm="is_overdue"),
        STATE,
    ),
    facts=(
        DUE,
        Column("get_frequency_display", _("Frequency"), "choice"),
        Column("last_on", _("Last time"), "date"),
    ),
    sections=(
        Section(_("Who is told what"), ("code", "title", "stakeholder", "audience", "channel")),
        Section(_("How often, by whom"), ("frequency", "owner", "due", "last_on", "state")),
    ),
    search=("code", "title", "audience", "channel", "owner__name"),
    order=("due", "code"),
    views=(OVERDUE, MINE),
    filters=(OF_OWNER, Filter("frequency", _("Frequency"), "frequency"), OF_STATE),
    closed_states=Communication.closed,
    states=COMMUNICATION_STATES,
    related=(*WITH_OWNER, "stakeholder"),
    empty=_("No messages planned. Write down who must hear what, through which channel and how often."),
    conclusion=lambda lines: counted(lines, _MESSAGES, (_TELL_LATE, overdue())),
    check=check_communication,
    asks=(ask_owner("communication", pgettext_lazy("what is asked", "Send")),),
    family=Family.PEOPLE,
    help=USUAL | {"owner": _("Who sends it."), "due": _("The next time it is sent.")},
)
