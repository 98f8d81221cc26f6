"""Decisions are findable, have one form, and the table of dependencies is the real one."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from docs.pages import ROOT, first_cells, sections, text_of

FOLDER = ROOT / "docs" / "decisions"
DECISIONS = sorted(FOLDER.glob("[0-9]*.md"))
PARTS = ["Context", "Decision", "Consequences", "Alternatives", "How it is enforced"]


def test_the_index_links_every_decision_once_and_in_order() -> None:
    """The index is the way in."""
    linked = re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", text_of(FOLDER / "README.md"))

    assert linked == [page.name for page in DECISIONS]


def test_decisions_are_numbered_without_gaps() -> None:
    """A gap would be a decision that somebody removed."""
    numbers = [int(page.name[:4]) for page in DECISIONS]

    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem[:4])
def test_a_decision_has_its_parts_and_decides(page: Path) -> None:
    """Context, what we will do, what follows, what else there was, and how it holds."""
    found = sections(page, 2)

    assert [*found] == PARTS
    assert "We will" in found["Decision"]
    assert text_of(page).startswith(f"# {page.name[:4]} ")
    assert re.search(r"^Status: (accepted|superseded)", text_of(page), re.MULTILINE)


def test_the_table_of_dependencies_is_what_pyproject_asks() -> None:
    """Each direct dependency has its licence, size and reason; nothing else is listed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["project"]["dependencies"],
        *(one for extra in project["project"]["optional-dependencies"].values() for one in extra),
        *project["dependency-groups"]["dev"],
    ]
    names = {re.match(r"[A-Za-z0-9._-]+", one)[0] for one in asked}  # type: ignore[index]
    page = next(page for page in DECISIONS if "dependencies" in page.name)

    assert set(first_cells(page)) == names


def test_requirements_hold_hashes_and_no_addresses() -> None:
    """A requirement with an address would tie every installation to that server."""
    files = sorted((ROOT / "requirements").iterdir())
    addressed = [
        f"{file.name}: {line}"
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
        if re.search(r"[a-z+]+://|^\s*(-i|--index-url|--extra-index-url|--find-links)\b", line)
    ]

    assert files
    assert addressed == []
