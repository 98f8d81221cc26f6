"""The sign of life of a page on a plan."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stuurbord.web.lists.views.cells import BadRequest, answered, sent_json
from stuurbord.web.planning.presences import come_by, newer_than
from stuurbord.web.projects.queries import project_for

_LARGEST = 2**31 - 1


@require_POST
def presence(request: HttpRequest, key: str, code: str) -> JsonResponse:
    """Tell who else is on the plan, and what newer revisions touched since the page's own."""
    project = project_for(request.user, key, code)

    def told() -> JsonResponse:
        sent = sent_json(request)
        tasks = sent.get("tasks", [])
        numbers = [sent.get("base"), sent.get("n_edits", 0), *(tasks if isinstance(tasks, list) else [None])]
        if not all(_is_number(one) for one in numbers):
            raise _unreadable()
        try:
            newer = newer_than(project, sent["base"])
        except ValueError:
            raise _unreadable() from None
        others = come_by(request.user, project, sent.get("n_edits", 0), tasks)
        return JsonResponse({"others": others} | newer)

    return answered(told)


def _is_number(one: Any) -> bool:
    return isinstance(one, int) and not isinstance(one, bool) and 0 <= one <= _LARGEST


def _unreadable() -> BadRequest:
    return BadRequest(_("This request cannot be read. Load the page again."))
