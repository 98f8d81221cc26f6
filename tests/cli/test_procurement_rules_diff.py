"""``stuurbord rules diff be_procurement``: a lawyer's note on two days, or on the law and a draft."""

from __future__ import annotations

import pytest
from cli.commands import run, run_json

DAYS = ("--from", "2025-12-15", "--to", "2026-01-15")
NBSP = "\u00a0"


def told(*arguments: str, language: str = "nl") -> str:
    result = run("rules", "diff", *arguments, language=language)
    assert result.exit_code == 0, result.stderr
    return result.stdout.replace(NBSP, " ")


def test_the_note_goes_from_the_law_to_its_consequences() -> None:
    """Title, texts and counts first; then what changes, then what follows, then what nobody read."""
    note = told("be_procurement", *DAYS)
    headings = (
        "Overheidsopdrachten: wat wijzigt tussen 15 december 2025 en 15 januari 2026",
        "Wat in het recht wijzigt: drempels, bedragen en termijnen",
        "Gevolgen voor de keuze van de procedure",
        "Gevolgen voor de bekendmaking",
        "Gevolgen voor de termijnen",
        "Gevolgen voor de wachttermijn",
        "Gevolgen voor motivering en informatie",
        "Gevolgen voor de verdeling in percelen",
        "Uitgewerkte gevallen met een ander antwoord",
        "Wat niet is nagelezen",
    )

    places = [note.find(f"{one}\n") for one in headings]
    assert -1 not in places
    assert places == sorted(places)


def test_either_spelling_of_the_key_gives_the_same_document() -> None:
    """The folder has an underscore, the key a hyphen."""
    first = run_json("rules", "diff", "be_procurement", *DAYS)

    assert first == run_json("rules", "diff", "be-procurement", *DAYS)
    assert list(first) == ["pack", "from", "to", "undetermined", "changes", "consequences", "cases", "note"]


def test_a_draft_is_laid_over_the_second_day() -> None:
    """With its own name only, and told as no law."""
    note = told(
        "be_procurement", "--from", "2026-11-01", "--to", "2026-11-01", "--pack", "draft-2026", language="en"
    )

    assert "it is no law and binds nobody" in note
    assert "from € 30,000 to € 75,000, under the draft" in note


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("be_procurement", "--pack", "draft-2027"), "There is no draft draft-2027"),
        (("ai-act", "--pack", "draft-2026"), "A draft lies over the law on procurement"),
        (("be_procurement", "--pack", "draft-2026", "--against", "ai-act"), "A draft lies over the law"),
    ],
)
def test_a_draft_that_fits_nothing_is_refused(arguments: tuple[str, ...], reason: str) -> None:
    """The reason stands in the refusal."""
    result = run("rules", "diff", *arguments, "--from", "2026-11-01", "--to", "2026-11-01")

    assert result.exit_code == 2
    assert reason in " ".join(result.stderr.replace("│", " ").split())


def test_the_same_day_says_that_nothing_differs() -> None:
    """Two lines and the sentence."""
    note = told("be_procurement", "--from", "2026-03-01", "--to", "2026-03-01")

    assert note.splitlines()[-1].startswith("Geen verschil: op beide dagen luidt het recht")


def test_a_day_outside_the_book_is_said() -> None:
    """Which days are known."""
    assert "het kent ze van 1 januari 2018 tot en met 31 december 2027" in told(
        "be_procurement", "--from", "2026-03-01", "--to", "2029-03-01"
    )
