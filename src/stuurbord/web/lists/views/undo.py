"""Take back what one did in a list."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from stuurbord.web.lists.register import Register
from stuurbord.web.lists.undoing import Done, undo
from stuurbord.web.lists.views.cells import answered, pairs, rows, sent_json
from stuurbord.web.lists.views.found import register_or_404
from stuurbord.web.reader import reader


@require_POST
def take_back(request: HttpRequest, slug: str) -> JsonResponse:
    """Undo changes of lines, all or none: ``{"done": [[pk, version]]}``."""
    found = register_or_404(slug)
    return answered(lambda: _undone(request, found))


def _undone(request: HttpRequest, found: Register) -> JsonResponse:
    sent = sent_json(request)
    lines = undo(request.user, found, [Done(pk, version) for pk, version in pairs(sent.get("done"))])
    n = len(lines)
    said = ngettext("{n} change taken back", "{n} changes taken back", n).format(n=reader().number(n))
    return JsonResponse(
        {
            "lines": rows(request, found, [line.pk for line in lines], sent.get("kol", "")),
            "gone": [line.pk for line in lines if line.is_archived],
            "undo": [[line.pk, line.version] for line in lines],
            "said": said,
        }
    )
