"""How reports, slides and sheets tell a term of a procurement: one wording for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from stuurbord.errors import N_
from stuurbord.language import Language
from stuurbord.reports.snapshot import TermFacts

STATUS_OF: Final = {"late": "intervene", "soon": "adjust", "later": "on_track"}
"""State → the status whose shape and colour it has; anything else is undetermined."""


def status_of(one: TermFacts) -> str:
    """Return the status whose shape and colour a term has."""
    return STATUS_OF.get(one.state, "undetermined")


def text_of(texts: Mapping[str, str], language: Language) -> str:
    """Return a text that is kept in every language in the reader's."""
    return texts.get(language.code) or texts.get("nl", "")


def state_word(one: TermFacts, language: Language) -> str:
    """Return how long a term still runs, or how late it is, in working days."""
    if one.working_days is None:
        return language.gettext(N_("Undetermined"))
    if one.state == "late":
        n = max(-one.working_days, 1)
        text = language.ngettext("{n} working day late", "{n} working days late", n)
        return text.format(n=language.number(n))
    if one.working_days == 0:
        return language.gettext(N_("Today"))
    text = language.ngettext("{n} working day left", "{n} working days left", one.working_days)
    return text.format(n=language.number(one.working_days))


def origin_word(one: TermFacts, language: Language) -> str:
    """Return where the day comes from."""
    return language.gettext(N_("set by law") if one.is_legal else N_("planned or agreed"))


def article_words(one: TermFacts, language: Language) -> str:
    """Return the article, and that nobody verified it where that is so; empty without one."""
    if not one.article or one.is_verified:
        return one.article
    return f"{one.article} ({language.gettext(N_('not verified'))})"


def counted(terms: Iterable[TermFacts], language: Language) -> str:
    """Return as a sentence how many are late, end soon or are undetermined; empty where none is."""
    count = Counter(one.state for one in terms)
    told: list[str] = []
    for state in ("late", "soon", "undetermined"):
        if n := count[state]:
            shown = language.count(n) if told else language.count_at_start(n)
            told.append(_how_many(state, n, language).format(n=shown))
    return f"{', '.join(told)}." if told else ""


def _how_many(state: str, n: int, language: Language) -> str:
    if state == "late":
        return language.ngettext("{n} period is late", "{n} periods are late", n)
    if state == "soon":
        return language.ngettext("{n} ends within five working days", "{n} end within five working days", n)
    return language.ngettext("{n} is undetermined", "{n} are undetermined", n)
