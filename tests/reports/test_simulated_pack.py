"""P50, P80 and chances in the pack and the workbook; and snapshots of before there were any."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from reports.made_snapshots import a_dozen, simulated, with_previous_snapshot
from reports.read_pack import slides

from stuurbord.language import language
from stuurbord.reports.snapshot import SCHEMA, Snapshot
from stuurbord.reports.steering_pack import facts, summary, write
from stuurbord.reports.steering_pack.pack import Pack
from stuurbord.reports.steering_workbook import write as write_workbook


def tables(name: str, language: str = "nl"):
    return [
        [[cell.text for cell in row.cells] for row in shape.table.rows]
        for slide in slides(name, language)
        for shape in slide.shapes
        if shape.has_table
    ]


def portfolio_rows(name: str):
    return next(one for one in tables(name) if "P80" in " ".join(one[0]) and len(one[0]) == 12)


def test_a_snapshot_of_before_keeps_its_bytes_and_its_hash():
    """What schema 2 added is not written where it is not known."""
    old = replace(a_dozen(), schema=1)
    text = old.to_json()

    assert "p50" not in text
    assert "joint" not in text
    assert Snapshot.from_json(text) == old
    assert Snapshot.from_json(text).sha256 == old.sha256
    assert set(json.loads(text)["projects"][0]) == set(json.loads(a_dozen().to_json())["projects"][0])


def test_a_snapshot_of_before_prints_no_p50():
    found = [cell for table in tables("a dozen") for row in table for cell in row]

    assert not any("P50" in one or "P80" in one for one in found)


def test_what_is_simulated_survives_the_way_to_json_and_back():
    made = simulated()

    assert Snapshot.from_json(made.to_json()) == made
    assert made.schema == SCHEMA
    assert made.is_simulated


def test_a_schema_of_later_is_refused():
    later = replace(a_dozen(), schema=99).to_json()

    with pytest.raises(ValueError, match="schema 99"):
        Snapshot.from_json(later)


def test_the_table_tells_chances_and_both_dates():
    """A chance is never 0 or 100 %; without a simulation there is a dash and the single forecast."""
    rows = portfolio_rows("simulated")
    by_code = {row[0].split()[0]: row for row in rows[1:]}
    made = {one.code: one for one in simulated().projects}
    first = next(one for one in made.values() if one.forecast and one.forecast.chance_time == 0.25)
    bare = next(one for one in made.values() if one.forecast is None)

    assert by_code[first.code][3] == "25\N{NO-BREAK SPACE}%"
    assert by_code[first.code][6].count("/") == 2
    assert by_code[bare.code][3] == "–"
    assert by_code[bare.code][7] == "–"
    chances = {cell for row in rows[1:] for cell in row[3:5]}
    assert "0\N{NO-BREAK SPACE}%" not in chances
    assert "100\N{NO-BREAK SPACE}%" not in chances
    assert any(one.startswith(">") for one in chances)


def test_within_a_status_the_least_chance_comes_first():
    ordered = facts.ordered(simulated().projects)
    chances = [
        one.forecast.chance_time
        for one in ordered
        if one.status.value == "intervene" and one.forecast is not None
    ]

    assert chances == sorted(chances)


def test_p80_moves_since_the_previous_report():
    """Δ P80 is of P80 against P80; of a project that had none it is not known."""
    for one in simulated().projects:
        if one.forecast and one.previous and one.previous.p80_finish:
            expected = (one.forecast.p80_finish - one.previous.p80_finish).days
            assert facts.moved_sure_days(one) == expected
        else:
            assert facts.moved_sure_days(one) is None


def test_the_summary_tells_the_joint_p80():
    texts = [shape.name for slide in slides("simulated") for shape in slide.shapes if "P80" in shape.name]

    assert any("P80" in one for one in texts)


def _first_simulated() -> Snapshot:
    """Return the first report with simulations: the one before knew single forecasts only."""
    now = simulated()
    projects = tuple(
        replace(
            one,
            previous=one.previous and replace(one.previous, p50_finish=None, p80_finish=None, p50_cost=None),
        )
        for one in now.projects
    )
    joint = now.joint and replace(now.joint, previous_p50_cost=None, previous_p80_cost=None)
    return replace(now, projects=projects, joint=joint)


def test_a_move_and_the_day_it_leads_to_are_of_one_kind():
    """Where the earlier report knew no P50, forecast is compared with forecast and its day is told."""
    for one in _first_simulated().projects:
        if (days := facts.moved_days(one)) is not None and one.previous and one.previous.forecast:
            assert facts.moved_to(one) == one.previous.forecast + timedelta(days=days)
    for one in simulated().projects:
        if one.forecast and one.previous and one.previous.p50_finish:
            assert facts.moved_to(one) == one.forecast.p50_finish


def test_the_summary_says_of_the_cost_what_its_tiles_show():
    """P50 of the sum against its budget, not the sum of the forecasts."""
    now = _first_simulated()
    assert now.joint is not None
    over = replace(now.joint, budget=now.joint.p50_cost - 3_330_000)
    text = summary.title(Pack(replace(now, joint=over), "", language("en"), {})).text

    assert "3.3" in text
    assert "above budget" in text


def test_the_workbook_tells_both_and_adds_no_p80():
    import io

    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(write_workbook(simulated(), "nl")))
    page = next(one for one in book if any(cell.value == "P80" for row in one.iter_rows() for cell in row))
    cells = [[cell.value for cell in row] for row in page.iter_rows()]
    head = next(row for row in cells if "P80" in row)
    last = next(row for row in reversed(cells) if any(row))

    assert {"P50", "P80"} <= set(head)
    assert sum(value is not None for value in last) >= 1
    assert last[head.index("P80")] is None
    plain = load_workbook(io.BytesIO(write_workbook(with_previous_snapshot(), "nl")))
    assert not any(cell.value == "P80" for one in plain for row in one.iter_rows() for cell in row)


def test_the_same_snapshot_gives_the_same_bytes():
    assert write(simulated()) == write(simulated())
