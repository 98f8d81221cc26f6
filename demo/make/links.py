"""Turn what an outline says of sequence into dependencies between tasks, never between summaries.

A reference to a summary means the tasks in it that nothing else in it waits for (or, for SS, the tasks
that wait for nothing in it): links between tasks stay readable in every planning tool.
"""

from __future__ import annotations

from collections.abc import Iterable

from demo.make.outline import Line, Reference
from stuurbord.plan import DependencyKind, DependencyRow

Wanted = tuple[Line, Reference]
"""The line that says so, and what it says."""
Target = tuple[Line, Reference]
"""The line that is meant, and how it is followed."""


def dependencies(lines: list[Line]) -> list[DependencyRow]:
    """Return the links of an outline.

    Raises
    ------
    ValueError
        If an id occurs twice or a reference names no line.
    """
    by_key = {line.key: line for line in lines if line.key}
    if len(by_key) != sum(1 for line in lines if line.key):
        raise ValueError("an id occurs twice")
    tasks = [line for line in lines if not line.is_summary]
    follows = {line.number: [_meant(line, one, by_key) for one in _wanted(line)] for line in tasks}
    made: dict[tuple[int, int, int], DependencyRow] = {}
    for line in tasks:
        for target, reference in follows[line.number]:
            for leaf in _ends(target, reference, follows):
                key = (leaf.number, line.number, int(reference.kind))
                made.setdefault(key, DependencyRow(*key, reference.lag, int(reference.unit)))
    return list(made.values())


def _meant(line: Line, wanted: Wanted, by_key: dict[str, Line]) -> Target:
    """Return the line that a reference means.

    Raises
    ------
    ValueError
        If there is none.
    """
    origin, reference = wanted
    if reference.to == ".":
        return _above(origin), reference
    if reference.to not in by_key:
        raise ValueError(f"{line.name!r} follows {reference.to!r}, which does not exist")
    return by_key[reference.to], reference


def _wanted(line: Line) -> list[Wanted]:
    """Return (line that says so, reference) pairs: a task's own, or what its summaries say."""
    if line.after is not None:
        return [(line, one) for one in line.after]
    if line.is_loose:
        return []
    if line.level > 1 and not line.is_parallel and _position(line) > 0:
        return [(line, Reference("."))]
    summary = line.parent
    while summary is not None:
        if summary.after is not None:
            return [(summary, one) for one in summary.after]
        summary = summary.parent
    return []


def _siblings(line: Line) -> list[Line]:
    return line.parent.children if line.parent else [line]


def _position(line: Line) -> int:
    return next(at for at, one in enumerate(_siblings(line)) if one is line)


def _above(line: Line) -> Line:
    position = _position(line)
    if not position:
        raise ValueError(f"nothing stands above {line.name!r}")
    return _siblings(line)[position - 1]


def _leaves(line: Line) -> Iterable[Line]:
    if not line.is_summary:
        yield line
    for child in line.children:
        yield from _leaves(child)


def _ends(target: Line, reference: Reference, follows: dict[int, list[Target]]) -> list[Line]:
    if not target.is_summary:
        return [target]
    leaves = list(_leaves(target))
    within = {one.number for one in leaves}
    if reference.kind in (DependencyKind.SS, DependencyKind.SF):
        return [one for one in leaves if not _follows_within(one, within, follows)]
    waited_for = {
        leaf.number
        for one in leaves
        for before, link in follows[one.number]
        if link.kind in (DependencyKind.FS, DependencyKind.FF)
        for leaf in _leaves(before)
    }
    return [one for one in leaves if one.number not in waited_for]


def _follows_within(line: Line, within: set[int], follows: dict[int, list[Target]]) -> bool:
    return any(leaf.number in within for before, _ in follows[line.number] for leaf in _leaves(before))
