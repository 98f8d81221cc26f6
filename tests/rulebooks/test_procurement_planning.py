"""The steps of a procurement as a plan: their dates hold the legal periods wherever the plan begins."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stuurbord.engine.critical_path import critical_path
from stuurbord.engine.editing import short_periods
from stuurbord.plan import Constraint, DependencyKind, instant, moment
from stuurbord.plan.calendar import DAY, HOUR
from stuurbord.plan.legal_periods import legal_period
from stuurbord.plan.uncertainty_findings import findings_of
from stuurbord.rulebooks.be_procurement import value
from stuurbord.rulebooks.be_procurement.advice import ALLOWED, ProcedureVerdict, Reason
from stuurbord.rulebooks.be_procurement.planning import (
    LegalTerm,
    LegalTerms,
    as_plan,
    plan_part,
    procedure_risks,
    procedure_steps,
    terms_of,
)
from stuurbord.rulebooks.be_procurement.planning.steps import _template

OPEN_EU = LegalTerms(
    tenders=LegalTerm(30, "Wet 17/06/2016 art. 36"), standstill=LegalTerm(15, "Wet 17/06/2013 art. 11")
)
TWO_PHASES = LegalTerms(LegalTerm(30, "art. 37"), LegalTerm(25, "art. 37"), LegalTerm(15, "art. 11"))
CODES = [
    "LOW", "VOPZB", "VOPMB", "MPO", "OP", "NOP", "CD", "IP",
    "OMO", "VOMO", "OZO", "DAS", "SUIG", "CALLOFF", "HFB",
]  # fmt: skip


def codes(steps):
    return [one.step for one in steps]


def dated(steps, before: str, step: str, event: date) -> tuple[date, date, date]:
    """The dates of an event, of the last day of the period it begins, and of what waits for that period.

    The step before the period is done at noon of the day of the event, long after its predecessors.
    """
    part = plan_part(steps, event - timedelta(400))
    for row in part.tasks:
        if row.step == before:
            row.duration, row.constraint = 4 * HOUR, Constraint.SNET
            row.constraint_date = instant(datetime.combine(event, time(8)))
    plan = as_plan(part, event - timedelta(400), "Aanbesteding")
    schedule = critical_path(plan)
    at = {name: idx for idx, name in enumerate(plan.tasks.step)}  # of two rows the last
    after = plan.tasks.step[at[step] + 1]
    days = schedule.finish[at[before]], schedule.finish[at[step]], schedule.start[at[after]]
    return tuple(moment(int(one)).date() for one in days)


@pytest.mark.parametrize(
    ("code", "terms", "step", "event", "last", "waits"),
    [
        ("OP", OPEN_EU, "S23", date(2026, 4, 20), date(2026, 5, 5), date(2026, 5, 6)),  # V1
        ("OP", OPEN_EU, "S23", date(2026, 4, 24), date(2026, 5, 11), date(2026, 5, 12)),  # V2
        # V3: from 16 May, a Saturday; somebody concludes on the Monday
        ("OP", OPEN_EU, "S23", date(2026, 4, 29), date(2026, 5, 15), date(2026, 5, 18)),
    ],
)
def test_the_standstill_ends_in_the_plan_as_the_law_counts(code, terms, step, event, last, waits):
    """The decision is sent at noon: the hour of the event does not count."""
    assert dated(procedure_steps(code, terms), "S22", step, event) == (event, last, waits)


@pytest.mark.parametrize(
    ("code", "days", "event", "last", "opening"),
    [
        ("OP", 30, date(2026, 3, 2), date(2026, 4, 1), date(2026, 4, 2)),  # V4
        ("VOPMB", 17, date(2026, 6, 5), date(2026, 6, 22), date(2026, 6, 23)),  # V5
    ],
)
def test_tenders_are_opened_the_day_after_the_legal_period(code, days, event, last, opening, monkeypatch):
    """With nothing added to what the law asks."""
    monkeypatch.setitem(_template()["step"][11], "typical_for", {code: 0})
    steps = procedure_steps(code, LegalTerms(tenders=LegalTerm(days, "art.")))

    assert dated(steps, "S09", "S12", event) == (event, last, opening)


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.sampled_from(["OP", "NOP", "MPO", "VOPMB"]))
@settings(max_examples=15, deadline=None)
def test_no_legal_period_of_a_plan_is_too_short(start, code):
    """Whenever it begins, each ends on the day that the law counts and nothing begins before."""
    terms = TWO_PHASES if code in ("NOP", "MPO") else OPEN_EU
    plan = as_plan(plan_part(procedure_steps(code, terms), start), start, "Aanbesteding")
    schedule = critical_path(plan)

    assert short_periods(plan, schedule) == ()
    for idx in np.flatnonzero(plan.tasks.legal_minimum > 0).tolist():
        event = moment(int(schedule.start[idx])).date()
        length = int(plan.tasks.duration[idx]) // DAY
        ends = moment(int(schedule.finish[idx + 1])).date()
        assert ends == legal_period(event, length).last_day
        assert length >= plan.tasks.legal_minimum[idx]


def test_an_open_procedure_has_no_selection_and_no_negotiation():
    """What waited for a step that is not there waits for what came before it."""
    steps = {one.step: one for one in procedure_steps("OP", OPEN_EU)}

    assert not {"S02", "S07", "S10", "S11", "S17", "S19"} & steps.keys()
    assert [one.step for one in steps["S12"].after] == ["S09"]
    assert [one.step for one in steps["S18"].after] == ["S16"]
    assert [one.step for one in steps["S08"].after] == ["S05", "S06"]
    assert (steps["S06"].after[0].kind, steps["S06"].after[0].share) == (DependencyKind.SS, 67)


def test_two_phases_bring_their_own_periods():
    """Requests and tenders, each with its minimum."""
    steps = {one.step: one for one in procedure_steps("NOP", TWO_PHASES)}

    assert (steps["S10"].legal_minimum, steps["S12"].legal_minimum) == (30, 25)
    assert steps["S10"].minimum == 30
    assert steps["S10"].typical == 35


def test_a_working_step_has_the_three_points_of_the_template():
    """As the source gives them, in working days."""
    steps = {one.step: one for one in procedure_steps("OP", OPEN_EU)}
    found = steps["S05"]

    assert (found.minimum, found.typical, found.maximum, found.unit) == (5, 25, 80, "working")
    assert (steps["S12"].typical, steps["S12"].unit) == (40, "calendar")


def test_a_negotiated_procedure_without_publication_publishes_nothing():
    """And what is invited has no legal minimum."""
    steps = {one.step: one for one in procedure_steps("VOPZB", LegalTerms())}

    assert (steps["S09"].name["nl"], steps["S09"].minimum) == ("Verzending van de uitnodigingen", 0)
    assert "S17" in steps
    assert (steps["S12"].typical, steps["S12"].legal_minimum) == (15, 0)
    assert "S23" not in steps


def test_a_file_asks_for_the_steps_it_has_beside_the_usual():
    """A market consultation, and the opinion of the Inspectorate of Finance twice."""
    steps = procedure_steps("OP", OPEN_EU, optional={"market_consultation", "inspection_of_finance"})

    assert {"S02", "S07", "S19"} <= set(codes(steps))
    with pytest.raises(ValueError, match="no optional steps"):
        procedure_steps("OP", OPEN_EU, optional={"holiday"})


@pytest.mark.parametrize("code", CODES)
def test_every_procedure_becomes_a_plan_without_findings(code):
    """With certain legal periods and risks on steps that are there."""
    terms = TWO_PHASES if code in ("NOP", "MPO", "CD", "IP", "OMO", "DAS") else OPEN_EU
    steps = procedure_steps(code, terms)
    part = plan_part(steps, date(2027, 1, 4), first_uid=100, title="Aanbesteding", code="O-2026-031")
    plan = as_plan(part, date(2027, 1, 4), "Aanbesteding")
    uids = set(plan.tasks.uid.tolist())

    assert not findings_of(plan, part.uncertainty)
    assert {part.first, part.last} <= uids
    assert set(part.uncertainty.estimates.task_uid.tolist()) <= uids
    assert all(code.startswith("O-2026-031:") for code in part.uncertainty.events.code)


def test_a_legal_period_is_certain_and_a_longer_one_is_not():
    """The standstill is what it is; the time for tenders may come down to the minimum."""
    part = plan_part(procedure_steps("OP", OPEN_EU), date(2027, 1, 4))
    points = dict(
        zip(
            part.uncertainty.estimates.where,
            zip(part.uncertainty.estimates.low, part.uncertainty.estimates.high, strict=True),
            strict=True,
        )
    )
    first_of = {row.step: row.uid for row in reversed(part.tasks)}
    low = dict(zip(part.uncertainty.estimates.task_uid.tolist(), part.uncertainty.estimates.low, strict=True))
    high = dict(
        zip(part.uncertainty.estimates.task_uid.tolist(), part.uncertainty.estimates.high, strict=True)
    )

    assert "S26" not in points
    assert low[first_of["S23"]] == high[first_of["S23"]] == 15 * DAY
    assert low[first_of["S12"]] == 30 * DAY


def test_a_suspension_needs_a_standstill_to_fall_in():
    """A new tender may always be needed."""
    with_, without = (procedure_risks(procedure_steps("OP", terms)) for terms in (OPEN_EU, LegalTerms()))

    assert [one.key for one in with_] == ["retender", "suspension"]
    assert [one.key for one in without] == ["retender"]


def verdict(**facts) -> ProcedureVerdict:
    return ProcedureVerdict("OP", ALLOWED, **facts)


def test_a_verdict_gives_the_terms_with_their_articles():
    """The standstill at European level and that below it rest on different articles."""
    eu = terms_of(verdict(min_days=30, standstill_days=15, publication="BDA and TED"))
    national = terms_of(verdict(min_days=30, standstill_days=15, publication="BDA"))
    pair = terms_of(verdict(min_days=(15, 10), standstill_days=0), "special")

    assert eu.tenders == LegalTerm(30, "Wet 17/06/2016, art. 36")
    assert eu.standstill == LegalTerm(15, "Wet 17/06/2013, art. 11")
    assert national.standstill.article == "Wet 17/06/2013, art. 30, § 1"
    assert (pair.requests.days, pair.tenders.days, pair.standstill) == (15, 10, None)
    assert pair.tenders.article == "Wet 17/06/2016, art. 118"


def test_an_unknown_standstill_is_planned_and_marked():
    """The later date is the safe one, and nobody may take it for verified law."""
    steps = {one.step: one for one in procedure_steps("OP", verdict(min_days=30, standstill_days=None))}

    assert steps["S23"].legal_minimum == 15
    assert not steps["S23"].verified


def test_a_term_is_verified_by_its_own_article():
    """A rule that nobody verified may allow the procedure; the term stays what the law says."""
    doubt = (Reason("r", {"nl": "r"}, "art. 38", "Wet 17/06/2016", verified=False),)
    known = terms_of(verdict(min_days=30, standstill_days=15, reasons=doubt))
    other = terms_of(ProcedureVerdict("SUIG", ALLOWED, min_days=20, standstill_days=0, articles=("art. 89",)))
    steps = procedure_steps("SUIG", other)
    rows = {row.step: row for row in reversed(plan_part(steps, date(2027, 1, 4)).tasks)}

    assert known.tenders.verified
    assert known.standstill.verified
    assert other.tenders == LegalTerm(20, "art. 89", verified=False)
    assert rows["S12"].legal_is_unverified
    assert not rows["S16"].legal_is_unverified


@pytest.mark.parametrize("code", ["CD", "IP", "NOP"])
def test_a_single_term_of_two_phases_is_that_of_the_requests(code):
    """The law then fixes no period for tenders."""
    terms = terms_of(ProcedureVerdict(code, ALLOWED, min_days=30, standstill_days=15))

    assert (terms.requests.days, terms.tenders) == (30, None)


@pytest.mark.parametrize("sector", ["classic", "special"])
def test_the_articles_are_those_of_the_rule_book(sector):
    """One law behind a figure, wherever it is told."""
    for code, article in _template()["articles"][sector].items():
        found = None
        for phase in ("requests", "tenders"):
            try:
                found = found or value(f"days.{sector}.{code}.{phase}.base", date(2026, 6, 1))
            except KeyError:
                continue
        assert found is not None
        assert found.verified
        assert article == f"{found.source}, {found.article}"
    assert _template()["unknown_standstill"]["days"] == value("standstill_days", date(2026, 6, 1)).amount


def test_a_minimum_of_a_few_days_is_refused():
    """The two rows of a period hold from five days on."""
    steps = procedure_steps("OP", LegalTerms(tenders=LegalTerm(3, "art.")))

    with pytest.raises(ValueError, match="< 5 days"):
        plan_part(steps, date(2027, 1, 4))
    with pytest.raises(ValueError, match="without steps"):
        plan_part((), date(2027, 1, 4))


def test_the_calendar_holds_the_public_holidays_of_the_whole_procurement():
    """Also of one that begins in the last year of a run of five."""
    steps = procedure_steps("OP", OPEN_EU)
    one, other = (plan_part(steps, date(year, 12, 1)).calendar for year in (2025, 2029))

    assert one == other
    assert len(one.exceptions) == 13 * 10
    assert one.name == "Wettelijke termijnen 2025–2037"


def test_steps_are_named_in_three_languages():
    """Dutch, French and English; the language of the file decides."""
    for row in _template()["step"]:
        assert {"nl", "fr", "en"} <= row["name"].keys()
    assert codes(_template_steps()) == [f"S{number:02}" for number in range(1, 28)]


def _template_steps():
    """Every step, as a procedure that has them all."""
    return procedure_steps("MPO", TWO_PHASES, optional=("market_consultation", "inspection_of_finance"))
