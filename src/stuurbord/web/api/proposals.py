"""Proposals on a plan: read, accepted in whole or in part, rejected by a program.

No postponed annotations here: Ninja reads the types of each function as they stand.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import Body, Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from stuurbord.errors import InvalidPlan, VersionConflict
from stuurbord.web.api.cursor import after, cursor_of, refuse_unknown
from stuurbord.web.api.field_types import Id, text_type
from stuurbord.web.api.problems import Refusal
from stuurbord.web.api.projects import Code, Key, Paged
from stuurbord.web.api.versions import asked_version, late, unless_known, with_version
from stuurbord.web.planning import actions
from stuurbord.web.planning.actions import Conflicts, Refused
from stuurbord.web.planning.models import Proposal, ProposalState
from stuurbord.web.planning.readable import conflicts_read, row_named
from stuurbord.web.planning.views.workspace import proposal_of
from stuurbord.web.projects.plans import plan_of
from stuurbord.web.projects.queries import project_for

_MOST_ROWS = 5_000


class ProposalOut(BaseModel):
    id: int
    version: int
    number: int = Field(description="Number within the project.")
    title: str
    reason: str
    source: str = Field(description="`edit`, `suggestion`, `import`, `template`, `what_if` …")
    state: str = Field(description="`open`, `accepted`, `rejected` or `withdrawn`.")
    asks: str = Field(
        description="The permission that accepting asked when it was made: `import_plan`, or `decide` beyond "
        "what was agreed. Accepting judges that anew."
    )
    base_revision: int = Field(description="Number of the plan revision it was made on.")
    revision: int | None = Field(description="Number of the plan revision it became.")
    rest_of: int | None = Field(
        description="Number of the proposal that was accepted in part, of which this is what stayed open."
    )
    author: str
    created_at: datetime
    decided_by: str
    decided_at: datetime | None
    decision_reason: str
    n_moved: int = Field(description="Tasks that get another date.")
    finish_days: int = Field(description="Calendar days that the plan ends later.")
    changed_at: datetime


class ProposalRead(ProposalOut):
    changes: list[list[Any]] = Field(
        description="Each: table, key, column, before, after; an empty column is a whole row."
    )
    effect: dict[str, Any] = Field(description="Instants in seconds since 1970-01-01, money in cents.")


class ProposalPage(BaseModel):
    items: list[ProposalOut]
    next: str | None


class AskedProposals(Paged):
    state: Literal["", "open", "accepted", "rejected", "withdrawn"] = ""


class AcceptedProposal(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rows: Annotated[
        list[Annotated[text_type(200), Field(examples=["tasks:12", "dependencies:12>15"])]],
        Field(max_length=_MOST_ROWS, description="Only these rows, with what they lean on; empty: all."),
    ] = []
    without_conflicts: Annotated[
        bool, Field(strict=True, description="Leave out what disagrees with the plan as it is now.")
    ] = False


class RejectedProposal(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: Annotated[text_type(4_000), Field(min_length=1)]


router = Router(tags=["proposals"])
Number = Annotated[Id, Path(description="Number of the proposal within the project.")]
_PLACE = "/projects/{key}/{code}/proposals"


@router.get(_PLACE, response=ProposalPage, operation_id="listProposals", summary="List proposals on a plan")
def proposals(request: HttpRequest, key: Key, code: Code, asked: Query[AskedProposals]):
    refuse_unknown(request, AskedProposals)
    found = project_for(request.user, key, code).proposals.defer("changes")
    if asked.state:
        found = found.filter(state=asked.state)
    found = found.select_related("author", "decided_by", "base", "revision", "rest_of")
    rows = [_row(one) for one in after(found, asked.cursor, False)[: asked.limit + 1]]
    more, rows = len(rows) > asked.limit, rows[: asked.limit]
    return JsonResponse({"items": rows, "next": cursor_of(rows[-1], False) if more else None})


@router.get(
    f"{_PLACE}/{{proposal}}", response=ProposalRead, operation_id="readProposal", summary="Read a proposal"
)
def proposal(request: HttpRequest, key: Key, code: Code, proposal: Number):
    return unless_known(request, _whole(_found(request, key, code, proposal)))


@router.post(
    f"{_PLACE}/{{proposal}}/accept",
    response=ProposalRead,
    operation_id="acceptProposal",
    summary="Accept a proposal, or some of its rows",
)
def proposal_accept(
    request: HttpRequest, key: Key, code: Code, proposal: Number, sent: Body[AcceptedProposal]
):
    """Who may depends on what was agreed: see `asks`. Conflicts with the plan as it is now give 409."""

    def accept(one: Proposal, version: int) -> None:
        rows = {row_named(name) for name in sent.rows}
        actions.accept(request.user, one, version, rows or None, without_conflicts=sent.without_conflicts)

    return _decided(request, _found(request, key, code, proposal), accept)


@router.post(
    f"{_PLACE}/{{proposal}}/reject",
    response=ProposalRead,
    operation_id="rejectProposal",
    summary="Reject a proposal",
)
def proposal_reject(
    request: HttpRequest, key: Key, code: Code, proposal: Number, sent: Body[RejectedProposal]
):
    def reject(one: Proposal, version: int) -> None:
        actions.reject(request.user, one, version, sent.reason)

    return _decided(request, _found(request, key, code, proposal), reject)


def _found(request: HttpRequest, key: str, code: str, number: int) -> Proposal:
    return proposal_of(project_for(request.user, key, code), number)


def _decided(request: HttpRequest, one: Proposal, decide: Callable[[Proposal, int], None]) -> HttpResponse:
    version = asked_version(request, one.version)
    try:
        decide(one, version)
    except VersionConflict:
        raise late(Proposal.objects.values_list("version", flat=True).get(pk=one.pk)) from None
    except Conflicts as error:
        raise _conflicting(one, error) from None
    except Refused as error:
        status = 422 if one.state == ProposalState.OPEN else 409
        raise Refusal(status, str(error)) from None
    except InvalidPlan as error:
        told = [each.as_json(_) for each in error.findings]
        raise Refusal(
            422, errors=[{"code": each["code"], "message": each["message"]} for each in told]
        ) from None
    return with_version(_whole(_again(one)))


def _conflicting(one: Proposal, error: Conflicts) -> Refusal:
    now = plan_of(one.project.current_revision_id)
    read = conflicts_read(error.found, plan_of(one.base_id), now)
    told = _("{fact}: it was {before}, proposed is {proposed}, the plan says {now}.")
    errors = [
        {
            "field": f"{found.change.table}:{found.change.key}",
            "code": "conflict",
            "message": told.format(
                fact=f"{each.title} · {each.label}", before=each.before, proposed=each.proposed, now=each.now
            ),
        }
        for found, each in zip(error.found, read, strict=True)
    ]
    return Refusal(409, _("The plan has moved on and disagrees with this proposal."), errors)


def _again(one: Proposal) -> Proposal:
    rows = Proposal.objects.select_related(
        "project__portfolio", "author", "decided_by", "base", "revision", "rest_of"
    )
    return rows.get(pk=one.pk)


def _whole(one: Proposal) -> dict[str, Any]:
    return _row(one) | {"changes": one.changes, "effect": one.effect}


def _row(one: Proposal) -> dict[str, Any]:
    names = ("version", "number", "title", "reason", "source", "state", "asks")
    moments = ("created_at", "decided_at", "decision_reason", "changed_at")
    return {
        "id": one.pk,
        **{name: getattr(one, name) for name in (*names, *moments)},
        "base_revision": one.base.number,
        "revision": one.revision.number if one.revision else None,
        "rest_of": one.rest_of.number if one.rest_of else None,
        "author": one.author.name if one.author else "",
        "decided_by": one.decided_by.name if one.decided_by else "",
        "n_moved": one.effect["n_moved"],
        "finish_days": one.effect["finish_days"],
    }
