"""The arithmetic of a tender: quantity times unit price, line by line, against what the tender states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class TenderLine:
    """One line of an inventory; None is what the tender left open.

    Attributes
    ----------
    key
        Its number in the inventory.
    quantity
        In the unit of the inventory.
    unit_price, stated
        Euros: per unit, and the amount that the tender writes for the line.
    """

    key: str
    quantity: Decimal | None
    unit_price: Decimal | None
    stated: Decimal | None = None

    def __post_init__(self) -> None:
        for name, value in (
            ("quantity", self.quantity),
            ("unit price", self.unit_price),
            ("stated amount", self.stated),
        ):
            if value is not None and not value.is_finite():
                raise ValueError(f"line {self.key}: the {name} {value} is no number")


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """A line as it was worked out.

    Attributes
    ----------
    computed
        Euros; None where quantity or unit price is missing.
    difference
        Computed minus stated; None where one of them is missing.
    """

    line: TenderLine
    computed: Decimal | None
    difference: Decimal | None

    @property
    def is_corrected(self) -> bool:
        """Whether the stated amount is not what the line gives."""
        return bool(self.difference)


@dataclass(frozen=True, slots=True)
class ArithmeticCheck:
    """A tender as it was worked out.

    Attributes
    ----------
    computed_total
        Euros, the sum of the lines; None while a line is incomplete.
    difference
        Computed minus stated total; None where one of them is missing.
    incomplete
        Keys of the lines without quantity or unit price.
    """

    lines: tuple[CheckedLine, ...]
    stated_total: Decimal | None
    computed_total: Decimal | None
    difference: Decimal | None
    incomplete: tuple[str, ...]

    @property
    def corrected(self) -> tuple[CheckedLine, ...]:
        """The lines whose stated amount is wrong."""
        return tuple(one for one in self.lines if one.is_corrected)

    @property
    def is_right(self) -> bool | None:
        """Whether nothing has to be corrected; None while a line is incomplete."""
        if self.incomplete:
            return None
        return not self.corrected and not self.difference


def arithmetic_check(lines: Iterable[TenderLine], stated_total: Decimal | None = None) -> ArithmeticCheck:
    """Return every line and the total as quantity times unit price gives them.

    Raises
    ------
    ValueError
        If a line stands there twice, or the stated total is no number.

    >>> check = arithmetic_check([TenderLine("1", Decimal(3), Decimal("1.50"), Decimal("4.00"))])
    >>> check.computed_total
    Decimal('4.50')
    """
    checked = tuple(_checked(one) for one in lines)
    if len({one.line.key for one in checked}) < len(checked):
        raise ValueError("a line stands there twice")
    if stated_total is not None and not stated_total.is_finite():
        raise ValueError(f"the stated total {stated_total} is no number")
    incomplete = tuple(one.line.key for one in checked if one.computed is None)
    total = None
    if checked and not incomplete:
        total = sum((one.computed for one in checked if one.computed is not None), Decimal("0.00"))
    return ArithmeticCheck(
        lines=checked,
        stated_total=stated_total,
        computed_total=total,
        difference=_minus(total, stated_total),
        incomplete=incomplete,
    )


def _checked(line: TenderLine) -> CheckedLine:
    computed = None
    if line.quantity is not None and line.unit_price is not None:
        computed = (line.quantity * line.unit_price).quantize(_CENT, ROUND_HALF_UP)
    return CheckedLine(line, computed, _minus(computed, line.stated))


def _minus(computed: Decimal | None, stated: Decimal | None) -> Decimal | None:
    return None if computed is None or stated is None else computed - stated
