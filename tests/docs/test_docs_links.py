"""Links, pictures and addresses within the repository lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docs.pages import ROOT, anchors, pages, prose_of

_LINK = re.compile(r"\]\(([^)\s]+)\)")


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_within_the_repository_resolves(page: Path) -> None:
    """File and heading both exist; links to the outside are not followed."""
    broken = []
    for link in _LINK.findall(prose_of(page)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)

    assert broken == []


def test_pages_are_found() -> None:
    """The test above walks what it should."""
    names = {str(page.relative_to(ROOT)) for page in pages()}

    assert {"README.md", "README.nl.md", "docs/handleiding/pmo.md", "demo/README.md"} <= names
