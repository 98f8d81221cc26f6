"""What belongs to a procurement file: the advice of the rules, its terms, tenders, awards and open data.

No postponed annotations here: Ninja reads the types of each function as they stand.
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from stuurbord.exchange.notices.ocds import UNREGISTERED_PREFIX
from stuurbord.web.api.cursor import after, cursor_of, number_in, refuse_unknown, written
from stuurbord.web.api.field_types import DecimalOut
from stuurbord.web.api.problems import Refusal
from stuurbord.web.api.procurement_release import release
from stuurbord.web.api.procurement_types import AccountOut, account_row, written_amount
from stuurbord.web.api.procurements import Reference, file_named
from stuurbord.web.api.projects import Paged
from stuurbord.web.clock import today
from stuurbord.web.procurement_desk.models import Certainty, DueTerm, TermKind
from stuurbord.web.procurement_desk.queries import terms_seen
from stuurbord.web.procurement_desk.standing import STATES, state_of, told
from stuurbord.web.procurements.advising import asked as advice_on
from stuurbord.web.reader import reader
from stuurbord.web.tenders.models import AwardDecision, DecisionKind, Tender, TenderEvaluation
from stuurbord.web.tenders.queries import note_access, standing_decisions
from stuurbord.web.tenders.rights import is_involved, require_involved

KindName = Literal[tuple(TermKind.values)]  # type: ignore[valid-type]
CertaintyName = Literal[tuple(Certainty.values)]  # type: ignore[valid-type]
StateName = Literal[STATES]  # type: ignore[valid-type]
Number = int | float


class AdviceReason(BaseModel):
    procedure: str
    verdict: str
    rule: str
    text: str
    article: str
    source: str
    valid_from: date | None
    valid_to: date | None = Field(description="The last day; null as long as nothing replaces it.")
    verified: bool = Field(description="Whether somebody read it in the source.")


class AdviceObligation(BaseModel):
    key: str
    text: str
    article: str
    verified: bool
    due: str = Field(description="By when, as a rule: `within 30 days after conclusion`; else empty.")


class AdviceWarning(BaseModel):
    code: str
    text: str
    article: str


class AdviceOut(BaseModel):
    """The answer of the rule book, with the keys of `stuurbord procurement advise --json`.

    Beside the keys named here it has those of the procedures in question, such as `standstill_if_OP`.
    """

    model_config = ConfigDict(extra="allow")

    in_scope: bool | None
    estimate: Number | None
    eu_threshold: Number | None
    level: str = Field(description="`none`, `national`, `eu` or `unknown`.")
    allowed: list[str] = Field(description="Codes, in order of merit.")
    cond: dict[str, str]
    refused: dict[str, str]
    unknown: dict[str, str]
    chosen: str | None
    procedure: str | None = Field(description="The one that duties follow from: chosen, or put first.")
    min_days: dict[str, int | list[int]]
    because: list[AdviceReason]
    missing: list[str] = Field(description="Facts that a verdict waits for.")
    questions: dict[str, str]
    obligations: list[AdviceObligation]
    warnings: list[AdviceWarning]
    valid_from: date | None
    valid_to: date | None
    pack: str
    version: str = Field(description="Of the rule book.")
    pack_hash: str
    hash: str = Field(description="SHA-256 of texts, facts and verdicts.")


class TermOut(BaseModel):
    id: int
    key: str = Field(description="Which one, within the file.")
    kind: KindName
    title: str
    due: date | None
    missing: str = Field(description="What a day that is not known waits for.")
    state: StateName = Field(description="On the day of `as_of`.")
    done_on: date | None
    passes: bool = Field(description="It is over when its day is: nobody says that it was done.")
    certainty: CertaintyName = Field(description="`legal`: set by law; `norm`: planned or agreed.")
    article: str
    is_verified: bool
    responsible: AccountOut | None


class TermPage(BaseModel):
    as_of: date
    items: list[TermOut]
    next: str | None


class TenderOut(BaseModel):
    number: int = Field(description="Its own within the file.")
    lot: int | None
    tenderer: str
    enterprise_number: str
    is_sme: bool | None
    received_at: datetime
    is_late: bool = Field(description="Came after the closing moment: never opened.")
    is_withdrawn: bool
    amount: DecimalOut | None = Field(description="Excluding VAT, as corrected.")
    cost: DecimalOut | None = Field(description="Life-cycle cost.")


class TenderPage(BaseModel):
    opened_at: datetime | None = Field(description="Null: sealed, and nothing is told, not even how many.")
    items: list[TenderOut]
    next: str | None


class AwardOut(BaseModel):
    number: int = Field(description="Of the decision, within the file.")
    lot: int | None
    kind: Literal[DecisionKind.AWARD.value, DecisionKind.NO_AWARD.value]  # type: ignore[name-defined]
    on: date
    tenderer: str
    amount: DecimalOut | None = Field(description="Approved, excluding VAT.")
    reason: str | None = Field(description="Null for who does not work on the tenders.")
    ranking_hash: str | None = Field(description="SHA-256 of the ranking; null as `reason`.")
    previous_hash: str
    hash: str


class AwardList(BaseModel):
    items: list[AwardOut]


class ReleasePackage(BaseModel):
    """A release package of the Open Contracting Data Standard 1.1."""

    model_config = ConfigDict(extra="allow")

    version: Literal["1.1"]
    uri: str
    publishedDate: datetime  # noqa: N815 – the name of the standard
    releases: list[dict[str, Any]]


class AskedRelease(BaseModel):
    model_config = ConfigDict(extra="forbid")

    prefix: Annotated[
        str,
        StringConstraints(pattern=r"^ocds-[a-z0-9]{6}$"),
        Field(description="The publisher's registered prefix.", examples=["ocds-213czf"]),
    ] = UNREGISTERED_PREFIX


router = Router(tags=["procurements"])


@router.get(
    "/{reference}/advice",
    response=AdviceOut,
    operation_id="readAdvice",
    summary="Ask which procedures the law allows on the facts of a file",
)
def advice(request: HttpRequest, reference: Reference):
    """By the law of the day that the facts name; sentences in the language of who asks."""
    return JsonResponse(advice_on(file_named(request, reference)).advice.plain(reader().code))


@router.get(
    "/{reference}/terms", response=TermPage, operation_id="listTerms", summary="List the terms of a file"
)
def terms(request: HttpRequest, reference: Reference, asked: Query[Paged]):
    """Open ones and those that are done; in order of number, not of their day."""
    refuse_unknown(request, Paged)
    file, day = file_named(request, reference), today()
    found = terms_seen(request.user).filter(file=file).select_related("responsible")
    rows = [_term_row(one, day) for one in after(found, asked.cursor, False)[: asked.limit + 1]]
    more, rows = len(rows) > asked.limit, rows[: asked.limit]
    return JsonResponse({"as_of": day, "items": rows, "next": cursor_of(rows[-1], False) if more else None})


@router.get(
    "/{reference}/tenders",
    response=TenderPage,
    operation_id="listTenders",
    summary="List the tenders of a file, once they were opened",
)
def tenders(request: HttpRequest, reference: Reference, asked: Query[Paged]):
    """For who examines, scores, decides or audits them; that one looked is kept."""
    refuse_unknown(request, Paged)
    file = file_named(request, reference)
    require_involved(request.user, file)
    evaluation = TenderEvaluation.objects.filter(file=file, opened_at__isnull=False).first()
    if evaluation is None:
        return JsonResponse({"opened_at": None, "items": [], "next": None})
    note_access(request.user, file, is_sealed=False)
    file.evaluation = evaluation
    found = Tender.objects.filter(file=file).select_related("lot").order_by("number")
    if asked.cursor:
        found = found.filter(number__gt=number_in(asked.cursor))
    listed = list(found[: asked.limit + 1])
    more, listed = len(listed) > asked.limit, listed[: asked.limit]
    for one in listed:
        one.file = file  # whose seal each tender asks for
    page = {
        "opened_at": evaluation.opened_at,
        "items": [_tender_row(one) for one in listed],
        "next": written(listed[-1].number) if more else None,
    }
    return JsonResponse(page)


@router.get(
    "/{reference}/awards",
    response=AwardList,
    operation_id="listAwards",
    summary="List the award decisions that count, one per lot",
)
def awards(request: HttpRequest, reference: Reference):
    """Each links to the decision before it in the file, also to one that was withdrawn."""
    file = file_named(request, reference)
    involved = is_involved(request.user, file)
    decisions = sorted(standing_decisions(file).values(), key=lambda one: one.number)
    return JsonResponse({"items": [_award_row(one, involved=involved) for one in decisions]})


@router.get(
    "/{reference}/ocds",
    response=ReleasePackage,
    operation_id="readRelease",
    summary="Read what was published of a procurement, as open contracting data",
)
def ocds(request: HttpRequest, reference: Reference, asked: Query[AskedRelease]):
    """Notice, award and contract as far as they were made known; no estimate, no tender that did not win."""
    refuse_unknown(request, AskedRelease)
    made = release(file_named(request, reference), asked.prefix, reader().code)
    if made is None:
        raise Refusal(404, _("Nothing of this procurement was made known yet."))
    return HttpResponse(made, content_type="application/json")


def _term_row(one: DueTerm, day: date) -> dict[str, Any]:
    names = ("key", "kind", "due", "done_on", "passes", "certainty", "article", "is_verified")
    return {
        "id": one.pk,
        **{name: getattr(one, name) for name in names},
        "title": told(one.title),
        "missing": told(one.missing),
        "state": state_of(one, day),
        "responsible": account_row(one.responsible),
    }


def _tender_row(one: Tender) -> dict[str, Any]:
    names = ("number", "tenderer", "enterprise_number", "is_sme", "received_at", "is_late", "is_withdrawn")
    return {
        **{name: getattr(one, name) for name in names},
        "lot": one.lot.number if one.lot else None,
        # Never the fields that hold what is sealed: these two open with the seal.
        "amount": written_amount(one.amount),
        "cost": written_amount(one.cost),
    }


def _award_row(one: AwardDecision, *, involved: bool) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in ("number", "kind", "on", "previous_hash", "hash")},
        "lot": one.lot.number if one.lot else None,
        "tenderer": one.tender.tenderer if one.tender else "",
        "amount": written_amount(one.amount),
        "reason": one.reason if involved else None,
        "ranking_hash": one.ranking_sha256 if involved else None,
    }
