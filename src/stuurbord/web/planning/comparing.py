"""Two versions of a project's plan side by side: which they are, what differs, and that in one sentence."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

from django.http import Http404
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.engine.baseline_setting import MOST_BASELINES
from stuurbord.engine.plan_comparison import Aspect, Comparison, Side, comparison, promised, scheduled
from stuurbord.plan import NONE
from stuurbord.plan.calendar import DAY
from stuurbord.web.planning.change_words import ChangeWords
from stuurbord.web.planning.models import NamedBaseline
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.projects.plans import plan_of, schedule_of
from stuurbord.web.reader import reader

ASPECTS: Final = {
    "nieuw": Aspect.ADDED,
    "weg": Aspect.REMOVED,
    "verschoven": Aspect.MOVED,
    "verbanden": Aspect.RELINKED,
    "kost": Aspect.RECOSTED,
    "andere": Aspect.OTHER,
}
"""Words in the address → what differs."""
_MOST_KEPT: Final = 8
_kept: OrderedDict[tuple[tuple[str, str], ...], Comparison] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Version:
    """One of the two: a revision, or a baseline of the plan that counts.

    Attributes
    ----------
    name
        As the address has it: ``12``, or ``b0``.
    label
        How people call it.
    revision
        What it is read from.
    url
        The Gantt that shows it; of a baseline: the plan that holds it.
    """

    name: str
    label: str
    revision: PlanRevision
    url: str
    side: Side

    @property
    def key(self) -> tuple[str, str]:
        """What the version holds: plans by their content, and a baseline's number."""
        return self.revision.sha256, self.name if self.side.is_promise else ""


@dataclass(frozen=True, slots=True)
class Compared:
    """The answer of a comparison, and the words for it."""

    before: Version
    after: Version
    found: Comparison
    words: ChangeWords


def compared(project: Project, since: str, until: str) -> Compared:
    """Return what differs between two versions, named as in the address.

    Empty: the revision that counts, and the one before it.
    """
    after = version_of(project, until or str(_current(project)))
    before = version_of(project, since or _former(project, after))
    found = _found(before, after)
    return Compared(before, after, found, ChangeWords(before.side.plan, after.side.plan))


def _found(before: Version, after: Version) -> Comparison:
    """Return what differs, from memory where it was just asked: pages and filters ask the same again."""
    key = before.key, after.key
    with _lock:
        if found := _kept.get(key):
            _kept.move_to_end(key)
            return found
    found = comparison(before.side, after.side)
    with _lock:
        _kept[key] = found
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return found


def version_of(project: Project, name: str) -> Version:
    """Return a version by its name in an address; 404 where there is none."""
    own = reverse("project_plan", args=[project.portfolio.key, project.code])
    if name.startswith("b"):
        return _baseline(project, name, own)
    revision = _revision(project, name)
    label = _("revision {number}").format(number=revision.number)
    side = scheduled(plan_of(revision.pk), schedule_of(revision.pk))
    url = own if revision.pk == project.current_revision_id else f"{own}?revisie={revision.number}"
    return Version(name, label, revision, url, side)


def _baseline(project: Project, name: str, own: str) -> Version:
    number = _number(name[1:])
    current = _revision(project, str(_current(project)))
    plan = plan_of(current.pk)
    if not 0 <= number < MOST_BASELINES or number not in plan.baselines:
        raise Http404
    label = _("baseline {number}").format(number=number)
    named = NamedBaseline.objects.filter(project=project, slot=number).first()
    if named is not None:
        label = f"{label} “{named.name}”"
    return Version(name, label, current, own, promised(plan, number))


def _revision(project: Project, name: str) -> PlanRevision:
    found = project.revisions.defer("document", "findings").filter(number=_number(name)).first()
    if found is None:
        raise Http404
    return found


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 9):
        raise Http404
    return int(text)


def _current(project: Project) -> int:
    if project.current_revision_id is None:
        raise Http404
    number: int = project.revisions.values_list("number", flat=True).get(pk=project.current_revision_id)
    return number


