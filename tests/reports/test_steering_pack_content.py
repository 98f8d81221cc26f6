"""What the steering pack says: conclusions by gravity, the snapshot's figures, nothing dropped in silence."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from pptx import Presentation
from reports.made_snapshots import AS_OF, a_dozen, bare_project, many, with_previous_snapshot
from reports.read_pack import all_text, cells, pack, slide_named, slides, text_of, titles

from stuurbord.language import language
from stuurbord.reports.snapshot import ProjectFacts, Snapshot, StatusFacts
from stuurbord.reports.steering_pack import (
    budget_years,
    changes,
    decisions_asked,
    facts,
    milestone_trend,
    portfolio_title,
    project_page,
    risks,
    summary,
    write,
)
from stuurbord.reports.steering_pack.day_axis import FURTHEST, day_axis
from stuurbord.reports.steering_pack.pack import Pack

NBSP = "\N{NO-BREAK SPACE}"


def asking(snapshot: Snapshot) -> Pack:
    """Return the pack in English, as far as titles need it."""
    return Pack(snapshot, snapshot.sha256, language("en"), {})


def plain(text: str) -> str:
    """Return a text with ordinary spaces."""
    return text.replace(NBSP, " ")


def judged(projects: Sequence[ProjectFacts], *values: str) -> tuple[ProjectFacts, ...]:
    """Return the projects with these statuses, in turn."""
    return tuple(
        replace(one, status=StatusFacts(value, value, value, one.status.reasons, ()))
        for one, value in zip(projects, values, strict=False)
    )


def test_the_dozen_tells_its_story() -> None:
    """Read one after the other, the titles are the report."""
    assert [plain(title) for title in titles("a dozen")] == [
        "Three of twelve projects need intervention; the expected cost lies 1.4 million euro above budget",
        "Four decisions together are about 511,000 euro of cost or credit; "
        "the first must fall by 27 November",
        "Three projects ask for intervention and two for adjusting; "
        "P-001 worsened most, by 28 days since 14 October",
        "Two milestones slip three reports in a row; P-001 lost 28 days in the last report",
        "P-001 moves 28 days later since 14 October; P-002 gains four days",
        "In 2026, 350,000 euro of commitment credit stays unused; "
        "in 2027, 1.7 million euro of commitment credit is lacking",
        "The five heaviest risks carry 60 % of the known expected extra cost of 760,000 euro; "
        "five risks lie above the risk appetite",
        "P-001 Sluisbediening: G4 is expected 75 days late, 15 beyond tolerance; "
        "decision B-23 is asked by 2 December",
        "P-009 ERP-migratie: the forecast lies 12.4 % above budget, 10 % is allowed; "
        "decision B-22 is asked by 30 November",
        "P-007 NIS2-programma: G4 is expected 15 days late, five beyond tolerance; "
        "gate G3.2 follows on 31 March 2027",
        "P-014 Toegangscontrole: G4 is expected as promised; decision B-21 is asked by 27 November",
        "P-011 Wrakhoutcamera’s cannot be judged on time: the baseline is missing; "
        "decision B-24 is asked by 4 December",
        "P-005 Netwerkapparatuur: G4 is expected as promised; gate G4 follows on 18 December",
        "Three of five earlier decisions are carried out; B-16 of P-002 is open since 14 October",
        "Two of four sources are incomplete; what is missing counts as undetermined, never as on track",
    ]


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        (("intervene", "adjust"), "one of two projects needs intervention"),
        (("adjust", "undetermined"), "one of two projects needs adjusting, none needs intervention"),
        (("undetermined", "on_track"), "one of two projects cannot be judged"),
        (("on_track", "on_track"), "all two projects stay within their tolerance"),
        (("intervene",), "the only project needs intervention"),
        ((), "this portfolio holds no projects yet"),
    ],
)
def test_summary_leads_with_the_gravest(statuses: tuple[str, ...], said: str) -> None:
    """A breach comes before adjusting, adjusting before what is not known, praise comes last."""
    dozen = a_dozen()
    title = summary.title(asking(replace(dozen, projects=judged(dozen.projects, *statuses))))

    assert title.text.lower().startswith(said)


def test_decision_past_its_date_leads_the_title() -> None:
    """Lateness is graver than cost."""
    dozen = a_dozen()
    late = replace(dozen.decisions[0], due=AS_OF - timedelta(days=3))
    title = decisions_asked.title(asking(replace(dozen, decisions=(late, *dozen.decisions[1:]))))

    assert plain(title.text) == (
        "One of four decisions asked is past its last useful date; B-21 since 17 November"
    )


def test_decision_without_an_amount_is_not_called_free() -> None:
    """Not given is not nothing."""
    title = decisions_asked.title(asking(bare_project()))

    assert title.text == "One decision is asked of the steering committee"


def test_change_in_cost_is_ascribed_to_the_largest() -> None:
    """The project that explains most of a rise is named with its part."""
    title = changes.title(asking(with_previous_snapshot()))

    assert plain(title.text).startswith("P-009 explains 600,000 euro of the 740,000 euro rise")


def test_trend_that_stands_still_says_so() -> None:
    """No movement is a conclusion too."""
    dozen = a_dozen()
    still = tuple(replace(one, forecasts=(one.baseline,) * 12) for one in dozen.trend)
    title = milestone_trend.title(asking(replace(dozen, trend=still)))

    assert title.text.startswith("No goal milestone moved by more than ten days")


def test_budget_that_fits_says_so() -> None:
    """Credits that are kept are said to be kept."""
    dozen = a_dozen()
    years = tuple(
        replace(one, forecast_commitment=one.budgeted_commitment, forecast_payment=one.budgeted_payment)
        for one in dozen.budget_years
    )

    title = budget_years.title(asking(replace(dozen, budget_years=years)))

    assert title.text == "The forecast stays within the credits of every year"


def test_risks_that_grew_are_named_in_the_title() -> None:
    """Growth since the previous report comes before the appetite."""
    assert plain(risks.title(asking(with_previous_snapshot())).text).endswith(
        "two of them grew since 14 October"
    )


def test_portfolio_without_judgement_says_what_lacks() -> None:
    """Unknown is never sold as on track."""
    title = portfolio_title.title(asking(bare_project()))

    assert title.text == "No project can be judged: what is missing is baseline, forecast and budget"


def test_table_shows_each_project_once_over_three_pages() -> None:
    """Forty projects go on over pages with the same head, and the total stands on the last."""
    found = [one for one in slides("forty projects", "en") if "overview" in text_of(one, "Rubriek")]
    tables = [cells(one, "Tabel") for one in found]
    codes = [row[0].split()[0] for table in tables for row in table[1:]]

    assert [len(table) for table in tables] == [15, 15, 14]
    assert {tuple(table[0]) for table in tables} == {tuple(tables[0][0])}
    assert sorted(codes[:-1]) == sorted(one.code for one in many(40).projects)
    assert codes[-1] == "Portfolio"


def test_three_hundred_projects_make_a_pack() -> None:
    """The largest portfolio prints, with a bounded number of project pages that is told."""
    made = list(Presentation(io.BytesIO(write(many(300), "en"))).slides)
    fiches = [one for one in made if text_of(one, "Rubriek").startswith("Project ")]

    assert len(fiches) == facts.MOST_PROJECT_PAGES
    assert "more projects need attention but have no page" in all_text(made[-1])


def test_row_carries_the_figures_of_the_snapshot() -> None:
    """Status, dates and money of a project are those that were given."""
    table = cells(slide_named("a dozen", "Portfolio  ·  overview"), "Tabel")
    row = next(one for one in table if one[0].startswith("P-001"))

    assert row == [
        "P-001  Sluisbediening",
        "G3.2",
        "intervene",
        "",
        "G4",
        "13/09/28",
        "+75",
        "60",
        "+28",
        "18.40",
        "19.12",
        "+3.9",
    ]


def test_total_is_the_sum_of_the_rows() -> None:
    """Budget and forecast of the portfolio are the sums of what stands above them."""
    table = cells(slide_named("a dozen", "Portfolio  ·  overview"), "Tabel")

    assert Decimal(table[-1][9]) == sum(Decimal(row[9]) for row in table[1:-1])
    assert Decimal(table[-1][10]) == sum(Decimal(row[10]) for row in table[1:-1])
    assert table[-1][11] == "+2.9"


def test_budget_chart_draws_the_snapshots_millions() -> None:
    """Done, still expected and budgeted per year are those of the budget lines."""
    slide = slide_named("a dozen", "Portfolio  ·  budget")
    chart = next(one for one in slide.shapes if one.name == "Grafiek links").chart
    series = {one.name: list(one.values) for plot in chart.plots for one in plot.series}

    assert list(chart.plots[0].categories) == ["2024", "2025", "2026", "2027", "2028", "2029"]
    assert series == {
        "done": [0.73, 9.171, 19.76, 0.0, 0.0, 0.0],
        "expected": [0.0, 0.0, 1.0, 14.279, 3.67, 1.15],
        "budgeted": [0.74, 9.24, 21.11, 12.63, 3.5, 1.15],
    }


def test_agenda_points_to_the_pages() -> None:
    """A page number on the first page is where the subject begins."""
    found = slides("a dozen", "en")
    agenda = {row[1]: row[3] for row in cells(found[0], "Agenda")[1:]}

    assert agenda["Summary"] == "2"
    assert text_of(found[int(agenda["Four decisions asked"]) - 1], "Rubriek") == "Decisions asked"
    assert agenda["Annexes"] == f"{len(found) - 1}–{len(found)}"


def test_empty_portfolio_names_all_that_is_missing() -> None:
    """What cannot be shown is named on the last page, never silently dropped."""
    last = all_text(slides("empty", "en")[-1])

    for subject in ("Decisions", "Portfolio table", "Milestone trend", "What changed", "Budget", "Risks"):
        assert f"{subject}" in last
    assert len(slides("empty", "en")) == 3


def test_trend_needs_three_reports() -> None:
    """Two points are no trend: the page is left out and named."""
    dozen = a_dozen()
    short = replace(
        dozen,
        report_dates=dozen.report_dates[-2:],
        trend=tuple(replace(one, forecasts=one.forecasts[-2:]) for one in dozen.trend),
    )
    made = list(Presentation(io.BytesIO(write(short, "en"))).slides)

    assert all("milestone trend" not in text_of(one, "Rubriek") for one in made)
    assert "Milestone trend: fewer than 3 reports" in all_text(made[-1])


def test_last_page_carries_the_whole_hash() -> None:
    """Which facts were used can be proven."""
    assert a_dozen().sha256 in text_of(slides("a dozen")[-1], "Bron")


def test_project_gets_a_page_for_a_breach_a_decision_or_a_near_gate() -> None:
    """All others stay in the table."""
    dozen = a_dozen()
    quiet = replace(dozen, decisions=(), projects=judged(dozen.projects, *["on_track"] * 12))
    codes = {one.code for one in facts.projects_with_page(dozen)}

    assert {one.code for one in facts.projects_with_page(quiet)} == {"P-001", "P-005", "P-011", "P-014"}
    assert codes == {"P-001", "P-005", "P-007", "P-009", "P-011", "P-014"}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("P-002", "G5 is expected seven days early"),
        ("P-003", "G4 is expected 14 days late, within tolerance"),
        ("P-008", "G6 is expected as promised"),
    ],
)
def test_project_title_follows_its_forecast(code: str, said: str) -> None:
    """Early, late and on time are told apart."""
    dozen = a_dozen()
    project = next(one for one in dozen.projects if one.code == code)

    assert said in plain(project_page.title(asking(dozen), project).text)


@pytest.mark.parametrize(
    ("probability", "days", "place"),
    [
        (0.09, 4, (1, 1)),
        (0.10, 5, (2, 2)),
        (0.39, 39, (3, 4)),
        (0.40, 40, (4, 5)),
        (0.60, 0, (5, 1)),
        (None, 5, None),
        (0.5, None, None),
    ],
)
def test_risk_has_its_place_in_the_matrix(
    probability: float | None, days: int | None, place: tuple[int, int] | None
) -> None:
    """A limit belongs to the class above it; what is not known has no place."""
    risk = replace(a_dozen().risks[0], probability=probability, impact_days=days)

    assert facts.place(risk) == place


def test_matrix_counts_every_placed_risk() -> None:
    """What does not fit in a cell is counted there."""
    table = cells(slide_named("a dozen", "Portfolio  ·  risks"), "Matrix")
    shown = 0
    for row in table[:-1]:
        for cell in row[1:]:
            for line in filter(None, cell.split("\n")):
                shown += int(line[1:]) if line.startswith("+") else len(line.split("  "))

    assert shown == sum(1 for one in a_dozen().risks if facts.is_placed(one))


def test_one_scale_serves_all_bands() -> None:
    """Every deviation, tolerance and earlier report lies on the axis."""
    projects = a_dozen().projects
    axis = day_axis(projects, 5.0, 3.0)

    assert axis.low <= -7
    assert axis.high >= 75
    assert axis.at(axis.low) == pytest.approx(5.0)
    assert axis.at(axis.high) == pytest.approx(8.0)
    assert not axis.is_cut


def test_band_beyond_a_year_ends_at_the_edge() -> None:
    """One project of three years late does not make specks of all others, and the page says so."""
    dozen = a_dozen()
    first = dozen.projects[0]
    late = replace(first, finish=replace(first.finish, deviation_days=1100, forecast=date(2031, 7, 5)))
    snapshot = replace(dozen, projects=(late, *dozen.projects[1:]))
    axis = day_axis(snapshot.projects, 0, 3)
    found = list(Presentation(io.BytesIO(write(snapshot, "en"))).slides)
    table = next(one for one in found if "overview" in text_of(one, "Rubriek"))

    assert axis.high <= FURTHEST * 1.1
    assert axis.at(1100) == pytest.approx(3.0)
    assert "Longer bands end at the edge." in text_of(table, "Bron")


def test_dutch_pack_writes_dutch_figures() -> None:
    """Decimal comma, real minus, no-break space before a unit."""
    text = " ".join(all_text(one) for one in slides("a dozen", "nl"))

    assert "48,37" in text
    assert "−7" in text
    assert f"12,4{NBSP}%" in text
    assert "48.37" not in text


def test_own_judgement_is_marked() -> None:
    """A status that a person made worse carries its sign, and the page explains it."""
    slide = slide_named("a dozen", "Portfolio  ·  overview")
    row = next(one for one in cells(slide, "Tabel") if one[0].startswith("P-014"))

    assert row[2] == "adjust°"
    assert "° = own judgement" in text_of(slide, "Bron")


def test_french_pack_is_made_too() -> None:
    """Each language of the product prints."""
    assert pack("a dozen", "fr") != pack("a dozen", "en")
