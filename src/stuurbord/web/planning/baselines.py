"""Baselines: proposed from the schedule as it is, shown with their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.engine.baseline_setting import MOST_BASELINES, with_baseline
from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.planning.actions import Refused, Wanted, propose
from stuurbord.web.planning.models import NamedBaseline, Proposal, ProposalSource, ProposalState
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.projects.plans import plan_of, schedule_of

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Slot:
    """One of the eleven baselines of a plan: what it holds now, and how it is called.

    Attributes
    ----------
    named
        None where the plan came with it, or where it is empty.
    is_set
        Whether the plan that counts has it.
    """

    number: int
    is_set: bool
    named: NamedBaseline | None


def slots(project: Project, numbers: list[int]) -> list[Slot]:
    """Return the eleven baselines; ``numbers`` are those that the plan has."""
    newest: dict[int, NamedBaseline] = {}
    for one in named_baselines(project):
        newest.setdefault(one.slot, one)
    return [Slot(number, number in numbers, newest.get(number)) for number in range(MOST_BASELINES)]


def named_baselines(project: Project) -> list[NamedBaseline]:
    """Return every promise that got a name, the newest first; those that were replaced too."""
    found = NamedBaseline.objects.filter(project=project).select_related("made_by", "revision")
    return list(found.defer("revision__document", "revision__findings"))


@transaction.atomic
def propose_baseline(
    actor: Any, project: Project, base: PlanRevision, number: int, name: str, reason: str
) -> Proposal:
    """Propose to promise the schedule of a revision: dates, work and cost, under a name and for a reason.

    Raises
    ------
    Refused
        Without a name or a reason, with a name that a baseline of this project has or would get, or if the
        baseline holds this schedule already.
    """
    require(actor, Permission.EDIT_REGISTER, project.scopes)
    name, reason = name.strip(), reason.strip()
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)  # nobody takes the name meanwhile
    _check_words(project, name, reason)
    new_plan = with_baseline(plan_of(base.pk), schedule_of(base.pk), number)
    return propose(actor, project, base, new_plan, Wanted(name, ProposalSource.BASELINE, reason))


def _check_words(project: Project, name: str, reason: str) -> None:
    if not name:
        raise Refused(_("Give the baseline a name."))
    if len(name) > LONGEST_NAME:
        raise Refused(_("A name has at most {n} characters.").format(n=LONGEST_NAME))
    if not reason:
        raise Refused(_("Say why this is promised: who compares with it later will want to know."))
    open_ones = Proposal.objects.filter(
        project=project, source=ProposalSource.BASELINE, state=ProposalState.OPEN, title=name
    )
    if NamedBaseline.objects.filter(project=project, name=name).exists() or open_ones.exists():
        raise Refused(_("There is a baseline “{name}” already. Choose another name.").format(name=name))
