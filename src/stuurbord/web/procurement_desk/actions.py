"""Write down that a term was done, where nothing else in the file shows it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted
from stuurbord.web.clock import today
from stuurbord.web.procurement_desk.models import BY_HAND, DoneTerm, DueTerm, TermKind
from stuurbord.web.procurement_desk.standing import told
from stuurbord.web.procurement_desk.terms.of_file import return_key
from stuurbord.web.procurements.changing import NotAccepted, held, save
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.procurements.rights import EDITORS, require_edit
from stuurbord.web.projects.queries import visible_projects

MOST_AT_ONCE: Final = 100
"""Files that one request notes; each writes its own entry in the log."""


@transaction.atomic
def mark_term(
    actor: Any, file: ProcurementFile, key: str, on: date | None, expected_version: int
) -> DoneTerm | None:
    """Write down on which day a term of a file was done; None takes that back.

    Parameters
    ----------
    key
        Of a term that the file has now: a yearly return, or the notice of a modification.
    expected_version
        Of the file as it was seen.

    Returns
    -------
    The mark; None where nothing was written and nothing is.

    Raises
    ------
    NotAccepted
        If there is no such term, it follows from something else in the file, or the day cannot be right.
    NotPermitted, VersionConflict
        As every action.
    """
    require_edit(actor, file)
    stored = held(file, expected_version)
    term = DueTerm.objects.filter(file=stored, key=key).first()
    if term is None or term.kind not in BY_HAND:
        raise NotAccepted(
            _("Whether this was done follows from the file itself: nobody writes it down here.")
        )
    if on is not None:
        _require_possible(stored, term, on)
    mark = DoneTerm.objects.filter(file=stored, key=key).first()
    before = mark.on if mark else None
    if before == on:
        return mark
    mark = mark or DoneTerm(file=stored, key=key)
    mark.on, mark.by_id, mark.by_name = on, actor.pk, str(actor)[:200]
    mark.save()
    action = "procurement.done" if on else "procurement.not_done"
    save(actor, stored, {}, action, key=key, title=told(term.title), done_on=on, was=before)
    return mark


@transaction.atomic
def note_return(actor: Any, year: int, on: date) -> int:
    """Write down that the yearly return over a year was made, for every file of it that the actor changes.

    One return tells of all files of a year. Each file keeps its own mark and its own entry in the log; beyond
    `MOST_AT_ONCE` files the rest stays open.

    Returns
    -------
    How many files were noted.

    Raises
    ------
    NotAccepted
        If no such return is open, or the day cannot be right.
    NotPermitted
        If the actor changes no file at all.
    """
    projects = visible_projects(actor, EDITORS[0]) | visible_projects(actor, EDITORS[1])
    if not projects.exists():
        told_ = _("Only who changes this project or advises on its procurements can do this.")
        raise NotPermitted(EDITORS[0], told_)
    key = return_key(year)
    open_ones = DueTerm.objects.filter(key=key, done_on=None, project__in=projects.values("pk"))
    files = list(ProcurementFile.objects.filter(due_terms__in=open_ones).order_by("pk")[:MOST_AT_ONCE])
    if not files:
        raise NotAccepted(_("No return over {year} is open that you can note.").format(year=year))
    for file in files:
        mark_term(actor, file, key, on, file.version)
    return len(files)


def _require_possible(file: ProcurementFile, term: DueTerm, on: date) -> None:
    if on > today():
        raise NotAccepted(_("This day lies ahead: write it down when it has come."))
    if file.concluded_on is not None and on < file.concluded_on:
        raise NotAccepted(_("This day lies before the conclusion of the contract."))
    if term.kind == TermKind.REPORTING and term.due is not None and on.year < term.due.year:
        year = term.due.year - 1
        raise NotAccepted(_("The return over {year} is whole only when that year is over.").format(year=year))
