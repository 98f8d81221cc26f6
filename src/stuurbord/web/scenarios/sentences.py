"""Changes of a scenario and what they do, in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.web.clock import today
from stuurbord.web.reader import reader
from stuurbord.web.scenarios.columns import Column
from stuurbord.web.scenarios.models import ChangeKind, ScenarioChange
from stuurbord.web.scenarios.outcomes import ProjectOutcome


def change_sentence(change: ScenarioChange) -> str:
    """Return what one change does: ``30 days later``."""
    words = reader()
    if change.kind == ChangeKind.SHIFT:
        days = change.days or 0
        text = (
            ngettext("{n} day later", "{n} days later", days)
            if days >= 0
            else ngettext("{n} day earlier", "{n} days earlier", -days)
        )
        return text.format(n=words.number(abs(days)))
    if change.kind == ChangeKind.POSTPONE:
        return _("what remains begins on {day}").format(day=words.day(change.until) if change.until else "–")
    if change.kind == ChangeKind.STOP:
        return _("stop; what was spent is spent")
    if change.kind == ChangeKind.BUDGET:
        text = _("budget of {year} {euro}")
        return text.format(year=change.year or today().year, euro=words.signed_euro(round(change.euro or 0)))
    if change.kind == ChangeKind.TAKE:
        return _("take response {code}").format(code=change.response)
    if change.kind == ChangeKind.DROP:
        return _("drop response {code}").format(code=change.response)
    return _("priority {n}").format(n=change.rank)


def changes_sentence(changes: Iterable[ScenarioChange]) -> str:
    """Return the changes of one project as one line."""
    return "; ".join(change_sentence(one) for one in changes)


def effect_on_date(before: ProjectOutcome, after: ProjectOutcome) -> str:
    """Return ``P80 from 04/10/2028 to 12/11/2028 (+39 d)``."""
    words = reader()
    if after.is_stopped:
        return _("no go-live any more")
    if before.p80 is None or after.p80 is None:
        return ""
    text = _("P80 from {before} to {after} ({days} d)")
    if not after.is_simulated:
        text = _("forecast from {before} to {after} ({days} d), without a simulation")
    days = words.signed((after.p80 - before.p80).days)
    return text.format(before=words.day(before.p80), after=words.day(after.p80), days=days)


def scenario_conclusion(now: Column, found: Column) -> str:
    """Say what a scenario does to cost, to dates and to what others wait for."""
    parts = [_dates(now, found), _money(now, found), _others(now, found)]
    told = "; ".join(one for one in parts if one)
    return f"{told[0].upper()}{told[1:]}." if told else _("This scenario changes nothing yet.")


def _dates(now: Column, found: Column) -> str:
    later = sum(_moved(now, found, code) > 0 for code in found.projects)
    earlier = sum(_moved(now, found, code) < 0 for code in found.projects)
    words, parts = reader(), []
    if found.stopped:
        text = ngettext("{n} project stops", "{n} projects stop", len(found.stopped))
        parts.append(text.format(n=words.count(len(found.stopped))))
    if later:
        text = ngettext("{n} go-live comes later", "{n} go-lives come later", later)
        parts.append(text.format(n=words.count(later)))
    if earlier:
        text = ngettext("{n} go-live comes earlier", "{n} go-lives come earlier", earlier)
        parts.append(text.format(n=words.count(earlier)))
    return ", ".join(parts)


def _moved(now: Column, found: Column, code: str) -> int:
    before, after = now.projects[code].p80, found.projects[code].p80
    return (after - before).days if before and after else 0


def _money(now: Column, found: Column) -> str:
    if now.cost_p80 is None or found.cost_p80 is None:
        return ""
    moved = round(found.cost_p80 - now.cost_p80)
    if not moved:
        return ""
    return _("joint P80 of the cost {euro}").format(euro=reader().signed_euro(moved))


def _others(now: Column, found: Column) -> str:
    fresh = len(found.conflicts) - len(now.conflicts)
    words = reader()
    if fresh > 0:
        text = ngettext("{n} dependency more gives too late", "{n} dependencies more give too late", fresh)
        return text.format(n=words.count(fresh))
    if fresh < 0:
        text = ngettext("{n} dependency fewer gives too late", "{n} dependencies fewer give too late", -fresh)
        return text.format(n=words.count(-fresh))
    return ""
