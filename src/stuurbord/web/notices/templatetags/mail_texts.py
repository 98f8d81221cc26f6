"""Texts of mail in templates."""

from __future__ import annotations

from django import template

from stuurbord.web.notices.sentences import shift_sentence

register = template.Library()
register.filter("shift_sentence", shift_sentence)


@register.filter
def one_line(text: str) -> str:
    """Return a text that somebody typed on one line, so that it cannot pass for a line of ours."""
    return " ".join(str(text).split())
