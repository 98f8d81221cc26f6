"""Baselines with a name: remembered when the proposal that sets them is accepted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from stuurbord.plan.changes import Change
from stuurbord.web.audit.chain import record
from stuurbord.web.planning.models import NamedBaseline, Proposal, ProposalSource

_COLUMN: Final = re.compile(r"baseline\.(\d+)\.")


def remember_baseline(actor: Any, proposal: Proposal, changes: Iterable[Change]) -> NamedBaseline | None:
    """Write the baseline down that an accepted proposal sets; None if it sets none.

    Its name is the proposal's title, and the revision is the one whose dates are promised.
    """
    if proposal.source != ProposalSource.BASELINE:
        return None
    slots = {int(found[1]) for one in changes if (found := _COLUMN.match(one.column))}
    if not slots:
        return None
    project = proposal.project
    whole = proposal
    while whole.rest_of is not None:  # the rest of a promise promises the dates of the same revision
        whole = whole.rest_of
    made = NamedBaseline.objects.create(
        project=project,
        slot=min(slots),
        name=proposal.title[:120],
        reason=proposal.reason,
        revision=whole.base,
        made_by=actor if actor.pk else None,
    )
    record(
        actor,
        "baseline.set",
        project.subject,
        {"number": made.slot, "name": made.name, "reason": made.reason, "revision": whole.base.number},
        portfolio_id=project.portfolio_id,
        project_id=project.pk,
    )
    return made
