"""The workbook that goes out: an empty template, or filled with a portfolio."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from stuurbord.exchange import workbook as workbooks
from stuurbord.web.imports.stored_records import records_of
from stuurbord.web.projects.queries import portfolio_for, visible_projects
from stuurbord.web.reader import reader

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def workbook(request: HttpRequest, key: str) -> HttpResponse:
    """The registers of the projects a reader may see; read back, it changes nothing."""
    portfolio = portfolio_for(request.user, key)
    projects = visible_projects(request.user).filter(portfolio=portfolio)
    records = records_of(projects.select_related("owner", "manager", "programme").order_by("code"))
    return _download(workbooks.write(records, reader().code), f"{portfolio.key}.xlsx")


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The empty workbook, with lists and explanations."""
    return _download(workbooks.write(None, reader().code), "stuurbord.xlsx")


def _download(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)
