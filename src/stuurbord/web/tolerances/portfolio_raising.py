"""Exceptions of a portfolio raise themselves too, and go when the figures come back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from stuurbord.web.audit.chain import record
from stuurbord.web.clock import today
from stuurbord.web.lists.line_forms import next_code
from stuurbord.web.projects.actions import save_version
from stuurbord.web.projects.models import Portfolio
from stuurbord.web.tolerances.conclusions import title_of
from stuurbord.web.tolerances.deciding import BY_ITSELF
from stuurbord.web.tolerances.models import (
    CLOSED_EXCEPTIONS,
    Basis,
    ExceptionState,
    Level,
    PortfolioException,
    PortfolioOption,
    PortfolioTolerances,
)
from stuurbord.web.tolerances.models.portfolio_tolerances import LIMITS_TOGETHER
from stuurbord.web.tolerances.portfolio_standing import PortfolioStanding, portfolio_standing

_FIRST_CODE = "PAFW-001"


def raise_for_portfolios(project_ids: Iterable[int]) -> list[PortfolioException]:
    """Judge the portfolios of these projects as a whole; only those that agreed on something are opened."""
    found = PortfolioTolerances.objects.filter(portfolio__projects__in=list(project_ids)).distinct()
    return [
        one
        for stored in found.select_related("portfolio").order_by("pk")
        if _has_limits(stored) or _open_lines(stored.portfolio).exists()
        for one in raise_for_portfolio(stored)
    ]


def _has_limits(stored: PortfolioTolerances) -> bool:
    return any(getattr(stored, name) is not None for name in LIMITS_TOGETHER.values())


@transaction.atomic
def raise_for_portfolio(stored: PortfolioTolerances) -> list[PortfolioException]:
    """Raise what lies beyond, withdraw what nobody reported and no longer does; return what was raised."""
    portfolio = stored.portfolio
    found = {one.target: one for one in portfolio_standing(portfolio, stored, today())}
    # Two saves at once would raise the same exception twice.
    Portfolio.objects.select_for_update(no_key=True).get(pk=portfolio.pk)
    known = {line.target: line for line in _open_lines(portfolio).select_for_update().order_by("pk")}
    with override(settings.LANGUAGE_CODE):
        for target, line in known.items():
            line.portfolio = portfolio
            _keep(line, found[target])
        new = [one for target, one in found.items() if one.is_beyond and target not in known]
        return [_raise(portfolio, one) for one in new]


def _open_lines(portfolio: Portfolio) -> Any:
    return PortfolioException.objects.filter(portfolio=portfolio).exclude(state__in=CLOSED_EXCEPTIONS)


def _raise(portfolio: Portfolio, one: PortfolioStanding) -> PortfolioException:
    codes = PortfolioException.objects.filter(portfolio=portfolio).values_list("code", flat=True)
    line = PortfolioException.objects.create(
        portfolio=portfolio,
        code=next_code(codes) or _FIRST_CODE,
        title=_title(one),
        target=one.target,
        raised_on=today(),
        measured_now=_rounded(one.used),
        **_figures(one),
    )
    PortfolioOption.objects.create(
        exception=line,
        position=1,
        title=_("Wait and see"),
        effect_days=0,
        effect_cost=0,
        effect_risk=_("The tolerance stays exceeded."),
    )
    tell(BY_ITSELF, "raise", line, {"title": line.title})
    return line


def _figures(one: PortfolioStanding) -> dict[str, Any]:
    return {
        "measured": _rounded(one.used),
        "allowed": _rounded(one.allowed),
        "basis": str(one.basis),
        "unit": one.unit,
    }


def _title(one: PortfolioStanding) -> str:
    told = title_of(one.target, Level.PROJECT, "", one.used or 0, one.allowed or 0, one.unit, one.basis)
    return told[:300]


def _rounded(value: Any) -> Any:
    return None if value is None else round(value, 4)


def _keep(line: PortfolioException, now: PortfolioStanding) -> None:
    """Bring what an open exception measures up to date; withdraw it if nobody reported it yet.

    What is no longer known, or is being simulated anew, lies where it lay.
    """
    is_coming = now.is_pending and line.basis == Basis.SIMULATION
    if not now.is_beyond and (is_coming or (now.allowed is not None and now.used is None)):
        return
    line.is_beyond, line.measured_now = now.is_beyond, _rounded(now.used)
    PortfolioException.objects.filter(pk=line.pk).update(
        is_beyond=line.is_beyond, measured_now=line.measured_now
    )
    if line.state != ExceptionState.RAISED:
        return  # what was reported keeps the figures it was reported with
    if not now.is_beyond:
        _withdraw(line)
    elif any(getattr(line, name) != value for name, value in _figures(now).items()):
        PortfolioException.objects.filter(pk=line.pk).update(title=_title(now), **_figures(now))


def _withdraw(line: PortfolioException) -> None:
    line.state = ExceptionState.WITHDRAWN
    line.outcome = _("Withdrawn by itself: within the tolerance again since {day}.").format(
        day=today().strftime("%d/%m/%Y")
    )
    save_version(line, line.version)
    tell(BY_ITSELF, "withdraw", line, {"outcome": line.outcome})


def tell(actor: Any, verb: str, line: PortfolioException, data: dict[str, Any]) -> None:
    """Write what happened to an exception of a portfolio in the audit log."""
    record(
        actor,
        f"portfolioexception.{verb}",
        line.subject,
        {"code": line.code} | data,
        portfolio_id=line.portfolio_id,
        version=line.version,
    )
