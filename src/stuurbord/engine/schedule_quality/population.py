"""Which tasks and links the points look at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stuurbord.engine.critical_path.schedule import Schedule
from stuurbord.engine.schedule_quality.settings import QualitySettings
from stuurbord.plan.calendar import DAY, NONE
from stuurbord.plan.model import ActivityKind, Booleans, Integers, Plan

_SPANNING = (ActivityKind.LEVEL_OF_EFFORT, ActivityKind.WBS_SUMMARY)


@dataclass(frozen=True, slots=True)
class Population:
    """A plan as the points see it.

    Attributes
    ----------
    in_network
        bool of shape (n_tasks,): active work, no summaries, nothing that only spans other tasks.
    is_open
        bool of shape (n_tasks,): in the network and not finished.
    is_work
        bool of shape (n_tasks,): open, with a duration, no milestone.
    is_counted
        bool of shape (n_tasks,): open, milestones by the settings.
    is_link
        bool of shape (n_dependencies,): a link that counts in points 2 to 4.
    day
        int64 of shape (n_tasks,), seconds in a day of each task's duration and float.
    """

    plan: Plan
    schedule: Schedule
    settings: QualitySettings
    in_network: Booleans
    is_finished: Booleans
    is_open: Booleans
    is_work: Booleans
    is_counted: Booleans
    is_logic: Booleans
    """bool of shape (n_dependencies,): a link between ends that take part."""
    is_link: Booleans
    day: Integers


def population(plan: Plan, schedule: Schedule, settings: QualitySettings) -> Population:
    """Return the population of a plan under the settings."""
    tasks, links = plan.tasks, plan.dependencies
    is_active = schedule.start != NONE
    in_network = is_active & ~tasks.is_summary & ~tasks.is_external & ~np.isin(tasks.activity, _SPANNING)
    is_finished = (tasks.actual_finish != NONE) | (tasks.percent_complete >= 1)
    is_open = in_network & ~is_finished
    is_work = is_open & ~tasks.is_milestone & (tasks.duration > 0)
    before, after = links.predecessor_idx, links.successor_idx
    may_link = in_network | tasks.is_external & is_active
    if settings.counts_links_of_summaries:
        may_link = may_link | (is_active & tasks.is_summary)
    is_logic = may_link[before] & may_link[after]
    is_link = is_logic if settings.counts_links_of_finished else is_logic & ~is_finished[after]
    return Population(
        plan,
        schedule,
        settings,
        in_network=in_network,
        is_finished=is_finished,
        is_open=is_open,
        is_work=is_work,
        is_counted=is_open if settings.counts_milestones else is_work,
        is_logic=is_logic,
        is_link=is_link,
        day=np.where(tasks.is_elapsed, DAY, plan.seconds_per_day),
    )


def positions(mask: Booleans) -> tuple[int, ...]:
    """Return the positions of what is marked."""
    return tuple(mask.nonzero()[0].tolist())
