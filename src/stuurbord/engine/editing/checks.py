"""Whether the logic of a plan can be followed: nothing waits for itself, or for its own summary."""

from __future__ import annotations

from stuurbord.engine.editing.refusal import cannot, named
from stuurbord.errors import N_
from stuurbord.plan.draft import find_cycle
from stuurbord.plan.draft.links import last_parts
from stuurbord.plan.model import Plan


def check_logic(plan: Plan) -> None:
    """Refuse a plan whose links go round.

    Raises
    ------
    InvalidPlan
        With the circle: names in the sentence, uids in its fields.
    """
    parents = plan.tasks.parent_idx.tolist()
    links = plan.dependencies
    pairs = list(zip(links.predecessor_idx.tolist(), links.successor_idx.tolist(), strict=True))
    last = last_parts(parents)
    for before, after in pairs:
        if before <= after <= last[before] or after <= before <= last[after]:
            text = N_("“{successor}” cannot wait for “{predecessor}”: one is a part of the other.")
            cannot("link_within_summary", text, predecessor=named(plan, before), successor=named(plan, after))
    loop = find_cycle(len(parents), pairs, parents)
    if loop:
        names = " → ".join(named(plan, idx) for idx in [*loop, loop[0]])
        uids = [int(plan.tasks.uid[idx]) for idx in loop]
        cannot("cycle", N_("These tasks wait for each other: {tasks}."), tasks=names, uids=uids)
