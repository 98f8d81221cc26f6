"""The reports of a project, one report beside what is still to be written, and its files."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stuurbord.errors import VersionConflict
from stuurbord.reports.project_reports import KINDS
from stuurbord.web.accounts.permissions import may, require
from stuurbord.web.clock import today
from stuurbord.web.lists.project_frame import frame
from stuurbord.web.projects.queries import project_for
from stuurbord.web.reader import reader
from stuurbord.web.reporting import actions
from stuurbord.web.reporting.documents import FORMS, document_of, file_name_of, file_of, is_intact
from stuurbord.web.reporting.models import ProjectReport, ReportState
from stuurbord.web.reporting.preview import shown_blocks
from stuurbord.web.reporting.queries import interval_of, next_due, report_for, reports_of


@require_http_methods(["GET", "HEAD", "POST"])
def project_reports(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """List the reports of a project; a post starts one."""
    project = project_for(request.user, key, code)
    errors: list[str] = []
    if request.method == "POST":
        require(request.user, actions.WRITE, project.scopes)
        try:
            made = actions.create_report(
                request.user,
                project,
                request.POST.get("kind", ""),
                _sent_day(request),
                exception=_sent_exception(request),
            )
        except actions.NotPossible as refused:
            errors.append(str(refused))
        else:
            return redirect("project_report", key, code, made.number)
    listed, due = list(reports_of(project)), next_due(project)
    context = frame(request, project, "project_reports") | {
        "reports": [(one, reader().gettext(one.kind_of.name)) for one in listed],
        "kinds": [(kind.code, reader().gettext(kind.name)) for kind in KINDS.values()],
        "due": due,
        "is_late": bool(due and due < today()),
        "interval": interval_of(project),
        "may_write": may(request.user, actions.WRITE, project.scopes),
        "today": today(),
        "errors": errors,
        "conclusion": _conclusion(listed, due),
    }
    return render(request, "pages/project_reports.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def project_report(request: HttpRequest, key: str, code: str, number: str) -> HttpResponse:
    """Show a report as it will be printed, beside what is still to be written; a post takes it further."""
    report = report_for(request.user, key, code, number)
    error, status, sent = "", 200, {}
    if request.method == "POST":
        try:
            told = _do(request, report)
        except actions.NotPossible as refused:
            error, status, sent = str(refused), 422, _sent_texts(request)
        except VersionConflict as conflict:
            error, status, sent = str(conflict), 409, _sent_texts(request)
            report = report_for(request.user, key, code, number)
        else:
            messages.success(request, told)
            return redirect("project_report", key, code, number)
        if status == 422:
            report = report_for(request.user, key, code, number)
    context = _page(request, report, error, sent) | {"is_stale": status == 409}
    return render(request, "pages/project_report.html", context, status=status)


@require_safe
def report_file(request: HttpRequest, key: str, code: str, number: str, form: str) -> HttpResponse:
    """Give the report as docx or pdf."""
    if form not in FORMS:
        raise Http404
    report = report_for(request.user, key, code, number)
    response = HttpResponse(file_of(request.user, report, form), content_type=FORMS[form])
    response["Content-Disposition"] = content_disposition_header(True, file_name_of(report, form))
    return response


def _page(request: HttpRequest, report: ProjectReport, error: str, sent: dict[str, str]) -> dict[str, Any]:
    project, user = report.project, request.user
    gettext = reader().gettext
    document = document_of(report)
    is_writer = user.pk in {*report.writers, report.author_id, report.submitted_by_id}
    sections = [
        {
            "key": one.key,
            "title": gettext(one.title),
            "hint": gettext(one.hint),
            "is_required": one.is_required,
            "text": sent.get(one.key, report.texts.get(one.key, "")),
            "is_empty": not report.texts.get(one.key, "").strip(),
            # What somebody else wrote meanwhile stands beside what was typed: nobody overwrites it unseen.
            "kept": report.texts.get(one.key, "") if _differs(report, sent, one.key) else "",
        }
        for one in report.kind_of.sections
    ]
    return frame(request, project, "project_report") | {
        "report": report,
        "kind": gettext(report.kind_of.name),
        "document": document,
        "blocks": shown_blocks(document, report.language),
        "sections": sections,
        "n_empty": sum(one["is_required"] and one["is_empty"] for one in sections),
        "conclusion": document.title,
        "error": error,
        "may_write": report.is_draft and may(user, actions.WRITE, project.scopes),
        "may_withdraw": report.state in (ReportState.DRAFT, ReportState.SUBMITTED)
        and may(user, actions.WRITE, project.scopes),
        "may_approve": report.state == ReportState.SUBMITTED
        and may(user, actions.DECIDE, project.scopes)
        and not is_writer,
        "is_own": report.state == ReportState.SUBMITTED and is_writer,
        "is_intact": is_intact(report),
        "today": today(),
    }


def _differs(report: ProjectReport, sent: dict[str, str], key: str) -> bool:
    typed = sent.get(key)
    return typed is not None and typed.replace("\r\n", "\n").strip() != report.texts.get(key, "")


def _do(request: HttpRequest, report: ProjectReport) -> str:
    """Do what the button says and return what to tell."""
    do, version, user = request.POST.get("do", ""), _sent_version(request), request.user
    remark = request.POST.get("remark", "")
    if do == "write":
        actions.write_texts(user, report, _sent_texts(request), version)
        return _("Saved.")
    if do == "refresh":
        changed = actions.refresh_report(user, report, version)
        if not changed:
            return _("The facts are the same.")
        return _("Facts gathered anew; changed: {names}.").format(names=", ".join(map(_part_name, changed)))
    if do == "submit":
        texts = _sent_texts(request)
        if texts:
            before = report.version
            actions.write_texts(user, report, texts, version)
            version += report.version - before
        actions.submit_report(user, report, version)
        return _("Submitted for approval.")
    if do == "approve":
        actions.approve_report(user, report, version)
        return _("Approved and frozen: the files no longer change.")
    if do == "return":
        actions.return_report(user, report, version, remark)
        return _("Sent back to the author.")
    if do == "withdraw":
        actions.withdraw_report(user, report, version, remark)
        return _("Withdrawn.")
    raise actions.NotPossible(_("Choose one of the buttons."))


def _sent_exception(request: HttpRequest) -> str:
    """Return the exception that an exception report is about; other kinds are about the whole project."""
    return request.POST.get("exception", "")[:50] if request.POST.get("kind") == "exception" else ""


def _sent_texts(request: HttpRequest) -> dict[str, str]:
    return {name[5:]: text for name, text in request.POST.items() if name.startswith("text-")}


def _sent_version(request: HttpRequest) -> int:
    sent = request.POST.get("version", "")
    if not (sent.isascii() and sent.isdecimal() and len(sent) < 10):
        raise VersionConflict(_("Send the form of the page again."))
    return int(sent)


def _sent_day(request: HttpRequest) -> date:
    sent = request.POST.get("as_of", "").strip()
    if not sent:
        return today()
    try:
        day = date.fromisoformat(sent)
    except ValueError as wrong:
        raise actions.NotPossible(_("Write the status date as year-month-day.")) from wrong
    return day


def _conclusion(listed: list[ProjectReport], due: date | None) -> str:
    waiting = sum(one.state == ReportState.SUBMITTED for one in listed)
    if waiting:
        return _("Reports that wait for approval: {n}.").format(n=waiting)
    if due is None:
        return _("There is no highlight report yet.")
    text = (
        _("The next highlight report was due on {day}.")
        if due < today()
        else _("The next highlight report is due on {day}.")
    )
    return text.format(day=reader().long_day(due))


def _part_name(name: str) -> str:
    names = {
        "status": _("status"),
        "forecast": _("forecast"),
        "targets": _("tolerances"),
        "milestones": _("milestones"),
        "curve": _("cost over time"),
        "plan": _("plan"),
        "progress": _("progress"),
        "done": _("done"),
        "upcoming": _("next"),
        "changes": _("changes"),
        "risks": _("risks"),
        "issues": _("issues"),
        "actions": _("actions"),
        "decisions": _("decisions"),
        "lessons": _("lessons"),
        "products": _("products"),
        "findings": _("findings"),
        "budget": _("budget"),
        "gates": _("gate decisions"),
        "conditions": _("conditions"),
        "next_gate": _("next gate"),
        "benefits": _("benefits"),
        "exceptions": _("exceptions"),
        "terms": _("periods of procurements"),
    }
    return names.get(name, name)
