"""The note of what changes between two days, or two texts: sentences with reference and day."""

from __future__ import annotations

from datetime import date

import pytest

from stuurbord.language import language
from stuurbord.rulebooks.rule_pack import read_pack, shipped_packs
from stuurbord.rulebooks.rule_pack.condition_words import condition_text
from stuurbord.rulebooks.rule_pack.difference import Difference, difference
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
        "In all: 1 new, 1 amended.",
        "From 1\u00a0March 2027 duty REPORT applies: Report it (law B, art. 2).",
        "From 1\u00a0July 2027 limit most changes: value: was “10 d”, becomes “15 d”; "
        "label: “At most” is dropped; source: was “law A, art. 3”, becomes “law B, art. 1” (law B, art. 1).",
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
        "In all: 1 new, 1 amended.",
        "Changed: class OK: condition: was “days ≤ 10 d”, becomes “days < 10 d”.",
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


RULES = """
key = "x"
version = "1"
title = { nl = "Criteria", en = "Criteria" }
[[fact]]
name = "evidence.*"
label = { nl = "geldig bewijs", en = "valid evidence" }
[[fact]]
name = "days"
kind = "number"
unit = "d"
label = { nl = "dagen te laat", en = "days late" }
[[fact]]
name = "uses_ai"
label = { nl = "gebruikt AI", en = "uses AI" }
[[rule]]
id = "R-1"
at = ["G2"]
title = { nl = "Op tijd", en = "On time" }
severity = "notice"
require = [["days <= 3"]]
[[rule]]
id = "R-2"
at = ["G2", "G3"]
title = { nl = "Getest", en = "Tested" }
severity = "blocking"
applies = [["uses_ai"]]
require = [["evidence.TST"], ["days = 0", "!uses_ai"]]
refs = ["law C"]
"""


def note_of(*replaced: tuple[str, str], since: str = "2027-01-01", until: str = "2027-01-01") -> list[str]:
    """Return what the note says, below its heading and version, of a text with these replacements."""
    text = RULES.replace('version = "1"', 'version = "2"')
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    days = date.fromisoformat(since), date.fromisoformat(until)
    return difference(read_pack(RULES, "x.toml"), *days, read_pack(text, "x.toml")).note(ENGLISH)[2:]


def test_conditions_are_told_in_the_words_of_the_rule_book() -> None:
    """No names of facts, and of alternatives only the one that became something else."""
    assert note_of(('"days = 0", "!uses_ai"', '"days <= 2", "!uses_ai"')) == [
        "Changed: rule R-2: Tested – requires: was “days late = 0 and not uses AI”, "
        "becomes “days late ≤ 2 and not uses AI” (law C)."
    ]
    assert note_of(('[["uses_ai"]]', '[["uses_ai"], ["evidence.CON"]]')) == [
        "Changed: rule R-2: Tested – asked where: “valid evidence CON” is added (law C)."
    ]
    assert note_of((', ["days = 0", "!uses_ai"]', "")) == [
        "Changed: rule R-2: Tested – requires: “days late = 0 and not uses AI” is dropped (law C)."
    ]


def test_what_weighs_most_stands_first_and_what_no_verdict_depends_on_last() -> None:
    """A blocking rule before a notice, whatever their order in the text; another title behind both."""
    told = note_of(
        ('label = { nl = "gebruikt AI", en = "uses AI" }', 'label = { nl = "AI erin", en = "has AI" }'),
        ("days <= 3", "days <= 5"),
        ('severity = "blocking"', 'severity = "condition"'),
    )

    assert told[0] == "In all: 2 amended, 1 without effect on a verdict."
    assert told[1] == "Changed: rule R-2: Tested – weight: was “blocking”, becomes “condition” (law C)."
    assert told[2].startswith("Changed: rule R-1: On time – requires")
    assert told[3].startswith("Without effect on a verdict: fact uses_ai: label: was “uses AI”")


def test_a_new_rule_tells_what_it_weighs_and_where_it_is_asked() -> None:
    """One that nobody verified only warns, and the note says so."""
    extra = 'refs = ["law C"]\n[[rule]]\nid = "R-3"\nat = ["G4"]\ntitle = { nl = "Nieuw", en = "New" }\n'
    extra += 'severity = "blocking"\nrequire = [["uses_ai"]]\n'

    assert note_of(('refs = ["law C"]\n', extra)) == ["New: rule R-3: New – blocking, at G4."]
    assert note_of(('refs = ["law C"]\n', extra + "verified = false\n")) == [
        "New: rule R-3: New – notice, not verified, at G4."
    ]


def test_the_later_text_tells_the_day_on_which_something_ends() -> None:
    """It stood without an end; the later text gives it one."""
    told = note_of(('id = "R-1"\n', 'id = "R-1"\nuntil = 2027-03-31\n'), until="2027-06-01")

    assert told == ["From 31\u00a0March 2027 rule R-1 no longer applies: On time – notice, at G2."]
