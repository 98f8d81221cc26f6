"""What comes first in the pack, and that what is named or left out can be found back on the slide."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from pptx import Presentation
from reports.made_snapshots import AS_OF, a_dozen, bare_project, many
from reports.read_pack import all_text, cells, slide_named, text_of

from stuurbord.language import NBSP, language
from stuurbord.reports.snapshot import Snapshot
from stuurbord.reports.steering_pack import facts, method, portfolio_title, summary_box, write
from stuurbord.reports.steering_pack.pack import Pack


def asking(snapshot: Snapshot) -> Pack:
    """Return the pack in English, as far as sentences need it."""
    return Pack(snapshot, snapshot.sha256, language("en"), {})


def made(snapshot: Snapshot, rubric: str) -> list[Any]:
    """Return the slides of a pack whose rubric begins so."""
    found = Presentation(io.BytesIO(write(snapshot, "en"))).slides
    return [one for one in found if text_of(one, "Rubriek").startswith(rubric)]


def test_projects_stand_as_on_the_portfolio_page() -> None:
    """Status first, then the latest; a deviation nobody knows comes last, then the code decides."""
    dozen = a_dozen()
    status = dozen.projects[0].status
    days = {"P-C": 5, "P-A": 75, "P-D": None, "P-B": 5}
    projects = [
        replace(dozen.projects[0], code=code, finish=replace(dozen.projects[0].finish, deviation_days=late))
        for code, late in days.items()
    ]
    calm = replace(projects[1], code="P-0", status=replace(status, value="on_track"))

    assert [one.code for one in facts.ordered([calm, *projects])] == ["P-A", "P-B", "P-C", "P-D", "P-0"]


def test_a_risk_of_unknown_cost_keeps_its_place() -> None:
    """Above the appetite comes first, whatever the cost; no cost is a dash and weighs no percentage."""
    dozen = a_dozen()
    grave = replace(dozen.risks[0], code="R-X", probability=0.38, impact_days=67, impact_cost=None)
    small = replace(dozen.risks[0], code="R-Y", probability=0.3, impact_days=5, impact_cost=Decimal(900_000))
    likely = replace(dozen.risks[0], code="R-Z", probability=0.39, impact_days=39, impact_cost=Decimal(1))
    snapshot = replace(dozen, risks=(small, likely, grave))
    slide = made(snapshot, "Portfolio  ·  risks")[0]
    row = next(one for one in cells(slide, "Tabel") if one[0] == "R-X")

    assert [one.code for one in facts.ranked_risks(snapshot)] == ["R-X", "R-Z", "R-Y"]
    assert facts.expected_cost(grave) is None
    assert facts.known_cost(snapshot.risks) == Decimal("270000.39")
    assert row[3:5] == ["+67", "–"]


def test_a_project_page_drops_the_least_of_its_risks() -> None:
    """Of four, the one within the appetite goes, although it costs most."""
    dozen = a_dozen()
    grave = [
        replace(dozen.risks[0], code=f"R-{n}", project="P-001", probability=0.5, impact_cost=None)
        for n in range(3)
    ]
    dear = replace(dozen.risks[0], code="R-9", project="P-001", impact_days=4, impact_cost=Decimal(900_000))
    slide = made(replace(dozen, risks=(dear, *grave)), "Project P-001")[0]
    named = [row[0].split()[0] for row in cells(slide, "Risico's")[1:]]

    assert named == ["R-0", "R-1", "R-2"]


def test_matrix_names_its_bounds_as_the_classes_have_them() -> None:
    """40 days and 60 % belong to the highest class, and days are calendar days."""
    slide = slide_named("a dozen", "Portfolio  ·  risks")
    table = cells(slide, "Matrix")

    assert table[0][0].replace(NBSP, " ").endswith("≥ 60 %")
    assert table[-1][5].replace(NBSP, " ").endswith("≥ 40 d")
    assert "calendar days" in text_of(slide, "Bijschrift")


def test_gates_ahead_are_all_named_or_counted() -> None:
    """What does not fit by name stands by code; what does not fit at all is counted."""
    dozen = a_dozen()
    soon = AS_OF + timedelta(days=10)
    projects = tuple(
        replace(
            one,
            milestones=tuple(
                replace(each, forecast=soon) if each.code == one.next_gate else each
                for each in one.milestones
            ),
        )
        for one in dozen.projects
    )
    pack = asking(replace(dozen, projects=projects))
    n_all = len(facts.coming_gates(pack.snapshot))
    for n_lines in (1, 2, 4):
        text = " ".join(one.text for one in summary_box._ahead(pack, n_lines)[1:])
        left = text.rsplit("and ", 1)[1].split()[0] if " more" in text else "no"

        assert left in [pack.count(n_all - text.count("30/11")), "no"]
        assert (left == "no") == (text.count("30/11") == n_all)


def test_every_gain_in_the_title_stands_on_the_slide() -> None:
    """P-002 gains four days, below the threshold: its row is there, and so is the largest loss."""
    slide = slide_named("a dozen", "Portfolio  ·  what changed")
    rows = {row[0].split()[0]: row[1] for row in cells(slide, "Onder de drempel")[1:]}

    assert "P-002 gains four" in slide.shapes.title.text_frame.text.replace(NBSP, " ")
    assert rows["P-002"] == "−4"
    assert rows["P-003"] == "+7"
    assert "from −4 (P-002) to +7" in all_text(slide)


def test_trend_explains_its_colours_and_columns() -> None:
    """Nobody has to guess what red is, or over how many reports a difference runs."""
    slide = slide_named("a dozen", "Portfolio  ·  milestone trend")
    text = all_text(slide).replace(NBSP, " ")

    for words in ("more than 30 days lost in one report", "gained", "other projects", "moved otherwise"):
        assert words in text
    assert "Δ 3 = days over the last three" in text_of(slide, "Bron")


def test_a_source_names_the_few_it_lacks() -> None:
    """One of twelve has no baseline: the annex says which; of many it says only how many."""
    dozen = a_dozen()
    baselines = next(one for one in dozen.sources if one.source == "Baselines")

    assert method._who_lacks(asking(dozen), baselines) == "Missing: P-011"
    assert method._who_lacks(asking(many(60)), replace(baselines, covered=55, total=60)) == ""


def test_the_title_names_what_no_project_has() -> None:
    """With plans but without agreements, tolerances and budgets are what is missing, not baselines."""
    bare = bare_project()
    lacking = ("time_tolerance_days", "budget", "forecast_cost", "cost_tolerance")
    projects = tuple(
        replace(one, status=replace(one.status, missing=lacking), code=f"P-{number}")
        for number, one in enumerate(bare.projects * 3)
    )
    title = portfolio_title.title(asking(replace(bare, projects=projects)))

    assert title.text == "No project can be judged: what is missing is tolerance, budget and cost forecast"


def test_a_crowd_without_verdict_does_not_fill_the_pack() -> None:
    """Of 774 projects without plans four pages are printed; the rest is counted and in the workbook."""
    bare = bare_project()
    crowd = tuple(replace(bare.projects[0], code=f"P-{number:04}") for number in range(771))
    judged = tuple(replace(one, code=f"A-{one.code}") for one in a_dozen().projects[:3])
    snapshot = replace(bare, projects=(*crowd, *judged), decisions=())
    found = made(snapshot, "Portfolio  ·  overview")
    codes = [row[0].split()[0] for one in found for row in cells(one, "Tabel")[1:]]

    assert len(found) == 4
    assert {one.code for one in judged} <= set(codes)
    assert "718 projects without a verdict are in the workbook." in text_of(found[0], "Bron")
