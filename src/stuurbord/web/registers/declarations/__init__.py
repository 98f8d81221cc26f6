"""The registers of a project, declared: one module per theme."""

from __future__ import annotations

from stuurbord.web.lists.panels import declare_panel
from stuurbord.web.lists.register import declare
from stuurbord.web.registers.declarations.benefits import BENEFITS, MEASUREMENTS
from stuurbord.web.registers.declarations.changes import CHANGES
from stuurbord.web.registers.declarations.decisions import DECISIONS
from stuurbord.web.registers.declarations.dependencies import DEPENDENCIES
from stuurbord.web.registers.declarations.issues import ISSUES
from stuurbord.web.registers.declarations.lessons import LESSONS
from stuurbord.web.registers.declarations.limits import APPETITE
from stuurbord.web.registers.declarations.milestones import MILESTONES
from stuurbord.web.registers.declarations.quality import CRITERIA, FINDINGS, PRODUCTS, REVIEWS
from stuurbord.web.registers.declarations.responses import RESPONSES
from stuurbord.web.registers.declarations.risks import RISKS
from stuurbord.web.registers.declarations.stakeholders import COMMUNICATION, RACI, STAKEHOLDERS
from stuurbord.web.registers.declarations.work import ACTIONS, ASSUMPTIONS
from stuurbord.web.registers.panels import PANELS

REGISTERS_OF_A_PROJECT = (
    RISKS,
    RESPONSES,
    APPETITE,
    ISSUES,
    DECISIONS,
    ACTIONS,
    CHANGES,
    MILESTONES,
    DEPENDENCIES,
    ASSUMPTIONS,
    PRODUCTS,
    CRITERIA,
    REVIEWS,
    FINDINGS,
    LESSONS,
    STAKEHOLDERS,
    RACI,
    COMMUNICATION,
    BENEFITS,
    MEASUREMENTS,
)


def declare_all() -> None:
    """Declare the registers of this app, with the tables that their lines show."""
    for register in REGISTERS_OF_A_PROJECT:
        declare(register)
    for slug, panel in PANELS:
        declare_panel(slug, panel)
