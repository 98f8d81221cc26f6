"""The pages of one project: its overview, the files its plan came from, and the plan as a file."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stuurbord.engine.critical_path import Schedule
from stuurbord.exchange import mspdi
from stuurbord.plan import Plan
from stuurbord.web.accounts.permissions import Permission, may
from stuurbord.web.clock import today
from stuurbord.web.lists.project_frame import current_revision, frame
from stuurbord.web.projects.models import PlanRevision
from stuurbord.web.projects.plans import plan_of, schedule_of
from stuurbord.web.projects.queries import project_for
from stuurbord.web.reader import reader
from stuurbord.web.registers.starting_lessons import lessons_for
from stuurbord.web.steering.conclusions import project_conclusion
from stuurbord.web.steering.date_reasons import chain_task
from stuurbord.web.steering.project_figures import facts_row, missing_facts, part_rows, tolerance_rows
from stuurbord.web.steering.project_queries import (
    findings_by_severity,
    gates_on_line,
    project_facts,
    register_lines,
    revisions,
    stored_state,
    waiting_imports,
)
from stuurbord.web.steering.queries import recent_changes
from stuurbord.web.steering.work_packages import overview as package_overview
from stuurbord.web.steering.work_packages import unfinished_before
from stuurbord.web.tolerances.queries import open_exceptions
from stuurbord.web.tolerances.standing import standings

MILESTONES_SHOWN = 8
CHANGES_SHOWN = 6
WORK_SHOWN = 5


@require_safe
def overview(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Where a project stands, on one page."""
    project = project_for(request.user, key, code)
    state, facts, revision = stored_state(project), project_facts(project), current_revision(project)
    standing = standings([project], today())[project.pk]
    gate = facts.next_gate
    gate_days = (gate.expected_on - today()).days if gate and gate.expected_on else None
    context = frame(request, project, "project") | {
        "state": state,
        "conclusion": project_conclusion(state),
        "gates": gates_on_line(facts, project.goal_gate),
        "facts": facts_row(project, state),
        "standing": standing,
        "tolerances": tolerance_rows(project, state, standing),
        "parts": part_rows(standing),
        "exceptions": open_exceptions(project),
        "may_judge": may(request.user, Permission.EDIT_REGISTER, project.scopes),
        "missing": missing_facts(state.missing),
        "registers": register_lines(facts),
        "milestones": _milestones_to_show(facts.milestones),
        "n_milestones": len(facts.milestones),
        "decisions": facts.decisions,
        "changes": recent_changes(request.user, project, CHANGES_SHOWN),
        "revision": revision,
        "lessons": lessons_for(project, request.user),
        "packages": None,
        "gate": gate,
        "gate_days": gate_days,
        "gate_days_over": abs(gate_days or 0),
        "before_gate": facts.before(gate) if gate else [],
        "has_gates": bool(facts.gates),
        "today": today(),
    }
    if revision is not None:
        plan, schedule = plan_of(revision.pk), schedule_of(revision.pk)
        context["packages"] = package_overview(plan, schedule, project.goal_gate, today())
        context |= _work_before_gate(plan, schedule, gate.code if gate else "")
    return render(request, "pages/project.html", context)


@require_safe
@never_cache
def plan_file(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """The current plan as a file for Microsoft Project, with the dates computed here."""
    project = project_for(request.user, key, code)
    revision = current_revision(project)
    if revision is None:
        raise Http404
    content = mspdi.write(plan_of(revision.pk), schedule_of(revision.pk))
    response = HttpResponse(content, content_type="application/xml")
    name = f"{safe_file_name(f'{project.code} {project.name}')}.xml"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@require_safe
def imports(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Where each revision of the plan came from, and the way in for the next one."""
    project = project_for(request.user, key, code)
    found = [(one, findings_by_severity(one)) for one in revisions(project)]
    context = frame(request, project, "project_imports") | {
        "conclusion": _imports_conclusion(found),
        "revisions": found,
        "waiting": waiting_imports(project),
        "may_import": may(request.user, Permission.IMPORT_PLAN, project.scopes),
    }
    return render(request, "pages/project_imports.html", context)


def safe_file_name(name: str) -> str:
    """Return a name every file system takes: no separators, no control characters, not endless."""
    kept = ("-" if letter in '\\/:*?"<>|' else letter for letter in name)
    text = "".join(letter for letter in kept if unicodedata.category(letter)[0] != "C")
    return " ".join(text.split())[:120].strip(" .") or "plan"


def _milestones_to_show(milestones: list[Any]) -> list[Any]:
    """Return what still has to come, after the last that was reached."""
    coming = [one for one in milestones if one.passed_on is None]
    coming.sort(key=lambda one: (one.expected_on is None, one.expected_on or today(), one.code))
    reached = [one for one in milestones if one.passed_on is not None]
    reached.sort(key=lambda one: one.passed_on)
    return [*reached[-1:], *coming][:MILESTONES_SHOWN]


def _work_before_gate(plan: Plan, schedule: Schedule, gate: str) -> dict[str, Any]:
    work = unfinished_before(plan, schedule, gate)
    shown = [chain_task(plan, schedule, idx) for idx in work[:WORK_SHOWN]]
    return {"work_before_gate": shown, "n_work_before_gate": len(work)}


def _imports_conclusion(found: list[tuple[PlanRevision, Any]]) -> str:
    """Say how current the plan is and what was noticed when it was read."""
    if not found:
        return _("There is no plan yet.")
    latest = found[0][0]
    words = reader()
    first = _("Revision {number} counts: {file}.").format(number=latest.number, file=latest.file_name)
    if not latest.findings:
        return f"{first} {_('Nothing was noticed while reading it.')}"
    n = len(latest.findings)
    second = ngettext(
        "{n} thing was noticed while reading it.", "{n} things were noticed while reading it.", n
    ).format(n=words.number(n))
    return f"{first} {second}"
