"""What a reader asks of the audit log: person, kind of action, register, place, period and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils import timezone

from stuurbord.errors import N_
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.projects.models import Portfolio, Project

KINDS: Final[dict[str, tuple[str, Q]]] = {
    "create": (N_("added"), Q(action__endswith=".create")),
    "change": (N_("changed"), Q(action__endswith=".change")),
    "archive": (
        N_("archived or brought back"),
        Q(action__endswith=".archive") | Q(action__endswith=".restore"),
    ),
    "beside": (
        N_("comments, files and links"),
        Q(action__startswith="comment.")
        | Q(action__startswith="attachment.")
        | Q(action__startswith="link."),
    ),
    "import": (
        N_("files and plans"),
        Q(action__startswith="import.") | Q(action__startswith="sheet.") | Q(action__startswith="plan."),
    ),
    "access": (
        N_("accounts, roles and tokens"),
        Q(action__startswith="account.")
        | Q(action__startswith="membership.")
        | Q(action__startswith="token."),
    ),
    "work": (N_("computations"), Q(action__startswith="job.")),
    "steering": (
        N_("portfolios and snapshots"),
        Q(action__startswith="portfolio.") | Q(action__startswith="snapshot."),
    ),
}
"""Kind → what it is called, and the condition of its entries."""
_LONGEST: Final = 100


@dataclass(frozen=True)
class AuditRequest:
    """The address of the page; empty strings ask nothing."""

    q: str = ""
    who: str = ""
    kind: str = ""
    register: str = ""
    portfolio: str = ""
    project: str = ""
    first: str = ""
    until: str = ""
    before: int = 0
    """Only entries with a lower number: the next page."""

    @classmethod
    def from_query(cls, parameters: Mapping[str, str]) -> AuditRequest:
        texts = {
            one.name: parameters.get(one.name, "").replace("\0", "").strip()[:_LONGEST]
            for one in fields(cls)
            if one.name != "before"
        }
        before = parameters.get("before", "")
        made = cls(**texts, before=int(before) if before.isdecimal() and len(before) < 19 else 0)
        return cls(
            **(
                texts
                | {
                    "kind": made.kind if made.kind in KINDS else "",
                    "register": made.register if made.register in REGISTERS else "",
                    "first": made.first if _day(made.first) else "",
                    "until": made.until if _day(made.until) else "",
                }
            ),
            before=made.before,
        )

    @property
    def narrows(self) -> bool:
        """Whether there is a filter to clear."""
        return any(getattr(self, one.name) for one in fields(self) if one.name != "before")

    def as_query(self, before: int = 0) -> str:
        """Return the address after the question mark."""
        asked = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "before"}
        return urlencode(
            {name: value for name, value in asked.items() if value} | ({"before": before} if before else {})
        )


def asked_entries(entries: QuerySet[AuditEntry], asked: AuditRequest) -> QuerySet[AuditEntry]:
    """Return those of the entries that are asked for, newest first, without regard to the page."""
    if asked.q:
        entries = entries.filter(Q(subject__icontains=asked.q) | Q(action__icontains=asked.q))
    if asked.who:
        entries = entries.filter(actor_name__icontains=asked.who)
    if asked.kind:
        entries = entries.filter(KINDS[asked.kind][1])
    if asked.register:
        model = REGISTERS[asked.register].model._meta.model_name
        entries = entries.filter(Q(action__startswith=f"{model}.") | Q(subject__startswith=f"{model}:"))
    if asked.portfolio:
        numbers = Portfolio.objects.filter(key__iexact=asked.portfolio).values("pk")
        entries = entries.filter(portfolio_id__in=list(numbers.values_list("pk", flat=True)))
    if asked.project:
        numbers = Project.objects.filter(code__iexact=asked.project).values_list("pk", flat=True)
        entries = entries.filter(project_id__in=list(numbers))
    if day := _day(asked.first):
        entries = entries.filter(at__gte=_begin(day))
    if day := _day(asked.until):
        entries = entries.filter(at__lt=_begin(day + timedelta(days=1)))
    return entries.order_by("-number")


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1970 < day.year < 9000 else None


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - made aware
