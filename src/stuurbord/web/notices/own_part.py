"""What the own-account page says of notices."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from stuurbord.web.accounts.own_parts import Part
from stuurbord.web.notices.calendar_tokens import token_of
from stuurbord.web.notices.choices import rhythm_of


def _context(request: HttpRequest) -> dict[str, Any]:
    return {"rhythm": rhythm_of(request.user).label, "token": token_of(request.user)}


OWN_PART = Part("look/components/own_notices.html", _context)
