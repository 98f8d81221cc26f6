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
    return _found(register.lines(request.user), pk)


def any_line_or_404(request: HttpRequest, register: Register, pk: int) -> Any:
    """Return a line of a project that the reader may see, also one that is archived."""
    return _found(register.every_line(request.user), pk)


def _found(lines: Any, pk: int) -> Any:
    if pk >= 2**63:  # no database has such a number, and not every one takes the question
        raise Http404
    return get_object_or_404(lines, pk=pk)
