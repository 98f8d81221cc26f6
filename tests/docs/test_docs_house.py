"""Licence, metadata, news and glossary are what a catalogue and a reader expect."""

from __future__ import annotations

import re

import pytest
from docs.pages import ROOT, SOURCE, first_cells, text_of

from stuurbord import __version__

FRAGMENT = re.compile(r"\+[a-z0-9-]+\.(added|changed|fixed|removed|security)\.md")
METADATA = (ROOT / "publiccode.yaml").read_text(encoding="utf-8")


def test_the_licence_is_the_whole_eupl() -> None:
    """From its title to the rule on its appendix, with all fifteen articles."""
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in licence.splitlines()[0]
    assert re.findall(r"^(\d+)\. ", licence, re.MULTILINE) == [str(number) for number in range(1, 16)]
    assert licence.endswith("require the production of a new\nEUPL version.\n")


@pytest.mark.parametrize(
    "key",
    (
        "publiccodeYmlVersion name url releaseDate platforms categories developmentStatus softwareType "
        "description legal maintenance localisation"
    ).split(),
)
def test_the_metadata_has_every_obligatory_key(key: str) -> None:
    """According to the standard publiccode.yml 0.4."""
    assert re.search(rf"^{key}:", METADATA, re.MULTILINE)


def test_the_metadata_tells_version_licence_and_short_descriptions() -> None:
    """One version everywhere; a short description has at most 150 characters."""
    short = re.findall(r"shortDescription: (.+)", METADATA)

    assert f'softwareVersion: "{__version__}"' in METADATA
    assert "license: EUPL-1.2" in METADATA
    assert len(short) == 2
    assert all(len(text) <= 150 for text in short)


def test_every_news_fragment_has_a_name_that_can_be_sorted() -> None:
    """As CONTRIBUTING says: +subject.kind.md."""
    names = [file.name for file in (ROOT / "changelog.d").iterdir()]

    assert names
    assert [name for name in names if not FRAGMENT.fullmatch(name)] == []


def test_every_word_of_the_glossary_is_used_in_the_source() -> None:
    """A concept that the code dropped goes from the glossary too."""
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in SOURCE.rglob("*") if path.suffix in (".py", ".toml")
    )
    words = set(re.findall(r"\w+", source)) | {word.casefold() for word in re.findall(r"\w+", source)}
    listed = first_cells(ROOT / "docs" / "woordenlijst.md")

    assert listed
    assert [name for name in listed if name not in words] == []


def test_both_readmes_show_the_same_pictures() -> None:
    """The Dutch one is a translation, not a poor relation."""
    shown = [
        re.findall(r"\((docs/pictures/[^)]+)\)", text_of(ROOT / name))
        for name in ("README.md", "README.nl.md")
    ]

    assert len(shown[0]) == 15
    assert shown[0] == shown[1]
