"""A table of progress: read as people and programs write it, and told where it is doubtful."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime

import pytest
from exchange.made_workbooks import workbook_of
from hypothesis import given
from hypothesis import strategies as st

from stuurbord.errors import FileRefused, Severity, UnreadableFile
from stuurbord.exchange.progress_series import SeriesFacts, read_progress_table
from stuurbord.exchange.tabular.limits import Limits
from stuurbord.plan import NONE, instant
from stuurbord.plan.calendar import DAY

FACTS = SeriesFacts(
    1_000_00, instant(datetime.fromisoformat("2026-01-01")), instant(datetime.fromisoformat("2026-05-01"))
)
HEADER = "period_end,pv,ev,ac\n"
WHOLE = HEADER + "2026-01-31,250,200,210\n2026-02-28,500,380.5,400\n2026-03-31,750,,\n2026-04-30,1000,,\n"


def read(text: str | bytes, facts: SeriesFacts = FACTS):
    """Return the reading of a CSV file."""
    return read_progress_table(text.encode() if isinstance(text, str) else text, "stand.csv", facts)


def told(reading) -> list[tuple[str, int | None]]:
    """Return code and line of what was told."""
    return [(one.code, one.where.line) for one in reading.findings]


def test_a_table_is_read_with_days_to_their_end():
    """Later rows hold planned value alone; a day without a time of day counts whole."""
    found = read(WHOLE)
    series = found.series

    assert told(found) == []
    assert series.period_end[0] == instant(datetime.fromisoformat("2026-02-01"))
    assert series.planned_value.tolist() == [250_00, 500_00, 750_00, 1000_00]
    assert series.earned_value.tolist() == [200_00, 380_50, NONE, NONE]
    assert series.actual_cost.tolist() == [210_00, 400_00, NONE, NONE]
    assert (series.last_reported, found.lines, found.days_only) == (1, (2, 3, 4, 5), True)


@pytest.mark.parametrize(
    "text",
    [
        "Statusdatum;Geplande waarde;Verdiende waarde;Werkelijke kosten\n31/01/2026;250,5;1.200,25;€ 3\n",
        "Status date\tPlanned Value\tEarned Value\tActual Cost\n2026-01-31\t250.5\t1200.25\t3\n",
        "date,pv,ev,ac\n31 januari 2026,250.5,1200.25,3.0\n",
        "\ufeffPeriod_End,BCWS,BCWP,ACWP\n2026-01-31,250.500000000000000001,1.20025e3,3e0\n",
        'period_end,pv,ev,ac\n"2026-01-31","250,5","1.200,25","3"\n',
    ],
)
def test_notations_of_people_and_programs_are_the_same(text):
    """Labels in three languages, Belgian and program numbers, four separators, many digits."""
    series = read(text).series

    assert (series.planned_value[0], series.earned_value[0], series.actual_cost[0]) == (
        250_50,
        1_200_25,
        3_00,
    )


def test_three_decimals_of_a_program_are_no_thousands():
    """In a file with commas between its columns 123.456 is no hundred thousand."""
    assert read(HEADER + "2026-01-31,123.456,1,1\n").series.planned_value[0] == 123_46


def test_words_with_points_say_nothing_about_decimals():
    """Somebody wrote n.v.t. (not applicable); the numbers beside it keep their point."""
    assert read(HEADER + "2026-01-31,n.v.t.,12.345,1\n2026-02-28,5.25,,\n").series.earned_value[0] == 12_34


def test_a_moment_counts_as_it_stands():
    """With times of day in the file, midnight is midnight."""
    found = read(HEADER + "2026-01-31 17:00:00,250,1,1\n2026-03-01 00:00:00,500,2,2\n")

    assert found.series.period_end[1] == instant(datetime.fromisoformat("2026-03-01"))
    assert not found.days_only


def test_days_written_with_midnight_are_days():
    """Programs write a day so."""
    found = read(HEADER + "2026-01-31 00:00:00,250,1,1\n")

    assert found.days_only
    assert found.series.period_end[0] % DAY == 0
    assert found.series.period_end[0] == instant(datetime.fromisoformat("2026-02-01"))


def test_a_workbook_with_the_same_columns_is_read():
    """Real dates and numbers of Excel; the header may stand lower."""
    rows = [["Stand van zaken"], ["period_end", "pv", "ev", "ac"], [date(2026, 1, 31), 250.5, 200, ""]]
    found = read_progress_table(workbook_of(Blad=rows), "stand.xlsx", FACTS)

    assert found.series.planned_value.tolist() == [250_50]
    assert ("actual_cost_missing", 3) in told(found)


@pytest.mark.parametrize(
    ("rows", "code", "line"),
    [
        ("2026-01-31,250,200,1\n2026-02-28,500,100,2\n2026-04-30,1000,,\n", "earned_value_falls", 3),
        ("2026-01-31,250,200,5\n2026-02-28,500,300,2\n2026-04-30,1000,,\n", "actual_cost_falls", 3),
        ("2026-01-31,600,200,1\n2026-02-28,500,300,2\n2026-04-30,1000,,\n", "planned_value_falls", 3),
        ("2026-01-31,250,200,0\n2026-04-30,1000,,\n", "actual_cost_zero", 2),
        ("2026-01-31,250,200,\n2026-04-30,1000,,\n", "actual_cost_missing", 2),
        ("2026-01-31,,200,1\n2026-04-30,1000,,\n", "planned_value_missing", 2),
        ("2026-01-31,250,,1\n2026-02-28,500,300,2\n2026-04-30,1000,,\n", "earned_value_missing", 2),
        ("2026-01-31,250,2000,1\n2026-04-30,1000,,\n", "earned_value_above_budget", 2),
        ("2026-01-31,250,200,1\n2026-04-30,1200,,\n", "planned_value_above_budget", 3),
        ("2026-01-31,250,200,1\n2026-04-30,900,,\n", "planned_value_short", 3),
        ("2026-01-31,250,200,1\n2026-02-28,500,,\n", "planned_value_stops", 3),
        ("2026-01-31,,200,1\n", "no_planned_value", None),
        ("2026-01-31,250,,\n2026-04-30,1000,,\n", "no_earned_value", None),
        ("2025-12-31,0,0,1\n2026-01-31,250,200,1\n2026-04-30,1000,,\n", "status_date_before_baseline", 2),
        ("2026-02-28,500,300,2\n2026-01-31,250,200,1\n2026-04-30,1000,,\n", "status_dates_unordered", 3),
        ("2026-01-31,250,200,1\n2026-01-31,251,201,2\n2026-04-30,1000,,\n", "status_date_twice", 2),
        ("later,250,200,1\n2026-04-30,1000,200,1\n", "not_a_date", 2),
        (",250,200,1\n2026-04-30,1000,200,1\n", "progress_without_date", 2),
        ("2026-02-30,250,200,1\n2026-04-30,1000,200,1\n", "no_such_date", 2),
        ("2026-01-31,250,much,1\n2026-04-30,1000,200,1\n", "not_a_number", 2),
        ("2026-01-31,250,-5,1\n2026-04-30,1000,200,1\n", "amount_below_zero", 2),
        ("2026-01-31,250,1e15,1\n2026-04-30,1000,200,1\n", "amount_out_of_range", 2),
        (
            "2026-01-10,100,1,1\n2026-01-20,200,2,2\n2026-01-30,300,3,3\n2026-03-01,400,4,4\n2026-04-30,1000,,\n",
            "period_missing",
            5,
        ),
    ],
)
def test_bad_input_is_told_with_its_row_and_the_rest_is_read(rows, code, line):
    """A warning or information, never a stop: the answer on the other rows stands."""
    found = read(HEADER + rows)

    assert (code, line) in told(found)
    assert all(one.severity is not Severity.ERROR for one in found.findings)
    assert len(found.series) >= 1


def test_of_two_rows_for_one_date_the_last_counts():
    """A correction is usually added below."""
    series = read(HEADER + "2026-01-31,250,200,1\n2026-01-31,251,201,2\n2026-04-30,1000,,\n").series

    assert (len(series), series.earned_value[0]) == (2, 201_00)


@pytest.mark.parametrize("nothing", ["", "nan", "NaN", "NA", "null", "None", "-", " "])
def test_what_programs_write_for_nothing_is_nothing(nothing):
    """No figure, and no complaint about its text."""
    found = read(HEADER + f"2026-01-31,250,200,1\n2026-04-30,1000,{nothing},{nothing}\n")

    assert found.series.earned_value[1] == NONE
    assert told(found) == []


def test_months_are_no_missing_periods():
    """Four or five weeks, 28 or 31 days: that is how reports come."""
    assert told(read(WHOLE)) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_file"),
        (HEADER, "no_progress_rows"),
        ("period_end,pv\n2026-01-31,1\n", "progress_columns_missing"),
        ("a,b,c\n1,2,3\n", "progress_columns_missing"),
        (b"\xff\xd8\xff\x00\x01", "not_a_table"),
        (HEADER + '2026-01-31,"1,2,3\n', "broken_csv"),
    ],
)
def test_a_file_without_progress_is_refused(text, code):
    """With the reason."""
    with pytest.raises(UnreadableFile) as refused:
        read(text)
    assert code in {one.code for one in refused.value.findings}


def test_a_file_that_is_too_large_is_refused():
    """Before it costs memory; and with thousands of problems, only the first are listed."""
    with pytest.raises(FileRefused):
        read_progress_table(WHOLE.encode(), "a.csv", FACTS, Limits(rows=3))
    many = HEADER + "".join(f"{1 + day % 28}/01/2026,x,y,z\n" for day in range(2000))
    found = read(many)

    assert len(found.findings) == 501
    assert found.findings[-1].code == "more_findings"


@pytest.mark.parametrize("facts", [(0, 1, 2), (-1, 1, 2), (1, 2, 2), (1, 3, 2)])
def test_facts_that_contradict_themselves_are_a_mistake_of_the_caller(facts):
    """The command line and the page ask for them first."""
    with pytest.raises(ValueError, match=r"<=|>="):
        SeriesFacts(*facts)


cells = st.sampled_from(
    ["", "0", "12.5", "1.234,5", "x", "-3", "1e400", "=1+1", "2026-02-01", "31/12/2026", "\x00"]
)


@given(st.lists(st.lists(cells, min_size=0, max_size=6), max_size=12))
def test_no_table_breaks_the_reader(rows):
    """A reading or a refusal, whatever stands in the cells."""
    text = HEADER + "\n".join(",".join(row) for row in rows)
    with suppress(UnreadableFile):
        found = read(text)
        assert len(found.series) == len(found.lines)
