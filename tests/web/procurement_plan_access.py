"""What the addresses of a procurement in the plan need in the table of who may do what."""

from __future__ import annotations

from typing import Any

from web import factories

from stuurbord.engine.editing import SetFacts, edited
from stuurbord.web.planning.actions import Wanted, propose
from stuurbord.web.procurements.models import PendingChange, PlanLink, ProcurementFile
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of

NAMES = (
    "procurement_tie",
    "procurement_propose",
    "procurement_chances",
    "procurement_proposal_accept",
    "procurement_proposal_reject",
    "procurement_proposal_withdraw",
)
FACTS = {
    "buyer": "subcentral",
    "sector": "classic",
    "kind": "supplies",
    "date": "2027-01-11",
    "estimate": {"base": 139_000},
}
SIDE: dict[str, Any] = {
    **dict.fromkeys(("gate", "p50", "p80", "chance", "forecast", "conclusion")),
    "procedure": "VOPZB",
    "commitment": {},
    "payment": {},
}
EFFECT = {"gate": "", "goal": "", "goal_code": "", "missing": [], "before": SIDE, "after": SIDE}
"""Of a change that nothing is known of."""
GOAL = 5
"""Uid of the gate at the end of the plan of the world."""
FORMS: dict[str, dict[str, Any]] = {
    "procurement_tie": {"version": 0, "feeds": GOAL, "vat_rate": "21"},
    "procurement_propose": {"version": 1, "procedure": "VOPZB"},
    "procurement_chances": {},
    "procurement_proposal_accept": {"version": 1},
    "procurement_proposal_reject": {"version": 1, "reason": "Eerst krediet zoeken"},
    "procurement_proposal_withdraw": {"version": 1},
}


def arguments(world: Any, name: str) -> tuple[Any, ...]:
    """Return what an address needs, made where it is not there: a file, its tie, a proposal that waits."""
    own = {"project": world.project, "title": "Lezers", "facts": FACTS, "estimate": 139_000}
    reference = f"O-2026-95{NAMES.index(name)}"
    file = ProcurementFile.objects.get_or_create(reference=reference, defaults=own)[0]
    if name == "procurement_tie":
        return (reference,)
    PlanLink.objects.get_or_create(file=file, defaults={"feeds_uid": GOAL})
    if name in ("procurement_propose", "procurement_chances"):
        return (reference,)
    return (reference, _waiting(world, file).proposal.number)


def _waiting(world: Any, file: ProcurementFile) -> PendingChange:
    found = file.pending_changes.first()
    if found is not None:
        return found
    base = Project.objects.get(pk=world.project.pk).current_revision
    plan = edited(plan_of(base.pk), [SetFacts([2], {"name": file.reference})], forecast_schedule)
    made = propose(factories.OPERATOR, world.project, base, plan, Wanted(file.reference))
    return PendingChange.objects.create(
        file=file,
        proposal=made,
        file_version=file.version,
        facts=FACTS,
        choice="VOPZB",
        advice_hash="",
        uncertainty={"spreads": [], "risks": []},
        effect=EFFECT,
        money={"missing": ["vat"]},
    )
