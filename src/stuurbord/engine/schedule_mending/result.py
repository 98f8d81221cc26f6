"""The answer of mending: edits that a planner may propose, and what only people can tell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stuurbord.engine.editing import Edit


class MendCode(StrEnum):
    """What a mend does."""

    LINK = "link"
    """A missing link, to the only neighbour that fits."""
    NO_LEAD = "no_lead"
    WAITING_TASK = "waiting_task"
    """A lag becomes a task that people can see."""
    DEADLINE = "deadline"
    """A date that stopped the logic becomes one that warns."""
    AFTER_STATUS = "after_status"
    """What has not begun begins after the status date."""
    NOT_BEGUN = "not_begun"
    """A start after the status date, with nothing done, is a plan."""


class WhyNot(StrEnum):
    """Why a task or link is left to people."""

    NO_NEIGHBOUR = "no_neighbour"
    """Nothing stands before or after it that it could follow."""
    MAY_RUN_BESIDE = "may_run_beside"
    """Its neighbours overlap with it: a link would say an order that nobody planned."""
    CIRCLE = "circle"
    OVERLAP_LAG = "overlap_lag"
    """A lag between two starts or two finishes says how far tasks overlap."""
    CLOCK_LAG = "clock_lag"
    """It runs on the clock, or is a share: a task in working time would end elsewhere."""
    SECOND_CONSTRAINT = "second_constraint"
    PROGRESS_ASKED = "progress_asked"
    """It should be done, and nobody told how far it is."""
    DONE_AHEAD = "done_ahead"
    """Work is reported that lies after the status date."""
    MEANING = "meaning"
    """Which kind of link is right depends on the work."""
    FOLLOWS_LOGIC = "follows_logic"
    """Float follows from links: mend those first."""
    PROMISE = "promise"
    """A date is promised that cannot be met: shorten, or agree on another."""
    SPLIT = "split"
    """Parts need results of their own."""
    PEOPLE = "people"
    """Who does it is a choice."""
    PAST = "past"
    """What was promised and what happened do not change."""


@dataclass(frozen=True, slots=True)
class Mend:
    """One thing to mend.

    Attributes
    ----------
    point
        Number of the quality point, 1–14.
    uid
        The task that speaks against the plan.
    """

    point: int
    code: MendCode
    uid: int
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Unmended:
    """A task that stays as it is, and why."""

    uid: int
    reason: WhyNot


@dataclass(frozen=True, slots=True)
class Mending:
    """What can be mended of one point, and what cannot; both in the order of the plan.

    Attributes
    ----------
    why_not
        Reason that holds for the point as a whole; None where its tasks are judged one by one.
    """

    point: int
    mends: tuple[Mend, ...] = ()
    unmended: tuple[Unmended, ...] = ()
    why_not: WhyNot | None = None
