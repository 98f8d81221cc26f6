"""Dependencies between projects as a network: who waits for whom, and which chains reach a gate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from stuurbord.web.registers.models import Milestone, ProjectDependency

MOST_CHAINS = 40


@dataclass(frozen=True, slots=True)
class Node:
    """A giver or a receiver: a project of the portfolio, or a party outside it.

    Attributes
    ----------
    rank
        How many givers stand before it in the longest chain.
    """

    key: str
    name: str
    rank: int
    is_outside: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """A row of dependencies that ends in a gate, the first giver first.

    Attributes
    ----------
    days
        The largest lateness on the way, calendar days.
    """

    links: tuple[ProjectDependency, ...]
    gate: Milestone

    @property
    def codes(self) -> list[str]:
        return [giver_of(self.links[0]), *(one.project.code for one in self.links)]

    @property
    def days(self) -> int:
        return max((one.late_days or 0 for one in self.links), default=0)

    @property
    def is_late(self) -> bool:
        return any(one.is_late for one in self.links)


@dataclass(frozen=True, slots=True)
class Network:
    """All dependencies that are open.

    Attributes
    ----------
    circles
        Codes of projects that wait for each other in a circle: nobody can begin.
    """

    nodes: tuple[Node, ...]
    links: tuple[ProjectDependency, ...]
    chains: tuple[Chain, ...]
    circles: tuple[str, ...]

    @property
    def late(self) -> list[ProjectDependency]:
        return [one for one in self.links if one.is_late]


def giver_of(link: ProjectDependency) -> str:
    """Return who gives, as it stands in the line."""
    return link.giver or link.outsider or "?"


def network(
    links: Iterable[ProjectDependency], names: Mapping[str, str], gates: Mapping[int, Sequence[Milestone]]
) -> Network:
    """Return who waits for whom.

    Parameters
    ----------
    names
        Projects of the portfolio by code.
    gates
        Gates still to come of each project, by its number.
    """
    listed = tuple(links)
    before: dict[str, set[str]] = {}
    for one in listed:
        before.setdefault(one.project.code, set()).add(giver_of(one))
        before.setdefault(giver_of(one), set())
    ranks, circles = _ranks(before)
    nodes = [Node(key, names.get(key, key), ranks[key], key not in names) for key in before]
    ordered = sorted(nodes, key=lambda one: (one.rank, one.is_outside, one.key))
    return Network(tuple(ordered), listed, _chains(listed, gates), tuple(sorted(circles)))


def _ranks(before: Mapping[str, set[str]]) -> tuple[dict[str, int], set[str]]:
    """Return the place of each in the order of giving; what lies on a circle comes last."""
    ranks: dict[str, int] = {}
    left = dict(before)
    while left:
        ready = [key for key, givers in left.items() if givers <= ranks.keys()]
        if not ready:
            break
        for key in ready:
            ranks[key] = max((ranks[one] + 1 for one in left[key]), default=0)
        for key in ready:
            del left[key]
    last = max(ranks.values(), default=-1) + 1
    circles = {key for key in left if _reaches(key, key, before)}
    return ranks | dict.fromkeys(left, last), circles


def _reaches(start: str, wanted: str, before: Mapping[str, set[str]]) -> bool:
    seen: set[str] = set()
    waiting = list(before.get(start, ()))
    while waiting:
        key = waiting.pop()
        if key == wanted:
            return True
        if key not in seen:
            seen.add(key)
            waiting += before.get(key, ())
    return False


def gate_of(link: ProjectDependency, gates: Sequence[Milestone]) -> Milestone | None:
    """Return the gate that a dependency holds up: the one named, else the first on or after that day."""
    named = next((one for one in gates if one.code == link.needed_for), None)
    if named is not None or link.agreed_on is None:
        return named
    later = [one for one in gates if one.expected_on is not None and one.expected_on >= link.agreed_on]
    return min(later, key=lambda one: (one.expected_on or date.max, one.code), default=None)


def _chains(
    links: Sequence[ProjectDependency], gates: Mapping[int, Sequence[Milestone]]
) -> tuple[Chain, ...]:
    """Return the longest chains that end in a gate, the latest first."""
    of_receiver: dict[str, list[ProjectDependency]] = {}
    for one in links:
        of_receiver.setdefault(one.project.code, []).append(one)
    found = []
    for one in links:
        gate = gate_of(one, gates.get(one.project_id, ()))
        if gate is not None:
            found.append(Chain((*_upstream(one, of_receiver), one), gate))
    ordered = sorted(found, key=lambda one: (not one.is_late, -len(one.links), -one.days, one.codes))
    return tuple(ordered[:MOST_CHAINS])


def _upstream(
    link: ProjectDependency, of_receiver: Mapping[str, Sequence[ProjectDependency]]
) -> tuple[ProjectDependency, ...]:
    """Return what the giver itself waits for, the latest of it at each step."""
    found: list[ProjectDependency] = []
    seen, giver = {link.project.code}, giver_of(link)
    while giver not in seen and of_receiver.get(giver):
        seen.add(giver)
        step = max(of_receiver[giver], key=lambda one: (one.late_days or 0, one.agreed_on or date.min))
        found.insert(0, step)
        giver = giver_of(step)
    return tuple(found)
