"""Tags and filters of the pages: figures, status, icons and the drawings in rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from stuurbord.errors import Finding
from stuurbord.web.look import cells, figures, reasons
from stuurbord.web.look.budget_bar import budget_bar
from stuurbord.web.look.deviation import DeviationScale, deviation_axis, deviation_band
from stuurbord.web.look.drawing import drawing, n
from stuurbord.web.look.finish_facts import finish_facts, state_band
from stuurbord.web.look.forecast_band import forecast_band
from stuurbord.web.look.icons import icon, named_icon
from stuurbord.web.look.phases import phase_line, phase_small
from stuurbord.web.look.sparkline import SlipScale, sparkline
from stuurbord.web.look.status import status, status_count, status_word
from stuurbord.web.look.tolerances import tolerance_bar

register = template.Library()

for _filter in (
    figures.days,
    figures.plain_days,
    figures.working_days,
    figures.millions,
    figures.euro,
    figures.percent,
    figures.chance,
    figures.euro_millions,
    figures.number,
    figures.day,
    figures.short_day,
    figures.year_day,
    figures.weekday_day,
    figures.long_day,
    figures.moment,
    figures.short_moment,
    status,
    status_word,
):
    register.filter(_filter.__name__, _filter)
register.filter("file_size", figures.size)
register.filter("reason", reasons.sentence)

for _tag in (icon, named_icon, budget_bar, phase_small, phase_line, status_count, tolerance_bar):
    register.simple_tag(_tag, name=_tag.__name__)
register.simple_tag(deviation_band)
register.simple_tag(forecast_band)
register.simple_tag(deviation_axis)
register.simple_tag(sparkline)
register.simple_tag(state_band)
register.simple_tag(finish_facts)


@register.simple_tag
def days_ahead(days: int, most: int) -> SafeString:
    """Return a line of ``most`` days with a dot where a date lies; the number stands beside it."""
    width, x = 80, 4 + 72 * min(days, most) / most
    dot = f'<circle class="ahead-dot" cx="{n(x)}" cy="7" r="3.5"/>'
    return drawing(width, 14, f'<path class="ahead-line" d="M4 7H{width - 4}"/>{dot}', "days-ahead")


@register.simple_tag
def deviation_scale(rows: Iterable[Any]) -> DeviationScale:
    """Return one axis for all rows: what each deviates and what each may deviate."""
    values: list[int | None] = []
    for row in rows:
        shown = finish_facts(row)
        values += (shown.days, shown.sure_days, row.project.time_tolerance_days)
    return DeviationScale.covering(values)


@register.simple_tag
def slip_scale(rows: Iterable[Any]) -> SlipScale:
    """Return one scale for the sparklines of all rows."""
    return SlipScale.covering(row.slips for row in rows)


@register.simple_tag
def forecast_and_budget(state: Any, tolerance: Decimal | None) -> SafeString | str:
    """Return ``19,12 / 18,40 M€``, the forecast red beyond the tolerance."""
    if state.budget is None and state.forecast_cost is None:
        return figures.UNKNOWN
    return figures.forecast_and_budget(state.forecast_cost, state.budget, tolerance)


@register.simple_tag
def judged_mark() -> SafeString:
    """Return the degree sign of a status that a person made worse than the rules did."""
    return format_html(
        '<span class="judged" aria-hidden="true">°</span><span class="visually-hidden"> ({})</span>',
        gettext("judged by the project manager"),
    )


@register.simple_tag
def total_of_budget(forecast: Decimal | None, budget: Decimal | None) -> SafeString:
    """Return the bottom line ``49,76 / 48,37 M€``; a total has no tolerance."""
    return figures.forecast_and_budget(forecast, budget, None)


@register.filter
def first_reason(reasons_of_row: list[Any]) -> str:
    """Return the gravest reason as a sentence, empty if there is none."""
    return reasons.sentence(reasons_of_row[0]) if reasons_of_row else ""


@register.filter
def by_whom(user: Any) -> str:
    """Return who did it; without an account it was done on the server itself."""
    return user.name if user else gettext("command line")


@register.filter
def finding_sentence(finding: Finding) -> str:
    """Return a finding with its place, in the reader's language."""
    place = finding.where.as_text(gettext)
    return f"{place}: {finding.message(gettext)}" if place else finding.message(gettext)


@register.filter
def finding_place(finding: Finding) -> str:
    """Return where in its file a finding is: on a page about that file its name goes without saying."""
    return replace(finding.where, file="").as_text(gettext)


@register.filter
def finding_message(finding: Finding) -> str:
    """Return a finding's sentence without its place."""
    return finding.message(gettext)


@register.filter
def is_right_aligned(kind: str) -> bool:
    """Return whether a register's column of this kind holds figures."""
    return cells.is_right_aligned(kind)


@register.simple_tag
def cell(line: Any, column: Any) -> SafeString | str:
    """Return what a register's column shows of a line."""
    return cells.cell(line, column.name, column.kind, column.detail, column.alarm)


@register.simple_tag(takes_context=True)
def sort_head(
    context: template.Context,
    label: str,
    key: str,
    sort: str,
    kind: str = "",
    extra: SafeString | str = "",
    field: str = "",
) -> SafeString:
    """Return a column head whose link sorts by ``key``; a second press turns the order round.

    Parameters
    ----------
    sort
        The order now: a key, with a minus sign when it descends.
    extra
        What stands under the label: an axis.
    field
        The field that the cells of the column show, where they can be edited in place.
    """
    query = context["request"].GET.copy()
    query.pop("page", None)
    query["sort"] = f"-{key}" if sort == key else key
    order = {key: "ascending", f"-{key}": "descending"}.get(sort)
    return format_html(
        '<th scope="col" class="{}"{}{}><a href="?{}">{}{}</a>{}</th>',
        kind,
        format_html(' aria-sort="{}"', order) if order else "",
        format_html(' data-field="{}"', field) if field else "",
        query.urlencode(),
        label,
        icon("chev") if order else "",
        extra,
    )


@register.filter
def page_numbers(page: Any) -> Iterable[Any]:
    """Return the numbers of the first, the last and the near pages, and where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.simple_tag(takes_context=True)
def reader_choice(context: template.Context, name: str, allowed: str) -> str:
    """Return what the reader chose and keeps in a cookie, if it is one of the words allowed."""
    request = context.get("request")
    chosen = request.COOKIES.get(name, "") if request else ""
    return chosen if chosen in allowed.split() else ""


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """Return the value under a key that is itself a variable."""
    return mapping.get(key, "")
