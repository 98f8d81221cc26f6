"""What proposals on a plan ask: a decision of who may take it; and who proposed sees with whom it lies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.web.accounts.permissions import Permission, may
from stuurbord.web.notices.bare_lines import seen_by
from stuurbord.web.notices.matter import Circle, Matter, Place
from stuurbord.web.planning.models import Proposal, ProposalState

_MOST: Final = 200
TOLD_FOR: Final = timedelta(days=7)
"""So long who proposed reads that it was rejected."""


def proposal_matters(circle: Circle) -> Iterator[Matter]:
    """Yield what waits for a decision, what was rejected of the reader, and what of his lies with others."""
    running = seen_by(circle.user).running
    # The changes of one proposal can be a whole plan: they stay where they are.
    found = Proposal.objects.filter(project__in=running).defer("changes", "effect")
    found = found.select_related("project__portfolio", "project__owner", "project__manager")
    for one in found.filter(state=ProposalState.OPEN)[:_MOST]:
        yield from _to_decide(circle, one) if one.asks == Permission.DECIDE else _to_accept(circle, one)
        yield from _with_others(circle, one)
    if circle.user.pk is not None:
        since = timezone.now() - TOLD_FOR
        own = found.filter(state=ProposalState.REJECTED, decided_at__gte=since, author_id=circle.user.pk)
        for one in own.exclude(decided_by_id=circle.user.pk)[:_MOST]:
            yield _matter(one, _("Read why it was rejected"), Place.OWN, None, one.decision_reason[:200])


def _to_decide(circle: Circle, one: Proposal) -> Iterator[Matter]:
    """Yield what goes beyond what was agreed for who decides there: never what he proposed himself."""
    is_own = one.author_id is not None and one.author_id == circle.user.pk
    if not is_own and may(circle.user, Permission.DECIDE, one.project.scopes):
        yield _matter(one, _("Decide"), Place.OWN, None)


def _to_accept(circle: Circle, one: Proposal) -> Iterator[Matter]:
    """Yield what stays within what was agreed for who leads the project."""
    placed = {person.pk: (place, person) for place, person in circle.placed}
    if one.project.manager_id in placed:
        place, person = placed[one.project.manager_id]
        yield _matter(one, _("Accept or reject"), place, circle.named(person))


def _with_others(circle: Circle, one: Proposal) -> Iterator[Matter]:
    """Yield what the reader proposed and somebody else has to decide."""
    if circle.user.pk is None or one.author_id != circle.user.pk:
        return
    decides = one.asks == Permission.DECIDE
    person = one.project.owner if decides else one.project.manager
    if person is not None and person.user_id != circle.user.pk:
        yield _matter(one, _("Decide") if decides else _("Accept or reject"), Place.WRITTEN, person)


def _matter(one: Proposal, verb: str, place: Place, person: Any, detail: str = "") -> Matter:
    project = one.project
    return Matter(
        kind=_("Proposal"),
        title=one.title,
        verb=verb,
        url=reverse("plan_proposal", args=[project.portfolio.key, project.code, one.number]),
        project=project,
        code=str(one.number),
        detail=detail or one.reason[:200],
        place=place,
        person=person,
    )
