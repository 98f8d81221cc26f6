"""A template on a plan that is there already: the steps that the plan lacks, as a proposal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from stuurbord.engine.editing import Edit, Insert, Link, SetFacts, edited
from stuurbord.plan import Plan
from stuurbord.rulebooks.methods.first_plan import first_plan
from stuurbord.rulebooks.methods.model import said
from stuurbord.web.clock import today
from stuurbord.web.methods.queries import language, size_of, template_of
from stuurbord.web.planning.actions import Refused, Wanted, propose
from stuurbord.web.planning.models import Proposal, ProposalSource
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of


def propose_steps(actor: Any, project: Project) -> Proposal:
    """Propose the steps of the project's method that its plan lacks, under one new heading at the end.

    A step is there when the plan has its gate, or a task of its name. Steps wait for what the template says
    they wait for; nothing that is planned already waits for a new step.

    Raises
    ------
    Refused
        If the project has no plan, or the plan lacks nothing.
    """
    base = project.current_revision
    if base is None:
        raise Refused(_("This project has no plan yet."))
    plan, steps = plan_of(base.pk), _template_plan(project)
    lacking = lacking_steps(plan, steps)
    if not lacking:
        raise Refused(_("The plan has every step of the method."))
    title = _("Steps of {method}").format(method=said(template_of(project).title, language()))
    new_plan = edited(plan, list(_edits(plan, steps, lacking, title)), forecast_schedule)
    return propose(actor, project, base, new_plan, Wanted(title, ProposalSource.TEMPLATE))


def n_lacking(project: Project) -> int:
    """Return how many steps of its method the plan of a project lacks; none without a plan."""
    if project.current_revision_id is None:
        return 0
    return len(lacking_steps(plan_of(project.current_revision_id), _template_plan(project)))


def lacking_steps(plan: Plan, steps: Plan) -> list[int]:
    """Return the positions of the steps of a template, headings left out, that a plan does not have."""
    there = _by_identity(plan)
    rows = range(len(steps.tasks))
    return [at for at in rows if not steps.tasks.is_summary[at] and _identity(steps, at) not in there]


def _template_plan(project: Project) -> Plan:
    template, size = template_of(project), size_of(project) or "medium"
    return first_plan(template, size, today(), name=project.name, language=language(), days={})


def _edits(plan: Plan, steps: Plan, lacking: list[int], title: str) -> Iterator[Edit]:
    free = int(plan.tasks.uid.max()) + 1
    level, below = _heading_place(plan)
    yield Insert(free, below, title, level)
    uid_of = {at: free + 1 + number for number, at in enumerate(lacking)}
    for at, uid in uid_of.items():
        tasks = steps.tasks
        yield Insert(
            uid, free, tasks.name[at], level + 1, int(tasks.duration[at]), bool(tasks.is_milestone[at])
        )
        if tasks.gate[at]:
            yield SetFacts([uid], {"gate": tasks.gate[at]})
    there = _by_identity(plan)
    links = steps.dependencies
    ends = zip(links.predecessor_idx.tolist(), links.successor_idx.tolist(), strict=True)
    for (before, after), kind, lag in zip(ends, links.kind.tolist(), links.lag.tolist(), strict=True):
        predecessor = uid_of.get(before, there.get(_identity(steps, before)))
        if after in uid_of and predecessor is not None:
            yield Link(predecessor, uid_of[after], kind, lag)


def _heading_place(plan: Plan) -> tuple[int, int]:
    """Return the level of a new heading and the row it comes after: below the one root, if there is one."""
    levels = plan.tasks.outline_level.tolist()
    tops = [at for at, level in enumerate(levels) if level == 1]
    level = 2 if len(tops) == 1 and 2 in levels else 1
    last = max(at for at, found in enumerate(levels) if found == level)
    return level, int(plan.tasks.uid[last])


def _identity(plan: Plan, at: int) -> tuple[str, str]:
    gate = plan.tasks.gate[at]
    return ("gate", gate) if gate else ("name", " ".join(plan.tasks.name[at].casefold().split()))


def _by_identity(plan: Plan) -> dict[tuple[str, str], int]:
    """Return what steps are known by → uid; ``G3`` is there where the plan has ``G3.1``."""
    found = {_identity(plan, at): uid for at, uid in enumerate(plan.tasks.uid.tolist())}
    parts = {("gate", gate.partition(".")[0]): uid for (kind, gate), uid in found.items() if kind == "gate"}
    return parts | found
