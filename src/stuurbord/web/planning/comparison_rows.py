"""The rows of a comparison: dates before and after, what differs in words, and the picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.engine.plan_comparison import Aspect, Comparison, Dated, TaskDifference
from stuurbord.plan import NONE, moment
from stuurbord.web.look.gantt import BeforeAfter, Timescale, before_after_drawing
from stuurbord.web.planning.change_words import ChangeWords
from stuurbord.web.planning.comparing import aspect_words
from stuurbord.web.reader import reader

WIDTH: Final = 380
"""Pixels of the picture."""
MOST_TOLD: Final = 4
"""Sentences in a row of the page; the workbook holds all."""

_WHOLE: Final = {"remaining_work": "work", "remaining_duration": "duration"}
"""What remains follows from the whole: where both are others, the whole is told."""


@dataclass(frozen=True, slots=True)
class Row:
    """One task that differs.

    Attributes
    ----------
    told
        Sentences on links, money and other facts; ``n_more`` more are not shown.
    """

    task: TaskDifference
    kinds: tuple[str, ...]
    start_before: date | None
    finish_before: date | None
    start: date | None
    finish: date | None
    told: tuple[str, ...]
    n_more: int
    drawing: SafeString


def scale_of(found: Comparison) -> Timescale | None:
    """Return one time scale for every task that differs; None where nothing has dates."""
    spans = [span for one in found.tasks for span in (_span(one.before), _span(one.after)) if span]
    if not spans:
        return None
    start, finish = min(one[0] for one in spans), max(one[1] for one in spans)
    return Timescale.filling(start, finish, WIDTH)


def rows(tasks: Iterable[TaskDifference], words: ChangeWords, scale: Timescale | None) -> list[Row]:
    """Return the rows of a page."""
    labels = aspect_words()
    return [_row(one, words, scale, labels) for one in tasks]


def _row(
    one: TaskDifference, words: ChangeWords, scale: Timescale | None, labels: Mapping[Aspect, str]
) -> Row:
    told = sentences(one, words)
    return Row(
        task=one,
        kinds=kinds(_shown(one), labels),
        start_before=day(one.before and one.before.start),
        finish_before=day(one.before and one.before.finish),
        start=day(one.after and one.after.start),
        finish=day(one.after and one.after.finish),
        told=tuple(told[:MOST_TOLD]),
        n_more=max(len(told) - MOST_TOLD, 0),
        drawing=SafeString("") if scale is None else _drawing(one, scale),
    )


def kinds(aspects: frozenset[Aspect], labels: Mapping[Aspect, str]) -> tuple[str, ...]:
    """Return aspects as words in a fixed order."""
    return tuple(word for aspect, word in labels.items() if aspect in aspects)


def _shown(one: TaskDifference) -> frozenset[Aspect]:
    """Return the aspects that a page names: that a task moved is seen in its difference."""
    return one.aspects - {Aspect.MOVED} if one.days else one.aspects


def sentences(one: TaskDifference, words: ChangeWords) -> list[str]:
    """Return what differs besides the dates."""
    told = [words.sentence(change) for change in one.links]
    if Aspect.RECOSTED in one.aspects and one.before is not None and one.after is not None:
        told += _cost(one.before, one.after)
    changed = {(change.table, change.key, change.column) for change in one.facts}
    told += [
        words.sentence(change)
        for change in one.facts
        if (change.table, change.key, _WHOLE.get(change.column)) not in changed
    ]
    return told


def _cost(before: Dated, after: Dated) -> list[str]:
    if NONE in (before.cost, after.cost) or before.cost == after.cost:
        return [_("Another cost so far")]
    amounts = (reader().euro(round(one.cost / 100)) for one in (before, after))
    text = _("{label}: {before} → {after}")
    return [text.format(label=_("Cost"), before=next(amounts), after=next(amounts))]


def day(value: int | None) -> date | None:
    """Return the date of an instant; None where there is none."""
    return None if value is None or value == NONE else moment(value).date()


def _drawing(one: TaskDifference, scale: Timescale) -> SafeString:
    is_moment = one.is_milestone or bool(one.gate)
    return before_after_drawing(scale, BeforeAfter(_span(one.before), _span(one.after), is_moment))


def _span(one: Dated | None) -> tuple[int, int] | None:
    return None if one is None or NONE in (one.start, one.finish) else (one.start, one.finish)


def of_plan(found: Comparison, words: ChangeWords) -> Sequence[str]:
    """Return what differs in the plan as a whole."""
    told = [words.sentence(one) for one in found.of_plan]
    for number, n in found.baselines.items():
        text = ngettext(
            "Baseline {number} says something else of {n} task",
            "Baseline {number} says something else of {n} tasks",
            n,
        )
        told.append(text.format(number=number, n=reader().number(n)))
    return told
