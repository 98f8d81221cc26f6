"""Reads of procurement files, always within what the reader may see."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.projects.queries import visible_projects


def files_seen(user: Any, permission: Permission = Permission.VIEW) -> QuerySet[ProcurementFile]:
    """Return the files of the projects where the user has a permission, the latest reference first."""
    return ProcurementFile.objects.filter(
        is_archived=False, project__in=visible_projects(user, permission)
    ).select_related("project__portfolio", "project__owner", "project__manager", "lawyer", "owner")


def file_of(user: Any, reference: str) -> ProcurementFile:
    """Return a file the user may see, or 404: what one may not see does not exist."""
    found: ProcurementFile = get_object_or_404(files_seen(user), reference=reference)
    return found
