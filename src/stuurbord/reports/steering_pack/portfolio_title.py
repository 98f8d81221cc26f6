"""What the portfolio table comes to: how many projects ask for action, and which moved most."""

from __future__ import annotations

from collections import Counter

from stuurbord.errors import N_
from stuurbord.reports.steering_pack import facts
from stuurbord.reports.steering_pack.conclusions import Conclusion, as_title, conclude
from stuurbord.reports.steering_pack.pack import Pack


def title(pack: Pack) -> Conclusion:
    """Count what asks for action; then name the strongest worsening, or the strongest gain."""
    per, n = facts.counts(pack.snapshot.projects), len(pack.snapshot.projects)
    beyond, adjust = per["intervene"], per["adjust"]
    count, gettext = pack.count, pack.gettext
    if beyond and adjust:
        text = pack.ngettext(
            "{n} project asks for intervention and {m} for adjusting",
            "{n} projects ask for intervention and {m} for adjusting",
            beyond,
        )
        first = conclude(text, n=count(beyond), m=count(adjust))
    elif beyond or adjust:
        text = pack.ngettext("{n} project asks for intervention", "{n} projects ask for intervention", beyond)
        if not beyond:
            text = pack.ngettext("{n} project asks for adjusting", "{n} projects ask for adjusting", adjust)
        first = conclude(text, n=count(beyond or adjust))
    elif per["undetermined"] == n:
        text = gettext("no project can be judged: what is missing is {facts}")
        first = conclude(text, facts=_what_is_missing(pack))
    else:
        text = pack.ngettext(
            "{n} of {total} projects is on track", "{n} of {total} projects are on track", per["on_track"]
        )
        first = conclude(text, n=count(per["on_track"]), total=count(n))
    return as_title([first.then(_strongest(pack)), first])


_MISSING = {
    "promised_on": N_("baseline"),
    "expected_on": N_("forecast"),
    "time_tolerance_days": N_("tolerance in time"),
    "budget": N_("budget"),
    "forecast_cost": N_("cost forecast"),
    "cost_tolerance": N_("tolerance in cost"),
}


def _what_is_missing(pack: Pack) -> str:
    """Name the facts that at least one project lacks, those that most projects lack first."""
    per = Counter(name for one in pack.snapshot.projects for name in one.status.missing)
    names = sorted((name for name in _MISSING if per[name]), key=lambda name: -per[name])
    words = {name: pack.gettext(_MISSING[name]) for name in names}
    if "time_tolerance_days" in words and words.pop("cost_tolerance", ""):
        words["time_tolerance_days"] = pack.gettext("tolerance")
    *others, last = words.values() or [pack.gettext("not recorded")]
    if not others:
        return last
    return pack.gettext("{first} and {last}").format(first=", ".join(others), last=last)


def _strongest(pack: Pack) -> Conclusion | None:
    """Name the project that moved most, or the one that lies furthest from its promise."""
    moves = [(facts.moved_days(one) or 0, one) for one in pack.snapshot.projects]
    worst = max(moves, key=lambda each: (each[0], each[1].code), default=(0, None))
    if worst[1] and worst[0] >= facts.CHANGE_DAYS:
        text = N_("{code} worsened most, by {days} since {day}")
        days = pack.in_days(worst[0])
        return conclude(pack.gettext(text), code=worst[1].code, days=days, day=pack.since())
    dated = [one for one in pack.snapshot.projects if facts.shown_days(one) is not None]
    last = max(dated, key=lambda one: (facts.shown_days(one) or 0, one.code), default=None)
    late = facts.shown_days(last) if last else None
    if last is None or late is None or late <= 0:
        return None
    text = N_("{code} runs latest, {days} after its baseline")
    return conclude(pack.gettext(text), code=last.code, days=pack.in_days(late))
