"""The audit log in templates."""

from __future__ import annotations

from django import template

from stuurbord.web.steering.audit_sentences import sentence

register = template.Library()
register.filter("audit_sentence", sentence)
