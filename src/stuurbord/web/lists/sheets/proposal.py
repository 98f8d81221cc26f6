"""What lines from a file would change now: merged with what was edited meanwhile, judged by the form.

Computed anew whenever somebody looks or accepts, so what is shown is what would happen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.forms import ModelForm
from django.utils.translation import gettext as _

from stuurbord.errors import Finding, NotPermitted, Severity
from stuurbord.web.accounts.permissions import require
from stuurbord.web.lists.changing import changed_form, new_form
from stuurbord.web.lists.fields import LineField
from stuurbord.web.lists.four_eyes import require_other_eyes
from stuurbord.web.lists.known_choices import KnownChoices
from stuurbord.web.lists.line_values import raw_value, typed
from stuurbord.web.lists.merging import Merge, laid_over
from stuurbord.web.lists.register import REGISTERS, Register
from stuurbord.web.lists.revisions import values_at_all
from stuurbord.web.lists.sheets.sent_lines import SentLine, Verdict
from stuurbord.web.lists.state_checks import permission_of

_PART = 500


@dataclass(frozen=True, slots=True)
class ProposedCell:
    """One field that would get another value. Values are raw."""

    name: str
    old: Any
    new: Any
    base: Any = None
    is_clash: bool = False
    """Somebody changed it too since the file was made: a person chooses."""
    error: str = ""


@dataclass(slots=True)
class ProposedLine:
    """One line of a file as it would come in now.

    Attributes
    ----------
    number
        Its place among the lines of the review.
    stored
        The line as it stands; None if it is new.
    errors
        Why it cannot be saved as it is, beyond what its cells tell.
    form
        Valid unless there are errors; None where nothing would change.
    """

    number: int
    sent: SentLine
    register: Register
    stored: Any = None
    cells: list[ProposedCell] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    form: ModelForm | None = None
    waits: bool = False
    """It refers to another new line of the same file, which comes first."""

    @property
    def findings(self) -> list[Finding]:
        return [Finding.from_record(one) for one in self.sent.findings]

    @property
    def has_errors(self) -> bool:
        return bool(self.errors) or any(one.error for one in self.cells) or self.has_unread_cells

    @property
    def has_unread_cells(self) -> bool:
        return any(one["severity"] == Severity.ERROR for one in self.sent.findings)

    @property
    def verdict(self) -> Verdict:
        if self.sent.is_refused or self.has_errors:
            return Verdict.ERROR
        if self.clashes:
            return Verdict.CLASH
        return Verdict.NEW if self.sent.is_new else Verdict.CHANGE

    @property
    def clashes(self) -> list[ProposedCell]:
        return [one for one in self.cells if one.is_clash]

    @property
    def changes(self) -> list[ProposedCell]:
        return [one for one in self.cells if not one.is_clash]

    @property
    def can_be_saved(self) -> bool:
        """Whether its changes, without the clashes, can go in as they are."""
        is_whole = not self.has_unread_cells or not self.sent.is_new
        if self.form is None or self.errors or not is_whole:
            return False
        return self.waits or self.form.is_valid()

    @property
    def reason(self) -> str:
        """Why the line cannot go in as it is, in words; empty if it can."""
        told = [f"{one.where.as_text(_)}: {one.message(_)}" for one in self.findings if _is_error(one)]
        told += [f"{self.register.label_of(one.name)}: {one.error}" for one in self.cells if one.error]
        told += [
            _("somebody changed {field} too").format(field=self.register.label_of(one.name))
            for one in self.clashes
        ]
        return (
            f"{self.sent.sheet}, {self.sent.called}: {' '.join([*told, *self.errors])}"
            if told or self.errors
            else ""
        )

    @property
    def is_over(self) -> bool:
        """Whether nothing is left of it to decide on: it says what is stored."""
        return not self.sent.is_refused and not self.cells and not self.errors and not self.has_unread_cells


def _is_error(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR


Choice = Mapping[int, frozenset[str]]
"""Number of a line → the fields of it that are taken."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is proposed: which lines, which fields of them, and whose value where two clash.

    Attributes
    ----------
    only
        The fields that are taken per line; a line that is not named is taken whole.
    mine
        Line → the clashing fields in which the file wins.
    """

    only: Choice = field(default_factory=dict)
    mine: Choice = field(default_factory=dict)


def proposed(
    user: Any,
    lines: Iterable[tuple[int, SentLine]],
    asked: Asked | None = None,
    *,
    along: Iterable[tuple[int, SentLine]] = (),
) -> list[ProposedLine]:
    """Return what lines would change now, in the order given.

    Parameters
    ----------
    along
        Other lines of the same file; what they bring counts as there, for lines that refer to it.
    """
    listed = list(lines)
    by_register: dict[str, list[tuple[int, SentLine]]] = defaultdict(list)
    for number, line in listed:
        by_register[line.register].append((number, line))
    to_come = _to_come([line for _number, line in (*listed, *along)])
    made: dict[int, ProposedLine] = {}
    for slug, of_register in by_register.items():
        batch = _Batch(user, REGISTERS[slug], asked or Asked(), to_come)
        made |= {one.number: one for one in batch.proposed(of_register)}
    return [made[number] for number, _line in listed]


def _to_come(lines: Iterable[SentLine]) -> frozenset[tuple[Any, int | None, str]]:
    """Return model, project and number of each line that is new."""
    return frozenset(
        (REGISTERS[line.register].model, line.project, str(line.sent["code"]))
        for line in lines
        if line.is_new and "code" in line.sent
    )


class _Batch:
    """The lines of one register: what they change is read and judged together."""

    def __init__(
        self, user: Any, register: Register, asked: Asked, to_come: frozenset[tuple[Any, int | None, str]]
    ) -> None:
        self.user, self.register, self.asked, self.to_come = user, register, asked, to_come
        self.known = KnownChoices()
        self.defaults = _defaults(register)

    def proposed(self, lines: list[tuple[int, SentLine]]) -> list[ProposedLine]:
        open_lines = [line for _number, line in lines if not line.is_refused]
        stored = self._stored({line.line for line in open_lines if line.line})
        pairs = [(stored[line.line], line.version) for line in open_lines if line.line in stored]
        moved = [(one, version) for one, version in pairs if one.version != version]
        bases = values_at_all(self.register, moved)
        return [self._one(number, line, stored, bases) for number, line in lines]

    def _stored(self, numbers: set[int]) -> dict[int, Any]:
        ordered = sorted(numbers)
        lines = self.register.every_line(self.user).order_by()
        return {
            line.pk: line
            for start in range(0, len(ordered), _PART)
            for line in lines.filter(pk__in=ordered[start : start + _PART])
        }

    def _one(
        self, number: int, line: SentLine, stored: Mapping[int, Any], bases: Mapping[int, dict[str, Any]]
    ) -> ProposedLine:
        made = ProposedLine(number, line, self.register)
        if line.is_refused:
            return made
        if line.is_new:
            self._fill_new(made)
            return made
        made.stored = stored.get(line.line or 0)
        if made.stored is None or made.stored.is_archived:
            made.sent.is_refused = True
            return made
        self._fill_changed(made, bases.get(made.stored.pk))
        return made

    def _fill_changed(self, made: ProposedLine, base: dict[str, Any] | None) -> None:
        line, stored = made.sent, made.stored
        only = self.asked.only.get(made.number)
        sent = {name: value for name, value in line.sent.items() if only is None or name in only}
        theirs = {name: raw_value(self.register, stored, name) for name in sent}
        # Of a line that nobody touched since, what stands there is what the file was made from.
        started_from = theirs if line.version == stored.version else base
        merged: Merge = laid_over(self.register, theirs, started_from, sent)
        mine = self.asked.mine.get(made.number, frozenset())
        won = {clash.name: clash.mine for clash in merged.clashes if clash.name in mine}
        made.cells = [ProposedCell(name, theirs[name], value) for name, value in merged.changes.items()]
        made.cells += [
            ProposedCell(one.name, one.theirs, one.mine, one.base, one.name not in won)
            for one in merged.clashes
        ]
        changes = merged.changes | won
        if changes:
            before = copy(stored)  # the form writes in the line itself
            form = changed_form(self.register, self.user, stored, changes, is_raw=True, known=self.known)
            self._judge(made, form, before)

    def _fill_new(self, made: ProposedLine) -> None:
        line = made.sent
        only = self.asked.only.get(made.number)
        if only is not None and not only:
            return
        made.cells = [ProposedCell(name, None, value) for name, value in line.sent.items()]
        values = {name: typed(self.register, name, value) for name, value in line.sent.items()}
        values = {name: value for name, value in values.items() if value is not None}
        data = {**self.defaults, **values, "project": line.project}
        self._judge(made, new_form(self.register, self.user, data, known=self.known), None)

    def _judge(self, made: ProposedLine, form: ModelForm, before: Any) -> None:
        """Validate a form and put its errors where they belong."""
        made.form = form
        errors = {name: " ".join(str(one) for one in told) for name, told in form.errors.items()}
        coming = [name for name in errors if self._comes_along(made, form, name)]
        for name in coming:
            del errors[name]
        made.waits = bool(coming) and not errors
        made.cells = [
            ProposedCell(one.name, one.old, one.new, one.base, one.is_clash, errors.pop(one.name, ""))
            for one in made.cells
        ]
        labels = {name: "" if name == "__all__" else f"{self.register.label_of(name)}: " for name in errors}
        made.errors += [f"{labels[name]}{text}" for name, text in errors.items()]
        if not form.errors and (missing := self._mandate(form, before)):
            made.errors.append(missing)

    def _comes_along(self, made: ProposedLine, form: ModelForm, name: str) -> bool:
        """Return whether a line that is not found is one that the same file brings."""
        if not isinstance(form.fields.get(name), LineField):
            return False
        sent = made.sent.sent.get(name)
        return (form.fields[name].model, made.sent.project, sent) in self.to_come

    def _mandate(self, form: ModelForm, before: Any) -> str:
        """Return why this person may not give a line its new state; empty if he may."""
        machine, line = self.register.states, form.instance
        if machine is None:
            return ""
        source = getattr(before, machine.field) if before is not None else None
        try:
            if mandate := permission_of(machine, source, getattr(line, machine.field)):
                require(self.user, mandate, self.register.where_decided(line))
            self.register.require_mandate_to_save(self.user, before, line, form.changed_data)
            require_other_eyes(self.user, self.register, machine, before, line)
        except NotPermitted as error:
            return str(error)
        return ""


def _defaults(register: Register) -> dict[str, Any]:
    """Return what a new line holds where nothing was sent."""
    fields = (register.model._meta.get_field(name) for name in register.form_fields)
    return {
        one.name: one.get_default()
        for one in fields
        if one.has_default() and one.get_default() not in (None, "", False)
    }
