"""Changes to the lines of any register: permission, change, version and audit entry in one transaction.

One line or ten thousand, from a form, a cell, a bulk bar, a spreadsheet or a program: they all end here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.errors import VersionConflict
from stuurbord.web.accounts.permissions import require
from stuurbord.web.audit.chain import Happened, record_all
from stuurbord.web.lists.events import lines_changed
from stuurbord.web.lists.four_eyes import require_other_eyes
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.revisions import keep
from stuurbord.web.lists.state_checks import permission_of
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.queries import visible_projects

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Sent:
    """A valid form, with the version of the line it was filled in on; None for a new line."""

    form: ModelForm
    expected_version: int | None = None


def save_line(actor: Any, register: Register, form: ModelForm, expected_version: int | None) -> Any:
    """Create or change one line of a register from a valid form; see `save_lines`."""
    return save_lines(actor, register, [Sent(form, expected_version)])[0]


@transaction.atomic
def save_lines(actor: Any, register: Register, sent: Sequence[Sent]) -> list[Any]:
    """Create and change lines from valid forms, all or none; a form that changes nothing saves nothing.

    Raises
    ------
    NotPermitted
        If the actor may not edit this register in a line's project (nor in the one it leaves), or has no
        mandate for its new state.
    VersionConflict
        If somebody saved one of the lines first; ``lines`` names them.
    """
    stored = _locked(register, [one.form.instance.pk for one in sent if one.form.instance.pk])
    _refuse_late(sent, stored)
    work = [_Work(register, one.form, stored.get(one.form.instance.pk)) for one in sent]
    work = [one for one in work if one.before is None or one.changed]
    for one in work:
        one.require(actor)
    _write(register, work)
    finish(actor, register, [one.done() for one in work])
    _tell_projects(register, {code for one in work for code in one.project_ids})
    return [one.form.instance for one in sent]


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line that was written: as it was (None if it is new), as it is, and field → ``[before, after]``."""

    before: Any
    line: Any
    verb: str
    """``create``, ``change``, ``archive`` or ``restore``."""
    fields: Mapping[str, Any]


def finish(actor: Any, register: Register, changes: Sequence[LineChange]) -> None:
    """Do what every change of lines ends with, in its transaction: audit, revisions, what follows, signal.

    For who writes lines in bulk without forms, such as an import. The projects are told apart, once.
    """
    if not changes:
        return
    record_all(actor, [_happened(one.line, one.verb, dict(one.fields)) for one in changes])
    pairs = [(one.before, one.line) for one in changes]
    keep(actor, register, pairs)
    if register.follow:
        register.follow(actor, pairs)
    lines_changed.send(sender=register.model, register=register, lines=[one.line for one in changes])


@transaction.atomic
def archive_lines(
    actor: Any, register: Register, lines: Iterable[tuple[Any, int]], archive: bool = True
) -> list[Any]:
    """Take lines out of the lists, or bring them back; they stay in the history and the audit log.

    Parameters
    ----------
    lines
        Each with the version it had when the actor saw it.

    Raises
    ------
    NotPermitted, VersionConflict
        As `save_lines`.
    """
    asked = {line.pk: version for line, version in lines}
    stored = _locked(register, asked)
    late = [pk for pk, version in asked.items() if pk not in stored or stored[pk].version != version]
    if late:
        raise _conflict(late)
    for line in stored.values():
        require(actor, register.permission, line.project.scopes)
        register.require_mandate(actor, line)
    pairs = []
    for line in stored.values():
        if line.is_archived != archive:
            before = copied(line)
            line.is_archived, line.version, line.changed_at = archive, line.version + 1, timezone.now()
            pairs.append((before, line))
    changed = [line for _before, line in pairs]
    register.model._default_manager.bulk_update(
        changed, ["is_archived", "version", "changed_at"], batch_size=_BATCH
    )
    verb = "archive" if archive else "restore"
    finish(actor, register, [LineChange(before, line, verb, {}) for before, line in pairs])
    _tell_projects(register, {line.project_id for line in changed})
    return changed


def archive_line(actor: Any, register: Register, line: Any, expected_version: int) -> None:
    """Take a line out of the lists; it stays in the history and the audit log."""
    archive_lines(actor, register, [(line, expected_version)])


