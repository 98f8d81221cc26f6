"""Reads of portfolios and projects, always within what the reader may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from stuurbord.web.accounts.models import Scope
from stuurbord.web.accounts.permissions import Permission, require, scope_ids
from stuurbord.web.projects.models import Portfolio, Project


def visible_projects(user: Any, permission: Permission = Permission.VIEW) -> QuerySet[Project]:
    """Return the projects where the user has a permission, archived ones left out."""
    projects = Project.objects.filter(is_archived=False)
    portfolios = scope_ids(user, Scope.PORTFOLIO, permission)
    own = scope_ids(user, Scope.PROJECT, permission)
    if portfolios is None or own is None:
        return projects
    return projects.filter(Q(portfolio_id__in=portfolios) | Q(pk__in=own))


def visible_portfolios(user: Any, permission: Permission = Permission.VIEW) -> QuerySet[Portfolio]:
    """Return the portfolios where the user has a permission, on the whole or on one of its projects."""
    portfolios = Portfolio.objects.filter(is_archived=False)
    whole = scope_ids(user, Scope.PORTFOLIO, permission)
    own = scope_ids(user, Scope.PROJECT, permission)
    if whole is None or own is None:
        return portfolios
    through = Project.objects.filter(pk__in=own, is_archived=False).values("portfolio_id")
    return portfolios.filter(Q(pk__in=whole) | Q(pk__in=through))


def portfolio_for(user: Any, key: str, permission: Permission = Permission.VIEW) -> Portfolio:
    """Return a portfolio the user may see, or 404: what one may not see does not exist."""
    portfolio = get_object_or_404(visible_portfolios(user), key=key)
    if permission is not Permission.VIEW:
        require(user, permission, portfolio.scopes)
    return portfolio


def project_for(user: Any, key: str, code: str, permission: Permission = Permission.VIEW) -> Project:
    """Return a project the user may see, or 404."""
    project = get_object_or_404(
        visible_projects(user).select_related("portfolio", "programme", "owner", "manager"),
        portfolio__key=key,
        code=code,
    )
    if permission is not Permission.VIEW:
        require(user, permission, project.scopes)
    return project
