"""The guided start of a project: steps at the left, the form in the middle, help at the right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stuurbord.errors import VersionConflict
from stuurbord.rulebooks.methods.model import said
from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.lists.views.form_page import sent_version
from stuurbord.web.methods import drafts
from stuurbord.web.methods.method_texts import offered
from stuurbord.web.methods.models import StartDraft
from stuurbord.web.methods.queries import language
from stuurbord.web.methods.start_forms import TARGET_NAMES, PlanForm, answers_of
from stuurbord.web.methods.start_pictures import plan_rows
from stuurbord.web.methods.start_steps import STEPS, Guide, help_of, next_step, step_before
from stuurbord.web.methods.start_summary import summary
from stuurbord.web.projects.models import Portfolio
from stuurbord.web.projects.queries import portfolio_for


@require_http_methods(["GET", "HEAD", "POST"])
def project_start(request: HttpRequest, key: str) -> HttpResponse:
    """List the starts one is busy with; a post begins another."""
    portfolio = portfolio_for(request.user, key, Permission.CREATE_PROJECT)
    if request.method == "POST":
        draft = drafts.begin(request.user, portfolio)
        return redirect("project_start_step", key, draft.pk, next(iter(STEPS)))
    context = {
        "portfolio": portfolio,
        "breadcrumbs": _breadcrumbs(portfolio),
        "conclusion": _("From idea to project in eight steps; nothing is made before the last."),
        "drafts": [
            (one, Guide(one, request.user).first_open()) for one in drafts.own_drafts(request.user, portfolio)
        ],
    }
    return render(request, "pages/project_start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def project_start_step(request: HttpRequest, key: str, pk: int, step: str) -> HttpResponse:
    """Show one step; a post keeps it and goes on, or makes the project if it is the last."""
    if step not in STEPS:
        raise Http404
    portfolio = portfolio_for(request.user, key, Permission.CREATE_PROJECT)
    draft = _own_draft(request, portfolio, pk)
    if draft.project is not None:
        return redirect("project", key, draft.project.code)
    guide = Guide(draft, request.user)
    if not guide.is_open(step):
        return redirect("project_start_step", key, pk, guide.first_open())
    if request.method == "POST":
        return _posted(request, guide, step)
    return _page(request, guide, step, guide.form(step))


@require_POST
def project_start_discard(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Throw a start away."""
    portfolio = portfolio_for(request.user, key, Permission.CREATE_PROJECT)
    draft = _own_draft(request, portfolio, pk)
    drafts.discard(request.user, draft, sent_version(request))
    messages.success(request, _("Start thrown away"))
    return redirect("project_start", key)


def _own_draft(request: HttpRequest, portfolio: Portfolio, pk: int) -> StartDraft:
    own = StartDraft.objects.select_related("portfolio", "project")
    return get_object_or_404(own, pk=pk, portfolio=portfolio, user=request.user)


def _posted(request: HttpRequest, guide: Guide, step: str) -> HttpResponse:
    form = guide.form(step, request.POST)
    if not form.is_valid():
        return _page(request, guide, step, form, status=422)
    if step == "planning" and "recompute" in request.POST:
        return _page(request, guide, step, form)
    draft, key = guide.draft, guide.draft.portfolio.key
    try:
        if step == "nazicht":
            project = drafts.finish(request.user, draft, answers_of(form), sent_version(request))
            messages.success(request, _("Project {code} is there").format(code=project.code))
            return redirect("project", key, project.code)
        drafts.save_step(request.user, draft, step, answers_of(form), sent_version(request))
    except VersionConflict as conflict:
        # What was typed stays on the page, over what the other window kept: saving again chooses it.
        fresh = _own_draft(request, draft.portfolio, draft.pk)
        if fresh.project is not None:
            return redirect("project", key, fresh.project.code)
        return _page(request, Guide(fresh, request.user), step, form, status=409, trouble=str(conflict))
    return redirect("project_start_step", key, draft.pk, next_step(step))


def _page(
    request: HttpRequest, guide: Guide, step: str, form: forms.Form, *, status: int = 200, trouble: str = ""
) -> HttpResponse:
    portfolio = guide.draft.portfolio
    title = str(STEPS[step])
    context = {
        "portfolio": portfolio,
        "breadcrumbs": [*_breadcrumbs(portfolio), (guide.name or _("Without a name"), "")],
        "draft": guide.draft,
        "step": step,
        "step_title": title,
        "steps": guide.links(step),
        "step_before": step_before(step),
        "help": help_of(step),
        "form": form,
        "trouble": trouble,
        "conclusion": _where(step, guide.name),
        **_of_step(guide, step, form),
    }
    return render(request, "pages/project_start_step.html", context, status=status)


def _where(step: str, name: str) -> str:
    """Return how far one is, and with what."""
    number = list(STEPS).index(step) + 1
    text = _("Step {number} of {total} for {name}.") if name else _("Step {number} of {total}.")
    return text.format(number=number, total=len(STEPS), name=name)


def _of_step(guide: Guide, step: str, form: forms.Form) -> dict[str, Any]:
    """Return what one step shows beside its form."""
    if step == "omvang" and guide.has(step):
        return {"sized": guide.sized}
    if step == "methode":
        method, why = guide.proposal
        chosen = form["template"].value()
        return {"sized": guide.sized, "offered": offered(guide.templates, method, why), "chosen": chosen}
    if step == "toleranties":
        return {"sized": guide.sized, "words": _worded(guide)}
    if step == "planning" and isinstance(form, PlanForm):
        is_typed = form.is_bound and form.is_valid()
        plan = guide.plan(form.cleaned_data["starts_on"], form.days()) if is_typed else guide.plan()
        return plan_rows(plan, form)
    if step == "mensen":
        return {
            "roles": [form[name] for name in form.fields if name.startswith("role-")],
            "own": [form[name] for name in form.fields if name.startswith("own-")],
            "hints": {
                one.key: said(one.why, language()) if one.why else "" for one in guide.template.stakeholders
            },
        }
    if step == "lessen":
        return {"lessons": guide.lessons, "taken": {str(one) for one in form["lessons"].value() or ()}}
    if step == "nazicht":
        return {"summary": summary(guide), "plan": guide.plan()}
    return {}


def _worded(guide: Guide) -> list[tuple[str, str]]:
    return [
        (str(TARGET_NAMES[one.target]), said(one.note, language()) if one.note else "")
        for one in guide.template.tolerances
        if one.unit == "text"
    ]


def _breadcrumbs(portfolio: Portfolio) -> list[tuple[str, str]]:
    return [
        (portfolio.name, reverse("portfolio", args=[portfolio.key])),
        (_("New project"), reverse("project_start", args=[portfolio.key])),
    ]
