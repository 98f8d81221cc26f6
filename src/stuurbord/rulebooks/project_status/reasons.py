"""From a rule that is not met, or not known, to the reason that people read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from stuurbord.errors import N_
from stuurbord.rulebooks.project_status.check import Facts, Reason, Status
from stuurbord.rulebooks.rule_pack.model import Rule, said

_Values = Mapping[str, Any]


def reason_of(part: str, broken: Rule | None, status: Status, facts: Facts, values: _Values) -> Reason | None:
    """Return why a part is not on track; None if it is.

    A rule that an organisation added itself is told in its own words.
    """
    if status is Status.ON_TRACK:
        return None
    if status is Status.UNDETERMINED and part in ("time", "cost"):
        return _time_unknown(facts) if part == "time" else _cost_unknown(facts)
    if broken is not None and broken.id in _TOLD:
        return _TOLD[broken.id](facts, values)
    text = said(broken.message or broken.title, "nl") if broken else part
    return Reason("rule", "{reason}", {"reason": text})


def _breach(facts: Facts, values: _Values) -> Reason:
    text = N_("Breach of the law: issue {issues}")
    return Reason("legal_breach", text, {"issues": ", ".join(facts.legal_breaches)})


def _time_chance(facts: Facts, values: _Values) -> Reason:
    text = N_("{chance_fraction} chance to stay within the tolerance in time, {wanted_fraction} wanted")
    return Reason("time_chance_low", text, _chance(facts.chance_time, facts, values))


def _cost_chance(facts: Facts, values: _Values) -> Reason:
    text = N_("{chance_fraction} chance to stay within the tolerance in cost, {wanted_fraction} wanted")
    return Reason("cost_chance_low", text, _chance(facts.chance_cost, facts, values))


def _chance(chance: float | None, facts: Facts, values: _Values) -> dict[str, Any]:
    return {"chance_fraction": chance, "wanted_fraction": float(values["on_track_from"])}


def _time_beyond(facts: Facts, values: _Values) -> Reason:
    deviation, tolerance = facts.deviation_days or 0, facts.time_tolerance_days or 0
    text = N_("Forecast {beyond_days} days beyond the tolerance")
    fields = {"beyond_days": deviation - tolerance, "tolerance_days": tolerance}
    return Reason("time_beyond_tolerance", text, fields)


def _time_used(facts: Facts, values: _Values) -> Reason:
    text = N_("{deviation_days} of the {tolerance_days} days of tolerance used")
    fields = {"deviation_days": facts.deviation_days, "tolerance_days": facts.time_tolerance_days}
    return Reason("time_tolerance_half_used", text, fields)


def _cost_beyond(facts: Facts, values: _Values) -> Reason:
    text = N_("Forecast {overrun_fraction} above budget, at most {tolerance_fraction}")
    return Reason("cost_beyond_tolerance", text, _overrun(facts))


def _cost_used(facts: Facts, values: _Values) -> Reason:
    text = N_("Forecast {overrun_fraction} above budget, {tolerance_fraction} allowed")
    return Reason("cost_tolerance_half_used", text, _overrun(facts))


def _overrun(facts: Facts) -> dict[str, Any]:
    assert facts.budget
    assert facts.forecast_cost is not None
    assert facts.cost_tolerance is not None
    overrun = float(facts.forecast_cost / facts.budget - 1)
    return {"overrun_fraction": overrun, "tolerance_fraction": float(facts.cost_tolerance)}


def _gate(facts: Facts, values: _Values) -> Reason:
    assert facts.next_gate_on is not None
    overdue = (facts.on - facts.next_gate_on).days
    text = N_("Gate {gate} is {overdue_days} days overdue")
    return Reason("gate_overdue", text, {"gate": facts.next_gate, "overdue_days": overdue})


def _time_unknown(facts: Facts) -> Reason:
    if facts.deviation_days is not None:
        return Reason("no_time_tolerance", N_("No tolerance in time agreed"), {})
    if facts.promised_on is None:
        return Reason("finish_unknown", N_("Finish cannot be compared: no baseline"), {})
    return Reason("finish_unknown", N_("Finish cannot be compared: no forecast"), {})


def _cost_unknown(facts: Facts) -> Reason:
    if not facts.has_budget:
        return Reason("cost_unknown", N_("Cost cannot be compared: no budget"), {})
    if facts.forecast_cost is None:
        return Reason("cost_unknown", N_("Cost cannot be compared: no forecast"), {})
    return Reason("no_cost_tolerance", N_("No tolerance in cost agreed"), {})


_TOLD: Final[Mapping[str, Callable[[Facts, _Values], Reason]]] = {
    "RECHT-INBREUK": _breach,
    "TIJD-KANS-INGRIJPEN": _time_chance,
    "TIJD-KANS-BIJSTUREN": _time_chance,
    "TIJD-VOORBIJ": _time_beyond,
    "TIJD-GEBRUIKT": _time_used,
    "KOST-KANS-INGRIJPEN": _cost_chance,
    "KOST-KANS-BIJSTUREN": _cost_chance,
    "KOST-VOORBIJ": _cost_beyond,
    "KOST-GEBRUIKT": _cost_used,
    "POORT-OVER-TIJD": _gate,
}
