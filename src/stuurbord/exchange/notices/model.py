"""What a procurement notice says, whichever form and year it is of: nothing computed, nothing guessed.

``None`` and the empty text mean that the notice does not say it. Amounts are `Decimal`, as published and
without VAT; texts stand per language (``nl``, ``fr``, ``en``, …).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from stuurbord.errors import Finding

Texts = Mapping[str, str]
"""Language of two letters → text."""
MASK: Final = "•••"
"""Stands for a person's name, address or number that is kept back."""


def no_texts() -> Texts:
    """Return a text in no language."""
    return MappingProxyType({})


def said(texts: Texts, language: str = "nl") -> str:
    """Return a text in a language, else in Dutch, French, English or whatever there is.

    >>> said({"fr": "Travaux", "de": "Arbeiten"}, "nl")
    'Travaux'
    """
    for one in (language, "nl", "fr", "en", *sorted(texts)):
        if texts.get(one):
            return texts[one]
    return ""


class NoticeKind(StrEnum):
    """What a notice does."""

    CONSULTATION = "consultation"
    PLANNING = "planning"
    CALL = "call"
    QUALIFICATION = "qualification"
    CONTEST = "contest"
    TRANSPARENCY = "transparency"
    RESULT = "result"
    CONTEST_RESULT = "contest_result"
    MODIFICATION = "modification"
    COMPLETION = "completion"
    CORRECTION = "correction"
    BUYER_PROFILE = "buyer_profile"
    TRANSPORT = "transport"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount without VAT."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and, where the notice tells one, the time of day; a time without offset is that of the buyer."""

    day: date
    at: time | None = None

    def instant(self, zone: tzinfo) -> datetime | None:
        """Return the moment itself; ``zone`` is the buyer's. Without a time of day there is none."""
        if self.at is None:
            return None
        return datetime.combine(self.day, self.at, tzinfo=self.at.tzinfo or zone)

    def as_text(self) -> str:
        """Return ``2024-05-23`` or ``2024-05-23T10:15:00+02:00``."""
        return self.day.isoformat() if self.at is None else f"{self.day.isoformat()}T{self.at.isoformat()}"


@dataclass(frozen=True, slots=True)
class Duration:
    """A length in the unit of the notice: ``day``, ``week``, ``month`` or ``year``."""

    number: Decimal
    unit: str

    def in_years(self) -> Decimal | None:
        """Return years for years and months; days and weeks do not say how many months they are."""
        match self.unit:
            case "year":
                return self.number
            case "month":
                return self.number / 12
            case _:
                return None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask; with ``mask_contacts`` all of it reads `MASK`."""

    name: str = ""
    email: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A buyer or a winner.

    Attributes
    ----------
    legal_type, activity
        Codes of the lists ``buyer-legal-type`` and ``main-activity``.
    country
        Code of two letters (ISO 3166-1).
    is_person
        Whether the notice says that it is a natural person; masked as a contact is.
    """

    names: Texts
    identifier: str = ""
    country: str = ""
    town: str = ""
    nuts: str = ""
    website: str = ""
    legal_type: str = ""
    activity: str = ""
    contact: Contact | None = None
    is_person: bool = False

    @property
    def name(self) -> str:
        """The name, in Dutch where there is a choice."""
        return said(self.names)


