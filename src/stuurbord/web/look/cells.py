"""The cells of a register: how each kind of column writes a line's value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from stuurbord.web.look import figures
from stuurbord.web.look.icons import named_icon
from stuurbord.web.look.status import status

_RIGHT = frozenset({"days", "deviation", "euro", "percent", "number"})
_LEVELS = {"high": "intervene", "medium": "adjust", "low": "on_track"}


def is_right_aligned(kind: str) -> bool:
    """Return whether a column of this kind holds figures."""
    return kind in _RIGHT


def cell(line: Any, name: str, kind: str, detail: str = "", alarm: str = "") -> SafeString | str:
    """Return what stands in a cell: the value in its kind's writing, a second line where declared.

    ``alarm`` names an attribute that is true when the value asks for attention: shape, colour and words.
    """
    written = _WRITERS.get(kind, _text)(line, _value(line, name))
    if alarm and _value(line, alarm):
        written = format_html('<span class="alarm">{}{}</span>', named_icon("clock", _("too late:")), written)
    second = _value(line, detail) if detail else None
    if second in (None, ""):
        return written
    return format_html('{}<span class="line-2">{}</span>', written, second)


def _value(line: Any, name: str) -> Any:
    value = getattr(line, name)
    return value() if callable(value) else value


def _text(line: Any, value: Any) -> str:
    return figures.UNKNOWN if value in (None, "") else str(value)


def _project(line: Any, project: Any) -> SafeString:
    return format_html('<span class="code" title="{}">{}</span>', project.name, project.code)


def _level(line: Any, value: Any) -> SafeString | str:
    """A level of three; the word is the model's own, the shape that of its gravity."""
    if value in (None, ""):
        return figures.UNKNOWN
    display = getattr(line, "get_priority_display", None) or getattr(line, "get_level_display", None)
    word = str(display()) if display else str(value)
    return status(_LEVELS.get(str(value), "undetermined"), capfirst(word))


_WRITERS: dict[str, Callable[[Any, Any], SafeString | str]] = {
    "date": lambda line, value: figures.day(value),
    "days": lambda line, value: figures.plain_days(value),
    "deviation": lambda line, value: figures.days(value),
    "euro": lambda line, value: figures.euro(value),
    "percent": lambda line, value: figures.percent(value),
    "number": lambda line, value: figures.number(value),
    "yes_no": lambda line, value: _("yes") if value else _("no"),
    "code": lambda line, value: format_html('<span class="code">{}</span>', value),
    "project": _project,
    "level": _level,
}