def editable_projects(user: Any, register: Register) -> QuerySet[Project]:
    """Return the projects in which the user may add lines to this register."""
    return visible_projects(user, register.permission)


class _Work:
    """One line to write: as it was, as it becomes, and which fields that changes."""

    def __init__(self, register: Register, form: ModelForm, before: Any) -> None:
        self.register, self.line, self.before = register, form.instance, before
        names = form.changed_data if before is None else _differing(before, self.line, form._meta.fields)
        self.changed = {name: [logged(before, name), logged(self.line, name)] for name in names}

    @property
    def project_ids(self) -> set[int]:
        return {self.line.project_id} | ({self.before.project_id} if self.before else set())

    def require(self, actor: Any) -> None:
        machine = self.register.states
        source = getattr(self.before, machine.field) if machine and self.before else None
        mandate = permission_of(machine, source, getattr(self.line, machine.field) if machine else None)
        for line in filter(None, (self.before, self.line)):
            require(actor, self.register.permission, line.project.scopes)
            if mandate:
                require(actor, mandate, self.register.where_decided(line))
        self.register.require_mandate_to_save(actor, self.before, self.line, self.changed)
        if machine:
            require_other_eyes(actor, self.register, machine, self.before, self.line)

    def done(self) -> LineChange:
        return LineChange(self.before, self.line, "change" if self.before else "create", self.changed)


def _differing(before: Any, line: Any, names: Iterable[str]) -> list[str]:
    # By number, not by name: two people may have the same.
    attributes = {name: line._meta.get_field(name).attname for name in names}
    return [name for name, one in attributes.items() if getattr(before, one) != getattr(line, one)]


def _write(register: Register, work: Sequence[_Work]) -> None:
    changed = [one for one in work if one.before]
    created = [one.line for one in work if one.before is None]
    now = timezone.now()
    for one in changed:
        one.line.version, one.line.changed_at = one.before.version + 1, now
    names = sorted({name for one in changed for name in one.changed})
    if changed:
        register.model._default_manager.bulk_update(
            [one.line for one in changed], [*names, "version", "changed_at"], batch_size=_BATCH
        )
    register.model._default_manager.bulk_create(created, batch_size=_BATCH)


def _locked(register: Register, ids: Iterable[int]) -> dict[int, Any]:
    """Return lines by number, locked in one order so that two batches never wait for each other."""
    found = register.model._default_manager.select_for_update(of=("self",)).filter(pk__in=list(ids))
    return {line.pk: line for line in found.select_related("project__portfolio").order_by("pk")}


def _refuse_late(sent: Sequence[Sent], stored: dict[int, Any]) -> None:
    known = [one for one in sent if one.form.instance.pk]
    late = [
        one.form.instance.pk
        for one in known
        if one.form.instance.pk not in stored
        or stored[one.form.instance.pk].is_archived
        or stored[one.form.instance.pk].version != one.expected_version
    ]
    if late:
        raise _conflict(late)


def _conflict(late: list[int]) -> VersionConflict:
    error = VersionConflict(_("Somebody else saved this record in the meantime; nothing was overwritten."))
    error.lines = tuple(late)
    return error


def _happened(line: Any, verb: str, changed: dict[str, Any]) -> Happened:
    action = f"{line._meta.model_name}.{verb}"
    return Happened(
        action, line.subject, changed, line.project.portfolio_id, line.project_id, version=line.version
    )


def _tell_projects(register: Register, project_ids: set[int]) -> None:
    if project_ids:
        projects_changed.send(sender=register.model, project_ids=sorted(project_ids))


def copied(line: Any) -> Any:
    """Return a line as it is now, to lay beside what it becomes."""
    made = type(line)(**{field.attname: getattr(line, field.attname) for field in line._meta.concrete_fields})
    made._state.adding = False
    return made


def logged(line: Any, name: str) -> Any:
    """Return a field's value as the audit log keeps it: what it points to by name, a project by its code."""
    if line is None:
        return None
    value = getattr(line, name)
    if isinstance(value, Project):
        return project_reference(value)
    return str(value) if isinstance(value, models.Model) else value


def project_reference(project: Project) -> str:
    """Return how the audit log names the project of a line: ``ASN/P-001``."""
    return f"{project.portfolio.key}/{project.code}"
