"""Procurement files, to list and to read; what changes them is added to the router by `procurement_changes`.

No postponed annotations here: Ninja reads the types of each function as they stand.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from stuurbord.rulebooks.be_procurement import procedure_labels
from stuurbord.web.api.cursor import after, aware, cursor_of, refuse_unknown
from stuurbord.web.api.procurement_types import (
    ProcurementOut,
    ProcurementRead,
    procurement_row,
    procurement_whole,
)
from stuurbord.web.api.projects import Paged
from stuurbord.web.api.versions import unless_known, with_version
from stuurbord.web.procurements.models import CLOSED_STAGES, ProcurementFile, Stage
from stuurbord.web.procurements.queries import files_seen

StageName = Literal[tuple(Stage.values)]  # type: ignore[valid-type]
ProcedureCode = Literal[tuple(procedure_labels())]  # type: ignore[valid-type]


class ProcurementPage(BaseModel):
    items: list[ProcurementOut]
    next: str | None = Field(description="Cursor of the next page; null on the last.")


class AskedProcurements(Paged):
    q: str = Field("", max_length=100, description="Part of reference or subject, or begin of a CPV code.")
    portfolio: str = Field("", max_length=40, description="Key of a portfolio.")
    project: str = Field("", max_length=40, description="Code of a project.")
    stage: Literal["", StageName] = ""
    procedure: Literal["", "none", ProcedureCode] = Field("", description="`none`: not chosen yet.")
    is_open: bool | None = Field(None, description="Only files in which something is still to come, or not.")
    changed_since: datetime | None = Field(
        None, description="Only files changed at or after this moment, in the order of their change."
    )


router = Router(tags=["procurements"])
Reference = Annotated[
    str, Path(min_length=1, max_length=40, description="Of the file.", examples=["O-2026-031"])
]


@router.get("", response=ProcurementPage, operation_id="listProcurements", summary="List procurement files")
def procurements(request: HttpRequest, asked: Query[AskedProcurements]):
    refuse_unknown(request, AskedProcurements)
    by_change = asked.changed_since is not None
    found = after(_filtered(request, asked), asked.cursor, by_change).defer("facts")
    rows = [procurement_row(one) for one in found[: asked.limit + 1]]
    more, rows = len(rows) > asked.limit, rows[: asked.limit]
    return JsonResponse({"items": rows, "next": cursor_of(rows[-1], by_change) if more else None})


@router.get(
    "/{reference}",
    response=ProcurementRead,
    operation_id="readProcurement",
    summary="Read a procurement file, with its facts, lots and choices of procedure",
)
def procurement(request: HttpRequest, reference: Reference):
    row = procurement_whole(file_named(request, reference))
    # The law or another file can turn a choice while the version stays: then it is told whole.
    return with_version(row) if row["is_against"] else unless_known(request, row)


def file_named(request: HttpRequest, reference: str) -> ProcurementFile:
    """Return a file that one may see.

    Raises
    ------
    Http404
        If there is none: what one may not see does not exist.
    """
    found: ProcurementFile | None = files_seen(request.user).filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def tidy(text: str) -> str:
    """Return a text that every database compares: PostgreSQL knows no NUL."""
    return text.replace("\0", "")


def in_projects(rows: QuerySet[Any], portfolio: str, project: str, path: str = "") -> QuerySet[Any]:
    """Return the rows of a portfolio and a project, where these are named.

    Parameters
    ----------
    path
        From the row to its procurement file, with the underscores.
    """
    if portfolio:
        rows = rows.filter(**{f"{path}project__portfolio__key": tidy(portfolio)})
    if project:
        rows = rows.filter(**{f"{path}project__code": tidy(project)})
    return rows


def _filtered(request: HttpRequest, asked: AskedProcurements) -> QuerySet[ProcurementFile]:
    found = in_projects(files_seen(request.user), asked.portfolio, asked.project)
    if text := tidy(asked.q).strip():
        found = found.filter(
            Q(reference__icontains=text) | Q(title__icontains=text) | Q(cpv__startswith=text)
        )
    if asked.stage:
        found = found.filter(stage=asked.stage)
    if asked.procedure:
        found = found.filter(procedure="" if asked.procedure == "none" else asked.procedure)
    if asked.is_open is not None:
        is_closed = Q(stage__in=CLOSED_STAGES)
        found = found.filter(~is_closed if asked.is_open else is_closed)
    if asked.changed_since is not None:
        found = found.filter(changed_at__gte=aware(asked.changed_since, "changed_since"))
    return found
