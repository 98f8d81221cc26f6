"""The note of what changes between two days, or two texts: sentences with reference and day."""

from __future__ import annotations

from datetime import date

import pytest

from stuurbord.language import language
from stuurbord.rulebooks.rule_pack import read_pack, shipped_packs
from stuurbord.rulebooks.rule_pack.difference import Difference, condition_text, difference
from stuurbord.rulebooks.rule_pack.literals import read_condition

ENGLISH = language("en")
TEXT = """
key = "x"
version = "1"
title = { nl = "Grenzen", en = "Limits" }
[[fact]]
name = "days"
kind = "number"
[[value]]
name = "most"
value = 10
unit = "d"
label = { nl = "Hoogstens", en = "At most" }
reference = "law A, art. 3"
until = 2027-07-01
[[value]]
name = "most"
value = 15
unit = "d"
reference = "law B, art. 1"
from = 2027-07-01
[[class]]
code = "OK"
when = [["days <= most"]]
label = { nl = "In orde", en = "Fine" }
[[obligation]]
id = "REPORT"
when = [["days > most"]]
what = { nl = "Meld het", en = "Report it" }
from = 2027-03-01
until = 2028-01-01
reference = "law B, art. 2"
"""
PACK = read_pack(TEXT, "x.toml")


def compared(since: str, until: str, other: str = "") -> Difference:
    later = read_pack(other, "x.toml") if other else None
    return difference(PACK, date.fromisoformat(since), date.fromisoformat(until), later)


def test_what_begins_and_changes_is_told_with_its_day_and_source() -> None:
    """By day: a duty that begins, then a limit that changes."""
    assert compared("2027-01-01", "2027-12-01").note(ENGLISH) == [
        "Limits: what changes between 1\u00a0January 2027 and 1\u00a0December 2027.",
        "From 1\u00a0March 2027 duty REPORT applies: Report it (law B, art. 2).",
        "From 1\u00a0July 2027 limit most changes: value: 10 → 15; label: At most → –; "
        "source: law A, art. 3 → law B, art. 1 (law B, art. 1).",
    ]


def test_what_ends_is_told_with_the_first_day_without_it() -> None:
    """The duty ends on the first of January."""
    (change,) = compared("2027-12-01", "2028-06-01").changes

    assert (
        change.sentence(ENGLISH)
        == "From 1\u00a0January 2028 duty REPORT no longer applies: Report it (law B, art. 2)."
    )


def test_the_same_day_and_text_change_nothing() -> None:
    """The note says so."""
    found = compared("2027-12-01", "2027-12-01")

    assert (found.changes, found.note(ENGLISH)[-1]) == ((), "Nothing changes.")


def test_another_text_is_compared_entry_by_entry() -> None:
    """A class that is new, one whose condition changes; no day, since the text itself changed."""
    other = TEXT.replace('version = "1"', 'version = "2"').replace('"days <= most"', '"days < most"')
    other += '[[class]]\ncode = "LATE"\nwhen = [["days > 3"]]\nlabel = { nl = "Te laat", en = "Late" }\n'

    assert compared("2027-01-01", "2027-01-01", other).note(ENGLISH)[1:] == [
        "Version 1 against version 2.",
        "Changed: class OK: condition: days <= most → days < most.",
        "New: class LATE: Late.",
    ]


def test_the_plain_data_hold_what_the_note_says() -> None:
    """For a machine: kind, table, id, day, reference, sentence, before and after."""
    made = compared("2027-01-01", "2027-12-01").record(ENGLISH)
    limit = made["changes"][1]

    assert (made["pack"], made["from"]["on"], made["to"]["hash"]) == ("x", "2027-01-01", PACK.sha256)
    assert (limit["kind"], limit["table"], limit["on"]) == ("changes", "value", "2027-07-01")
    assert limit["changed"][0] == {"name": "value", "before": "10", "after": "15"}


def test_days_come_in_order() -> None:
    """The second day may not lie before the first."""
    with pytest.raises(ValueError, match="before"):
        compared("2027-12-01", "2027-01-01")


def test_the_ai_pack_tells_what_the_omnibus_moved() -> None:
    """Between the end of 2026 and the end of 2027 the duties for Annex III begin, not those for Annex I."""
    found = difference(shipped_packs()["ai-act"], date(2026, 12, 31), date(2027, 12, 31))

    assert {one.id for one in found.changes} == {
        *("ART8-17", "ART26", "ART27-FRIA", "ART49-3", "ART49-5", "ART6-4", "ART86"),
    }
    assert {one.on for one in found.changes} == {date(2027, 12, 2)}


def test_with_the_whole_pack_against_itself_turned_round_every_sentence_reads() -> None:
    """No entry of a shipped pack lacks words: each sentence ends in a full stop and holds no braces."""
    for pack in shipped_packs().values():
        empty = read_pack('key = "x"\nversion = "0"\n[[class]]\ncode = "A"\nwhen = [["a"]]\n', "x.toml")
        for one in difference(empty, date(2020, 1, 1), date(2029, 1, 1), pack).changes:
            sentence = one.sentence(ENGLISH)
            assert sentence.endswith(".")
            assert "{" not in sentence


def test_conditions_on_all_rules_together_are_told_in_words() -> None:
    """Nobody reads ``met.blocking``."""
    told = condition_text(read_condition([["!met.blocking", "a"], ["met.condition", "!b"]]))

    assert told == "a blocking rule is not met and a, or every condition is met and not b"


def test_one_day_is_told_once() -> None:
    """Two texts compared on one day: the heading names no span."""
    day = date(2027, 3, 1)

    assert difference(PACK, day, day).note(ENGLISH)[0] == "Limits: what changes on 1\u00a0March 2027."
