"""Procurement files, opened and changed by the actions of the pages; a procedure is chosen there alone.

No postponed annotations here: Ninja reads the types of each function as they stand.
"""

from decimal import Decimal
from typing import Annotated, Any, Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Body
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.exchange.tabular.invisible import visible
from stuurbord.web.accounts.models import User
from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.api.field_types import Id, ProjectIn, text_type
from stuurbord.web.api.problems import Refusal, form_errors
from stuurbord.web.api.procurement_facts import Euro, FactsIn, facts_with, lots_beside_number
from stuurbord.web.api.procurement_types import ProcurementRead, procurement_whole
from stuurbord.web.api.procurements import Reference, file_named, router
from stuurbord.web.api.references import Unknown, Wanted, find_project
from stuurbord.web.api.repeats import once
from stuurbord.web.api.versions import asked_version, late, with_version
from stuurbord.web.procurements import actions
from stuurbord.web.procurements.actions import NewLot, NotAccepted
from stuurbord.web.procurements.forms import MOST_VALIDITY_DAYS, FileForm
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.procurements.rights import EDITORS, require_edit
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.queries import visible_projects

MOST_LOTS: Final = 60
_DATA: Final = ("title", "description", "cpv", "buyer_reference", "validity_days", "lawyer", "owner")
"""What a program fills in beside facts and lots."""
Cpv = Annotated[
    str,
    StringConstraints(pattern=r"^([0-9]{8}(-[0-9])?)?$"),
    Field(description="Eight digits, with or without the check digit.", examples=["48000000"]),
]
Title = Annotated[text_type(300), Field(min_length=1)]
Holder = Annotated[Id | text_type(254), Field(description="Number or e-mail address of an account.")]


class LotIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: Title
    estimate: Annotated[Euro | None, Field(description="Excluding VAT, beside the other parts.")] = None
    cpv: Cpv = ""


Lots = Annotated[
    list[LotIn],
    Field(max_length=MOST_LOTS, description="All lots, in their order: they replace what was there."),
]


class ChangedProcurement(BaseModel):
    """What is not sent stays as it is; null empties."""

    model_config = ConfigDict(extra="forbid")

    title: Title = None
    description: text_type(10_000) = None
    cpv: Cpv = None
    buyer_reference: text_type(100) = None
    validity_days: Annotated[int, Field(strict=True, ge=1, le=MOST_VALIDITY_DAYS)] | None = None
    lawyer: Holder | None = None
    owner: Holder | None = None
    facts: FactsIn = None
    lots: Lots = None


class NewProcurement(ChangedProcurement):
    project: ProjectIn
    title: Title
    owner: Annotated[Holder | None, Field(description="Who holds the file; not sent: who opens it.")] = None


@router.post(
    "", response={201: ProcurementRead}, operation_id="openProcurement", summary="Open a procurement file"
)
def procurement_open(request: HttpRequest, sent: Body[NewProcurement]):
    """In a project that one changes or advises on procurements; the reference is the next of the year."""
    return once(request, lambda: _opened(request, sent))


@router.patch(
    "/{reference}",
    response=ProcurementRead,
    operation_id="changeProcurement",
    summary="Change a procurement file: its facts, its lots, what it is about",
)
def procurement_change(request: HttpRequest, reference: Reference, sent: Body[ChangedProcurement]):
    """All of it or nothing. The procedure is chosen on the page, where somebody else approves what the rules
    refuse; where other facts no longer bear the choice, `is_against` says so."""
    file = file_named(request, reference)
    require_edit(request.user, file)
    version = asked_version(request, file.version)
    try:
        with transaction.atomic():
            _change(request, file, sent, version)
    except VersionConflict:
        raise late(ProcurementFile.objects.values_list("version", flat=True).get(pk=file.pk)) from None
    except NotAccepted as error:
        raise Refusal(409 if file.is_closed else 422, str(error)) from None
    return with_version(procurement_whole(file_named(request, reference)))


def _opened(request: HttpRequest, sent: NewProcurement) -> HttpResponse:
    if not any(visible_projects(request.user, one).exists() for one in EDITORS):
        told = _("Only who changes this project or advises on its procurements can do this.")
        raise NotPermitted(Permission.EDIT_REGISTER, told)
    try:
        pk = find_project(sent.project, Wanted(request.user))
    except Unknown as error:
        raise Refusal(422, errors=[{"field": "project", "code": "unknown", "message": str(error)}]) from None
    project = Project.objects.select_related("portfolio").get(pk=pk)
    values = _data(request, sent, project)
    facts = facts_with({}, sent.facts) if sent.facts else {}
    lots = _lots(sent)
    try:
        with transaction.atomic():
            file = actions.open_file(request.user, project, facts=facts, **values)
            if lots:
                file = actions.set_lots(request.user, file, lots, file.version)
    except NotAccepted as error:
        raise Refusal(422, str(error)) from None
    row = procurement_whole(file_named(request, file.reference))
    return with_version(row, 201, f"{request.path.rstrip('/')}/{file.reference}")


def _change(request: HttpRequest, file: ProcurementFile, sent: ChangedProcurement, version: int) -> None:
    """Take each step on what the one before it left."""
    if values := _data(request, sent, file.project, file):
        file = actions.change_file(request.user, file, values, version)
        version = file.version
    if "lots" in sent.model_fields_set:
        file = actions.set_lots(request.user, file, _lots(sent), version)
        version = file.version
    if sent.facts is not None:
        actions.change_facts(request.user, file, facts_with(file.facts, sent.facts), version)


def _data(
    request: HttpRequest, sent: ChangedProcurement, project: Project, file: ProcurementFile | None = None
) -> dict[str, Any]:
    """Return what was sent beside facts and lots, as the form of the page takes it.

    Raises
    ------
    Refusal
        With what is wrong, a field at a time.
    """
    given = {name: getattr(sent, name) for name in _DATA if name in sent.model_fields_set}
    for name in ("lawyer", "owner"):
        if given.get(name) is not None:
            given[name] = _account(name, given[name])
    stored = {name: _stored(file, name) for name in _DATA} if file else {}
    form = FileForm(stored | given, project=project)
    form.is_valid()
    if errors := [one for one in form_errors(form) if one["field"] in given]:
        raise Refusal(422, errors=errors)
    return {name: form.cleaned_data[name] for name in given}


def _stored(file: ProcurementFile, name: str) -> Any:
    return getattr(file, f"{name}_id" if name in ("lawyer", "owner") else name)


def _account(field: str, given: int | str) -> int:
    found = (
        User.objects.filter(pk=given) if isinstance(given, int) else User.objects.filter(email__iexact=given)
    )
    pk = found.values_list("pk", flat=True).first()
    if pk is None:
        told = _("“{given}” is not exactly one person.").format(given=given)
        raise Refusal(422, errors=[{"field": field, "code": "unknown", "message": told}])
    return pk


def _lots(sent: ChangedProcurement) -> list[NewLot]:
    """Return the lots that were sent.

    Raises
    ------
    Refusal
        If they have an estimate while the estimate was sent as one number: does it hold theirs or not?
    """
    lots = [
        NewLot(visible(one.title), None if one.estimate is None else Decimal(str(one.estimate)), one.cpv[:8])
        for one in sent.lots or ()
    ]
    is_number = sent.facts is not None and isinstance(sent.facts.estimate, int | float)
    if is_number and any(one.estimate is not None for one in lots):
        raise lots_beside_number()
    return lots
