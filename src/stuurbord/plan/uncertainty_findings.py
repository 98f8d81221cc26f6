"""What is wrong with a risk model, row by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from stuurbord.errors import N_, Finding, Severity, Where
from stuurbord.plan.model import Booleans, Integers, Plan, Texts
from stuurbord.plan.uncertainty import Quantity, RiskModel, Shape

_JUST_ABOVE: Final = 1 + 1e-9
"""Sums of fractions that should be 1."""


def findings_of(plan: Plan, model: RiskModel) -> list[Finding]:
    """Return what is wrong with a model (errors), and what it leaves without effect.

    A model with an error is not simulated. ``where`` is the row, as the model names it.
    """
    check = _Check(plan, model)
    check.estimates()
    check.events()
    check.impacts()
    check.responses()
    check.factors()
    check.weather()
    check.has_uncertainty()
    return check.findings


def place(text: str) -> Where:
    """Return where a row stands: ``Risico's!A5`` is a cell of a sheet, anything else a name.

    >>> place("Risico's!A5").cell, place("R-012").task
    ('A5', 'R-012')
    """
    sheet, mark, cell = text.rpartition("!")
    return Where(sheet=sheet, cell=cell) if mark else Where(task=text)


@dataclass(slots=True)
class _Check:
    plan: Plan
    model: RiskModel
    findings: list[Finding] = field(default_factory=list)
    _uids: set[int] = field(init=False)

    def __post_init__(self) -> None:
        self._uids = set(self.plan.tasks.uid.tolist())

    def _tell(
        self, code: str, text: str, where: str, severity: Severity = Severity.ERROR, **fields: Any
    ) -> None:
        self.findings.append(Finding(code, text, severity, place(where), {"row": where, **fields}))

    def _tell_rows(self, code: str, text: str, where: Texts, bad: Booleans) -> None:
        for row in np.flatnonzero(bad).tolist():
            self._tell(code, text, where[row])

    def _unknown_tasks(self, uids: Integers, where: Texts, *, or_none: bool = False) -> None:
        text = N_("{row}: task {uid} is not in the plan.")
        for row, uid in enumerate(uids.tolist()):
            if uid not in self._uids and not (or_none and uid == -1):
                self._tell("risk_uid_unknown", text, where[row], uid=uid)

    def _positions(self, values: Integers, count: int, where: Texts, *, or_none: bool = False) -> Booleans:
        """Tell rows that point outside a table, and return which rows do not."""
        bad: Booleans = (values < (-1 if or_none else 0)) | (values >= count)
        text = N_("{row} points to something that the model does not have.")
        self._tell_rows("risk_row_unknown", text, where, bad)
        return ~bad

    def estimates(self) -> None:
        """Check three points, their order and their sign."""
        one = self.model.estimates
        self._unknown_tasks(one.task_uid, one.where)
        by_points = one.shape != Shape.REFERENCE
        bad = by_points & _disordered(one.shape, one.low, one.likely, one.high)
        text = N_("{row}: the lowest value must not exceed the most likely, nor that one the highest.")
        self._tell_rows("points_disordered", text, one.where, bad)
        text = N_("{row}: what remains cannot be negative.")
        self._tell_rows("points_negative", text, one.where, by_points & ~bad & (one.low < 0))
        text = N_("{row}: P10 of a lognormal must be above zero.")
        not_above = (one.shape == Shape.LOGNORMAL) & ~bad & (one.low <= 0)
        self._tell_rows("lognormal_not_positive", text, one.where, not_above)
        is_discrete = one.shape == Shape.DISCRETE
        self._chances(np.where(is_discrete, one.low_chance, 0), one.where)
        self._chances(np.where(is_discrete, one.high_chance, 0), one.where)
        text = N_("{row}: the chances of the low and the high value together exceed 100 %.")
        above = is_discrete & (one.low_chance + one.high_chance > _JUST_ABOVE)
        self._tell_rows("chances_above_one", text, one.where, above)
        is_reference = np.flatnonzero(~by_points)
        where = tuple(one.where[row] for row in is_reference.tolist())
        n_references = len(self.model.references)
        self._positions(one.reference_idx[is_reference], n_references, where)
        default = np.array([self.model.default_reference])
        self._positions(default, n_references, ("default_reference",), or_none=True)

    def events(self) -> None:
        """Check probabilities, codes, groups and conditions."""
        events = self.model.events
        self._chances(events.probability, events.where)
        seen: set[str] = set()
        for code, where in zip(events.code, events.where, strict=True):
            if code in seen:
                text = N_("{row}: risk {risk} is there twice.")
                self._tell("risk_code_twice", text, where, risk=code)
            seen.add(code)
        self._groups()
        if self._positions(events.condition_idx, len(events), events.where, or_none=True).all():
            self._circles()

    def _chances(self, probability: Any, where: Texts) -> None:
        text = N_("{row}: a probability lies between 0 and 100 %, not at {percent} %.")
        for row in np.flatnonzero(~((probability >= 0) & (probability <= 1))).tolist():
            percent = f"{100 * probability[row]:g}" if np.isfinite(probability[row]) else "?"
            self._tell("probability_outside", text, where[row], percent=percent)

    def _groups(self) -> None:
        events, total = self.model.events, dict[str, float]()
        for row, group in enumerate(events.exclusive_group):
            if not group:
                continue
            before = total.get(group, 0.0)
            total[group] = before + float(events.probability[row])
            if before <= _JUST_ABOVE < total[group]:
                text = N_("{row}: the probabilities of group “{group}”, of which one occurs, exceed 100 %.")
                self._tell("group_above_one", text, events.where[row], group=group)

    def _circles(self) -> None:
        conditions = self.model.events.condition_idx.tolist()
        for row in range(len(conditions)):
            at, n_steps = conditions[row], 0
            while at >= 0 and at != row and n_steps <= len(conditions):
                at, n_steps = conditions[at], n_steps + 1
            if at == row:
                text = N_("{row}: this risk is, by way of its conditions, a condition of itself.")
                self._tell("condition_circle", text, self.model.events.where[row])

    def impacts(self) -> None:
        """Check impacts and repeats: their events, tasks and points."""
        one, n_events = self.model.impacts, len(self.model.events)
        self._positions(one.event_idx, n_events, one.where)
        self._unknown_tasks(one.task_uid, one.where, or_none=True)
        bad = _disordered(one.shape, one.low, one.likely, one.high)
        text = N_("{row}: the lowest value must not exceed the most likely, nor that one the highest.")
        self._tell_rows("points_disordered", text, one.where, bad)
        text = N_("{row}: P10 of a lognormal must be above zero.")
        not_above = (one.shape == Shape.LOGNORMAL) & ~bad & (one.low <= 0)
        self._tell_rows("lognormal_not_positive", text, one.where, not_above)
        text = N_(
            "{row}: an impact has three points; a reference class or separate values are for estimates."
        )
        is_other = (one.shape == Shape.REFERENCE) | (one.shape == Shape.DISCRETE)
        self._tell_rows("impact_shape_wrong", text, one.where, is_other)
        text = N_("{row}: delay needs a task; of the project as a whole only a cost is possible.")
        nowhere = (one.task_uid == -1) & (one.quantity == Quantity.DURATION)
        self._tell_rows("delay_without_task", text, one.where, nowhere)
        repeats = self.model.repeats
        self._positions(repeats.event_idx, n_events, repeats.where)
        self._unknown_tasks(repeats.task_uid, repeats.where)

    def responses(self) -> None:
        """Check what responses leave."""
        one = self.model.responses
        self._positions(one.event_idx, len(self.model.events), one.where)
        self._chances(one.probability_left, one.where)
        text = N_("{row}: what is left of an impact cannot be negative.")
        self._tell_rows("impact_left_negative", text, one.where, ~(one.impact_left >= 0))

    def factors(self) -> None:
        """Check loadings and the correlation of factors."""
        model, rows = self.model, self.model.loadings
        correlation = self._correlation()
        self._unknown_tasks(rows.task_uid, rows.where)
        self._apart_from_causes()
        if not self._positions(rows.factor_idx, len(model.factors), rows.where).all() or correlation is None:
            return
        of_estimate: dict[tuple[int, int], list[int]] = {}
        for row, key in enumerate(zip(rows.task_uid.tolist(), rows.quantity.tolist(), strict=True)):
            of_estimate.setdefault(key, []).append(row)
        for its in of_estimate.values():
            weight = rows.loading[its]
            shared = correlation[np.ix_(rows.factor_idx[its], rows.factor_idx[its])]
            if not float(weight @ shared @ weight) <= _JUST_ABOVE:
                text = N_("{row}: the shared causes explain more than 100 % of the spread of this task.")
                self._tell("loadings_above_one", text, rows.where[its[-1]])

    def _apart_from_causes(self) -> None:
        """Tell of shared causes that separate values do not follow: they are drawn like events."""
        one, rows = self.model.estimates, self.model.loadings
        at = np.flatnonzero(one.shape == Shape.DISCRETE)
        apart = set(zip(one.task_uid[at].tolist(), one.quantity[at].tolist(), strict=True))
        text = N_("{row}: an estimate of separate values does not follow a shared cause.")
        for row, key in enumerate(zip(rows.task_uid.tolist(), rows.quantity.tolist(), strict=True)):
            if key in apart:
                self._tell("discrete_not_shared", text, rows.where[row], Severity.INFO)

    def _correlation(self) -> Any:
        """Return the correlation of factors, or None if it is none."""
        n_factors, given = len(self.model.factors), self.model.factor_correlation
        if given is None:
            return np.eye(n_factors)
        names = ", ".join(self.model.factors.code)
        matrix = np.asarray(given, np.float64)
        is_matrix = matrix.shape == (n_factors, n_factors) and bool(np.isfinite(matrix).all())
        if not (is_matrix and np.allclose(matrix, matrix.T) and np.allclose(np.diag(matrix), 1)):
            text = N_("The correlations of factors ({row}) are no symmetric table with ones on its diagonal.")
            self._tell("correlation_no_matrix", text, names)
            return None
        if n_factors and float(np.linalg.eigvalsh(matrix).min()) < 1e-9:
            text = N_("These correlations of factors ({row}) cannot all hold; make some of them smaller.")
            self._tell("correlation_not_positive", text, names)
            return None
        return matrix

    def weather(self) -> None:
        """Check months and chances of lost days, and who stands out."""
        model = self.model
        lost, exposures = model.lost_days, model.exposures
        self._positions(lost.weather_idx, len(model.weather), lost.where)
        self._chances(lost.probability, lost.where)
        text = N_("{row}: a month is a number from 1 to 12.")
        self._tell_rows("month_wrong", text, lost.where, (lost.month < 1) | (lost.month > 12))
        text = N_("{row}: if every day of every month is lost, work never ends.")
        for kind, where in enumerate(model.weather.where):
            always = lost.month[(lost.weather_idx == kind) & (lost.probability >= 1)]
            if len(set(always.tolist())) >= 12:
                self._tell("weather_never_works", text, where or model.weather.code[kind])
        self._positions(exposures.weather_idx, len(model.weather), exposures.where)
        self._unknown_tasks(exposures.task_uid, exposures.where)

    def has_uncertainty(self) -> None:
        """Tell of a model that leaves nothing uncertain."""
        model = self.model
        is_empty = not (len(model.estimates) or len(model.events) or len(model.exposures))
        if is_empty and model.default_reference < 0:
            text = N_("Nothing is uncertain in this plan yet: every percentile is the planned date and cost.")
            self.findings.append(Finding("no_uncertainty", text, Severity.INFO))


def _disordered(shape: Integers, low: Any, likely: Any, high: Any) -> Booleans:
    """Tell which points do not ascend, or are no numbers; two shapes have no most likely value."""
    has_likely = (shape == Shape.PERT) | (shape == Shape.TRIANGULAR) | (shape == Shape.DISCRETE)
    ascends = np.isfinite(low) & np.isfinite(high) & (low <= high)
    between = np.isfinite(likely) & (low <= likely) & (likely <= high)
    bad: Booleans = ~(ascends & (between | ~has_likely))
    return bad
