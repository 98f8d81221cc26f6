"""What a project follows: its method with preview and way back, its roles and own data, its brief."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stuurbord.errors import VersionConflict
from stuurbord.language import language as language_of
from stuurbord.rulebooks.methods.model import said
from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.lists.project_frame import frame
from stuurbord.web.lists.views.form_page import sent_version, version_in
from stuurbord.web.methods.brief import brief_document
from stuurbord.web.methods.method_texts import told_changes
from stuurbord.web.methods.migrating import Preview, migrate, preview, roll_back
from stuurbord.web.methods.models import MethodTemplate, ProjectMethod, TemplateState
from stuurbord.web.methods.plan_proposal import n_lacking, propose_steps
from stuurbord.web.methods.project_data import data_form, form_values, may_edit, name_role, save_data
from stuurbord.web.methods.queries import (
    current_method,
    field_values,
    kind_of_template,
    language,
    roles_of,
    size_of,
    template_of,
)
from stuurbord.web.methods.roles_form import RolesForm
from stuurbord.web.methods.sizing import SIZE_NAMES
from stuurbord.web.methods.storing import published
from stuurbord.web.planning.actions import Refused
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.queries import project_for

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@require_http_methods(["GET", "HEAD", "POST"])
def project_data(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Show and change the custom fields of a project and who has which role."""
    project = project_for(request.user, key, code)
    template = template_of(project)
    values, version = field_values(project)
    roles = roles_of(project)
    is_roles = request.POST.get("form") == "roles"
    data = request.POST if request.method == "POST" else None
    form = data_form(template, None if is_roles else data, values)
    roles_form = RolesForm(template, roles, data if is_roles else None)
    trouble, status = "", 200
    if request.method == "POST":
        require(request.user, Permission.EDIT_REGISTER, project.scopes)
        try:
            if is_roles and roles_form.is_valid():
                for role, person in roles_form.chosen().items():
                    name_role(request.user, project, role, person)
                messages.success(request, _("Roles saved"))
                return redirect("project_data", key, code)
            if not is_roles and form.is_valid():
                save_data(request.user, project, form_values(template, form), sent_version(request))
                messages.success(request, _("Data saved"))
                return redirect("project_data", key, code)
            status = 422
        except VersionConflict as conflict:
            trouble, status = str(conflict), 409
    context = {
        **frame(request, project, "project_data"),
        "form": form,
        "version": version,
        "roles_form": roles_form,
        "roles": [
            (
                said(one.title, language()),
                said(one.duties, language()) if one.duties else "",
                roles.get(one.key),
            )
            for one in template.roles
        ],
        "method": said(template.title, language()),
        "size": SIZE_NAMES[size_of(project)],
        "may_edit": may_edit(request.user, project),
        "trouble": trouble,
        "conclusion": _data_conclusion(template, values),
    }
    return render(request, "pages/project_data.html", context, status=status)


@require_safe
def project_method(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Show what a project follows, since when, and what else it could follow."""
    project = project_for(request.user, key, code)
    template, current = template_of(project), current_method(project)
    # What fits the kind, and what it follows now: a programme may follow a template for infrastructure.
    others = published().filter(kind__in={kind_of_template(project.kind), template.kind})
    if current:
        others = others.exclude(pk=current.template_id)
    may_propose = may(request.user, Permission.EDIT_REGISTER, project.scopes)
    context = {
        **frame(request, project, "project_method"),
        "template": template,
        "title": said(template.title, language()),
        "current": current,
        "history": ProjectMethod.objects.filter(project=project).select_related("template", "adopted_by"),
        "others": sorted(others, key=lambda one: (one.key != template.key, one.title)),
        "gates": [
            (
                one.code,
                said(one.title, language()),
                said(one.body_title, language()),
                said(one.decides, language()) if one.decides else "",
            )
            for one in template.gates
        ],
        "may_change": may(request.user, Permission.STEER_PORTFOLIO, project.scopes),
        "n_lacking": n_lacking(project) if may_propose else 0,
        "conclusion": _("{title}, version {version}.").format(
            title=said(template.title, language()), version=template.version
        ),
    }
    return render(request, "pages/project_method.html", context)


@require_POST
def project_method_steps(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Propose the steps of the method that the plan lacks."""
    project = project_for(request.user, key, code)
    try:
        made = propose_steps(request.user, project)
    except Refused as error:
        messages.warning(request, str(error))
        return redirect("project_method", key, code)
    return redirect("plan_proposal", key, code, made.number)


@require_http_methods(["GET", "HEAD", "POST"])
def project_method_preview(request: HttpRequest, key: str, code: str, pk: int) -> HttpResponse:
    """Show what following another template would change; a post does it."""
    project = project_for(request.user, key, code, Permission.STEER_PORTFOLIO)
    target = get_object_or_404(MethodTemplate, pk=pk, state=TemplateState.PUBLISHED)
    if request.method == "POST":
        expected = version_in(request, "current") or None
        migrate(request.user, project, target, expected, request.POST.get("reason", "")[:300])
        messages.success(request, _("The project follows {name} now").format(name=target))
        return redirect("project_method", key, code)
    found, current = preview(project, target), current_method(project)
    context = {
        **frame(request, project, "project_method"),
        "target": target,
        "preview": found,
        "changes": told_changes(found.changes),
        "current": current,
        "conclusion": _preview_conclusion(found),
    }
    return render(request, "pages/project_method_preview.html", context)


@require_POST
def project_method_back(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Let a project follow again what it followed before."""
    project = project_for(request.user, key, code, Permission.STEER_PORTFOLIO)
    made = roll_back(
        request.user, project, version_in(request, "current"), request.POST.get("reason", "")[:300]
    )
    messages.success(request, _("The project follows {name} again").format(name=made.template))
    return redirect("project_method", key, code)


@require_safe
def project_brief(request: HttpRequest, key: str, code: str, form: str) -> HttpResponse:
    """The project brief as Word or PDF."""
    from stuurbord.reports.document import write_docx, write_pdf

    if form not in KINDS:
        raise Http404
    project: Project = project_for(request.user, key, code)
    write = write_docx if form == "docx" else write_pdf
    content = write(brief_document(project), language_of(language()))
    answer = HttpResponse(content, content_type=KINDS[form])
    answer["Content-Disposition"] = content_disposition_header(True, f"{_('Project brief')} {code}.{form}")
    return answer


def _data_conclusion(template, values) -> str:  # type: ignore[no-untyped-def]
    missing = [one for one in template.fields if one.required_at and values.get(one.key) in (None, "")]
    if not template.fields:
        return _("This method asks no data of its own.")
    if not missing:
        return _("All that the method asks is filled in.")
    text = ngettext(
        "{n} fact that a gate asks is not filled in yet.",
        "{n} facts that a gate asks are not filled in yet.",
        len(missing),
    )
    return text.format(n=len(missing))


def _preview_conclusion(found: Preview) -> str:
    if not found.changes:
        return _("Nothing would change.")
    text = ngettext("{n} part would change.", "{n} parts would change.", len(found.changes))
    told = text.format(n=len(found.changes))
    if found.reopened:
        gates = ", ".join(found.reopened)
        told += " " + _("Asked anew at gates that were passed: {gates}.").format(gates=gates)
    return told
