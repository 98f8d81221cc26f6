"""What lines say of tasks follows these: a WBS code shifts when rows come and go, a task stays what it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import models
from django.utils import timezone

from stuurbord.exchange.risk_workbook.task_references import TaskReferences, followed, same_codes
from stuurbord.plan import Plan
from stuurbord.web.audit.chain import record
from stuurbord.web.lists.actions import LineChange, copied, finish
from stuurbord.web.lists.register import register_of
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import (
    ChangeRequest,
    FactorLoading,
    Milestone,
    Product,
    ProjectDependency,
    Risk,
    TaskEstimate,
    WeatherExposure,
)

_LINES: Final[tuple[tuple[type[models.Model], tuple[str, ...]], ...]] = (
    (Risk, ("tasks", "repeats")),
    (ChangeRequest, ("tasks",)),
    (Product, ("tasks",)),
    (Milestone, ("task",)),
    (ProjectDependency, ("needed_for",)),
)
_TABLES: Final[tuple[tuple[type[models.Model], str], ...]] = (
    (TaskEstimate, "task"),
    (FactorLoading, "tasks"),
    (WeatherExposure, "tasks"),
)
"""What is uncertain about tasks, beside the registers."""
_BARE: Final = ("task", "needed_for", "scope")
"""Fields of lines that hold one number without its sign, or one code."""


def on_plan_revised(
    sender: Any,
    actor: Any,
    project: Project,
    before: Plan,
    after: Plan,
    since: datetime | None,
    **kwargs: Any,
) -> None:
    """Listen to `plan_revised`."""
    if same_codes(before, after):
        return
    plans = TaskReferences(before), TaskReferences(after)
    for model, names in _LINES:
        follow_lines(actor, older(model.objects.filter(project=project), since), names, *plans)
    n_moved = sum(
        _follow_table(older(model.objects.filter(project=project), since), name, *plans)
        for model, name in _TABLES
    )
    if n_moved:
        record(
            actor,
            "project.renumber",
            project.subject,
            {"n": n_moved},
            portfolio_id=project.portfolio_id,
            project_id=project.pk,
        )


def older(lines: models.QuerySet[Any], since: datetime | None) -> models.QuerySet[Any]:
    """Leave out what was written from a moment on."""
    return lines if since is None else lines.filter(changed_at__lt=since)


def follow_lines(
    actor: Any,
    lines: models.QuerySet[Any],
    names: Sequence[str],
    before: TaskReferences,
    after: TaskReferences,
) -> None:
    """Bring lines of a register to the codes that their tasks have now; each as any change of a line."""
    changes = []
    for line in lines.select_for_update(of=("self",)).select_related("project__portfolio").order_by("pk"):
        was = copied(line)
        fields = {}
        for name in names:
            text = str(getattr(line, name) or "")
            now = followed(text, before, after) if text else text
            if now != text and name in _BARE and after.position(now) is not None:
                now = now.removeprefix("#")  # of a task that is gone the sign stays: no code looks like it
            if now != text:
                setattr(line, name, now)
                fields[name] = [text, now]
        if fields:
            line.version, line.changed_at = line.version + 1, timezone.now()
            changes.append(LineChange(was, line, "change", fields))
    if changes:
        _write(lines.model, [one.line for one in changes], [*names, "version", "changed_at"])
        finish(actor, register_of(lines.model), changes)


def _follow_table(
    rows: models.QuerySet[Any], name: str, before: TaskReferences, after: TaskReferences
) -> int:
    """Bring rows to the codes of now; return how many. Two never get the same text."""
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    texts = {one.pk: str(getattr(one, name) or "") for one in found}
    now = {pk: followed(text, before, after) for pk, text in texts.items()}
    changed = [one for one in found if now[one.pk] != texts[one.pk]]
    if not changed:
        return 0
    staying = {text for pk, text in texts.items() if now[pk] == text}
    for one in changed:
        if now[one.pk] in staying:  # a name that nothing answered to is a code by now
            now[one.pk] = followed(texts[one.pk], before, after, as_numbers=True)
    for one in changed:
        setattr(one, name, now[one.pk])
        one.version += 1
    _write(rows.model, changed, [name, "version"])
    return len(changed)


def _write(model: type[models.Model], rows: Sequence[Any], names: Sequence[str]) -> None:
    """Write rows; where names are unique, first as what no task is called: two may change places."""
    unique = {name for one in model._meta.constraints for name in getattr(one, "fields", ())} & {*names}
    if unique:
        (name,) = unique
        texts = [getattr(one, name) for one in rows]
        for one in rows:
            setattr(one, name, f"={one.pk}")
        model._default_manager.bulk_update(rows, [name], batch_size=200)
        for one, text in zip(rows, texts, strict=True):
            setattr(one, name, text)
    model._default_manager.bulk_update(rows, [*names], batch_size=200)
