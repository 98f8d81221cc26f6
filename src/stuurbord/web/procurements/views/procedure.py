"""The Procedure page: what it will cost, which procedure the law allows, its timeline and its duties."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stuurbord.errors import VersionConflict
from stuurbord.web.procurements.actions import NotAccepted, change_facts, choose_procedure, rule_on_choice
from stuurbord.web.procurements.advising import Asked, asked
from stuurbord.web.procurements.answering import NotAnswered, answered
from stuurbord.web.procurements.choosing import (
    IS_MARKED,
    MARKED,
    counting,
    may_choose,
    verdict_now,
    waiting_choice,
)
from stuurbord.web.procurements.dated import Dates
from stuurbord.web.procurements.facts import (
    COMPONENTS,
    OTHER_FIELDS,
    FactsForm,
    components_of,
    lots_total,
)
from stuurbord.web.procurements.frame import file_frame
from stuurbord.web.procurements.kept import answer_lines, exact, fact_lines, kept_verdicts, missing_lines
from stuurbord.web.procurements.models import ChoiceVerdict, PendingChange, ProcedureChoice, ProcurementFile
from stuurbord.web.procurements.note import note_docx
from stuurbord.web.procurements.people import deciders_for
from stuurbord.web.procurements.plan_effect import page_context, pending_change
from stuurbord.web.procurements.queries import file_of
from stuurbord.web.procurements.rights import may_decide, require_edit
from stuurbord.web.procurements.rows import assumed_rows, assumed_texts, duty_rows, missing_rows, verdict_rows
from stuurbord.web.procurements.scale import scale_of
from stuurbord.web.procurements.sentences import conclusion, validity_words
from stuurbord.web.procurements.timeline import Lane
from stuurbord.web.procurements.timeline_picture import picture
from stuurbord.web.procurements.warned import credit_warnings, own_warnings, warning_texts
from stuurbord.web.procurements.words import procedure_name

_LONGEST = 4000
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@never_cache
@require_http_methods(["GET", "HEAD"])
def procurement_file(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the page; with figures in the address, what they would change, without keeping anything."""
    file = file_of(request.user, reference)
    if "look" not in request.GET:
        return procedure_page(request, file)
    form = FactsForm(request.GET, facts=file.facts)
    return procedure_page(request, file, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def procurement_facts(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep other facts, show what they would change, or keep the answer to one question.

    Who asks the address that a page was answered at, is led to the file.
    """
    file = file_of(request.user, reference)
    if request.method != "POST":
        return redirect("procurement_file", reference)
    do = request.POST.get("do", "")
    form = FactsForm(request.POST, facts=file.facts)
    if do == "look":
        return procedure_page(request, file, form=form)
    require_edit(request.user, file)
    try:
        if do == "answer":
            fact = request.POST.get("fact", "")
            facts = answered(file.facts, fact, request.POST.getlist(fact))
        elif form.is_valid():
            facts = form.sent_facts()
        else:
            return procedure_page(request, file, form=form, status=422)
        change_facts(request.user, file, facts, _version(request))
    except (NotAccepted, NotAnswered) as error:
        return procedure_page(
            request, file, form=form if do != "answer" else None, told=str(error), status=422
        )
    except VersionConflict as error:
        return procedure_page(
            request, file, form=form if do != "answer" else None, told=str(error), status=409
        )
    messages.success(request, _("The facts of {reference} are kept").format(reference=reference))
    address = reverse("procurement_file", args=[reference])
    # Who answers one question goes on with the next.
    return redirect(f"{address}#missing-title" if do == "answer" else address)


@require_POST
def procurement_choice(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose a procedure."""
    file = file_of(request.user, reference)
    procedure = request.POST.get("procedure", "")
    reason = request.POST.get("reason", "").strip()[:_LONGEST]
    try:
        made = choose_procedure(request.user, file, procedure, reason, _version(request))
    except NotAccepted as error:
        return procedure_page(request, file, told=str(error), status=422, sent=(procedure, reason))
    except VersionConflict as error:
        return procedure_page(request, file, told=str(error), status=409, sent=(procedure, reason))
    name = procedure_name(made.procedure)
    if made.needs_approval:
        messages.warning(request, _("“{name}” waits for approval by somebody else").format(name=name))
    else:
        messages.success(request, _("“{name}” chosen").format(name=name))
    return redirect("procurement_file", reference)


@require_POST
def procurement_ruling(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Approve or reject a choice that goes against the rules."""
    file = file_of(request.user, reference)
    choice = get_object_or_404(file.choices.select_related("file__project"), number=number)
    is_approved = request.POST.get("do") == "approve"
    reason = request.POST.get("reason", "").strip()[:_LONGEST]
    try:
        rule_on_choice(
            request.user,
            choice,
            is_approved=is_approved,
            reason=reason,
            expected_version=_version(request),
        )
    except NotAccepted as error:
        return procedure_page(request, file, told=str(error), status=422)
    except VersionConflict as error:
        return procedure_page(request, file, told=str(error), status=409)
    told = _("Choice {n} approved") if is_approved else _("Choice {n} rejected")
    messages.success(request, told.format(n=number))
    return redirect("procurement_file", reference)


@require_safe
def procurement_choice_kept(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show one choice with the advice that it rests on, as it was given."""
    file = file_of(request.user, reference)
    choice = get_object_or_404(file.choices.select_related("advice", "ruling"), number=number)
    context = file_frame(request, file, "") | {
        "choice": choice,
        "procedure": procedure_name(choice.procedure),
        "facts": fact_lines(choice.advice.facts),
        "answer": choice.advice.answer,
        "lines": answer_lines(choice.advice.answer),
        "verdicts": kept_verdicts(choice.advice, choice.procedure),
        "missing": missing_lines(choice.advice.answer),
        "exact_facts": exact(choice.advice.facts),
        "exact_answer": exact(choice.advice.answer),
        "ruling": getattr(choice, "ruling", None),
    }
    return render(request, "pages/procurement_choice.html", context)


@require_safe
def procurement_note(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the note on the choice of procedure as a Word document."""
    file = file_of(request.user, reference)
    before, pending = asked(file), pending_change(file)
    answer = _with_pending(file, pending) if pending else before
    dates = Dates(file, answer, pending, is_changed=pending is not None)
    response = HttpResponse(note_docx(file, before, dates), content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="nota-{file.reference}.docx"'
    return response


def procedure_page(
    request: HttpRequest,
    file: ProcurementFile,
    *,
    form: FactsForm | None = None,
    told: str = "",
    status: int = 200,
    sent: tuple[str, str] = ("", ""),
) -> HttpResponse:
    """Return the page: on the facts that are kept, beside those in the form where they differ.

    Parameters
    ----------
    sent
        Procedure and reason of a choice that was not taken, to be corrected.
    """
    before = asked(file)
    after, is_changed, chosen = before, False, file.procedure
    pending = None if form is not None else pending_change(file)
    if pending is not None:  # what waits for a decision stands beside what counts today
        form, is_changed, chosen = FactsForm(facts=pending.facts), True, pending.choice
        after = _with_pending(file, pending)
    elif form is not None and form.is_valid():
        changed = form.sent_facts()
        is_changed = changed != file.facts
        after = _previewed(file, before, changed) if is_changed else before
    form = form or FactsForm(facts=file.facts)
    dates = Dates(file, after, pending, is_changed=is_changed)
    lanes = _lanes(file, before, dates, after if pending else before, chosen)
    lane = lanes[-1] if lanes else None
    shown = lane.code if lane else ""
    scale = scale_of(before, after)
    waiting = waiting_choice(file)
    context = file_frame(request, file, "procedure", before) | {
        "conclusion": conclusion(file, before, dates),
        "told": told,
        "form": form,
        "is_changed": is_changed,
        "parts": _parts(form, before),
        "others": [form[name] for name in OTHER_FIELDS],
        "has_hidden_errors": any(form[name].errors for name in (*OTHER_FIELDS, "grounds")),
        "lots_total": lots_total(file.facts),
        "estimate_before": before.advice.estimate,
        "estimate_after": after.advice.estimate,
        "validity": validity_words(after.advice),
        "scale": scale,
        "verdicts": verdict_rows(dates, file, before, shown),
        "dates": dates,
        "dispatch": after.dispatch,
        "pending": pending,
        "waiting": waiting,
        "waiting_name": procedure_name(waiting.procedure) if waiting else "",
        "may_rule": waiting is not None
        and may_decide(request.user, file)
        and waiting.by_id != request.user.pk,
        "rulers": _rulers(file, waiting),
        "marked": _marked(file),
        "against": _against(file, before),
        "lanes": lanes,
        "picture": picture(lanes),
        "duties": duty_rows(file, after, lane),
        "missing": [*missing_rows(after), *(assumed_rows(after) if dates.is_open else ())],
        "assumed": assumed_texts(after, is_open=dates.is_open),
        # Of facts that nobody kept the budget knows nothing: the effect on the plan tells what they lack.
        "shortages": [] if pending or is_changed else credit_warnings(file, dates.link),
        "warnings": [*own_warnings(file, before, after, lanes), *warning_texts(after.advice)],
        "advice": after.advice,
        "is_open": may_choose(file),
        "picked": sent[0] or shown or _first(after),
        "reason": sent[1],
    }
    context |= page_context(request, file, before, after)
    return render(request, "pages/procurement.html", context, status=status)


def _rulers(file: ProcurementFile, waiting: ProcedureChoice | None) -> list[str]:
    """Return who may approve or reject the choice that waits: whoever decides here, but not who made it."""
    if waiting is None:
        return []
    return [str(one) for one in deciders_for(file.project).exclude(pk=waiting.by_id).order_by("name")]


def _first(answer: Asked) -> str:
    first = answer.first_allowed
    return first.code if first else ""


def _with_pending(file: ProcurementFile, pending: PendingChange) -> Asked:
    """Return the advice on the facts of a proposal."""
    return asked(file, pending.facts | {"chosen": pending.choice})


def _previewed(file: ProcurementFile, before: Asked, changed: dict[str, Any]) -> Asked:
    """Return the advice on other facts, with the duties of the procedure that would be proposed on them."""
    after = asked(file, changed)
    then = counting(before, after, file.procedure) if may_choose(file) else None
    if then is None or then.code == file.procedure:
        return after
    return asked(file, changed, chosen=then.code)


def _lanes(file: ProcurementFile, before: Asked, dates: Dates, chosen_on: Asked, chosen: str) -> list[Lane]:
    """Return the procedure that counts today, and below it the one of other facts where these are shown.

    Parameters
    ----------
    chosen_on
        The advice on which ``chosen`` was chosen.
    """
    # What was chosen is what counts today, whatever the rules say of it.
    now = (before.verdict_on(file.procedure) if file.procedure else None) or before.first_allowed
    kept = Dates(file, before)
    lanes = [kept.lane(now, _("Today"))] if now else []
    if not dates.is_changed:
        return lanes
    then = counting(chosen_on, dates.answer, chosen)
    return [*lanes, dates.lane(then, _("Proposal"), is_proposal=True)] if then else lanes


def _parts(form: FactsForm, before: Asked) -> list[tuple[Any, Any]]:
    """Return the field of each part of the estimate, with what is kept of it."""
    kept = components_of(before.own)
    return [(form[f"estimate_{name}"], kept[name]) for name, _label in COMPONENTS]


def _marked(file: ProcurementFile) -> list[dict[str, Any]]:
    """Return the choices that do not follow from the rules: they stay on the page for ever."""
    found = file.choices.filter(IS_MARKED)
    return [
        {"choice": one, "name": procedure_name(one.procedure), "ruling": getattr(one, "ruling", None)}
        for one in found.select_related("ruling")
    ]


def _against(file: ProcurementFile, answer: Asked) -> dict[str, str]:
    """Return the procedure that was chosen, where the facts no longer bear it; empty where they do.

    A choice that was marked when it was made says so itself, unless the facts changed since.
    """
    verdict = verdict_now(file, answer)
    last = file.choices.filter(procedure=file.procedure).first() if verdict in MARKED else None
    if not file.is_against and (last is None or last.is_marked):
        return {}
    return {"name": procedure_name(file.procedure), "verdict": str(ChoiceVerdict(verdict).label).lower()}


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1
