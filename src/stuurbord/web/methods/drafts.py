"""Keep, change and finish a guided start; nothing of the project exists before the last step."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.errors import VersionConflict
from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.methods.actions import create_project
from stuurbord.web.methods.models import StartDraft
from stuurbord.web.methods.start_steps import Guide
from stuurbord.web.projects.models import Portfolio, Project


def begin(actor: Any, portfolio: Portfolio) -> StartDraft:
    """Begin a start of one's own."""
    require(actor, Permission.CREATE_PROJECT, portfolio.scopes)
    return StartDraft.objects.create(portfolio=portfolio, user=actor)


def own_drafts(user: Any, portfolio: Portfolio) -> list[StartDraft]:
    """Return the starts of a person that became no project yet, the latest first."""
    return list(StartDraft.objects.filter(user=user, portfolio=portfolio, project=None))


@transaction.atomic
def save_step(actor: Any, draft: StartDraft, step: str, answers: dict[str, Any], revision: int) -> StartDraft:
    """Keep what was filled in at a step.

    Raises
    ------
    VersionConflict
        If another tab was first, or the project is made already.
    """
    stored = _locked(actor, draft, revision)
    stored.answers = stored.answers | {step: answers}
    stored.revision += 1
    stored.save()
    return stored


@transaction.atomic
def discard(actor: Any, draft: StartDraft, revision: int) -> None:
    """Throw a start away."""
    _locked(actor, draft, revision).delete()


@transaction.atomic
def finish(actor: Any, draft: StartDraft, answers: dict[str, Any], revision: int) -> Project:
    """Make the project, once: a second press gives the same project.

    Raises
    ------
    VersionConflict
        If another tab changed the start, something needed is missing, or the code was taken.
    """
    require(actor, Permission.CREATE_PROJECT, draft.portfolio.scopes)
    found = StartDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk, user=actor).first()
    if found is not None and found.project is not None:
        return found.project
    stored = _locked(actor, draft, revision)
    stored.answers = stored.answers | {"nazicht": answers}
    guide = Guide(stored, actor)
    if guide.missing:
        steps = ", ".join(guide.missing)
        raise VersionConflict(_("Still to be filled in: {steps}. Nothing was made.").format(steps=steps))
    stored.project = create_project(actor, stored.portfolio, guide.start())
    stored.revision += 1
    stored.save()
    return stored.project


def _locked(actor: Any, draft: StartDraft, revision: int) -> StartDraft:
    require(actor, Permission.CREATE_PROJECT, draft.portfolio.scopes)
    stored = (
        StartDraft.objects.select_for_update(of=("self",))
        .select_related("portfolio")
        .filter(pk=draft.pk, user=actor)
        .first()
    )
    if stored is None or stored.project_id is not None or stored.revision != revision:
        raise VersionConflict(_("This start was changed in another window; nothing was overwritten."))
    return stored
