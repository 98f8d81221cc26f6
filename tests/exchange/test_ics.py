"""A calendar file: lines as RFC 5545 wants them, whatever people typed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stuurbord.exchange.ics import LONGEST_LINE, Day, write

STAMP = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def day(**given_: object) -> Day:
    facts = {"uid": "risicos-1-due@asn.example", "on": date(2026, 11, 27), "summary": "Herzien"}
    return Day(**facts | {"changed_at": STAMP} | given_)


def unfolded(content: bytes) -> list[str]:
    """Return the content lines as a reader sees them (section 3.1)."""
    return content.decode().replace("\r\n ", "").split("\r\n")[:-1]


def value(content: bytes, name: str) -> str:
    return next(line for line in unfolded(content) if line.startswith(name))


def test_a_whole_day_ends_on_the_next():
    """The end is the first day that is no longer part of it (section 3.6.1)."""
    content = write("Stuurbord", [day(on=date(2026, 12, 31))])

    assert "DTSTART;VALUE=DATE:20261231" in unfolded(content)
    assert "DTEND;VALUE=DATE:20270101" in unfolded(content)


@pytest.mark.parametrize("on", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_day_of_changing_clocks_is_one_day(on):
    """A date has no clock: it is neither an hour short nor long."""
    content = write("Stuurbord", [day(on=on)])

    assert f"DTSTART;VALUE=DATE:{on:%Y%m%d}" in unfolded(content)
    assert b"T00" not in content


def test_the_order_and_the_frame():
    """One calendar with its version and product, then the events."""
    lines = unfolded(write("Stuurbord, N. Vervaet", [day(), day(uid="b@asn.example")]))

    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Stuurbord//Stuurbord//NL"]
    assert lines[-1] == "END:VCALENDAR"
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2
    assert "X-WR-CALNAME:Stuurbord\\, N. Vervaet" in lines


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("a;b,c\\d", r"a\;b\,c\\d"),
        ("twee\nregels", r"twee\nregels"),
        ("van Windows\r\nen Mac\rsamen", r"van Windows\nen Mac\nsamen"),
        ("END:VEVENT\r\nBEGIN:VALARM", r"END:VEVENT\nBEGIN:VALARM"),
        ("tab\tbel\x07nul\x00", "tabbelnul"),
        ("half \ud83d teken", "half  teken"),
    ],
)
def test_what_people_type_stays_one_text(typed, written):
    """It can neither end its line nor begin an event of its own (section 3.3.11)."""
    assert value(write("S", [day(summary=typed)]), "SUMMARY:") == f"SUMMARY:{written}"


def test_the_same_events_give_the_same_bytes():
    """So that a reader can be told that nothing changed."""
    assert write("S", [day()]) == write("S", [day()])


@given(st.text(max_size=300))
def test_no_line_is_too_long_and_none_is_cut_within_a_character(text):
    """Each physical line is valid UTF-8 of at most 75 octets, and unfolding gives one summary back."""
    content = write("S", [day(summary=text, description=text)])

    for line in content.split(b"\r\n"):
        assert len(line) <= LONGEST_LINE
        line.decode()
    assert sum(line.startswith("SUMMARY:") for line in unfolded(content)) == 1
    assert content.replace(b"\r\n", b"").count(b"\n") == 0
