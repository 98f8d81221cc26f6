"""Running procedures on one line of time: periods of the law hatched, a table tells the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stuurbord.web.look.drawing import diamond, n
from stuurbord.web.procurement_desk.models import DueTerm
from stuurbord.web.procurement_desk.standing import TermRow
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.reader import reader

_WIDTH, _LEFT, _LANE, _HEAD = 1100, 8, 46, 26
_BACK, _AHEAD = timedelta(days=90), timedelta(days=180)
_MOST_TITLE: Final = 70


@dataclass(frozen=True)
class Running:
    """A file between dispatch and conclusion, with the days that the law or its documents set.

    Attributes
    ----------
    next
        The first of its open terms; None where nothing is known to come.
    """

    file: ProcurementFile
    procedure: str
    dispatch: date | None
    tenders: date | None
    is_legal: bool
    standstill: date | None
    validity: date | None
    next: TermRow | None


def running_of(
    file: ProcurementFile, procedure: str, terms: Mapping[str, DueTerm], first: TermRow | None
) -> Running:
    """Return a file as the line of time shows it."""
    tenders = terms.get("tenders")
    return Running(
        file=file,
        procedure=procedure,
        dispatch=file.published_on or _due(terms, "dispatch"),
        tenders=_due(terms, "tenders"),
        is_legal=tenders is not None and tenders.certainty == "legal",
        standstill=_due(terms, "standstill"),
        validity=_due(terms, "validity"),
        next=first,
    )


def picture(rows: Sequence[Running], today: date) -> SafeString:
    """Return the files with a dispatch below each other, from three months ago to half a year ahead."""
    shown = [one for one in rows if one.dispatch is not None]
    if not shown:
        return SafeString("")
    height = _HEAD + _LANE * len(shown)
    first, last = today - _BACK, today + _AHEAD
    parts = [_months(first, last, height)]
    for at, one in enumerate(shown):
        parts.append(_lane(one, first, last, _HEAD + at * _LANE))
    x = n(_x(today, first, last))
    parts.append(f'<rect class="bar proposed" x="{x}" y="14" width="1" height="{height - 14}"/>')
    return SafeString(
        f'<svg class="procurement-timeline" width="{_WIDTH}" height="{height}" aria-hidden="true"'
        f' focusable="false"><defs><pattern id="law-hatch" width="5" height="5" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><path class="law-hatch" d="M0 0v5"/></pattern></defs>'
        f"{''.join(parts)}</svg>"
    )


def _lane(one: Running, first: date, last: date, top: int) -> str:
    assert one.dispatch is not None
    title = one.file.title if len(one.file.title) <= _MOST_TITLE else f"{one.file.title[: _MOST_TITLE - 1]}…"
    planned = "" if one.file.published_on else f" · {_('as planned')}"
    label = escape(f"{one.file.reference} {title}{planned}")
    made = [f'<text class="lane" x="{_LEFT}" y="{top + 12}">{label}</text>']
    bars = (
        (one.dispatch, one.tenders, "law" if one.is_legal else "bar now"),
        (one.tenders, one.file.awarded_on or one.validity, "bar now"),
        (one.file.informed_on, one.standstill, "law"),
    )
    for since, until, kind in bars:
        if since is not None and until is not None and until > first and since < last and since <= until:
            left, right = _x(max(since, first), first, last), _x(min(until, last), first, last)
            for drawn in ("paper-ground", kind) if kind == "law" else (kind,):
                made.append(
                    f'<rect class="{drawn}" x="{n(left)}" y="{top + 20}"'
                    f' width="{n(max(right - left, 2))}" height="12"/>'
                )
    if one.tenders is None and first < one.dispatch < last:  # no more is known yet
        made.append(diamond(_x(one.dispatch, first, last), top + 26, 5, "bar now"))
    if one.validity is not None and first < one.validity < last:
        made.append(diamond(_x(one.validity, first, last), top + 26, 6, "closing"))
    return "".join(made)


def _months(first: date, last: date, height: int) -> str:
    made, day = [], (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    while day <= last:
        x = n(_x(day, first, last))
        year = f" {day.year}" if day.month == 1 or not made else ""
        made.append(f'<path class="grid" d="M{x} 14V{height}"/>')
        made.append(
            f'<text x="{n(_x(day, first, last) + 3)}" y="11">{reader().short_month(day)}{year}</text>'
        )
        day = (day + timedelta(days=32)).replace(day=1)
    return "".join(made)


def _x(day: date, first: date, last: date) -> float:
    return _LEFT + (day - first).days / (last - first).days * (_WIDTH - 2 * _LEFT)


def _due(terms: Mapping[str, DueTerm], key: str) -> date | None:
    return terms[key].due if key in terms else None
