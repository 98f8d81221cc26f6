"""The status date of a project: who still has to report, what was told, and one proposal of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from stuurbord.errors import InvalidPlan, VersionConflict
from stuurbord.plan import moment
from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.clock import today
from stuurbord.web.lists.project_frame import current_revision
from stuurbord.web.planning.actions import Refused
from stuurbord.web.planning.models import StatusRound
from stuurbord.web.planning.plan_frame import plan_frame
from stuurbord.web.planning.progress.gathering import Gathered, ReportState, gathered
from stuurbord.web.planning.progress.proposing import Tried, propose, tried
from stuurbord.web.planning.progress.report_form import day_sent
from stuurbord.web.planning.progress.rounds import Reporter, announce, end_round, open_round, reporters
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.queries import project_for

MOST_MOVED = 8
"""Milestones and gates that are listed before a proposal is made; all are counted."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asked that could not be done, or what the chosen reports come to."""

    chosen: frozenset[int] | None = None
    status_date: date | None = None
    found: Tried | None = None
    error: str = ""
    status: int = 200


@require_safe
@never_cache
def plan_progress(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Show who still has to report and what was told, beside what the plan says."""
    return _page(request, project_for(request.user, key, code), Asked())


@require_POST
def announced(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Ask everybody how far the work is on a day."""
    project = project_for(request.user, key, code)
    try:
        status_date = day_sent(request.POST.get("status_date", ""), _("Status date"))
        report_by = day_sent(request.POST.get("report_by", ""), _("Report by"))
        announce(request.user, project, status_date, report_by, request.POST.get("note", ""))
    except Refused as error:
        return _page(request, project, Asked(error=str(error), status=422))
    messages.success(request, _("Status date announced; it stands in the week of everybody who works on it."))
    return redirect("plan_progress", key, code)


@require_POST
def ended(request: HttpRequest, key: str, code: str, pk: int) -> HttpResponse:
    """Ask no longer."""
    project = project_for(request.user, key, code)
    asked = get_object_or_404(
        StatusRound.objects.select_related("project__portfolio"), pk=pk, project=project
    )
    version = request.POST.get("version", "")
    try:
        end_round(request.user, asked, int(version) if version.isascii() and version.isdecimal() else 0)
    except Refused as error:
        return _page(request, project, Asked(error=str(error), status=422))
    except VersionConflict as error:
        return _page(request, project, Asked(error=str(error), status=409))
    messages.success(request, _("Nobody is asked any more; what was reported stays."))
    return redirect("plan_progress", key, code)


@require_POST
def proposed(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Show what the chosen reports come to, or make one proposal of them."""
    project = project_for(request.user, key, code)
    require(request.user, Permission.IMPORT_PLAN, project.scopes)
    if project.current_revision_id is None:
        return _page(request, project, Asked(error=_("There is no plan yet."), status=422))
    chosen = frozenset(
        int(one)
        for one in request.POST.getlist("report")
        if one.isascii() and one.isdecimal() and len(one) < 19
    )
    status_date = None
    try:
        status_date = day_sent(request.POST.get("status_date", ""), _("Status date"))
        if request.POST.get("do") != "propose":
            found = tried(project, chosen, status_date)
            return _page(request, project, Asked(chosen, status_date, found))
        made = propose(request.user, project, chosen, status_date)
    except Refused as error:
        return _page(request, project, Asked(chosen, status_date, error=str(error), status=422))
    except InvalidPlan as error:
        told = " ".join(one.message(_) for one in error.findings)
        return _page(request, project, Asked(chosen, status_date, error=told, status=422))
    messages.success(request, _("Proposal {number} made; the plan is as it was.").format(number=made.number))
    return redirect(f"{reverse('project_plan', args=[key, code])}?voorstel={made.number}")


def _page(request: HttpRequest, project: Project, asked: Asked) -> HttpResponse:
    round_ = open_round(project)
    revision = current_revision(project)
    day = asked.status_date or _default_day(round_, revision)
    rows = gathered(project, day)
    people = reporters(project, round_.status_date if round_ else day)
    friday = today() + timedelta(days=(4 - today().weekday()) % 7)
    context = plan_frame(request, project, "plan_progress") | {
        "revision": revision,
        "round": round_,
        "status_date": day,
        "rows": [_row(row, asked) for row in rows],
        "n_ready": sum(row.can_go for row in rows),
        "people": people,
        "is_planner": may(request.user, Permission.IMPORT_PLAN, project.scopes),
        "preview": _preview(asked) if asked.found else None,
        "error": asked.error,
        "next_friday": friday,
        "report_by": friday + timedelta(days=3),
        "today": today(),
        "conclusion": _conclusion(round_, people, rows) if revision else _("There is no plan yet."),
    }
    return render(request, "pages/plan_progress.html", context, status=asked.status)


def _default_day(round_: StatusRound | None, revision: Any) -> date:
    """Return the status date that is asked about as far as it has come; never before that of the plan."""
    day = min(round_.status_date, today()) if round_ else today()
    return max(day, revision.status_date) if revision and revision.status_date else day


def _row(row: Gathered, asked: Asked) -> dict[str, Any]:
    is_chosen = row.can_go and not row.is_same
    if asked.chosen is not None:
        is_chosen = row.report.pk in asked.chosen
    return {"of": row, "is_chosen": is_chosen, "is_proposed": row.state == ReportState.PROPOSED}


def _preview(asked: Asked) -> dict[str, Any]:
    """Return what the chosen reports come to, as the bar above the table tells it."""
    found = asked.found
    assert found is not None  # the caller looked
    effect = found.effect
    is_gate = {one["uid"] for one in effect["gates"]}
    points = [_point(one) for one in effect["milestones"] if one["uid"] not in is_gate]
    gates = [_point(one) for one in effect["gates"]]
    moved = [*sorted(gates, key=_largest_first), *sorted(points, key=_largest_first)]
    return {
        "status_date": asked.status_date,
        "reports": [row.report.pk for row in found.rows],
        "n_moved": effect["n_moved"],
        "finish_days": effect["finish_days"],
        "points": moved[:MOST_MOVED],
        "n_more": len(moved[MOST_MOVED:]),
        "n_late": len(effect["late"]),
        "reasons": found.reasons,
    }


def _largest_first(point: dict[str, Any]) -> int:
    return -abs(point["days"])


def _point(one: dict[str, Any]) -> dict[str, Any]:
    finish = one["finish"]
    return {
        "name": one["name"],
        "days": one["days"] or 0,
        "finish": None if finish is None else moment(finish).date(),
    }


def _conclusion(round_: StatusRound | None, people: Sequence[Reporter], rows: Sequence[Gathered]) -> str:
    n_waiting = sum(row.can_go for row in rows)
    told = ngettext("{n} report waits for you.", "{n} reports wait for you.", n_waiting).format(n=n_waiting)
    if round_ is None:
        return told if n_waiting else _("No status date is asked about now.")
    known = [one for one in people if one.person is not None]
    missing = [one for one in known if one.missing]
    if not known:
        asked = _("Nobody is known who works on what is asked.")
    elif not missing:
        asked = _("Everybody who was asked has reported.")
    else:
        text = ngettext(
            "{missing} of {n} person still has to report.",
            "{missing} of {n} people still have to report.",
            len(known),
        )
        asked = text.format(missing=len(missing), n=len(known))
    return f"{asked} {told}"
