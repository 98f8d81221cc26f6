"""The Dossier page: how far the file is, what it must hold, what happened; and the forms behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stuurbord.errors import VersionConflict
from stuurbord.rulebooks.be_procurement.checklist import ChecklistItem
from stuurbord.rulebooks.rule_pack import Truth
from stuurbord.rulebooks.rule_pack.model import said
from stuurbord.web.lists.fields import DayField
from stuurbord.web.procurements.actions import (
    MOMENTS,
    Mark,
    NewLot,
    NotAccepted,
    change_facts,
    change_file,
    mark_item,
    move_to,
    set_lots,
    set_moment,
)
from stuurbord.web.procurements.advising import Asked, asked
from stuurbord.web.procurements.answering import NotAnswered
from stuurbord.web.procurements.changing import ReasonAsked
from stuurbord.web.procurements.checking import (
    answers_of,
    checklist_of,
    kind_of,
    late_items,
    with_answer,
)
from stuurbord.web.procurements.forms import FileForm, LotForms, MarkForm, MomentField
from stuurbord.web.procurements.frame import file_frame
from stuurbord.web.procurements.models import ChecklistMark, MarkState, ProcurementFile, Stage
from stuurbord.web.procurements.moments import HOURS, moment_rows
from stuurbord.web.procurements.queries import file_of
from stuurbord.web.procurements.rights import require_edit
from stuurbord.web.procurements.told import happenings
from stuurbord.web.procurements.words import procedure_name
from stuurbord.web.reader import reader

_LONGEST = 4000


@dataclass(frozen=True)
class ItemRow:
    """One line of the checklist, with what was written at it."""

    item: ChecklistItem
    title: str
    due: str
    duty: str
    is_mandatory: bool
    is_unknown: bool
    questions: tuple[tuple[str, str, str], ...]
    """Fact, question and kind of answer, where it is not known whether the line is mandatory."""
    is_late: bool
    mark: ChecklistMark | None

    @property
    def state(self) -> str:
        return self.mark.state if self.mark else MarkState.TO_DO


@never_cache
@require_safe
def procurement_dossier(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the file as an auditor reads it."""
    return _page(request, file_of(request.user, reference))


@require_POST
def procurement_mark(request: HttpRequest, reference: str, item: str) -> HttpResponse:
    """Write down how far a line of the checklist is."""
    file = file_of(request.user, reference)
    require_edit(request.user, file)
    if item not in {one.id for one in checklist_of(file, asked(file))}:
        raise Http404
    form = MarkForm(request.POST)
    if not form.is_valid():
        return _page(request, file, told=_said(form), status=422)
    try:
        mark_item(request.user, file, item, Mark(**form.cleaned_data), _version(request))
    except NotAccepted as error:
        return _page(request, file, told=str(error), status=422)
    except VersionConflict as error:
        return _page(request, file, told=str(error), status=409)
    messages.success(request, _("Checklist changed"))
    return redirect("procurement_dossier", reference)


@require_POST
def procurement_answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer a question on which it depends what the file must hold."""
    file = file_of(request.user, reference)
    require_edit(request.user, file)
    sent = (request.POST.get("fact", ""), request.POST.get("answer", ""))
    try:
        change_facts(request.user, file, with_answer(file.facts, *sent), _version(request))
    except (NotAccepted, NotAnswered) as error:
        return _page(request, file, told=str(error), status=422)
    except VersionConflict as error:
        return _page(request, file, told=str(error), status=409)
    messages.success(request, _("The answer is kept"))
    return redirect("procurement_dossier", reference)


@require_POST
def procurement_moment(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down when something happened."""
    file = file_of(request.user, reference)
    require_edit(request.user, file)
    moment = request.POST.get("moment", "")
    if moment not in MOMENTS:
        raise Http404
    written, reason = request.POST.get("value", ""), request.POST.get("reason", "")[:_LONGEST]
    try:
        set_moment(request.user, file, moment, _sent_moment(moment, written), _version(request), reason)
    except ReasonAsked as error:
        return _page(request, file, told=str(error), status=422, moment=(moment, written, reason))
    except forms.ValidationError as error:
        return _page(request, file, told=" ".join(error.messages), status=422)
    except NotAccepted as error:
        return _page(request, file, told=str(error), status=422)
    except VersionConflict as error:
        return _page(request, file, told=str(error), status=409)
    messages.success(request, _("The moment is written down"))
    return redirect("procurement_dossier", reference)


