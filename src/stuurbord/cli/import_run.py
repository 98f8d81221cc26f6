"""One run of ``stuurbord import``: file after file, through the same actions as the pages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import typer
from django.conf import settings
from django.db import transaction

from stuurbord.cli.database import operator
from stuurbord.cli.given_file import GivenFile, read_bytes
from stuurbord.cli.import_target import Target, chosen_target
from stuurbord.cli.terminal import Terminal
from stuurbord.errors import N_, Finding, Severity, UnreadableFile, VersionConflict, Where
from stuurbord.exchange import workbook
from stuurbord.exchange.tabular.book import base_name, is_workbook
from stuurbord.web.imports.actions import accept, discard, map_columns, receive
from stuurbord.web.imports.models import Import, ImportState
from stuurbord.web.imports.reading import TABLE, Question, read
from stuurbord.web.imports.summaries import conclusion

LEFT_ALONE = "left_alone"
WOULD_APPLY = "would_apply"
CONFLICT = "conflict"


@dataclass(slots=True)
class Outcome:
    """What became of one file."""

    given: GivenFile
    state: str
    """An `ImportState`, or ``left_alone``, ``would_apply`` (dry run), ``conflict``."""
    reader: str = ""
    sha256: str = ""
    changes: list[dict[str, Any]] = field(default_factory=list)
    findings: tuple[Finding, ...] = ()
    mapping: str = ""
    conclusion: str = ""
    is_shown: bool = False
    """Somebody saw it already, to decide on it."""

    @property
    def is_refused(self) -> bool:
        """Whether the file did not go in although it should have."""
        return self.state in (ImportState.REFUSED, ImportState.NEEDS_MAPPING, CONFLICT)


class ImportRun:
    """Takes files in, one by one; each is read outside any transaction."""

    def __init__(
        self,
        terminal: Terminal,
        target: Target,
        mapping: str = "",
        *,
        dry_run: bool = False,
        asks: bool = False,
    ) -> None:
        self.terminal = terminal
        self.target = target
        self.mapping = mapping
        self.dry_run = dry_run
        self.asks = asks
        self.is_stopped = False

    def outcomes(self, files: Sequence[GivenFile]) -> Iterator[Outcome]:
        """Yield what became of each file, workbooks first, then plans, then other tables."""
        ordered = self._in_order(files)
        for number, given in enumerate(ordered, start=1):
            if self.is_stopped:
                return
            if given.is_left_alone:
                yield Outcome(given, LEFT_ALONE)
                continue
            label = self.terminal.gettext(N_("{number} of {total}: {file}"))
            place = {"number": number, "total": len(ordered), "file": given.path.name}
            with self.terminal.progress(label.format(**place)):
                outcome, one = self._received(given)
            if one is not None and one.state == ImportState.READY and not self.dry_run:
                self._decide(outcome, one)
            yield outcome

    # -- one file ----------------------------------------------------------------------------------

    def _received(self, given: GivenFile) -> tuple[Outcome, Import | None]:
        """Return what a file would change, and the stored import if one was stored."""
        try:
            data = read_bytes(given.path, settings.STUURBORD_UPLOAD_LIMIT)
        except UnreadableFile as error:
            return Outcome(given, ImportState.REFUSED, findings=error.findings), None
        if not (self.dry_run or self.target.is_new):
            one = self._receive(given, data)
            return _outcome(given, one), one
        self._read_ahead(given, data)
        with transaction.atomic():
            was_new = self.target.is_new
            one = self._receive(given, data)
            lasts = not self.dry_run and one.state != ImportState.REFUSED
            # A portfolio that a refused file would be the first of is not worth keeping.
            transaction.set_rollback(not lasts)
        outcome = _outcome(given, one)
        if self.dry_run and outcome.state == ImportState.READY:
            outcome.state = WOULD_APPLY
        if lasts and was_new:
            self.target.portfolio = one.portfolio
            self._tell_new_portfolio()
        return outcome, one if lasts else None

    def _receive(self, given: GivenFile, data: bytes) -> Import:
        target = self.target
        one = receive(target.actor, target.made(), given.path.name, data, target.project)
        is_table = one.reader == TABLE and one.state in (ImportState.READY, ImportState.NEEDS_MAPPING)
        return map_columns(target.actor, one, self.mapping) if self.mapping and is_table else one

    def _read_ahead(self, given: GivenFile, data: bytes) -> None:
        """Read before the transaction, which then finds the reading kept."""
        code = self.target.project.code if self.target.project else ""
        question = Question(data, hashlib.sha256(data).hexdigest(), base_name(given.path.name)[-255:], code)
        read(question, lambda headers: "")

    def _tell_new_portfolio(self) -> None:
        text = self.terminal.gettext(N_("Portfolio {key} is new."))
        self.terminal.tell(text.format(key=self.target.key))

    def _decide(self, outcome: Outcome, one: Import) -> None:
        if self.asks:
            from stuurbord.cli.import_question import Answer, asked

            answer = asked(outcome, self.terminal)
            self.asks = answer is not Answer.ALL
            self.is_stopped = answer is Answer.STOP
            if answer in (Answer.NO, Answer.STOP):
                outcome.state = discard(self.target.actor, one).state
                return
        try:
            with self.terminal.progress(
                self.terminal.gettext(N_("Storing {file} …")).format(file=one.file_name)
            ):
                outcome.state = accept(self.target.actor, one).state
        except VersionConflict as error:
            # As a field: the sentence is complete, and may hold a file name with braces.
            fields = {"reason": str(error)}
            where = Where(one.file_name)
            finding = Finding("version_conflict", "{reason}", Severity.ERROR, where, fields)
            outcome.state, outcome.findings = CONFLICT, (*outcome.findings, finding)

    # -- order -------------------------------------------------------------------------------------

    def _in_order(self, files: Sequence[GivenFile]) -> list[GivenFile]:
        """Return the files so that projects come before their plans."""
        if len(files) == 1:
            return list(files)
        with self.terminal.progress(
            self.terminal.gettext(N_("Looking at {count} files …")).format(count=len(files))
        ):
            return sorted(files, key=_rank)


def import_run(
    terminal: Terminal,
    *,
    portfolio: str,
    create: bool,
    project: str,
    mapping: str,
    dry_run: bool,
    asks: bool,
) -> ImportRun:
    """Return a run into the portfolio that the options choose."""
    if not portfolio.replace("-", "").replace("_", "").isalnum() and portfolio:
        text = terminal.gettext(N_("A key has letters, figures, - and _ only, not “{key}”."))
        raise typer.BadParameter(text.format(key=portfolio))
    target = chosen_target(terminal, operator(terminal), portfolio, create, project)
    return ImportRun(terminal, target, mapping, dry_run=dry_run, asks=asks)


def _outcome(given: GivenFile, one: Import) -> Outcome:
    return Outcome(
        given,
        str(one.state),
        one.reader,
        one.sha256,
        one.changes,
        tuple(Finding.from_record(record) for record in one.findings),
        one.mapping if one.state == ImportState.NEEDS_MAPPING else "",
        conclusion(one),
    )


def _rank(given: GivenFile) -> int:
    """Return 0 for our workbook, 1 for a plan, 2 for another table, 3 for what is left alone."""
    ending = given.path.suffix.lower()
    if given.is_left_alone:
        return 3
    if ending in (".csv", ".tsv", ".txt"):
        return 2
    try:
        data = read_bytes(given.path, settings.STUURBORD_UPLOAD_LIMIT)
    except UnreadableFile:
        return 2
    if not is_workbook(data) or ending in (".mpp", ".mpt"):
        return 1
    return 0 if workbook.is_ours(data) else 2
