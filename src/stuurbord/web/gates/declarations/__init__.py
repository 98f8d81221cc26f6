"""The registers of the gates: evidence, conditions, waivers."""

from __future__ import annotations

from stuurbord.web.gates.declarations.conditions import CONDITIONS
from stuurbord.web.gates.declarations.evidence import EVIDENCE
from stuurbord.web.gates.declarations.waivers import WAIVERS
from stuurbord.web.lists.register import declare

__all__ = ["CONDITIONS", "EVIDENCE", "WAIVERS", "declare_all"]


def declare_all() -> None:
    for register in (EVIDENCE, CONDITIONS, WAIVERS):
        declare(register)
