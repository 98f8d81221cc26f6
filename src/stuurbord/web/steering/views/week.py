"""My week: what waits for a person, what changed, what expires."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from stuurbord.web.clock import today
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.notices.changes import changes_since, shifts_since
from stuurbord.web.notices.expiries import expiring
from stuurbord.web.notices.last_look import look
from stuurbord.web.notices.matter import Matter
from stuurbord.web.notices.sentences import shift_sentence, shifts_conclusion, week_conclusion
from stuurbord.web.notices.substitutes import names_stood_in_for, own_substitutes
from stuurbord.web.notices.views.matters import TABS
from stuurbord.web.notices.waiting import Week, week_of
from stuurbord.web.reader import reader
from stuurbord.web.steering.news import news_of
from stuurbord.web.steering.queries import own_states
from stuurbord.web.steering.refresh import judge_again

EXPIRY_DAYS: Final = 30
FEW_CHANGES: Final = (6, 200)
"""Rows that are shown, and entries that are read for them."""
ALL_CHANGES: Final = (200, 2_000)
FEW_EXPIRIES: Final = 8
MOST_SHOWN: Final = 60
"""Matters under one head; the rest is one address away."""
_DONE: Final = {"afgerond": "finish", "uitgesteld": "postpone"}
_LINE: Final = re.compile(r"([\w-]{1,60})\.(\d{1,18})\.(\d{1,9})")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first screen of everybody is the own week."""
    return redirect("my_week")


@require_safe
def my_week(request: HttpRequest) -> HttpResponse:
    """What waits for the reader, in order of urgency, beside what moved and what comes near."""
    now = today()
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else ""
    judge_again(own_states(request.user), now)
    week = week_of(request.user)
    monday = now - timedelta(days=now.weekday())
    every_matter = request.GET.get("alles") == "1"
    context = {
        "today": now,
        "read_at": timezone.localtime(),
        "week": now.isocalendar().week,
        "period": _period(monday, monday + timedelta(days=6)),
        "conclusion": week_conclusion(week.own, now),
        "tab": tab,
        "views": _views(tab, week, now),
        "groups": _groups(tab, week, now, every_matter),
        "empty": _empty(tab),
        "done": _done(request),
        "stands_in_for": names_stood_in_for(request.user),
        "substitutes": [one.substitute.name for one in own_substitutes(request.user) if one.first <= now],
        "expiry_days": EXPIRY_DAYS,
        "expiries": expiring(request.user, EXPIRY_DAYS)[:FEW_EXPIRIES],
        "states": own_states(request.user),
        **_changes(request),
    }
    return render(request, "pages/my_week.html", context)


def _period(first: date, last: date) -> str:
    """Return ``23 – 29 november 2026``, the month once where it is the same."""
    begin = str(first.day) if first.month == last.month else f"{first.day} {reader().month(first)}"
    return f"{begin} – {reader().long_day(last)}"


def _views(tab: str, week: Week, now: date) -> list[dict[str, Any]]:
    tabs = (
        ("", _("Waits for me"), len(week.own)),
        ("gevraagd", _("Asked by me"), len(week.written)),
        ("team", _("My team"), len(week.team)),
        ("volgende-week", _("Next week"), len(_next_week(week.own, now))),
    )
    own = reverse("my_week")
    return [
        {
            "label": label,
            "count": count,
            "url": f"{own}?{urlencode({'tab': slug})}" if slug else own,
            "is_current": slug == tab,
        }
        for slug, label, count in tabs
    ]


def _next_week(matters: Iterable[Matter], now: date) -> list[Matter]:
    first = now + timedelta(days=7 - now.weekday())
    return [one for one in matters if one.due and first <= one.due <= first + timedelta(days=6)]


def _groups(tab: str, week: Week, now: date, every_matter: bool) -> list[dict[str, Any]]:
    if tab == "volgende-week":
        named = _by_day(_next_week(week.own, now))
    else:
        matters = {"": week.own, "gevraagd": week.written, "team": week.team}[tab]
        named = _by_urgency(matters, now)
        if tab:
            named = [(title, found) for title, found in named if found]
    return [_group(title, matters, now, every_matter) for title, matters in named]


