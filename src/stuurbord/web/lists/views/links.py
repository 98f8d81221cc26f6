"""Links of a line: looked for, laid, taken away."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stuurbord.errors import VersionConflict
from stuurbord.web.accounts.permissions import require
from stuurbord.web.lists.link_choices import choices, meant
from stuurbord.web.lists.link_ends import End, ShownEnd
from stuurbord.web.lists.links import add_link, remove_link
from stuurbord.web.lists.models.link import Link, LinkKind
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.views.drawer import LINKS, Outcome, answer
from stuurbord.web.lists.views.found import any_line_or_404, register_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def line_links(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Link a line to what was chosen, or typed so that it can mean one thing; or return what it may mean."""
    register = register_or_404(slug)
    line = any_line_or_404(request, register, pk)
    if request.method != "POST":
        found = choices(request.user, register, line, request.GET.get("q", ""))
        return JsonResponse({"choices": [_choice(one) for one in found]})
    require(request.user, register.permission, line.project.scopes)
    return answer(request, register, line, _linked(request, register, line))


@require_POST
def link_remove(request: HttpRequest, slug: str, pk: int, link: int) -> HttpResponse:
    """Take a link away."""
    register = register_or_404(slug)
    line = any_line_or_404(request, register, pk)
    try:
        remove_link(request.user, register, line, link)
    except (Link.DoesNotExist, OverflowError):
        raise Http404 from None
    return answer(request, register, line, Outcome(LINKS, said=_("Link removed")))


def _linked(request: HttpRequest, register: Register, line: Any) -> Outcome:
    words = request.POST.get("words", "")
    end = End.read(request.POST.get("to", ""))
    if not request.POST.get("to"):
        found = choices(request.user, register, line, words)
        one = meant(found, words)
        if one is None:
            told = _("Several things are called so: choose one.") if found else _("Nothing is called so.")
            return Outcome(LINKS, errors=[told], typed=words, choices=found)
        end = one.end
    try:
        add_link(request.user, register, line, end, request.POST.get("kind", LinkKind.RELATES))
    except ValidationError as error:
        return Outcome(LINKS, errors=error.messages, typed=words)
    except VersionConflict as error:
        return Outcome(LINKS, errors=[str(error)], typed=words, status=409)
    return Outcome(LINKS, said=_("Link added"))


def _choice(one: ShownEnd) -> dict[str, str]:
    return {
        "value": one.end.value,
        "called": one.called,
        "title": one.title,
        "kind": one.kind,
        "project": one.project,
    }
