"""Exceptions of a portfolio on the agenda of its board: they are decided on their own page, noted here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from stuurbord.web.meetings.documents import Paper
from stuurbord.web.meetings.models import AgendaItem, ItemKind, Meeting, Purpose
from stuurbord.web.meetings.proposals import Asked, Proposal
from stuurbord.web.tolerances.models import ExceptionState, PortfolioException

SOURCE: Final = "portfolio-exception"
RANK: Final = 15
"""After the gates, before the exceptions of projects."""


def asked_of_the_board(asked: Asked) -> Iterator[Proposal]:
    """Yield exceptions of the portfolio whose decision was asked; a project board hears of none."""
    if asked.meeting.project_id:
        return
    lines = PortfolioException.objects.filter(
        portfolio=asked.meeting.portfolio_id, state=ExceptionState.DECISION_ASKED
    )
    for line in lines.order_by("code"):
        yield Proposal(
            kind=ItemKind.FREE,
            title=f"{line.code} {line.title}"[:300],
            purpose=Purpose.DISCUSS,
            minutes=20,
            source=SOURCE,
            line_id=line.pk,
            due=line.due,
            why=_("the portfolio lies beyond its tolerance; decide on the page of the exception"),
        )


def exception_paper(user: Any, meeting: Meeting, item: AgendaItem | None) -> Iterator[Paper]:
    """Yield the page of the exception that an item stands for, with what was decided by now."""
    if item is None or item.source != SOURCE:
        return
    line = PortfolioException.objects.filter(pk=item.line_id, portfolio=meeting.portfolio_id).first()
    if line is not None:
        address = reverse("portfolio_exception", args=[meeting.portfolio.key, line.code])
        yield Paper(f"{line.code} {line.title}", address, str(line.get_state_display()))
