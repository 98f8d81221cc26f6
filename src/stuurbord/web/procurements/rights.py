"""Who may see, change and decide about a procurement file."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted
from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.projects.models import Project

EDITORS = (Permission.EDIT_REGISTER, Permission.ADVISE_PROCUREMENT)
"""Each of these changes a file: who leads the project, and who advises on its procurements."""


def may_see(user: Any, file: ProcurementFile) -> bool:
    return may(user, Permission.VIEW, file.project.scopes)


def require_see(user: Any, file: ProcurementFile) -> None:
    """Do nothing if the user may see this file, else raise.

    Raises
    ------
    NotPermitted
        Saying which roles may.
    """
    require(user, Permission.VIEW, file.project.scopes)


def may_edit(user: Any, file: ProcurementFile) -> bool:
    return may_edit_in(user, file.project)


def may_edit_in(user: Any, project: Project) -> bool:
    """Return whether the user may open and change files of this project."""
    return any(may(user, one, project.scopes) for one in EDITORS)


def require_edit(user: Any, file: ProcurementFile) -> None:
    """Do nothing if the user may change this file, else raise `NotPermitted`."""
    require_edit_in(user, file.project)


def require_edit_in(user: Any, project: Project) -> None:
    """Do nothing if the user may open and change files of this project, else raise `NotPermitted`."""
    require(user, Permission.VIEW, project.scopes)
    if not may_edit_in(user, project):
        told = _("Only who changes this project or advises on its procurements can do this.")
        raise NotPermitted(Permission.EDIT_REGISTER, told)


def may_decide(user: Any, file: ProcurementFile) -> bool:
    return may(user, Permission.DECIDE, file.project.scopes)


def require_decide(user: Any, file: ProcurementFile) -> None:
    """Do nothing if the user decides in this project, else raise `NotPermitted`."""
    require(user, Permission.DECIDE, file.project.scopes)


def may_configure(user: Any) -> bool:
    """Return whether the user sets what the organisation agreed: asked of the whole organisation."""
    return may(user, Permission.STEER_PORTFOLIO) or may(user, Permission.ADVISE_PROCUREMENT)


def require_configure(user: Any) -> None:
    """Do nothing if the user sets what the organisation agreed, else raise `NotPermitted`."""
    if not may_configure(user):
        told = _("Only a portfolio manager or procurement lawyer of the whole organisation can do this.")
        raise NotPermitted(Permission.ADVISE_PROCUREMENT, told)
