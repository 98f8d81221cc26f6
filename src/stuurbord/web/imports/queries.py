"""Reads of imports, within what the reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from stuurbord.web.accounts.permissions import Permission, may
from stuurbord.web.imports.actions import may_decide, may_import_in
from stuurbord.web.imports.models import Import, ImportState
from stuurbord.web.imports.reading import PLAN_READERS
from stuurbord.web.projects.models import Portfolio
from stuurbord.web.projects.queries import visible_projects


def visible_imports(user: Any, portfolio: Portfolio) -> QuerySet[Import]:
    """Return the imports of a portfolio: all for who may import it, else one's own and one's projects'."""
    imports = Import.objects.filter(portfolio=portfolio).select_related("created_by", "decided_by", "project")
    imports = imports.defer("content", "findings", "changes", "mapping", "date_checks")
    if may(user, Permission.IMPORT_PORTFOLIO, portfolio.scopes):
        return imports
    of_projects = Q(project__in=visible_projects(user, Permission.IMPORT_PLAN))
    return imports.filter(of_projects | Q(created_by_id=user.pk))


def with_reasons(listed: Iterable[Import]) -> list[Import]:
    """Return imports with what a list tells of plans and refusals, read in one query."""
    imports = list(listed)
    wanted = [one.pk for one in imports if one.state == ImportState.REFUSED or one.reader in PLAN_READERS]
    told = Import.objects.filter(pk__in=wanted).values_list("pk", "changes", "findings")
    reasons = {pk: (changes, findings) for pk, changes, findings in told}
    for one in imports:
        one.changes, one.findings = reasons.get(one.pk, ([], []))
    return imports


def import_for(user: Any, pk: int) -> Import:
    """Return an import that the user may decide about or sent himself, or 404: others do not know of it."""
    found = get_object_or_404(
        Import.objects.select_related("portfolio", "project", "created_by", "decided_by"), pk=pk
    )
    is_own = found.created_by_id == user.pk and may_import_in(user, found.portfolio)
    if not is_own and not may_decide(user, found):
        raise Http404
    return found
