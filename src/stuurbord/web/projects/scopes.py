"""How portfolios and projects are called where roles are given: ``ASN`` and ``ASN/P-001``."""

from __future__ import annotations

from collections.abc import Iterable

from stuurbord.web.accounts.models import Scope
from stuurbord.web.accounts.scopes import ScopeNames, declare
from stuurbord.web.projects.models import Portfolio, Project


def declare_all() -> None:
    """Tell the room of accounts the names of both kinds of scope."""
    declare(
        Scope.PORTFOLIO,
        ScopeNames(
            references=lambda ids: dict(Portfolio.objects.filter(pk__in=set(ids)).values_list("pk", "key")),
            find=lambda key: _first(Portfolio.objects.filter(key=key, is_archived=False).values_list("pk")),
            choices=_portfolios,
            within=set,
            portfolio_of=lambda one_id: one_id,
            titles=lambda ids: _titles(
                Portfolio.objects.filter(pk__in=set(ids)).values_list("pk", "key", "name")
            ),
        ),
    )
    declare(
        Scope.PROJECT,
        ScopeNames(
            references=_project_references,
            find=_find_project,
            choices=list,
            within=lambda ids: set(
                Project.objects.filter(portfolio_id__in=set(ids)).values_list("pk", flat=True)
            ),
            portfolio_of=lambda one_id: _first(Project.objects.filter(pk=one_id).values_list("portfolio_id")),
            titles=lambda ids: _titles(
                Project.objects.filter(pk__in=set(ids)).values_list("pk", "code", "name")
            ),
        ),
    )


def _portfolios() -> list[tuple[str, str]]:
    found = Portfolio.objects.filter(is_archived=False).values_list("key", "name")
    return [(key, f"{key} · {name}") for key, name in found]


def _project_references(ids: Iterable[int]) -> dict[int, str]:
    found = Project.objects.filter(pk__in=set(ids)).values_list("pk", "portfolio__key", "code")
    return {one_id: f"{key}/{code}" for one_id, key, code in found}


def _titles(rows: Iterable[tuple[int, str, str]]) -> dict[int, tuple[str, str]]:
    return {one_id: (code, name) for one_id, code, name in rows}


def _find_project(reference: str) -> int | None:
    key, _slash, code = reference.partition("/")
    projects = Project.objects.filter(portfolio__key=key, code__iexact=code, is_archived=False)
    return _first(projects.values_list("pk"))


def _first(rows: Iterable[tuple[int]]) -> int | None:
    row = next(iter(rows), None)
    return row[0] if row else None
