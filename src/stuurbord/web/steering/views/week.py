"""My week: what waits for a person, what changed, what expires."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from stuurbord.web.clock import today
from stuurbord.web.reader import reader
from stuurbord.web.steering.conclusions import week_conclusion
from stuurbord.web.steering.queries import Waiting, expiring, own_states, recent_changes, waiting_for
from stuurbord.web.steering.refresh import judge_again

EXPIRY_DAYS = 30
KINDS = {
    "risk": gettext_lazy("Risk"),
    "issue": gettext_lazy("Issue"),
    "gate": gettext_lazy("Gate"),
    "decision": gettext_lazy("Decision"),
    "progress": gettext_lazy("Progress"),
    "import": gettext_lazy("Import"),
}
VERBS = {
    "review": gettext_lazy("Review"),
    "solve": gettext_lazy("Handle"),
    "prepare": gettext_lazy("Prepare"),
    "report": gettext_lazy("Report"),
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first screen of everybody is the own week."""
    return redirect("my_week")


@require_safe
def my_week(request: HttpRequest) -> HttpResponse:
    """What waits for the reader, in order of urgency, beside what moved and what comes near."""
    now = today()
    judge_again(own_states(request.user), now)
    waiting = waiting_for(request.user)
    monday = now - timedelta(days=now.weekday())
    context = {
        "today": now,
        "week": now.isocalendar().week,
        "period": _period(monday, monday + timedelta(days=6)),
        "conclusion": week_conclusion(waiting, now),
        "groups": _groups(waiting, now),
        "changes": recent_changes(request.user),
        "expiries": expiring(request.user, EXPIRY_DAYS)[:8],
        "expiry_days": EXPIRY_DAYS,
        "states": own_states(request.user),
    }
    return render(request, "pages/my_week.html", context)


def _period(first: date, last: date) -> str:
    """Return ``23 – 29 november 2026``, the month once where it is the same."""
    begin = str(first.day) if first.month == last.month else f"{first.day} {reader().month(first)}"
    return f"{begin} – {reader().long_day(last)}"


def _groups(waiting: list[Waiting], now: date) -> list[dict[str, Any]]:
    """Return what waits under three heads: now or late, this week, later or undated."""
    sunday = now + timedelta(days=6 - now.weekday())
    heads = (
        (_("Today, {day}").format(day=f"{reader().weekday(now)} {now.day} {reader().month(now)}"), "now"),
        (_("This week"), "week"),
        (_("Later"), "later"),
    )
    matters: dict[str, list[dict[str, Any]]] = {"now": [], "week": [], "later": []}
    for one in waiting:
        due = one.due
        when = "later" if due is None or due > sunday else "now" if due <= now else "week"
        matters[when].append(_matter(one, now))
    return [
        {"title": title, "matters": matters[when]} for title, when in heads if matters[when] or when == "now"
    ]


def _matter(one: Waiting, now: date) -> dict[str, Any]:
    late = (now - one.due).days if one.due and one.due < now else 0
    return {
        "kind": KINDS[one.kind],
        "title": _title(one),
        "detail": one.detail,
        "project": one.project,
        "due": one.due,
        "days_late": late,
        "is_today": one.due == now,
        "url": _url(one),
        "verb": VERBS[one.verb],
    }


def _title(one: Waiting) -> str:
    if one.kind == "gate":
        return _("Prepare gate {gate}").format(gate=one.title)
    if one.kind == "progress":
        return _("Bring the plan up to date; its status date is too old")
    return one.title


def _url(one: Waiting) -> str:
    if one.kind == "import":
        return reverse("import", args=[one.pk])
    if one.slug:
        return reverse("register_line", args=[one.slug, one.pk])
    return reverse("project", args=[one.project.portfolio.key, one.project.code])
