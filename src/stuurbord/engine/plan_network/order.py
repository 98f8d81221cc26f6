"""Which links lead into and out of each plan, and in which order plans are best dated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stuurbord.engine.plan_network.links import CrossLink


def by_plan(
    links: Sequence[CrossLink],
) -> tuple[dict[str, tuple[CrossLink, ...]], dict[str, tuple[CrossLink, ...]]]:
    """Return the links into and out of each plan that has any."""
    into: dict[str, list[CrossLink]] = {}
    out_of: dict[str, list[CrossLink]] = {}
    for one in links:
        into.setdefault(one.after, []).append(one)
        if one.before:
            out_of.setdefault(one.before, []).append(one)
    return (
        {key: tuple(found) for key, found in into.items()},
        {key: tuple(found) for key, found in out_of.items()},
    )


def ranks(plans: Iterable[str], links: Sequence[CrossLink]) -> dict[str, int]:
    """Return an order in which most plans come after those they wait for; plans may wait for each other."""
    givers: dict[str, set[str]] = {key: set() for key in plans}
    for one in links:
        if one.before and one.before != one.after:
            givers[one.after].add(one.before)
    rank_of: dict[str, int] = {}
    left, rank = dict(givers), 0
    while left:
        ready = [key for key, before in left.items() if not before & left.keys()]
        ready = ready or [min(left, key=lambda key: (len(left[key] & left.keys()), key))]
        for key in ready:
            rank_of[key] = rank
            del left[key]
        rank += 1
    return rank_of
