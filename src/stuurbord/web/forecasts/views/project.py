"""The forecast of one project: when, at what cost, what drives it, and what could be done about it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stuurbord.errors import StuurbordError
from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.forecasts import pictures, responses
from stuurbord.web.forecasts.actions import asked_already, propose
from stuurbord.web.forecasts.answers import Answers
from stuurbord.web.forecasts.asking import KIND, ask_forecast
from stuurbord.web.forecasts.comparison import differences
from stuurbord.web.forecasts.conclusions import (
    cost_conclusion,
    drivers_conclusion,
    finish_conclusion,
    project_conclusion,
)
from stuurbord.web.forecasts.earned_value import earned_value
from stuurbord.web.forecasts.figures_row import facts_row
from stuurbord.web.forecasts.limits import Limits, limits_of
from stuurbord.web.forecasts.milestone_rows import milestone_rows
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.forecasts.queries import (
    HISTORY_SHOWN,
    earlier_runs,
    is_outdated,
    is_uncertain,
    latest_run,
)
from stuurbord.web.jobs.actions import may_stop
from stuurbord.web.jobs.models import Job, JobState
from stuurbord.web.jobs.queries import latest, settled
from stuurbord.web.lists.project_frame import current_revision, frame
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.queries import project_for


@require_safe
def forecast(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Show the last run; where there is none yet, say what is missing or how far it is."""
    project = project_for(request.user, key, code)
    revision = current_revision(project)
    context = frame(request, project, "project_forecast") | {"revision": revision, "limits": None}
    if revision is None:
        return render(request, "pages/forecast.html", context | {"lacks": "plan"})
    context |= {"earned": earned_value(project)}
    if not is_uncertain(project):
        return render(request, "pages/forecast.html", context | {"lacks": "uncertainty"})
    run, job = _run_and_job(project)
    context |= {"job": job, "may_stop": job is not None and may_stop(request.user, job)}
    if run is None:
        return render(request, "pages/forecast.html", context | {"lacks": "run"})
    return render(request, "pages/forecast.html", context | _content(request, project, run))