@require_POST
def procurement_stage(request: HttpRequest, reference: str) -> HttpResponse:
    """Bring the file to another stage."""
    file = file_of(request.user, reference)
    require_edit(request.user, file)
    stage = request.POST.get("stage", "")
    if stage not in Stage.values:
        raise Http404
    reason = request.POST.get("reason", "")[:_LONGEST]
    try:
        move_to(request.user, file, stage, _version(request), reason)
    except NotAccepted as error:
        return _page(request, file, told=str(error), status=422, stage=(stage, reason))
    except VersionConflict as error:
        return _page(request, file, told=str(error), status=409)
    messages.success(request, _("Stage: {stage}").format(stage=Stage(stage).label))
    return redirect("procurement_dossier", reference)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def procurement_data(request: HttpRequest, reference: str) -> HttpResponse:
    """Change subject, people and what else is no fact of the law."""
    file = file_of(request.user, reference)
    require_edit(request.user, file)
    form = FileForm(request.POST or None, project=file.project, file=file)
    told, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                change_file(request.user, file, form.cleaned_data, _version(request))
            except NotAccepted as error:
                told = str(error)
            except VersionConflict as error:
                told, status = str(error), 409
            else:
                messages.success(request, _("The data of {reference} are kept").format(reference=reference))
                return redirect("procurement_dossier", reference)
    context = file_frame(request, file, "dossier") | {"form": form, "told": told}
    return render(request, "pages/procurement_data.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def procurement_lots(request: HttpRequest, reference: str) -> HttpResponse:
    """Change the lots."""
    file = file_of(request.user, reference)
    require_edit(request.user, file)
    initial = list(file.lots.values("title", "estimate", "cpv"))
    forms_of_lots = LotForms(request.POST or None, initial=initial)
    told, status = "", 200
    if request.method == "POST":
        status = 422
        if forms_of_lots.is_valid():
            lots = [
                NewLot(sent["title"], sent.get("estimate"), sent.get("cpv") or "")
                for one in forms_of_lots
                if (sent := one.cleaned_data) and sent.get("title")
            ]
            try:
                set_lots(request.user, file, lots, _version(request))
            except NotAccepted as error:
                told = str(error)
            except VersionConflict as error:
                told, status = str(error), 409
            else:
                messages.success(request, _("The lots of {reference} are kept").format(reference=reference))
                return redirect("procurement_file", reference)
    context = file_frame(request, file, "procedure") | {"forms": forms_of_lots, "told": told}
    return render(request, "pages/procurement_lots.html", context, status=status)


def _page(
    request: HttpRequest,
    file: ProcurementFile,
    *,
    told: str = "",
    status: int = 200,
    moment: tuple[str, str, str] = ("", "", ""),
    stage: tuple[str, str] = ("", ""),
) -> HttpResponse:
    """Return the page; what was sent and not taken stands in its form again, to be completed."""
    answer = asked(file)
    rows = _item_rows(file, answer)
    context = file_frame(request, file, "dossier", answer) | {
        "conclusion": _conclusion(rows),
        "told": told,
        "procedure": procedure_name(file.procedure),
        "moments": moment_rows(file, moment),
        "picked_stage": stage[0] or file.stage,
        "stage_reason": stage[1],
        "stages": [(one.value, one.label, one.is_before(file.stage)) for one in Stage],
        "rows": rows,
        "states": MarkState.choices,
        "choices": _choices(file),
        "happenings": happenings(file),
        "lots": list(file.lots.all()),
        "answers": answers_of(file),
    }
    return render(request, "pages/procurement_dossier.html", context, status=status)


def _choices(file: ProcurementFile) -> list[dict[str, Any]]:
    """Return the choices of procedure, the last first, each with its ruling and what it rests on."""
    found = file.choices.select_related("advice", "ruling")
    return [
        {"choice": one, "name": procedure_name(one.procedure), "ruling": getattr(one, "ruling", None)}
        for one in found
    ]


def _item_rows(file: ProcurementFile, answer: Asked) -> list[ItemRow]:
    items = checklist_of(file, answer)
    marks = {one.item: one for one in file.marks.all()}
    late = {one.id for one in late_items(file, answer, file.stage, items)}
    return [_item_row(one, marks.get(one.id), is_late=one.id in late) for one in items]


def _item_row(item: ChecklistItem, mark: ChecklistMark | None, *, is_late: bool) -> ItemRow:
    is_mandatory, is_unknown = item.mandatory is Truth.TRUE, item.mandatory is Truth.UNKNOWN
    code = reader().code
    return ItemRow(
        item=item,
        title=said(item.title, code),
        due=str(Stage(item.due).label),
        duty=_("mandatory") if is_mandatory else _("undetermined") if is_unknown else _("optional"),
        is_mandatory=is_mandatory,
        is_unknown=is_unknown,
        questions=tuple((one.fact, said(one.question, code), kind_of(one.fact)) for one in item.missing),
        is_late=is_late,
        mark=mark,
    )


def _conclusion(rows: list[ItemRow]) -> str:
    late = sum(one.is_late for one in rows)
    unknown = sum(one.is_unknown and one.mark is None for one in rows)
    mandatory = [one for one in rows if one.is_mandatory]
    done = sum(one.state != MarkState.TO_DO for one in mandatory)
    told = [
        _("{done} of {total} mandatory documents are in the file.").format(
            done=reader().number(done), total=reader().number(len(mandatory))
        )
    ]
    if late:
        text = ngettext("{n} should have been there already.", "{n} should have been there already.", late)
        told.append(text.format(n=reader().count_at_start(late)))
    if unknown:
        text = ngettext(
            "For {n} it is undetermined whether it is mandatory.",
            "For {n} it is undetermined whether they are mandatory.",
            unknown,
        )
        told.append(text.format(n=reader().count(unknown)))
    return " ".join(told)


def _sent_moment(moment: str, text: str) -> Any:
    field = MomentField(required=False) if moment in HOURS else DayField(required=False)
    found: date | None = field.clean(text)
    return found


def _said(form: forms.Form) -> str:
    return " ".join(str(one) for errors in form.errors.values() for one in errors)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1
