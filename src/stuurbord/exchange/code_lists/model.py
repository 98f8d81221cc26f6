"""A code of a public list with its labels, and a list of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

LANGUAGES: Final = ("nl", "fr", "en")


@dataclass(frozen=True, slots=True)
class Code:
    """One entry: the code that programs exchange, and what it means in three languages."""

    code: str
    nl: str
    fr: str
    en: str

    def label(self, language: str) -> str:
        """Return the label in ``nl``, ``fr`` or ``en``; another language gets English.

        >>> Code("works", "Werken", "Travaux", "Works").label("nl")
        'Werken'
        """
        match language:
            case "nl":
                return self.nl
            case "fr":
                return self.fr
            case _:
                return self.en


class CodeList(Mapping[str, Code]):
    """The codes of one list, in the order of the list."""

    def __init__(self, name: str, codes: Mapping[str, Code]) -> None:
        self.name = name
        self._codes = codes

    def __getitem__(self, code: str) -> Code:
        return self._codes[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)

    def label(self, code: str, language: str) -> str:
        """Return what a code means, or the code itself where the list does not know it."""
        found = self._codes.get(code)
        return found.label(language) if found else code
