"""How far a stage or a work package is from its baseline; only projects that agreed on parts are opened."""

from __future__ import annotations

from decimal import Decimal

from stuurbord.web.forecasts.answers import Answers
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import plan_of, schedule_of
from stuurbord.web.registers.models import Milestone
from stuurbord.web.registers.plan_dates import day_of, task_dates, task_position
from stuurbord.web.tolerances.models import Basis, Level, Target, Tolerance, Unit
from stuurbord.web.tolerances.part_cost import stage_cost, work_package_cost
from stuurbord.web.tolerances.part_measured import Lack, PartMeasured

_SURE = 0.8


def part_used(project: Project, line: Tolerance) -> PartMeasured:
    """Return what a part uses of its tolerance, and what that rests on; what people attested comes first."""
    if line.attested_fraction is not None and line.unit == Unit.FRACTION:
        return PartMeasured(line.attested_fraction, Basis.REGISTER)
    is_stage = line.level == Level.STAGE
    if line.target == Target.TIME:
        return _stage(project, line.scope) if is_stage else _work_package(project, line.scope)
    if line.target == Target.COST:
        return (stage_cost if is_stage else work_package_cost)(project, line.scope)
    lacks = Lack.ATTESTED if line.unit == Unit.FRACTION else Lack.NOT_HERE
    return PartMeasured(None, Basis.REGISTER, lacks)


def _stage(project: Project, code: str) -> PartMeasured:
    """Return the days that the gate which ends a stage is late: P80 where simulated."""
    gate = Milestone.objects.filter(project=project, code=code, is_archived=False).first()
    if gate is None:
        return PartMeasured(None, Basis.FORECAST, Lack.GATE)
    sure = None if gate.passed_on else _sure_day(project, gate.task)
    reached = sure or gate.expected_on
    if gate.promised_on is None or reached is None:
        return PartMeasured(None, Basis.FORECAST, Lack.PROMISE)
    basis = Basis.SIMULATION if sure else Basis.FORECAST
    return PartMeasured(Decimal((reached - gate.promised_on).days), basis)


def _sure_day(project: Project, task: str):  # type: ignore[no-untyped-def]
    if project.current_revision_id is None:
        return None
    runs = SimulationRun.objects.filter(revision=project.current_revision_id, is_stale=False)
    run = runs.defer("finish", "cost").first()
    idx = task_position(plan_of(project.current_revision_id), task) if run else None
    if run is None or idx is None:
        return None
    uid = int(plan_of(project.current_revision_id).tasks.uid[idx])
    found = next((one for one in Answers(run).milestones if one.uid == uid), None)
    return day_of(found.at(_SURE)) if found else None


def _work_package(project: Project, wbs: str) -> PartMeasured:
    """Return the days that a work package ends after its baseline in the plan that counts."""
    if project.current_revision_id is None:
        return PartMeasured(None, Basis.FORECAST, Lack.PLAN)
    plan, schedule = plan_of(project.current_revision_id), schedule_of(project.current_revision_id)
    idx = task_position(plan, wbs)
    if idx is None:
        return PartMeasured(None, Basis.FORECAST, Lack.PACKAGE)
    dates = task_dates(plan, schedule, idx)
    reached = dates.actual or dates.forecast
    if dates.baseline is None or reached is None:
        return PartMeasured(None, Basis.FORECAST, Lack.BASELINE)
    return PartMeasured(Decimal((reached - dates.baseline).days), Basis.FORECAST)
