"""Do a matter from My week: finish it, or put its date off. Both are a change of its line as any other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from stuurbord.web.clock import today
from stuurbord.web.lists.actions import save_line
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.lists.columns import Ask
from stuurbord.web.lists.register import Register

POSTPONED: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The line as it stands now, or why it was not done."""

    line: Any = None
    refusal: str = ""


def finish(actor: Any, register: Register, line: Any, version: int, ask: Ask) -> Outcome:
    """Bring a line to the state that ends what it asks, if the table of states lets it.

    Raises
    ------
    NotPermitted, VersionConflict
        As `save_line`.
    """
    if not ask.finish:
        return Outcome(refusal=_("This matter is not finished from here. Open it."))
    field = register.states.field if register.states else "state"
    return _save(actor, register, line, version, {field: ask.finish})


def postpone(actor: Any, register: Register, line: Any, version: int, ask: Ask) -> Outcome:
    """Put the date of a matter off by a week; what is late already, to a week from today.

    Raises
    ------
    NotPermitted, VersionConflict
        As `save_line`.
    """
    due = getattr(line, ask.due, None) if ask.due in register.form_fields else None
    if due is None:
        return Outcome(refusal=_("This matter has no date that can be put off here. Open it."))
    return _save(actor, register, line, version, {ask.due: max(due, today()) + POSTPONED})


def _save(actor: Any, register: Register, line: Any, version: int, changes: dict[str, Any]) -> Outcome:
    form = changed_form(register, actor, line, changes)
    if not form.is_valid():
        return Outcome(refusal=" ".join(str(told) for errors in form.errors.values() for told in errors))
    return Outcome(save_line(actor, register, form, version))
