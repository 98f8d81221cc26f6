"""What the address of a list asks: the address itself, or the saved view that it names."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, QueryDict

from stuurbord.web.lists.list_request import ListRequest
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.saved_views import SavedRequest

SAVED, OTHERWISE = "weergave", "anders"
"""The saved view one came from; and that the rest of the address counts, even where it is empty."""


def resolved(
    request: HttpRequest, register: Register, saved: Mapping[int, SavedRequest]
) -> tuple[ListRequest, SavedRequest | None]:
    """Return what is asked and the saved view that is looked at, if any.

    An address of only a saved view asks what that view asks. As soon as something else is in it, it says
    everything itself, so that a filter of the view can be taken away. Links on the page are made from the
    address: it is written out.
    """
    sent = request.GET.get(SAVED, "")
    if not sent:
        return ListRequest.from_query(request.GET, register), None
    if not sent.isdecimal() or len(sent) > 18 or int(sent) not in saved:
        raise Http404
    current = saved[int(sent)]
    if not set(request.GET) - {SAVED, "page"}:
        whole = QueryDict(current.asked.as_query(), mutable=True)
        for name in (SAVED, "page"):
            if name in request.GET:
                whole[name] = request.GET[name]
        whole[OTHERWISE] = "1"
        request.GET = whole  # type: ignore[assignment]
    return ListRequest.from_query(request.GET, register), current
