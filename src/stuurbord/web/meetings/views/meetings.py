"""The list of meetings, and what changes a meeting as a whole."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.lists.views.form_page import sent_version
from stuurbord.web.look import figures
from stuurbord.web.meetings.actions.following import call_next_meeting
from stuurbord.web.meetings.actions.planning import (
    FIELDS,
    change_meeting,
    lead_meeting,
    note_attendance,
    plan_meeting,
)
from stuurbord.web.meetings.forms import AttendanceForm, MeetingForm
from stuurbord.web.meetings.models import Meeting, MeetingKind, MeetingState
from stuurbord.web.meetings.queries import (
    coming,
    held,
    listed,
    meeting_for,
    steerable_portfolios,
    steerable_projects,
    visible_meetings,
)
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.projects.queries import visible_portfolios
from stuurbord.web.reader import reader

HELD_ON_PAGE = 20


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The meetings to come and those that were held, of every body the reader may see."""
    found = listed(visible_meetings(request.user))
    key, code = request.GET.get("portfolio", ""), request.GET.get("project", "")
    if key:
        found = found.filter(portfolio__key=key)
    if code:
        found = found.filter(project__code=code)
    soon = list(coming(found))
    past = Paginator(held(found), HELD_ON_PAGE).get_page(request.GET.get("page"))
    context = {
        "conclusion": _listing_conclusion(soon),
        "coming": soon,
        "page": past,
        "portfolios": list(visible_portfolios(request.user)),
        "choices": _bodies(request.user, key, code),
        "asked": {"portfolio": key, "project": code},
    }
    return render(request, "pages/meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Call a meeting of a portfolio or of a project's board."""
    portfolio, project = _where(request)
    form = MeetingForm(request.POST or None, initial=_proposed(portfolio, project))
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in FIELDS}
        made = plan_meeting(request.user, Meeting(portfolio=portfolio, project=project, **values))
        messages.success(request, _("Meeting planned"))
        return redirect("meeting", made.pk)
    context = {
        "form": form,
        "where": project or portfolio,
        "asked": {"portfolio": portfolio.key, "project": project.code if project else ""},
        "breadcrumbs": [(_("Meetings"), reverse("meetings")), (_("New"), "")],
    }
    return render(request, "pages/meeting_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change when, where and with whom a meeting is."""
    found = meeting_for(request.user, pk)
    require(request.user, found.permission, found.scopes)
    form = MeetingForm(request.POST or None, initial=MeetingForm.values_of(found))
    if request.method == "POST" and form.is_valid():
        change_meeting(request.user, found, form.cleaned_data, sent_version(request))
        messages.success(request, _("Meeting saved"))
        return redirect("meeting", found.pk)
    context = {
        "form": form,
        "meeting": found,
        "where": found.project or found.portfolio,
        "breadcrumbs": [(_("Meetings"), reverse("meetings")), (str(found), reverse("meeting", args=[pk]))],
    }
    return render(request, "pages/meeting_form.html", context)


@require_POST
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a meeting to its next state."""
    found = meeting_for(request.user, pk)
    target = request.POST.get("target", "")
    lead_meeting(request.user, found, target, sent_version(request))
    if target == MeetingState.RUNNING:
        return redirect("meeting_show", pk)
    return redirect("meeting_minutes" if target == MeetingState.HELD else "meeting", pk)


@require_POST
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Note who is there."""
    found = meeting_for(request.user, pk)
    form = AttendanceForm(request.POST)
    new_person = form.cleaned_data["person"] if form.is_valid() else None
    presences = {
        int(name.removeprefix("presence_")): value
        for name, value in request.POST.items()
        if name.startswith("presence_") and name.removeprefix("presence_").isdecimal()
    }
    note_attendance(request.user, found, presences, new_person)
    messages.success(request, _("Attendance saved"))
    return redirect(f"{reverse('meeting', args=[pk])}#aanwezig")


@require_POST
def next_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Call the next meeting of the same body."""
    found = meeting_for(request.user, pk)
    made = call_next_meeting(request.user, found, sent_version(request))
    messages.success(
        request, _("Next meeting planned on {day}").format(day=figures.day(timezone.localtime(made.at)))
    )
    return redirect("meeting", made.pk)


def _where(request: HttpRequest) -> tuple[Portfolio, Project | None]:
    """Return the portfolio and the project that the address names, or 404; refuse who may not call there."""
    key, code = request.GET.get("portfolio", ""), request.GET.get("project", "")
    found = visible_portfolios(request.user).filter(key=key) if key else visible_portfolios(request.user)
    if code:
        project = steerable_projects(request.user).filter(code=code, portfolio__in=found).first()
        if project is None:
            raise Http404
        return project.portfolio, project
    if key and not found:
        raise Http404
    own = steerable_portfolios(request.user).filter(pk__in=found.values("pk")).first()
    if own is None:
        portfolio = found.first()
        require(request.user, Permission.STEER_PORTFOLIO, portfolio.scopes if portfolio else ())
        raise Http404
    return own, None


def _proposed(portfolio: Portfolio, project: Project | None) -> dict[str, Any]:
    if project:
        body = _("Project board {code}").format(code=project.code)
        return {
            "title": body,
            "body": body,
            "kind": MeetingKind.PROJECT_BOARD,
            "chair": project.owner,
            "secretary": project.manager if project.manager_id != project.owner_id else None,
            "length_minutes": 60,
            "interval_days": 28,
            "time": "10:00",
        }
    body = portfolio.meeting or _("Steering committee {key}").format(key=portfolio.key)
    return {
        "title": body,
        "body": body,
        "kind": MeetingKind.PORTFOLIO_BOARD,
        "length_minutes": 120,
        "interval_days": 28,
        "time": "14:00",
    }


def _bodies(user: Any, key: str, code: str) -> list[tuple[str, str]]:
    """Return label and query of the bodies of which the reader may call a meeting from here."""
    if code:
        projects = steerable_projects(user).filter(code=code)
        return [
            (_("Project board {code}").format(code=one.code), f"portfolio={one.portfolio.key}&project={code}")
            for one in projects[:1]
        ]
    found = steerable_portfolios(user).filter(key=key) if key else steerable_portfolios(user)
    return [(one.name, f"portfolio={one.key}") for one in found]


def _listing_conclusion(soon: list[Meeting]) -> str:
    if not soon:
        return _("No meeting is planned.")
    first, words = soon[0], reader()
    told = _("The next meeting is {title} on {day}.").format(
        title=first.title, day=figures.weekday_day(timezone.localtime(first.at))
    )
    count = ngettext("{n} meeting is planned.", "{n} meetings are planned.", len(soon))
    return f"{count.format(n=words.count_at_start(len(soon)))} {told}"
