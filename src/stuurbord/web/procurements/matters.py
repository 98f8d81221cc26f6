"""What procurements ask of people: a choice of procedure that the rules bear no longer is made anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stuurbord.web.notices.matter import FINISHED, Circle, Matter
from stuurbord.web.procurements.choosing import may_choose
from stuurbord.web.procurements.queries import files_seen
from stuurbord.web.procurements.turning import open_choices
from stuurbord.web.procurements.words import procedure_name

_MOST: Final = 100


def turned_matters(circle: Circle) -> Iterator[Matter]:
    """Yield the choices that the rules bear no longer: for the lawyer, else who holds the file or leads."""
    persons = {person.pk: (place, person) for place, person in circle.placed}
    users = {one[1].user_id: one for one in persons.values() if one[1].user_id is not None}
    if not persons:
        return
    mine = (
        Q(lawyer__in=users)
        | Q(lawyer=None, owner__in=users)
        | Q(lawyer=None, owner=None, project__manager__in=persons)
    )
    rows = files_seen(circle.user).filter(mine, is_against=True, pk__in=open_choices().values("pk"))
    rows = rows.exclude(project__stage__in=FINISHED).order_by("reference")
    for file in rows.defer("facts", "description")[:_MOST]:
        if not may_choose(file):
            continue
        place, person = users.get(file.lawyer_id or file.owner_id) or persons[file.project.manager_id]
        told = _("{procedure} no longer follows from the rules")
        yield Matter(
            kind=pgettext("procurement", "Procedure"),
            title=told.format(procedure=procedure_name(file.procedure)),
            verb=_("Choose anew"),
            url=reverse("procurement_file", args=[file.reference]),
            project=file.project,
            code=file.reference,
            detail=file.title,
            place=place,
            person=circle.named(person),
            pk=file.pk,
        )
