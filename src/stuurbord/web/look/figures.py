"""Figures as the pages write them: number, then its unit smaller; differences signed; nothing clipped."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stuurbord.language import NBSP
from stuurbord.web.reader import reader

UNKNOWN = "–"


def with_unit(figure: str, unit: str, kind: str = "") -> SafeString:
    """Return a figure with its unit in small; a no-break space between them, also when copied."""
    return format_html(
        '<span class="number{}">{}<span class="unit">{}{}</span></span>',
        SafeString(f" {kind}" if kind else ""),
        figure,
        NBSP,
        unit,
    )


def days(value: int | None, limit: int | None = None) -> SafeString | str:
    """Return a difference in calendar days, red only beyond ``limit``: ``+41 d``."""
    if value is None:
        return UNKNOWN
    is_beyond = limit is not None and value > limit
    # Translators: the unit of calendar days.
    return with_unit(reader().signed(value), _("d"), "beyond" if is_beyond else "")


def plain_days(value: float | None) -> SafeString | str:
    """Return a number of calendar days without a sign: ``38 d``."""
    return UNKNOWN if value is None else with_unit(reader().number(value), _("d"))


def working_days(value: float | None) -> SafeString | str:
    """Return a number of working days: ``22 wd``."""
    # Translators: the unit of working days.
    return UNKNOWN if value is None else with_unit(reader().number(value), _("wd"))


def millions(amount: Decimal | None, digits: int = 2) -> SafeString | str:
    """Return euros in millions: ``19,12 M€``."""
    return UNKNOWN if amount is None else with_unit(reader().millions(amount, digits), "M€")


def forecast_and_budget(
    forecast: Decimal | None, budget: Decimal | None, tolerance: Decimal | None
) -> SafeString:
    """Return ``19,12 / 18,40 M€``, the forecast red beyond the tolerance (a fraction of the budget)."""
    is_beyond = (
        None not in (forecast, budget, tolerance)
        and budget > 0  # type: ignore[operator] # none of the three is None here
        and forecast > budget * (1 + tolerance)  # type: ignore[operator]
    )
    expected = UNKNOWN if forecast is None else reader().millions(forecast)
    promised = UNKNOWN if budget is None else reader().millions(budget)
    return format_html(
        '<span class="number"><span class="{}">{}</span> / {}<span class="unit">{}M€</span></span>',
        "beyond" if is_beyond else "within-text",
        expected,
        promised,
        NBSP,
    )


def euro(amount: Decimal | int | None) -> str:
    """Return whole euros: ``€ 230.000``."""
    return UNKNOWN if amount is None else reader().euro(amount)


def percent(fraction: Any, digits: int = 0) -> str:
    """Return a fraction as ``12 %``."""
    return UNKNOWN if fraction is None else reader().percent(fraction, digits)


def chance(fraction: float | None) -> SafeString | str:
    """Return a probability as ``18 %``; what is nearly never or nearly always is not rounded to it."""
    return UNKNOWN if fraction is None else with_unit(*_percents(fraction))


def chance_words(fraction: float | None) -> str:
    """Return the same within a sentence."""
    return UNKNOWN if fraction is None else NBSP.join(_percents(fraction))


def _percents(fraction: float) -> tuple[str, str]:
    percents = float(fraction) * 100
    if 0 < percents < 0.5:
        return f"<{NBSP}1", "%"
    if 99.5 <= percents < 100:
        return f">{NBSP}99", "%"
    return reader().number(percents), "%"


def euro_millions(amount: Any, digits: int = 2) -> str:
    """Return euros in millions without their unit: ``19,12``."""
    return UNKNOWN if amount is None else reader().millions(Decimal(round(amount)), digits)


def number(value: Any, digits: int = 0) -> str:
    """Return a number with points for thousands."""
    return UNKNOWN if value in (None, "") else reader().number(value, digits)


def day(value: date | datetime | None) -> str:
    """Return ``27/11/2026``."""
    return UNKNOWN if not value else reader().day(_local(value))


def short_day(value: date | datetime | None) -> str:
    """Return ``27/11``: where the year goes without saying."""
    return UNKNOWN if not value else f"{_local(value):%d/%m}"


def year_day(value: date | datetime | None) -> str:
    """Return ``27/11/26``, for the dense grid of a plan."""
    return "" if not value else reader().short_day(_local(value))


def weekday_day(value: date | datetime | None) -> str:
    """Return ``vr 27/11``."""
    return UNKNOWN if not value else reader().weekday_day(_local(value))


def long_day(value: date | datetime | None) -> str:
    """Return ``27 november 2026``."""
    return UNKNOWN if not value else reader().long_day(_local(value))


def moment(value: datetime | None) -> str:
    """Return ``27/11/2026 14:30`` in local time."""
    return UNKNOWN if not value else reader().moment(_local(value))


def short_moment(value: datetime | None) -> str:
    """Return ``27/11 14:30`` in local time."""
    return UNKNOWN if not value else f"{_local(value):%d/%m %H:%M}"


def size(n_bytes: int | None) -> str:
    """Return a file's size in units people know."""
    if n_bytes is None:
        return UNKNOWN
    for unit, factor in (("MB", 1_000_000), ("kB", 1_000)):
        if n_bytes >= factor:
            return f"{reader().number(n_bytes / factor, 1 if n_bytes < 10 * factor else 0)}{NBSP}{unit}"
    return f"{reader().number(n_bytes)}{NBSP}B"


def _local(value: Any) -> Any:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
