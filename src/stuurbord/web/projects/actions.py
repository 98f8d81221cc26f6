"""Changes to portfolios and projects: each checks a permission, changes, and writes its audit entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.errors import Finding, VersionConflict
from stuurbord.plan import NONE, Plan, moment
from stuurbord.plan.document import digest, pack
from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.audit.chain import record
from stuurbord.web.projects.events import plan_revised, projects_changed
from stuurbord.web.projects.models import PlanRevision, Portfolio, Project, Versioned
from stuurbord.web.projects.plans import is_work, plan_of, schedule_for


@transaction.atomic
def create_portfolio(actor: Any, key: str, name: str, organisation: str = "", meeting: str = "") -> Portfolio:
    """Create a portfolio."""
    require(actor, Permission.CREATE_PORTFOLIO)
    portfolio = Portfolio.objects.create(key=key, name=name, organisation=organisation, meeting=meeting)
    record(actor, "portfolio.create", f"portfolio:{key}", {"name": name}, portfolio_id=portfolio.pk)
    return portfolio


@transaction.atomic
def create_project(actor: Any, portfolio: Portfolio, *, code: str, name: str, **fields: Any) -> Project:
    """Create a project; the caller sends `projects_changed` when all that belongs to it is there.

    Nobody gets a role in it: who opens doors is somebody else.
    """
    require(actor, Permission.CREATE_PROJECT, portfolio.scopes)
    project = Project.objects.create(portfolio=portfolio, code=code, name=name, **fields)
    data = {"name": name, "kind": project.kind, "stage": project.stage}
    record(
        actor,
        "project.create",
        project.subject,
        data,
        portfolio_id=portfolio.pk,
        project_id=project.pk,
        version=project.version,
    )
    return project


@transaction.atomic
def add_plan_revision(
    actor: Any,
    project: Project,
    plan: Plan,
    *,
    file_name: str,
    file_sha256: str,
    reader: str,
    findings: Iterable[Finding] = (),
) -> PlanRevision:
    """Make a plan the current revision of a project, with where it came from.

    The same plan twice gives no new revision: the current one is returned.
    """
    provenance = Provenance(file_name, file_sha256, reader, tuple(findings))
    revision, is_new = revise_plan(actor, project, plan, provenance)
    if is_new:
        projects_changed.send(sender=Project, project_ids=[project.pk])
    return revision


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a plan came from: the file, who read it, and what was noticed."""

    file_name: str
    file_sha256: str
    reader: str
    findings: tuple[Finding, ...] = ()


def revise_plan(
    actor: Any,
    project: Project,
    plan: Plan,
    provenance: Provenance,
    *,
    permission: Permission = Permission.IMPORT_PLAN,
    since: datetime | None = None,
) -> tuple[PlanRevision, bool]:
    """Store a revision within the caller's transaction; the caller sends `projects_changed`.

    Parameters
    ----------
    since
        What was written from then on belongs to this plan and names its tasks as they are called there.
    permission
        What it asks; ``DECIDE`` where somebody decides on a change of what was agreed.

    Returns
    -------
    The current revision from now on, and whether it is new.
    """
    require(actor, permission, project.scopes)
    locked = (
        Project.objects.select_for_update(of=("self",)).select_related("current_revision").get(pk=project.pk)
    )
    sha256 = digest(plan)
    current = locked.current_revision
    if current and current.sha256 == sha256 and current.file_sha256 == provenance.file_sha256:
        return current, False
    last = locked.revisions.order_by("-number").values_list("number", flat=True).first() or 0
    revision = PlanRevision.objects.create(
        project=locked,
        number=last + 1,
        document=pack(plan),
        sha256=sha256,
        file_name=provenance.file_name[:255],
        file_sha256=provenance.file_sha256,
        reader=provenance.reader,
        findings=[finding.to_record() for finding in provenance.findings],
        status_date=None if plan.status_date == NONE else moment(plan.status_date).date(),
        n_tasks=int(is_work(plan, schedule_for(plan, sha256)).sum()),
        created_by=actor if actor.pk else None,
    )
    locked.current_revision = revision
    locked.version += 1
    locked.save(update_fields=["current_revision", "version", "changed_at"])
    record(
        actor,
        "plan.revise",
        project.subject,
        {
            "revision": revision.number,
            "file": provenance.file_name,
            "file_sha256": provenance.file_sha256,
            "sha256": sha256,
        },
        portfolio_id=project.portfolio_id,
        project_id=project.pk,
    )
    if current is not None:
        plans = {"before": plan_of(current.pk), "after": plan}
        plan_revised.send(sender=Project, actor=actor, project=locked, since=since, **plans)
    return revision, True


def save_version(instance: Versioned, expected_version: int) -> None:
    """Save a changed record if nobody was first; call it inside the action's transaction.

    Raises
    ------
    VersionConflict
        If the stored version is no longer ``expected_version``: nothing is written.
    """
    manager = type(instance)._default_manager
    taken = manager.filter(pk=instance.pk, version=expected_version).update(version=expected_version + 1)
    if not taken:
        raise VersionConflict(_("Somebody else saved this record in the meantime; nothing was overwritten."))
    instance.version = expected_version + 1
    instance.save()
