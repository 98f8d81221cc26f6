"""Reads of terms, always within what the reader may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.procurement_desk.models import DueTerm
from stuurbord.web.projects.queries import visible_projects
from stuurbord.web.tenders.models import Assessor, Declaration


def terms_seen(user: Any) -> QuerySet[DueTerm]:
    """Return the terms of the files that a user sees; what tells of tenders only to who works on them."""
    confided = Q(is_confidential=False)
    confided |= Q(project__in=visible_projects(user, Permission.VIEW_TENDERS).values("pk"))
    scoring = Assessor.objects.filter(user_id=user.pk, is_archived=False)
    confided |= Q(file__in=scoring.exclude(declaration=Declaration.CONFLICT).values("file"))
    return DueTerm.objects.filter(confided, project__in=visible_projects(user).values("pk"))
