"""The list of files that came in, and the door they come through."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from stuurbord.errors import Finding, NotPermitted, VersionConflict
from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.imports import actions
from stuurbord.web.imports.announced import acceptance_order
from stuurbord.web.imports.models import Import, ImportState
from stuurbord.web.imports.queries import visible_imports, with_reasons
from stuurbord.web.imports.reading import too_large
from stuurbord.web.imports.summaries import conclusion, findings_of
from stuurbord.web.imports.uploads import too_large_files
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.projects.queries import portfolio_for, project_for, visible_projects
from stuurbord.web.reader import reader

PAGE_SIZE = 50
_WORKBOOK_ENDINGS = (".xlsx", ".xlsm")


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest, key: str) -> HttpResponse:
    """List what came in, and take in new files."""
    portfolio = portfolio_for(request.user, key)
    if not actions.may_import_in(request.user, portfolio):
        require(request.user, Permission.IMPORT_PORTFOLIO, portfolio.scopes)
    if request.method != "POST":
        return _page(request, portfolio)
    project = _project_given(request, portfolio)
    made, refused = _receive_all(request, portfolio, project)
    if len(made) == 1 and not refused:
        name = "import_mapping" if made[0].state == ImportState.NEEDS_MAPPING else "import"
        return redirect(name, made[0].pk)
    if not made and not refused:
        refused.append({"title": _("No file was chosen."), "text": _("Choose one or more files first.")})
    if refused:
        return _page(request, portfolio, refused, status=422)
    return redirect("imports", portfolio.key)


def _project_given(request: HttpRequest, portfolio: Portfolio) -> Project | None:
    code = request.POST.get("project", "").replace("\0", "")
    return project_for(request.user, portfolio.key, code, Permission.IMPORT_PLAN) if code else None


def _receive_all(
    request: HttpRequest, portfolio: Portfolio, project: Project | None
) -> tuple[list[Import], list[dict[str, Any]]]:
    """Receive the files one by one; return what came in, and what was refused with its reason."""
    made: list[Import] = []
    refused = [_refusal(name, [too_large(name)]) for name in too_large_files(request)]
    for file in _workbooks_first(request.FILES.getlist("files")):
        name = file.name or ""
        try:
            one = actions.receive(request.user, portfolio, name, file.read(), project)
        except NotPermitted as error:
            refused.append({"title": name, "text": str(error)})
            continue
        finally:
            file.close()
        if one.state == ImportState.REFUSED:
            refused.append(_refusal(name, findings_of(one), one.pk))
        else:
            made.append(one)
    return made, refused


def _workbooks_first(files: list[UploadedFile]) -> list[UploadedFile]:
    """Return the files so that what may bring projects is read before their plans; a name decides no more."""
    return sorted(files, key=lambda file: not (file.name or "").lower().endswith(_WORKBOOK_ENDINGS))


def _refusal(name: str, findings: list[Finding], pk: int | None = None) -> dict[str, Any]:
    """Return what a message says of a refused file: what and where, and that nothing changed."""
    title = _("{file} was not read.").format(file=name)
    text = f"{_first_reason(findings, name)} {_('Nothing has changed.')}"
    return {"title": title, "text": text, "pk": pk, "n": len(findings)}


def _first_reason(findings: list[Finding], file_name: str) -> str:
    """Return the first finding with its place in the file, as a sentence of its own."""
    place = findings[0].where.as_text(_).removeprefix(file_name).lstrip(", ")
    return f"{place[:1].upper()}{place[1:]}: {findings[0].message(_)}" if place else findings[0].message(_)


def _page(
    request: HttpRequest, portfolio: Portfolio, refused: list[dict[str, Any]] | None = None, status: int = 200
) -> HttpResponse:
    listed = visible_imports(request.user, portfolio)
    page = Paginator(listed, PAGE_SIZE).get_page(request.GET.get("page"))
    waiting = listed.filter(state__in=actions.UNDECIDED)
    context = {
        "portfolio": portfolio,
        "conclusion": _conclusion(waiting.count(), listed.exists()),
        "page": page,
        "rows": [{"one": one, "summary": _summary(one)} for one in with_reasons(page)],
        "refused": refused or [],
        "n_ready": waiting.filter(state=ImportState.READY).count(),
        "may_import_registers": may(request.user, Permission.IMPORT_PORTFOLIO, portfolio.scopes),
        "projects": visible_projects(request.user, Permission.IMPORT_PLAN).filter(portfolio=portfolio),
        "chosen_project": request.GET.get("project", request.POST.get("project", "")),
        "limit": settings.STUURBORD_UPLOAD_LIMIT // settings.MEGABYTE,
    }
    return render(request, "pages/imports.html", context, status=status)


def _conclusion(n_waiting: int, has_any: bool) -> str:
    if n_waiting:
        text = ngettext(
            "{n} file waits for somebody to review it.",
            "{n} files wait for somebody to review them.",
            n_waiting,
        )
        return text.format(n=reader().count_at_start(n_waiting))
    if has_any:
        return _("Everything that came in was decided.")
    return _("Nothing has come in yet: begin with the workbook or the plans you have.")


def _summary(one: Import) -> str:
    """Return what a file would do or did, or the first reason why not."""
    if one.state == ImportState.REFUSED:
        return _first_reason(findings_of(one), one.file_name)
    return conclusion(one)


@require_POST
def accept_all(request: HttpRequest, key: str) -> HttpResponse:
    """Accept every file that is ready, registers first; what moved meanwhile is compared anew and stays."""
    portfolio = portfolio_for(request.user, key)
    if not actions.may_import_in(request.user, portfolio):
        raise Http404
    ready = list(visible_imports(request.user, portfolio).filter(state=ImportState.READY).order_by("pk"))
    ready.sort(key=acceptance_order)
    n_accepted, again, beyond = 0, [], []
    for one in ready:
        try:
            actions.accept(request.user, one)
            n_accepted += 1
        except VersionConflict:
            again.append(one)
        except NotPermitted:
            beyond.append(one)
    for one in again:
        actions.review_again(request.user, one)
    _tell(request, n_accepted, again)
    if beyond:
        text = _("These go beyond what was agreed, or are not yours to accept; propose them: {files}.")
        messages.warning(request, text.format(files=", ".join(one.file_name for one in beyond)))
    return redirect("imports", portfolio.key)


def _tell(request: HttpRequest, n_accepted: int, again: list[Import]) -> None:
    if n_accepted:
        text = ngettext("{n} file was accepted.", "{n} files were accepted.", n_accepted)
        messages.success(request, text.format(n=reader().number(n_accepted)))
    if again:
        text = _(
            "These would change something else by now and were compared anew; look at them again: {files}."
        )
        messages.warning(request, text.format(files=", ".join(one.file_name for one in again)))
