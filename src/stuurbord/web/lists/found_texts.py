"""Search for somebody: what was found, with what it is called and where it opens. Pages and API ask this."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from stuurbord.web.accounts.queries import visible_accounts
from stuurbord.web.lists.models import Attachment, Comment
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.projects.queries import visible_portfolios, visible_projects
from stuurbord.web.search.finding import Hit, Narrowed, Sight, counted, found
from stuurbord.web.search.snippets import Part

_ICONS: Mapping[str, str] = {
    "project": "doc",
    "portfolio": "doc",
    "task": "clock",
    "comment": "info",
    "attachment": "clip",
    "procurement": "law",
}
_BESIDE = {"comment": Comment, "attachment": Attachment}


@dataclass(frozen=True, slots=True)
class FoundText:
    """One thing that was found."""

    kind: str
    label: str
    """What a thing of this kind is called: ``risico``."""
    id: int
    project: Project | None
    title: tuple[Part, ...]
    snippet: tuple[Part, ...]
    url: str
    icon: str

    @property
    def plain_title(self) -> str:
        return "".join(part.text for part in self.title)

    @property
    def plain_snippet(self) -> str:
        return "".join(part.text for part in self.snippet)


def sight_of(user: Any) -> Sight:
    """Return what somebody may see."""
    return Sight(
        visible_projects(user).order_by().values("pk"),
        {
            "portfolio": visible_portfolios(user).order_by().values("pk"),
            "account": visible_accounts(user).order_by().values("pk"),
        },
    )


def search_for(
    user: Any,
    words: str,
    kinds: Sequence[str] = (),
    *,
    project_ids: Sequence[int] | None = None,
    limit: int = 20,
    offset: int = 0,
) -> list[FoundText]:
    """Return what somebody finds, the best first; only what he may see.

    Parameters
    ----------
    kinds
        Slugs of registers, and ``project``, ``portfolio``, ``task``, ``comment``, ``attachment``,
        ``account``, ``procurement``; empty: all.
    """
    narrowed = Narrowed(kinds, project_ids)
    return _told(user, found(words, sight_of(user), narrowed, limit=limit, offset=offset))


def counts_for(user: Any, words: str, *, project_ids: Sequence[int] | None = None) -> dict[str, int]:
    """Return kind → how many somebody finds; see `stuurbord.web.search.finding.counted`."""
    return counted(words, sight_of(user), Narrowed((), project_ids))


def label_of(kind: str) -> str:
    """Return what one thing of a kind is called."""
    if kind in REGISTERS:
        return str(REGISTERS[kind].one).lower()
    labels = {
        "project": _("project"),
        "portfolio": _("portfolio"),
        "task": _("task"),
        "comment": _("comment"),
        "attachment": _("attachment"),
        "account": _("account"),
        "procurement": _("procurement file"),
    }
    return labels.get(kind, kind)


def _told(user: Any, hits: Iterable[Hit]) -> list[FoundText]:
    """Return hits with their addresses, in a handful of queries; what has gone meanwhile is left out."""
    hits = list(hits)
    numbers = {hit.project_id for hit in hits if hit.project_id}
    projects = visible_projects(user).select_related("portfolio").in_bulk(numbers) if numbers else {}
    places = _Places(hits)
    made = []
    for hit in hits:
        project = projects.get(hit.project_id) if hit.project_id else None
        url = places.url(hit, project)
        if url:
            icon = _ICONS.get(hit.kind, "right")
            made.append(
                FoundText(
                    hit.kind, label_of(hit.kind), hit.object_id, project, hit.title, hit.snippet, url, icon
                )
            )
    return made


class _Places:
    """Where things open: what that takes is read once for all hits."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        numbers = {
            kind: [hit.object_id for hit in hits if hit.kind == kind] for kind in ("portfolio", *_BESIDE)
        }
        self.keys = dict(
            Portfolio.objects.filter(pk__in=numbers["portfolio"]).values_list("pk", "key")
            if numbers["portfolio"]
            else ()
        )
        self.lines = {
            (kind, pk): (slug, line_id)
            for kind, model in _BESIDE.items()
            if numbers[kind]
            for pk, slug, line_id in model.objects.filter(pk__in=numbers[kind]).values_list(
                "pk", "register", "line_id"
            )
        }

    def url(self, hit: Hit, project: Project | None) -> str:
        """Return the address; empty if there is none."""
        if hit.kind == "portfolio" and hit.object_id in self.keys:
            return reverse("portfolio", args=[self.keys[hit.object_id]])
        if hit.kind == "account":
            return reverse("account", args=[hit.object_id])
        if project is None:
            return ""
        if hit.kind == "project":
            return reverse("project", args=[project.portfolio.key, project.code])
        if hit.kind == "task":
            plan = reverse("project_plan", args=[project.portfolio.key, project.code])
            return f"{plan}?{urlencode({'task': hit.part})}"
        if hit.kind == "procurement":  # its title begins with its reference
            reference = "".join(part.text for part in hit.title).partition(" ")[0]
            return reverse("procurement_file", args=[reference])
        slug, line_id = self.lines.get((hit.kind, hit.object_id), (hit.kind, hit.object_id))
        return reverse("register_line", args=[slug, line_id]) if slug in REGISTERS else ""
