"""What the rule book warns of, as sentences."""

from __future__ import annotations

from stuurbord.rulebooks.be_procurement import Advice
from stuurbord.rulebooks.rule_pack.model import said
from stuurbord.web.reader import reader


def warning_texts(advice: Advice) -> list[str]:
    """Return what is to be minded, each with its article."""
    code = reader().code
    return [said(one.text, code) + (f" ({one.article})" if one.article else "") for one in advice.warnings]