@dataclass(frozen=True, slots=True)
class Criterion:
    """An award criterion: ``kind`` is ``price``, ``cost``, ``quality`` or empty.

    ``weight`` is a number where the notice gives one; ``weight_unit`` then says of what (``percentage``,
    ``points``, ``fraction``, ``order``, or empty where it does not say), and ``weight_text`` is what stood
    there.
    """

    kind: str
    names: Texts = field(default_factory=no_texts)
    weight: Decimal | None = None
    weight_unit: str = ""
    weight_text: str = ""


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework agreement.

    Attributes
    ----------
    technique
        Code of eForms: ``fa-wo-rc``, ``fa-w-rc``, ``fa-mix``; empty where only its existence is known.
    most_suppliers
        The greatest number of suppliers; 1 where there is a single one.
    """

    technique: str = ""
    most_suppliers: int | None = None
    has_several_suppliers: bool | None = None
    justification: Texts = field(default_factory=no_texts)


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot, or the whole of a contract that is not divided."""

    id: str
    titles: Texts = field(default_factory=no_texts)
    descriptions: Texts = field(default_factory=no_texts)
    reference: str = ""
    nature: str = ""
    value: Money | None = None
    framework_maximum: Money | None = None
    cpv: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    duration: Duration | None = None
    is_unlimited: bool = False
    has_options: bool | None = None
    options: Texts = field(default_factory=no_texts)
    is_renewable: bool | None = None
    most_renewals: int | None = None
    renewals: Texts = field(default_factory=no_texts)
    framework: Framework | None = None
    has_purchasing_system: bool = False
    criteria: tuple[Criterion, ...] = ()
    requests_due: Moment | None = None
    tenders_due: Moment | None = None
    opening: Moment | None = None
    tender_validity: Duration | None = None
    tenders_valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Award:
    """What became of one or several lots.

    Attributes
    ----------
    status
        ``awarded``, ``not_awarded`` or ``open`` (no decision yet).
    reason
        Why nothing was awarded: a code of eForms, or the element of the former form in small letters.
    tenders_received
        How many tenders came in; ``None`` where the notice does not say it.
    """

    lots: tuple[str, ...]
    status: str
    winners: tuple[Organisation, ...] = ()
    value: Money | None = None
    tenders_received: int | None = None
    decided_on: date | None = None
    concluded_on: date | None = None
    contract: str = ""
    titles: Texts = field(default_factory=no_texts)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice.

    Attributes
    ----------
    schema
        The version of its form: ``eforms-sdk-1.8``, ``R2.0.9.S04.E01``.
    publication_number
        In the Official Journal, as ``600792-2021``.
    procedure_id
        What ties the notices of one procedure together (eForms only).
    previous
        The earlier notice it names, as it is written there.
    is_change
        Whether it is a changed version of that notice (eForms; the former schema has a form of its own, F14).
    form
        ``F02`` of the former forms; of eForms the family: ``planning``, ``competition``, ``result`` …
    notice_type, subtype
        Codes of eForms: ``cn-standard`` and ``16``; of a former form only the type, where it is certain.
    legal_basis
        CELEX number of the directive or regulation, such as ``32014L0024``.
    procedure
        Code of ``procedure-type``; empty where there is none or the notice names another.
    nature
        ``works``, ``supplies``, ``services`` or empty.
    is_light_regime
        Whether the form is that of the social and other specific services.
    estimated_value, framework_maximum, result_value
        Of the whole procedure: before, and as awarded.
    """

    schema: str
    kind: NoticeKind
    id: str
    publication_number: str = ""
    version: str = ""
    procedure_id: str = ""
    previous: str = ""
    is_change: bool = False
    form: str = ""
    notice_type: str = ""
    subtype: str = ""
    legal_basis: str = ""
    languages: tuple[str, ...] = ()
    buyers: tuple[Organisation, ...] = ()
    titles: Texts = field(default_factory=no_texts)
    descriptions: Texts = field(default_factory=no_texts)
    reference: str = ""
    nature: str = ""
    is_light_regime: bool = False
    procedure: str = ""
    is_accelerated: bool | None = None
    direct_award_grounds: tuple[str, ...] = ()
    cpv: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    estimated_value: Money | None = None
    estimated_range: tuple[Money, Money] | None = None
    framework_maximum: Money | None = None
    result_value: Money | None = None
    dispatched_on: date | None = None
    published_on: date | None = None
    lots: tuple[Lot, ...] = ()
    awards: tuple[Award, ...] = ()
    urls: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """``documents``, ``submission``, ``buyer_profile`` → address."""

    @property
    def title(self) -> str:
        """The title, in Dutch where there is a choice."""
        return said(self.titles)

    @property
    def tenders_due(self) -> Moment | None:
        """The first date on which something must have come in: tenders, else requests to participate."""
        due = [one for lot in self.lots if (one := lot.tenders_due or lot.requests_due)]
        return min(due, key=lambda one: (one.day, one.as_text())) if due else None


class NoticeReading(NamedTuple):
    """A notice, or none, and everything the reader noticed; an error says why there is none."""

    notice: Notice | None
    findings: list[Finding]
