"""What a digest tells: what waits, what changed in one's own projects and what expires there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet

from stuurbord.web.accounts.models import Scope
from stuurbord.web.clock import today
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.notices.changes import Shift, changes_since, counted_by_project, shifts_since
from stuurbord.web.notices.expiries import Expiry, expiring
from stuurbord.web.notices.matter import Matter
from stuurbord.web.notices.models import Rhythm
from stuurbord.web.notices.waiting import waiting_for
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.queries import visible_projects

MOST_ROWS: Final = 15
EXPIRY_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class Changed:
    """How much others did in one project."""

    project: Project
    count: int
    shift: Shift | None = None


@dataclass(frozen=True)
class Content:
    """Everything a digest says, within what the reader may see now.

    Attributes
    ----------
    matters
        All that waits; the mail counts these and names the most urgent.
    """

    on: date
    until: date
    rhythm: Rhythm
    matters: list[Matter] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    expiries: list[Expiry] = field(default_factory=list)

    @property
    def named(self) -> list[Matter]:
        """The matters that the mail names."""
        return self.matters[:MOST_ROWS]

    @property
    def n_more(self) -> int:
        """How many matters it only counts."""
        return max(len(self.matters) - MOST_ROWS, 0)

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.matters or self.changed or self.expiries)


def content_for(user: Any, rhythm: Rhythm, since: datetime) -> Content:
    """Return what to tell somebody; texts in the language that is active.

    Parameters
    ----------
    since
        When the last digest went: what changed after that is told.
    """
    on = today()
    until = on + (timedelta(days=6) if rhythm == Rhythm.WEEKLY else timedelta(0))
    waiting = [one for one in waiting_for(user, until) if not _can_wait(one)]
    return Content(
        on=on,
        until=until,
        rhythm=rhythm,
        matters=waiting,
        changed=_changed(user, since),
        expiries=_expiries(user, waiting),
    )


def _can_wait(matter: Matter) -> bool:
    """Return whether a line has no date though it could; an approval never has one, and holds up others."""
    if matter.due or not matter.ask:
        return False
    return any(ask.due for ask in REGISTERS[matter.slug].asks if ask.slug == matter.ask)


def _changed(user: Any, since: datetime) -> list[Changed]:
    projects = own_projects(user).select_related("portfolio")
    counts = counted_by_project(changes_since(user, since).filter(project_id__in=projects.values("pk")))
    if not counts:
        return []
    shifts = {one.project.pk: one for one in shifts_since(user, since)}
    found = projects.filter(pk__in=counts).order_by("code")
    return [Changed(one, counts[one.pk], shifts.get(one.pk)) for one in found][:MOST_ROWS]


def _expiries(user: Any, waiting: list[Matter]) -> list[Expiry]:
    """Return what expires in one's own projects and does not stand among what waits already."""
    own = set(own_projects(user).values_list("pk", flat=True))
    told = {(one.url, one.due) for one in waiting}
    near = expiring(user, EXPIRY_DAYS) if own else []
    return [one for one in near if one.project.pk in own and (one.url, one.on) not in told][:MOST_ROWS]


def own_projects(user: Any) -> QuerySet[Project]:
    """Return the projects somebody leads, owns or has a role in by name, as far as he may see them now."""
    named = user.memberships.filter(scope=Scope.PROJECT).values("scope_id")
    mine = Q(manager__user_id=user.pk) | Q(owner__user_id=user.pk) | Q(pk__in=named)
    return visible_projects(user).filter(mine)
