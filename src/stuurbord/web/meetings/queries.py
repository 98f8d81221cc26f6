"""Reads of meetings, always within what the reader may see: the whole portfolio, or the project."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404

from stuurbord.web.accounts.models import Person, Scope
from stuurbord.web.accounts.permissions import Permission, may, scope_ids
from stuurbord.web.meetings.models import AgendaItem, AgreedAction, Attendance, Meeting, MeetingState
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.projects.queries import visible_projects
from stuurbord.web.registers.models import ActionItem

_BIGGEST = 2**63


def visible_meetings(user: Any) -> QuerySet[Meeting]:
    """Return the meetings that the user may see: of a whole portfolio only who sees all of it."""
    found = Meeting.objects.filter(is_archived=False).select_related(
        "portfolio", "project__portfolio", "chair__user", "secretary__user"
    )
    whole = scope_ids(user, Scope.PORTFOLIO, Permission.VIEW)
    if whole is None:
        return found
    return found.filter(
        Q(project=None, portfolio_id__in=whole) | Q(project__in=visible_projects(user).values("pk"))
    )


def meeting_for(user: Any, pk: int) -> Meeting:
    """Return a meeting that the user may see, or 404: what one may not see does not exist."""
    if pk >= _BIGGEST:
        raise Http404
    return get_object_or_404(visible_meetings(user), pk=pk)


def item_for(meeting: Meeting, pk: int) -> AgendaItem:
    """Return an item of this meeting, or 404."""
    if pk >= _BIGGEST:
        raise Http404
    return get_object_or_404(items_of(meeting), pk=pk)


def items_of(meeting: Meeting) -> QuerySet[AgendaItem]:
    """Return the agenda in its order."""
    found = meeting.items.filter(is_archived=False)
    return found.select_related(
        "project__portfolio", "presenter", "carried_from__meeting", "meeting__portfolio"
    ).prefetch_related("agreed__action__owner", "agreed__action__project")


def may_run(user: Any, meeting: Meeting) -> bool:
    """Return whether the user sets the agenda and writes the minutes."""
    return may(user, meeting.permission, meeting.scopes)


def steerable_portfolios(user: Any) -> QuerySet[Portfolio]:
    """Return the portfolios of which the user may call a meeting."""
    found = Portfolio.objects.filter(is_archived=False)
    ids = scope_ids(user, Scope.PORTFOLIO, Permission.STEER_PORTFOLIO)
    return found if ids is None else found.filter(pk__in=ids)


def steerable_projects(user: Any) -> QuerySet[Project]:
    """Return the projects of which the user may call a board."""
    return visible_projects(user, Permission.EDIT_REGISTER).select_related("portfolio")


def projects_of(meeting: Meeting) -> QuerySet[Project]:
    """Return the projects that the body decides on."""
    found = Project.objects.filter(portfolio=meeting.portfolio, is_archived=False)
    return found.filter(pk=meeting.project_id) if meeting.project_id else found


def listed(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Return meetings with how many items they have, how many of them are open, and their minutes."""
    own = Q(items__is_archived=False)
    return meetings.annotate(
        n_items=Count("items", filter=own),
        n_open=Count("items", filter=own & Q(items__state="open")),
        n_minutes=Sum("items__minutes", filter=own),
    )


def attendances_of(meeting: Meeting) -> list[Attendance]:
    """Return who was asked to come, by name."""
    return list(meeting.attendances.select_related("person__user"))


def of_the_same_body(meeting: Meeting) -> QuerySet[Meeting]:
    """Return the meetings of one body: same portfolio, project and kind."""
    return Meeting.objects.filter(
        portfolio=meeting.portfolio,
        project=meeting.project,
        kind=meeting.kind,
        body=meeting.body,
        is_archived=False,
    )


def actions_carried(meeting: Meeting) -> list[AgreedAction]:
    """Return the actions agreed at earlier meetings of this body that are still open, oldest first."""
    earlier = of_the_same_body(meeting).filter(at__lt=meeting.at)
    found = AgreedAction.objects.filter(item__meeting__in=earlier, action__is_archived=False)
    found = found.exclude(action__state__in=ActionItem.closed)
    return list(
        found.select_related("item__meeting", "action__owner", "action__project__portfolio").order_by(
            "action__due", "pk"
        )
    )


def person_of(user: Any) -> Person | None:
    """Return the person behind an account; None for the command line."""
    return Person.objects.filter(user_id=user.pk).first() if getattr(user, "pk", None) else None


def coming(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Return those that have yet to be held, the nearest first."""
    states = (MeetingState.PLANNED, MeetingState.INVITED, MeetingState.RUNNING)
    return meetings.filter(state__in=states).order_by("at", "pk")


def held(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Return those that were held, the latest first."""
    states = (MeetingState.HELD, MeetingState.MINUTES_APPROVED)
    return meetings.filter(state__in=states).order_by("-at", "-pk")