def _former(project: Project, after: Version) -> str:
    """Return the revision before another; of the first one itself: nothing differs."""
    numbers = project.revisions.filter(number__lt=after.revision.number).order_by("-number")
    former = numbers.values_list("number", flat=True).first()
    return str(after.revision.number if former is None else former)


def summary(one: Compared) -> str:
    """Return the comparison in one sentence."""
    found = one.found
    if not found.tasks and not found.of_plan and not found.baselines:
        text = _("Between {before} and {after} nothing differs.")
        return text.format(before=one.before.label, after=one.after.label)
    told = [*_counts(found), *_finish(found), *_cost(found)]
    return _("From {before} to {after}: {what}.").format(
        before=one.before.label, after=one.after.label, what=", ".join(told)
    )


def _counts(found: Comparison) -> list[str]:
    if not found.tasks:
        return [_("no task is another")]
    counts = found.counts
    texts = (
        (Aspect.ADDED, lambda n: ngettext("{n} task is new", "{n} tasks are new", n)),
        (Aspect.REMOVED, lambda n: ngettext("{n} is gone", "{n} are gone", n)),
        (Aspect.MOVED, lambda n: ngettext("{n} moved", "{n} moved", n)),
        (Aspect.RELINKED, lambda n: ngettext("{n} waits otherwise", "{n} wait otherwise", n)),
        (Aspect.RECOSTED, lambda n: ngettext("{n} with another cost", "{n} with another cost", n)),
        (Aspect.OTHER, lambda n: ngettext("{n} with other facts", "{n} with other facts", n)),
    )
    return [
        text(counts[aspect]).format(n=reader().number(counts[aspect]))
        for aspect, text in texts
        if counts.get(aspect)
    ]


def _finish(found: Comparison) -> list[str]:
    if NONE in (found.finish_before, found.finish_after):
        return []
    days = found.finish_after // DAY - found.finish_before // DAY
    if not days:
        return [_("the finish stays")]
    later = ngettext("the finish is {n} day later", "the finish is {n} days later", abs(days))
    earlier = ngettext("the finish is {n} day earlier", "the finish is {n} days earlier", abs(days))
    return [(later if days > 0 else earlier).format(n=reader().number(abs(days)))]


def _cost(found: Comparison) -> list[str]:
    if NONE in (found.cost_before, found.cost_after) or found.cost_before == found.cost_after:
        return []
    amount = round((found.cost_after - found.cost_before) / 100)
    text = _("the cost rises by {amount}") if amount > 0 else _("the cost falls by {amount}")
    return [text.format(amount=reader().euro(abs(amount)))]


def aspect_words() -> dict[Aspect, str]:
    """Return how each kind of difference is called on a chip."""
    return {
        Aspect.ADDED: _("New"),
        Aspect.REMOVED: _("Gone"),
        Aspect.MOVED: _("Moved"),
        Aspect.RELINKED: _("Re-linked"),
        Aspect.RECOSTED: _("Other cost"),
        Aspect.OTHER: _("Other facts"),
    }


def choices(project: Project) -> list[tuple[str, str]]:
    """Return what can be compared: the baselines of the plan that counts, and every revision."""
    current = project.current_revision_id
    numbers = [] if current is None else sorted(plan_of(current).baselines)
    named: dict[int, str] = {}
    for slot, name in NamedBaseline.objects.filter(project=project).values_list("slot", "name"):
        named.setdefault(slot, name)
    listed = [(f"b{number}", _baseline_choice(number, named)) for number in numbers]
    revisions: list[dict[str, Any]] = list(project.revisions.values("number", "created_at"))
    return listed + [
        (
            str(one["number"]),
            _("revision {number} · {day}").format(
                number=one["number"], day=reader().day(localtime(one["created_at"]).date())
            ),
        )
        for one in revisions
    ]


def _baseline_choice(number: int, named: dict[int, str]) -> str:
    label = _("baseline {number}").format(number=number)
    return f"{label} · {named[number]}" if number in named else label
