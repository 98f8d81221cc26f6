"""What a method template holds. It is read from TOML (`read_template`) and never changes afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from stuurbord.rulebooks.rule_pack.model import Pack, Text, said

__all__ = [
    "BODIES",
    "FIELD_KINDS",
    "SIZES",
    "STAGES",
    "TARGETS",
    "Check",
    "CustomField",
    "Gate",
    "Product",
    "Role",
    "Stage",
    "StakeholderHint",
    "Template",
    "TemplateTask",
    "Tolerance",
    "said",
]

SIZES: Final = ("small", "medium", "large")
STAGES: Final = ("idea", "startup", "planning", "award", "execution", "closing", "aftercare", "closed")
"""A template names and explains these, in this order, and may leave some out."""
BODIES: Final = ("project", "portfolio")
TARGETS: Final = ("time", "cost", "scope", "quality", "benefits", "risk", "sustainability")
NEEDS: Final = ("must", "short", "none")
"""Of a management product: in full, in its short form, not asked."""
UNITS: Final = ("days", "fraction", "euro", "number", "text")
FIELD_KINDS: Final = ("text", "number", "date", "flag", "choice")

BySize = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the life of a project, as the method calls it."""

    code: str
    title: Text
    purpose: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gate:
    """A moment at which somebody decides whether the project may go on.

    Attributes
    ----------
    body
        ``project`` or ``portfolio``: on which level the mandate lies.
    opens
        Code of the stage in which the project is after a go.
    is_repeatable
        ``G3`` stands for ``G3.1``, ``G3.2`` …
    is_optional
        Only where the project has it: an award without a purchase is not asked.
    """

    code: str
    title: Text
    body: str
    body_title: Text
    opens: str
    decides: Text = field(default_factory=dict)
    is_repeatable: bool = False
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Product:
    """A management product: what must be there, from which gate, in full or in short."""

    key: str
    title: Text
    gate: str
    need: BySize
    purpose: Text = field(default_factory=dict)
    role: str = ""
    evidence: str = ""

    def needed(self, size: str) -> str:
        """Return ``must``, ``short`` or ``none`` for a size; unknown sizes ask what medium ones ask."""
        return self.need.get(size) or self.need["medium"]


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the method; ``account`` is the role of the product that goes with it."""

    key: str
    title: Text
    duties: Text = field(default_factory=dict)
    account: str = ""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a project may deviate before somebody must decide.

    Attributes
    ----------
    limit
        Size → days, fraction (0–1), euro or number, by ``unit``.
    """

    target: str
    unit: str
    limit: Mapping[str, Decimal] = field(default_factory=dict)
    note: Text = field(default_factory=dict)

    def allowed(self, size: str) -> Decimal | None:
        """Return the limit for a size; None where it is a matter of words."""
        return None if self.unit == "text" else self.limit.get(size, self.limit.get("medium"))


@dataclass(frozen=True, slots=True)
class TemplateTask:
    """A task or gate of the first plan; its three points are working days of a medium project.

    Attributes
    ----------
    after
        ``"T-010"``, ``"T-010 SS"``, ``"T-010 FS+5"``: predecessors, kind and lag in working days.
    gate
        The gate that this milestone is.
    is_elapsed
        Days of the calendar: a period of law does not wait for a weekend.
    scales
        Whether it is shorter in a small project and longer in a large one.
    sizes
        In which projects it stands.
    source
        Where the three points come from; empty: our own planning experience, not measured.
    """

    code: str
    title: Text
    stage: str
    low: Decimal = Decimal(0)
    likely: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    after: tuple[str, ...] = ()
    role: str = ""
    units: Decimal = Decimal(1)
    gate: str = ""
    is_elapsed: bool = False
    scales: bool = True
    sizes: tuple[str, ...] = SIZES
    source: str = ""

    @property
    def is_milestone(self) -> bool:
        return self.high == 0


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist of a gate."""

    key: str
    gate: str
    title: Text


@dataclass(frozen=True, slots=True)
class StakeholderHint:
    """Somebody who is usually forgotten, with why that is a pity."""

    key: str
    title: Text
    why: Text = field(default_factory=dict)
    influence: int = 3
    interest: int = 3


@dataclass(frozen=True, slots=True)
class CustomField:
    """A fact that this organisation asks of its projects; rules read it as ``field.<key>``."""

    key: str
    kind: str
    label: Text
    choices: tuple[str, ...] = ()
    required_at: str = ""
    help: Text = field(default_factory=dict)

    @property
    def fact(self) -> str:
        return f"field.{self.key}"


@dataclass(frozen=True, slots=True)
class Template:
    """A method for one kind of project, in one version."""

    key: str
    version: str
    sha256: str
    title: Text
    method: str
    kind: str
    stages: tuple[Stage, ...]
    gates: tuple[Gate, ...]
    products: tuple[Product, ...] = ()
    roles: tuple[Role, ...] = ()
    tolerances: tuple[Tolerance, ...] = ()
    tasks: tuple[TemplateTask, ...] = ()
    checks: tuple[Check, ...] = ()
    stakeholders: tuple[StakeholderHint, ...] = ()
    fields: tuple[CustomField, ...] = ()
    summary: Text = field(default_factory=dict)
    fits: Text = field(default_factory=dict)
    credit: Text = field(default_factory=dict)
    reference_class: str = ""
    reporting: Mapping[str, int] = field(default_factory=dict)
    """Size → days between two progress reports."""
    scale: Mapping[str, Decimal] = field(default_factory=dict)
    """Size → multiple of the durations of a medium project."""
    pack: Pack | None = None
    """Criteria of its own, to lay beside those of the gate pack."""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    """Where each part stands in its text: ``gate:G2`` → line."""

    def gate(self, code: str) -> Gate | None:
        """Return a gate; ``G3.2`` is the repeatable ``G3``. None if the method does not know it."""
        by_code = {one.code: one for one in self.gates}
        if code in by_code:
            return by_code[code]
        found = by_code.get(code.partition(".")[0])
        return found if found and found.is_repeatable else None

    def stage(self, code: str) -> Stage | None:
        return next((one for one in self.stages if one.code == code), None)

    def role(self, key: str) -> Role | None:
        return next((one for one in self.roles if one.key == key), None)

    def tasks_for(self, size: str) -> tuple[TemplateTask, ...]:
        """Return the tasks of the first plan of a project of a size."""
        return tuple(one for one in self.tasks if (size or "medium") in one.sizes)

    def products_for(self, size: str) -> tuple[Product, ...]:
        """Return the products that a project of a size makes, in full or in short."""
        return tuple(one for one in self.products if one.needed(size) != "none")

    def report_every_days(self, size: str) -> int:
        """Return the days between two progress reports."""
        return self.reporting.get(size) or self.reporting.get("medium") or 30
