"""Belgian closing days: agreement with the `holidays` package, and what Flemish offices add."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest

from stuurbord.plan import working_time
from stuurbord.plan.calendar import DAY, HOUR, day_number
from stuurbord.plan.holidays import belgian_holidays, easter, flemish_administration


def test_legal_holidays_agree_with_the_holidays_package():
    """The ten public holidays fall on the same days in every year from 1975 to 2099.

    The package also lists Easter and Pentecost, which the royal decree does not: they are Sundays.
    """
    differences = {}
    for year in range(1975, 2100):
        sundays = {easter(year), easter(year) + timedelta(days=49)}
        theirs = set(holidays.country_holidays("BE", years=year)) - sundays
        if theirs != set(belgian_holidays([year], ["legal"])):
            differences[year] = theirs

    assert differences == {}


def test_easter_agrees_with_dateutil():
    """Easter Sunday is the day that another implementation computes, from 1990 to 2100."""
    dateutil = pytest.importorskip("dateutil.easter")

    assert [easter(year) for year in range(1990, 2101)] == [
        dateutil.easter(year) for year in range(1990, 2101)
    ]


@pytest.mark.parametrize(
    "sunday",
    [
        date(1990, 4, 15),
        date(2000, 4, 23),
        date(2008, 3, 23),
        date(2011, 4, 24),
        date(2019, 4, 21),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2027, 3, 28),
        date(2038, 4, 25),
        date(2049, 4, 18),
        date(2076, 4, 19),
        date(2100, 3, 28),
    ],
)
def test_easter_falls_on_its_published_sunday(sunday):
    """Dates of the tables that churches and observatories print; 2049 and 2076 hold the rare corrections."""
    assert easter(sunday.year) == sunday


def test_flemish_offices_close_on_four_more_days():
    """11 July by decree; 2 November, 15 November and 26 December by the staff statute: fourteen in all."""
    added = belgian_holidays([2026]).keys() - belgian_holidays([2026], ["legal"]).keys()

    assert added == {date(2026, 7, 11), date(2026, 11, 2), date(2026, 11, 15), date(2026, 12, 26)}
    assert len(belgian_holidays([2026])) == 14


def test_a_holiday_in_the_weekend_is_not_moved_to_a_working_day():
    """15 November 2026 is a Sunday; the Monday after is a working day, and no bridge day is assumed."""
    closed = belgian_holidays([2026])

    assert closed[date(2026, 11, 15)] == "Dag van de Dynastie"
    assert date(2026, 11, 16) not in closed
    assert date(2026, 5, 15) not in closed


def test_names_are_told_in_the_language_asked():
    """Dutch by default; French and English on request."""
    day = date(2026, 7, 21)

    assert belgian_holidays([2026])[day] == "Nationale feestdag"
    assert belgian_holidays([2026], language="fr")[day] == "Fête nationale"
    assert belgian_holidays([2026], language="en")[day] == "National Day"


def test_days_ascend():
    """The days come in order, over the years."""
    days = list(belgian_holidays([2027, 2026]))

    assert days == sorted(days)


def test_an_unknown_layer_is_refused():
    """A misspelt layer does not silently close nothing."""
    with pytest.raises(ValueError, match="federal"):
        belgian_holidays([2026], ["federal"])


def test_the_calendar_of_the_administration_closes_on_11_july():
    """Office hours on an ordinary Friday, none on the day of the Flemish Community or on Sunday."""
    calendar = flemish_administration(2024, 2026)
    first = day_number(date(2025, 7, 10))
    clock = working_time(calendar, first, first + 5)

    worked = [clock.between(day * DAY, (day + 1) * DAY) // HOUR for day in range(first, first + 5)]
    assert worked == [8, 0, 0, 0, 8]
