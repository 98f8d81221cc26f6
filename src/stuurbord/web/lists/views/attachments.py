"""Files of a line: sent, given back, archived."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from stuurbord.errors import VersionConflict
from stuurbord.web.lists.attachments import (
    SentFile,
    add_attachments,
    archive_attachment,
    attachments_of,
    too_large,
)
from stuurbord.web.lists.models.attachment import Attachment
from stuurbord.web.lists.views.drawer import FILES, Outcome, answer
from stuurbord.web.lists.views.found import any_line_or_404, register_or_404
from stuurbord.web.reader import reader


@require_POST
def line_attachments(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Keep files at a line."""
    register = register_or_404(slug)
    line = any_line_or_404(request, register, pk)
    files = request.FILES.getlist("files")
    # What the upload handler dropped while it came in.
    dropped = [too_large(name) for name in getattr(request, "too_large", [])]
    sent = (SentFile(one.name or "", one.read()) for one in files)
    try:
        received = add_attachments(request.user, register, line, sent)
    except VersionConflict as error:
        return answer(request, register, line, Outcome(FILES, errors=[str(error)], status=409))
    errors = dropped + received.refused
    if not errors and not received.added:
        errors = [_("Choose a file first.")]
    n = len(received.added)
    said = ngettext("{n} file added", "{n} files added", n).format(n=reader().count(n)) if n else ""
    return answer(request, register, line, Outcome(FILES, said=said, errors=errors))


line_attachments.upload_limit = lambda: settings.STUURBORD_ATTACHMENT_LIMIT  # type: ignore[attr-defined]


@require_safe
def line_attachment(request: HttpRequest, slug: str, pk: int, attachment: int) -> HttpResponse:
    """Give a file back, only ever to be saved: nothing that people send opens within our pages."""
    register = register_or_404(slug)
    line = any_line_or_404(request, register, pk)
    if attachment >= 2**63:
        raise Http404
    found = get_object_or_404(attachments_of(register, line).defer(None), pk=attachment)
    response = HttpResponse(bytes(found.content.content), content_type=found.media_type)
    response["Content-Disposition"] = content_disposition_header(True, found.file_name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def attachment_archive(request: HttpRequest, slug: str, pk: int, attachment: int) -> HttpResponse:
    """Take a file out of the list of a line, or bring it back."""
    register = register_or_404(slug)
    line = any_line_or_404(request, register, pk)
    archive = request.POST.get("archive", "1") != "0"
    try:
        found = archive_attachment(request.user, register, line, attachment, archive)
    except (Attachment.DoesNotExist, OverflowError):
        raise Http404 from None
    told = _("{file} archived") if archive else _("{file} brought back")
    return answer(request, register, line, Outcome(FILES, said=told.format(file=found.file_name)))
