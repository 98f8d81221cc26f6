"""The plans of a portfolio as one network, kept in memory while nothing of it changes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

from django.utils.translation import gettext as _

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.plan_network import Dated, PlanNetwork
from stuurbord.errors import InvalidPlan
from stuurbord.plan import NONE, Plan
from stuurbord.plan.document import unpack
from stuurbord.web.planning.portfolio_links import (
    RegisteredLink,
    day_links,
    milestones_named,
    plan_links,
    registered_links,
)
from stuurbord.web.projects.models import PlanRevision, Portfolio, Project
from stuurbord.web.projects.plans import forecast_schedule
from stuurbord.web.registers.models import ProjectDependency

_MOST_KEPT: Final = 3
_SECONDS_PER_DAY: Final = 86_400
_kept: OrderedDict[int, PortfolioNetwork] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Planned:
    """A project with a plan.

    Attributes
    ----------
    revision, number
        Primary key and number of the revision that counts.
    """

    pk: int
    code: str
    name: str
    programme: int | None
    revision: int
    number: int
    sha256: str
    file: str


@dataclass(frozen=True, slots=True)
class PortfolioNetwork:
    """The projects of a portfolio that have a plan, and what they wait for in each other.

    Attributes
    ----------
    registered
        Open lines of the register of dependencies, with or without a task that waits.
    linked
        Code → uids of the tasks at the ends of links.
    """

    projects: dict[str, Planned]
    network: PlanNetwork
    registered: tuple[RegisteredLink, ...]
    linked: dict[str, set[int]]
    facts: tuple[Any, ...]

    @property
    def names(self) -> dict[str, str]:
        """Code → how a project is called in sentences."""
        return {code: code for code in self.projects}


def network_of(portfolio: Portfolio) -> PortfolioNetwork:
    """Return the network of a portfolio as it stands; made anew only for what changed."""
    projects = _projects(portfolio)
    dependencies = list(
        ProjectDependency.objects.filter(project__portfolio=portfolio, project__is_archived=False)
        .filter(is_archived=False)
        .exclude(state__in=ProjectDependency.closed)
        .select_related("project")
        .order_by("project__code", "code")
    )
    milestones = milestones_named(dependencies)
    told = tuple((one.pk, one.version, one.is_late) for one in dependencies)
    facts = (tuple(projects), told, tuple(sorted(milestones.items())))
    with _lock:
        found = _kept.get(portfolio.pk)
        if found is not None and found.facts == facts:
            _kept.move_to_end(portfolio.pk)
            return found
        pairs = _plans(projects, found)
        plans = {code: plan for code, (plan, _schedule) in pairs.items()}
        links = plan_links(plans, {one.code: one.file for one in projects})
        registered = registered_links(dependencies, plans, milestones)
        links += day_links(registered, links)
        network = PlanNetwork.of(pairs, links, {code: code for code in plans})
        by_code = {one.code: one for one in projects}
        made = PortfolioNetwork(by_code, network, tuple(registered), _linked(network), facts)
        _kept[portfolio.pk] = made
        _kept.move_to_end(portfolio.pk)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
        return made


def _linked(network: PlanNetwork) -> dict[str, set[int]]:
    linked: dict[str, set[int]] = {code: set() for code in network.plans}
    for link in network.links:
        linked[link.after].add(link.after_uid)
        if link.before:
            linked[link.before].add(link.before_uid)
    return linked


def _projects(portfolio: Portfolio) -> list[Planned]:
    rows = Project.objects.filter(portfolio=portfolio, is_archived=False, current_revision__isnull=False)
    return [
        Planned(*row)
        for row in rows.order_by("code").values_list(
            "pk",
            "code",
            "name",
            "programme_id",
            "current_revision_id",
            "current_revision__number",
            "current_revision__sha256",
            "current_revision__file_name",
        )
    ]


def _plans(projects: list[Planned], former: PortfolioNetwork | None) -> dict[str, tuple[Plan, Schedule]]:
    """Return each project's plan and its schedule alone; those that did not change are at hand."""
    known = {}
    if former is not None:
        for code, one in former.projects.items():
            known[one.sha256] = former.network.plans[code].plan, former.network.alone[code]
    asked = {one.revision: one.sha256 for one in projects if one.sha256 not in known}
    rows = PlanRevision.objects.filter(pk__in=asked).values_list("sha256", "document")
    for sha256, document in rows.iterator(chunk_size=50):
        plan = unpack(bytes(document))
        known[sha256] = plan, forecast_schedule(plan)
    return {one.code: known[one.sha256] for one in projects}


def effects_elsewhere(project: Project, new_plan: Plan, new_schedule: Schedule) -> list[dict[str, Any]]:
    """Return what another plan of a project does to the projects that wait for it.

    Returns
    -------
    Per project that feels it, by code: ``finish_days`` (calendar days its plan ends later) and ``gates``
    (gate, finish and finish_before in instants, days); empty if nobody feels it. Where the plans would wait
    for each other in a circle: one entry for the project itself, with the sentence that shows it as
    ``refused``.
    """
    made = network_of(project.portfolio)
    if project.code not in made.projects:
        return []
    try:
        felt = made.network.changed({project.code: new_plan}, made.names)
    except InvalidPlan as error:
        said = " ".join(one.as_json(_)["message"] for one in error.findings)
        alone = {"code": project.code, "name": project.name, "finish_days": 0, "gates": []}
        return [alone | {"refused": said}]
    told = []
    for code, now in felt.items():
        if code == project.code:
            continue
        before = made.network.plans[code]
        gates = moved_gates(before, now)
        days = now.schedule.project_finish // _SECONDS_PER_DAY - (
            before.schedule.project_finish // _SECONDS_PER_DAY
        )
        if gates or days:
            told.append({"code": code, "name": made.projects[code].name, "finish_days": days, "gates": gates})
    return sorted(told, key=lambda one: str(one["code"]))


def moved_gates(before: Dated, now: Dated) -> list[dict[str, Any]]:
    """Return the gates of one plan that another schedule of it moves."""
    told = []
    for row, gate in enumerate(now.plan.tasks.gate):
        if not gate:
            continue
        was, finish = int(before.schedule.finish[row]), int(now.schedule.finish[row])
        if was != finish and NONE not in (was, finish):
            told.append(
                {
                    "gate": gate,
                    "name": now.plan.tasks.name[row],
                    "finish": finish,
                    "finish_before": was,
                    "days": finish // _SECONDS_PER_DAY - was // _SECONDS_PER_DAY,
                }
            )
    return told
