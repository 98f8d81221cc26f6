"""Sentences, numbers and dates for people: one catalogue for pages, commands and documents.

Source strings are English; ``locale/nl`` is complete and leads. Figures follow Belgian Dutch: decimal
comma, point for thousands, a real minus sign, a no-break space before a unit.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("nl", "fr", "en")
DEFAULT_LANGUAGE = "nl"
CATALOGUES = Path(__file__).parent / "locale"
NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"

_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}
_SHORT_MONTHS = {
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "fr": "janv févr mars avr mai juin juil août sept oct nov déc",
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
}
_WEEKDAYS = {
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
_COUNTS = {
    "nl": "nul één twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze",
    "en": "zero one two three four five six seven eight nine ten eleven twelve",
}


@dataclass(frozen=True, slots=True)
class Language:
    """One reader's language: translation and the writing of figures."""

    code: str
    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]

    def number(self, value: float | Decimal, digits: int = 0) -> str:
        """Return ``1.234,5``; halves round away from zero, as people do by hand."""
        exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
        text = f"{abs(exact):,.{digits}f}"
        if self.code == "nl":
            text = text.translate(str.maketrans(",.", ".,"))
        elif self.code == "fr":
            text = text.translate(str.maketrans(",.", f"{NBSP},"))
        return f"{MINUS}{text}" if exact < 0 else text

    def signed(self, value: float | Decimal, digits: int = 0) -> str:
        """Return a difference with its sign: ``+41``, ``−7``, ``0``."""
        text = self.number(value, digits)
        is_zero = not any(character in "123456789" for character in text)
        return text.lstrip(MINUS) if is_zero else text if text.startswith(MINUS) else f"+{text}"

    def percent(self, fraction: float | Decimal, digits: int = 0) -> str:
        """Return a fraction as ``12 %``; as it is written, not as a computer holds 0,285."""
        return f"{self.number(Decimal(str(fraction)) * 100, digits)}{NBSP}%"

    def euro(self, amount: Decimal | int, digits: int = 0) -> str:
        """Return euros as ``€ 230.000``; in French the sign comes behind."""
        figure = self.number(amount, digits)
        return f"{figure}{NBSP}€" if self.code == "fr" else f"€{NBSP}{figure}"

    def exact_euro(self, amount: Decimal) -> str:
        """Return euros with cents only where there are some: ``€ 230.000``, ``€ 1.234,50``."""
        return self.euro(amount, 0 if amount == amount.to_integral_value() else 2)

    def signed_euro(self, amount: Decimal | int) -> str:
        """Return a difference in euros, its sign first: ``+€ 12.000``; in French ``+12 000 €``."""
        figure, words = self.signed(amount), self.euro(max(amount, -amount))
        return f"{figure[0]}{words}" if figure[0] in f"+{MINUS}" else words

    def millions(self, amount: Decimal | int, digits: int = 2) -> str:
        """Return euros in millions without unit: ``19,12``."""
        return self.number(Decimal(amount) / 1_000_000, digits)

    def day(self, day: date) -> str:
        """Return ``27/11/2026``, as in tables."""
        return f"{day:%d/%m/%Y}"

    def short_day(self, day: date) -> str:
        """Return ``27/11/26``."""
        return f"{day:%d/%m/%y}"

    def long_day(self, day: date) -> str:
        """Return ``27 november 2026``, as in prose."""
        return f"{day.day}{NBSP}{self.month(day)} {day.year}"

    def weekday_day(self, day: date) -> str:
        """Return ``vr 27/11``."""
        return f"{self.weekday(day)[:2]}{NBSP}{day:%d/%m}"

    def moment(self, moment: datetime) -> str:
        """Return ``27/11/2026 14:30``; the caller gives local time."""
        return f"{moment:%d/%m/%Y %H:%M}"

    def month(self, day: date) -> str:
        """Return the month's name."""
        return _MONTHS[self.code].split()[day.month - 1]

    def short_month(self, day: date) -> str:
        """Return ``mrt``."""
        return _SHORT_MONTHS[self.code].split()[day.month - 1]

    def weekday(self, day: date) -> str:
        """Return the weekday's name."""
        return _WEEKDAYS[self.code].split()[day.weekday()]

    def count(self, number: int) -> str:
        """Return a count in words up to twelve, in figures above, as titles want it."""
        return _COUNTS[self.code].split()[number] if 0 <= number <= 12 else self.number(number)

    def count_at_start(self, number: int) -> str:
        """Return a count as a sentence begins with it: ``Drie``, and ``Eén`` without its first accent."""
        word = self.count(number)
        return "Eén" if word == "één" else word[:1].upper() + word[1:]


@lru_cache(maxsize=len(LANGUAGES))
def language(code: str = DEFAULT_LANGUAGE) -> Language:
    """Return the language with this code.

    Raises
    ------
    ValueError
        If ``code`` is not one of `LANGUAGES`.
    """
    if code not in LANGUAGES:
        raise ValueError(f"language {code!r} is not one of {', '.join(LANGUAGES)}")
    # The domain is Django's, so that pages and documents share one catalogue.
    catalogue = gettext.translation("django", CATALOGUES, [code], fallback=True)
    return Language(code, catalogue.gettext, catalogue.ngettext)
