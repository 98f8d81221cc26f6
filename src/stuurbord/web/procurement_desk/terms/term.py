"""A term as it is computed, with its texts in every language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext, override

from stuurbord.web.procurement_desk.models import Certainty, TermKind

LANGUAGES: Final = tuple(code for code, _name in settings.LANGUAGES)
Texts = Mapping[str, str]
"""Language → text."""
MOST_ARTICLE: Final = 300


@dataclass(frozen=True)
class Term:
    """A day by which something of a file is due.

    Attributes
    ----------
    key
        Which one, within the file; the same as long as it is the same term.
    due
        None where it is not known; ``missing`` then tells what it waits for.
    article
        Source and article; empty where the documents or the planning set the day.
    done_on
        When it was done; None as long as it is open.
    passes
        Whether it is over when its day is.
    """

    key: str
    kind: TermKind
    title: Texts
    due: date | None
    certainty: Certainty
    article: str = ""
    is_verified: bool = True
    done_on: date | None = None
    passes: bool = False
    missing: Texts = field(default_factory=dict)
    is_confidential: bool = False


def texts(msgid: str, **values: Any) -> dict[str, str]:
    """Return a sentence of the catalogue in every language."""
    made = {}
    for code in LANGUAGES:
        with override(code):
            made[code] = gettext(msgid).format(**values)
    return made


def questions(missing: Iterable[Any], otherwise: str) -> dict[str, str]:
    """Return the questions of missing facts in every language; a sentence of the catalogue without any."""
    found = [one.question for one in missing]
    if not found:
        return texts(otherwise)
    return {code: " ".join(one.get(code) or one["nl"] for one in found) for code in LANGUAGES}
