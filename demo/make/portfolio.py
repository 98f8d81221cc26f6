"""All twelve plans and the registers around them, as the product's own records."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Final

from demo.make.plan_building import Made, build
from demo.make.project import DemoProject
from demo.make.registers import reading, uncertainty_reading
from stuurbord.exchange.records import PortfolioRecords

NUMBERS: Final = (1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 14)
"""P-004 and P-013 were stopped before their intake."""


def projects() -> list[DemoProject]:
    """Return the twelve projects in order."""
    return [import_module(f"demo.make.plans.p{number:03}").PROJECT for number in NUMBERS]


def plans() -> dict[str, Made]:
    """Return project code → its plan."""
    return {project.code: build(project) for project in projects()}


def records(made: Mapping[str, Made]) -> PortfolioRecords:
    """Return what the workbook holds; the plans themselves travel as MSPDI files."""
    told = PortfolioRecords(
        projects=reading.projects(made),
        budget=reading.budget(),
        risks=reading.risks(),
        responses=uncertainty_reading.responses(),
        estimates=uncertainty_reading.estimates(),
        loadings=uncertainty_reading.loadings(),
        correlations=uncertainty_reading.correlations(),
        weather=uncertainty_reading.weather(),
        issues=reading.issues(),
        milestones=reading.milestones(made),
        decisions=reading.decisions(),
        people=reading.people(),
    )
    told.milestone_reports = reading.milestone_reports(told.projects, told.milestones)
    return told
