"""Words of the workbook in the reader's language: status, choices, reasons, and the origin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from stuurbord.errors import N_
from stuurbord.exchange.workbook.declaration import choices
from stuurbord.language import Language
from stuurbord.reports.snapshot import Snapshot, StatusFacts
from stuurbord.rulebooks.project_status import Reason

STATUS_WORDS: Final = {
    "on_track": N_("On track"),
    "adjust": N_("Adjust"),
    "intervene": N_("Intervene"),
    "undetermined": N_("Undetermined"),
}
JUDGED: Final = "°"
FACTS: Final = {
    "promised_on": N_("baseline of the goal"),
    "expected_on": N_("forecast of the goal"),
    "time_tolerance_days": N_("tolerance in time"),
    "budget": N_("budget"),
    "forecast_cost": N_("forecast of the cost"),
    "cost_tolerance": N_("tolerance in cost"),
}
VERDICTS: Final = {
    "good": N_("complete"),
    "outdated": N_("outdated"),
    "incomplete": N_("incomplete"),
    "missing": N_("missing"),
}


@dataclass(frozen=True)
class Wording:
    """The reader's language, and the snapshot it speaks of."""

    language: Language
    snapshot: Snapshot

    @cached_property
    def sha256(self) -> str:
        """The snapshot's hash, computed once: it stands on every sheet."""
        return self.snapshot.sha256

    def __call__(self, text: str) -> str:
        """Return a source string in the reader's language."""
        return self.language.gettext(text)

    def status(self, value: str) -> str:
        """Return the word for a status; what is not known is undetermined."""
        return self(STATUS_WORDS.get(value, STATUS_WORDS["undetermined"]))

    def project_status(self, status: StatusFacts) -> str:
        """Return the word for a project's status, marked when a person made it worse than the rules did."""
        return self.status(status.value) + (JUDGED if status.is_judged else "")

    def choice(self, kind: str, value: str) -> str:
        """Return what people call a value of a list; a value that the list does not have stands as it is."""
        labels = {str(one.value): one.labels[self.language.code][0] for one in choices()[kind]}
        return labels.get(value, value)

    def verdict(self, value: str) -> str:
        """Return how complete a source is, in a word."""
        return self(VERDICTS[value]) if value in VERDICTS else value

    def facts(self, names: tuple[str, ...]) -> str:
        """Return missing facts by their names."""
        return ", ".join(self(FACTS[name]) if name in FACTS else name for name in names)

    def yes_no(self, value: bool) -> str:
        """Return a yes or a no."""
        return self(N_("yes")) if value else self(N_("no"))

    def reason(self, reason: Reason | None) -> str:
        """Return a reason of a rule book as a sentence."""
        if reason is None:
            return ""
        written = {name: self._written(name, value) for name, value in reason.fields.items()}
        return self(reason.text).format(**written)

    def _written(self, name: str, value: Any) -> str:
        """Return a field as people write it; its ending says what it holds."""
        if value is None:
            return "–"
        if name.endswith("_date"):
            return self.language.day(value if isinstance(value, date) else date.fromisoformat(value))
        if name.endswith("_fraction"):
            digits = 0 if round(float(value) * 100, 1) == round(float(value) * 100) else 1
            return self.language.percent(float(value), digits)
        if name.endswith("_eur"):
            return self.language.euro(Decimal(value))
        return self.language.number(value) if isinstance(value, int) else str(value)

    @property
    def compared(self) -> str:
        """With what the figures are compared."""
        if self.snapshot.compared_with is None:
            return self(N_("not compared with an earlier snapshot"))
        on = self.language.day(self.snapshot.compared_with)
        return self(N_("compared with {date}")).format(date=on)

    @property
    def origin(self) -> str:
        """The day and the snapshot, as each page's foot shows them."""
        text = self(N_("Status date {date} · snapshot {hash}"))
        return text.format(date=self.language.day(self.snapshot.as_of), hash=self.sha256[:8])

    def note(self, text: str) -> str:
        """Return the line under a sheet's title: the day, the comparison and how to read the figures."""
        on = self(N_("Status date {date}")).format(date=self.language.day(self.snapshot.as_of))
        return " · ".join(part for part in (on, self.compared, text) if part)
