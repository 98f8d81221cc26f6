"""What is uncertain about the steps of a procurement: their durations, and whether it has to be done again.

Until its proposal is accepted it is held with that, by step; afterwards it stands in the estimates and the
risk register of the project, where people judge it further.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from decimal import Decimal
from typing import Any, Final

from django.db.models import F, QuerySet
from django.utils import timezone

from stuurbord.exchange.records import EstimateQuantity as Quantity
from stuurbord.exchange.records import EstimateRecord, RiskRecord
from stuurbord.exchange.records import EstimateShape as Shape
from stuurbord.exchange.records import EstimateUnit as Unit
from stuurbord.exchange.risk_workbook import RiskRecords
from stuurbord.exchange.risk_workbook.task_references import TaskReferences, without
from stuurbord.plan import Plan
from stuurbord.web.audit.chain import record
from stuurbord.web.clock import today
from stuurbord.web.lists.actions import LineChange, copied, finish, logged
from stuurbord.web.lists.register import register_of
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.procurements.plan_effect.branch import Branch
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import CLOSED_RISKS, Risk, RiskCategory, RiskState, TaskEstimate
from stuurbord.web.registers.uncertainty import EstimateQuantity, EstimateShape, EstimateUnit

_FINE: Final = Decimal("0.0001")
_POINTS: Final = ("impact_days_low", "impact_days", "impact_days_high")
_JUDGED: Final = tuple(
    one.name for one in fields(RiskRecord) if one.name not in ("project", "code", "owner", "where", "state")
)
"""What a simulation reads of a risk that people can have changed."""
_WRITTEN: Final = (
    "title",
    "category",
    "probability",
    "tasks",
    "repeats",
    "owner",
    "reviewed_on",
    "state",
    *_POINTS,
)


@dataclass(frozen=True, slots=True)
class StepSpread:
    """Three points of one task, in percent of what is planned; ``n`` counts the tasks of its step from 0."""

    step: str
    n: int
    low: Decimal
    likely: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class StepRisk:
    """What may befall a procurement.

    Attributes
    ----------
    number
        Its own within the file.
    probability
        0–1.
    repeats
        Steps that are done again.
    delays
        The step that takes longer, and so many working days: low, likely, high.
    """

    number: int
    title: str
    probability: Decimal
    repeats: tuple[str, ...] = ()
    delays: str = ""
    days: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Everything that is uncertain about the steps of one procurement.

    Attributes
    ----------
    certain
        Tasks that mean something else now and have no spread: step, and how-manieth of it.
    """

    spreads: tuple[StepSpread, ...] = ()
    risks: tuple[StepRisk, ...] = ()
    certain: tuple[tuple[str, int], ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return it as plain data that the database can hold."""
        return asdict(self)

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Uncertainty:
        """Return what `plain` told, as the database gives it back."""
        return cls(
            tuple(
                StepSpread(one["step"], one["n"], *(Decimal(one[name]) for name in ("low", "likely", "high")))
                for one in plain["spreads"]
            ),
            tuple(
                StepRisk(
                    one["number"],
                    one["title"],
                    Decimal(one["probability"]),
                    tuple(one["repeats"]),
                    one["delays"],
                    tuple(one["days"]) if one["days"] else None,
                )
                for one in plain["risks"]
            ),
            tuple((step, n) for step, n in plain.get("certain", ())),
        )


def percents(low: float, likely: float, high: float, planned: float) -> tuple[Decimal, Decimal, Decimal]:
    """Return three points as percentages of what is planned.

    >>> percents(3, 7, 20, 7)
    (Decimal('42.8571'), Decimal('100.0000'), Decimal('285.7143'))
    """
    made = [(Decimal(str(one)) * 100 / Decimal(str(planned))).quantize(_FINE) for one in (low, likely, high)]
    return made[0], made[1], made[2]


def estimated_once(project: Project, uids: Iterable[int]) -> dict[int, tuple[Decimal, Decimal, Decimal]]:
    """Return uid → the three points, in percent, that were archived when its task went; the last ones."""
    names = {name: uid for uid in uids for name in (f"#{uid}", str(uid))}
    gone = TaskEstimate.objects.filter(
        project=project,
        quantity=EstimateQuantity.DURATION,
        shape=EstimateShape.PERT,
        unit=EstimateUnit.PERCENT,
        is_archived=True,
        task__in=names,
    )
    return {names[one.task]: (one.low, one.likely, one.high) for one in gone.order_by("pk")}


def without_doubles(found: Uncertainty, file: ProcurementFile, plan: Plan, branch: Branch) -> Uncertainty:
    """Return it without a new risk by which steps are done again, where people wrote down one of their own.

    Parameters
    ----------
    plan, branch
        That the register speaks of.
    """
    steps = {step for one in found.risks for step in one.repeats}
    uids = {uid for step in steps for uid in branch.step_uids.get(step, ())}
    references, own = TaskReferences(plan), {one.code for one in _standing(file)}
    others = Risk.objects.filter(project=file.project, is_archived=False).exclude(code__in=own)
    texts = others.exclude(state__in=CLOSED_RISKS).exclude(repeats="").values_list("repeats", flat=True)
    repeated = {int(plan.tasks.uid[one.idx]) for text in texts for one in references.find(text)[0]}
    if not uids & repeated:
        return found
    kept = tuple(one for one in found.risks if not one.repeats or risk_code(file, one.number) in own)
    return replace(found, risks=kept)


def risk_code(file: ProcurementFile, number: int) -> str:
    """Return the number of a risk of a procurement: that of the file, and its own."""
    return f"{file.reference}/{number}"


def records_of(found: Uncertainty, branch: Branch, file: ProcurementFile) -> RiskRecords:
    """Return it as rows of the registers, for a simulation before they are written.

    A risk that stands there already keeps what people judged of it, as it will when it is written.
    """
    code = file.project.code
    standing = {one.code: one for one in _standing(file)}
    estimates = [
        EstimateRecord(
            code, f"#{uid}", Quantity.DURATION, Shape.PERT, Unit.PERCENT, one.low, one.likely, one.high
        )
        for one, uid in _placed(found.spreads, branch)
    ]
    risks = [
        _risk_record(file, one, branch, standing.get(risk_code(file, one.number))) for one in found.risks
    ]
    return RiskRecords(project=code, estimates=estimates, risks=risks)


def _risk_record(file: ProcurementFile, one: StepRisk, branch: Branch, line: Risk | None) -> RiskRecord:
    code, number, hits = file.project.code, risk_code(file, one.number), _hits(one, branch)
    if line is None:
        return RiskRecord(code, number, one.title, probability=one.probability, **hits)
    judged = {name: getattr(line, name) for name in _JUDGED}
    state = RiskState.IDENTIFIED if line.state == RiskState.CLOSED else line.state
    return RiskRecord(**judged | {"project": code, "code": number, "state": state} | _named_hits(hits))


def _named_hits(hits: dict[str, Any]) -> dict[str, Any]:
    return {name: hits[name] for name in ("tasks", "repeats")}


def _standing(file: ProcurementFile) -> QuerySet[Risk]:
    """Return the risks of this file that the register holds."""
    return Risk.objects.filter(project=file.project, code__startswith=f"{file.reference}/", is_archived=False)


def write(
    actor: Any, file: ProcurementFile, found: Uncertainty, plan: Plan, branch: Branch, gone: Collection[int]
) -> None:
    """Write it into the estimates and the risk register of the project, in the transaction of the caller.

    A risk of this file that stands there keeps what people judged of it; the tasks that it hits and repeats
    follow the plan, and one that the procedure does not have is closed.

    Parameters
    ----------
    plan
        As it is now, with the steps of the branch.
    gone
        Uids of tasks that the plan no longer has.
    """
    _write_estimates(actor, file.project, found, plan, branch, gone)
    _write_risks(actor, file, found.risks, branch)


def _write_estimates(
    actor: Any, project: Project, found: Uncertainty, plan: Plan, branch: Branch, gone: Collection[int]
) -> None:
    points = {f"#{uid}": one for one, uid in _placed(found.spreads, branch)}
    _make_way(project, plan, points)
    of_project = TaskEstimate.objects.filter(project=project, quantity=EstimateQuantity.DURATION)
    places = [(branch.step_uids.get(step, ()), n) for step, n in found.certain]
    emptied = [uids[n] for uids, n in places if n < len(uids)]
    left = [name for uid in (*gone, *emptied) for name in (f"#{uid}", str(uid))]
    lost = of_project.filter(is_archived=False, task__in=left)
    n_lost = lost.update(is_archived=True, version=F("version") + 1)
    names = {name: name for name in points} | {name.removeprefix("#"): name for name in points}
    # A task that came back takes up its own line again; one that counts goes before one that was archived.
    known = of_project.filter(task__in=names).order_by("-is_archived", "pk")
    lines = {names[one.task]: one for one in known}
    for name, spread in points.items():
        line = lines.get(name) or TaskEstimate(project=project, task=name, version=0)
        line.quantity, line.shape, line.unit = (
            EstimateQuantity.DURATION,
            EstimateShape.PERT,
            EstimateUnit.PERCENT,
        )
        line.low, line.likely, line.high = spread.low, spread.likely, spread.high
        line.is_archived = False
        line.version += 1
        line.save()
    if points or n_lost:
        record(
            actor,
            "project.estimate",
            project.subject,
            {"n": len(points), "archived": n_lost, "source": "procurement"},
            portfolio_id=project.portfolio_id,
            project_id=project.pk,
        )


def _make_way(project: Project, plan: Plan, names: Collection[str]) -> None:
    """Take tasks out of the estimates that name them otherwise: no task is estimated twice."""
    references = TaskReferences(plan)
    ours = {idx for name in names if (idx := references.position(name)) is not None}
    others = TaskEstimate.objects.filter(
        project=project, quantity=EstimateQuantity.DURATION, is_archived=False
    )
    for line in others:
        if line.task in names or f"#{line.task}" in names:
            continue
        task = without(line.task, references, ours)
        if task != line.task:
            line.task, line.is_archived, line.version = task or line.task, not task, line.version + 1
            line.save()


def _write_risks(actor: Any, file: ProcurementFile, risks: Sequence[StepRisk], branch: Branch) -> None:
    standing, wanted = (
        {one.code: one for one in _standing(file)},
        {risk_code(file, one.number): one for one in risks},
    )
    changes = []
    for code in sorted(standing.keys() | wanted.keys()):
        before = copied(standing[code]) if code in standing else None
        line = standing.get(code) or Risk(project=file.project, code=code, version=0)
        _put(line, wanted.get(code), branch)
        fields = {
            name: [logged(before, name), logged(line, name)]
            for name in _WRITTEN
            if before is None or getattr(before, name) != getattr(line, name)
        }
        if fields:
            line.version, line.changed_at = line.version + 1, timezone.now()
            line.save()
            changes.append(LineChange(before, line, "change" if before else "create", fields))
    finish(actor, register_of(Risk), changes)


def _put(line: Risk, one: StepRisk | None, branch: Branch) -> None:
    """Bring a line of the register to what the procedure has of it; None where it has nothing."""
    if one is None:
        line.state = RiskState.CLOSED
        return
    hits = _hits(one, branch)
    if line.pk is None:
        line.title, line.category, line.probability = one.title, RiskCategory.LEGAL, one.probability
        line.owner = line.project.manager  # until somebody else takes it over
        line.reviewed_on = today()  # whoever accepted it saw it with the proposal
        for name in _POINTS:
            setattr(line, name, hits[name])
    elif line.state == RiskState.CLOSED:
        line.state = RiskState.IDENTIFIED
    for name, text in _named_hits(hits).items():
        setattr(line, name, text)


def _hits(one: StepRisk, branch: Branch) -> dict[str, Any]:
    """Return which tasks a risk hits and repeats, and for how long it delays them."""
    points = zip(_POINTS, one.days or (None, None, None), strict=True)
    return {"tasks": _named(branch, (one.delays,)), "repeats": _named(branch, one.repeats), **dict(points)}


def _named(branch: Branch, steps: Iterable[str]) -> str:
    # Of a legal period its days, not the row of its last day.
    return "; ".join(f"#{uid}" for step in steps for uid in branch.step_uids.get(step, ())[:1])


def _placed(spreads: Iterable[StepSpread], branch: Branch) -> Iterator[tuple[StepSpread, int]]:
    for one in spreads:
        uids = branch.step_uids.get(one.step, ())
        if one.n < len(uids):
            yield one, uids[one.n]
