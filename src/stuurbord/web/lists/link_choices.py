"""What a line can be linked to: found by number or by words, within what the reader may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from stuurbord.exchange.tabular.invisible import visible
from stuurbord.web.lists.found_texts import search_for
from stuurbord.web.lists.link_ends import (
    End,
    ShownEnd,
    end_of,
    shown_ends,
    shown_project,
    shown_task,
)
from stuurbord.web.lists.plan_tasks import tasks_called
from stuurbord.web.lists.register import REGISTERS, Register
from stuurbord.web.projects.queries import visible_projects

MOST = 12
_OF_A_KIND = 5


def choices(user: Any, register: Register, line: Any, words: str) -> list[ShownEnd]:
    """Return what somebody may mean by these words at a line; what is called exactly so comes first."""
    words = visible(words).replace("\n", " ").strip()[:100]
    if not words:
        return []
    found = [*_searched(user, line, words), *_tasks(line, words), *_projects(user, words)]
    if len(found) < _OF_A_KIND:
        found += _lines(user, line, words)
    found = list({one.end: one for one in found}.values())
    here = end_of(register, line)
    others = [one for one in found if one.end != here]
    wanted = words.casefold()
    others.sort(key=lambda one: (one.called.casefold() != wanted, one.project != line.project.code))
    return others[:MOST]


def meant(found: list[ShownEnd], words: str) -> ShownEnd | None:
    """Return the one choice that words can mean; None if there are more, or none."""
    exact = [one for one in found if one.called.casefold() == words.strip().casefold()]
    for several in (exact, found):
        if len(several) == 1:
            return several[0]
    return None


def _searched(user: Any, line: Any, words: str) -> list[ShownEnd]:
    """Return the lines that the search finds, those of the own project first."""
    kinds = tuple(REGISTERS)
    hits = search_for(user, words, kinds, project_ids=[line.project_id], limit=MOST)
    hits += search_for(user, words, kinds, limit=MOST)
    shown = shown_ends(user, [End(hit.kind, hit.id) for hit in hits])
    return [one for one in shown.values() if not one.is_archived]


def _lines(user: Any, line: Any, words: str) -> list[ShownEnd]:
    """Return lines of the own project whose number or title holds the words: the middle of a word too."""
    ends: list[End] = []
    for slug, register in REGISTERS.items():
        named = [name for name in (*register.identity, register.title_field) if _is_text(register, name)]
        wanted = Q()
        for name in dict.fromkeys(named):
            wanted |= Q(**{f"{name}__icontains": words})
        # Bare: what a line computes for its list is not asked of those that are passed over.
        lines = register.model._default_manager.filter(wanted, project=line.project_id, is_archived=False)
        ends += [End(slug, pk) for pk in lines.order_by("pk").values_list("pk", flat=True)[:_OF_A_KIND]]
    return list(shown_ends(user, ends[:MOST]).values())


def _is_text(register: Register, name: str) -> bool:
    """Return whether the database can look for words in it: some lines compose their title."""
    fields = {one.name: one.get_internal_type() for one in register.model._meta.concrete_fields}
    return fields.get(name) in ("CharField", "TextField")


def _tasks(line: Any, words: str) -> list[ShownEnd]:
    return [shown_task(line.project, one) for one in tasks_called(line.project, words, _OF_A_KIND)]


def _projects(user: Any, words: str) -> list[ShownEnd]:
    named = Q(code__icontains=words) | Q(name__icontains=words)
    projects = visible_projects(user).filter(named).select_related("portfolio").order_by("code")
    return [shown_project(one) for one in projects[:_OF_A_KIND]]
