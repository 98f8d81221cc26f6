"""Who is on a plan now, what he is changing, and what newer revisions touched since a page was opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any, Final

from django.utils import timezone

from stuurbord.plan.changes import difference
from stuurbord.plan.changes.change import TASKS
from stuurbord.plan.changes.selection import tasks_of
from stuurbord.web.planning.models import Presence
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import plan_of

ALIVE: Final = timedelta(minutes=1)
"""Who gave no sign of life for so long has left."""
MOST_TASKS: Final = 500


def come_by(user: Any, project: Project, n_edits: int, tasks: Sequence[int]) -> list[dict[str, Any]]:
    """Keep a sign of life of somebody on a plan, and return who else is there with what they change."""
    now = timezone.now()
    sign = Presence(project=project, user=user, seen_at=now, n_edits=n_edits, tasks=list(tasks[:MOST_TASKS]))
    Presence.objects.bulk_create(
        [sign],
        update_conflicts=True,
        unique_fields=["project", "user"],
        update_fields=["seen_at", "n_edits", "tasks"],
    )
    others = Presence.objects.filter(project=project, seen_at__gte=now - ALIVE).exclude(user=user)
    rows = others.order_by("user__name").values_list("user__name", "n_edits", "tasks")
    return [{"name": name, "n_edits": n, "tasks": touched} for name, n, touched in rows]


def newer_than(project: Project, base_number: int) -> dict[str, Any]:
    """Return which revision counts now, who made it, and the tasks that it holds otherwise than a base.

    Raises
    ------
    ValueError
        If the project has no revision of that number, or no plan.
    """
    wanted = {"pk", "number", "sha256", "created_by__name"}
    found = list(
        (
            project.revisions.filter(number=base_number)
            | project.revisions.filter(pk=project.current_revision_id)
        ).values(*wanted)
    )
    base = next((one for one in found if one["number"] == base_number), None)
    now = next((one for one in found if one["pk"] == project.current_revision_id), None)
    if base is None or now is None:
        raise ValueError(f"there is no revision {base_number}, or no plan")
    is_newer = base["pk"] != now["pk"]
    return {
        "revision": now["number"],
        "changed_by": (now["created_by__name"] or "") if is_newer else "",
        "changed": _touched(base["sha256"], now["sha256"], base["pk"], now["pk"]) if is_newer else [],
    }


@lru_cache(maxsize=64)
def _touched(_base_sha256: str, _now_sha256: str, base: int, now: int) -> list[int]:
    """Return the uids of the tasks that differ between two revisions; kept by what these hold."""
    found: set[int] = set()
    for one in difference(plan_of(base), plan_of(now)):
        keys = (one.key,) if one.table == TASKS else tasks_of(one)
        found.update(int(key.partition("#")[0]) for key in keys)
    return sorted(found)
