"""A portfolio with the edits that somebody tries on its plans: computed together, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from stuurbord.engine.editing import Insert, Link, edited
from stuurbord.engine.plan_network import CrossLink, Dated
from stuurbord.engine.ripple import Ripple, ripple
from stuurbord.plan import NONE, Plan, Tasks
from stuurbord.web.planning.effects import plain
from stuurbord.web.planning.portfolio_columns import changed_block, key_rows
from stuurbord.web.planning.portfolio_network import PortfolioNetwork
from stuurbord.web.planning.workspace import tried
from stuurbord.web.projects.plans import forecast_schedule

MOST_PROJECTS: Final = 200
"""So many plans can be edited at once."""
MOST_LINKS: Final = 100


@dataclass(frozen=True, slots=True)
class Attempt:
    """What edits of some plans, and new links between plans, come to.

    Attributes
    ----------
    new_plans
        Code → plan with its own edits.
    felt
        Code → plan and schedule of every project that is edited or feels it.
    links
        The new ones.
    """

    made: PortfolioNetwork
    new_plans: dict[str, Plan]
    felt: dict[str, Dated]
    links: tuple[CrossLink, ...]


def attempt(
    made: PortfolioNetwork, edits: Mapping[str, Sequence[Mapping[str, Any]]], links: Sequence[CrossLink] = ()
) -> Attempt:
    """Try edits, given as plain data, on the plans of some projects.

    Raises
    ------
    InvalidPlan
        If an edit cannot be made, or the plans would wait for each other in a circle.
    ValueError
        If a record is no edit.
    """
    new_plans = {
        code: tried(made.projects[code].revision, records).new_plan
        for code, records in edits.items()
        if records
    }
    return Attempt(made, new_plans, made.network.changed(new_plans, made.names, links), tuple(links))


def new_links(records: Any, made: PortfolioNetwork) -> list[CrossLink]:
    """Read links between plans: ``[["P-001", 12, "P-002", 5], …]``, predecessor first.

    Raises
    ------
    ValueError
        If one is no link, or a task is not there.
    """
    if not isinstance(records, list) or len(records) > MOST_LINKS:
        raise ValueError("no list of links")
    found = []
    for at, record in enumerate(records):
        if not isinstance(record, list) or len(record) != 4:
            raise ValueError(f"no link: {record!r}")
        before, before_uid, after, after_uid = record
        for code, uid in ((before, before_uid), (after, after_uid)):
            if code not in made.projects or not isinstance(uid, int):
                raise ValueError(f"no task: {code!r} {uid!r}")
            if uid not in made.network.plans[code].plan.tasks.uid:
                raise ValueError(f"no task {uid} in {code}")
        if before == after:
            raise ValueError("both ends in one plan")
        found.append(CrossLink(f"new-{at}", after, after_uid, before, before_uid))
    return found


def compared(tried_out: Attempt, shown: Iterable[str], whole: Iterable[str] = ()) -> dict[str, Any]:
    """Return what to draw anew and what it comes to, for a reader of some projects.

    Of projects that he may not see, only the code and the day on which they end are told.

    Parameters
    ----------
    whole
        Codes of projects of which the page has all tasks; of others only the rows that come first.
    """
    open_projects = set(whole)
    linked = tried_out.made.linked
    visible = set(shown)
    before = tried_out.made.network.plans
    blocks, effects, elsewhere = {}, {}, []
    for code, now in sorted(tried_out.felt.items()):
        if code in visible:
            rows = None if code in open_projects else key_rows(now, linked[code])
            blocks[code] = changed_block(before[code], now, rows)
            found = ripple(before[code].pair, now.pair)
            if _moves(found):
                effects[code] = plain(found, before[code].plan, now.plan, most_listed=0)
        elif now.schedule.project_finish != before[code].schedule.project_finish:
            elsewhere.append({"code": code, "finish": now.schedule.project_finish})
    return {"projects": blocks, "elsewhere": elsewhere, "effect": together(effects)}


def _moves(found: Ripple) -> bool:
    return bool(found.moved or found.cost_by_year or found.finish_days or found.late)


def together(effects: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the effects on several projects as one; gates with the code of their project."""
    by_year: dict[str, int] = {}
    for one in effects.values():
        for year, cents in one["cost_by_year"].items():
            by_year[year] = by_year.get(year, 0) + cents
    ends = [one["finish_days"] for one in effects.values() if one["finish_days"]]
    return {
        "n_projects": len(effects),
        "n_moved": sum(one["n_moved"] for one in effects.values()),
        "gates": [{"project": code} | gate for code, one in effects.items() for gate in one["gates"]],
        "milestones": [{"project": code} | row for code, one in effects.items() for row in one["milestones"]],
        "late": [f"{code}:{uid}" for code, one in effects.items() for uid in one["late"]],
        "n_became_critical": sum(one["n_became_critical"] for one in effects.values()),
        "n_no_longer_critical": sum(one["n_no_longer_critical"] for one in effects.values()),
        "finish_days": max(ends, key=abs, default=0),
        "n_finishes": len(ends),
        "cost_by_year": {year: cents for year, cents in sorted(by_year.items()) if cents},
    }


