"""Reports of a project from bare facts: titles by gravity, what is missing named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from stuurbord.language import language
from stuurbord.reports.document import Paragraph, write_docx, write_pdf
from stuurbord.reports.project_reports import KINDS, Cover, ReportFacts, build
from stuurbord.reports.project_reports.facts import SCHEMA, ExceptionFacts, ForecastFacts, TargetFacts
from stuurbord.reports.snapshot import StatusFacts

EN = language("en")
DAY = date(2026, 11, 20)
FORECAST = ForecastFacts(
    goal="G4",
    baseline=date(2028, 6, 30),
    tolerance_days=30,
    finish=date(2028, 7, 10),
    p50_finish=None,
    p80_finish=None,
    chance_time=None,
    budget=Decimal(1_000_000),
    cost_tolerance=Decimal("0.1"),
    cost=Decimal(1_000_000),
    p50_cost=None,
    p80_cost=None,
    chance_cost=None,
)


def facts(**changes) -> ReportFacts:
    """Return the facts of a project of which little is known."""
    empty = (
        "targets milestones curve done upcoming changes risks issues actions decisions lessons "
        "products findings budget gates conditions benefits exceptions"
    )
    values = dict.fromkeys(empty.split(), ()) | {
        "organisation": "Agentschap",
        "portfolio": "ICT",
        "project": "P-001",
        "name": "Sluizen",
        "owner": "K. De Backer",
        "manager": "T. Callewaert",
        "stage": "execution",
        "as_of": DAY,
        "period_from": date(2026, 10, 21),
        "period_until": DAY,
        "status": StatusFacts("on_track", "on_track", "on_track", (), ()),
        "judged_reason": "",
        "forecast": FORECAST,
        "plan": "",
        "progress": None,
        "next_gate": None,
    }
    return ReportFacts(**values | changes)


def report(kind: str, known: ReportFacts, texts: dict[str, str] | None = None):
    """Return a report as a document, in English."""
    cover = Cover(kind, "XX-001", "draft", "T. Callewaert")
    return build(cover, known, known.sha256, texts or {}, EN)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "within tolerance"),
        ({"finish": date(2028, 8, 10)}, "41 days late, eleven beyond tolerance"),
        ({"p50_finish": date(2028, 7, 10), "p80_finish": date(2028, 8, 4)}, "at P80 five beyond tolerance"),
        ({"finish": date(2028, 6, 30)}, "as promised"),
        ({"finish": date(2028, 6, 29)}, "one day early"),
        ({"tolerance_days": None}, "no tolerance agreed"),
        ({"baseline": None}, "there is no baseline"),
        ({"finish": None}, "there is no forecast"),
    ],
)
def test_title_follows_the_gravest_fact(changes, said):
    """The first pattern whose condition holds is used."""
    title = report("highlight", facts(forecast=replace(FORECAST, **changes))).title

    assert said in title.replace("\N{NO-BREAK SPACE}", " ")
    assert 25 <= len(title) <= 140


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"p50_cost": Decimal(1_050_000), "p80_cost": Decimal(1_240_000)},
            "at P80 it costs 140.000 euro more",
        ),
        ({"p50_cost": Decimal(1_200_000), "p80_cost": Decimal(1_300_000)}, "it costs 200.000 euro more than"),
        ({"p50_cost": Decimal(1_050_000), "p80_cost": Decimal(1_100_000)}, ""),
        ({"p50_cost": None, "p80_cost": None, "cost": Decimal(1_110_000)}, "110.000 euro more than budgeted"),
    ],
)
def test_title_tells_of_cost_at_p80_as_of_time(changes, said):
    """Beyond tolerance as expected, else beyond it at P80; within it nothing is said."""
    target = TargetFacts(
        "cost", "fraction", Decimal("0.2"), Decimal("0.1"), "simulation", "intervene", bool(said)
    )
    title = report(
        "highlight", facts(targets=(target,), forecast=replace(FORECAST, **changes))
    ).title.replace(",000", ".000")

    assert said in title
    assert ("costs" in title) is bool(said)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "no simulation yet"),
        ({"p80_finish": DAY, "baseline": None}, "no baseline"),
        ({"p80_finish": DAY, "tolerance_days": None}, "no tolerance is agreed"),
        ({"p80_finish": DAY, "chance_time": 0.5}, "the plan holds no costs"),
        ({"p80_cost": Decimal(1), "budget": None}, "no budget"),
    ],
)
def test_why_there_is_no_chance_is_said(changes, said):
    """A project that is simulated without a baseline is not told as one without a simulation."""
    printed = repr(report("highlight", facts(forecast=replace(FORECAST, **changes))).blocks)

    assert said in printed
    assert ("no simulation yet" in printed) is ("p80_finish" not in changes)


def test_what_was_not_measured_rests_on_nothing():
    """Without a baseline the table of tolerances names no simulation as its ground."""
    target = TargetFacts("time", "days", None, Decimal(60), "simulation", "undetermined", False)

    assert "P80 of the simulation" not in repr(report("highlight", facts(targets=(target,))).blocks)


def test_exception_is_told_in_a_sentence():
    """Subject, how far beyond, at which certainty."""
    one = ExceptionFacts(
        *("AFW-001", "Time: P80 43 d beyond the tolerance of 60 d", "time", "project", "", "days"),
        *(Decimal(103), Decimal(60), "simulation", DAY, "raised", "", "", "", "", None, "", "", "", ()),
    )

    title = report("exception", facts(exceptions=(one,))).title.replace("\N{NO-BREAK SPACE}", " ")
    assert title == "P-001 ends 43 days beyond its tolerance in time at P80"
    other = replace(one, target="quality", unit="number", title="Quality: 2 beyond the tolerance of 0")
    assert report("exception", facts(exceptions=(other,))).title == f"P-001: {other.title}"


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_known_is_said_not_hidden(kind):
    """Each kind can be printed of an empty project and names what is missing."""
    made = report(kind, facts())

    assert any(isinstance(one, Paragraph) and one.tone == "missing" for one in made.blocks)
    assert write_pdf(made, EN) == write_pdf(made, EN)
    assert write_docx(made, EN)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "exception"])
def test_every_section_that_a_person_writes_is_printed(kind):
    """What is typed on the page stands in the document, with every paragraph of it."""
    texts = {one.key: f"Eigen woorden over {one.key}.\n\nEn nog meer." for one in KINDS[kind].sections}
    printed = repr(report(kind, facts(), texts).blocks)

    for key in texts:
        assert f"Eigen woorden over {key}." in printed


def test_probability_is_never_certain():
    """Neither 0 nor 100 %."""
    printed = repr(
        report("highlight", facts(forecast=replace(FORECAST, chance_time=1.0, chance_cost=0.001))).blocks
    )

    assert "> 99" in printed
    assert "< 1" in printed


def test_target_beyond_its_tolerance_is_counted():
    """The lead of the table says how many."""
    target = TargetFacts("time", "days", Decimal(41), Decimal(30), "forecast", "intervene", True)
    printed = repr(report("highlight", facts(targets=(target,))).blocks)

    assert "One target lies beyond its tolerance." in printed


def test_facts_of_another_schema_are_refused():
    """A later version may have written them."""
    text = facts().to_json().replace(f'"schema":{SCHEMA}', '"schema":99')

    with pytest.raises(ValueError, match="schema 99"):
        ReportFacts.from_json(text)


def test_what_moved_since_the_previous_report_is_told():
    """End and cost, each with its sign; nothing without a previous report."""
    moved = facts(previous_finish=date(2028, 6, 30), previous_cost=Decimal(940_000), previous_number="VR-003")
    cover = Cover("highlight", "VR-004", "draft", "T. Callewaert")

    told = [one.text for one in build(cover, moved, "8f", {}, EN).blocks if isinstance(one, Paragraph)]
    assert any("VR-003" in one and "+10" in one and "+€" in one for one in told), told
    plain = [one.text for one in build(cover, facts(), "8f", {}, EN).blocks if isinstance(one, Paragraph)]
    assert not any(one.startswith("Since") for one in plain)


def test_a_period_without_finished_work_says_so():
    """A count of nought reads badly in a title."""
    cover = Cover("checkpoint", "CR-001", "draft", "T. Callewaert")

    assert build(cover, facts(), "8f", {}, EN).title.startswith("P-001: no work was finished")
