"""A document for people as plain data: what it says and in which order, not how it looks.

Minutes, project briefs and reports are all one of these; `write_docx` and `write_pdf` give each one look.
Texts are written in the reader's language already and are taken literally: nothing in them is markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

_WHOLE_ROWS, _WHOLE_LETTERS = 12, 600

Align = Literal["left", "right", "centre"]
Status = Literal["on_track", "adjust", "intervene", "undetermined"]


@dataclass(frozen=True, slots=True)
class StatusMark:
    """A status: its shape and colour follow from ``status``; the word always stands beside them."""

    status: str
    """``on_track``, ``adjust``, ``intervene`` or ``undetermined``; anything else counts as undetermined."""
    word: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. ``note`` stands under the text, small; ``is_bad`` writes it red and bold."""

    text: str = ""
    note: str = ""
    mark: StatusMark | None = None
    is_bold: bool = False
    is_bad: bool = False
    is_legal: bool = False
    """Hatched: this comes from the law."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, how it aligns, and its share of the width."""

    head: str
    align: Align = "left"
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading under the title. ``level`` 1 opens a section, 2 a part of it."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. ``tone``: plain, lead (a section's conclusion), quiet (a source) or missing."""

    text: str
    tone: Literal["plain", "lead", "quiet", "missing"] = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """Points in no order, or numbered."""

    items: tuple[str, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a row: a label, the value, a note below, and a status if it has one."""

    label: str
    value: str
    note: str = ""
    mark: StatusMark | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """A ruled row of at most six facts."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads that repeat on every page. ``caption`` says what it shows, also to screen readers."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    has_total: bool = False
    """The last row is a total, under an ink line."""

    @property
    def is_whole(self) -> bool:
        """Whether it is short enough to stay on one page: a total does not go on alone."""
        return len(self.rows) <= _WHOLE_ROWS and sum(map(letters_in, self.rows)) < _WHOLE_LETTERS

    def __post_init__(self) -> None:
        """Refuse a row that has more or fewer cells than there are columns."""
        if not self.columns:
            raise ValueError("a table has no columns")
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} cells, the table {len(self.columns)} columns")


def letters_in(row: tuple[Cell, ...]) -> int:
    """Return the number of letters in a row of a table."""
    return sum(len(cell.text) + len(cell.note) for cell in row)


@dataclass(frozen=True, slots=True)
class Box:
    """A panel that stands out: what is asked of the reader (``asked``), or what he should know (``note``)."""

    title: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    kind: Literal["asked", "note", "bad"] = "asked"


@dataclass(frozen=True, slots=True)
class Series:
    """A line of a chart: a value per label, None where nothing is known."""

    name: str
    values: tuple[float | None, ...]
    kind: Literal["before", "forecast", "actual", "limit"]
    """How it is drawn: thin grey, dashed blue, thick ink, dotted red."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Values over time. ``alt`` says in words what the picture shows."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    alt: str
    today: str = ""
    """The label at which the status date stands, with a line."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a timeline: planned (grey) and expected (blue), or only a point when both days are one."""

    name: str
    planned: tuple[date, date] | None
    expected: tuple[date, date] | None
    is_done: bool = False
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars and milestones on one axis of days."""

    title: str
    bars: tuple[Bar, ...]
    alt: str
    today: date | None = None
    axis: tuple[date, date] | None = None
    """First and last day drawn; None: as the bars need."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: role, name, and the day once it is done."""

    role: str
    name: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign, beside each other."""

    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Bullets | Facts | Table | Box | Curve | Timeline | Signatures | PageBreak


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the document comes from: the foot of every page."""

    organisation: str
    subject: str
    """What it is about: a portfolio, a project, a meeting."""
    as_of: date | None = None
    """Status date of the facts."""
    sha256: str = ""
    """Hash of the facts it was made from."""
    version: str = ""
    """``draft``, a version, or what else tells this print from another."""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document."""

    title: str
    """A computed sentence: subject, verb, number, consequence."""
    rubric: str
    """What kind of document, about what: ``Voortgangsrapport VR-003  ·  P-001 …``."""
    blocks: tuple[Block, ...]
    provenance: Provenance
    subtitle: str = ""
    """Under the title: period, author, version."""
    status: StatusMark | None = None
    author: str = ""
    """For the document's properties."""
    keywords: tuple[str, ...] = ()
