"""Plans with links across them, kept computed: after a change only the plans that feel it are dated again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush

from stuurbord.engine.critical_path import Schedule, critical_path
from stuurbord.engine.plan_network.circles import Ways, circle, circle_finding, ways
from stuurbord.engine.plan_network.links import CrossLink, closed
from stuurbord.engine.plan_network.order import by_plan, ranks
from stuurbord.engine.plan_network.receivers import Receivers
from stuurbord.errors import Finding, InvalidPlan
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Dated:
    """A plan as it is written, with the schedule it comes to among the others."""

    plan: Plan
    schedule: Schedule

    @property
    def pair(self) -> tuple[Plan, Schedule]:
        return self.plan, self.schedule


@dataclass(frozen=True, slots=True)
class PlanNetwork:
    """Plans that wait for each other, each with the dates it has then.

    Late dates and floats stay each plan's own: no plan is critical for another's finish.

    Attributes
    ----------
    plans
        Key → plan and linked schedule.
    alone
        Key → schedule of the plan without what it waits for outside.
    links
        Those that are followed; links that close a circle are left out and told in ``findings``.
    """

    plans: dict[str, Dated]
    alone: dict[str, Schedule]
    links: tuple[CrossLink, ...]
    findings: tuple[Finding, ...]
    _ways: dict[str, Ways]
    _rank: dict[str, int]
    _into: dict[str, tuple[CrossLink, ...]]
    _out_of: dict[str, tuple[CrossLink, ...]]
    _receivers: Receivers

    @classmethod
    def of(
        cls, plans: Mapping[str, tuple[Plan, Schedule]], links: Iterable[CrossLink], names: Mapping[str, str]
    ) -> PlanNetwork:
        """Link plans.

        Parameters
        ----------
        plans
            Key → plan and its schedule as it is dated alone, unstarted work after the status date.
        names
            Key → how a plan is called in sentences.
        """
        kept = tuple(one for one in links if one.after in plans and (not one.before or one.before in plans))
        findings: list[Finding] = []
        while True:
            into, out_of = by_plan(kept)
            leads = {key: ways(plans[key][0], into[key], out_of[key]) for key in into if key in out_of}
            loop = circle(kept, leads)
            if not loop:
                break
            findings.append(
                circle_finding(loop, leads, {key: plan for key, (plan, _) in plans.items()}, names)
            )
            kept = tuple(one for one in kept if one.key != loop[-1].key)
        made = cls(
            {key: Dated(*pair) for key, pair in plans.items()},
            {key: schedule for key, (_, schedule) in plans.items()},
            kept,
            tuple(findings),
            leads,
            ranks(plans, kept),
            into,
            out_of,
            Receivers(),
        )
        felt = made._followed(dict(made.plans), made.alone, set(into), {})
        return replace(made, plans=made.plans | felt)

    def changed(
        self,
        plans: Mapping[str, Plan],
        names: Mapping[str, str],
        more: Iterable[CrossLink] = (),
    ) -> dict[str, Dated]:
        """Return the plans that other plans in their place make different, these included.

        Parameters
        ----------
        plans
            Key → plan instead of the one in the network.
        more
            Links that are not in the network.

        Raises
        ------
        InvalidPlan
            If the plans wait for each other in a circle then; its finding names the tasks.
        """
        added = tuple(more)
        network = self._with(added) if added else self
        network._check(plans, names, is_new=bool(added))
        alone = {key: critical_path(plan, unstarted_after_status_date=True) for key, plan in plans.items()}
        now = self.plans | {key: Dated(plan, alone[key]) for key, plan in plans.items()}
        anew = (plans.keys() & network._into.keys()) | {link.after for link in added}
        after = {link.after for key in plans for link in network._out_of.get(key, ())} - anew
        settled = {key: [_dates(one, self.plans) for one in network._into[key]] for key in after}
        felt = network._followed(now, self.alone | alone, anew | after, settled)
        return {key: now[key] for key in plans} | felt

    def _with(self, more: tuple[CrossLink, ...]) -> PlanNetwork:
        """Return the network with more links, dated as it is without them."""
        links = (*self.links, *more)
        into, out_of = by_plan(links)
        touched = {key for one in more for key in (one.after, one.before)}
        leads = self._ways | {
            key: ways(self.plans[key].plan, into[key], out_of[key])
            for key in touched
            if key in into and key in out_of
        }
        rank = ranks(self.plans, links)
        return replace(self, links=links, _ways=leads, _rank=rank, _into=into, _out_of=out_of)

    def _check(self, plans: Mapping[str, Plan], names: Mapping[str, str], *, is_new: bool) -> None:
        leads = dict(self._ways)
        for key, plan in plans.items():
            if key in self._into and key in self._out_of:
                leads[key] = ways(plan, self._into[key], self._out_of[key])
        if (is_new or leads != self._ways) and (loop := circle(self.links, leads)):
            by_key = {key: plans.get(key, one.plan) for key, one in self.plans.items()}
            raise InvalidPlan(circle_finding(loop, leads, by_key, names))

    def _followed(
        self,
        now: dict[str, Dated],
        alone: Mapping[str, Schedule],
        waiting: set[str],
        settled: Mapping[str, list[tuple[int, int]]],
    ) -> dict[str, Dated]:
        """Date plans again, in the order of waiting, until no date that another waits for moves.

        Parameters
        ----------
        settled
            Key → what a plan waits for in its present schedule: with the same dates it stays as it is.
        """
        felt: dict[str, Dated] = {}
        last = dict(settled)
        queue = [(self._rank[key], key) for key in waiting]
        heapify(queue)
        queued = set(waiting)
        while queue:
            _, key = heappop(queue)
            queued.discard(key)
            links = self._into[key]
            dates = [_dates(one, now) for one in links]
            if last.get(key) == dates:
                continue
            last[key] = dates
            before = now[key]
            now[key] = Dated(before.plan, self._linked(key, before.plan, dates, alone[key]))
            felt[key] = now[key]
            for link in self._out_of.get(key, ()):
                if link.after not in queued and _end(link, before) != _end(link, now[key]):
                    queued.add(link.after)
                    heappush(queue, (self._rank[link.after], link.after))
        return felt

    def _linked(self, key: str, plan: Plan, dates: list[tuple[int, int]], alone: Schedule) -> Schedule:
        """Return the schedule of a plan with what it waits for; the one alone where that moves nothing."""
        links = self._into[key]
        if not _binds(plan, links, dates, alone):
            return alone
        keeps = plan is self.plans[key].plan
        schedule = self._receivers.schedule(key, plan, links, dates, keeps=keeps)
        own = closed(schedule, plan)
        own_finish = int(own.finish.max(initial=NONE))
        if own_finish == schedule.project_finish:
            return own
        # What nobody can wait for any more (work begun, dates by hand) does not make the plan end later.
        capped = [(min(begin, own_finish), min(end, own_finish)) for begin, end in dates]
        return closed(self._receivers.schedule(key, plan, links, capped, keeps=keeps), plan)


def _binds(plan: Plan, links: Iterable[CrossLink], dates: list[tuple[int, int]], alone: Schedule) -> bool:
    """Tell whether any of it comes after the task that waits could begin anyway."""
    tasks = plan.tasks
    for link, (start, end) in zip(links, dates, strict=True):
        found = (tasks.uid == link.after_uid).nonzero()[0]
        if end == NONE or not len(found):
            continue
        row = found[0]
        if not link.stands_in:
            if end > alone.early_start[row]:
                return True
        elif (start, end) != (int(tasks.given_start[row]), int(tasks.given_finish[row])):
            return True
    return False


def _dates(link: CrossLink, now: Mapping[str, Dated]) -> tuple[int, int]:
    """Return (start, finish) of what a link waits for."""
    if not link.before:
        return link.day, link.day
    return _end(link, now[link.before])


def _end(link: CrossLink, giver: Dated) -> tuple[int, int]:
    """Return (start, finish) of the task a link waits for; `NONE` where it is not there."""
    found = (giver.plan.tasks.uid == link.before_uid).nonzero()[0]
    if not len(found):
        return NONE, NONE
    start, finish = int(giver.schedule.start[found[0]]), int(giver.schedule.finish[found[0]])
    return (start, finish) if link.stands_in else (finish, finish)
