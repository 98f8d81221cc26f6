"""The page with the form of a line, and the version that such a form rests on."""

from __future__ import annotations

from typing import Any

from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stuurbord.web.lists.line_forms import form_sections
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.views.drawer import breadcrumbs


def form_page(
    request: HttpRequest, register: Register, form: ModelForm, stored: Any, version: int | None
) -> HttpResponse:
    """Show a form; after an error it still rests on the version that it was opened on."""
    context = {
        "register": register,
        "line": stored,
        "version": version,
        "called": register.called(stored) if stored else "",
        "form": form,
        "sections": form_sections(register, form),
        "breadcrumbs": breadcrumbs(register, stored),
    }
    return render(request, "pages/register_line_form.html", context, status=422 if form.errors else 200)


def sent_version(request: HttpRequest) -> int:
    """Return the version that a form was opened on; 0, which no line has, where it sends none."""
    return version_in(request, "version")


def version_in(request: HttpRequest, name: str) -> int:
    """Return the version that a form sends under a name; 0 where it sends none."""
    sent = request.POST.get(name, "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else 0
