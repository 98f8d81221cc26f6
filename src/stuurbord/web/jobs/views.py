"""The pages of long work: the last jobs, how far one is, and the button that stops it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from stuurbord.web.accounts.scopes import titles_of
from stuurbord.web.jobs import actions
from stuurbord.web.jobs.kinds import KINDS
from stuurbord.web.jobs.models import UNDER_WAY, Job
from stuurbord.web.jobs.queries import job_for, visible_jobs
from stuurbord.web.jobs.telling import duration_of, label_of, reason_of, told
from stuurbord.web.reader import reader

PAGE_SIZE = 50


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """Show the last jobs of what the reader may see."""
    found = visible_jobs(request.user)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _rows(request, list(page.object_list)),
        "conclusion": _conclusion(found.filter(state__in=UNDER_WAY).count()),
    }
    return render(request, "pages/jobs.html", context)


def _rows(request: HttpRequest, found: list[Job]) -> list[dict[str, object]]:
    titles = titles_of(job.scopes[0] for job in found)
    return [_row(request, job, titles.get(job.scopes[0], (job.subject, ""))) for job in found]


def _row(request: HttpRequest, job: Job, title: tuple[str, str]) -> dict[str, object]:
    known = KINDS.get(job.kind)
    return {
        "job": job,
        "on_code": title[0],
        "on_name": title[1],
        "label": label_of(job.kind),
        "duration": duration_of(job),
        "reason": reason_of(job),
        "url": known.result_url(job) if known and job.result else "",
        "may_stop": job.is_under_way and not job.stop_asked and actions.may_stop(request.user, job),
    }


def _conclusion(n_under_way: int) -> str:
    if not n_under_way:
        return _("Nothing is running or waiting.")
    text = ngettext(
        "{n} piece of work is running or waiting.", "{n} pieces of work are running or waiting.", n_under_way
    )
    return text.format(n=reader().count_at_start(n_under_way))


@require_safe
def job_progress(request: HttpRequest, pk: int) -> JsonResponse:
    """Tell a page's script how far a job is."""
    return JsonResponse(told(job_for(request.user, pk)).as_json())


@require_POST
def job_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a job, and go back to the page where the button stood."""
    actions.stop(request.user, job_for(request.user, pk))
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if is_ours else "jobs")
