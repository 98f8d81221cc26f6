"""The templates of the organisation: read by everybody, copied, edited and published by the PMO."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stuurbord.errors import InvalidRulePack, VersionConflict
from stuurbord.rulebooks.methods.difference import changes_between
from stuurbord.rulebooks.methods.model import SIZES, Template, said
from stuurbord.rulebooks.methods.read import read_template
from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.lists.views.form_page import version_in
from stuurbord.web.methods import editing
from stuurbord.web.methods.common_edits import CriterionForm, FieldForm, TitleForm, edited
from stuurbord.web.methods.method_texts import told_changes
from stuurbord.web.methods.models import MethodTemplate, TemplateState
from stuurbord.web.methods.queries import language, read
from stuurbord.web.methods.sizing import SIZE_NAMES
from stuurbord.web.methods.storing import store_shipped


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """List the published templates and, for who may edit, the drafts."""
    store_shipped()
    stored = MethodTemplate.objects.defer("text")
    may_manage = may(request.user, Permission.MANAGE_METHODS)
    found = list(stored.filter(state=TemplateState.PUBLISHED).order_by("method", "kind"))
    text = ngettext("{n} template is published.", "{n} templates are published.", len(found))
    context = {
        "published": found,
        "drafts": list(stored.filter(state=TemplateState.DRAFT)) if may_manage else [],
        "retired": list(stored.filter(state=TemplateState.RETIRED)),
        "may_manage": may_manage,
        "conclusion": text.format(n=len(found)),
    }
    return render(request, "pages/methods.html", context)


@require_safe
def method(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one version: stages, gates, products by size, roles, tolerances, criteria, first plan."""
    stored = _visible(request, pk)
    template = read(stored)
    context = {
        "stored": stored,
        "breadcrumbs": _breadcrumbs(stored),
        "may_manage": may(request.user, Permission.MANAGE_METHODS),
        "conclusion": said(template.summary, language()) if template.summary else "",
        "sizes": [str(SIZE_NAMES[one]) for one in SIZES],
        **_shown(template),
    }
    return render(request, "pages/method.html", context)


@require_POST
def method_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Copy a version to a draft."""
    made = editing.copy_to_draft(request.user, _visible(request, pk))
    return redirect("method_edit", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def method_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the text of a draft, or add the common things with a form; errors name their line."""
    require(request.user, Permission.MANAGE_METHODS)
    draft = get_object_or_404(MethodTemplate, pk=pk, state=TemplateState.DRAFT)
    text, findings, trouble, status = draft.text, (), "", 200
    forms = _forms(request, draft)
    if request.method == "POST":
        text = request.POST.get("text", draft.text)
        sent = request.POST.get("form", "text")
        try:
            if sent in forms:
                if not forms[sent].is_valid():
                    return _edit_page(request, draft, draft.text, forms, status=422)
                text = edited(sent, draft.text, read(draft), forms[sent].cleaned_data)
            editing.save_draft(request.user, draft, text, version_in(request, "revision"))
            messages.success(request, _("Draft saved"))
            return redirect("method_edit", pk)
        except InvalidRulePack as error:
            findings, status = error.findings, 422
        except VersionConflict as conflict:
            trouble, status = str(conflict), 409
    return _edit_page(request, draft, text, forms, findings=findings, trouble=trouble, status=status)


@require_POST
def method_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a draft: new projects follow it."""
    require(request.user, Permission.MANAGE_METHODS)
    draft = get_object_or_404(MethodTemplate, pk=pk, state=TemplateState.DRAFT)
    made = editing.publish(request.user, draft, version_in(request, "revision"))
    messages.success(request, _("{name} is published").format(name=made))
    return redirect("method", pk)


@require_POST
def method_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    require(request.user, Permission.MANAGE_METHODS)
    draft = get_object_or_404(MethodTemplate, pk=pk, state=TemplateState.DRAFT)
    editing.discard_draft(request.user, draft, version_in(request, "revision"))
    messages.success(request, _("Draft thrown away"))
    return redirect("methods")


def _visible(request: HttpRequest, pk: int) -> MethodTemplate:
    """Return a version; drafts only for who may edit."""
    stored = MethodTemplate.objects.select_related("published_by", "made_from")
    if not may(request.user, Permission.MANAGE_METHODS):
        stored = stored.exclude(state=TemplateState.DRAFT)
    return get_object_or_404(stored, pk=pk)


def _edit_page(
    request: HttpRequest,
    draft: MethodTemplate,
    text: str,
    forms: dict[str, Any],
    *,
    findings: Any = (),
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    draft.refresh_from_db()
    base = draft.made_from
    context = {
        "draft": draft,
        "text": text,
        "lines": range(1, text.count("\n") + 2),
        "findings": findings,
        "trouble": trouble,
        "forms": forms,
        "base": base,
        "changes": told_changes(changes_between(read(base), read(draft), language())) if base else [],
        "breadcrumbs": _breadcrumbs(draft),
        "conclusion": _("Running projects keep their version until somebody migrates them."),
    }
    return render(request, "pages/method_edit.html", context, status=status)


def _forms(request: HttpRequest, draft: MethodTemplate) -> dict[str, Any]:
    template = read_template(draft.text, f"{draft.key}.toml")
    made = {"criterion": CriterionForm, "field": FieldForm, "title": TitleForm}
    sent = request.POST.get("form")
    return {
        name: form(template, request.POST if name == sent else None, prefix=name)
        for name, form in made.items()
    }


def _shown(template: Template) -> dict[str, Any]:
    """Return the parts of a template in the language of the reader."""

    def tell(text: Any) -> str:
        return said(text, language()) if text else ""

    return {
        "template": template,
        "title": tell(template.title),
        "fits": tell(template.fits),
        "credit": tell(template.credit),
        "stages": [(tell(one.title), tell(one.purpose)) for one in template.stages],
        "gates": [
            (one.code, tell(one.title), tell(one.body_title), tell(one.decides), one.is_optional)
            for one in template.gates
        ],
        "products": [
            (tell(one.title), one.gate, [one.needed(size) for size in SIZES]) for one in template.products
        ],
        "roles": [(tell(one.title), tell(one.duties)) for one in template.roles],
        "criteria": [
            (one.id, ", ".join(one.at), tell(one.title), one.severity, one.reference)
            for one in (template.pack.rules if template.pack else ())
        ],
        "fields": [(tell(one.label), one.kind, one.required_at) for one in template.fields],
        "checks": [(one.gate, tell(one.title)) for one in template.checks],
        "tasks": [
            (one.code, tell(one.title), one.low, one.likely, one.high, ", ".join(one.after), one.source)
            for one in template.tasks
        ],
    }


def _breadcrumbs(stored: MethodTemplate) -> list[tuple[str, str]]:
    return [(_("Methods"), reverse("methods")), (str(stored), "")]
