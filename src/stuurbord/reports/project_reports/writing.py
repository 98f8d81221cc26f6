"""A report while it is written: its facts, what people wrote, and how the reader's language says both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from stuurbord.errors import N_
from stuurbord.language import NBSP, Language
from stuurbord.reports.document import StatusMark
from stuurbord.reports.project_reports.cover import Cover
from stuurbord.reports.project_reports.facts import ReportFacts
from stuurbord.rulebooks.project_status import Reason

DASH: Final = "–"
STATUS_WORDS: Final = {
    "on_track": N_("on track"),
    "adjust": N_("adjust"),
    "intervene": N_("intervene"),
    "undetermined": N_("undetermined"),
}
_TOLD_IN_MILLIONS = 1_000_000
_LEAST, _MOST = 0.01, 0.99
"""A probability is never told as certain."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What every part of a report may ask."""

    facts: ReportFacts
    texts: Mapping[str, str]
    cover: Cover
    language: Language

    def gettext(self, text: str) -> str:
        """Return a sentence in the reader's language."""
        return self.language.gettext(text)

    def say(self, text: str, **fields: Any) -> str:
        """Return a sentence in the reader's language with its fields filled in."""
        return self.language.gettext(text).format(**fields)

    def ngettext(self, one: str, many: str, n: int, **fields: Any) -> str:
        """Return a sentence by number; ``{n}`` is the count in words up to twelve."""
        return self.language.ngettext(one, many, n).format(n=self.language.count(n), **fields)

    def starting(self, one: str, many: str, n: int, **fields: Any) -> str:
        """Return a sentence that begins with a count."""
        return self.language.ngettext(one, many, n).format(n=self.language.count_at_start(n), **fields)

    def day(self, day: date | None) -> str:
        """Return a date as in tables, or a dash."""
        return DASH if day is None else self.language.day(day)

    def prose_day(self, day: date) -> str:
        """Return ``18 december``, with the year only when it is not that of the facts."""
        text = self.language.long_day(day)
        return text if day.year != self.facts.as_of.year else text.rsplit(" ", 1)[0]

    def in_days(self, days: int) -> str:
        """Return a number of days in prose, in words up to twelve."""
        return self.ngettext("{n} day", "{n} days", days).replace(" ", NBSP)

    def money(self, amount: Decimal | None) -> str:
        """Return whole euros, or a dash."""
        return DASH if amount is None else self.language.euro(amount)

    def money_in_prose(self, amount: Decimal) -> str:
        """Return ``1,4 miljoen euro``, or ``240.000 euro`` when it is small."""
        size = abs(amount)
        if size < _TOLD_IN_MILLIONS:
            step = 1_000 if size < 100_000 else 10_000
            rounded = (size / step).quantize(Decimal(1), ROUND_HALF_UP) * step
            return self.say(N_("{amount} euro"), amount=self.language.number(rounded))
        return self.say(N_("{amount} million euro"), amount=self.language.millions(size, 1))

    def signed_days(self, days: int | None) -> str:
        """Return a difference in days, or a dash."""
        return DASH if days is None else f"{self.language.signed(days)}{NBSP}d"

    def signed_money(self, amount: Decimal | None) -> str:
        """Return a difference in euros, or a dash."""
        return DASH if amount is None else self.language.signed_euro(amount)

    def chance(self, fraction: float | None) -> str:
        """Return a probability; never as certain."""
        if fraction is None:
            return DASH
        if fraction > _MOST:
            return f"> {self.language.percent(_MOST)}"
        if fraction < _LEAST:
            return f"< {self.language.percent(_LEAST)}"
        return self.language.percent(fraction)

    def in_unit(self, amount: Decimal | None, unit: str) -> str:
        """Return a measured or allowed amount of a target."""
        if amount is None:
            return DASH
        if unit == "days":
            return self.ngettext("{n} day", "{n} days", int(amount)).replace(
                self.language.count(int(amount)), self.language.number(amount), 1
            )
        if unit == "fraction":
            return self.language.percent(amount, 0 if amount * 100 == int(amount * 100) else 1)
        return self.language.euro(amount) if unit == "euro" else self.language.number(amount)

    def mark(self, status: str, *, is_judged: bool = False) -> StatusMark:
        """Return a status with its word."""
        word = self.gettext(STATUS_WORDS.get(status, STATUS_WORDS["undetermined"]))
        return StatusMark(status, word[:1].upper() + word[1:] + ("°" if is_judged else ""))

    def reason(self, reason: Reason) -> str:
        """Return a reason of the rule book as a sentence."""
        return self.say(
            reason.text, **{name: self._field(name, value) for name, value in reason.fields.items()}
        )

    def _field(self, name: str, value: Any) -> str:
        if value is None:
            return DASH
        if name.endswith("_date"):
            return self.day(value if isinstance(value, date) else date.fromisoformat(str(value)))
        if name.endswith("_fraction"):
            return self.language.percent(value)
        if name.endswith("_eur"):
            return self.language.euro(Decimal(str(value)))
        return self.language.number(value) if isinstance(value, int) else str(value)

    @property
    def subject(self) -> str:
        """How the title names the project."""
        return self.facts.project
