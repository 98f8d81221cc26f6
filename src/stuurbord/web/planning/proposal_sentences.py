"""What pages say of proposals: how many wait, and who may accept."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.web.accounts.models import Role
from stuurbord.web.accounts.permissions import Permission, roles_with
from stuurbord.web.planning.mandates import Mandate
from stuurbord.web.planning.models import Proposal, ProposalState
from stuurbord.web.projects.models import Project
from stuurbord.web.reader import reader


def list_conclusion(n_open: int, n_all: int) -> str:
    """Say how many proposals wait for a decision."""
    if not n_all:
        return _("Nobody has proposed a change of this plan yet.")
    if not n_open:
        return _("No proposal waits for a decision.")
    return ngettext(
        "{n} proposal waits for a decision.", "{n} proposals wait for a decision.", n_open
    ).format(n=reader().count_at_start(n_open))


def mandate_sentences(user: Any, project: Project, proposal: Proposal, asked: Mandate) -> list[str]:
    """Say what accepting asks, who may, and whether the reader himself may not."""
    roles = _roles(asked.permission)
    if not asked.asks_decision:
        return [_("It stays within what was agreed. Who may accept: {roles}.").format(roles=roles)]
    told = [*asked.reasons, _("So somebody has to decide on it. Who may: {roles}.").format(roles=roles)]
    if project.owner is not None:
        told.append(_("The owner of this project is {name}.").format(name=project.owner.name))
    return [*told, *_of_the_author(user, proposal)]


def who_accepts(user: Any, project: Project, proposal: Proposal) -> str:
    """Say in one line who may accept an open proposal, for somebody who may not; else nothing."""
    if proposal.state != ProposalState.OPEN:
        return ""
    asked = Permission(proposal.asks)
    told = [_("Who may accept: {roles}.").format(roles=_roles(asked))]
    if asked == Permission.DECIDE:
        owner = project.owner
        if owner is not None and owner.pk not in (user.pk, proposal.author_id):
            told.append(_("The owner of this project is {name}.").format(name=owner.name))
        told += _of_the_author(user, proposal)
    return " ".join(told)


def _of_the_author(user: Any, proposal: Proposal) -> list[str]:
    if proposal.author_id is None or proposal.author_id != user.pk:
        return []
    return [_("You proposed this yourself: beyond what was agreed, somebody else decides.")]


def _roles(permission: Permission) -> str:
    return ", ".join(str(Role(role).label).lower() for role in roles_with(permission))
