"""What changed since the previous report: per project the move in days and in money, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn

from stuurbord.errors import N_
from stuurbord.reports.snapshot import ProjectFacts, Snapshot
from stuurbord.reports.steering_pack import facts
from stuurbord.reports.steering_pack.charts import chart_data, hide_axis, settle, style_series, value_labels
from stuurbord.reports.steering_pack.colours import BETTER, HEADING, WORSE
from stuurbord.reports.steering_pack.conclusions import Conclusion, as_title, conclude
from stuurbord.reports.steering_pack.continued import Part, continued
from stuurbord.reports.steering_pack.drawing import Stroke
from stuurbord.reports.steering_pack.elements import element
from stuurbord.reports.steering_pack.measures import Box
from stuurbord.reports.steering_pack.pack import DASH, Pack, Sheet
from stuurbord.reports.steering_pack.page import Page
from stuurbord.reports.steering_pack.rich_text import bold
from stuurbord.reports.steering_pack.small_changes import draw_rest
from stuurbord.reports.steering_pack.tables import SIDE, Cell, Column, Table, cell
from stuurbord.reports.steering_pack.text_fit import fitted, width_of

PER_PAGE, MOST = 8, 24
_ROW, _HEAD, _SIZE = 0.56, 0.46, 12


def sheets(snapshot: Snapshot) -> list[Sheet]:
    """Return the pages with changes above the threshold; none without an earlier report."""
    found = facts.changed(snapshot)[:MOST]
    return continued("changes", "SB 04 Tabel", _draw, found, PER_PAGE)


def title(pack: Pack) -> Conclusion:
    """Say who explains the rise in cost, how many move later, and who gains."""
    projects = pack.snapshot.projects
    later = [one for one in projects if (facts.moved_days(one) or 0) >= facts.CHANGE_DAYS]
    gained = min(projects, key=lambda one: (facts.moved_days(one) or 0, one.code))
    plain = conclude(
        pack.ngettext(
            "{n} project changed by more than the threshold since {day}",
            "{n} projects changed by more than the threshold since {day}",
            len(facts.changed(pack.snapshot)),
        ),
        n=pack.count(len(facts.changed(pack.snapshot))),
        day=pack.since(),
    )
    clauses = [_about_cost(pack), _about_later(pack, later), _about_gain(pack, gained)]
    present = [one for one in clauses if one is not None]
    if not present:
        return as_title([plain])
    whole = present[0]
    for one in present[1:]:
        whole = whole.then(one)
    return as_title([whole, plain])


def _about_cost(pack: Pack) -> Conclusion | None:
    moved = facts.totals(pack.snapshot.projects).moved
    if moved is None or moved < facts.CHANGE_COST:
        return None
    worst = max(pack.snapshot.projects, key=lambda one: (facts.moved_cost(one) or Decimal(0), one.code))
    most = facts.moved_cost(worst) or Decimal(0)
    text = N_("{code} explains {part} of the {whole} rise")
    return conclude(pack.gettext(text), code=worst.code, part=pack.money(most), whole=pack.money(moved))


def _about_later(pack: Pack, later: Sequence[ProjectFacts]) -> Conclusion | None:
    if not later:
        return None
    text = pack.ngettext("{n} project moves later", "{n} projects move later", len(later))
    worst = max(later, key=lambda one: (facts.moved_days(one) or 0, one.code))
    first = conclude(text, n=pack.count(len(later)))
    most = conclude(
        pack.gettext("{code} most, by {days}"),
        code=worst.code,
        days=pack.in_days(facts.moved_days(worst) or 0),
    )
    if len(later) == 1:
        return conclude(
            pack.gettext("{code} moves {days} later since {day}"),
            code=worst.code,
            days=pack.in_days(facts.moved_days(worst) or 0),
            day=pack.since(),
        )
    return Conclusion(f"{first.text}, {most.text}", (*first.facts, *most.facts))


def _about_gain(pack: Pack, gained: ProjectFacts) -> Conclusion | None:
    days = -(facts.moved_days(gained) or 0)
    if days <= 0:
        return None
    return conclude(pack.gettext("{code} gains {days}"), code=gained.code, days=pack.in_days(days))


def _draw(page: Page, pack: Pack, part: Part[ProjectFacts]) -> None:
    gettext = pack.gettext
    conclusion = title(pack)
    since = pack.day(pack.snapshot.compared_with)
    page.rubric(part.rubric(gettext("Portfolio  ·  what changed since {day}").format(day=since)))
    page.title(conclusion)
    has_cost = facts.totals(pack.snapshot.projects).moved is not None
    table = _table(pack, part.items, has_cost)
    alt = gettext("Projects that changed, with their moves in days and in money")
    place = page.table("Tabel", table, alt)
    _draw_charts(page, pack, part.items, table, place, has_cost)
    if part.is_last:
        draw_rest(page, pack, place.bottom)
    text = gettext(
        "Difference between two reports, same method. Threshold for this page: {days} days or "
        "{amount} million euro."
    ).format(days=facts.CHANGE_DAYS, amount=pack.millions(facts.CHANGE_COST))
    if not has_cost:
        text += " " + gettext("The earlier report holds no cost forecast.")
    page.source(text)
    pack.write_notes(
        page,
        conclusion,
        gettext("This snapshot and the earlier report."),
        gettext(
            "Move = forecast now minus forecast then, per project. Shown: the gravest reason of the status."
        ),
        gettext("What is the cause? The project's own page and its issue register tell; this page counts."),
    )


def _table(pack: Pack, group: Sequence[ProjectFacts], has_cost: bool) -> Table:
    gettext = pack.gettext
    widths = (2.75, 2.35, 2.35, 3.05, 1.83) if has_cost else (2.75, 3.4, 0, 4.2, 1.98)
    heads = (
        gettext("Project"),
        gettext("Δ expected finish, days"),
        gettext("Δ expected cost, M€"),
        gettext("Where it stands"),
        gettext("What follows"),
    )
    kept = [idx for idx in range(5) if widths[idx]]
    columns_ = tuple(Column(widths[idx], heads[idx]) for idx in kept)
    rows = tuple(tuple(cells[idx] for idx in kept) for cells in (_row(pack, one, widths) for one in group))
    return Table(columns_, rows, _ROW, _HEAD, _SIZE, _SIZE)


def _row(pack: Pack, one: ProjectFacts, widths: Sequence[float]) -> tuple[Cell, ...]:
    room = widths[0] - 2 * SIDE
    code = fitted(one.code, room, _SIZE, 2, is_bold=True)
    left = room - width_of(f"{code}  ", _SIZE, is_bold=True)
    return (
        cell(bold(code), f"  {pack.short_name(one, left, _SIZE)}" if left > 0.4 else ""),
        cell(),
        cell(),
        cell(fitted(pack.why(one) or DASH, widths[3] - 2 * SIDE, _SIZE, 2)),
        cell(fitted(_what_follows(pack, one), widths[4] - 2 * SIDE, _SIZE, 2)),
    )


def _what_follows(pack: Pack, one: ProjectFacts) -> str:
    """Name the decision asked, else the next gate."""
    asked = next((each for each in facts.asked(pack.snapshot) if each.project == one.code), None)
    if asked:
        return pack.gettext("decision {code}").format(code=asked.code)
    gate = facts.gate(one)
    if gate and gate.forecast:
        return pack.gettext("gate {code} on {day}").format(code=gate.code, day=pack.day(gate.forecast))
    return DASH


def _draw_charts(
    page: Page, pack: Pack, group: Sequence[ProjectFacts], table: Table, place: Box, has_cost: bool
) -> None:
    """Lay a bar chart over each empty column: its bars fall exactly on the rows."""
    left = place.x + table.columns[0].width
    rows = Box(left, place.y + table.head_height, table.columns[1].width, table.row_height * len(group))
    days = [float(facts.moved_days(one) or 0) for one in group]
    all_days = [float(facts.moved_days(one) or 0) for one in facts.changed(pack.snapshot)]
    name = pack.gettext("Δ expected finish, days")
    _bars(page, pack, name, "+0;−0;0", group, days, all_days, rows)
    if has_cost:
        cost = [_in_millions(one) for one in group]
        all_cost = [_in_millions(one) for one in facts.changed(pack.snapshot)]
        name = pack.gettext("Δ expected cost, M€")
        _bars(
            page,
            pack,
            name,
            "+0.00;−0.00;0.00",
            group,
            cost,
            all_cost,
            rows.at(x=rows.right, w=table.columns[2].width),
        )


def _in_millions(one: ProjectFacts) -> float:
    return float(facts.in_millions(facts.moved_cost(one) or Decimal(0), 2))


def _bars(
    page: Page,
    pack: Pack,
    name: str,
    code: str,
    group: Sequence[ProjectFacts],
    values: Sequence[float],
    all_values: Sequence[float],
    box: Box,
) -> None:
    series = [
        (pack.gettext("worse"), [value if value >= 0 else None for value in values]),
        (pack.gettext("better"), [value if value < 0 else None for value in values]),
    ]
    data = chart_data(code, [one.code for one in group], series)
    said = ", ".join(f"{one.code} {value:g}" for one, value in zip(group, values, strict=True))
    chart = page.free_chart(name, XL_CHART_TYPE.BAR_CLUSTERED, data, f"{name}: {said}", box)
    settle(chart, pack.tag, (0, 0, 1, 1), 12)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 90, 100
    low, high = _range(all_values)
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = low, high
    hide_axis(chart.value_axis)
    hide_axis(chart.category_axis)
    chart.category_axis.reverse_order = True
    _zero_line(chart)
    for series, colour in zip(plot.series, (WORSE, BETTER), strict=True):
        style_series(series, fill=colour)
        value_labels(series, pack.tag, code, 12)


def _range(values: Sequence[float]) -> tuple[float, float]:
    """Return a scale with room for the labels at both ends."""
    high, low = max(0.0, *values), min(0.0, *values)
    span = (high - low) or 1.0
    return (low - span * 0.32 if low < 0 else -span * 0.12), high + span * 0.42


def _zero_line(chart: object) -> None:
    owner = chart.category_axis._element  # type: ignore[attr-defined]
    line = owner.find(qn("c:spPr"))
    line.getparent().replace(line, element(f"<c:spPr>{Stroke(HEADING, 1).xml}</c:spPr>"))
