"""The page on which people tell how far their tasks are: made for a phone, works without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from stuurbord.web.clock import today
from stuurbord.web.planning.actions import Refused
from stuurbord.web.planning.progress.gathering import ReportState, state_of, told_in
from stuurbord.web.planning.progress.judging import Told, Until, doubts
from stuurbord.web.planning.progress.my_tasks import OwnTask, own_tasks, person_of
from stuurbord.web.planning.progress.own_tasks import When
from stuurbord.web.planning.progress.report_form import OTHER, STEPS, told_in_form
from stuurbord.web.planning.progress.reporting import report
from stuurbord.web.planning.progress.rounds import as_of_day, open_round
from stuurbord.web.projects.queries import project_for


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent of one task and could not be kept, to be shown again beside the reason."""

    project_id: int
    uid: int
    fields: dict[str, str]
    error: str


@require_safe
@never_cache
def my_progress(request: HttpRequest) -> HttpResponse:
    """Show the tasks of the reader over all projects, each with a form of its own."""
    return _page(request)


@require_POST
def my_progress_report(request: HttpRequest, key: str, code: str, uid: int) -> HttpResponse:
    """Keep what the reader tells of one task; what cannot be so comes back with the reason."""
    project = project_for(request.user, key, code)
    fields = {name: str(value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    try:
        told = told_in_form(fields)
        made = report(request.user, project, uid, told, as_of_day(project, open_round(project)))
    except Refused as error:
        return _page(request, Sent(project.pk, uid, fields, str(error)))
    said = _("{task}: {percent} % sent to {project}.")
    messages.success(request, said.format(task=made.task_name, percent=made.percent, project=project.code))
    return redirect(f"{reverse('my_progress')}#{_anchor(project.pk, uid)}")


def _page(request: HttpRequest, sent: Sent | None = None) -> HttpResponse:
    person = person_of(request.user)
    tasks = own_tasks(request.user, person) if person else []
    cards = [_card(one, sent) for one in tasks]
    context = {
        "person": person,
        "groups": [(title, rows) for title, rows in _groups(cards) if rows],
        "conclusion": _conclusion(tasks),
        "error": sent.error if sent else "",
        "refused": next((card for card in cards if card["error"]), None),
        "steps": STEPS,
        "other": OTHER,
        "today": today(),
        "breadcrumbs": [(_("My week"), reverse("my_week")), (_("My progress"), "")],
    }
    return render(request, "pages/my_progress.html", context, status=422 if sent else 200)


def _groups(cards: Sequence[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    titles = {
        When.LATE: _("Should have begun"),
        When.WORKING: _("In work"),
        When.COMING: _("Begins within two weeks"),
    }
    return [(title, [one for one in cards if one["when"] == when]) for when, title in titles.items()]


def _conclusion(tasks: Sequence[OwnTask]) -> str:
    n_waiting = sum(one.is_waited_for for one in tasks)
    if n_waiting:
        days = sorted({one.asked.report_by for one in tasks if one.is_waited_for and one.asked})
        text = ngettext(
            "Of {n} task a report is waited for, by {day} at the latest.",
            "Of {n} tasks a report is waited for, by {day} at the latest.",
            n_waiting,
        )
        return text.format(n=n_waiting, day=f"{days[0]:%d/%m/%Y}")
    if not tasks:
        return _("No task of yours is in work or begins within two weeks.")
    return _("Nobody waits for a report; you can always tell how far you are.")


def _card(one: OwnTask, sent: Sent | None) -> dict[str, Any]:
    is_sent = sent is not None and (sent.project_id, sent.uid) == (one.project.pk, one.task.uid)
    told = told_in(one.last) if one.last else None
    return {
        "anchor": _anchor(one.project.pk, one.task.uid),
        "project": one.project,
        "task": one.task,
        "when": one.when,
        "as_of": one.as_of,
        "is_waited_for": one.is_waited_for,
        "asked": one.asked,
        "last": one.last,
        "is_proposed": one.last is not None and state_of(one.last) == ReportState.PROPOSED,
        "doubts": doubts(told, one.task, Until(one.as_of, today())) if told else [],
        "values": sent.fields if sent and is_sent else _values(told, one),
        "error": sent.error if sent and is_sent else "",
    }


def _values(told: Told | None, one: OwnTask) -> dict[str, str]:
    """Return what the form holds at first: what was told last, else what the plan says."""
    task = one.task
    percent = told.percent if told else task.percent
    start = (told and told.actual_start) or task.actual_start
    finish = (told and told.actual_finish) or task.actual_finish
    remaining = told.remaining_days if told else None
    return {
        "step": str(percent) if percent in STEPS else OTHER,
        "percent": "" if percent in STEPS else str(percent),
        "actual_start": start.isoformat() if start else "",
        "actual_finish": finish.isoformat() if finish else "",
        "remaining_days": "" if remaining is None else f"{remaining.normalize():f}".replace(".", ","),
        "remark": told.remark if told else "",
    }


def _anchor(project_id: int, uid: int) -> str:
    return f"taak-{project_id}-{uid}"
