"""Remarks on a line: said, read, withdrawn; plain text, with links that can be followed."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.exchange.tabular.invisible import visible
from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.audit.chain import record
from stuurbord.web.lists.events import beside_line_changed
from stuurbord.web.lists.mentions import mentioned, people_of
from stuurbord.web.lists.models.comment import Comment, Mention
from stuurbord.web.lists.register import Register
from stuurbord.web.projects.queries import visible_projects
from stuurbord.web.reader import reader

LONGEST = 10_000
"""Characters of one remark."""
_AUDITED = 120
"""Characters of a remark that the audit log keeps; the hash is of the whole."""
_ADDRESS = re.compile(r"https?://[^\s<>\"'`{}|\\^]+", re.IGNORECASE)
_AFTER_AN_ADDRESS = ".,;:!?)]}’”…"


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A remark as a page shows it."""

    comment: Comment
    text: SafeString
    """Empty if it was withdrawn."""
    calls: tuple[str, ...]
    """Names of who is called."""
    is_mine: bool
    is_new: bool
    """It calls the reader, who had not seen it."""


@transaction.atomic
def add_comment(actor: Any, register: Register, line: Any, text: str) -> Comment:
    """Say something of a line; whoever is called by ``@name`` and may see the project is called.

    Raises
    ------
    NotPermitted
        If the actor may not see the project.
    ValidationError
        If there is no text, or more than fits.
    VersionConflict
        If the line is archived.
    """
    require(actor, Permission.VIEW, line.project.scopes)
    said = _checked(text)
    refuse_archived(line)
    made = Comment.objects.create(
        register=register.slug, line_id=line.pk, project=line.project, author=actor, text=said
    )
    called = [one for one in mentioned(said, people_of(line.project)) if one.pk != actor.pk]
    Mention.objects.bulk_create([Mention(comment=made, user=one) for one in called])
    _tell(actor, register, line, made, "comment.add", {"calls": [one.pk for one in called]})
    return made


@transaction.atomic
def withdraw_comment(actor: Any, register: Register, line: Any, comment_id: int) -> Comment:
    """Take back one's own remark: that it was there still shows, what it said no longer.

    Raises
    ------
    NotPermitted
        If somebody else made it.
    Comment.DoesNotExist
        If the line has no such remark.
    """
    made = _of_line(actor, register, line).select_for_update(of=("self",)).get(pk=comment_id)
    if made.author_id != actor.pk:
        raise NotPermitted("withdraw_comment", _("Only who made a remark can withdraw it."))
    if not made.is_withdrawn:
        made.is_withdrawn = True
        made.save(update_fields=["is_withdrawn"])
        _tell(actor, register, line, made, "comment.withdraw", {})
    return made


def comments_of(user: Any, register: Register, line: Any) -> list[ShownComment]:
    """Return the remarks on a line, the oldest first."""
    found = _of_line(user, register, line).select_related("author").prefetch_related("mentions__user")
    return [_shown(user, one) for one in found]


def written(text: str) -> SafeString:
    """Return a remark for a page: nothing in it is HTML, addresses can be followed."""
    parts, end = [], 0
    for found in _ADDRESS.finditer(text):
        address = found.group().rstrip(_AFTER_AN_ADDRESS)
        parts += [conditional_escape(text[end : found.start()]), _link(address)]
        end = found.start() + len(address)
    parts.append(conditional_escape(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above


def refuse_archived(line: Any) -> None:
    """Do nothing if a line is in its lists, else raise.

    Raises
    ------
    VersionConflict
        With a sentence that says how to go on.
    """
    if line.is_archived:
        raise VersionConflict(_("This line is archived; nothing was added. Bring it back first."))


def _checked(text: str) -> str:
    said = visible(text).strip()
    if not said:
        raise ValidationError(_("Write something first."))
    if len(said) > LONGEST:
        told = _("A remark has at most {most} characters; this one has {n}.")
        most, n = reader().number(LONGEST), reader().number(len(said))
        raise ValidationError(told.format(most=most, n=n))
    return said


def _of_line(user: Any, register: Register, line: Any) -> Any:
    # A line may have moved: who sees the project of then sees the remark.
    return Comment.objects.filter(
        register=register.slug, line_id=line.pk, project__in=visible_projects(user)
    ).order_by("at", "pk")


def _shown(user: Any, one: Comment) -> ShownComment:
    mentions = list(one.mentions.all())
    return ShownComment(
        comment=one,
        text=SafeString("") if one.is_withdrawn else written(one.text),
        calls=() if one.is_withdrawn else tuple(each.user.name for each in mentions),
        is_mine=one.author_id == user.pk,
        is_new=any(each.user_id == user.pk and each.seen_at is None for each in mentions),
    )


def _link(address: str) -> SafeString:
    return format_html('<a href="{0}" rel="noopener noreferrer nofollow">{0}</a>', address)


def _tell(
    actor: Any, register: Register, line: Any, made: Comment, action: str, more: dict[str, Any]
) -> None:
    data = {
        "comment": made.pk,
        "sha256": hashlib.sha256(made.text.encode()).hexdigest(),
        "begins": made.text[:_AUDITED],
    }
    place = {"portfolio_id": line.project.portfolio_id, "project_id": line.project_id}
    record(actor, action, line.subject, data | more, version=line.version, **place)
    beside_line_changed.send(sender=Comment, register=register, line=line, record=made)
