"""In the child process: what MPXJ's own scheduler makes of a file, as columns of plain data."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Any

from stuurbord.exchange.mpxj.plain import text


def rival_dates(path: Path) -> dict[str, Any]:
    """Return uid and recomputed dates (ISO) and floats (working minutes) of each task of the largest project.

    The scheduler is that of the program that wrote the file. It overwrites the dates it read; what it cannot
    schedule is an answer with ``failed``, since to compare with it is no error of the file.
    """
    import jpype

    reader = jpype.JClass("org.mpxj.reader.UniversalProjectReader")()
    found = [one for one in reader.readAll(str(path)) or () if one is not None]
    if not found:
        return {"failed": "unknown format"}
    project = max(found, key=lambda one: one.getTasks().size())
    facts = project.getProjectProperties()
    scheduler = "PrimaveraScheduler" if _is_of_primavera(facts) else "MicrosoftScheduler"
    begun = perf_counter()
    try:
        jpype.JClass(f"org.mpxj.cpm.{scheduler}")().schedule(project, facts.getStartDate())
    except jpype.JException as error:
        return {"scheduler": scheduler, "failed": str(error.getMessage() or error)[:200]}
    seconds = perf_counter() - begun
    return {"scheduler": scheduler, "seconds": seconds, "tasks": [_dates(one) for one in project.getTasks()]}


def _is_of_primavera(facts: Any) -> bool:
    return "primavera" in text(facts.getFileApplication()).lower() or text(facts.getFileType()) in (
        "XER",
        "PMXML",
    )


def _dates(task: Any) -> list[Any]:
    """Return uid, start, finish, early and late dates, total and start float of a task."""
    dates = (
        task.getStart(),
        task.getFinish(),
        task.getEarlyStart(),
        task.getEarlyFinish(),
        task.getLateStart(),
        task.getLateFinish(),
    )
    floats = (_minutes(task, task.getTotalSlack()), _minutes(task, task.getStartSlack()))
    return [int(task.getUniqueID()), *map(text, dates), *floats]


def _minutes(task: Any, amount: Any) -> float | None:
    """Return a duration in working minutes by the units of the project."""
    if amount is None:
        return None
    import jpype

    minutes = jpype.JClass("org.mpxj.TimeUnit").MINUTES
    defaults = task.getParentFile().getProjectProperties()
    return float(amount.convertUnits(minutes, defaults).getDuration())
