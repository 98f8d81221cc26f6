"""What can be mended of a plan's quality, as a page shows it: each mend in words, with what it moves."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.engine.editing import Edit, Insert
from stuurbord.engine.ripple import Ripple, ripple
from stuurbord.engine.schedule_mending import Mend, Mending, WhyNot, mending
from stuurbord.engine.schedule_quality import Point
from stuurbord.errors import N_, InvalidPlan
from stuurbord.plan import NONE, Plan
from stuurbord.web.look import figures
from stuurbord.web.planning.edit_sentences import EditWords
from stuurbord.web.planning.workspace import Tried, tried
from stuurbord.web.projects.plans import plan_of, schedule_of
from stuurbord.web.reader import reader

MOST_MENDED: Final = 200
"""Tasks or links of one point that are looked at; a plan with more begins with these."""
_MOST_TRIED_ALONE: Final = 12
"""Up to so many mends each tells what it moves by itself; beyond that the whole does."""
_WHY_NOT: Final[Mapping[WhyNot, str]] = {
    WhyNot.NO_NEIGHBOUR: N_("Nothing stands beside it that it could follow or lead to."),
    WhyNot.MAY_RUN_BESIDE: N_("Its neighbours overlap with it: a link would say an order nobody planned."),
    WhyNot.CIRCLE: N_("The link would make the plan wait for itself."),
    WhyNot.OVERLAP_LAG: N_("This lag says how far two tasks overlap. Split the first one there."),
    WhyNot.CLOCK_LAG: N_("This lag runs on the clock or is a share; a task would end elsewhere."),
    WhyNot.SECOND_CONSTRAINT: N_(
        "It has a second date constraint; only the program of its file changes that."
    ),
    WhyNot.PROGRESS_ASKED: N_("It should be done by now. Ask its owner how far it is."),
    WhyNot.DONE_AHEAD: N_("Work is reported after the status date. Ask its owner what really happened."),
    WhyNot.MEANING: N_("Which kind of link is right depends on the work. Look at each link in the Gantt."),
    WhyNot.FOLLOWS_LOGIC: N_("This follows from links and dates. Mend points 1 and 5 first."),
    WhyNot.PROMISE: N_("Links do not bring a promised date nearer: shorten the work, or agree anew."),
    WhyNot.SPLIT: N_("Split it into parts with a result of their own; who does the work knows them."),
    WhyNot.PEOPLE: N_("Who does the work is a choice. Assign people in the Gantt."),
    WhyNot.PAST: N_("What was promised and what happened do not change."),
}


@dataclass(frozen=True, slots=True)
class MendRow:
    """One mend as the page shows it; ``number`` is its place among those of its point."""

    number: int
    uid: int
    wbs: str
    name: str
    what: str
    alone: str
    """What it moves by itself; empty where there are too many to try."""
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class UnmendedRow:
    """A task that is left to people."""

    uid: int
    wbs: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Together:
    """What the ticked mends come to: figures with their unit, gates by name."""

    found: Ripple
    n_moved: int
    n_new: int
    days: SafeString | str
    gates: tuple[tuple[str, SafeString | str], ...]
    euro_by_year: tuple[tuple[int, str], ...]


def mending_of(revision_id: int, point: Point) -> Mending:
    """Return what can be mended of a point of a revision."""
    looked_at = replace(point, task_idx=point.task_idx[:MOST_MENDED], link_idx=point.link_idx[:MOST_MENDED])
    return mending(plan_of(revision_id), schedule_of(revision_id), looked_at, _("Wait after {task}"))


def mends_conclusion(point: Point, found: Mending) -> str:
    """Say how much of what speaks against the plan a rule can mend."""
    n_behind, words = len(point.task_idx) + len(point.link_idx), reader()
    if not n_behind:
        return _("Nothing speaks against the plan on this point.")
    if found.why_not or not found.mends:
        text = ngettext(
            "{n} task or link speaks against the plan; people mend it.",
            "{n} tasks or links speak against the plan; people mend them.",
            n_behind,
        )
        return text.format(n=words.number(n_behind))
    text = ngettext(
        "{n} of what speaks against the plan can be mended by rule; a proposal waits for who accepts it.",
        "{n} of what speaks against the plan can be mended by rule; a proposal waits for who accepts it.",
        len(found.mends),
    )
    return text.format(n=words.number(len(found.mends)))


def reason(why: WhyNot) -> str:
    """Return why something is left to people."""
    return _(_WHY_NOT[why])


def records_of(mends: Sequence[Mend], ticked: Collection[int]) -> list[dict[str, Any]]:
    """Return the edits of the ticked mends, as plain data."""
    return [record for number, one in enumerate(mends) if number in ticked for record in _records(one)]


def mend_rows(revision_id: int, mends: Sequence[Mend], ticked: Collection[int]) -> list[MendRow]:
    """Return the mends of a point with what each does."""
    plan = plan_of(revision_id)
    words = EditWords(plan, [record for one in mends for record in _records(one)])
    is_tried = len(mends) <= _MOST_TRIED_ALONE
    rows = []
    for number, one in enumerate(mends):
        wbs, name = _called(plan, one.uid)
        alone = _alone(revision_id, _records(one)) if is_tried else ""
        rows.append(MendRow(number, one.uid, wbs, name, _told(one, words), alone, number in ticked))
    return rows


def unmended_rows(plan: Plan, found: Mending) -> list[UnmendedRow]:
    """Return what is left to people, with its reason."""
    return [UnmendedRow(one.uid, *_called(plan, one.uid), reason(one.reason)) for one in found.unmended]


def together(found: Tried) -> Together:
    """Return what mends come to."""
    words = reader()
    effect = ripple((found.plan, found.schedule), (found.new_plan, found.new_schedule))
    names = dict(zip(found.new_plan.tasks.uid.tolist(), found.new_plan.tasks.name, strict=True))
    return Together(
        effect,
        _n_moved(effect),
        len(effect.moved) - _n_moved(effect),
        figures.days(effect.finish_days),
        tuple((names[one.uid], figures.days(one.days)) for one in effect.gates if one.days),
        tuple((year, words.signed_euro(round(cents / 100))) for year, cents in effect.cost_by_year.items()),
    )


def _alone(revision_id: int, records: Sequence[dict[str, Any]]) -> str:
    try:
        effect = together(tried(revision_id, records)).found
    except InvalidPlan as error:
        return " ".join(one.message(_) for one in error.findings)
    n_moved, words = _n_moved(effect), reader()
    if not n_moved:
        return _("moves nothing")
    text = ngettext("moves {n} task, finish {days} d", "moves {n} tasks, finish {days} d", n_moved)
    return text.format(n=words.number(n_moved), days=words.signed(effect.finish_days))


def _n_moved(effect: Ripple) -> int:
    """Return how many tasks move that were there before; a new one has nowhere to move from."""
    return sum(one.finish_before != NONE for one in effect.moved)


def _told(one: Mend, words: EditWords) -> str:
    """Return what a mend does; a lag that becomes a task is one thing, though it takes four edits."""
    new = next((edit for edit in one.edits if isinstance(edit, Insert)), None)
    if new is None:
        return "; ".join(words.sentence(record) for record in _records(one))
    text = _("the wait of {days} after {task} becomes a task that people can see")
    return text.format(days=words.days(new.duration), task=words.task(new.below))


def _records(one: Mend) -> list[dict[str, Any]]:
    return [_record(edit) for edit in one.edits]


def _record(edit: Edit) -> dict[str, Any]:
    return {"edit": type(edit).__name__} | asdict(edit)


def _called(plan: Plan, uid: int) -> tuple[str, str]:
    row = plan.tasks.uid.tolist().index(uid)
    return plan.tasks.wbs[row], plan.tasks.name[row] or "–"
