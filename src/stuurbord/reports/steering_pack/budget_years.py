"""Budget per year: commitment and payment, what was voted, what is done and what is expected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from stuurbord.errors import N_
from stuurbord.reports.snapshot import BudgetYear, Snapshot
from stuurbord.reports.steering_pack import facts
from stuurbord.reports.steering_pack.budget_chart import CreditChart, draw_credit
from stuurbord.reports.steering_pack.colours import SECONDARY, WORSE
from stuurbord.reports.steering_pack.conclusions import Conclusion, as_title, conclude
from stuurbord.reports.steering_pack.pack import DASH, Pack, Sheet
from stuurbord.reports.steering_pack.page import Page
from stuurbord.reports.steering_pack.rich_text import Paragraph, Run, bold, paragraph
from stuurbord.reports.steering_pack.tables import Cell, Column, Table, cell

MOST_YEARS = 6
_SIZE = 12
_FIRST = 2.85
_TABLE = 8.168


@dataclass(frozen=True, slots=True)
class _Credit:
    """One of the two credits: how to read it from a budget year, and how sentences call it."""

    budgeted: Callable[[BudgetYear], Decimal | None]
    actual: Callable[[BudgetYear], Decimal | None]
    forecast: Callable[[BudgetYear], Decimal | None]
    previous: Callable[[BudgetYear], Decimal | None]
    unused: str
    lacking: str


COMMITMENT = _Credit(
    lambda one: one.budgeted_commitment,
    lambda one: one.committed,
    lambda one: one.forecast_commitment,
    lambda one: one.previous_forecast_commitment,
    N_("in {year}, {amount} of commitment credit stays unused"),
    N_("in {year}, {amount} of commitment credit is lacking"),
)
PAYMENT = _Credit(
    lambda one: one.budgeted_payment,
    lambda one: one.paid,
    lambda one: one.forecast_payment,
    lambda one: one.previous_forecast_payment,
    N_("in {year}, {amount} of payment credit stays unused"),
    N_("in {year}, {amount} of payment credit is lacking"),
)


def sheets(snapshot: Snapshot) -> list[Sheet]:
    """Return the page; none without budget lines."""
    return [Sheet("budget", "SB 07 Twee grafieken", _draw)] if snapshot.budget_years else []


def shown_years(snapshot: Snapshot) -> list[BudgetYear]:
    """Return at most six years around the status date, at most two of them past."""
    years = sorted(snapshot.budget_years, key=lambda one: one.year)
    past = [one for one in years if one.year < snapshot.as_of.year]
    rest = [one for one in years if one.year >= snapshot.as_of.year]
    n_past = max(2, MOST_YEARS - len(rest))
    kept = past[-n_past:] + rest
    return kept[:MOST_YEARS] if rest else past[-MOST_YEARS:]


@dataclass(frozen=True, slots=True)
class _Gap:
    """What the forecast of one year and one credit exceeds the budget by; negative where it stays below."""

    year: int
    exact: Decimal
    told: Decimal
    """The same as prose tells it, beside the figures of the page."""
    credit: _Credit

    @property
    def is_telling(self) -> bool:
        return abs(self.exact) >= facts.CHANGE_COST


def _gaps(snapshot: Snapshot) -> list[_Gap]:
    """Return the gaps that are known, from this year on."""
    digits = _digits(shown_years(snapshot))
    return [
        _Gap(year.year, after - before, facts.shown_gap(before, after, digits), credit)
        for year in snapshot.budget_years
        for credit in (COMMITMENT, PAYMENT)
        if year.year >= snapshot.as_of.year
        and (before := credit.budgeted(year)) is not None
        and (after := credit.forecast(year)) is not None
    ]


def _are_all_known(snapshot: Snapshot) -> bool:
    years = [one for one in snapshot.budget_years if one.year >= snapshot.as_of.year]
    return len(_gaps(snapshot)) == 2 * len(years)


def _largest(years: Sequence[BudgetYear]) -> Decimal:
    """Return the largest amount that the page shows."""
    amounts = [
        amount
        for year in years
        for credit in (COMMITMENT, PAYMENT)
        for amount in (credit.budgeted(year), credit.forecast(year), credit.actual(year))
        if amount is not None
    ]
    return max(amounts, default=Decimal(0))


def _digits(years: Sequence[BudgetYear]) -> int:
    """Return how many decimals the millions of the page have."""
    return facts.digits_of(_largest(years))


def title(pack: Pack) -> Conclusion:
    """Say what is left or lacking this year, then the largest lack in a later year."""
    now = pack.snapshot.as_of.year
    gaps = [one for one in _gaps(pack.snapshot) if one.is_telling]
    current = [one for one in gaps if one.year == now]
    later = [one for one in gaps if one.year > now and one.exact > 0]
    plain = conclude(pack.gettext("the forecast stays within the credits of every year"))
    if not _are_all_known(pack.snapshot):
        text = pack.gettext("whether the credits suffice is not known: budgets or forecasts are missing")
        plain = conclude(text)
    lead = max(current, key=lambda one: (one.exact > 0, abs(one.exact)), default=None)
    lack = max(later, key=lambda one: one.exact, default=None)
    if lead is None and lack is None:
        return as_title([plain])
    first = _clause(pack, lead or lack)  # type: ignore[arg-type]
    second = _clause(pack, lack) if lead and lack else None
    return as_title([first.then(second), plain])


def _clause(pack: Pack, gap: _Gap) -> Conclusion:
    text = pack.gettext(gap.credit.lacking if gap.exact > 0 else gap.credit.unused)
    return conclude(text, year=str(gap.year), amount=pack.money(gap.told))


def _draw(page: Page, pack: Pack) -> None:
    gettext = pack.gettext
    conclusion = title(pack)
    page.rubric(gettext("Portfolio  ·  budget per year"))
    page.title(conclusion)
    years = shown_years(pack.snapshot)
    top, digits = _largest(years), _digits(years)
    charts = (
        (COMMITMENT, "Grafiek links", gettext("Commitment")),
        (PAYMENT, "Grafiek rechts", gettext("Payment")),
    )
    for credit, name, head in charts:
        chart = CreditChart(
            head,
            tuple(str(one.year) for one in years),
            tuple(credit.budgeted(one) for one in years),
            tuple(credit.actual(one) for one in years),
            tuple(credit.forecast(one) for one in years),
        )
        draw_credit(page, pack, name, chart, top, digits)
    page.table(
        "Tabel", _table(pack, years, digits), gettext("Forecast minus budget per year, and its change")
    )
    page.text("Duiding", _meaning(pack), 13)
    page.source(
        gettext(
            "Million euro, including VAT. Dark = done by {day}; light = expected; stroke = voted credit. "
            "Both charts have the same scale. Total = difference of the two sums, each rounded."
        ).format(day=pack.day(pack.snapshot.as_of))
    )
    pack.write_notes(
        page,
        conclusion,
        gettext("Budget lines of all projects."),
        gettext(
            "Sums over all projects per year; one line without the amount leaves the sum unknown. A project "
            "without budget lines is not in them."
        ),
        gettext(
            "Can the credit be moved? That is for the budget holder; the figures show how much and when."
        ),
    )


def _table(pack: Pack, years: Sequence[BudgetYear], digits: int) -> Table:
    width = (_TABLE - _FIRST) / (len(years) + 1)
    heads = [
        pack.gettext("Credit and forecast, M€"),
        *(str(one.year) for one in years),
        pack.gettext("Total"),
    ]
    columns = tuple(
        Column(_FIRST if number == 0 else width, head, "l" if number == 0 else "r")
        for number, head in enumerate(heads)
    )
    rows = [
        _row(pack, pack.gettext("Commitment: forecast − budget"), COMMITMENT, years, digits),
        _row(pack, pack.gettext("Payment: forecast − budget"), PAYMENT, years, digits),
    ]
    if any(COMMITMENT.previous(one) is not None for one in years):
        since = f"{pack.snapshot.compared_with:%d/%m}" if pack.snapshot.compared_with else DASH
        moved = pack.gettext("Commitment: Δ since {day}"), pack.gettext("Payment: Δ since {day}")
        rows.insert(1, _moved_row(pack, moved[0].format(day=since), COMMITMENT, years, digits))
        rows.append(_moved_row(pack, moved[1].format(day=since), PAYMENT, years, digits))
    return Table(columns, tuple(rows), 0.305, 0.36, _SIZE, _SIZE)


def rounded_gap(before: Decimal | None, after: Decimal | None, digits: int) -> Decimal | None:
    """Return a difference in millions from the rounded terms, as both are visible; None without both."""
    if before is None or after is None:
        return None
    return facts.in_millions(after, digits) - facts.in_millions(before, digits)


def _row(
    pack: Pack, head: str, credit: _Credit, years: Sequence[BudgetYear], digits: int
) -> tuple[Cell, ...]:
    gaps = [rounded_gap(credit.budgeted(one), credit.forecast(one), digits) for one in years]
    total = rounded_gap(
        _sum([credit.budgeted(one) for one in years]), _sum([credit.forecast(one) for one in years]), digits
    )
    shown = [*gaps, total]
    closed = [one.year < pack.snapshot.as_of.year for one in years] + [False]
    return (
        cell(head),
        *(cell(_figure(pack, gap, digits, is_past)) for gap, is_past in zip(shown, closed, strict=True)),
    )


def _moved_row(
    pack: Pack, head: str, credit: _Credit, years: Sequence[BudgetYear], digits: int
) -> tuple[Cell, ...]:
    moves = [rounded_gap(credit.previous(one), credit.forecast(one), digits) for one in years]
    total = rounded_gap(
        _sum([credit.previous(one) for one in years]), _sum([credit.forecast(one) for one in years]), digits
    )
    return (cell(head), *(cell(_figure(pack, one, digits, False)) for one in [*moves, total]))


def _sum(amounts: Sequence[Decimal | None]) -> Decimal | None:
    """Return the exact sum, None as soon as one of the amounts is not known."""
    known = [one for one in amounts if one is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None


def _figure(pack: Pack, gap: Decimal | None, digits: int, is_past: bool) -> Run:
    if gap is None:
        return Run(DASH, colour=SECONDARY)
    text = pack.language.signed(gap, digits)
    if not gap or is_past:
        return Run(text, colour=SECONDARY if is_past else None)
    return bold(text, WORSE) if gap > 0 else bold(text)


def _meaning(pack: Pack) -> list[Paragraph]:
    """Return the largest gaps from this year on, in words."""
    telling = [one for one in _gaps(pack.snapshot) if one.is_telling]
    gaps = sorted(telling, key=lambda one: (-abs(one.exact), one.year, one.exact))
    lines = []
    for gap in sorted(gaps[:3], key=lambda one: one.year):
        text = _clause(pack, gap).text
        lines.append(paragraph(text[:1].upper() + text[1:], level=2))
    if not _are_all_known(pack.snapshot):
        text = pack.gettext("A dash: budget or forecast of that year is not complete")
        lines.append(paragraph(text, level=2))
    if not lines:
        lines = [paragraph(pack.gettext("No year deviates by more than the threshold"), level=2)]
    return [paragraph(pack.gettext("What this means"), level=1), *lines]
