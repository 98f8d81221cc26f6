"""Links of a line: to lines of any register, to tasks of the plan, to projects; seen from both ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stuurbord.web.accounts.permissions import require
from stuurbord.web.audit.chain import Happened, record_all
from stuurbord.web.lists.comments import refuse_archived
from stuurbord.web.lists.events import beside_line_changed
from stuurbord.web.lists.link_ends import End, ShownEnd, end_of, shown_ends
from stuurbord.web.lists.models.link import Link, LinkKind
from stuurbord.web.lists.register import REGISTERS, Register

_BACKWARDS = {
    LinkKind.RELATES: LinkKind.RELATES.label,
    LinkKind.CAUSES: gettext_lazy("is caused by"),
    LinkKind.SOLVES: gettext_lazy("is solved by"),
    LinkKind.REPLACES: gettext_lazy("is replaced by"),
    LinkKind.BLOCKS: gettext_lazy("is blocked by"),
}


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link as one of its ends shows it."""

    link: Link
    kind: str
    """What this end is to the other: ``causes``, ``is caused by``."""
    other: ShownEnd


@transaction.atomic
def add_link(actor: Any, register: Register, line: Any, to: End | None, kind: str = LinkKind.RELATES) -> Link:
    """Link a line to something that the actor may see.

    Raises
    ------
    NotPermitted
        If the actor may not edit the register in the line's project.
    ValidationError
        If there is no such end for this actor, it is the line itself, or both are linked already.
    VersionConflict
        If the line is archived.
    """
    require(actor, register.permission, line.project.scopes)
    refuse_archived(line)
    here = end_of(register, line)
    shown = shown_ends(actor, [to]).get(to) if to else None
    if to is None or shown is None or shown.is_archived or shown.is_gone:
        raise ValidationError(_("There is no such line, task or project. Choose one from the list."))
    if to == here:
        raise ValidationError(_("A line cannot be linked to itself."))
    if kind not in LinkKind.values:
        raise ValidationError(_("Choose what the one is to the other."))
    if _between(here, to).filter(kind=kind).exists():
        raise ValidationError(_("These two are linked already."))
    made = Link.objects.create(
        from_kind=here.kind,
        from_id=here.id,
        to_kind=to.kind,
        to_id=to.id,
        to_task=to.task,
        kind=kind,
        added_by_id=actor.pk,
    )
    _tell(actor, register, line, made, "link.add")
    return made


@transaction.atomic
def remove_link(actor: Any, register: Register, line: Any, link_id: int) -> None:
    """Take away a link of a line, from either end.

    Raises
    ------
    NotPermitted
        If the actor may not edit the register in the line's project.
    Link.DoesNotExist
        If the line has no such link, or the actor may not see its other end.
    """
    require(actor, register.permission, line.project.scopes)
    refuse_archived(line)
    found = _touching(end_of(register, line)).select_for_update().get(pk=link_id)
    other = _other(found, end_of(register, line))
    if other not in shown_ends(actor, [other]):
        raise Link.DoesNotExist
    _tell(actor, register, line, found, "link.remove")
    found.delete()


def links_of(user: Any, register: Register, line: Any) -> list[ShownLink]:
    """Return the links of a line whose other end the user may see, by kind of end and name."""
    return links_at(user, end_of(register, line))


def links_at(user: Any, here: End) -> list[ShownLink]:
    """Return the links of a line, a project or a task whose other end the user may see."""
    found = list(_touching(here))
    shown = shown_ends(user, [_other(one, here) for one in found])
    links = [
        ShownLink(one, _kind(one, here), shown[other])
        for one in found
        if (other := _other(one, here)) in shown
    ]
    return sorted(links, key=lambda one: (one.other.kind, one.other.project, one.other.called, one.link.pk))


def _touching(here: End) -> QuerySet[Link]:
    starts = Q(from_kind=here.kind, from_id=here.id)
    ends = Q(to_kind=here.kind, to_id=here.id, to_task=here.task)
    return Link.objects.filter(starts | ends).order_by("pk")


def _between(one: End, other: End) -> QuerySet[Link]:
    back = Q(from_kind=other.kind, from_id=other.id)
    return _touching(one).filter(Q(to_kind=other.kind, to_id=other.id, to_task=other.task) | back)


def _other(one: Link, here: End) -> End:
    starts = (one.from_kind, one.from_id) == (here.kind, here.id)
    return End(one.to_kind, one.to_id, one.to_task) if starts else End(one.from_kind, one.from_id)


def _kind(one: Link, here: End) -> str:
    kind = LinkKind(one.kind)
    starts = (one.from_kind, one.from_id) == (here.kind, here.id)
    return str(kind.label if starts else _BACKWARDS[kind])


def _tell(actor: Any, register: Register, line: Any, link: Link, action: str) -> None:
    """Write an entry at each end that is a line.

    Either names the other by number only: who reads the log of one project need not learn of another.
    """
    here = end_of(register, line)
    other = _other(link, here)
    happened = [_happened(line, action, link, other)]
    if other.kind in REGISTERS:
        there = REGISTERS[other.kind].every_line(actor).filter(pk=other.id).first()
        if there is not None:
            happened.append(_happened(there, action, link, here))
    record_all(actor, happened)
    beside_line_changed.send(sender=Link, register=register, line=line, record=link)


def _happened(line: Any, action: str, link: Link, other: End) -> Happened:
    data = {"link": link.pk, "kind": link.kind, "other": other.value}
    project = line.project
    return Happened(action, line.subject, data, project.portfolio_id, project.pk, version=line.version)
