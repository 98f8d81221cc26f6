"""From rows with three points and reference classes to estimates, one for each task and quantity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any, Final

from stuurbord.errors import N_, Severity, Where
from stuurbord.exchange.records import EstimateQuantity, EstimateRecord, EstimateShape, EstimateUnit
from stuurbord.exchange.risk_workbook.task_references import Named
from stuurbord.exchange.risk_workbook.told import Told, place_of
from stuurbord.exchange.tabular.labels import plain
from stuurbord.plan import NONE
from stuurbord.plan.model import table
from stuurbord.plan.uncertainty import Estimates, Quantity, ReferenceQuantiles, Shape
from stuurbord.rulebooks.reference_classes import ReferenceClass, reference_classes

QUANTITY: Final = {EstimateQuantity.DURATION: Quantity.DURATION, EstimateQuantity.COST: Quantity.COST}
_SHAPE: Final = {
    EstimateShape.PERT: Shape.PERT,
    EstimateShape.TRIANGULAR: Shape.TRIANGULAR,
    EstimateShape.UNIFORM: Shape.UNIFORM,
    EstimateShape.LOGNORMAL: Shape.LOGNORMAL,
    EstimateShape.DISCRETE: Shape.DISCRETE,
    EstimateShape.REFERENCE: Shape.REFERENCE,
}
_NOT_A_PERCENTAGE: Final = 10
"""Nothing shrinks to a tenth: 1.3 in a cell that Excel shows as 130 % is 130 %."""
_ICT: Final = "ict-"
_DEFAULT: Final = -1
"""Specificity of the class of the project: anything said of a task itself is closer."""
_UNIT_FITS: Final = {EstimateUnit.DAYS: Quantity.DURATION, EstimateUnit.EURO: Quantity.COST}


@dataclass(slots=True)
class Spread:
    """What one task's estimate says, with how closely it was named."""

    row: dict[str, Any]
    specificity: int
    reference: ReferenceClass | None = None


