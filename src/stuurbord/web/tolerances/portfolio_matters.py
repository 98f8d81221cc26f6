"""What exceptions of a portfolio ask of people: a report of who steers it, a decision of its board."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stuurbord.web.notices.matter import Circle, Matter
from stuurbord.web.tolerances.models import CLOSED_EXCEPTIONS, ExceptionState, PortfolioException
from stuurbord.web.tolerances.portfolio_deciding import may_decide, may_report

_TO_REPORT = (ExceptionState.RAISED, ExceptionState.REPORTED)


def portfolio_matters(circle: Circle) -> Iterator[Matter]:
    """Yield what waits for the reader: never a decision on what he brought forward himself."""
    lines = PortfolioException.objects.exclude(state__in=CLOSED_EXCEPTIONS).select_related("portfolio")
    for line in lines.order_by("pk"):
        if line.state in _TO_REPORT and may_report(circle.user, line.portfolio):
            yield _matter(line, pgettext("what is asked", "Report the exception"))
        elif line.state == ExceptionState.DECISION_ASKED and may_decide(circle.user, line):
            yield _matter(line, pgettext("what is asked", "Decide on the exception"))


def _matter(line: PortfolioException, verb: str) -> Matter:
    return Matter(
        kind=_("Exception"),
        title=line.title,
        verb=verb,
        url=reverse("portfolio_exception", args=[line.portfolio.key, line.code]),
        due=line.due or line.raised_on,
        code=line.code,
        detail=line.portfolio.name,
    )
