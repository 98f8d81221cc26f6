"""A proposal as it reads now: what it changes, what comes of it, what disagrees, who may accept it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from stuurbord.errors import InvalidPlan
from stuurbord.plan import Plan
from stuurbord.plan.changes import Change, changed, from_plain
from stuurbord.plan.document import digest
from stuurbord.web.planning.actions import applied, fitted
from stuurbord.web.planning.companions import Companion, beyond, companions_of
from stuurbord.web.planning.effects import effect
from stuurbord.web.planning.mandates import Mandate, mandate, may_accept
from stuurbord.web.planning.models import Proposal, ProposalState
from stuurbord.web.planning.readable import Dated, Group, ReadConflict, conflicts_read, groups_of
from stuurbord.web.planning.short_periods import legal_sentences
from stuurbord.web.projects.plans import plan_of, schedule_for, schedule_of


@dataclass(frozen=True, slots=True)
class Reading:
    """A proposal on the plan as it is now; on the plan it was made on once it is decided.

    Attributes
    ----------
    before, after
        The plan without and with it; None after where it does not hold together.
    effect
        As `stuurbord.web.planning.effects.effect` tells it.
    asked
        What accepting all that fits asks; None where it is decided or cannot be accepted.
    refusal
        Why it cannot be accepted at all, as a sentence.
    n_done
        Changes that the plan holds already.
    companions
        What goes with it beside the plan, while it is open.
    """

    changes: tuple[Change, ...]
    before: Dated
    after: Dated | None
    effect: dict[str, Any]
    conflicts: list[ReadConflict]
    asked: Mandate | None
    refusal: str
    n_done: int
    companions: tuple[Companion, ...] = ()

    @property
    def legal(self) -> list[str]:
        """Say which legal periods it makes too short or takes out."""
        return legal_sentences(self.effect.get("legal", ()))

    def groups(self) -> list[Group]:
        """Return the changes in words."""
        return groups_of(self.changes, self.before, self.after or self.before)


def reading_of(proposal: Proposal) -> Reading:
    """Return a proposal as it reads now."""
    if proposal.state != ProposalState.OPEN:
        return _decided(proposal)
    current = proposal.project.current_revision_id
    now = plan_of(current), schedule_of(current)
    fitting = fitted(proposal, now[0])
    conflicts = conflicts_read(fitting.conflicts, plan_of(proposal.base_id), now[0])
    along = companions_of(proposal)
    told: dict[str, Any] = {
        "changes": fitting.changes,
        "before": now,
        "conflicts": conflicts,
        "companions": tuple(along),
    }
    try:
        new_plan = applied(now[0], fitting.changes)
        after = _dated(new_plan)
    except InvalidPlan as error:
        said = _sentence(error)
        n_done = len(fitting.done)
        return Reading(**told, after=None, effect=proposal.effect, asked=None, refusal=said, n_done=n_done)
    return Reading(
        **told,
        after=after,
        effect=effect(now, after),
        asked=mandate(proposal.project, now, after, fitting.changes).and_for(beyond(along)),
        refusal="" if fitting.changes else _nothing_left(bool(conflicts)),
        n_done=len(fitting.done),
    )


def can_accept(actor: Any, proposal: Proposal, reading: Reading) -> bool:
    """Tell whether somebody may accept all that fits."""
    if reading.asked is None or reading.refusal:
        return False
    return may_accept(actor, proposal.project, reading.asked, proposal.author_id)


def _decided(proposal: Proposal) -> Reading:
    before = plan_of(proposal.base_id), schedule_of(proposal.base_id)
    changes = from_plain(proposal.changes)
    after = changed(before[0], changes)
    return Reading(
        changes=changes,
        before=before,
        after=_dated(after),
        effect=proposal.effect,
        conflicts=[],
        asked=None,
        refusal="",
        n_done=0,
    )


def _dated(plan: Plan) -> Dated:
    """Return a plan with its schedule, kept by content: who looks again does not compute again."""
    return plan, schedule_for(plan, digest(plan))


def _nothing_left(has_conflicts: bool) -> str:
    if has_conflicts:
        return _("Every change of this proposal disagrees with the plan as it is now.")
    return _("The plan says all of this already.")


def _sentence(error: InvalidPlan) -> str:
    return " ".join(str(one.as_json(_)["message"]) for one in error.findings)


def accepted_rows(proposal: Proposal, changes: Sequence[Change]) -> set[tuple[str, str]]:
    """Return the rows of a decided proposal that were accepted."""
    if proposal.state != ProposalState.ACCEPTED:
        return set()
    if proposal.accepted is None:
        return {(one.table, one.key) for one in changes}
    return {(table, key) for table, key in proposal.accepted}
