"""Who sees what tenders ask: before the decision only who works on them (law of 17/06/2016, art. 13).

Who declared a conflict of interest takes no part any more, whatever else they may do (art. 6).
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted
from stuurbord.web.accounts.permissions import Permission, may
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.procurements.rights import require_edit
from stuurbord.web.tenders.models import Assessor, Declaration


def has_conflict(user: Any, file: ProcurementFile) -> bool:
    """Return whether somebody declared a conflict of interest in a file; it outlasts the task of scoring."""
    own = Assessor.objects.filter(file=file, user_id=user.pk, declaration=Declaration.CONFLICT)
    return user.pk is not None and own.exists()


def is_involved(user: Any, file: ProcurementFile) -> bool:
    """Return whether somebody works on the tenders of a file, decides on them or audits them."""
    if has_conflict(user, file):
        return False
    if may(user, Permission.VIEW_TENDERS, file.project.scopes):
        return True
    return Assessor.objects.filter(file=file, user_id=user.pk, is_archived=False).exists()


def require_involved(user: Any, file: ProcurementFile) -> None:
    """Do nothing if the user is involved with the tenders of a file, else raise `NotPermitted`."""
    if not is_involved(user, file):
        told = _("Tenders are confidential: only who examines, scores or decides sees them.")
        raise NotPermitted(Permission.VIEW_TENDERS, told)


def require_work(user: Any, file: ProcurementFile) -> None:
    """Do nothing if the user may change the file and has no interest in its tenderers, else raise.

    Raises
    ------
    NotPermitted
        If either is not so.
    """
    require_edit(user, file)
    require_no_conflict(user, file)


def require_no_conflict(user: Any, file: ProcurementFile) -> None:
    """Raise `NotPermitted` for somebody who declared a conflict of interest in a file."""
    if has_conflict(user, file):
        told = _(
            "You declared a conflict of interest: you take no part in this award any more"
            " (law of 17/06/2016, art. 6)."
        )
        raise NotPermitted(Permission.EDIT_REGISTER, told)
