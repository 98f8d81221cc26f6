"""The pages of the documentation, and what stands in them."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MANUAL = ROOT / "docs" / "handleiding"
SOURCE = ROOT / "src" / "stuurbord"
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    """Return every Markdown page of the repository that is ours."""
    folders = ("docs", "demo", "changelog.d", "tests", "src")
    found = [*ROOT.glob("*.md"), *(page for folder in folders for page in (ROOT / folder).rglob("*.md"))]
    return sorted(found)


def text_of(page: Path) -> str:
    """Return a page as it is written."""
    return page.read_text(encoding="utf-8")


def prose_of(page: Path) -> str:
    """Return a page without its blocks of code."""
    return _FENCE.sub("", text_of(page))


def code_blocks(page: Path, language: str) -> list[str]:
    """Return the blocks of code in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text_of(page), re.MULTILINE | re.DOTALL)


def first_cells(page: Path) -> list[str]:
    """Return what stands in backticks in the first cell of each table row."""
    rows = re.findall(r"^\| (`[^|]*) \|", text_of(page), re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row)]


def sections(page: Path, level: int) -> dict[str, str]:
    """Return heading of this level → the text below it, up to the next heading that is not deeper."""
    parts = re.split(rf"^{'#' * level} (.+)$", text_of(page), flags=re.MULTILINE)
    higher = re.compile(rf"^#{{1,{level - 1}}} ", re.MULTILINE) if level > 1 else None
    texts = [higher.split(text)[0] if higher else text for text in parts[2::2]]
    return dict(zip(parts[1::2], texts, strict=True))


def anchors(page: Path) -> set[str]:
    """Return the anchors a forge gives to the headings of a page."""
    return {_slug(title) for title in re.findall(r"^#+ (.+)$", prose_of(page), re.MULTILINE)}


def _slug(title: str) -> str:
    kept = (one for one in title.lower() if one in " -_" or unicodedata.category(one)[0] in "LN")
    return "".join(kept).replace(" ", "-")
