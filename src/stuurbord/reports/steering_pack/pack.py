"""The pack while it is written: its snapshot, its reader's language, and the page of each subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from stuurbord.errors import N_
from stuurbord.language import NBSP, Language
from stuurbord.reports.snapshot import ProjectFacts, Snapshot
from stuurbord.reports.steering_pack import facts
from stuurbord.reports.steering_pack.conclusions import Conclusion
from stuurbord.reports.steering_pack.page import Page
from stuurbord.reports.steering_pack.rich_text import LANGUAGE_TAGS
from stuurbord.reports.steering_pack.text_fit import fitted
from stuurbord.rulebooks.project_status import Reason

STATUS_WORDS = {
    "intervene": N_("intervene"),
    "adjust": N_("adjust"),
    "undetermined": N_("undetermined"),
    "on_track": N_("on track"),
}
DASH = "–"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A slide that will be made: what it is called in page references, its layout, and how it is filled."""

    key: str
    layout: str
    draw: Callable[[Page, Pack], None]


@dataclass(frozen=True, slots=True)
class Pack:
    """What every slide may ask."""

    snapshot: Snapshot
    sha256: str
    """The snapshot's hash, computed once: it goes over every fact."""
    language: Language
    pages: Mapping[str, int]

    @property
    def tag(self) -> str:
        """The language as documents name it."""
        return LANGUAGE_TAGS[self.language.code]

    @property
    def short_hash(self) -> str:
        """The first letters of the snapshot's hash, as people compare them."""
        return f"{self.sha256[:4]}-{self.sha256[4:8]}"

    def gettext(self, text: str) -> str:
        """Return a sentence in the reader's language."""
        return self.language.gettext(text)

    def ngettext(self, one: str, many: str, n: int) -> str:
        """Return a sentence in the reader's language, by number."""
        return self.language.ngettext(one, many, n)

    def status_word(self, status: str) -> str:
        """Return the word for a status."""
        return self.gettext(STATUS_WORDS.get(status, STATUS_WORDS["undetermined"]))

    def day(self, day: date | None) -> str:
        """Return a date as in tables, or a dash."""
        return DASH if day is None else self.language.day(day)

    def short_day(self, day: date | None) -> str:
        """Return a short date, or a dash."""
        return DASH if day is None else self.language.short_day(day)

    def prose_day(self, day: date) -> str:
        """Return ``18 december``, with the year only when it is another than that of the status date."""
        text = self.language.long_day(day)
        return text if day.year != self.snapshot.as_of.year else text.rsplit(" ", 1)[0]

    def millions(self, amount: Decimal | None, digits: int = 2) -> str:
        """Return millions without unit, or a dash."""
        return DASH if amount is None else self.language.millions(amount, digits)

    def signed_millions(self, amount: Decimal | None, digits: int = 2) -> str:
        """Return a difference in millions without unit, or a dash."""
        return DASH if amount is None else self.language.signed(Decimal(amount) / 1_000_000, digits)

    def money(self, amount: Decimal) -> str:
        """Return an amount in prose: ``1,4 miljoen euro``, or ``240.000 euro`` when it is small."""
        size = abs(amount)
        if size < facts.TOLD_IN_MILLIONS:
            step = 1_000 if size < 100_000 else 10_000
            rounded = (size / step).quantize(Decimal(1), ROUND_HALF_UP) * step
            return self.gettext("{amount} euro").format(amount=self.language.number(rounded))
        return self.gettext("{amount} million euro").format(amount=self.language.millions(size, 1))

    @staticmethod
    def whole_euro(amount: Decimal) -> Decimal:
        """Return an amount as tables show it, to add up what they show."""
        return amount.quantize(Decimal(1), ROUND_HALF_UP)

    def exact_money(self, amount: Decimal) -> str:
        """Return an amount in prose to the euro, as the rows beside it add up: ``511.000 euro``."""
        return self.gettext("{amount} euro").format(amount=self.language.number(amount))

    def agreed_percent(self, fraction: float | Decimal) -> str:
        """Return a fraction as people agree on it: ``10 %``, ``7,5 %``."""
        digits = 0 if round(float(fraction) * 100, 1) == round(float(fraction) * 100) else 1
        return self.language.percent(fraction, digits)

    def signed_days(self, days: int | None) -> str:
        """Return a difference in days, or a dash."""
        return DASH if days is None else self.language.signed(days)

    def in_days(self, days: int) -> str:
        """Return a number of days in prose, in words up to twelve."""
        text = self.ngettext("{n} day", "{n} days", days)
        return text.format(n=self.language.count(days)).replace(" ", NBSP)

    def count(self, number: int) -> str:
        """Return a count in words up to twelve."""
        return self.language.count(number)

    def since(self) -> str:
        """Return the date of comparison in prose, or an empty text."""
        day = self.snapshot.compared_with
        return "" if day is None else self.prose_day(day)

    def reason(self, reason: Reason) -> str:
        """Return a reason of the rule book as a sentence."""
        written = {name: self._written(name, value) for name, value in reason.fields.items()}
        return self.gettext(reason.text).format(**written)

    def _written(self, name: str, value: Any) -> str:
        """Return a field as people write it; its ending says what it holds."""
        if value is None:
            return DASH
        if name.endswith("_date"):
            return self.day(value if isinstance(value, date) else date.fromisoformat(value))
        if name.endswith("_fraction"):
            return self.agreed_percent(value)
        if name.endswith("_eur"):
            return self.language.euro(Decimal(value))
        return self.language.number(value) if isinstance(value, int) else str(value)

    def why(self, project: ProjectFacts) -> str:
        """Return the gravest reason of a project's status."""
        return self.reason(project.status.reasons[0]) if project.status.reasons else ""

    def short_name(self, project: ProjectFacts, width: float, size: float, is_bold: bool = False) -> str:
        """Return the project's short name, fitted to a width."""
        return fitted(project.short_name or project.name, width, size, 1, is_bold)

    def page_of(self, *keys: str) -> str:
        """Return ``p. 12`` for the first subject that has a page, or an empty text."""
        number = next((self.pages[key] for key in keys if key in self.pages), None)
        return "" if number is None else self.gettext("p. {page}").format(page=number).replace(" ", NBSP)

    def write_notes(self, page: Page, conclusion: Conclusion, source: str, method: str, answer: str) -> None:
        """Write the speaker's notes: the message, where it comes from, how it was made, what may be asked."""
        gettext = self.gettext
        told = "; ".join(dict.fromkeys(fact for fact in conclusion.facts if fact))
        origin = gettext("{source} Status date {day}, snapshot {hash}.").format(
            source=source, day=self.day(self.snapshot.as_of), hash=self.short_hash
        )
        if self.snapshot.compared_with:
            origin += " " + gettext("Compared with {day}.").format(day=self.day(self.snapshot.compared_with))
        parts: Sequence[tuple[str, str]] = (
            (gettext("KEY MESSAGE"), conclusion.text),
            (
                gettext("SOURCE"),
                origin + ("\n" + gettext("Facts in the title: {facts}.").format(facts=told) if told else ""),
            ),
            (gettext("METHOD"), method),
            (gettext("IF ASKED"), answer),
        )
        page.notes(parts)
