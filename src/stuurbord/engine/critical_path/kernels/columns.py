"""The columns that the kernels read and write: lists or arrays of equal length, indexed by node.

A task is one node; a summary is two, its start and its finish, with its parts in between. Nodes are
numbered topologically: each comes after everything it waits for. Instants are int64 seconds, `NONE` where
there is none; positions are int32, −1 where there is none.
"""

from __future__ import annotations

from collections.abc import MutableSequence
from typing import Final, NamedTuple

Column = MutableSequence[int]
"""A list of integers or a one-dimensional array of them: the kernels only index it."""

NEVER: Final = 2**62
"""No ceiling."""

# Facts about a node that most nodes do not have: a column is read only where its flag is set.
SUMMARY_START: Final = 1
SUMMARY_FINISH: Final = 2
BY_HAND: Final = 4
"""A manual task with a date."""
BEGUN: Final = 8
"""Actual start or finish is known."""
STARTED: Final = 16
"""Actual start is known."""
FINISHED: Final = 32
"""Actual finish is known."""
REMAINS: Final = 64
"""Some of the work of a begun task remains."""
CONSTRAINED: Final = 128
DEADLINE: Final = 256
DELAYED: Final = 512
PROGRESSED: Final = 1024
"""Some of it is complete."""
MANUAL: Final = 2048
"""Set by hand, or standing for a task of another plan."""
STANDS_IN: Final = 131072
"""Only the latter."""
HELD: Final = 4096
"""As late as possible, and how late is known."""
OPEN_END: Final = 8192
"""Nothing follows it, nor any summary above it."""
WORKING_DELAY: Final = 16384
"""Its levelling delay is counted in working time."""
CREW: Final = 32768
"""A fixed duration: late dates are shaped by who works."""
RESTS: Final = 65536
"""Begun, with a stored pattern that tells where it goes on."""

# What a link does (`Links.how`).
FROM_START: Final = 1
TO_FINISH: Final = 2
HAS_LAG: Final = 4
ELAPSED_LAG: Final = 8


class ClockColumns(NamedTuple):
    """All calendars one after the other; calendar c has the ranges first[c] … first[c + 1] − 2.

    The entry after its last range closes it: ``cum`` there is the total, start and end are `NEVER`. The
    compiled search has days and patterns instead (see `buckets`), and no ranges.
    """

    starts: Column
    ends: Column
    cum: Column
    first: Column
    begin: Column
    end: Column
    total: Column
    """Working seconds of all compiled days."""
    day_first: Column
    days: Column
    work_days: Column
    """The same of days with work only, each calendar closed by as many `NEVER` as a bucket has days."""
    midnight: Column
    """The instants at which those days begin."""
    work_first: Column
    work_table: Column
    """Of each bucket of work the last working day that begins at or before it."""
    most_days: Column
    """Per calendar how many working days may qualify in one bucket."""
    pattern_first: Column
    range_start: Column
    range_end: Column
    range_cum: Column
    outside: Column
    """One value: 1 once something fell outside the compiled days."""


class Nodes(NamedTuple):
    """What is known about each node before anything is computed."""

    flags: Column
    parent: Column
    """The start node of the summary above."""
    partner: Column
    """The other node of a summary; itself for a task."""
    clock: Column
    part_first: Column
    """Parts part_first[n] … part_first[n + 1] − 1 are all its work."""
    left_first: Column
    """Likewise what remains of begun work."""
    constraint: Column
    date: Column
    """Of the constraint."""
    deadline: Column
    delay: Column
    """Levelling delay, seconds."""
    given_start: Column
    given_finish: Column
    actual_start: Column
    actual_finish: Column
    resume: Column
    worked: Column
    """Duration done, seconds."""
    rest_clock: Column
    """Of a begun task with a stored pattern: the clock on which it rests."""
    rest_after: Column
    """And after how much work since its start it goes on."""
    crew_first: Column
    """Rows of `Parts` where the late parts of a fixed duration are written."""
    held: Column
    """The instant as late as possible at which it starts, where known."""


class Parts(NamedTuple):
    """Runs of work: ``length`` seconds, ``offset`` seconds after the task may begin, on ``clock``."""

    clock: Column
    offset: Column
    length: Column
    crew: Column
    """In rows for late parts the clock of who works; −1 elsewhere."""


class Links(NamedTuple):
    """Dependencies by successor or by predecessor: of node n those at first[n] … first[n + 1] − 1."""

    first: Column
    other: Column
    """The end node of the predecessor, or the begin node of the successor."""
    how: Column
    lag: Column
    idx: Column
    """Position in the plan's dependencies."""


class Children(NamedTuple):
    """Begin nodes of the parts under a summary's start node, their end nodes under its finish node."""

    first: Column
    node: Column


class Network(NamedTuple):
    """A plan as the kernels see it."""

    nodes: Nodes
    parts: Parts
    into: Links
    out_of: Links
    children: Children


class Early(NamedTuple):
    """Dates of the forward pass; a summary's start node holds what bounds its parts."""

    start: Column
    finish: Column
    driver: Column
    link: Column
    extra: Column
    """Of a begun task where its work goes on; of one that a constraint put before its predecessors the
    start they ask for; of a summary's start the link behind its finish bound."""


class Late(NamedTuple):
    """Dates of the backward pass; a summary's finish node holds what ends its parts.

    ``room`` is the finish, or the end of the pause behind it: room for who works when the task does not.
    """

    start: Column
    finish: Column
    room: Column
    resume: Column
    """When a begun task goes on at the latest, where what remains of it waits for predecessors. Of others
    the start that predecessors see, where it lies before the one that has a name."""


class Floats(NamedTuple):
    """Working seconds, at the end node of each task."""

    start: Column
    finish: Column
    total: Column
    free: Column


class Marks(NamedTuple):
    """Nodes to look at again, per pass: 1 asks for one."""

    early: Column
    late: Column
    floats: Column
    span: Column
    """First and last node marked early; first and last marked late, which holds for the floats as well;
    the last finish before, and 1 once a change may have moved it."""


class Rules(NamedTuple):
    """What holds for the whole plan."""

    project_start: int
    """Where tasks begin that nothing else holds."""
    unstarted_from: int
    honors_constraints: int
    waits_in_progress: int
    """What remains of a begun task waits for its predecessors."""
    multiple_critical_paths: int
    float_kind: int
