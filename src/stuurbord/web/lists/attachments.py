"""Files at a line: looked at, kept once by their hash, given back as they came, archived."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stuurbord.exchange.tabular.invisible import visible
from stuurbord.web.accounts.permissions import require
from stuurbord.web.audit.chain import Happened, record_all
from stuurbord.web.lists.comments import refuse_archived
from stuurbord.web.lists.events import beside_line_changed
from stuurbord.web.lists.file_names import safe_name, type_of
from stuurbord.web.lists.models.attachment import Attachment, FileContent, ScanState
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.scanning import ScannerFailed, Verdict, scan

MOST_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it came in: nothing about it is believed."""

    name: str
    content: bytes


@dataclass(slots=True)
class Received:
    """What became of files that were sent: each is added, or refused with a sentence that says why."""

    added: list[Attachment] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def add_attachments(actor: Any, register: Register, line: Any, files: Iterable[SentFile]) -> Received:
    """Keep files at a line; those that are infected, empty, too large or there already are refused.

    The scanner looks at them before the transaction begins: nobody waits for it but who sent them.

    Raises
    ------
    NotPermitted
        If the actor may not edit the register in the line's project.
    VersionConflict
        If the line is archived.
    """
    require(actor, register.permission, line.project.scopes)
    refuse_archived(line)
    received = Received()
    clean: list[tuple[SentFile, str, Verdict]] = []
    infected: list[tuple[SentFile, Verdict]] = []
    for position, one in enumerate(files):
        name = safe_name(one.name)
        told = _("No more than {most} files at once.").format(most=MOST_AT_ONCE)
        if problem := told if position >= MOST_AT_ONCE else _problem(one):
            received.refused.append(f"{name}: {problem}")
            continue
        try:
            verdict = scan(one.content)
        except ScannerFailed:
            told = _("the virus scanner does not answer; the file was not kept. Try again later.")
            received.refused.append(f"{name}: {told}")
            continue
        if verdict.state is ScanState.INFECTED:
            told = _("the virus scanner finds it infected ({said}). It was not kept.")
            received.refused.append(f"{name}: {told.format(said=_words(verdict) or '–')}")
            infected.append((one, verdict))
        else:
            clean.append((one, hashlib.sha256(one.content).hexdigest(), verdict))
    _keep(actor, register, line, clean, infected, received)
    return received


@transaction.atomic
def archive_attachment(
    actor: Any, register: Register, line: Any, attachment_id: int, archive: bool = True
) -> Attachment:
    """Take a file out of the list of a line, or bring it back; its bytes stay.

    Raises
    ------
    NotPermitted
        If the actor may not edit the register in the line's project.
    Attachment.DoesNotExist
        If the line has no such file.
    """
    require(actor, register.permission, line.project.scopes)
    refuse_archived(line)
    found = attachments_of(register, line).select_for_update(of=("self",)).get(pk=attachment_id)
    if found.is_archived != archive:
        found.is_archived = archive
        found.save(update_fields=["is_archived"])
        verb = "archive" if archive else "restore"
        record_all(actor, [_happened(line, f"attachment.{verb}", _data(found))])
        beside_line_changed.send(sender=Attachment, register=register, line=line, record=found)
    return found


def attachments_of(register: Register, line: Any) -> QuerySet[Attachment]:
    """Return the files of a line, archived ones too, without their bytes."""
    found = Attachment.objects.filter(register=register.slug, line_id=line.pk)
    return found.select_related("content", "added_by").defer("content__content")


def limit_megabytes() -> int:
    """Return how large one file may be."""
    return int(settings.STUURBORD_ATTACHMENT_LIMIT // settings.MEGABYTE)


def too_large(name: str) -> str:
    """Return the sentence about a file that is larger than this installation takes."""
    told = _("it is larger than {most} MB, the most that one file may be.")
    return f"{safe_name(name)}: {told.format(most=limit_megabytes())}"


def _problem(one: SentFile) -> str:
    if not one.content:
        return _("the file is empty.")
    if len(one.content) > settings.STUURBORD_ATTACHMENT_LIMIT:
        return too_large(one.name).partition(": ")[2]
    return ""


@transaction.atomic
def _keep(
    actor: Any,
    register: Register,
    line: Any,
    clean: Sequence[tuple[SentFile, str, Verdict]],
    infected: Sequence[tuple[SentFile, Verdict]],
    received: Received,
) -> None:
    there = set(attachments_of(register, line).values_list("file_name", "content__sha256"))
    for one, sha256, verdict in clean:
        name = safe_name(one.name)
        if (name, sha256) in there:
            received.refused.append(f"{name}: {_('this very file is at the line already.')}")
            continue
        there.add((name, sha256))
        received.added.append(_added(actor, register, line, one, sha256, verdict))
    for one, verdict in infected:
        sha256 = hashlib.sha256(one.content).hexdigest()
        data = {"file": safe_name(one.name), "sha256": sha256, "said": _words(verdict)}
        record_all(actor, [_happened(line, "attachment.refuse", data)])


def _added(
    actor: Any, register: Register, line: Any, one: SentFile, sha256: str, verdict: Verdict
) -> Attachment:
    size = len(one.content)
    content, _made = FileContent.objects.defer("content").get_or_create(
        sha256=sha256, defaults={"size": size, "content": one.content}
    )
    name = safe_name(one.name)
    made = Attachment.objects.create(
        register=register.slug,
        line_id=line.pk,
        project=line.project,
        file_name=name,
        media_type=type_of(name),
        content=content,
        scan=verdict.state,
        added_by=actor,
    )
    data = _data(made) | {"scan": verdict.state.value, "size": size}
    record_all(actor, [_happened(line, "attachment.add", data)])
    beside_line_changed.send(sender=Attachment, register=register, line=line, record=made)
    return made


def _words(verdict: Verdict) -> str:
    return " ".join(visible(verdict.said).split())


def _data(one: Attachment) -> dict[str, Any]:
    return {"attachment": one.pk, "file": one.file_name, "sha256": one.content.sha256}


def _happened(line: Any, action: str, data: dict[str, Any]) -> Happened:
    project = line.project
    return Happened(action, line.subject, data, project.portfolio_id, project.pk, version=line.version)
