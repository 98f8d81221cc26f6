"""The projects in words: who leads them, why they stand where they stand, what was done and what comes."""

from __future__ import annotations

from typing import Any

from stuurbord.errors import N_
from stuurbord.reports.snapshot import ProjectFacts
from stuurbord.reports.steering_workbook.table import Column, Table
from stuurbord.reports.steering_workbook.wording import Wording


def projects_table(wording: Wording) -> Table:
    """Return one line per project with its people, its reasons and its highlights."""
    return Table(
        name=wording(N_("Projects")),
        note=wording.note(wording(N_("amounts in euro"))),
        columns=(
            Column("code", wording(N_("Code")), "text", 8),
            Column("name", wording(N_("Project")), "text", 26),
            Column("kind", wording(N_("Kind")), "text", 16),
            Column("programme", wording(N_("Programme")), "text", 16),
            Column("owner", wording(N_("Project owner")), "text", 16),
            Column("manager", wording(N_("Project manager")), "text", 16),
            Column("description", wording(N_("Description")), "text", 36),
            Column("status", wording(N_("Status")), "status", 11),
            Column("reasons", wording(N_("Reasons")), "text", 36),
            Column("missing", wording(N_("Missing facts")), "text", 20),
            Column("committed", wording(N_("Committed")), "euro", 12, has_total=True),
            Column("paid", wording(N_("Paid")), "euro", 12, has_total=True),
            Column("done", wording(N_("Done")), "text", 30),
            Column("upcoming", wording(N_("Coming up")), "text", 30),
        ),
        rows=[_row(project, wording) for project in wording.snapshot.projects],
        empty=wording(N_("No projects in this portfolio.")),
        total_label=wording(N_("Total")),
    )


def _row(project: ProjectFacts, wording: Wording) -> dict[str, Any]:
    status = project.status
    return {
        "code": project.code,
        "name": project.name,
        "kind": wording.choice("ProjectKind", project.kind),
        "programme": project.programme,
        "owner": project.owner,
        "manager": project.manager,
        "description": project.description,
        "status": wording.project_status(status),
        "reasons": "\n".join(wording.reason(reason) for reason in status.reasons),
        "missing": wording.facts(status.missing),
        "committed": project.money.committed,
        "paid": project.money.paid,
        "done": "\n".join(project.done),
        "upcoming": "\n".join(project.upcoming),
    }
