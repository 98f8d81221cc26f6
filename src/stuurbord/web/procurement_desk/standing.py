"""How a term stands today: late, soon, later, undetermined, done or passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.web.procurement_desk.counting import SOON_WORKING_DAYS, soon_until, working_days_between
from stuurbord.web.procurement_desk.models import Certainty, DueTerm, TermKind
from stuurbord.web.reader import reader

LATE, SOON, LATER, UNDETERMINED, DONE = "late", "soon", "later", "undetermined", "done"
STATES: Final = (LATE, SOON, LATER, UNDETERMINED, DONE)
_STATUS: Final = {
    LATE: "intervene",
    SOON: "adjust",
    LATER: "on_track",
    UNDETERMINED: "undetermined",
    DONE: "on_track",
}
"""Shape and colour, as the pages draw a status."""
_KINDS: Final = {one.value: one.label for one in TermKind}
_CERTAINTIES: Final = {one.value: one.label for one in Certainty}


@dataclass(frozen=True)
class TermRow:
    """A term as a page shows it, in the reader's words."""

    term: DueTerm
    state: str
    word: str

    @property
    def status(self) -> str:
        return "adjust" if is_done_late(self.term) else _STATUS[self.state]

    @property
    def title(self) -> str:
        return told(self.term.title)

    @property
    def kind(self) -> str:
        return str(_KINDS[self.term.kind])

    @property
    def certainty(self) -> str:
        return str(_CERTAINTIES[self.term.certainty])

    @property
    def missing(self) -> str:
        return told(self.term.missing)


def told(texts: dict[str, str]) -> str:
    """Return a text that is kept in every language in the reader's."""
    return texts.get(reader().code) or texts.get("nl", "")


def row_of(term: DueTerm, today: date) -> TermRow:
    """Return a term with how it stands on a day."""
    state = state_of(term, today)
    return TermRow(term, state, _word(term, state, today))


def state_of(term: DueTerm, today: date) -> str:
    """Return one of `STATES`."""
    if term.done_on is not None:
        return DONE
    if term.due is None:
        return UNDETERMINED
    if term.due < today:
        return DONE if term.passes else LATE
    return SOON if term.due <= soon_until(today) else LATER


def condition(state: str, today: date) -> Q:
    """Return what `state_of` says of a term as a question to the database; ``open``: all but `DONE`."""
    is_open = Q(done_on=None)
    if state == LATE:
        return is_open & Q(due__lt=today, passes=False)
    if state == SOON:
        return is_open & Q(due__gte=today, due__lte=soon_until(today))
    if state == LATER:
        return is_open & Q(due__gt=soon_until(today))
    if state == UNDETERMINED:
        return is_open & Q(due=None)
    if state == DONE:
        return Q(done_on__isnull=False) | Q(due__lt=today, passes=True)
    return is_open & (Q(due=None) | Q(due__gte=today) | Q(passes=False))


def state_label(state: str) -> str:
    """Return what people call a state."""
    labels = {
        LATE: _("late"),
        SOON: ngettext("within {n} working day", "within {n} working days", SOON_WORKING_DAYS).format(
            n=reader().count(SOON_WORKING_DAYS)
        ),
        LATER: _("later"),
        UNDETERMINED: _("undetermined"),
        DONE: _("done or passed"),
    }
    return labels[state]


def _word(term: DueTerm, state: str, today: date) -> str:
    if state == UNDETERMINED:
        return _("Undetermined")
    if state == DONE or term.due is None:
        return _done_word(term)
    days = working_days_between(today, term.due)
    if state == LATE:
        n = max(-days, 1)
        return ngettext("{n} working day late", "{n} working days late", n).format(n=reader().number(n))
    if term.due == today:
        return _("Today")
    text = ngettext("{n} working day left", "{n} working days left", days)
    return text.format(n=reader().number(days))


def is_done_late(term: DueTerm) -> bool:
    """Return whether a term was done after its day."""
    if term.done_on is None or term.due is None or term.passes:
        return False
    return term.done_on > term.due


def _done_word(term: DueTerm) -> str:
    if term.done_on is None:
        return _("Elapsed")
    if is_done_late(term):
        return _("Done too late, on {day}").format(day=reader().day(term.done_on))
    return _("Done on {day}").format(day=reader().day(term.done_on))
