"""What gates ask of people: a dossier to complete, a decision to take, a waiver or a condition to judge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from stuurbord.web.accounts.permissions import Permission, may
from stuurbord.web.clock import today
from stuurbord.web.gates.declarations import CONDITIONS, WAIVERS
from stuurbord.web.gates.gates_of import PORTFOLIO
from stuurbord.web.gates.mandates import body_in, may_allow, scopes_at_gate
from stuurbord.web.gates.models import (
    ConditionState,
    DossierState,
    GateCondition,
    GateDossier,
    Waiver,
    WaiverState,
)
from stuurbord.web.lists.four_eyes import writers_of
from stuurbord.web.lists.register import Register
from stuurbord.web.methods.queries import templates_of
from stuurbord.web.notices.bare_lines import seen_by
from stuurbord.web.notices.matter import FINISHED, Circle, Matter, Place
from stuurbord.web.projects.queries import visible_portfolios, visible_projects

_MOST: Final = 200


def gate_matters(circle: Circle) -> Iterator[Matter]:
    """Yield re-opened dossiers for who leads the project, and submitted ones for who has the mandate."""
    placed = {person.pk: (place, person) for place, person in circle.placed}
    reopened = GateDossier.objects.filter(
        state=DossierState.REOPENED,
        project__manager__in=placed,
        project__in=seen_by(circle.user).running,
    )
    for row in reopened.select_related("project__portfolio")[:_MOST]:
        place, person = placed[row.project.manager_id]
        title = _("Gate {gate} re-opened").format(gate=row.gate)
        yield _matter(row, title, _("Complete"), place, circle.named(person), row.reason)
    yield from _decisions(circle)
    yield from _waivers(circle)
    yield from _conditions(circle)


def _decisions(circle: Circle) -> Iterator[Matter]:
    """Yield what waits for a decision of the reader: never what they asked themselves."""
    projects = visible_projects(circle.user, Permission.DECIDE).exclude(stage__in=FINISHED)
    rows = GateDossier.objects.filter(state=DossierState.SUBMITTED, project__in=projects.values("pk"))
    rows = rows.exclude(Q(submitted_by__isnull=False) & Q(submitted_by_id=circle.user.pk))
    listed = list(rows.select_related("project__portfolio")[:_MOST])
    if not listed:
        return
    steers = set(visible_portfolios(circle.user, Permission.STEER_PORTFOLIO).values_list("pk", flat=True))
    templates = templates_of({row.project_id: row.project for row in listed}.values())
    for row in listed:
        of_portfolio = body_in(templates[row.project_id], row.gate) == PORTFOLIO
        if of_portfolio and row.project.portfolio_id not in steers:
            continue
        yield _matter(row, _("Decide at gate {gate}").format(gate=row.gate), _("Decide"), Place.OWN, None, "")


def _waivers(circle: Circle) -> Iterator[Matter]:
    """Yield the waivers that the reader may allow: by mandate, named or with nobody named, never his own."""
    asked = Waiver.objects.filter(state=WaiverState.REQUESTED).exclude(project__stage__in=FINISHED)
    listed = [one for one in _of_mandate(circle, WAIVERS, asked) if may_allow(circle.user, one)]
    writers = writers_of(WAIVERS, listed) if listed else {}
    for one in listed:
        if circle.user.pk not in writers[one.pk]:
            yield _line_matter(WAIVERS, one, _("Decide"))


def _conditions(circle: Circle) -> Iterator[Matter]:
    """Yield the conditions that the reader may confirm, and those that were left with somebody and missed.

    Also in projects that are over: nothing re-opens there, so who decided has to hear of it.
    """
    reported = Q(state=ConditionState.REPORTED)
    missed = Q(state=ConditionState.HANDED_OVER, due__lt=today())
    listed = _of_mandate(circle, CONDITIONS, GateCondition.objects.filter(reported | missed))
    writers = writers_of(CONDITIONS, listed) if listed else {}
    for one in listed:
        if one.state == ConditionState.HANDED_OVER:
            yield _line_matter(CONDITIONS, one, _("Follow up"))
        elif circle.user.pk not in writers[one.pk]:
            yield _line_matter(CONDITIONS, one, _("Confirm"))


def _of_mandate(circle: Circle, register: Register, lines: Any) -> list[Any]:
    """Return the lines at whose gate the reader decides; what he owns is asked of him elsewhere."""
    projects = visible_projects(circle.user, Permission.DECIDE).values("pk")
    lines = lines.filter(project__in=projects, is_archived=False)
    lines = lines.exclude(Q(owner__user__isnull=False) & Q(owner__user_id=circle.user.pk))
    listed = list(lines.select_related(*register.related).order_by("due", "pk")[:_MOST])
    templates = templates_of({one.project_id: one.project for one in listed}.values()) if listed else {}
    return [
        one
        for one in listed
        if may(circle.user, Permission.DECIDE, scopes_at_gate(one, templates[one.project_id]))
    ]


def _line_matter(register: Register, line: Any, verb: str) -> Matter:
    return Matter(
        kind=str(register.one),
        title=register.title_of(line),
        verb=verb,
        url=reverse("register_line", args=[register.slug, line.pk]),
        due=line.due,
        project=line.project,
        code=register.called(line),
        slug=register.slug,
        pk=line.pk,
        version=line.version,
    )


def _matter(row: GateDossier, title: str, verb: str, place: Place, person: Any, detail: str) -> Matter:
    project = row.project
    return Matter(
        kind=_("Gate"),
        title=title,
        verb=verb,
        url=reverse("gate", args=[project.portfolio.key, project.code, row.gate]),
        due=None,
        project=project,
        code=row.gate,
        detail=detail,
        place=place,
        person=person,
    )
