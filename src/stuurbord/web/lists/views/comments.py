"""Remarks on a line, and the names that can be called in them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stuurbord.errors import VersionConflict
from stuurbord.web.lists.comments import add_comment, withdraw_comment
from stuurbord.web.lists.mentions import handle_of, handles, people_of
from stuurbord.web.lists.models.comment import Comment
from stuurbord.web.lists.views.drawer import COMMENTS, Outcome, answer
from stuurbord.web.lists.views.found import any_line_or_404, register_or_404

MOST_NAMES = 8


@require_http_methods(["GET", "HEAD", "POST"])
def line_comments(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say something; or return the names that begin with what was typed after ``@``."""
    register = register_or_404(slug)
    line = any_line_or_404(request, register, pk)
    if request.method != "POST":
        return JsonResponse({"people": _names(line, request.GET.get("q", ""))})
    text = request.POST.get("text", "")
    outcome = Outcome(COMMENTS, said=_("Remark added"))
    try:
        add_comment(request.user, register, line, text)
    except ValidationError as error:
        outcome = Outcome(COMMENTS, errors=error.messages, typed=text)
    except VersionConflict as error:
        outcome = Outcome(COMMENTS, errors=[str(error)], typed=text, status=409)
    return answer(request, register, line, outcome)


@require_POST
def comment_withdraw(request: HttpRequest, slug: str, pk: int, comment: int) -> HttpResponse:
    """Take back one's own remark."""
    register = register_or_404(slug)
    line = any_line_or_404(request, register, pk)
    try:
        withdraw_comment(request.user, register, line, comment)
    except (Comment.DoesNotExist, OverflowError):
        raise Http404 from None
    return answer(request, register, line, Outcome(COMMENTS, said=_("Remark withdrawn")))


def _names(line: object, typed: str) -> list[dict[str, str]]:
    """Return who may see the project and is called so: the handle to write, the name and the address."""
    people = list(people_of(line.project))  # type: ignore[attr-defined] # a line of any register has one
    called = handles(people)
    wanted = typed.strip().casefold()
    found = [
        one
        for one in people
        if any(word.startswith(wanted) for word in (one.name.casefold(), *one.name.casefold().split()))
        or one.email.casefold().startswith(wanted)
    ]
    return [{"handle": handle_of(one, called), "name": one.name} for one in found[:MOST_NAMES]]
