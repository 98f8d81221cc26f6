"""The API as one object: every operation, put together at the first request."""

from __future__ import annotations

from functools import cache
from threading import RLock
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLResolver
from django.urls.resolvers import RegexPattern
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from stuurbord.web.api import (
    contracts,
    lines,
    overview,
    procurement_changes,
    procurement_parts,
    projects,
    proposals,
    rules,
    webhooks,
)
from stuurbord.web.api.documentation import documented
from stuurbord.web.api.problems import problem
from stuurbord.web.api.procurement_facts import NUMBER, PARTS
from stuurbord.web.api.registers import register_router
from stuurbord.web.api.sentences import sentence
from stuurbord.web.lists.register import REGISTERS

VERSION = "1"
TITLE = "Stuurbord"
_building = RLock()


def api() -> NinjaAPI:
    """Return the API; its descriptions are English whoever asks first."""
    with _building:  # two first requests at once would each make it
        return _made()


@cache
def _made() -> NinjaAPI:
    with translation.override("en"):
        made = NinjaAPI(title=TITLE, version=VERSION, docs_url=None, openapi_url=None, urls_namespace="api")
        made.add_router("", overview.router)
        made.add_router("", projects.router)
        made.add_router("", proposals.router)
        for register in REGISTERS.values():
            made.add_router(f"/registers/{register.slug}", register_router(register))
        made.add_router("/registers", lines.line_router(dict(REGISTERS)))
        made.add_router("/procurements", procurement_changes.router)
        made.add_router("/procurements", procurement_parts.router)
        made.add_router("/contracts", contracts.router)
        made.add_router("/rules", rules.router)
        made.add_router("/webhooks", webhooks.router)
        made.add_exception_handler(ValidationError, _invalid)
        made.add_exception_handler(HttpError, _unreadable)
        # All else is told by the gate, or is a fault of ours.
        made.add_exception_handler(Http404, _raised)
        made.add_exception_handler(Exception, _raised)
    return made


@cache
def description() -> dict[str, Any]:
    """Return the OpenAPI description."""
    with translation.override("en"):
        return documented(api().get_openapi_schema(path_prefix="/api/v1/"))


def resolver() -> URLResolver:
    """Return what finds the operation of a path behind ``/api/v1/``."""
    with _building:
        return _resolver()


@cache
def _resolver() -> URLResolver:
    return URLResolver(RegexPattern(r"^"), list(api().urls[0]))


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {"field": _field(one["loc"]), "line": None, "code": one["type"], "message": sentence(one)}
        for one in error.errors
    ]
    return problem(422, _("Look at the fields that are named."), errors)


def _field(place: tuple[Any, ...]) -> str:
    """Return a field by name: without where it was sent, what we call it and how it is written."""
    return ".".join(str(part) for part in place[2:] or place[1:] if part not in (NUMBER, PARTS))


def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, _("The body is no JSON that can be read."))


def _raised(request: HttpRequest, error: Exception) -> HttpResponse:
    raise error
