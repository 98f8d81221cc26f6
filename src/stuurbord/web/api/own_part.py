"""The section about tokens on the page of one's own account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from stuurbord.web.accounts.own_parts import Part
from stuurbord.web.api.tokens import usable_tokens


def _shown(request: HttpRequest) -> dict[str, Any]:
    return {"n_tokens": usable_tokens(request.user).count()}


OWN_PART = Part("api/own_part.html", _shown)
