"""What terms ask of people: of the lawyer or holder of a file, else of who leads the project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stuurbord.web.accounts.models import Person
from stuurbord.web.clock import today
from stuurbord.web.notices.bare_lines import seen_by
from stuurbord.web.notices.matter import Circle, Matter, Place
from stuurbord.web.procurement_desk.models import DueTerm, TermKind
from stuurbord.web.procurement_desk.queries import terms_seen
from stuurbord.web.procurement_desk.standing import condition, told

ASK: Final = "procurement-term"
"""Under this word a calendar knows the event of a term."""
_MOST: Final = 300
_OF_OTHERS: Final = (TermKind.EXAMINATION, TermKind.BOND, TermKind.DEFAULT)
"""What the tenderer or contractor does; the reader sees to it."""


def term_matters(circle: Circle) -> Iterator[Matter]:
    """Yield the open terms within the horizon, for everybody in the circle."""
    persons = {person.pk: (place, person) for place, person in circle.placed}
    users = {one[1].user_id: one for one in persons.values() if one[1].user_id is not None}
    if not persons:
        return
    of_manager = Q(responsible=None, project__manager__in=persons)
    rows = terms_seen(circle.user).filter(
        Q(responsible__in=users) | of_manager,
        condition("open", today()),
        due__lte=circle.until,
        project__in=seen_by(circle.user).every,
    )
    rows = rows.select_related("file", "project__portfolio", "project__manager").order_by("due", "pk")
    shown = rows.defer("file__facts", "file__description", "missing")
    for row in shown[:_MOST]:
        place, person = users.get(row.responsible_id) or persons[row.project.manager_id]
        yield _matter(row, place, circle.named(person))


def _matter(row: DueTerm, place: Place, person: Person | None) -> Matter:
    is_of_others = row.passes or row.kind in _OF_OTHERS
    return Matter(
        kind=pgettext("procurement", "Period"),
        title=told(row.title),
        verb=_("Follow up") if is_of_others else pgettext("what is asked", "Handle"),
        url=f"{reverse('procurement_file_deadlines', args=[row.file.reference])}#{row.key}",
        due=row.due,
        project=row.project,
        code=row.file.reference,
        detail=row.file.title,
        place=place,
        person=person,
        pk=row.pk,
        ask=ASK,
    )
