"""What stands beside one item: its line with facts and files, what can be decided, what was agreed."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from stuurbord.web.accounts.permissions import Permission, may
from stuurbord.web.lists.attachments import attachments_of
from stuurbord.web.lists.links import links_of
from stuurbord.web.lists.panels import panels_of
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.lists.views.drawer import told_sections
from stuurbord.web.meetings.actions.deciding import line_of
from stuurbord.web.meetings.documents import papers_for
from stuurbord.web.meetings.forms import ActionForm, DecisionForm, ItemForm
from stuurbord.web.meetings.gate_decisions import dossier_of, gate_url, shown_gate
from stuurbord.web.meetings.minutes import ruling_sentence
from stuurbord.web.meetings.models import AgendaItem, ItemKind, ItemState, Meeting, MeetingState
from stuurbord.web.meetings.queries import may_run, projects_of
from stuurbord.web.meetings.rulings import rulings_for
from stuurbord.web.projects.queries import visible_projects


def item_context(user: Any, meeting: Meeting, item: AgendaItem) -> dict[str, Any]:
    """Return what the page of a meeting and its presentation show of one item."""
    line, register = line_of(item), REGISTERS.get(item.source)
    if line is not None and not visible_projects(user).filter(pk=line.project_id).exists():
        line = None  # moved to where the reader does not come
    is_running = meeting.state == MeetingState.RUNNING
    scopes = item.project.scopes if item.project else meeting.scopes
    is_gate = item.kind == ItemKind.GATE and item.project is not None
    gate = shown_gate(item) if is_gate else None
    return {
        "item": item,
        "line": line,
        "register": register if line is not None else None,
        "told": ruling_sentence(item),
        "rulings": rulings_for(item),
        "can_decide": is_running and item.state != ItemState.HANDLED and may(user, Permission.DECIDE, scopes),
        "can_note": meeting.takes_changes and may_run(user, meeting),
        "can_agree": is_running and action_projects(user, meeting, item).exists(),
        "is_gate": is_gate,
        "gate": gate,
        "gate_url": gate_url(item) if is_gate else "",
        "decision": DecisionForm(
            initial={
                "item_version": item.version,
                "line_version": _version(item, line),
                "decision_version": getattr(getattr(line, "decision", None), "version", None),
                "seen": gate.seal if gate else "",
            },
            auto_id="decide_%s",
        ),
        "action": action_form(user, meeting, item),
        "item_form": ItemForm(
            initial={name: getattr(item, name) for name in ItemForm.base_fields}, auto_id="item_%s"
        ),
        "papers": papers_for(user, meeting, item),
        **_of_line(user, register, line),
    }


def action_form(user: Any, meeting: Meeting, item: AgendaItem, data: Any = None) -> ActionForm:
    """Return the form of an action at this item; its project is that of the item unless one chooses."""
    projects = action_projects(user, meeting, item)
    only = item.project_id or meeting.project_id
    return ActionForm(projects, data, initial={"project": only, "due": None}, auto_id="action_%s")


def action_projects(user: Any, meeting: Meeting, item: AgendaItem) -> Any:
    """Return the projects in which the reader may write an action that this body agrees on."""
    editable = visible_projects(user, Permission.EDIT_REGISTER).values("pk")
    found = projects_of(meeting).filter(pk__in=editable).select_related("portfolio")
    return found.filter(pk=item.project_id) if item.project_id else found


def _version(item: AgendaItem, line: Any) -> int | None:
    if item.kind == ItemKind.GATE and item.project:
        dossier = dossier_of(item)
        return dossier.version if dossier else None
    return line.version if line is not None else None


def _of_line(user: Any, register: Any, line: Any) -> dict[str, Any]:
    if line is None or register is None:
        return {"sections": [], "panels": [], "files": [], "links": [], "sentence": "", "line_url": ""}
    return {
        "sections": told_sections(register, line, filled_only=True),
        "panels": panels_of(register.slug, line, user),
        "files": [one for one in attachments_of(register, line) if not one.is_archived],
        "links": links_of(user, register, line),
        "sentence": register.sentence(line) if register.sentence else "",
        "line_url": reverse("register_line", args=[register.slug, line.pk]),
    }
