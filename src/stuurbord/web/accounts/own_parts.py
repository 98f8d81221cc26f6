"""Sections of the own-account page that rooms above add: tokens, notices, calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Part:
    """One section: a template and what it shows. Its forms are sent to addresses of the room it is from."""

    template: str
    context: Callable[[HttpRequest], dict[str, Any]]


PARTS: list[Part] = []


def declare(part: Part) -> Part:
    """Add a section; called when the app is ready."""
    PARTS.append(part)
    return part


def parts_of(request: HttpRequest) -> list[dict[str, Any]]:
    """Return template and context of each section, for the page."""
    return [{"template": part.template, **part.context(request)} for part in PARTS]
