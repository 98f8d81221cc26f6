"""Exceptions raise themselves when the figures pass what was agreed, and go when the figures come back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from stuurbord.web.clock import today
from stuurbord.web.lists.actions import Sent, save_lines
from stuurbord.web.lists.changing import changed_form, new_form
from stuurbord.web.lists.line_forms import next_code
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.notices.matter import FINISHED
from stuurbord.web.projects.events import told_once
from stuurbord.web.projects.models import Project
from stuurbord.web.tolerances.conclusions import title_of
from stuurbord.web.tolerances.deciding import BY_ITSELF
from stuurbord.web.tolerances.models import (
    CLOSED_EXCEPTIONS,
    Basis,
    ExceptionOption,
    ExceptionReport,
    ExceptionState,
)
from stuurbord.web.tolerances.portfolio_raising import raise_for_portfolios
from stuurbord.web.tolerances.standing import Standing, TargetStanding, standings

BATCH = 200
_FIRST_CODE, _FIRST_OPTION = "AFW-001", "OPT-001"
_OWN = (ExceptionReport, ExceptionOption)


def on_projects_changed(
    sender: Any, project_ids: Iterable[int], senders: Collection[Any], **kwargs: Any
) -> None:
    """Listen to `projects_changed`; what exceptions change themselves raises none."""
    if not set(senders) <= set(_OWN):
        raise_exceptions(project_ids)


def on_forecasts_made(sender: Any, project_ids: Iterable[int], **kwargs: Any) -> None:
    """Listen to `forecasts_made`: P80 may lie beyond where the forecast did not."""
    raise_exceptions(project_ids)


def raise_exceptions(project_ids: Iterable[int]) -> list[ExceptionReport]:
    """Raise what lies beyond its tolerance and withdraw what no longer does; return what was raised.

    The portfolios of these projects are judged too, as a whole.
    """
    ids = sorted(set(project_ids))
    raised: list[ExceptionReport] = []
    for first in range(0, len(ids), BATCH):
        projects = Project.objects.filter(pk__in=ids[first : first + BATCH], is_archived=False)
        running = list(projects.exclude(stage__in=FINISHED).select_related("portfolio").order_by("pk"))
        with told_once():
            raised += _judge(running)
    raise_for_portfolios(ids)
    return raised


def _judge(projects: list[Project]) -> list[ExceptionReport]:
    found = standings(projects, today())
    beyond_by_project = {
        pk: {one.key: one for one in it.targets if one.is_beyond} for pk, it in found.items()
    }
    _wait_for_others(pk for pk, beyond in beyond_by_project.items() if beyond)
    open_lines: dict[int, dict[tuple[str, str, str], ExceptionReport]] = {}
    lines = ExceptionReport.objects.filter(project__in=found, is_archived=False)
    lines = lines.exclude(state__in=CLOSED_EXCEPTIONS).select_related("project__portfolio")
    for line in lines.select_for_update(of=("self",)).order_by("pk"):
        open_lines.setdefault(line.project_id, {})[line.level, line.scope, line.target] = line
    raised = []
    for project in projects:
        standing, known = found[project.pk], open_lines.get(project.pk, {})
        beyond = beyond_by_project[project.pk]
        new = [one for key, one in beyond.items() if key not in known]
        with override(settings.LANGUAGE_CODE):
            raised += [_raise(project, one) for one in new]
            for key, line in known.items():
                _keep(line, beyond.get(key), _now(standing, key), is_pending=standing.is_pending)
    return raised


def _wait_for_others(ids: Iterable[int]) -> None:
    """Hold these projects, so that two saves at once do not raise the same exception twice."""
    held = Project.objects.select_for_update(no_key=True).filter(pk__in=list(ids))
    list(held.order_by("pk").values_list("pk"))


def _now(standing: Standing, key: tuple[str, str, str]) -> TargetStanding | None:
    return next((one for one in standing.targets if one.key == key), None)


def _raise(project: Project, one: TargetStanding) -> ExceptionReport:
    """Write down an exception, with waiting as its first option: not in the name of whoever saved."""
    register = REGISTERS["afwijkingen"]
    codes = ExceptionReport.objects.filter(project=project).values_list("code", flat=True)
    line = _saved(
        register,
        {
            "project": project.pk,
            "code": next_code(codes) or _FIRST_CODE,
            "title": _title(one),
            "target": one.target,
            "level": one.level,
            "scope": one.scope,
            "owner": project.manager_id or "",
            "state": ExceptionState.RAISED,
        },
        raised_on=today(),
        unit=one.unit,
        measured=_rounded(one.used),
        measured_now=_rounded(one.used),
        allowed=_rounded(one.allowed),
        basis=one.basis,
    )
    options = ExceptionOption.objects.filter(project=project).values_list("code", flat=True)
    _saved(
        REGISTERS["opties"],
        {
            "project": project.pk,
            "code": next_code(options) or _FIRST_OPTION,
            "exception": line.code,
            "title": _("Wait and see"),
            "effect_days": 0,
            "effect_cost": 0,
            "effect_risk": _("The tolerance stays exceeded."),
        },
    )
    return line


def _title(one: TargetStanding | ExceptionReport) -> str:
    used = one.used if isinstance(one, TargetStanding) else one.measured
    title = title_of(one.target, one.level, one.scope, used or 0, one.allowed or 0, one.unit, one.basis)
    return title[:300]


def _saved(register: Any, values: dict[str, Any], **measured: Any) -> Any:
    """Save a line from a form, with what only the figures write beside it."""
    form = new_form(register, BY_ITSELF, values)
    if not form.is_valid():
        raise ValueError(form.errors.as_json())
    for name, value in measured.items():
        setattr(form.instance, name, value)
    return save_lines(BY_ITSELF, register, [Sent(form)])[0]


def _rounded(value: Any) -> Any:
    return None if value is None else round(value, 4)


def _keep(
    line: ExceptionReport, beyond: TargetStanding | None, now: TargetStanding | None, *, is_pending: bool
) -> None:
    """Bring what an open exception measures up to date; withdraw it if nobody reported it yet."""
    is_figure_coming = is_pending and line.basis == Basis.SIMULATION
    if is_figure_coming and beyond is None:
        return  # the figure that raised it is being made anew
    measured = round(now.used, 4) if now and now.used is not None else None
    is_known = now is None or not now.is_agreed or now.used is not None
    is_beyond = beyond is not None or not is_known
    if (line.is_beyond, line.measured_now) != (is_beyond, measured):
        ExceptionReport.objects.filter(pk=line.pk).update(is_beyond=is_beyond, measured_now=measured)
        line.is_beyond, line.measured_now = is_beyond, measured
    if line.state != ExceptionState.RAISED:
        return  # what was reported keeps the figures it was reported with
    if beyond is not None:
        _measure_anew(line, beyond)
    elif not is_beyond:
        _withdraw(line)


def _measure_anew(line: ExceptionReport, one: TargetStanding) -> None:
    """Let an exception nobody reported yet tell of today, such as P80 once there is a simulation.

    A title that a person wrote stays.
    """
    now = {"measured": _rounded(one.used), "allowed": _rounded(one.allowed), "basis": one.basis}
    now |= {"unit": one.unit}
    if now == {name: getattr(line, name) for name in now}:
        return
    is_own_title = line.title == _title(line)
    ExceptionReport.objects.filter(pk=line.pk).update(**now)
    for name, value in now.items():
        setattr(line, name, value)
    if is_own_title and line.title != _title(one):
        _save_changed(line, {"title": _title(one)})


def _withdraw(line: ExceptionReport) -> None:
    told = _("Withdrawn by itself: within the tolerance again since {day}.").format(
        day=today().strftime("%d/%m/%Y")
    )
    _save_changed(line, {"state": ExceptionState.WITHDRAWN, "outcome": told})


def _save_changed(line: ExceptionReport, changes: dict[str, Any]) -> None:
    register = REGISTERS["afwijkingen"]
    form = changed_form(register, BY_ITSELF, line, changes)
    if not form.is_valid():
        raise ValueError(form.errors.as_json())
    save_lines(BY_ITSELF, register, [Sent(form, line.version)])
