"""Who sees what tenders ask: before the decision only who works on them (law of 17/06/2016, art. 13)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted
from stuurbord.web.accounts.permissions import Permission, may
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.procurements.rights import may_decide, may_edit
from stuurbord.web.tenders.models import Assessor, Declaration


def is_involved(user: Any, file: ProcurementFile) -> bool:
    """Return whether somebody works on the tenders of a file, decides on them or audits them."""
    if may_edit(user, file) or may_decide(user, file):
        return True
    if may(user, Permission.VIEW_AUDIT, file.project.scopes):
        return True
    own = Assessor.objects.filter(file=file, user_id=user.pk, is_archived=False)
    return own.exclude(declaration=Declaration.CONFLICT).exists()


def require_involved(user: Any, file: ProcurementFile) -> None:
    """Do nothing if the user is involved with the tenders of a file, else raise `NotPermitted`."""
    if not is_involved(user, file):
        told = _("Tenders are confidential: only who examines, scores or decides sees them.")
        raise NotPermitted(Permission.EDIT_REGISTER, told)
