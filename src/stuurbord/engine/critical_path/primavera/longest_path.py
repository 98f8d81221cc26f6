"""The longest path of Primavera: back from what ends last over the links that drive."""

from __future__ import annotations

from stuurbord.engine.critical_path.primavera.forward import Forward
from stuurbord.engine.critical_path.primavera.links import Link
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import OutOfSequence


def longest_path(forward: Forward) -> list[bool]:
    """Tell which activities lie on a driving path to the last early finish, and which summaries hold
    one; one entry per task.

    A link drives if its bound, behind a pause at most, is the early date it binds.
    """
    facts = forward.activities
    active = [
        idx
        for idx, is_active in enumerate(facts.network.is_active)
        if is_active and not facts.is_span[idx] and not facts.network.is_summary[idx]
    ]
    last = max((forward.early_finish[idx] for idx in active), default=NONE)
    waiting = [idx for idx in active if forward.early_finish[idx] == last and not facts.is_finished[idx]]
    is_on_it = [False] * facts.network.n_tasks
    while waiting:
        idx = waiting.pop()
        if not is_on_it[idx]:
            is_on_it[idx] = True
            waiting += [link.predecessor for link in facts.network.into[idx] if _drives(forward, link)]
    for idx in range(facts.network.n_tasks - 1, -1, -1):  # outline order: parts come after their summary
        above = facts.network.parent[idx]
        if is_on_it[idx] and above >= 0 and not facts.is_finished[idx]:
            is_on_it[above] = True
    return is_on_it


def _drives(forward: Forward, link: Link) -> bool:
    facts, before, after = forward.activities, link.predecessor, link.successor
    if facts.is_span[before] or forward.start[before] == NONE:
        return False
    is_override = facts.plan.rules.out_of_sequence == OutOfSequence.PROGRESS_OVERRIDE
    if is_override and facts.has_begun[after] and not facts.is_finished[before]:
        return False
    bound = forward.asks(link)
    date = (forward.early_finish if link.to_finish else forward.early_start)[after]
    return facts.clock[after].between(bound, date) == 0
