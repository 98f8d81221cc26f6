"""The paper of a meeting: its agenda until it is held, then its minutes.

Minutes say who was there, what was decided, and who does what by when.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from stuurbord.reports.document import (
    Block,
    Cell,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Provenance,
    Signature,
    Signatures,
    Table,
    write_docx,
    write_pdf,
)
from stuurbord.web.clock import today
from stuurbord.web.look import figures
from stuurbord.web.meetings.models import (
    AgendaItem,
    AgreedAction,
    ItemState,
    Meeting,
    MeetingState,
    Presence,
    Purpose,
)
from stuurbord.web.meetings.queries import actions_carried, attendances_of, items_of
from stuurbord.web.meetings.rulings import label_of
from stuurbord.web.reader import reader

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def minutes_document(meeting: Meeting, approved_on: Any = None) -> Document:
    """Return the minutes as the facts stand now, in the reader's language; the agenda before the meeting.

    Parameters
    ----------
    approved_on
        Day on which the chair approved them; None for a draft.
    """
    items = list(items_of(meeting))
    is_agenda = comes_before(meeting)
    state = _("approved by the chair") if approved_on else _("draft")
    blocks = _agenda(meeting, items) if is_agenda else _minutes(meeting, items, approved_on)
    return Document(
        title=agenda_conclusion(items) if is_agenda else conclusion(meeting, items),
        rubric=f"{paper_name(meeting)}  ·  {meeting.title}",
        subtitle=f"{figures.long_day(timezone.localtime(meeting.at))}  ·  {meeting.body}  ·  {state}",
        author=meeting.secretary.name if meeting.secretary else "",
        blocks=tuple(blocks),
        provenance=Provenance(
            organisation=meeting.portfolio.organisation or meeting.portfolio.name,
            subject=_("meeting of {day}").format(day=reader().day(timezone.localtime(meeting.at).date())),
            as_of=approved_on or today(),
            version=state,
        ),
    )


def comes_before(meeting: Meeting) -> bool:
    """Return whether the meeting still has to be held: then its paper is the agenda."""
    return meeting.state in (MeetingState.PLANNED, MeetingState.INVITED)


def paper_name(meeting: Meeting) -> str:
    """Return what the paper of a meeting is called now."""
    return (
        pgettext("of a meeting", "Agenda") if comes_before(meeting) else pgettext("of a meeting", "Minutes")
    )


def written(document: Document, kind: str) -> bytes:
    """Return the document as a file: ``docx`` or ``pdf``. The same document gives the same bytes."""
    return {"docx": write_docx, "pdf": write_pdf}[kind](document, reader())


def conclusion(meeting: Meeting, items: list[AgendaItem]) -> str:
    """Say what the meeting came to, in a sentence or three."""
    words = reader()
    n_handled = sum(one.state == ItemState.HANDLED for one in items)
    n_left = sum(one.state == ItemState.CARRIED_OVER for one in items)
    n_actions = sum(len(one.agreed.all()) for one in items)
    handled = ngettext("{n} item was handled.", "{n} items were handled.", n_handled)
    told = [handled.format(n=words.count_at_start(n_handled)) if n_handled else _("No item was handled.")]
    if n_actions:
        told.append(
            ngettext("{n} action was agreed.", "{n} actions were agreed.", n_actions).format(
                n=words.count_at_start(n_actions)
            )
        )
    if n_left:
        told.append(
            ngettext(
                "{n} item goes to the next meeting.", "{n} items go to the next meeting.", n_left
            ).format(n=words.count_at_start(n_left))
        )
    return " ".join(told)


def agenda_conclusion(items: list[AgendaItem]) -> str:
    """Say how much stands on the agenda, how much of it to decide."""
    words, n_deciding = reader(), sum(one.purpose == Purpose.DECIDE for one in items)
    first = ngettext("{n} item stands on the agenda", "{n} items stand on the agenda", len(items)).format(
        n=words.count_at_start(len(items))
    )
    if not n_deciding:
        return f"{first}."
    return f"{first}, {_('{n} of them to decide').format(n=words.count(n_deciding))}."


# -- parts -------------------------------------------------------------------------------------------


def _minutes(meeting: Meeting, items: list[AgendaItem], approved_on: Any) -> Iterator[Block]:
    yield Facts(tuple(_head_facts(meeting)))
    yield from _attendance(meeting)
    yield from _outcomes(items)
    yield from _actions(items)
    yield from _carried(meeting, items)
    yield Signatures(tuple(_signatures(meeting, approved_on)))


def _agenda(meeting: Meeting, items: list[AgendaItem]) -> Iterator[Block]:
    yield Facts(tuple(_head_facts(meeting)))
    yield Heading(_("On the agenda"))
    if items:
        columns = (
            Column(_("Item"), "right", 0.5),
            Column(_("Title"), width=5.5),
            Column(_("Presenter"), width=1.6),
            Column(pgettext("of time", "Minutes"), "right", 0.9),
        )
        rows = tuple(_agenda_row(one) for one in items)
        yield Table(columns, rows, _("Items in the order in which they are taken"))
    else:
        yield Paragraph(_("The agenda is empty."), "missing")
    yield from _still_open(meeting)
    yield from _attendance(meeting)


def _agenda_row(item: AgendaItem) -> tuple[Cell, ...]:
    about = " · ".join((str(item.get_kind_display()), str(item.get_purpose_display())))
    return (
        Cell(str(item.position)),
        Cell(item.title, about, is_bold=item.purpose == Purpose.DECIDE),
        Cell(item.presenter.name if item.presenter else "–"),
        Cell(str(item.minutes)),
    )


def _head_facts(meeting: Meeting) -> Iterator[Fact]:
    local, words = timezone.localtime(meeting.at), reader()
    yield Fact(_("Date"), words.day(local.date()), words.weekday(local.date()))
    yield Fact(_("Time"), f"{local:%H:%M}", _("{n} minutes").format(n=meeting.length_minutes))
    yield Fact(_("Place"), meeting.place or "–")
    yield Fact(_("Chair"), meeting.chair.name if meeting.chair else "–")
    yield Fact(_("Secretary"), meeting.secretary.name if meeting.secretary else "–")


def _attendance(meeting: Meeting) -> Iterator[Block]:
    people = attendances_of(meeting)
    asked = _("Invited") if comes_before(meeting) else _("Asked, not noted as present")
    groups = (
        (Presence.PRESENT, _("Present")),
        (Presence.EXCUSED, _("Excused")),
        (Presence.INVITED, asked),
    )
    yield Heading(_("Attendance"))
    for presence, label in groups:
        if names := [_called(one.person) for one in people if one.presence == presence]:
            yield Paragraph(_("{label}: {text}").format(label=label, text=f"{'; '.join(names)}."))


def _called(person: Any) -> str:
    return f"{person.name} ({person.function})" if person.function else str(person.name)


def _outcomes(items: list[AgendaItem]) -> Iterator[Block]:
    yield Heading(_("What was handled"))
    handled = [item for item in items if item.state != ItemState.CARRIED_OVER]
    if not handled:
        yield Paragraph(_("No item was handled."))
    for item in handled:
        yield Heading(f"{item.position}. {item.title}", 2)
        yield Paragraph(" · ".join(_about(item)), "quiet")
        if item.note:
            yield Paragraph(item.note)
        if ruling := ruling_sentence(item):
            yield Paragraph(ruling, "lead")


def _about(item: AgendaItem) -> list[str]:
    told = [str(item.get_kind_display()), str(item.get_purpose_display())]
    if item.presenter:
        told.append(_("presented by {name}").format(name=item.presenter.name))
    if item.carried_from_id:
        told.append(_("brought along from {meeting}").format(meeting=item.carried_from.meeting))
    return told


def ruling_sentence(item: AgendaItem) -> str:
    """Return what came of an item: ``Goedgekeurd: …``; empty while nothing did."""
    if item.state == ItemState.CARRIED_OVER:
        return _("Goes to the next meeting.")
    if item.state != ItemState.HANDLED:
        return ""
    if not item.outcome:
        return f"{label_of(item)}."
    return _("{label}: {text}").format(label=label_of(item), text=item.outcome)


def _actions(items: list[AgendaItem]) -> Iterator[Block]:
    agreed = [(item, one) for item in items for one in item.agreed.all()]
    yield Heading(_("Actions agreed"))
    if not agreed:
        yield Paragraph(_("No actions were agreed."))
        return
    rows = tuple(_action_row(one, str(item.position)) for item, one in agreed)
    yield Table(_action_columns(_("Item")), rows, _("Actions agreed, with who does it and by when"))


def _carried(meeting: Meeting, items: list[AgendaItem]) -> Iterator[Block]:
    if left := [item for item in items if item.state == ItemState.CARRIED_OVER]:
        yield Heading(_("To the next meeting"))
        columns = (
            Column(_("Item"), width=0.5),
            Column(_("Title"), width=4),
            Column(_("Presenter"), width=1.5),
        )
        rows = tuple(
            (
                Cell(str(item.position)),
                Cell(item.title),
                Cell(item.presenter.name if item.presenter else "–"),
            )
            for item in left
        )
        yield Table(columns, rows, _("Items that go to the next meeting"))
    yield from _still_open(meeting)


def _still_open(meeting: Meeting) -> Iterator[Block]:
    if still := actions_carried(meeting):
        yield Heading(_("Still open from earlier meetings"))
        rows = tuple(_action_row(one, figures.short_day(one.item.meeting.at)) for one in still)
        yield Table(_action_columns(_("From")), rows, _("Actions from earlier meetings that are still open"))


def _action_columns(first: str) -> tuple[Column, ...]:
    return (
        Column(first, width=0.7),
        Column(_("No."), width=1),
        Column(_("Action"), width=3.5),
        Column(_("Owner"), width=1.5),
        Column(_("Due"), "right", 1),
    )


def _action_row(one: AgreedAction, first: str) -> tuple[Cell, ...]:
    action = one.action
    return (
        Cell(first),
        Cell(action.code, action.project.code),
        Cell(action.title),
        Cell(action.owner.name if action.owner else "–"),
        Cell(figures.day(action.due)),
    )


def _signatures(meeting: Meeting, approved_on: Any) -> Iterator[Signature]:
    if meeting.secretary:
        yield Signature(_("Secretary"), meeting.secretary.name)
    if meeting.chair:
        on = reader().day(approved_on) if approved_on else ""
        yield Signature(_("Chair"), meeting.chair.name, on)
