"""Dependencies that can be followed: both ends exist, nothing waits for itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from stuurbord.errors import N_, Finding, Severity
from stuurbord.plan.draft.figures import LONGEST
from stuurbord.plan.draft.rows import DependencyRow, PlanDraft

_MOST_SUMMARY_CYCLES: Final = 50
"""So many circles through summaries are cut one by one; with more, no link of a summary is kept."""
_MOST_STEPS: Final = 5_000_000
"""So many tasks and links are looked at in all to find these circles: fewer of them in a very large plan."""
_MOST_NAMED: Final = 20
"""Of a longer circle only the first and last tasks are named."""


def links_of(
    draft: PlanDraft, position: dict[int, int], parent_idx: list[int], findings: list[Finding]
) -> list[DependencyRow]:
    """Return the links that can be followed; the others are findings."""
    kept: list[DependencyRow] = []
    seen: set[tuple[int, int, int]] = set()
    last = last_parts(parent_idx)
    for link in draft.dependencies:
        ends = (link.predecessor_uid, link.successor_uid)
        fields_: dict[str, Any] = {"predecessor": ends[0], "successor": ends[1]}
        one, other = position.get(ends[0]), position.get(ends[1])
        if one is None or other is None:
            text = N_("A dependency refers to task {uid}, which does not exist; it is ignored.")
            code, fields_ = "unknown_task", {"uid": ends[0] if one is None else ends[1]}
        elif ends[0] == ends[1]:
            text = N_("Task {predecessor} depends on itself.")
            findings.append(Finding("cycle", text, Severity.ERROR, link.where, fields_))
            continue
        elif one <= other <= last[one] or other <= one <= last[other]:
            text = N_("Task {successor} depends on its own summary or part {predecessor}; it is ignored.")
            code = "dependency_within_own_summary"
        elif abs(link.lag) > LONGEST:
            text = N_("The dependency of {successor} on {predecessor} has an impossible lag; it is ignored.")
            code = "lag_out_of_range"
        elif (*ends, link.kind) in seen:
            text = N_("The dependency of {successor} on {predecessor} is given twice; the first counts.")
            code = "duplicate_dependency"
        else:
            seen.add((*ends, link.kind))
            kept.append(link)
            continue
        findings.append(Finding(code, text, where=link.where, fields=fields_))
    return kept


def last_parts(parent_idx: list[int]) -> list[int]:
    """Return the position of each task's last part, at any depth: parts follow their summary at once.

    >>> last_parts([-1, 0, 1, 0, -1])
    [3, 2, 2, 3, 4]
    """
    last = list(range(len(parent_idx)))
    for idx in range(len(parent_idx) - 1, -1, -1):
        parent = parent_idx[idx]
        if parent >= 0 and last[idx] > last[parent]:
            last[parent] = last[idx]
    return last


def without_summary_cycles(
    links: list[DependencyRow],
    draft: PlanDraft,
    parent_idx: list[int],
    is_summary: list[bool],
    findings: list[Finding],
) -> list[DependencyRow]:
    """Refuse a cycle among tasks; drop links of summaries that close one (real files hold such cycles)."""
    position = {task.uid: idx for idx, task in enumerate(draft.tasks)}

    def cycle(of: list[DependencyRow]) -> list[int]:
        pairs = [(position[link.predecessor_uid], position[link.successor_uid]) for link in of]
        return find_cycle(len(draft.tasks), pairs, parent_idx)

    def touches_summary(link: DependencyRow) -> bool:
        return is_summary[position[link.predecessor_uid]] or is_summary[position[link.successor_uid]]

    if not cycle(links):
        return links
    plain = [link for link in links if not touches_summary(link)]
    loop = cycle(plain)
    if loop:
        named = [draft.tasks[idx].name or str(draft.tasks[idx].uid) for idx in [*loop, loop[0]]]
        if len(loop) > _MOST_NAMED:
            named[_MOST_NAMED // 2 : -_MOST_NAMED // 2] = ["…"]
        names = " → ".join(named)
        text = N_("These tasks wait for each other: {tasks}.")
        where = draft.tasks[loop[0]].where
        findings.append(Finding("cycle", text, Severity.ERROR, where, {"tasks": names}))
        return plain
    kept = links
    n_rounds = min(_MOST_SUMMARY_CYCLES, _MOST_STEPS // (len(draft.tasks) + len(links)))
    for _ in range(n_rounds):
        loop = cycle(kept)
        if not loop:
            return kept
        closing = _closing_link(kept, {draft.tasks[idx].uid for idx in loop}, touches_summary)
        kept = [link for link in kept if link is not closing]
        findings.append(_closes_circle(closing))
    findings.extend(_closes_circle(link) for link in kept if touches_summary(link))
    return plain


def _closing_link(
    links: list[DependencyRow], uids: set[int], touches_summary: Callable[[DependencyRow], bool]
) -> DependencyRow:
    """Return the last summary link within a cycle: the one that was probably added without seeing it."""
    return next(
        link
        for link in reversed(links)
        if touches_summary(link) and link.predecessor_uid in uids and link.successor_uid in uids
    )


def _closes_circle(link: DependencyRow) -> Finding:
    text = N_("The dependency of {successor} on {predecessor} closes a circle; it is ignored.")
    fields_ = {"predecessor": link.predecessor_uid, "successor": link.successor_uid}
    return Finding("cycle_through_summary", text, where=link.where, fields=fields_)


def find_cycle(n_tasks: int, links: list[tuple[int, int]], parent_idx: list[int]) -> list[int]:
    """Return the tasks of one cycle in order, or an empty list.

    A summary is two nodes, its start and its finish, with its parts in between; so a link from one part
    to the next part's summary is no false cycle.

    Parameters
    ----------
    links
        Pairs (predecessor, successor) of task positions, neither of which is above the other.
    parent_idx
        Position of each task's summary, −1 at the top.
    """
    if all(predecessor < successor for predecessor, successor in links):
        return []  # walking round the tree, all starts, finishes and links then go one way
    # Node 2i is the start of task i, node 2i + 1 its finish.
    successors: list[list[int]] = [[] for _ in range(2 * n_tasks)]
    for idx, parent in enumerate(parent_idx):
        successors[2 * idx].append(2 * idx + 1)
        if parent >= 0:
            successors[2 * parent].append(2 * idx)
            successors[2 * idx + 1].append(2 * parent + 1)
    for predecessor, successor in links:
        successors[2 * predecessor + 1].append(2 * successor)
    state = bytearray(2 * n_tasks)  # 0 unseen, 1 on the path, 2 done
    for root in range(2 * n_tasks):
        if state[root]:
            continue
        path, iterators = [root], [iter(successors[root])]
        state[root] = 1
        while path:
            for node in iterators[-1]:
                if state[node] == 1:
                    loop = path[path.index(node) :]
                    return list(dict.fromkeys(at // 2 for at in loop))
                if state[node] == 0:
                    state[node] = 1
                    path.append(node)
                    iterators.append(iter(successors[node]))
                    break
            else:
                state[path.pop()] = 2
                iterators.pop()
    return []
