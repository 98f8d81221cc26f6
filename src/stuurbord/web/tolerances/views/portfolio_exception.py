"""One exception of a portfolio: what was measured, the report with its options, the decision of the board."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.tolerances.actions import NotComplete
from stuurbord.web.tolerances.conclusions import amount, exception_sentence
from stuurbord.web.tolerances.models import ExceptionState, PortfolioException
from stuurbord.web.tolerances.portfolio_deciding import (
    ask,
    close,
    decide,
    may_decide,
    may_report,
    missing_before_asking,
    report,
)
from stuurbord.web.tolerances.portfolio_forms import DecideForm, OptionForms, ReportForm
from stuurbord.web.tolerances.queries import portfolio_exception_for
from stuurbord.web.tolerances.views.exception import steps_of

_WRITABLE = (ExceptionState.RAISED, ExceptionState.REPORTED)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def portfolio_exception(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """Show one exception of a portfolio; report, ask, decide, close."""
    found = portfolio_exception_for(request.user, key, number)
    forms: dict[str, Any] = {
        "report": ReportForm(line=found),
        "options": OptionForms(found),
        "decide": DecideForm(line=found),
    }
    hindered = ""
    if request.method == "POST":
        try:
            told = _done(request, found, forms)
        except NotComplete as error:
            hindered, told = str(error), ""
        if told:
            messages.success(request, told)
            return redirect("portfolio_exception", key, number)
    has_errors = any(form.errors for form in (forms["report"], forms["decide"]) if form.is_bound)
    context = _context(request, found) | forms | {"hindered": hindered}
    context["has_errors"] = has_errors or forms["options"].has_errors
    status = 422 if hindered or context["has_errors"] else 200
    return render(request, "pages/portfolio_exception.html", context, status=status)


def _done(request: HttpRequest, found: PortfolioException, forms: dict[str, Any]) -> str:
    """Take the step that was sent; return what to say, empty if the form has errors."""
    user, version, do = request.user, _version(request), request.POST.get("do")
    if do == "report":
        return _reported(request, found, forms, version)
    if do == "ask":
        ask(user, found, version)
        return _("The decision is asked of the board of the portfolio.")
    if do == "decide":
        return _decided(request, found, forms, version)
    if do == "close":
        close(user, found, version)
        return _("The exception is closed.")
    raise Http404


def _reported(request: HttpRequest, found: PortfolioException, forms: dict[str, Any], version: int) -> str:
    if not may_report(request.user, found.portfolio):
        require(request.user, Permission.STEER_PORTFOLIO, found.portfolio.scopes)
    forms["report"] = ReportForm(request.POST, line=found)
    forms["options"] = OptionForms(found, request.POST)
    are_right = [forms["report"].is_valid(), forms["options"].is_valid()]
    if not all(are_right):
        return ""
    report(request.user, found, forms["report"].cleaned_data, forms["options"].values, version)
    return _("The report is kept.")


def _decided(request: HttpRequest, found: PortfolioException, forms: dict[str, Any], version: int) -> str:
    require(request.user, Permission.DECIDE, found.portfolio.scopes)
    forms["decide"] = DecideForm(request.POST, line=found)
    if not forms["decide"].is_valid():
        return ""
    sent = forms["decide"].cleaned_data
    decide(request.user, found, sent["option"], sent["outcome"], version)
    return _("The decision is kept.")


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _context(request: HttpRequest, found: PortfolioException) -> dict[str, Any]:
    portfolio, is_days = found.portfolio, found.unit == "days"
    reports = may_report(request.user, portfolio)
    return {
        "portfolio": portfolio,
        "line": found,
        "body": portfolio.meeting or _("Steering committee"),
        "conclusion": exception_sentence(found),
        "measured": amount(found.measured, found.unit, is_signed=is_days),
        "measured_now": amount(found.measured_now, found.unit, is_signed=is_days),
        "allowed": amount(found.allowed, found.unit),
        "used": None if found.measured_now is None else float(found.measured_now),
        "limit": None if found.allowed is None else float(found.allowed),
        "steps": steps_of(found.state),
        "lacking": missing_before_asking(found) if found.state in _WRITABLE else [],
        "may_write": reports and found.state in _WRITABLE,
        "may_ask": reports and found.state == ExceptionState.REPORTED,
        "may_decide": may_decide(request.user, found) and found.state == ExceptionState.DECISION_ASKED,
        "may_close": reports and found.state == ExceptionState.DECIDED and not found.is_beyond,
        "breadcrumbs": [
            (portfolio.name, reverse("portfolio", args=[portfolio.key])),
            (_("Agreements"), reverse("portfolio_agreements", args=[portfolio.key])),
            (found.code, ""),
        ],
    }