def _by_urgency(matters: Iterable[Matter], now: date) -> list[tuple[str, list[Matter]]]:
    """Return what waits under four heads: now or late, this week, later, undated; the first always stands."""
    sunday = now + timedelta(days=6 - now.weekday())
    heads: dict[str, list[Matter]] = {"now": [], "week": [], "later": [], "undated": []}
    for one in matters:
        due = one.due
        when = "undated" if due is None else "now" if due <= now else "week" if due <= sunday else "later"
        heads[when].append(one)
    titles = {
        "now": _("Today, {day}").format(day=_day(now)),
        "week": _("This week"),
        "later": _("Later"),
        "undated": _("Without a date"),
    }
    return [(titles[when], found) for when, found in heads.items() if found or when == "now"]


def _by_day(matters: Iterable[Matter]) -> list[tuple[str, list[Matter]]]:
    days: dict[date, list[Matter]] = {}
    for one in matters:
        days.setdefault(one.due, []).append(one)
    return [(_capital(_day(day)), found) for day, found in sorted(days.items())]


def _day(day: date) -> str:
    return f"{reader().weekday(day)} {day.day} {reader().month(day)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _group(title: str, matters: Sequence[Matter], now: date, every_matter: bool) -> dict[str, Any]:
    shown = matters if every_matter else matters[:MOST_SHOWN]
    return {
        "title": title,
        "count": len(matters),
        "n_more": len(matters) - len(shown),
        "matters": [
            {
                "of": one,
                "days_late": max((now - one.due).days, 0) if one.due else 0,
                "is_today": one.due == now,
                "is_near": bool(one.due and now < one.due <= now + timedelta(days=2)),
            }
            for one in shown
        ],
    }


def _empty(tab: str) -> tuple[str, str]:
    """Return what would be here and how it comes here."""
    told = {
        "gevraagd": (
            _("Nothing that you asked is open"),
            _("Lines that you wrote down and that lie with somebody else appear here."),
        ),
        "team": (
            _("Nothing waits for your team"),
            _("What waits for people with the same team as you, in projects you may see, appears here."),
        ),
        "volgende-week": (_("Nothing is due next week"), _("Matters with a date in that week appear here.")),
    }
    return told.get(
        tab,
        (
            _("Nothing for today"),
            _("Risks, issues, decisions, actions and gates with your name appear here when they come near."),
        ),
    )


def _done(request: HttpRequest) -> dict[str, Any] | None:
    """Return what a button of this page did just now, so that it can be taken back."""
    for name, what in _DONE.items():
        found = _LINE.fullmatch(request.GET.get(name, ""))
        if found and (register := REGISTERS.get(found[1])):
            line = register.lines(request.user).filter(pk=int(found[2]), version=int(found[3])).first()
            if line is not None:
                told = _("{code} finished") if what == "finish" else _("{code} put off by a week")
                said = told.format(code=register.called(line))
                return {"said": said, "slug": register.slug, "pk": line.pk, "version": line.version}
    return None


def _changes(request: HttpRequest) -> dict[str, Any]:
    """Return what others changed since the reader last looked, and the forecasts that moved."""
    since = look(request.user)
    wants_all = request.GET.get("gewijzigd") == "alles"
    shifts = shifts_since(request.user, since)
    news = news_of(
        request.user, changes_since(request.user, since), *(ALL_CHANGES if wants_all else FEW_CHANGES)
    )
    return {
        "since": _since(timezone.localtime(since).date(), today()),
        "changes": news.rows,
        "shifts": [(one, shift_sentence(one)) for one in shifts],
        "shifts_conclusion": shifts_conclusion(shifts),
        "n_more_changes": 0 if wants_all else news.n_more,
    }


def _since(day: date, now: date) -> str:
    """Return ``Changed since Thursday``, with the date where a weekday would not be clear."""
    if day >= now:
        return _("Changed since your visit of today")
    if (now - day).days == 1:
        return _("Changed since yesterday")
    if (now - day).days < 7:
        return pgettext("news", "Changed since {day}").format(day=reader().weekday(day))
    return pgettext("news", "Changed since {day}").format(day=reader().day(day))