@dataclass(slots=True)
class Spreads:
    """Estimates by task and quantity, while rows are added."""

    told: Told
    by_task: dict[tuple[int, Quantity], Spread] = field(default_factory=dict)
    references: list[ReferenceQuantiles] = field(default_factory=list)
    is_ict: bool = False
    """The project follows a class of ICT work."""
    named_at: dict[str, Where] = field(default_factory=dict)
    """Code of a class → the first row that names it."""

    def add_all(self, rows: Iterable[EstimateRecord], default: str, where: Where) -> None:
        """Add the project's class for what is not done, then each row; the closer name wins."""
        if default and (reference := self._class(default, where, default)):
            self.is_ict = reference.code.startswith(_ICT)
            is_ahead = [Named(idx, _DEFAULT) for idx in _ahead(self.told)]
            for quantity in (Quantity.DURATION, Quantity.COST):
                self._spread(is_ahead, quantity, self._by_reference(reference, quantity), reference)
        for row in rows:
            self._add(row)
        self._tell_unverified()

    def estimates(self) -> Estimates:
        """Return the table, in the order of the plan."""
        ordered = sorted(self.by_task.items(), key=lambda item: item[0])
        rows = [
            {"task_uid": int(self.told.plan.tasks.uid[idx]), "quantity": quantity, **spread.row}
            for (idx, quantity), spread in ordered
        ]
        names = (
            "task_uid quantity shape low likely high is_amount reference_idx low_chance high_chance where"
        ).split()
        defaults = {name: default for name, (_, default) in Estimates.columns().items()}
        made: Estimates = table(
            Estimates, {name: [row.get(name, defaults[name]) for row in rows] for name in names}, len(rows)
        )
        return made

    def _tell_unverified(self) -> None:
        """Tell of classes in use whose figures were not all held against their source."""
        used = {spread.reference.code for spread in self.by_task.values() if spread.reference}
        for code in sorted(used):
            if not reference_classes()[code].is_verified:
                text = N_(
                    "The figures of reference class “{reference}” were not all checked against their source; "
                    "take its spread as an indication."
                )
                where = self.named_at[code]
                self.told.tell("reference_class_unverified", text, where, Severity.WARNING, reference=code)

    def _add(self, row: EstimateRecord) -> None:
        quantity = QUANTITY[EstimateQuantity(row.quantity)]
        values, reference = self._values(row, quantity)
        if values is None:
            return
        named = self.told.tasks(row.task, row.where, row.task)
        values["where"] = place_of(row.where, row.task)
        for one in named:
            standing = self.by_task.get((one.idx, quantity))
            if standing and standing.specificity == one.specificity >= 0:
                text = N_("Task {task} is estimated twice, here and at {other}; which of the two counts?")
                fields: dict[str, Any] = {
                    "task": self.told.plan.tasks.wbs[one.idx],
                    "other": standing.row["where"],
                }
                self.told.tell("estimate_twice", text, row.where, **fields)
        self._spread(named, quantity, values, reference)

    def _spread(
        self,
        named: Sequence[Named],
        quantity: Quantity,
        values: dict[str, Any] | None,
        reference: ReferenceClass | None,
    ) -> None:
        for one in named if values else ():
            standing = self.by_task.get((one.idx, quantity))
            if standing is None or standing.specificity <= one.specificity:
                row = self._on_clock(dict(values or {}), one.idx, quantity)
                self.by_task[one.idx, quantity] = Spread(row, one.specificity, reference)

    def _on_clock(self, row: dict[str, Any], idx: int, quantity: Quantity) -> dict[str, Any]:
        """Return an estimate with working days as seconds on the clock of its task."""
        if not row.get("is_amount") or quantity is Quantity.COST:
            return row
        day = self.told.day(idx)
        return row | {name: row[name] * day for name in ("low", "likely", "high")}

    def _values(
        self, row: EstimateRecord, quantity: Quantity
    ) -> tuple[dict[str, Any] | None, ReferenceClass | None]:
        """Return the columns of an estimate and the class it follows; None if it does not add up."""
        is_by_class = row.shape == EstimateShape.REFERENCE or (row.reference_class and not row.shape)
        if is_by_class:
            reference = self._class(row.reference_class, row.where, row.task)
            values = self._by_reference(reference, quantity) if reference else None
            if reference and values is None:
                text = N_("{row}: reference class “{reference}” says nothing of this quantity.")
                fields: dict[str, Any] = {"row": row.task[:60], "reference": reference.code}
                self.told.tell("reference_class_without_quantity", text, row.where, **fields)
            return values, reference
        return self._three_points(row, quantity), None

    def _three_points(self, row: EstimateRecord, quantity: Quantity) -> dict[str, Any] | None:
        shape = row.shape or _shape_of(row)
        if shape == EstimateShape.DISCRETE:
            return self._separate_values(row, quantity)
        needed = [row.low, row.high]
        if shape in (EstimateShape.PERT, EstimateShape.TRIANGULAR):
            needed.append(row.likely)
        if None in needed:
            text = N_("{row}: the estimate is not complete. Fill in low, likely and high.")
            self.told.tell("estimate_incomplete", text, row.where, row=row.task[:60])
            return None
        if self.is_ict and shape == EstimateShape.TRIANGULAR:
            text = N_(
                "{row}: a triangle has no tail, and ICT work has. Choose lognormal or a reference class."
            )
            self.told.tell("triangle_for_ict", text, row.where, Severity.INFO, row=row.task[:60])
        if row.low_chance is not None or row.high_chance is not None:
            text = N_("{row}: a chance belongs to separate values; with another shape it is not read.")
            self.told.tell("estimate_chance_unread", text, row.where, Severity.WARNING, row=row.task[:60])
        likely = row.low if row.likely is None else row.likely
        return self._columns(row, quantity, EstimateShape(shape), [row.low, likely, row.high])

    def _separate_values(self, row: EstimateRecord, quantity: Quantity) -> dict[str, Any] | None:
        """Return the columns of low, likely and high with a chance each; what has no chance may be absent."""
        low_chance, high_chance = (one or Decimal(0) for one in (row.low_chance, row.high_chance))
        chances = (low_chance, 1 - low_chance - high_chance, high_chance)
        points = (row.low, row.likely, row.high)
        possible = [one for one, chance in zip(points, chances, strict=True) if chance > 0]
        if None in possible or not (low_chance or high_chance):
            text = N_("{row}: separate values need each a value and a chance; the likely one has the rest.")
            self.told.tell("estimate_incomplete", text, row.where, row=row.task[:60])
            return None
        known = next(one for one in (row.likely, row.low, row.high) if one is not None)
        made = self._columns(
            row, quantity, EstimateShape.DISCRETE, [known if one is None else one for one in points]
        )
        return made and made | {"low_chance": float(low_chance), "high_chance": float(high_chance)}

    def _columns(
        self, row: EstimateRecord, quantity: Quantity, shape: EstimateShape, points: Sequence[Decimal | None]
    ) -> dict[str, Any] | None:
        """Return three points as columns; None if their unit does not fit what is estimated."""
        unit = row.unit or EstimateUnit.PERCENT
        if _UNIT_FITS.get(EstimateUnit(unit), quantity) != quantity:
            text = N_("{row}: a duration is given in days or percent, a cost in euro or percent.")
            self.told.tell("estimate_unit_wrong", text, row.where, row=row.task[:60])
            return None
        factor = self._factor(EstimateUnit(unit), [one for one in points if one is not None])
        low, likely, high = (float(one or 0) * factor for one in points)
        made = {"shape": _SHAPE[shape], "is_amount": unit != EstimateUnit.PERCENT}
        return made | {"low": low, "likely": likely, "high": high}

    def _factor(self, unit: EstimateUnit, points: list[Decimal]) -> float:
        if unit == EstimateUnit.PERCENT:
            return 1.0 if max(points) < _NOT_A_PERCENTAGE else 0.01
        return 1.0 if unit == EstimateUnit.DAYS else 100.0  # days become seconds per task

    def _class(self, code: str, where: Where, row: str) -> ReferenceClass | None:
        found = _by_name().get(plain(code))
        if found is None:
            text = N_("{row}: reference class “{reference}” does not exist. Choose from: {choices}.")
            choices = ", ".join(reference_classes())
            self.told.tell(
                "reference_class_unknown", text, where, row=row[:60], reference=code[:60], choices=choices
            )
        else:
            self.named_at.setdefault(found.code, where)
        return found

    def _by_reference(self, reference: ReferenceClass, quantity: Quantity) -> dict[str, Any] | None:
        quantiles = reference.duration if quantity is Quantity.DURATION else reference.cost
        if quantiles is None:
            return None
        if quantiles not in self.references:
            self.references.append(quantiles)
        idx = self.references.index(quantiles)
        return {"shape": Shape.REFERENCE, "reference_idx": idx, "where": reference.code}


def _shape_of(row: EstimateRecord) -> EstimateShape:
    """Return the shape that the filled cells of a row mean where none is chosen."""
    if row.low_chance is not None or row.high_chance is not None:
        return EstimateShape.DISCRETE
    return EstimateShape.LOGNORMAL if row.likely is None else EstimateShape.PERT


@cache
def _by_name() -> Mapping[str, ReferenceClass]:
    """Return what people call a class → the class: its code, or its label in any language."""
    found = {plain(label): one for one in reference_classes().values() for label in one.labels.values()}
    return found | {plain(code): one for code, one in reference_classes().items()}


def _ahead(told: Told) -> list[int]:
    """Return the tasks that still have to be done: no summaries, no milestones, nothing that is finished."""
    tasks = told.plan.tasks
    mask = ~tasks.is_summary & tasks.is_active & (tasks.duration > 0) & ~tasks.is_external
    mask &= (tasks.actual_finish == NONE) & (tasks.percent_complete < 1)
    found: list[int] = mask.nonzero()[0].tolist()
    return found
