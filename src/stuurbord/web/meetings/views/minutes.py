"""The minutes: as they stand, as a file, and approved."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from stuurbord.web.audit.kept_files import KeptFile, require_intact
from stuurbord.web.lists.views.form_page import sent_version
from stuurbord.web.meetings.actions.approving import approve_minutes, why_not
from stuurbord.web.meetings.agenda_page import breadcrumbs
from stuurbord.web.meetings.minutes import (
    KINDS,
    conclusion,
    minutes_document,
    paper_name,
    ruling_sentence,
    written,
)
from stuurbord.web.meetings.models import FrozenMinutes, ItemState, Meeting, MeetingState
from stuurbord.web.meetings.queries import (
    actions_carried,
    attendances_of,
    items_of,
    may_run,
    meeting_for,
)


@require_safe
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """What was decided and agreed, to read and to approve."""
    found = meeting_for(request.user, pk)
    items = list(items_of(found))
    is_held = found.state == MeetingState.HELD
    context = {
        "meeting": found,
        "breadcrumbs": breadcrumbs(found, pgettext("of a meeting", "Minutes")),
        "conclusion": conclusion(found, items),
        "items": [(one, ruling_sentence(one)) for one in items if one.state != ItemState.CARRIED_OVER],
        "agreed": [(item, one) for item in items for one in item.agreed.all()],
        "left": [one for one in items if one.state == ItemState.CARRIED_OVER],
        "carried": actions_carried(found),
        "people": attendances_of(found),
        "frozen": _frozen(found),
        "hindrance": why_not(request.user, found) if is_held else "",
        "can_approve": is_held and not why_not(request.user, found),
        "can_follow": found.is_over and not hasattr(found, "next") and may_run(request.user, found),
    }
    return render(request, "pages/meeting_minutes.html", context)


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve the minutes, by the chair."""
    found = meeting_for(request.user, pk)
    approve_minutes(request.user, found, sent_version(request))
    messages.success(request, _("Minutes approved"))
    return redirect("meeting_minutes", pk)


@require_safe
def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The minutes as Word or PDF: a draft as the facts stand now, or the bytes that were approved."""
    found = meeting_for(request.user, pk)
    if kind not in KINDS:
        raise Http404
    frozen = FrozenMinutes.objects.filter(meeting=found).first()
    draft = "" if frozen else f" ({_('draft')})"
    name = f"{paper_name(found)} {timezone.localtime(found.at):%Y-%m-%d}{draft}.{kind}"
    if frozen:
        content = _as_approved(request, found, frozen, kind, name)
    else:
        content = written(minutes_document(found), kind)
    response = HttpResponse(content, content_type=KINDS[kind])
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _as_approved(
    request: HttpRequest, meeting: Meeting, frozen: FrozenMinutes, kind: str, name: str
) -> bytes:
    content, field = bytes(getattr(frozen, kind)), f"{kind}_sha256"
    kept = KeptFile(content, getattr(frozen, field), meeting.subject, "minutes.approve", field)
    where = {"portfolio_id": meeting.portfolio_id, "project_id": meeting.project_id}
    return require_intact(request.user, kept, name, **where)


def _frozen(meeting: Meeting) -> FrozenMinutes | None:
    return FrozenMinutes.objects.filter(meeting=meeting).defer("docx", "pdf").first()
