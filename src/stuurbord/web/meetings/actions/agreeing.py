"""Agree on an action at the table: a line in the register of actions, with who and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.web.accounts.models import Person
from stuurbord.web.accounts.permissions import require
from stuurbord.web.lists.actions import save_line
from stuurbord.web.lists.changing import new_form
from stuurbord.web.lists.line_forms import next_code
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.meetings.actions.locking import locked_item, running_meeting, tell
from stuurbord.web.meetings.given import CannotDecide
from stuurbord.web.meetings.models import AgendaItem, AgreedAction, Meeting
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import ActionItem

ACTIONS = "acties"


@dataclass(frozen=True, slots=True)
class Agreement:
    """What somebody promised at the table."""

    title: str
    owner: Person
    due: date
    project: Project


@transaction.atomic
def agree_action(actor: Any, meeting: Meeting, item: AgendaItem, agreed: Agreement) -> AgreedAction:
    """Write an action in the register of its project and under the item it was agreed at.

    Raises
    ------
    NotPermitted
        If the actor may not edit the actions of that project.
    CannotDecide
        If the register refuses the line.
    """
    stored = running_meeting(meeting)
    kept = locked_item(stored, item)
    line = _line(actor, stored, kept, agreed)
    made = AgreedAction.objects.create(item=kept, action=line)
    told = {"action": line.code, "owner": agreed.owner.name, "due": agreed.due, "what": agreed.title}
    tell(actor, stored, "agenda.agree", told, kept)
    return made


def _line(actor: Any, meeting: Meeting, item: AgendaItem, agreed: Agreement) -> ActionItem:
    register = REGISTERS[ACTIONS]
    require(actor, register.permission, agreed.project.scopes)
    # The project's row orders two who take a number at the same time.
    Project.objects.select_for_update(of=("self",)).get(pk=agreed.project.pk)
    codes = ActionItem.objects.filter(project=agreed.project).values_list("code", flat=True)
    values = {
        "project": agreed.project.pk,
        "code": next_code(codes) or f"{register.prefix}001",
        "title": agreed.title,
        "source": str(_("{meeting}, item {n}")).format(meeting=meeting, n=item.position)[:200],
        "owner": agreed.owner.pk,
        "due": agreed.due,
        "state": "open",
    }
    form = new_form(register, actor, values)
    if not form.is_valid():
        raise CannotDecide([str(error) for errors in form.errors.values() for error in errors])
    line: ActionItem = save_line(actor, register, form, None)
    return line
