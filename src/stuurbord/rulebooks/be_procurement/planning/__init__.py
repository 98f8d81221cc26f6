"""A procurement in time: its steps with their legal minima, and these as tasks of a plan."""

from stuurbord.rulebooks.be_procurement.planning.part import PlanPart, as_plan, plan_part
from stuurbord.rulebooks.be_procurement.planning.steps import (
    CALENDAR,
    OPTIONAL,
    LegalTerm,
    LegalTerms,
    PlanningRisk,
    PlanningStep,
    StepLink,
    procedure_risks,
    procedure_steps,
    terms_of,
)

__all__ = [
    "CALENDAR",
    "OPTIONAL",
    "LegalTerm",
    "LegalTerms",
    "PlanPart",
    "PlanningRisk",
    "PlanningStep",
    "StepLink",
    "as_plan",
    "plan_part",
    "procedure_risks",
    "procedure_steps",
    "terms_of",
]
