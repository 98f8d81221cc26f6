"""What a review says of itself in one sentence, and how its lines stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.web.lists.models import SheetReview
from stuurbord.web.lists.models.sheet_review import SheetState
from stuurbord.web.lists.sheets.sent_lines import SentLine, Verdict
from stuurbord.web.reader import reader


def verdict_counts(lines: Iterable[SentLine]) -> dict[str, int]:
    """Return verdict → number of lines, of those that occur."""
    found = Counter(line.verdict for line in lines)
    return {str(one): found[one] for one in Verdict if found[one]}


def conclusion(review: SheetReview, counts: Mapping[str, int]) -> str:
    """Return the sentence under the file's name."""
    if review.state == SheetState.APPLIED and not review.n_saved:
        return _("Nothing changes: every line of this file says what is stored already.")
    if review.state != SheetState.READY:
        return _decided(review)
    n_lines = sum(counts.values())
    told = ngettext("{n} of {m} lines says something else", "{n} of {m} lines say something else", n_lines)
    parts = [told.format(n=reader().number(n_lines), m=reader().number(review.n_lines))]
    for verdict, one, many in (
        (Verdict.CLASH, _("{n} asks for a choice"), _("{n} ask for a choice")),
        (Verdict.ERROR, _("{n} line cannot go in yet"), _("{n} lines cannot go in yet")),
    ):
        if number := counts.get(verdict):
            parts.append((one if number == 1 else many).format(n=reader().number(number)))
    return f"{'; '.join(parts)}."


def _decided(review: SheetReview) -> str:
    if review.state == SheetState.DISCARDED and not review.n_saved:
        return _("This file was discarded; nothing has changed.")
    told: Any = ngettext("{n} line was saved.", "{n} lines were saved.", review.n_saved)
    return str(told.format(n=reader().number(review.n_saved)))