def written(tried_out: Attempt, code: str) -> Plan:
    """Return a project's plan as it would be stored: with its edits, its new links, and the dates that tasks
    of other plans have now.
    """
    plan = tried_out.felt[code].plan
    dates = {}
    for link in tried_out.made.network.links:
        if link.after == code and link.stands_in:
            dates[link.after_uid] = _dates(tried_out, link)
    for link in tried_out.links:
        if link.after == code:
            plan, uid = _with_external(tried_out, plan, link)
            dates[uid] = _dates(tried_out, link)
    return _with_dates(plan, dates) if dates else plan


def _giver(tried_out: Attempt, link: CrossLink) -> tuple[Dated, int]:
    """Return the plan that gives, and the position of the task there."""
    giver = tried_out.felt.get(link.before) or tried_out.made.network.plans[link.before]
    return giver, giver.plan.tasks.uid.tolist().index(link.before_uid)


def _dates(tried_out: Attempt, link: CrossLink) -> tuple[int, int]:
    giver, row = _giver(tried_out, link)
    return int(giver.schedule.start[row]), int(giver.schedule.finish[row])


def _with_external(tried_out: Attempt, plan: Plan, link: CrossLink) -> tuple[Plan, int]:
    """Return the plan with a line at its end for a task of another plan, and a link from it."""
    giver, row = _giver(tried_out, link)
    uids = plan.tasks.uid
    uid, last = int(uids.max()) + 1, int(uids[-1])
    name = giver.plan.tasks.name[row]
    plan = edited(plan, [Insert(uid, last, name), Link(uid, link.after_uid)], forecast_schedule)
    tasks = external(plan.tasks, uid, link.before, row + 1)
    return replace(plan, tasks=tasks), uid


def external(tasks: Tasks, uid: int, code: str, number: int) -> Tasks:
    """Return tasks of which one stands for a task of another project.

    Parameters
    ----------
    code, number
        Code of the project, and number of the row in its plan.
    """
    at = tasks.uid.tolist().index(uid)
    return replace(
        tasks,
        is_external=_set(tasks.is_external, at, True),
        subproject=(*tasks.subproject[:at], code, *tasks.subproject[at + 1 :]),
        subproject_task=_set(tasks.subproject_task, at, number),
    )


def _with_dates(plan: Plan, dates: Mapping[int, tuple[int, int]]) -> Plan:
    """Return the plan with external tasks at these dates (uid → start, finish)."""
    start, finish = plan.tasks.given_start.copy(), plan.tasks.given_finish.copy()
    for row, uid in enumerate(plan.tasks.uid.tolist()):
        if uid in dates and NONE not in dates[uid]:
            start[row], finish[row] = dates[uid]
    for column in (start, finish):
        column.setflags(write=False)
    return replace(plan, tasks=replace(plan.tasks, given_start=start, given_finish=finish))


def _set(column: Any, row: int, value: Any) -> Any:
    made = np.array(column)
    made[row] = value
    made.setflags(write=False)
    return made
