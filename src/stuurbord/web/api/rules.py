"""Rule books, asked by a program: which there are, and what one decides on facts as of a day.

No postponed annotations here: Ninja reads the types of each function as they stand.
"""

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import Body, Path, Router
from pydantic import BaseModel, ConfigDict, Field

from stuurbord.errors import errors_in
from stuurbord.rulebooks.rule_pack import decide, facts_from
from stuurbord.rulebooks.rule_pack.model import said
from stuurbord.web.api.field_types import text_type
from stuurbord.web.api.problems import Refusal
from stuurbord.web.api.repeats import once
from stuurbord.web.clock import today
from stuurbord.web.reader import reader
from stuurbord.web.rules.queries import books, pack_in_force, pack_with_hash

MOST_FACTS = 2_000


class RuleBookOut(BaseModel):
    key: str
    version: str
    hash: str = Field(description="SHA-256 of the text in force.")
    title: str
    places: list[str] = Field(description="Gates or targets at which rules are asked.")


class RuleBookList(BaseModel):
    items: list[RuleBookOut]


class Asked(BaseModel):
    """Facts by name; absent or null is not known."""

    model_config = ConfigDict(extra="forbid")

    facts: Annotated[
        dict[str, bool | int | float | text_type(1_000) | None],
        Field(
            max_length=MOST_FACTS,
            description="A day is a text: `2027-12-02`.",
            examples=[{"months": 12, "person_days": 300}],
        ),
    ]
    on: Annotated[date, Field(description="The day whose rules count; absent: today.")] = None
    at: Annotated[text_type(40), Field(description="Gate or target whose rules are asked.")] = ""


class BecauseOut(BaseModel):
    rule: str
    reference: str
    text: str


class ObligationOut(BaseModel):
    model_config = ConfigDict(populate_by_name=True)

    id: str
    what: str
    since: date | None = Field(alias="from")
    by: date | None
    reference: str


class WarningOut(BaseModel):
    code: str
    text: str


class AnswerOut(BaseModel):
    pack: str
    version: str
    hash: str
    on: date
    verdict: str
    because: list[BecauseOut]
    missing: list[str] = Field(description="The shortest list of facts that decides.")
    obligations: list[ObligationOut]
    warnings: list[WarningOut]


router = Router(tags=["rules"])
Key = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,40}$", description="Key of the rule book.")]


@router.get("", response=RuleBookList, operation_id="listRuleBooks", summary="List rule books")
def rule_books(request: HttpRequest):
    return JsonResponse({"items": [_listed(one.current.sha256) for one in books()]})


@router.post(
    "/{pack}/decide",
    response=AnswerOut,
    by_alias=True,
    operation_id="decideByRules",
    summary="Ask a rule book for a verdict",
)
def decided(request: HttpRequest, pack: Key, sent: Body[Asked]):
    """By the text that is in force now; nothing is stored of it."""
    return once(request, lambda: _decided(pack, sent))


def _decided(key: str, sent: Asked) -> HttpResponse:
    try:
        pack = pack_in_force(key)
    except LookupError:
        raise Http404 from None
    facts, findings = facts_from(pack, sent.facts)
    if errors := errors_in(findings):
        raise Refusal(422, errors=[_told("facts", one) for one in errors])
    if sent.at and not pack.asks_at(sent.at):
        told = _("The rule book {key} asks nothing at {at}.").format(key=key, at=sent.at)
        raise Refusal(422, errors=[{"field": "at", "code": "invalid", "message": told}])
    made = decide(pack, facts, sent.on or today(), sent.at).record(reader().code, is_full=False)
    made["warnings"] += [{"code": one.code, "text": one.message(_)} for one in findings]
    return JsonResponse(made)


def _told(field: str, one: Any) -> dict[str, str]:
    return {"field": f"{field}.{one.fields['fact']}", "code": one.code, "message": one.message(_)}


def _listed(sha256: str) -> dict[str, Any]:
    pack = pack_with_hash(sha256)
    return {
        "key": pack.key,
        "version": pack.version,
        "hash": pack.sha256,
        "title": said(pack.title, reader().code) or pack.key,
        "places": list(pack.places),
    }
