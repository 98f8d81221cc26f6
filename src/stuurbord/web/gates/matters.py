"""What gates ask of people: a dossier to complete, a decision to take, a question to answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.gates.gates_of import PORTFOLIO
from stuurbord.web.gates.mandates import body_in
from stuurbord.web.gates.models import DossierState, GateDossier
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
