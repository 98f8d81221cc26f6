"""A workbook of registers comes back: reviewed first, then accepted whole, in part or not at all.

Receiving stores what the file says differently and nothing else. Accepting compares anew, and saves all
that was chosen through `save_lines`, in one transaction.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.errors import Severity, UnreadableFile, VersionConflict
from stuurbord.web.audit.chain import record
from stuurbord.web.lists.actions import Sent, save_lines
from stuurbord.web.lists.file_names import plain_name
from stuurbord.web.lists.models import SheetReview
from stuurbord.web.lists.models.sheet_review import SheetState
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.sheets.comparing import compared
from stuurbord.web.lists.sheets.proposal import Asked, ProposedLine, proposed
from stuurbord.web.lists.sheets.reading import read_file
from stuurbord.web.lists.sheets.related import Related
from stuurbord.web.lists.sheets.sent_lines import SentLine, Verdict
from stuurbord.web.projects.events import told_once

MOST_FINDINGS = 500
MOST_JUDGED = 2_000
"""Lines that differ: their forms take about a millisecond each, and a page should not wait for more."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person takes of a review.

    Attributes
    ----------
    cells
        Line → the fields taken; None: everything that can be taken.
    mine
        Line → field → the version of the line that was shown, where the file wins from what stands there.
    theirs
        Line → the fields in which what stands there wins: they leave the review.
    """

    cells: Mapping[int, frozenset[str]] | None = None
    mine: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    theirs: Mapping[int, frozenset[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Accepted:
    """What became of a choice: how much was saved, and what moved since it was shown."""

    n_new: int = 0
    n_changed: int = 0
    moved: list[str] = field(default_factory=list)
    """Names of lines that were chosen and stay, since they would change something else by now."""
    left: list[ProposedLine] = field(default_factory=list)
    """What still waits for a decision, or cannot go in."""
    made: set[int] = field(default_factory=set)
    """The numbers of the lines that are there now."""

    @property
    def n_saved(self) -> int:
        return self.n_new + self.n_changed


def receive(
    actor: Any, door: Register | None, file_name: str, content: bytes, *, makes_people: bool = False
) -> SheetReview:
    """Read a file and store what it says differently, for its sender to review.

    A file that cannot be read gives a review that is refused, with its findings.

    Parameters
    ----------
    door
        The register whose page it came through; None for a workbook that names its registers itself.
    makes_people
        Whether a name that nobody has makes a person.
    """
    review = SheetReview(
        register=door.slug if door else "",
        file_name=plain_name(file_name),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        created_by=actor if actor.pk else None,
    )
    findings = []
    try:
        file = read_file(content, review.file_name, door)
        found = compared(actor, file, Related(actor, makes_people))
        review.n_lines, findings = found.n_lines, file.findings
        review.lines = [line.to_record() for line in _judged(actor, found.lines)]
        if not review.lines:
            review.state, review.decided_at = SheetState.APPLIED, timezone.now()
    except UnreadableFile as error:
        review.state, findings = SheetState.REFUSED, list(error.findings)
    review.findings = [one.to_record() for one in findings[:MOST_FINDINGS]]
    with transaction.atomic():
        review.save()
        _tell(actor, "sheet.receive", review, lines=review.n_lines)
    return review


def _judged(actor: Any, lines: list[SentLine]) -> list[SentLine]:
    """Return the lines with how they stand; of very many, forms judge them a page at a time instead."""
    if len(lines) <= MOST_JUDGED:
        return [_with_verdict(one) for one in proposed(actor, enumerate(lines)) if not one.is_over]
    for line in lines:
        has_errors = any(one["severity"] == Severity.ERROR for one in line.findings)
        told = Verdict.NEW if line.is_new else Verdict.CHANGE
        line.verdict = Verdict.ERROR if has_errors or line.is_refused else told
    return lines


def _with_verdict(one: ProposedLine) -> SentLine:
    one.sent.verdict = one.verdict
    return one.sent


def lines_of(review: SheetReview) -> list[tuple[int, SentLine]]:
    """Return what is still to decide on, each line with its number."""
    return list(enumerate(SentLine.from_record(one) for one in review.lines))


def accept(actor: Any, review: SheetReview, choice: Choice) -> Accepted:
    """Save what was chosen of a review, all of it or nothing.

    Raises
    ------
    NotPermitted
        If the actor lost the right to change one of the lines.
    VersionConflict
        If the review is decided already, or one of the lines moved at this very moment.
    """
    done = Accepted()
    try:
        with told_once():
            locked = _locked(review)
            lines = lines_of(locked)
            left = _without_theirs(lines, choice)
            _save(actor, left, choice, done)
            left = [(number, line) for number, line in left if number not in done.made]
            done.left = [one for one in proposed(actor, left) if not one.is_over]
            locked.lines = [_with_verdict(one).to_record() for one in done.left]
            locked.n_saved += done.n_saved
            if all(one.sent.is_refused for one in done.left):
                locked.state, locked.decided_at = SheetState.APPLIED, timezone.now()
            locked.save()
            _tell(actor, "sheet.accept", locked, created=done.n_new, changed=done.n_changed)
    except IntegrityError as error:  # somebody made the same line between comparing and writing
        raise VersionConflict(
            _("Somebody else saved one of these lines just now. Nothing was changed; look at it again.")
        ) from error
    return done


@transaction.atomic
def discard(actor: Any, review: SheetReview) -> SheetReview:
    """Decide that what is left of a file changes nothing."""
    locked = _locked(review)
    locked.state, locked.decided_at, locked.lines = SheetState.DISCARDED, timezone.now(), []
    locked.save()
    _tell(actor, "sheet.discard", locked)
    return locked


def _save(actor: Any, lines: list[tuple[int, SentLine]], choice: Choice, done: Accepted) -> None:
    """Save wave after wave: lines that refer to others of the same file come after them."""
    chosen = [(number, line) for number, line in lines if choice.cells is None or number in choice.cells]
    asked = Asked(choice.cells or {}, {number: frozenset(one) for number, one in choice.mine.items()})
    wave = [one for one in proposed(actor, chosen, asked) if one.cells]
    late = [one for one in wave if _moved(one, choice)]
    wave = [one for one in wave if not _moved(one, choice)]
    while True:
        ready = [one for one in wave if one.can_be_saved and not one.waits]
        waiting = {one.number for one in wave if one.can_be_saved and one.waits}
        late += [one for one in wave if not one.can_be_saved]
        _save_wave(actor, ready, done)
        if not ready or not waiting:
            break
        wave = proposed(actor, [one for one in chosen if one[0] in waiting], asked)
    if choice.cells is not None or waiting:
        done.moved += [one.sent.called for one in (*late, *(one for one in wave if one.waits))]


def _save_wave(actor: Any, ready: list[ProposedLine], done: Accepted) -> None:
    by_register: dict[str, list[ProposedLine]] = defaultdict(list)
    for one in ready:
        by_register[one.register.slug].append(one)
    for of_register in by_register.values():
        sent = [Sent(one.form, one.stored.version if one.stored else None) for one in of_register]  # type: ignore[arg-type]
        save_lines(actor, of_register[0].register, sent)
    for one in ready:
        for cell in one.changes:
            one.sent.sent.pop(cell.name, None)  # decided: what happens to it later is another story
    done.made |= {one.number for one in ready if one.sent.is_new}
    done.n_new = len(done.made)
    done.n_changed += sum(not one.sent.is_new for one in ready)


def _moved(one: ProposedLine, choice: Choice) -> bool:
    """Return whether a clash was decided on a version that is not the one that stands there now."""
    shown = choice.mine.get(one.number, {})
    return one.stored is not None and any(version != one.stored.version for version in shown.values())


def _without_theirs(lines: list[tuple[int, SentLine]], choice: Choice) -> list[tuple[int, SentLine]]:
    """Return the lines without the fields in which somebody let the other value stand."""
    for number, line in lines:
        for name in choice.theirs.get(number, ()):
            line.sent.pop(name, None)
    return lines


def _locked(review: SheetReview) -> SheetReview:
    stored = SheetReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if stored.state != SheetState.READY:
        told = _("“{file}” was decided already: {state}.")
        raise VersionConflict(told.format(file=stored.file_name, state=stored.get_state_display()))
    return stored


def _tell(actor: Any, action: str, review: SheetReview, **more: Any) -> None:
    facts = {"file": review.file_name, "sha256": review.sha256, "state": review.state}
    record(actor, action, f"sheet:{review.pk}", facts | more)
