"""Reads of exceptions and their options."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.projects.queries import portfolio_for, project_for
from stuurbord.web.tolerances.models import (
    CLOSED_EXCEPTIONS,
    ExceptionOption,
    ExceptionReport,
    PortfolioException,
    PortfolioTolerances,
)


def open_exceptions(project: Project) -> QuerySet[ExceptionReport]:
    """Return the exceptions of a project that ask for something, the oldest first."""
    lines = ExceptionReport.objects.filter(project=project, is_archived=False)
    return lines.exclude(state__in=CLOSED_EXCEPTIONS).select_related("owner").order_by("raised_on", "code")


def exception_for(user: Any, key: str, project_code: str, code: str) -> ExceptionReport:
    """Return an exception that the user may see, or 404."""
    project = project_for(user, key, project_code)
    lines = ExceptionReport.objects.filter(project=project, is_archived=False)
    found: ExceptionReport = get_object_or_404(lines.select_related("owner", "decision"), code=code)
    found.project = project
    return found


def options_of(exception: ExceptionReport) -> list[ExceptionOption]:
    """Return what can be done, waiting first."""
    lines = ExceptionOption.objects.filter(exception=exception, is_archived=False)
    return list(lines.order_by("code"))


def portfolio_agreement(portfolio_id: int) -> PortfolioTolerances | None:
    """Return what was agreed for a portfolio; None if nothing was."""
    return PortfolioTolerances.objects.filter(portfolio=portfolio_id).first()


def open_portfolio_exceptions(portfolio: Portfolio) -> QuerySet[PortfolioException]:
    """Return the exceptions of a portfolio as a whole that ask for something, the oldest first."""
    lines = PortfolioException.objects.filter(portfolio=portfolio).exclude(state__in=CLOSED_EXCEPTIONS)
    return lines.order_by("raised_on", "code")


def portfolio_exception_for(user: Any, key: str, code: str) -> PortfolioException:
    """Return an exception of a portfolio, for who may see the whole of it; else 404 or NotPermitted."""
    portfolio = portfolio_for(user, key)
    require(user, Permission.VIEW, portfolio.scopes)
    people = ("reported_by", "asked_by", "decided_by")
    found: PortfolioException = get_object_or_404(
        PortfolioException.objects.select_related(*people), portfolio=portfolio, code=code
    )
    found.portfolio = portfolio
    return found