@require_http_methods(["GET", "HEAD", "POST"])
def what_if(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Compute a choice of responses and answer with the parts of the page that it changes.

    With ``klaar`` only the network is made ready, so that the first tick does not wait for it. A browser
    without scripts posts its choice, and is sent to the page with an address that holds just that.
    """
    project = project_for(request.user, key, code)
    if request.method == "POST":
        return redirect(f"{reverse('project_forecast', args=[key, code])}?{_choice_in_address(request)}")
    try:
        if "klaar" in request.GET:
            _make_ready(project)
            return HttpResponse(status=204)
        found, limits, together = _chosen(request, project)
    except StuurbordError as error:
        return HttpResponse(_in_words(error), status=422, content_type="text/plain; charset=utf-8")
    context = {"found": found, "limits": limits, "together": together, "project": project}
    return render(request, "look/components/what_if.html", context)


@require_POST
def proposal(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Put the chosen responses before the steering committee: a line in the register of decisions."""
    project = project_for(request.user, key, code)
    require(request.user, Permission.EDIT_REGISTER, project.scopes)
    try:
        found, limits, together = _chosen(request, project)
    except StuurbordError as error:
        messages.error(request, _in_words(error))
        return redirect("project_forecast", key, code)
    if is_outdated(found.run, project):
        messages.error(request, _("Nothing was written down: the forecast is no longer of today's facts."))
        return redirect("project_forecast", key, code)
    if not together.codes:
        messages.error(request, _("Nothing was written down: no response was ticked."))
        return redirect("project_forecast", key, code)
    if asked := asked_already(project, found, together):
        told = _("Decision {code} asks exactly this already; nothing was added.")
        messages.warning(request, told.format(code=asked.code))
        return redirect("register_line", "beslissingen", asked.pk)
    decision = propose(request.user, project, found, limits, together)
    messages.success(request, _("Decision {code} asked of the steering committee").format(code=decision.code))
    return redirect("register_line", "beslissingen", decision.pk)


@require_POST
def compute(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Ask a forecast anew, after work that failed or was stopped."""
    project = project_for(request.user, key, code)
    if is_uncertain(project):
        ask_forecast(project)
    return redirect("project_forecast", key, code)


def _run_and_job(project: Project) -> tuple[SimulationRun | None, Job | None]:
    """Return the run to show, and the work that will replace it or that failed to."""
    run = latest_run(project)
    if run and not is_outdated(run, project):
        return run, None
    job = latest(KIND, project.subject)
    if job is None or job.state == JobState.DONE:
        job = ask_forecast(project)  # nobody saw the change happen: an older version wrote it, or a restore
    job = settled(job)
    return latest_run(project), (None if job.state == JobState.DONE else job)


def _choice_in_address(request: HttpRequest) -> str:
    """Return what was ticked as a query, without the token that came with it."""
    ticked = request.POST.getlist("maatregel")[: responses.MOST_CODES]
    return urlencode([("keuze", "1"), *(("maatregel", one) for one in ticked)])


def _in_words(error: StuurbordError) -> str:
    """Return why nothing could be computed, in the reader's language."""
    findings = getattr(error, "findings", ())
    told = " ".join(one.message(_) for one in findings) or _("Try again.")
    return _("The what-if could not be computed. {reason}").format(reason=told)


def _content(request: HttpRequest, project: Project, run: SimulationRun) -> dict[str, Any]:
    limits, found = limits_of([project])[project.pk], Answers(run)
    try:
        together = _together(request, project, found, limits)
    except StuurbordError:
        together = responses.standing(found, limits)
    earlier = list(earlier_runs(project, run)[:HISTORY_SHOWN])
    compared = next((one for one in earlier if str(one.pk) == request.GET.get("vergelijk")), None)
    status = found.spending and pictures.day_number(run.revision.status_date)
    milestones = milestone_rows(found)
    budget = None if limits.budget is None else float(limits.budget)
    most = None if limits.most_euro is None else float(limits.most_euro)
    return {
        "run": run,
        "limits": limits,
        "conclusion": project_conclusion(found, limits),
        "facts": facts_row(found, limits),
        "finish": pictures.finish_picture(found, limits),
        "finish_conclusion": finish_conclusion(found),
        "spending": found.spending and pictures.spending_picture(found.spending, found, status),
        "cost": pictures.cost_picture(found.cost, budget, most, _("Cost")) if run.planned_cost else None,
        "cost_conclusion": cost_conclusion(found, limits),
        "tornado": pictures.tornado_picture(found.drivers, found),
        "drivers_conclusion": drivers_conclusion(found.drivers),
        "response_rows": responses.rows(found, together.codes),
        "together": together,
        "milestones": milestones,
        "has_deadlines": any(one.deadline for one in milestones),
        "earlier": earlier,
        "compared": compared,
        "differences": differences(Answers(compared), found, limits) if compared else [],
        "findings": found.findings,
        "may_propose": may(request.user, Permission.EDIT_REGISTER, project.scopes),
        "is_outdated": is_outdated(run, project),
    }


def _chosen(request: HttpRequest, project: Project) -> tuple[Answers, Limits, responses.Together]:
    run = latest_run(project)
    if run is None:
        raise Http404
    limits, found = limits_of([project])[project.pk], Answers(run)
    return found, limits, _together(request, project, found, limits)


def _together(request: HttpRequest, project: Project, found: Answers, limits: Limits) -> responses.Together:
    """Return what the ticked responses bring: as the run knows it, or computed now."""
    asked = request.POST if request.method == "POST" else request.GET
    if "keuze" not in asked:
        return responses.standing(found, limits)
    codes = responses.ticked_codes(found, asked.getlist("maatregel"))
    if not found.run.is_stale and set(codes) == set(responses.ticked_codes(found, None)):
        return responses.standing(found, limits)
    return _computed(project, found, limits, codes)


def _computed(project: Project, found: Answers, limits: Limits, codes: tuple[str, ...]) -> responses.Together:
    # The engine comes in here: who only looks does not wait for it to load.
    from stuurbord.web.forecasts.runner import runner
    from stuurbord.web.forecasts.simulating import choose

    question, run = _question(project), runner()
    before = found.without
    if question.key != found.run.key:
        # The run that stands is stale: a difference with it would not be what the responses do.
        before = choose(question, (), run).sure
    return responses.computed(before, limits, choose(question, codes, run))


def _make_ready(project: Project) -> None:
    from stuurbord.web.forecasts.simulating import ready_for

    if project.current_revision_id is not None and is_uncertain(project):
        ready_for(_question(project))


def _question(project: Project) -> Any:
    from stuurbord.web.forecasts.simulating import question_of

    asking = Project.objects.select_related("portfolio", "current_revision").get(pk=project.pk)
    question = question_of(asking)
    if question is None:
        raise Http404
    return question
