"""Where the figures come from: how complete each source is, the plan files, and the hidden facts."""

from __future__ import annotations

from typing import Any, Final

from stuurbord.errors import N_
from stuurbord.reports.snapshot import ProjectFacts, SourceFacts
from stuurbord.reports.steering_workbook.table import Column, Formula, Table
from stuurbord.reports.steering_workbook.wording import Wording

META_SHEET: Final = "_meta"
WORKBOOK_SCHEMA: Final = 1


def sources_table(wording: Wording) -> Table:
    """Return each source with its coverage and its age."""
    share = Formula('IF({total}=0,"",{covered}/{total})', _share)
    return Table(
        name=wording(N_("Provenance")),
        note=wording.note(wording(N_("how many of all lines are filled in, and the age of the oldest"))),
        columns=(
            Column("source", wording(N_("Source")), "text", 38),
            Column("covered", wording(N_("Filled in")), "whole", 12),
            Column("total", wording(N_("Of")), "whole", 12),
            Column("share", wording(N_("Coverage")), "percent", 12, share),
            Column("age", wording(N_("Age, days")), "whole", 14),
            Column("verdict", wording(N_("Verdict")), "text", 16),
            Column("remark", wording(N_("Remark")), "text", 48),
        ),
        rows=[_source(one, wording) for one in wording.snapshot.sources],
        empty=wording(N_("No sources.")),
        frozen=1,
    )


def _share(row: Any) -> Any:
    return row["covered"] / row["total"] if row["total"] else ""


def _source(one: SourceFacts, wording: Wording) -> dict[str, Any]:
    return {
        "source": wording(one.source),
        "covered": one.covered,
        "total": one.total,
        "age": one.age_days,
        "verdict": wording.verdict(one.verdict),
        "remark": wording.reason(one.remark),
    }


def plans_table(wording: Wording) -> Table:
    """Return the plan file that each project's dates come from."""
    return Table(
        name=wording(N_("Plans")),
        note=wording.note(wording(N_("the file that each project's dates come from"))),
        columns=(
            Column("code", wording(N_("Project")), "text", 9),
            Column("name", wording(N_("Project name")), "text", 30),
            Column("revision", wording(N_("Revision")), "whole", 9),
            Column("file", wording(N_("File")), "text", 34),
            Column("reader", wording(N_("Reader")), "text", 14),
            Column("imported_on", wording(N_("Imported on")), "day", 12),
            Column("status_date", wording(N_("Status date")), "day", 12),
            Column("n_tasks", wording(N_("Tasks")), "whole", 9),
            Column("n_critical", wording(N_("Critical tasks")), "whole", 10),
            Column("progress", wording(N_("Progress")), "percent", 11),
            Column("sha256", wording(N_("SHA-256 of the file")), "text", 36),
        ),
        rows=[_plan(project) for project in wording.snapshot.projects if project.plan],
        empty=wording(N_("No project has a plan yet.")),
    )


def _plan(project: ProjectFacts) -> dict[str, Any]:
    names = "revision file reader imported_on status_date n_tasks n_critical progress sha256".split()
    facts = {name: getattr(project.plan, name) for name in names}
    return {"code": project.code, "name": project.name} | facts


def add_meta(workbook: Any, wording: Wording) -> None:
    """Add the hidden sheet by which a program knows what made this file and from what."""
    snapshot, page = wording.snapshot, workbook.add_worksheet(META_SHEET)
    facts = (
        ("format", "stuurbord-steering-workbook"),
        ("schema", str(WORKBOOK_SCHEMA)),
        ("snapshot_schema", str(snapshot.schema)),
        ("snapshot_sha256", wording.sha256),
        ("portfolio", snapshot.portfolio),
        ("as_of", snapshot.as_of.isoformat()),
        ("compared_with", snapshot.compared_with.isoformat() if snapshot.compared_with else ""),
        ("compared_sha256", snapshot.compared_sha256),
        ("language", wording.language.code),
        ("product_version", snapshot.product_version),
    )
    for row, (name, value) in enumerate(facts):
        page.write_string(row, 0, name)
        page.write_string(row, 1, value)
    page.set_column(0, 1, 24)
    page.hide()
