"""What terms ask of people: of the lawyer or holder of a file, else of who leads the project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stuurbord.web.accounts.models import Person
from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.clock import today
from stuurbord.web.notices.bare_lines import seen_by
from stuurbord.web.notices.matter import FINISHED, Circle, Matter, Place
from stuurbord.web.procurement_desk.models import DueTerm, TermKind
from stuurbord.web.procurement_desk.queries import terms_seen
from stuurbord.web.procurement_desk.standing import condition, told
from stuurbord.web.procurements.choosing import may_choose
from stuurbord.web.procurements.models import ChoiceVerdict, ProcedureChoice
from stuurbord.web.procurements.queries import files_seen
from stuurbord.web.procurements.words import procedure_name

ASK: Final = "procurement-term"
"""Under this word a calendar knows the event of a term."""
_MOST: Final = 300
_OF_OTHERS: Final = (TermKind.EXAMINATION, TermKind.BOND, TermKind.DEFAULT)
"""What the tenderer or contractor does; the reader sees to it."""


def term_matters(circle: Circle) -> Iterator[Matter]:
    """Yield the open terms within the horizon, for everybody in the circle.

    A notice that the law asks without a number of days waits from the modification on.
    """
    persons = {person.pk: (place, person) for place, person in circle.placed}
    users = {one[1].user_id: one for one in persons.values() if one[1].user_id is not None}
    if not persons:
        return
    of_manager = Q(responsible=None, project__manager__in=persons)
    rows = terms_seen(circle.user).filter(
        Q(responsible__in=users) | of_manager,
        Q(due__lte=circle.until) | Q(due=None, kind=TermKind.MODIFICATION),
        condition("open", today()),
        project__in=seen_by(circle.user).every,
    )
    rows = rows.select_related("file", "project__portfolio", "project__manager")
    rows = rows.order_by(F("due").asc(nulls_last=True), "pk")
    shown = rows.defer("file__facts", "file__description", "missing")
    for row in shown[:_MOST]:
        place, person = users.get(row.responsible_id) or persons[row.project.manager_id]
        yield _matter(row, place, circle.named(person))


def choice_matters(circle: Circle) -> Iterator[Matter]:
    """Yield the choices of a procedure against the rules that the reader may approve, never his own."""
    later = ProcedureChoice.objects.filter(file=OuterRef("file"), number__gt=OuterRef("number"))
    files = files_seen(circle.user, Permission.DECIDE).exclude(project__stage__in=FINISHED)
    waiting = ProcedureChoice.objects.filter(
        ~Exists(later),
        verdict=ChoiceVerdict.REFUSED,
        is_imported=False,
        ruling=None,
        file__in=files.values("pk"),
    )
    waiting = waiting.exclude(Q(by__isnull=False) & Q(by_id=circle.user.pk)).order_by("at", "pk")
    shown = waiting.select_related("file__project__portfolio").defer("file__facts", "file__description")
    for one in shown[:_MOST]:
        if may_choose(one.file):
            yield Matter(
                kind=pgettext("procurement", "Procedure"),
                title=_("Choice against the rules: {procedure}").format(
                    procedure=procedure_name(one.procedure)
                ),
                verb=_("Decide"),
                url=f"{reverse('procurement_file', args=[one.file.reference])}#waiting-title",
                project=one.file.project,
                code=one.file.reference,
                detail=one.file.title,
            )


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
