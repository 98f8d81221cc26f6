"""Change cells of one line or of many, all or none: what a cell and the bulk bar send."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.forms import ModelForm
from django.http import Http404
from django.utils.translation import gettext as _

from stuurbord.errors import VersionConflict
from stuurbord.web.accounts.permissions import require
from stuurbord.web.lists.actions import Sent, archive_lines, save_lines
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.lists.history import written
from stuurbord.web.lists.known_choices import KnownChoices
from stuurbord.web.lists.line_values import raw_value, typed
from stuurbord.web.lists.merging import Clash, merge
from stuurbord.web.lists.models import LineRevision
from stuurbord.web.lists.register import Register

MOST_LINES = 1_000
"""In one change: more belong in a workbook, where one sees each of them before it is saved."""
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class ToldClash:
    """A cell that somebody else changed meanwhile, to something else, in words."""

    pk: int
    called: str
    name: str
    label: str
    mine: str
    theirs: str
    who: str
    when: datetime | None


@dataclass(slots=True)
class Outcome:
    """What became of a change. Nothing was saved if there are errors or clashes."""

    saved: list[Any] = field(default_factory=list)
    done: list[tuple[int, int]] = field(default_factory=list)
    """Line and version made, of what can be undone."""
    errors: dict[int, dict[str, list[str]]] = field(default_factory=dict)
    """Line → field → sentences."""
    called: dict[int, str] = field(default_factory=dict)
    clashes: list[ToldClash] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        return bool(self.errors or self.clashes)


def change_cells(
    actor: Any, register: Register, lines: Sequence[tuple[int, int]], changes: Mapping[str, str]
) -> Outcome:
    """Write the same values into fields of lines.

    Somebody else's change of another field is kept beside this one; one of the same field is told as a clash.

    Parameters
    ----------
    lines
        Number and version of each, as the actor saw it.
    changes
        Field → text in the notation of the reader.

    Raises
    ------
    Http404
        If one of the lines does not exist for the actor.
    NotPermitted
        If the actor may not edit one of them.
    VersionConflict
        If others keep saving the same lines at this very moment.
    """
    for _attempt in range(_ATTEMPTS):
        try:
            return _change(actor, register, lines, changes)
        except VersionConflict as conflict:
            last = conflict
    raise last


def archive_cells(actor: Any, register: Register, lines: Sequence[tuple[int, int]]) -> Outcome:
    """Take lines out of the list; raises as `change_cells`."""
    stored = _stored(actor, register, [pk for pk, _version in lines])
    gone = archive_lines(actor, register, [(stored[pk], version) for pk, version in lines])
    return Outcome(saved=gone, done=[(line.pk, line.version) for line in gone])


@transaction.atomic
def _change(
    actor: Any, register: Register, lines: Sequence[tuple[int, int]], changes: Mapping[str, str]
) -> Outcome:
    outcome, sent, known = Outcome(), [], KnownChoices()
    stored = _stored(actor, register, [pk for pk, _version in lines])
    for pk, version in lines:
        line = stored[pk]
        require(actor, register.permission, line.project.scopes)
        outcome.called[pk] = register.called(line)
        if line.is_archived:
            outcome.errors[pk] = {"": [_("Somebody archived this line in the meantime.")]}
        elif one := _sent(outcome, _Form(register, actor, known), line, version, changes):
            sent.append(one)
    if not outcome.is_refused:
        versions = {one.form.instance.pk: one.expected_version for one in sent}
        try:
            with transaction.atomic():
                outcome.saved = save_lines(actor, register, sent)
        except IntegrityError:
            told = _("There is a line with this name in this project already.")
            outcome.errors = {lines[0][0]: {next(iter(changes)): [told]}}
            return outcome
        outcome.done = [(one.pk, one.version) for one in outcome.saved if one.version != versions[one.pk]]
    return outcome


def _stored(actor: Any, register: Register, numbers: Sequence[int]) -> dict[int, Any]:
    found = register.every_line(actor).in_bulk(list(numbers))
    if len(found) != len(set(numbers)):
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class _Form:
    """Makes the forms of a change; people and projects are looked up once for all of them."""

    register: Register
    actor: Any
    known: KnownChoices

    def of(self, line: Any, changes: Mapping[str, Any], *, is_raw: bool = False) -> ModelForm:
        return changed_form(self.register, self.actor, line, changes, is_raw=is_raw, known=self.known)


def _sent(outcome: Outcome, make: _Form, line: Any, version: int, changes: Mapping[str, str]) -> Sent | None:
    """Return the valid form of a line, or None after telling the outcome why there is none."""
    register, before = make.register, copy.copy(line)
    form = make.of(line, changes)
    if not form.is_valid():
        outcome.errors[line.pk] = _sentences(form)
        return None
    if version == before.version:
        return Sent(form, before.version)
    mine = {name: raw_value(register, form.instance, name) for name in changes}
    merged = merge(register, before, version, mine)
    if merged.clashes:
        outcome.clashes += [_told(register, before, clash) for clash in merged.clashes]
        return None
    fresh = make.of(copy.copy(before), merged.changes, is_raw=True)
    if not fresh.is_valid():
        outcome.errors[line.pk] = _sentences(fresh)
        return None
    return Sent(fresh, before.version)


def _sentences(form: ModelForm) -> dict[str, list[str]]:
    return {name: [str(one) for one in told] for name, told in form.errors.items()}


def _told(register: Register, line: Any, clash: Clash) -> ToldClash:
    kept = LineRevision.objects.filter(register=register.slug, line_id=line.pk, version=line.version)
    last = kept.select_related("actor").first()
    return ToldClash(
        line.pk,
        register.called(line),
        clash.name,
        register.label_of(clash.name),
        _words(register, clash.name, clash.mine),
        _words(register, clash.name, clash.theirs),
        str(last.actor) if last and last.actor else _("Somebody else"),
        last.at if last else None,
    )


def _words(register: Register, name: str, raw: Any) -> str:
    """Return a raw value in words; what it points to by its name."""
    model_field = register.model._meta.get_field(name)
    if model_field.is_relation and raw not in (None, ""):
        related = model_field.related_model._default_manager.filter(pk=raw).first()
        return str(related) if related else str(raw)
    return written(register, name, typed(register, name, raw))
