"""The register and the line that an address names, or 404: what one may not see does not exist."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from stuurbord.web.lists.register import REGISTERS, Register


def register_or_404(slug: str) -> Register:
    """Return the register with this slug."""
    if slug not in REGISTERS:
        raise Http404
    return REGISTERS[slug]


def line_or_404(request: HttpRequest, register: Register, pk: int) -> Any:
    """Return a line of a project that the reader may see; not one that is archived."""
    return get_object_or_404(register.lines(request.user), pk=pk)
