"""Every pack that comes with the product has worked cases, and answers as they tell."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from stuurbord.errors import InvalidRulePack
from stuurbord.rulebooks.rule_pack import (
    decide,
    facts_from,
    failures_of,
    read_cases,
    read_pack,
    shipped_packs,
)
from stuurbord.rulebooks.rule_pack.library import shipped_cases


@pytest.mark.parametrize("key", sorted(shipped_packs()))
def test_a_shipped_pack_answers_as_its_cases_tell(key: str) -> None:
    """No pack goes out without cases, and every case holds."""
    text = shipped_cases().get(key)
    assert text, f"the pack {key} has no cases.toml beside its rules"

    pack = shipped_packs()[key]

    assert [one.message() for one in failures_of(pack, read_cases(text, key, pack))] == []


def test_the_ai_pack_holds_all_fifteen_worked_cases() -> None:
    """A01 to A15 are there, each with its duties and their days."""
    pack = shipped_packs()["ai-act"]
    cases = read_cases(shipped_cases()["ai-act"], "ai_act/cases.toml", pack)

    assert [one.name[:3] for one in cases[:15]] == [f"A{number:02}" for number in range(1, 16)]
    assert all("verdict" in one.expect and "obligations" in one.expect for one in cases[:15])


def test_a_case_that_does_not_hold_names_its_line_and_both_answers() -> None:
    """A wrong expectation is an error with the line of the case."""
    pack = shipped_packs()["project-size"]
    text = '\n[[case]]\nname = "x"\non = 2026-11-01\nfacts = { months = 3 }\nexpect = { verdict = "groot" }\n'

    (found,) = failures_of(pack, read_cases(text, "cases.toml", pack))

    assert (found.where.as_text(), found.message()) == (
        "cases.toml, line 2",
        "Case “x”: verdict is klein, where the case tells groot.",
    )


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[[case]]\nname = 'x'\non = 2026-11-01\nsurprise = 1\nexpect = {}", 4, "surprise"),
        ("[[case]]\nname = 'x'\nexpect = {}", 1, "on"),
        ("[[case]]\nname = 'x'\non = 2026-11-01\nfacts = { weight = 3 }\nexpect = {}", 4, "weight"),
        ("[[case]]\nname = 'x'\non = 2026-11-01\nfacts = { months = 'long' }\nexpect = {}", 4, "number"),
        ("[[case]]\nname = 'x'\non = 2026-11-01\nexpect = { colour = 'red' }", 4, "colour"),
        ("[[case]]\nname = 'x'\non = '1 November'\nexpect = {}", 3, "day"),
        ("default = 3\n[[case]]\nname = 'x'\non = 2026-11-01\nexpect = {}", 1, "true or false"),
        ("[[case]\n", 1, "square bracket"),
        ("default = false", None, "brackets"),
    ],
)
def test_cases_are_read_strictly(text: str, line: int | None, words: str) -> None:
    """What a case may not hold is an error with its line."""
    with pytest.raises(InvalidRulePack) as refused:
        read_cases(text, "cases.toml", shipped_packs()["project-size"])

    (found, *_) = refused.value.findings
    assert (found.where.line, words in found.message()) == (line, True), found.message()


def test_the_example_of_the_documentation_is_a_rule_book_with_cases_that_hold() -> None:
    """A stranger can begin with what the page about the format prints."""
    page = (Path(__file__).parents[2] / "docs" / "formats" / "rule-pack.md").read_text(encoding="utf-8")
    book, cases = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    pack = read_pack(book, "launch.toml")
    read = read_cases(cases, "launch.cases.toml", pack)

    assert (pack.key, len(read)) == ("launch", 2)
    assert [one.message() for one in failures_of(pack, read)] == []


def test_a_stranger_adds_a_criterion_by_editing_one_file() -> None:
    """Five lines more in the example, and the verdict asks for the new evidence."""
    page = (Path(__file__).parents[2] / "docs" / "formats" / "rule-pack.md").read_text(encoding="utf-8")
    book = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)[0]
    book += '\n[[rule]]\nid = "PRIVACY"\nat = ["G4"]\ntitle = { nl = "GEB klaar" }\n'
    book += 'severity = "blocking"\nrequire = [["evidence.GEB"]]\n'
    pack = read_pack(book, "launch.toml")
    given = {"days_late": 0, "tolerance_days": 30, "size": "small", "has_users": False, "budget": 1}
    facts, _ = facts_from(pack, given)

    assert decide(pack, facts, date(2026, 11, 1), "G4").missing == ("evidence.GEB",)
