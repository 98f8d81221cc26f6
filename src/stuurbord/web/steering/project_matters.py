"""What projects themselves ask of who leads or owns them: a gate that is near, progress that is old."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from stuurbord.web.accounts.models import Person
from stuurbord.web.clock import today
from stuurbord.web.notices.bare_lines import seen_by
from stuurbord.web.notices.matter import Circle, Matter, Place
from stuurbord.web.steering.models import ProjectState

STALE_STATUS_DAYS: Final = 31


def project_matters(circle: Circle) -> Iterator[Matter]:
    """Yield gates of which the date comes near and plans of which nobody told the progress for a month."""
    placed = {person.pk: (place, person) for place, person in circle.placed}
    if not placed:
        return
    whose = Q(project__manager__in=placed) | Q(project__owner__in=placed)
    states = ProjectState.objects.filter(whose, project__in=seen_by(circle.user).running)
    oldest = today() - timedelta(days=STALE_STATUS_DAYS)
    near = Q(next_gate_on__lte=circle.until) | Q(status_date__lt=oldest)
    for state in states.filter(near).select_related("project__portfolio"):
        leads, owns = placed.get(state.project.manager_id), placed.get(state.project.owner_id)
        # The reader's own before that of his team: he may own what somebody else leads.
        found = min((one for one in (leads, owns) if one), key=_own_first)
        if state.next_gate_on and state.next_gate_on <= circle.until:
            yield _gate(state, found, circle)
        if leads and state.status_date and state.status_date < oldest:
            yield _progress(state, leads, circle)


def _own_first(placed: tuple[Place, Person]) -> bool:
    return placed[0] != Place.OWN


def _gate(state: ProjectState, placed: tuple[Place, Person], circle: Circle) -> Matter:
    return _matter(
        state,
        placed,
        circle,
        kind=_("Gate"),
        title=_("Prepare gate {gate}").format(gate=state.next_gate),
        verb=_("Prepare"),
        due=state.next_gate_on,
        pk=state.project_id,
    )


def _progress(state: ProjectState, placed: tuple[Place, Person], circle: Circle) -> Matter:
    due: date = state.status_date + timedelta(days=STALE_STATUS_DAYS)
    title = _("Bring the plan up to date; its status date is too old")
    return _matter(state, placed, circle, kind=_("Progress"), title=title, verb=_("Report"), due=due)


def _matter(state: ProjectState, placed: tuple[Place, Person], circle: Circle, **told: Any) -> Matter:
    place, person = placed
    project = state.project
    url = reverse("project", args=[project.portfolio.key, project.code])
    return Matter(project=project, url=url, place=place, person=circle.named(person), **told)
